import type { Effect, Hazard, Plan, PlanStatement, Severity } from "../../plan/plan.ts";
import { effects } from "../effects.ts";
import { ranges } from "../figures.ts";
import { count, join, type Markdown, md, text } from "../markdown.ts";
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

/** Every kind of statement that a reviewer must see counted, and of which kinds there is none, in one sentence. */
export function countsLine(plan: Plan): Markdown {
  const all = numbered(plan);
  const found = effects.flatMap((effect) => {
    const those = all.filter(({ statement }) => statement.effects.includes(effect));
    const words = those.length === 1 ? oneWords[effect] : manyWords[effect];
    return those.length === 0
      ? []
      : [md`**${number(those.length)} ${words}**${all.length === 1 ? md`` : md` (${which(those)})`}`];
  });
  const present = new Set<string>(all.flatMap(({ statement }) => statement.effects));
  const none = Object.entries(noneWords).flatMap(([effect, words]) => (present.has(effect) ? [] : [words]));
  const parts = [...(found.length === 0 ? [] : [join(found, ", ")]), ...(none.length === 0 ? [] : [md`none ${either(none)}`])];
  return md`${count(all.length, "statement")}: ${join(parts, "; ")}.\n`;
}

/** `statement 2`, `statements 1–7, 9`. */
export function which(those: readonly { readonly number: number }[]): Markdown {
  const numbers = [...new Set(those.map(({ number }) => number))];
  return md`${numbers.length === 1 ? md`statement` : md`statements`} ${text(clip(ranges(numbers), 40))}`;
}

function either(words: readonly Markdown[]): Markdown {
  return words.length < 2 ? join(words) : md`${join(words.slice(0, -1), ", ")} or ${join(words.slice(-1))}`;
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

/** In the order in which they can be said after one "none". */
const noneWords: Readonly<Record<Effect, Markdown>> = {
  "deletes-data": md`deletes data`,
  "changes-data": md`changes data`,
  "changes-rights": md`changes rights`,
  "reaches-outside": md`reaches outside of the database`,
  "touches-history": md`touches a history table`,
  "not-understood": md`was not understood`,
};

/** The worst facts by name, for a heading: `2 statements delete data (table old, column members.fax), 1 can't run (table a)`. */
export function worstFacts(all: readonly Numbered[], most: number): Markdown {
  const byEffect = effects.map((effect) => ({
    those: all.filter(({ statement }) => statement.effects.includes(effect)),
    one: oneWords[effect],
    many: manyWords[effect],
    severity: effect === "deletes-data" ? ("destructive" as const) : null,
  }));
  const byHazard = riskWords.map((risk) => ({ ...risk, those: all.filter(({ statement }) => isOnly(statement, risk.severity)) }));
  const facts = [...byEffect, ...byHazard].filter(({ those }) => those.length > 0);
  const words = facts.slice(0, most).map((fact, index) => factWords(fact, index === 0));
  const said = new Set(facts.slice(0, most).flatMap(({ those }) => those));
  const left = new Set(facts.flatMap(({ those }) => those)).difference(said).size;
  return md`${join(words, ", ")}${left === 0 ? md`` : md`, ${number(left)} more to mind`}`;
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
  const names = namesOf(those, severity);
  const verb = those.length === 1 ? one : many;
  const subject = first ? (those.length === 1 ? md` statement` : md` statements`) : md``;
  return md`${number(those.length)}${subject} ${verb} (${names.length === 0 ? which(those) : firstOf(names, 2)})`;
}

/** Empty where not every statement has one: then the numbers say more. */
function namesOf(those: readonly Numbered[], severity: Severity | null): readonly Markdown[] {
  const objects = those.map(({ statement }) => objectOf(statement, severity));
  return objects.includes(null) ? [] : [...new Set(objects)].flatMap((object) => (object === null ? [] : [objectName(object)]));
}

function objectOf({ hazards }: PlanStatement, severity: Severity | null): string | null {
  const named = (wanted: readonly Hazard[]) => wanted.find(({ object }) => object !== null)?.object ?? null;
  return named(severity === null ? hazards : hazards.filter((hazard) => hazard.severity === severity)) ?? named(hazards);
}
