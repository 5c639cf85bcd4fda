import type { StandInRun, StandInScript } from "../dialect.ts";
import type { Engine, Executed } from "./engine.ts";
import { type Group, groupStatements } from "./group-statements.ts";
import { namedSchemas } from "./named-schemas.ts";
import type { Place } from "./place.ts";
import { lookForPrepared, type Prepared } from "./prepare.ts";
import { type SplitStatement, splitScript } from "./split.ts";
import { controlOf, isTransactional, verbOf } from "./statement-verb.ts";

/**
 * Runs scripts in order until one fails, each in a session of its own and in the transactions in which it would be applied. What can't
 * be parsed goes to the server in one piece.
 */
export async function runScripts(place: Place, prepared: Prepared, scripts: readonly StandInScript[]): Promise<StandInRun> {
  for (const script of scripts) {
    const run = await runScript(place, prepared, script);
    if (run.outcome !== "done") {
      if (run.outcome === "failed") await place.engine.execute(["ROLLBACK"]);
      return run;
    }
  }
  return { outcome: "done" };
}

async function runScript({ engine, newSession, rename }: Place, prepared: Prepared, script: StandInScript): Promise<StandInRun> {
  const started = await engine.execute(newSession);
  if (started.outcome !== "done") return asRun(script, started, []);

  const split = await splitScript(script.sql);
  if (split.outcome === "unreadable") {
    const executed = await engine.execute([script.sql]);
    return executed.outcome === "done" ? finish(engine, script) : asRun(script, executed, [null]);
  }

  if (rename !== null) {
    for (const statement of split.statements) {
      const [schema] = await namedSchemas(statement);
      if (schema !== undefined)
        return failedFor(
          script,
          statement.sql,
          `it names the schema "${schema}", and everything is built in the schema "${rename.from}"`,
        );
    }
  }

  for (const group of groupsOf(split.statements)) {
    // One statement alone needs no transaction around it.
    const [before, after] = group.transactional && group.statements.length > 1 ? [["BEGIN"], ["COMMIT"]] : [[], []];
    const begun = await engine.execute(before);
    if (begun.outcome !== "done") return asRun(script, begun, []);
    for (const segment of segments(group.statements, prepared)) {
      if (segment.lookFor !== null) {
        const [found] = await engine.query(segment.lookFor.sql, [segment.lookFor.name]);
        if (found !== undefined) continue;
      }
      const executed = await engine.execute(segment.statements);
      if (executed.outcome !== "done") return asRun(script, executed, segment.statements);
    }
    const ended = await engine.execute(after);
    if (ended.outcome !== "done") return asRun(script, ended, []);
  }
  return split.statements.some(({ tree }) => "TransactionStmt" in tree) ? finish(engine, script) : { outcome: "done" };
}

function groupsOf(statements: readonly SplitStatement[]): readonly Group<SplitStatement>[] {
  const described = statements.map((statement) => ({
    ...statement,
    control: controlOf(statement.tree),
    transactional: isTransactional(statement.tree),
    verb: verbOf(statement.tree),
  }));
  return groupStatements(described);
}

type Segment = { readonly statements: readonly string[]; readonly lookFor: ReturnType<typeof lookForPrepared> };

/** Statements go to the engine together, but for those that may have been prepared. */
function segments(statements: readonly SplitStatement[], prepared: Prepared): readonly Segment[] {
  const found: Segment[] = [];
  let together: string[] = [];
  for (const { sql, tree } of statements) {
    const lookFor = lookForPrepared(tree, prepared);
    if (lookFor === null) together.push(sql);
    else {
      found.push({ statements: together, lookFor: null }, { statements: [sql], lookFor });
      together = [];
    }
  }
  return [...found, { statements: together, lookFor: null }].filter((segment) => segment.statements.length > 0);
}

/** A transaction that is still open would take everything after it along when the session ends. */
async function finish(engine: Engine, script: StandInScript): Promise<StandInRun> {
  const savepoint = await engine.execute(["SAVEPOINT schemagate"]);
  switch (savepoint.outcome) {
    case "killed":
      return asRun(script, savepoint, []);
    case "failed":
      return { outcome: "done" };
    case "done":
      return failedFor(script, null, "it opens a transaction and does not end it");
  }
}

function failedFor(script: StandInScript, statement: string | null, message: string): StandInRun {
  return { outcome: "failed", script: script.name, statement, message, code: null };
}

function asRun(script: StandInScript, executed: Executed, statements: readonly (string | null)[]): StandInRun {
  switch (executed.outcome) {
    case "done":
      return { outcome: "done" };
    case "failed":
      return {
        outcome: "failed",
        script: script.name,
        statement: statements[executed.index] ?? null,
        message: executed.message,
        code: executed.code,
      };
    case "killed":
      return { outcome: "killed", script: script.name, message: executed.message };
  }
}
