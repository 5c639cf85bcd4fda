import type { Dialect, LiveDatabase } from "./dialects/dialect.ts";
import type { Answer, Answers } from "./hazards/answers.ts";
import type { Question, TableName } from "./hazards/question.ts";
import type { Risk } from "./hazards/risk.ts";
import { objectId, type Snapshot } from "./schema/snapshot.ts";

/** Counting stops there; above this size of a table nothing but its estimate is used, and after this time nothing more is asked. */
const limits = { count: 1_001, rows: 5_000_000, bytes: 2_000_000_000, questions: 100, timeMs: 20_000 };

/**
 * Asks the live database what the risks of a plan want to know of its rows. Every question is a template with identifiers in a
 * read-only transaction with row_security=off and a time limit, and the answer is a number; nothing of a row is read.
 */
export async function probe(
  risks: readonly Risk[],
  live: Snapshot,
  database: Pick<LiveDatabase, "query">,
  { dialect, now }: { readonly dialect: Dialect; readonly now: () => number },
): Promise<Answers> {
  const answers = new Map<Question, Answer>();
  const asked = new Map<string, Answer>();
  const until = now() + limits.timeMs;
  for (const question of risks.flatMap((risk) => risk.question ?? [])) {
    const sql = dialect.writeProbe(question, limits.count);
    if (sql === null || !isThere(question, live)) continue;
    const known = asked.get(sql);
    const reason = tooMuch(question, live, asked.size, now() > until);
    const answer = known ?? (reason === null ? await ask(sql, database) : ({ outcome: "unknown", reason } as const));
    asked.set(sql, answer);
    answers.set(question, answer);
  }
  return answers;
}

/** What the plan itself makes first can't be asked for. */
function isThere(question: Question, live: Snapshot): boolean {
  if (!("table" in question)) return true;
  const ids = new Set(live.objects.map(({ id }) => id));
  const tables = "parent" in question ? [question.table, question.parent] : [question.table];
  return (
    tables.every((table) => ids.has(tableId(table))) &&
    columnsOf(question).every(([table, column]) => ids.has(columnId(table, column)))
  );
}

function columnsOf(question: Question): readonly (readonly [TableName, string])[] {
  switch (question.ask) {
    case "nulls":
    case "duplicates":
      return question.columns.map((column) => [question.table, column]);
    case "orphans":
      return [
        ...question.columns.map((column) => [question.table, column] as const),
        ...question.parentColumns.map((column) => [question.parent, column] as const),
      ];
    case "values":
    case "unfit":
    case "labels":
    case "numbers-used":
      return [[question.table, question.column]];
    case "rows":
    case "violations":
    case "matches":
    case "invalid-index":
    case "publications":
      return [];
  }
}

function tableId({ schema, name }: TableName): string {
  return objectId("table", schema, name);
}

function columnId({ schema, name }: TableName, column: string): string {
  return objectId("column", schema, name, column);
}

function tooMuch(question: Question, live: Snapshot, asked: number, late: boolean): string | null {
  if (late || asked >= limits.questions) return "there was no time left for it.";
  // Having rows is seen at the first one.
  if (!("table" in question) || question.ask === "rows" || question.ask === "publications") return null;
  const { rows, bytes } = live.statistics[tableId(question.table)] ?? { rows: null, bytes: null };
  if ((rows ?? 0) <= limits.rows && (bytes ?? 0) <= limits.bytes) return null;
  return rows === null ? "the table is too large." : `the table has about ${rows.toLocaleString("en-US")} rows.`;
}

async function ask(sql: string, database: Pick<LiveDatabase, "query">): Promise<Answer> {
  try {
    const [row] = await database.query<{ count: unknown }>(sql);
    if (row === undefined) return { outcome: "unknown", reason: "the database gave no answer." };
    const count = Number(row.count);
    return { outcome: "counted", count: Math.min(count, limits.count - 1), more: count >= limits.count };
  } catch {
    // The server's own words may quote a row.
    return { outcome: "unknown", reason: "the role may not read the table, or it took too long." };
  }
}
