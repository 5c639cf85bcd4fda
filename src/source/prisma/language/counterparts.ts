import { canonicalJson } from "../../../schema/fingerprint.ts";
import {
  type ForeignKey,
  type Index,
  type ObjectId,
  objectId,
  type PrimaryKey,
  type SchemaObject,
} from "../../../schema/snapshot.ts";
import type { Rule } from "./rules.ts";
import { adjust, type Surroundings } from "./same-object.ts";

/** A key or index that both sides have under different names. */
export type Counterpart = {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  /** They count as one. Null: the name is a real difference, but nothing else is. */
  readonly rule: Rule | null;
};

type Named = Index | PrimaryKey | ForeignKey;

/** Pairs what is missing on one side with what is new on the other, within one table and by structure; each object at most once. */
export function counterparts(
  missing: readonly SchemaObject[],
  added: readonly SchemaObject[],
  surroundings: Surroundings,
): readonly Counterpart[] {
  const waiting = Map.groupBy(missing.filter(isNamed), tableOf);
  const pairs: Counterpart[] = [];
  for (const to of added.filter(isNamed)) {
    const candidates = waiting.get(tableOf(to)) ?? [];
    const from: Named | undefined =
      candidates.find((candidate) => core(candidate) === core(to)) ?? candidates.find((candidate) => isOldJoinKey(candidate, to));
    if (from === undefined) continue;
    waiting.set(
      tableOf(to),
      candidates.filter((candidate) => candidate !== from),
    );
    pairs.push({ from, to, rule: ruleFor(from, to, surroundings) });
  }
  return pairs;
}

/**
 * Keys and indexes whose structure the other side has under another name: Prisma neither drops nor creates a duplicate.
 * https://github.com/prisma/prisma-engines/blob/main/schema-engine/connectors/sql-schema-connector/src/sql_schema_differ/table.rs
 */
export function duplicates(alone: readonly SchemaObject[], other: Iterable<SchemaObject>): readonly SchemaObject[] {
  const structures = new Set([...other].filter(isNamed).map((object) => `${tableOf(object)}\n${core(object)}`));
  return alone.filter((object) => isNamed(object) && structures.has(`${tableOf(object)}\n${core(object)}`));
}

/** The code's object with what the language can't say taken over, so that only the name differs. */
export function withOwnName({ from, to }: Counterpart, surroundings: Surroundings): SchemaObject {
  return adjust(from, to, surroundings).to;
}

function isNamed(object: SchemaObject): object is Named {
  return object.kind === "index" || object.kind === "primary key" || object.kind === "foreign key";
}

function tableOf(object: Named): ObjectId {
  return objectId("table", object.schema, object.table);
}

/** What Prisma compares of a key or index, besides its name. */
function core(object: Named): string {
  switch (object.kind) {
    case "index":
      return canonicalJson([
        object.kind,
        object.unique,
        object.method,
        object.keys.map(({ column, order }) => [column, order]),
        object.where,
      ]);
    case "primary key":
      return canonicalJson([object.kind, object.columns]);
    case "foreign key":
      return canonicalJson([
        object.kind,
        object.columns,
        object.references,
        object.referencedColumns,
        object.onDelete,
        object.onUpdate,
      ]);
  }
}

/** The table of an implicit many-to-many relation, `_CategoryToPost` (A, B), before Prisma 6 and after. */
function isOldJoinKey(from: Named, to: Named): boolean {
  if (from.kind !== "index" || to.kind !== "primary key") return false;
  const isJoin = from.table.startsWith("_") && canonicalJson(to.columns) === canonicalJson(["A", "B"]);
  return (
    isJoin &&
    from.unique &&
    from.where === null &&
    canonicalJson(from.keys.map(({ column }) => column)) === canonicalJson(to.columns)
  );
}

function ruleFor(from: Named, to: Named, { language }: Surroundings): Rule | null {
  if (from.kind === "index" && to.kind === "primary key") return "implicit-m2m-primary-key";
  if (language.dialect === "sqlite") {
    if (from.kind === "index") return from.constraint === null ? null : "unique-constraint";
    return "sqlite-constraint-name";
  }
  return isCut(from.name) && isShortened(to.name) ? "name-cut-at-63-bytes" : null;
}

function isCut(name: string): boolean {
  return Buffer.byteLength(name) === 63;
}

/** Prisma shortens what stands before `_pkey`, `_fkey`, `_key`, `_idx`; a character of several bytes may leave room. */
function isShortened(name: string): boolean {
  return Buffer.byteLength(name) > 59;
}
