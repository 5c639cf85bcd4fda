import type { Sequence } from "../../../schema/snapshot.ts";
import { type Catalogue, columnName } from "./catalogue.ts";
import { type Draft, type Form, ifExists, ifNotExists, statement } from "./draft.ts";
import { qualified } from "./names.ts";

/** Without its owner, which is told once the column exists. */
export function createSequence(sequence: Sequence, form: Form): readonly Draft[] {
  const unusual = settings.filter((setting) => spelled(sequence, setting) !== spelled(usual(sequence), setting));
  const clauses = unusual.map((setting) => ` ${spelled(sequence, setting)}`);
  return [statement(`CREATE SEQUENCE${ifNotExists(form)} ${qualified(sequence)}${clauses.join("")}`)];
}

export function dropSequence(sequence: Sequence, form: Form): readonly Draft[] {
  return [statement(`DROP SEQUENCE${ifExists(form)} ${qualified(sequence)}`)];
}

/** Gives up a column that may be about to go; `ownSequence` tells the new one. */
export function alterSequence(from: Sequence, to: Sequence): readonly Draft[] {
  const clauses = settings
    .filter((setting) => spelled(from, setting) !== spelled(to, setting))
    .map((setting) => spelled(to, setting));
  if (from.ownedBy !== null && from.ownedBy !== to.ownedBy) clauses.push("OWNED BY NONE");
  return clauses.length === 0 ? [] : [statement(`ALTER SEQUENCE ${qualified(to)} ${clauses.join(" ")}`)];
}

export function ownSequence(sequence: Sequence, after: Catalogue): readonly Draft[] {
  if (sequence.ownedBy === null) return [];
  return [statement(`ALTER SEQUENCE ${qualified(sequence)} OWNED BY ${columnName(sequence.ownedBy, after)}`)];
}

const settings = ["type", "increment", "min", "max", "start", "cache", "cycle"] as const;

function spelled(sequence: Sequence, setting: (typeof settings)[number]): string {
  switch (setting) {
    case "type":
      return `AS ${sequence.type}`;
    case "increment":
      return `INCREMENT BY ${sequence.increment}`;
    case "min":
      return `MINVALUE ${sequence.min}`;
    case "max":
      return `MAXVALUE ${sequence.max}`;
    case "start":
      return `START WITH ${sequence.start}`;
    case "cache":
      return `CACHE ${sequence.cache}`;
    case "cycle":
      return sequence.cycle ? "CYCLE" : "NO CYCLE";
  }
}

const largest: Readonly<Record<string, string>> = { smallint: "32767", integer: "2147483647", bigint: "9223372036854775807" };

/** What CREATE SEQUENCE makes of the type and the sign of the step alone. */
function usual(sequence: Sequence): Sequence {
  const max = largest[sequence.type] ?? "9223372036854775807";
  const descending = sequence.increment.startsWith("-");
  const limits = descending ? { min: `-${BigInt(max) + 1n}`, max: "-1" } : { min: "1", max };
  const start = descending ? sequence.max : sequence.min;
  return { ...sequence, type: "bigint", increment: "1", ...limits, start, cache: "1", cycle: false };
}
