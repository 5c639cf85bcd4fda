import type { Built } from "../../dialect.ts";
import type { Place } from "../place.ts";

/**
 * Runs our own DDL: all of it in one transaction, which is how it nearly always goes; else once more, with a savepoint for each
 * statement, so that one that can't be had here takes no other along.
 */
export async function build({ engine, newSession }: Place, statements: readonly string[]): Promise<Built> {
  const together = await engine.execute([...newSession, ...opening, statements.join(";\n"), "COMMIT"]);
  if (together.outcome === "killed") return together;
  if (together.outcome === "done") return { outcome: "built", failed: [] };
  const reset = await engine.execute(["ROLLBACK", ...opening]);
  if (reset.outcome === "killed") return reset;

  const failed: { index: number; message: string }[] = [];
  for (let next = 0; next < statements.length; ) {
    const rest = statements.slice(next).flatMap((sql) => ["SAVEPOINT schemagate_build", sql, "RELEASE schemagate_build"]);
    const executed = await engine.execute(rest);
    if (executed.outcome === "killed") return executed;
    if (executed.outcome === "done") break;
    const index = next + Math.floor(executed.index / 3);
    failed.push({ index, message: executed.message });
    const undone = await engine.execute(["ROLLBACK TO schemagate_build", "RELEASE schemagate_build"]);
    if (undone.outcome === "killed") return undone;
    next = index + 1;
  }
  const ended = await engine.execute(["COMMIT"]);
  return ended.outcome === "killed" ? ended : { outcome: "built", failed };
}

const opening = ["BEGIN", "SET LOCAL check_function_bodies = off"];
