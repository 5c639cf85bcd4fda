import type { Execution, StatementRecord, Stop } from "../execution.ts";
import { byOutcome } from "./by-outcome.ts";
import { ranges } from "./figures.ts";
import { bullets, code, codeInHtml, count, fence, fold, join, type Markdown, md, prose, text } from "./markdown.ts";
import { enumerate } from "./parts.ts";
import { numberedSql } from "./sql-block.ts";

/** What the engine refused, and where. */
export function whatHappened(execution: Execution, stop: Stop): Markdown {
  const statement = execution.statements.find(({ number }) => number === stop.statement);
  const where = statement === undefined ? md`The run stopped` : md`Statement ${statement.number}, of ${code(statement.origin)}`;
  return join(
    [
      // Never at the start of a line, where foreign text could be a list or a heading.
      md`${where}: ${prose(stop.message)}\n`,
      ...(statement === undefined ? [] : [beginning(statement)]),
      ...(stop.failure === null ? [] : [engineWords(stop, stop.failure)]),
      ...(leavesInvalidIndex(execution, statement) ? [invalidIndex] : []),
      ...(mayStillRun(execution, stop) ? [stillRunning(execution)] : []),
    ],
    "\n",
  );
}

/** A script that nothing could split may be long; all of it stands below. */
const shownLines = 30;
const shownCharacters = 3000;

function beginning({ sql }: StatementRecord): Markdown {
  const lines = sql.trim().split("\n");
  const shown = lines.slice(0, shownLines).join("\n").slice(0, shownCharacters);
  const cut = shown.length < sql.trim().length ? md`\nThe beginning of it; all of it stands under SQL.\n` : md``;
  return md`${fence(shown, "sql")}${cut}`;
}

function engineWords(
  stop: Stop,
  { code: state, message, constraint, table: tableName, column, hint, kind }: NonNullable<Stop["failure"]>,
): Markdown {
  const named: readonly (readonly [Markdown, string | null])[] = [
    [md`Code`, state],
    [md`Constraint`, constraint],
    [md`Table`, tableName],
    [md`Column`, column],
  ];
  return bullets([
    ...(stop.message.includes(message) || kind === "connection-lost" ? [] : [md`**The database says:** ${text(message)}`]),
    ...named.flatMap(([what, name]) => (name === null ? [] : [md`**${what}:** ${code(name)}`])),
    ...(hint === null || stop.message.includes(hint) ? [] : [md`**Hint:** ${prose(hint)}`]),
  ]);
}

function leavesInvalidIndex({ target }: Execution, statement: StatementRecord | undefined): boolean {
  return target?.dialect === "postgres" && /\bINDEX\s+CONCURRENTLY\b/i.test(statement?.sql ?? "");
}

function mayStillRun({ target }: Execution, { kind, failure }: Stop): boolean {
  return target?.dialect === "postgres" && (kind === "lost" || failure?.kind === "connection-lost");
}

/** The server notices only when it wants to answer that nobody listens any more. */
function stillRunning({ session }: Execution): Markdown {
  const process = session.find((fact) => fact.startsWith("server process "));
  const who = process === undefined ? md`` : md` (${text(process)})`;
  return md`Unless the server itself was stopped, it may still be at work on the statement${who}, and holds its locks and the session lock until it has ended. The next run waits for that.\n`;
}

const invalidIndex = md`A concurrent build that fails leaves an invalid index behind: readers don't use it, writers pay for it. Applying again drops it first; by hand, drop it before you build it again.\n`;

/** What is in the database of this plan, and what is not. */
export function whereItStands(execution: Execution): Markdown {
  const { committed, before, rolledBack, failed, unknown, notRun } = byOutcome(execution);
  const line = (what: Markdown, records: readonly StatementRecord[]) =>
    records.length === 0
      ? []
      : [md`**${what}:** ${numbered(records)} of ${few([...new Set(records.map(({ origin }) => origin))].map(code))}`];
  const earlier = execution.alreadyApplied.filter((file) => !before.some(({ origin }) => origin === file));
  return bullets([
    ...line(md`Not known`, unknown),
    md`**Committed:** ${committed.length === 0 ? md`nothing` : md`${numbered(committed)} (${extents(committed, execution)})`}`,
    ...line(md`Failed`, failed),
    ...line(md`Rolled back`, rolledBack),
    ...line(md`Not run`, notRun),
    ...line(md`Applied before this run`, before),
    ...(earlier.length === 0 ? [] : [md`**Applied before this run:** ${few(earlier.map(code))}`]),
  ]);
}

function numbered(records: readonly StatementRecord[]): Markdown {
  return md`${records.length === 1 ? md`statement` : md`statements`} ${text(ranges(records.map(({ number }) => number)))}`;
}

/** `all of `a` and 2 of 4 of `b``. */
function extents(records: readonly StatementRecord[], { statements }: Execution): Markdown {
  const files = [...Map.groupBy(records, ({ origin }) => origin)].map(([origin, own]) => {
    const all = statements.filter((statement) => statement.origin === origin).length;
    return own.length === all ? md`all of ${code(origin)}` : md`${own.length} of ${all} of ${code(origin)}`;
  });
  // The last one is where it stopped.
  return files.length > 5
    ? enumerate([...files.slice(0, 3), md`${files.length - 4} more files`, ...files.slice(-1)])
    : enumerate(files);
}

export function few(names: readonly Markdown[]): Markdown {
  return enumerate(names.length > 6 ? [...names.slice(0, 5), md`${names.length - 5} more`] : names);
}

/** For completing or undoing by hand what stopped half way. */
export function halves({ stop, statements, outcome }: Execution): Markdown {
  if (outcome !== "partially-applied" || stop?.file?.left !== "partly") return md``;
  const { migration } = stop.file;
  const own = statements.filter(({ origin }) => origin === migration);
  const part = (what: Markdown, those: readonly StatementRecord[]) =>
    those.length === 0
      ? []
      : [fold(md`${what} of ${codeInHtml(migration)}: ${count(those.length, "statement")}`, numberedSql(those))];
  return join(
    [
      ...part(
        md`The rest`,
        own.filter(({ outcome: own }) => own !== "done" && own !== "applied-before"),
      ),
      ...part(
        md`What is committed`,
        own.filter(({ outcome: own }) => own === "done" || own === "applied-before"),
      ),
    ],
    "\n",
  );
}
