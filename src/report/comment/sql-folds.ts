import type { Plan } from "../../plan/plan.ts";
import { count, fold, type Markdown, md } from "../markdown.ts";
import { numberedSql } from "../sql-block.ts";
import { wayBack } from "../way-back.ts";
import { clip } from "./clip.ts";
import { type Fitted, type Section, versions, wholeOrNot } from "./fit.ts";
import { type Numbered, numbered, weightOf, worstFirst } from "./plan-facts.ts";

/** What is read as one piece: longer plans show what destroys apart. */
const onePiece = 8000;

/** The statements in full. `grave` goes to those that a reviewer has to read, `plain` to the rest. */
export function sqlFolds(ranks: { readonly grave: number; readonly plain: number }, plan: Plan): readonly Section[] {
  const all = numbered(plan);
  const whole = block(md`SQL: ${count(all.length, "statement")}`, all);
  const marked = all.filter(({ statement }) => weightOf(statement) !== "harmless");
  const harmless = all.filter(({ statement }) => weightOf(statement) === "harmless");
  if (marked.length === 0) return [harmlessSql(ranks.plain, md`SQL`, harmless)];
  if (whole.length <= onePiece || harmless.length === 0) return [graveSql(ranks.grave, md`SQL`, all, marked)];
  return [
    graveSql(ranks.grave, md`SQL to mind`, marked, marked),
    harmlessSql(ranks.plain, md`SQL of the rest, harmless`, harmless),
  ];
}

/** In full, then what matters, then the beginnings of the worst. */
function graveSql(rank: number, title: Markdown, all: readonly Numbered[], marked: readonly Numbered[]): Section {
  const summary = md`${title}: ${count(all.length, "statement")}`;
  const left = all.length - marked.length;
  const begun = (statements: number, characters: number) => (): Fitted => {
    const shown = worstFirst(marked).slice(0, statements);
    const own = md`SQL to mind: ${shown.length < marked.length ? md`the worst ${shown.length} of ` : md``}${count(marked.length, "statement")}`;
    return {
      text: block(
        own,
        shown.map(({ number, statement }) => ({ number, statement: { ...statement, sql: clip(statement.sql, characters) } })),
      ),
      cut: md`SQL of ${count(marked.length, "statement")} to mind, in part`,
    };
  };
  return versions(
    rank,
    { text: block(summary, all), cut: null },
    () => ({
      text: block(md`SQL to mind: ${count(marked.length, "statement")}`, marked),
      cut: left === 0 ? null : md`the SQL of ${count(left, "harmless statement")}`,
    }),
    begun(marked.length, 1500),
    begun(200, 300),
    begun(30, 300),
    begun(5, 160),
  );
}

/** As many as there is room for, in the plan's order. */
function harmlessSql(rank: number, title: Markdown, statements: readonly Numbered[]): Section {
  const cutTo = (shown: readonly Numbered[]): Fitted =>
    shown.length === statements.length
      ? { text: block(md`${title}: ${count(shown.length, "statement")}`, shown), cut: null }
      : {
          text:
            shown.length === 0
              ? md``
              : block(md`${title}: the first ${shown.length} of ${count(statements.length, "statement")}`, shown),
          cut: md`the SQL of ${count(statements.length - shown.length, "harmless statement")}`,
        };
  return {
    kind: "part",
    rank,
    render: (room) => {
      const whole = cutTo(statements);
      if (whole.text.length <= room) return whole;
      let [fits, tooMany] = [0, statements.length];
      while (tooMany - fits > 1) {
        const middle = Math.floor((fits + tooMany) / 2);
        if (cutTo(statements.slice(0, middle)).text.length <= room) fits = middle;
        else tooMany = middle;
      }
      return cutTo(statements.slice(0, fits));
    },
  };
}

function block(summary: Markdown, statements: readonly Numbered[]): Markdown {
  return fold(summary, numberedSql(statements.map(({ number, statement }) => ({ number, sql: statement.sql }))));
}

/** The way back of the structure, and what no way leads back to. */
export function wayBackFold(rank: number, plan: Plan): readonly Section[] {
  const whole = wayBack(plan);
  if (whole === "") return [];
  const lost = plan.rollback.filter((step) => "irreversible" in step).length;
  const summary = md`Way back${lost === 0 ? md`` : md`: ${count(lost, "thing")} can't be brought back`}`;
  return [wholeOrNot(rank, fold(summary, whole), md`the way back`)];
}
