import type { Execution, Moved, StatementRecord, Stop, TableRows } from "../execution.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { byOutcome, progress, stoppingPoint } from "./by-outcome.ts";
import { statementTables } from "./executed-statements.ts";
import { durationWords, rowCount, runtimeOf } from "./figures.ts";
import { bullets, code, codeInHtml, count, fill, fold, join, type Markdown, md, prose, table, text } from "./markdown.ts";
import { nextSteps } from "./next-steps.ts";
import { enumerate } from "./parts.ts";
import { numberedSql } from "./sql-block.ts";
import { renderSteps } from "./steps.ts";
import { few, halves, whatHappened, whereItStands } from "./stopped.ts";

/** 03 while it runs. If this is what stays, the run was killed. */
export function renderRunning({
  environment,
  digest,
  startedAt,
}: Pick<Execution, "environment" | "digest" | "startedAt">): string {
  const plan = digest === null ? md`` : md` plan ${code(shortDigest(digest))}`;
  return md`# 03 Execution log: ${text(environment)}

⏳ Applying${plan} since ${text(startedAt)}.

If this is still here when nothing runs any more, the run was killed: each line of ${code("artifacts/execution.jsonl")} is something that happened, and the last one is where it stopped. Look with ${code("schemagate preflight")} before you run anything again; it only reads.
`;
}

/** 03: what ran, what is in the database because of it, and what to do next. `plan` is null where its file could not be read. */
export function renderExecution(execution: Execution, plan: Plan | null, template: string): string {
  return fill(template, {
    environment: text(execution.environment),
    verdict: executionVerdict(execution),
    reasons: reasons(execution.reasons),
    failure: execution.stop === null ? md`` : whatHappened(execution, execution.stop),
    stand: execution.stop === null ? md`` : whereItStands(execution),
    next: join(
      [renderSteps(nextSteps(execution, plan)), halves(execution)].filter((part) => part !== ""),
      "\n",
    ),
    permission: permission(execution, plan),
    meanwhile: meanwhile(execution.moved),
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

function firstReasons(blocked: readonly Blocked[]): Markdown {
  const names = [...new Set(blocked.map(({ reason }) => reason))];
  if (names.length === 0) return md``;
  return md`: ${join(names.slice(0, 3).map(code), ", ")}${names.length > 3 ? md`, …` : md``}`;
}

function ending(execution: Execution): Markdown {
  return execution.stop === null ? md`` : md`; ${stoppedAt(execution.stop)}${unknownWords(execution)}`;
}

/** `statement 8 failed with 23505 (users_email_key)`. */
function stoppedAt(stop: Stop): Markdown {
  const { what, code: state, names } = stoppingPoint(stop);
  const how = state === null ? md`` : md` with ${code(state)}`;
  return md`${text(what)}${how}${names.length === 0 ? md`` : md` (${join(names.map(code), ", ")})`}`;
}

function unknownWords(execution: Execution): Markdown {
  const { unknown } = byOutcome(execution);
  if (unknown.length === 0 && execution.stop?.file?.left !== "unknown") return md``;
  return md`, and it is not known what of it took effect`;
}

function whatIsLeft(execution: Execution): Markdown {
  const uncertain = unknownWords(execution);
  if (uncertain !== "") return md`it is not known what of it took effect`;
  const { before } = byOutcome(execution);
  return before.length === 0 && execution.alreadyApplied.length === 0
    ? md`nothing of the plan is in the database`
    : md`nothing of this run is in the database, only what was applied before it`;
}

function reasons(blocked: readonly Blocked[]): Markdown {
  if (blocked.length === 0) return md``;
  const rows = blocked.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows);
}

function permission(execution: Execution, plan: Plan | null): Markdown {
  const { session, lockWaitMs, alreadyApplied, startedAt, finishedAt } = execution;
  return md`## Permission and session\n\n${bullets([
    md`**Permission:** ${inWhoseName(execution)}`,
    md`**Destruction:** ${destruction(execution, plan)}`,
    ...(session.length === 0
      ? [md`**Session:** none was opened that can write`]
      : [md`**Session:** ${text(session.join(", "))}`]),
    ...(lockWaitMs === null ? [] : [md`**Lock:** ${lock(execution.reasons, lockWaitMs)}`]),
    md`**Time:** ${instant(startedAt)} to ${instant(finishedAt)}`,
    ...(alreadyApplied.length === 0 ? [] : [md`**Files applied before:** ${few(alreadyApplied.map(code))}`]),
  ])}`;
}

function lock(blocked: readonly Blocked[], waitedMs: number): Markdown {
  if (blocked.some(({ reason }) => reason === "lock-busy")) return md`not taken, after ${text(durationWords(waitedMs))}`;
  return waitedMs < 100 ? md`taken at once` : md`taken after ${text(durationWords(waitedMs))}`;
}

function inWhoseName({ permission: { kind, named }, digest }: Execution): Markdown {
  if (kind === "standing") return md`the command ${code("sync --apply")} itself: a standing approval for plans that only add`;
  if (named === null) return md`nobody named a digest`;
  if (digest === null) return md`${code(named)} was named; no plan could be read`;
  if (named !== "" && digest.startsWith(named)) return md`${code(shortDigest(named))} was named, which is this plan`;
  return md`${code(named.slice(0, 64))} was named, and this plan is ${code(shortDigest(digest))}`;
}

function destruction({ permission: { destructive } }: Execution, plan: Plan | null): Markdown {
  if (destructive.allowed) {
    const { backup, acceptedRisk } = destructive;
    const given = [
      ...(backup === null ? [] : [md`with the backup ${code(backup)}`]),
      ...(acceptedRisk === null ? [] : [md`the risk was accepted: ${text(acceptedRisk)}`]),
    ];
    return md`allowed, ${given.length === 0 ? md`without a backup or a reason` : enumerate(given)}`;
  }
  const deletes = plan?.statements.some(({ effects }) => effects.includes("deletes-data")) ?? true;
  return deletes ? md`not allowed` : md`not allowed; no statement of the plan deletes data`;
}

/** ISO 8601 as it is; anything else as foreign text. */
function instant(at: string): Markdown {
  return /^[\dTZ:.+-]+$/.test(at) ? (at as Markdown) : text(at);
}

function meanwhile(moved: readonly Moved[]): Markdown {
  if (moved.length === 0) return md``;
  const list = bullets(moved.map(({ object, how }) => md`${code(object)} ${text(howWords[how])}`));
  const intro = md`## Changed elsewhere\n\nSince the plan was made, on objects that it does not touch:\n`;
  return md`${intro}\n${moved.length > 5 ? fold(count(moved.length, "object"), list) : list}`;
}

const howWords = { appeared: "appeared", vanished: "is gone", changed: "was changed" } as const;

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
