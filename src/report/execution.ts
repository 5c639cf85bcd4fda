import type { Execution, StatementRecord, TableRows } from "../execution.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import { byOutcome, progress } from "./by-outcome.ts";
import { statementTables } from "./executed-statements.ts";
import { ending, firstReasons, stoppedAt, whatIsLeft } from "./execution-words.ts";
import { rowCount, runtimeOf } from "./figures.ts";
import { code, codeInHtml, count, fence, fill, fold, join, type Markdown, md, table, text } from "./markdown.ts";
import { movedList } from "./moved.ts";
import { applyAgain, nextSteps } from "./next-steps.ts";
import { instant, permissionList } from "./permission.ts";
import { reasonsTable } from "./reasons-table.ts";
import { numberedSql } from "./sql-block.ts";
import { renderSteps } from "./steps.ts";
import { halves, whatHappened, whereItStands } from "./stopped.ts";

/** What is known of a run before its first statement. */
export type RunningExecution = Pick<Execution, "environment" | "digest" | "startedAt" | "planPath" | "permission">;

/** 03 while it runs. If this is what stays, the run was killed. */
export function renderRunning({ environment, digest, startedAt, ...more }: RunningExecution): string {
  const again =
    more.permission.kind === "approve"
      ? md` Then this goes on with what is left, if the database is in a state that the plan passes through:\n\n${fence(applyAgain({ environment, digest, ...more }, ["--resume"]), "sh")}`
      : md`\n`;
  const plan = digest === null ? md`` : md` plan ${code(shortDigest(digest))}`;
  return md`# 03 Execution log: ${text(environment)}

⏳ Applying${plan} since ${text(startedAt)}.

If this is still here when nothing runs any more, the run was killed: each line of ${code("artifacts/execution.jsonl")} is something that happened, and the last one is where it stopped. Look with ${code("schemagate preflight")} before you run anything again; it only reads.${again}`;
}

/** 03: what ran, what is in the database because of it, and what to do next. `plan` is null where its file could not be read. */
export function renderExecution(execution: Execution, plan: Plan | null, template: string): string {
  return fill(template, {
    environment: text(execution.environment),
    verdict: executionVerdict(execution),
    reasons: execution.reasons.length === 0 ? md`` : reasonsTable(execution.reasons),
    failure: execution.stop === null ? md`` : md`## What happened\n\n${whatHappened(execution, execution.stop)}`,
    stand: execution.stop === null ? md`` : md`## Where it stands\n\n${whereItStands(execution)}`,
    next: join(
      [renderSteps(nextSteps(execution, plan)), halves(execution)].filter((part) => part !== ""),
      "\n",
    ),
    permission: md`## Permission and session\n\n${permissionList(execution, plan)}`,
    meanwhile: execution.moved.length === 0 ? md`` : md`## Changed elsewhere\n\n${movedList(execution.moved)}`,
    statements: began(execution) ? statementTables(execution.statements, plan) : md``,
    sql: began(execution) ? sql(execution.statements) : md``,
    rows: rowsBefore(execution.rowsBefore),
    footer: footer(execution),
  });
}

/** Of a plan of which nothing ran, 02 says enough. */
function began({ statements }: Execution): boolean {
  return statements.some(({ outcome }) => outcome !== "not-run");
}

/** One line: what the database holds now, and the worst fact. */
function executionVerdict(execution: Execution): Markdown {
  const where = whereOf(execution);
  switch (execution.outcome) {
    case "applied":
      return applied(execution, where);
    case "nothing-to-do":
      return md`✅ Nothing to do: ${where} has everything of ${planName(execution)} already. Nothing was written.`;
    case "refused":
      return md`⛔ Refused: nothing was written to ${where}. ${count(execution.reasons.length, "reason")}${firstReasons(execution.reasons)}.`;
    case "partially-applied":
      return md`🛑 Partly applied to ${where}: ${text(progress(execution))}${ending(execution)}.`;
    case "failed":
      return md`❌ Failed on ${where}${execution.stop === null ? md`` : md`: ${stoppedAt(execution.stop)}`}; ${whatIsLeft(execution)}.`;
  }
}

function whereOf({ environment, target }: Pick<Execution, "environment" | "target">): Markdown {
  return target === null ? text(environment) : md`${text(environment)} (${code(target.display)})`;
}

function planName({ digest }: Execution): Markdown {
  return digest === null ? md`the plan` : md`plan ${code(shortDigest(digest))}`;
}

function applied(execution: Execution, where: Markdown): Markdown {
  const { committed, before } = byOutcome(execution);
  const rest = before.length === 0 && execution.alreadyApplied.length === 0 ? md`` : md`the rest of `;
  const ran =
    committed.length === 0
      ? md`no statement had to run`
      : md`${count(committed.length, "statement")} in ${text(runtimeOf(execution))}, everything committed`;
  return md`✅ Applied ${rest}${planName(execution)} to ${where}: ${ran}.`;
}

function sql(statements: readonly StatementRecord[]): Markdown {
  if (statements.length === 0) return md``;
  const blocks = [...Map.groupBy(statements, ({ origin }) => origin)].map(([origin, own]) =>
    fold(md`${codeInHtml(origin)}: ${count(own.length, "statement")}`, numberedSql(own)),
  );
  return md`## SQL\n\n${join(blocks, "\n")}`;
}

function rowsBefore(rows: readonly TableRows[]): Markdown {
  if (rows.length === 0) return md``;
  const cells = rows.map(({ table: name, rows: number, exact }) => [code(name), rowCount(number, exact)]);
  return fold(md`Rows of ${count(rows.length, "table")} before anything ran`, table([md`Table`, md`Rows`], cells));
}

function footer(execution: Execution): Markdown {
  return md`---\nWritten by ${text(execution.tool)} at ${instant(execution.finishedAt)}. ${written(execution)}\n`;
}

/** Never says that nothing was written when something may have been. */
function written(execution: Execution): Markdown {
  const { unknown } = byOutcome(execution);
  switch (execution.outcome) {
    case "refused":
    case "nothing-to-do":
      return md`The database was read, nothing was written to it.`;
    case "failed":
      return unknown.length === 0
        ? md`What was begun was undone.`
        : md`It is not known whether everything that was begun was undone.`;
    case "applied":
    case "partially-applied":
      return md`The database was written to, as said above.`;
  }
}
