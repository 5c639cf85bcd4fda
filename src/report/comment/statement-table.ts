import type { Plan } from "../../plan/plan.ts";
import { code, count, join, type Markdown, md, table, text } from "../markdown.ts";
import { shortSql } from "../short-sql.ts";
import { clip } from "./clip.ts";
import { type Section, versions } from "./fit.ts";
import { inFewWords, type Numbered, numbered, type Weight, weightOf, worstFirst } from "./plan-facts.ts";

const mostRows = 15;
/** Of a long plan: more of them would only stand in the way. */
const harmlessRows = 3;

/** What the rehearsal says of a statement, by its index. */
export type Waits = (index: number) => string | null;

/** The worst statements first; the harmless ones are left out first. */
export function statementTable(rank: number, plan: Plan, waits: Waits = () => null): Section {
  const all = worstFirst(numbered(plan));
  const marked = all.filter(({ statement }) => weightOf(statement) !== "harmless");
  const harmless = all.length - marked.length;
  const most = all.length <= mostRows ? mostRows : Math.min(mostRows, marked.length + harmlessRows);
  const withoutHarmless = harmless === 0 ? null : md`${count(harmless, "harmless statement")} of the table`;
  return versions(
    rank,
    { text: rows(all.slice(0, most), all, 80, waits), cut: null },
    () => ({ text: rows(marked.slice(0, mostRows), all, 80, waits), cut: withoutHarmless }),
    () => ({ text: rows(marked.slice(0, 3), all, 40, waits), cut: md`rows of the table` }),
  );
}

function rows(shown: readonly Numbered[], all: readonly Numbered[], length: number, waits: Waits): Markdown {
  if (shown.length === 0) return rest(shown, all);
  const origins = new Set(all.map(({ statement }) => statement.origin)).size > 1;
  // What a narrow screen leaves out stands at the end.
  const header = [md`#`, md`To mind`, md`Statement`, ...(origins ? [md`From`] : [])];
  const cells = shown.map(({ number, statement }) => [
    md`${icons[weightOf(statement)]}${number}`,
    join([...inFewWords(statement), ...tried(waits(number - 1), length)], "; "),
    code(shortSql(statement.sql, length)),
    ...(origins ? [code(clip(statement.origin, length))] : []),
  ]);
  return md`${table(header, cells)}${rest(shown, all)}`;
}

function tried(wait: string | null, length: number): readonly Markdown[] {
  return wait === null ? [] : [text(clip(wait, 2 * length))];
}

/** With a blank that does not break the line. */
const icons: Readonly<Record<Weight, Markdown>> = { destroys: md`🛑\u00A0`, risks: md`⚠️\u00A0`, harmless: md`` };

/** What the table does not show, in numbers. */
function rest(shown: readonly Numbered[], all: readonly Numbered[]): Markdown {
  const left = all.filter((statement) => !shown.includes(statement));
  if (left.length === 0) return md``;
  const of = (weight: Weight, words: string) => {
    const number = left.filter(({ statement }) => weightOf(statement) === weight).length;
    return number === 0 ? [] : [count(number, words, words)];
  };
  const parts = [...of("destroys", "🛑"), ...of("risks", "⚠️"), ...of("harmless", "harmless")];
  return md`${shown.length === 0 ? md`` : md`\n`}Not in this table: ${join(parts, ", ")}.\n`;
}
