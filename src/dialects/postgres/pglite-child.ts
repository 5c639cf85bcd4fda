import type { Child } from "../child.ts";
import { EngineGone } from "./engine.ts";
import type { PgliteReply, PgliteRequest } from "./stand-in-child.ts";

/** Asks a child that runs stand-in-child.ts. Throws EngineGone when a limit ended it. */
export async function askPglite<Request extends PgliteRequest>(child: Child, request: Request): Promise<PgliteReply[Request["ask"]]> {
  const called = await child.call<PgliteReply[Request["ask"]]>(request);
  if (called.outcome === "killed") throw new EngineGone(called.message);
  return called.reply;
}
