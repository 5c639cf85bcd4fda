import type { SQLInputValue } from "node:sqlite";
import { programPath } from "../../assets.ts";
import { UserError } from "../../errors.ts";
import { type Child, startChild } from "../child.ts";
import type { ReadSession, StandIn, StandInRequest, StandInRun, StandInScript } from "../dialect.ts";
import { introspect } from "./introspect.ts";
import { versionQuery } from "./queries.ts";
import type { ScriptResult, StandInCall } from "./stand-in-child.ts";

/** An empty in-memory database in a child process. `devUrl`, schemas, extensions and roles mean nothing to SQLite and are ignored. */
export async function openStandIn(request: StandInRequest): Promise<StandIn> {
  const child = await startChild(programPath("sqlite-stand-in.js"), request.limits);
  try {
    const session = sessionOf(child);
    const [row] = await session.query<{ readonly version: string }>(versionQuery);
    return {
      engine: `SQLite ${row?.version ?? ""}`,
      serverMajor: 3,
      missingExtensions: request.extensions.map((extension) => extension.name),
      run: (scripts) => runScripts(child, scripts),
      introspect: (scope) => introspect(session, scope),
      // Every SQLite keeps texts as they were written, so there is no spelling of this engine.
      respell: async (objects) => objects,
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}

async function runScripts(child: Child, scripts: readonly StandInScript[]): Promise<StandInRun> {
  for (const script of scripts) {
    const called = await child.call<ScriptResult>({ kind: "run", sql: script.sql } satisfies StandInCall);
    if (called.outcome === "killed") return { outcome: "killed", script: script.name, message: called.message };
    if (called.reply.outcome === "failed") return { ...called.reply, script: script.name };
  }
  return { outcome: "done" };
}

function sessionOf(child: Child): ReadSession {
  return {
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
      const called = await child.call<readonly Row[]>({
        kind: "query",
        sql,
        values: values as readonly SQLInputValue[],
      } satisfies StandInCall);
      if (called.outcome === "replied") return called.reply;
      throw new UserError(
        "invalid-source",
        `The scratch SQLite database is gone: ${called.message}`,
        "Raise the limits of the stand-in, or look at what the migrations do.",
      );
    },
  };
}
