import type { Child } from "../child.ts";
import { EngineGone } from "./engine.ts";
import type { PgliteReply, PgliteRequest } from "./stand-in-child.ts";

/** A start is our own work: on a busy machine it takes its time, and costs the scripts none of theirs. */
const startLimitMs = 120_000;

/** Asks a child that runs stand-in-child.ts. Throws EngineGone when a limit ended it. */
export async function askPglite<Request extends PgliteRequest>(
  child: Child,
  request: Request,
): Promise<PgliteReply[Request["ask"]]> {
  const called = await child.call<PgliteReply[Request["ask"]]>(request, request.ask === "open" ? startLimitMs : undefined);
  if (called.outcome === "killed") throw new EngineGone(called.message);
  return called.reply;
}
