import { objectId, type SchemaObject } from "../schema/snapshot.ts";
import { type Change, changedId } from "./change.ts";

/** A line of the configuration: this object is somebody's on purpose. `*` stands for any characters. */
export type IgnoreRule = {
  readonly object: string;
  readonly reason: string;
  /** ISO date; the rule ends after that day. Null: no end. */
  readonly until: string | null;
};

export type Ignored = { readonly object: string; readonly rule: IgnoreRule };

/** Takes out the changes that a rule names. A table that is ignored takes its parts along. */
export function ignoreChanges(
  changes: readonly Change[],
  rules: readonly IgnoreRule[],
  today: string,
): { readonly changes: readonly Change[]; readonly ignored: readonly Ignored[] } {
  const active = rules.filter((rule) => rule.until === null || rule.until >= today);
  const kept: Change[] = [];
  const ignored: Ignored[] = [];
  for (const change of changes) {
    const names = namesOf(change);
    const rule = active.find((candidate) => names.some((name) => matches(candidate.object, name)));
    if (rule === undefined) kept.push(change);
    else ignored.push({ object: changedId(change), rule });
  }
  return { changes: kept, ignored };
}

/** The rule that ignored this change until it ended; null where there was none. */
export function endedRule(
  change: Change,
  rules: readonly IgnoreRule[],
  today: string,
): (IgnoreRule & { readonly until: string }) | null {
  const names = namesOf(change);
  const ended = rules.flatMap((rule) => (rule.until !== null && rule.until < today ? [{ ...rule, until: rule.until }] : []));
  return ended.find((rule) => names.some((name) => matches(rule.object, name))) ?? null;
}

/** Objects that a rule names; used where a snapshot, not a difference, must leave them out (fingerprints). */
export function isIgnored(object: SchemaObject, rules: readonly IgnoreRule[], today: string): boolean {
  const names = objectNames(object);
  return rules.some((rule) => (rule.until === null || rule.until >= today) && names.some((name) => matches(rule.object, name)));
}

/** The same for what is no object: `migration NAME`. */
export function isIgnoredName(name: string, rules: readonly IgnoreRule[], today: string): boolean {
  return rules.some((rule) => (rule.until === null || rule.until >= today) && matches(rule.object, name));
}

function namesOf(change: Change): readonly string[] {
  const object = change.kind === "create" || change.kind === "drop" ? change.object : change.from;
  return objectNames(object);
}

function objectNames(object: SchemaObject): readonly string[] {
  if ("table" in object) return [object.id, objectId("table", object.schema, object.table)];
  if (object.kind === "rights" || object.kind === "comment") return [object.id, object.of];
  return [object.id];
}

/** Wildcards only: everything else is literal, so that a name with special characters means itself. */
export function matches(pattern: string, name: string): boolean {
  const pieces = pattern.split("*");
  const [first = "", ...rest] = pieces;
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let position = first.length;
  const last = rest.pop() ?? "";
  for (const piece of rest) {
    const found = name.indexOf(piece, position);
    if (found === -1) return false;
    position = found + piece.length;
  }
  return name.length - last.length >= position && name.endsWith(last);
}
