import { programPath } from "../../assets.ts";
import { type Child, type ChildLimits, startChild } from "../child.ts";
import { type Engine, EngineGone, type Executed } from "./engine.ts";
import { askPglite } from "./pglite-child.ts";
import { pgliteData } from "./pglite-data.ts";
import type { PgliteRequest } from "./stand-in-child.ts";

/** PGlite with these extensions, as far as it can have them, in a child process. The session is a superuser of a database that is nobody's. */
export async function openPglite(extensions: readonly string[], limits: ChildLimits): Promise<Engine> {
  const data = await pgliteData();
  const child = await startChild(programPath("postgres-stand-in.js"), limits);
  try {
    const { pglite, postgres } = await askPglite(child, { ask: "open", data, extensions });
    return engineIn(child, `PGlite ${pglite} (PostgreSQL ${postgres})`, Number.parseInt(postgres, 10));
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}

function engineIn(child: Child, description: string, serverMajor: number): Engine {
  let gone: Extract<Executed, { readonly outcome: "killed" }> | null = null;
  return {
    description,
    serverMajor,
    async execute(statements: readonly string[]): Promise<Executed> {
      if (gone !== null) return gone;
      const called = await child.call<Executed>({ ask: "execute", statements } satisfies PgliteRequest);
      const executed = called.outcome === "replied" ? called.reply : called;
      if (executed.outcome !== "killed") return executed;
      gone = executed;
      await child[Symbol.asyncDispose]();
      return gone;
    },
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
      if (gone !== null) throw new EngineGone(gone.message);
      const answer = await askPglite(child, { ask: "query", sql, values });
      if (answer.outcome === "failed") throw Object.assign(new Error(answer.message), { code: answer.code });
      return answer.rows as readonly Row[];
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
