import type { StatementRecord } from "../execution.ts";
import type { Plan } from "../plan/plan.ts";
import { durationWords, ranges } from "./figures.ts";
import { code, codeInHtml, count, fold, join, type Markdown, md, table, text } from "./markdown.ts";
import { shortSql } from "./short-sql.ts";

/** More than this, and what went well is folded away. */
const unfolded = 60;

/** Every statement of the plan, by file, with what is one transaction. */
export function statementTables(statements: readonly StatementRecord[], plan: Plan | null): Markdown {
  const files = [...Map.groupBy(statements, ({ origin }) => origin)];
  if (statements.length <= unfolded) {
    const parts = files.map(([origin, own]) => md`### ${code(origin)}\n\n${batches(own, plan)}`);
    return join([md`## Statements\n`, ...parts], "\n");
  }
  const folds = files.map(([origin, own]) => fold(md`${codeInHtml(origin)}: ${summary(own)}`, batches(own, plan)));
  return join([md`## Statements\n`, ...notCommitted(statements), ...folds], "\n");
}

/** What a fold must not hide. Of a long file that was rolled back as a whole, the numbers. */
function notCommitted(statements: readonly StatementRecord[]): readonly Markdown[] {
  const worst = statements.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const rolledBack = statements.filter(({ outcome }) => outcome === "rolled-back");
  const many = worst.length + rolledBack.length > unfolded;
  const rows = many ? worst : [...worst, ...rolledBack].toSorted((a, b) => a.number - b.number);
  return [
    ...(rows.length === 0 ? [] : [executedTable(rows)]),
    ...(many && rolledBack.length > 0 ? [md`Rolled back: ${text(ranges(rolledBack.map(({ number }) => number)))}.\n`] : []),
  ];
}

/** `120 statements, committed`. */
function summary(own: readonly StatementRecord[]): Markdown {
  const outcomes = [...Map.groupBy(own, ({ outcome }) => outcome)];
  if (outcomes.length === 1) return md`${count(own.length, "statement")}, ${words[own[0]?.outcome ?? "not-run"]}`;
  return join(
    outcomes.map(([outcome, those]) => md`${those.length} ${words[outcome]}`),
    ", ",
  );
}

function batches(own: readonly StatementRecord[], plan: Plan | null): Markdown {
  const steps = [...Map.groupBy(own, ({ batch }) => batch)];
  return join(
    steps.map(([batch, records], index) => {
      const step = steps.length === 1 ? md`` : md`Step ${index + 1} of ${steps.length}. `;
      const how = together(records, plan?.batches[batch] ?? null);
      const line = step === "" && how === "" ? md`` : md`${`${step}${how}`.trim() as Markdown}\n\n`;
      return md`${line}${executedTable(records)}`;
    }),
    "\n",
  );
}

/** What commits or fails together, and what became of it. */
function together(records: readonly StatementRecord[], batch: Plan["batches"][number] | null): Markdown {
  const is = (outcome: StatementRecord["outcome"]) => records.some((record) => record.outcome === outcome);
  if (is("applied-before")) return md`Applied before this run.`;
  if (batch === null) return md``;
  if (!batch.transactional) return eachForItself(records);
  const keys = batch.foreignKeys === "suspended" ? md` Foreign keys are checked once, before the commit.` : md``;
  if (is("unknown")) return md`One transaction; whether it was committed is not known.${keys}`;
  if (is("rolled-back") || is("failed")) return md`One transaction: nothing of it is in the database.${keys}`;
  if (is("not-run")) return md`One transaction, not begun.`;
  return md`One transaction: committed together.${keys}`;
}

function eachForItself(records: readonly StatementRecord[]): Markdown {
  // The statement as the plan split it: nothing stands before the keyword but comments.
  const own = records.some(({ sql }) =>
    /^(?:BEGIN|START\s+TRANSACTION|COMMIT|END|SAVEPOINT|ROLLBACK)\b/i.test(shortSql(sql, 40)),
  );
  if (own) return md`Not one transaction: each statement commits for itself, except between the file's own BEGIN and COMMIT.`;
  return records.length === 1
    ? md`Without a transaction: it commits for itself.`
    : md`Not one transaction: each statement commits for itself.`;
}

/** Statements with what became of them. */
export function executedTable(records: readonly StatementRecord[]): Markdown {
  const noticed = records.some(({ notices }) => notices.length > 0);
  const header = [md`#`, md`Statement`, md`Outcome`, md`Started (UTC)`, md`Took`, md`Rows`, ...(noticed ? [md`Notices`] : [])];
  return table(
    header,
    records.map((record) => [
      md`${record.number}`,
      code(shortSql(record.sql, 100)),
      words[record.outcome],
      record.startedAt === null ? md`` : timeOfDay(record.startedAt),
      record.durationMs === null ? md`` : text(durationWords(record.durationMs)),
      record.rows === null ? md`` : (record.rows.toLocaleString("en-US") as Markdown),
      ...(noticed ? [notices(record.notices)] : []),
    ]),
  );
}

const words: Readonly<Record<StatementRecord["outcome"], Markdown>> = {
  done: md`committed`,
  "rolled-back": md`rolled back`,
  failed: md`**failed**`,
  unknown: md`**not known**`,
  "not-run": md`not run`,
  "applied-before": md`applied before`,
};

function timeOfDay(at: string): Markdown {
  const time = /^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)/.exec(at)?.[1];
  return time === undefined ? text(at) : (time as Markdown);
}

/** The server's remarks; a loop makes thousands, and all of them are in execution.json. */
function notices(all: readonly string[]): Markdown {
  const shown = all.slice(0, 3).map((notice) => text(notice.length > 200 ? `${notice.slice(0, 197)}...` : notice));
  return join([...shown, ...(all.length > 3 ? [md`and ${all.length - 3} more`] : [])], "; ");
}
