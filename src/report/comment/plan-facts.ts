import type { Effect, Hazard, Plan, PlanStatement, Severity } from "../../plan/plan.ts";
import { effects } from "../effects.ts";
import { ranges } from "../figures.ts";
import { code, join, type Markdown, md, text } from "../markdown.ts";
import { shortSql } from "../short-sql.ts";
import { clip } from "./clip.ts";
import { firstOf, objectName } from "./names.ts";

/** A statement with its number in the plan. */
export type Numbered = { readonly number: number; readonly statement: PlanStatement };

/** `destroys`: somebody has to allow it. `risks`: it may fail, or make others wait. `harmless`: all the rest. */
export type Weight = "destroys" | "risks" | "harmless";

export function numbered({ statements }: Plan): readonly Numbered[] {
  return statements.map((statement, index) => ({ number: index + 1, statement }));
}

export function weightOf({ effects: own, hazards }: PlanStatement): Weight {
  if (own.some((effect) => graveEffects.has(effect)) || hazards.some(({ severity }) => severity === "destructive"))
    return "destroys";
  return own.length > 0 || hazards.some(({ severity }) => riskySeverities.has(severity)) ? "risks" : "harmless";
}

export function worstWeight(all: readonly Numbered[]): Weight {
  const weights = new Set(all.map(({ statement }) => weightOf(statement)));
  return weights.has("destroys") ? "destroys" : weights.has("risks") ? "risks" : "harmless";
}

/** The statement that a reviewer has to see first, first. */
export function worstFirst(all: readonly Numbered[]): readonly Numbered[] {
  return all.toSorted((a, b) => order(a.statement) - order(b.statement) || a.number - b.number);
}

function order({ effects: own, hazards }: PlanStatement): number {
  const byEffect = Math.min(...own.map((effect) => effects.indexOf(effect)), effects.length);
  const byHazard = Math.min(...hazards.map(({ severity }) => severityOrder.indexOf(severity)), severityOrder.length);
  return byEffect * (severityOrder.length + 1) + byHazard;
}

const graveEffects: ReadonlySet<Effect> = new Set(["deletes-data", "not-understood", "reaches-outside", "touches-history"]);
const severityOrder: readonly Severity[] = [
  "destructive",
  "unexecutable",
  "unknown",
  "blocking",
  "data-dependent",
  "backward-incompatible",
  "advisory",
];
export const riskySeverities: ReadonlySet<Severity> = new Set(severityOrder.slice(0, 6));

/** Every kind of statement that a reviewer must see counted, those with none as well, on one line. */
export function countsLine(plan: Plan): Markdown {
  const all = numbered(plan);
  const counts = effects.map((effect) => {
    const those = all.filter(({ statement }) => statement.effects.includes(effect));
    if (those.length === 0) return md`0 ${manyWords[effect]}`;
    const words = those.length === 1 ? oneWords[effect] : manyWords[effect];
    return md`**${number(those.length)} ${words}** (${text(clip(ranges(those.map(({ number }) => number)), 40))})`;
  });
  return md`Of ${number(all.length)} ${all.length === 1 ? md`statement` : md`statements`}: ${join(counts, " · ")}\n`;
}

function number(value: number): Markdown {
  return value.toLocaleString("en-US") as Markdown;
}

const oneWords: Readonly<Record<Effect, Markdown>> = {
  "deletes-data": md`deletes data`,
  "not-understood": md`not understood`,
  "reaches-outside": md`reaches outside`,
  "changes-data": md`changes data`,
  "changes-rights": md`changes rights`,
  "touches-history": md`touches a history table`,
};

const manyWords: Readonly<Record<Effect, Markdown>> = {
  "deletes-data": md`delete data`,
  "not-understood": md`not understood`,
  "reaches-outside": md`reach outside`,
  "changes-data": md`change data`,
  "changes-rights": md`change rights`,
  "touches-history": md`touch a history table`,
};

/** The two worst facts by name, for a heading: `2 statements delete data (table old, column members.fax), 1 can't run (table a)`. */
export function worstFacts(all: readonly Numbered[]): Markdown {
  const byEffect = effects.map((effect) => ({
    those: all.filter(({ statement }) => statement.effects.includes(effect)),
    one: oneWords[effect],
    many: manyWords[effect],
    severity: effect === "deletes-data" ? ("destructive" as const) : null,
  }));
  const byHazard = riskWords.map((risk) => ({ ...risk, those: all.filter(({ statement }) => isOnly(statement, risk.severity)) }));
  const facts = [...byEffect, ...byHazard].filter(({ those }) => those.length > 0);
  const words = facts.slice(0, 2).map((fact, index) => factWords(fact, index === 0));
  return md`${join(words, ", ")}${facts.length > 2 ? md`, and more` : md``}`;
}

/** Risks of statements that have no effect of their own. */
function isOnly({ effects: own, hazards }: PlanStatement, severity: Severity): boolean {
  return own.length === 0 && hazards.some((hazard) => hazard.severity === severity);
}

const riskWords: readonly { readonly severity: Severity; readonly one: Markdown; readonly many: Markdown }[] = [
  { severity: "destructive", one: md`loses something`, many: md`lose something` },
  { severity: "unexecutable", one: md`can't run`, many: md`can't run` },
  { severity: "blocking", one: md`makes others wait`, many: md`make others wait` },
  { severity: "data-dependent", one: md`may fail on existing rows`, many: md`may fail on existing rows` },
  { severity: "backward-incompatible", one: md`breaks running code`, many: md`break running code` },
];

/** What to mind about one statement; empty where it is harmless. */
export function inFewWords({ effects: own, hazards }: PlanStatement): readonly Markdown[] {
  const risks = riskWords.filter(
    ({ severity }) => hazards.some((hazard) => hazard.severity === severity) && !(severity === "destructive" && own.length > 0),
  );
  const words = effects.filter((effect) => own.includes(effect)).map((effect) => md`**${oneWords[effect]}**`);
  return [...words, ...risks.map(({ one }) => one)];
}

type Fact = {
  readonly those: readonly Numbered[];
  readonly one: Markdown;
  readonly many: Markdown;
  readonly severity: Severity | null;
};

function factWords({ those, one, many, severity }: Fact, first: boolean): Markdown {
  const names = [...new Set(those.map(({ statement }) => nameOf(statement, severity)))];
  const verb = those.length === 1 ? one : many;
  const subject = first ? (those.length === 1 ? md` statement` : md` statements`) : md``;
  return md`${number(those.length)}${subject} ${verb} (${firstOf(names, 2)})`;
}

function nameOf({ sql, hazards }: PlanStatement, severity: Severity | null): Markdown {
  const named = (wanted: readonly Hazard[]) => wanted.find(({ object }) => object !== null)?.object ?? null;
  const object = named(severity === null ? hazards : hazards.filter((hazard) => hazard.severity === severity)) ?? named(hazards);
  return object === null ? code(shortSql(sql, 50)) : objectName(object);
}
