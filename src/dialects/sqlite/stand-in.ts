import type { SQLInputValue } from "node:sqlite";
import { programPath } from "../../assets.ts";
import { UserError } from "../../errors.ts";
import { type Child, startChild } from "../child.ts";
import type { Built, ReadSession, StandIn, StandInRequest, StandInRun, StandInScript } from "../dialect.ts";
import { introspect } from "./introspect.ts";
import { versionQuery } from "./queries.ts";
import { rehearse } from "./rehearsal/rehearse.ts";
import { Gone, type Trial, type Tried } from "./rehearsal/trial.ts";
import type { ScriptResult, StandInCall } from "./stand-in-child.ts";

/** An empty in-memory database in a child process. `devUrl`, schemas, extensions and roles mean nothing to SQLite and are ignored. */
export async function openStandIn(request: StandInRequest): Promise<StandIn> {
  const child = await startChild(programPath("sqlite-stand-in.js"), request.limits);
  try {
    const session = sessionOf(child);
    const trial = trialOf(child, session);
    const [row] = await session.query<{ readonly version: string }>(versionQuery);
    return {
      engine: `SQLite ${row?.version ?? ""}`,
      serverMajor: 3,
      missingExtensions: request.extensions.map((extension) => extension.name),
      run: (scripts) => runScripts(child, scripts),
      introspect: (scope) => introspect(session, scope),
      // Every SQLite keeps texts as they were written, so there is no spelling of this engine.
      respell: async (objects) => objects,
      build: (statements) => answered(() => build(trial, statements)),
      rehearse: (asked) => rehearse(trial, asked),
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}

function trialOf(child: Child, session: ReadSession): Trial {
  return {
    query: <Row extends object>(sql: string, values?: readonly unknown[]) =>
      session.query<Row>(sql, values).catch((error: unknown) => {
        throw error instanceof UserError ? new Gone(error.message) : error;
      }),
    async run(sql) {
      const called = await child.call<Tried>({ kind: "try", sql } satisfies StandInCall);
      if (called.outcome === "replied") return called.reply;
      throw new Gone(called.message);
    },
  };
}

/** One after the other; foreign keys are off, so that tables may come in any order. */
async function build(trial: Trial, statements: readonly string[]): Promise<Built> {
  const failed: { index: number; message: string }[] = [];
  await trial.run("PRAGMA foreign_keys = OFF");
  for (const [index, sql] of statements.entries()) {
    const done = await trial.run(sql);
    if (done.outcome === "failed") failed.push({ index, message: done.message });
  }
  await trial.run("PRAGMA foreign_keys = ON");
  return { outcome: "built", failed };
}

async function answered(work: () => Promise<Built>): Promise<Built> {
  return work().catch((error: unknown) => {
    if (error instanceof Gone) return { outcome: "killed", message: error.message };
    throw error;
  });
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
