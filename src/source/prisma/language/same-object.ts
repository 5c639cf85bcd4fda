import { sameValue } from "../../../schema/fingerprint.ts";
import type {
  EnumType,
  Extension,
  ForeignKey,
  Index,
  IndexKey,
  ObjectId,
  PrimaryKey,
  SchemaObject,
  Sequence,
  Table,
} from "../../../schema/snapshot.ts";
import type { Adjustment, LanguageFacts } from "./facts.ts";
import { hasUsualNulls } from "./kept.ts";
import { sameColumn } from "./same-column.ts";

/** What both sides of one comparison need to know of their surroundings. */
export type Surroundings = {
  /** Objects of the database's side by id. */
  readonly from: ReadonlyMap<ObjectId, SchemaObject>;
  /** Its primary keys by table. */
  readonly keys: ReadonlyMap<ObjectId, PrimaryKey>;
  readonly language: LanguageFacts;
};

/** Takes over into the code's object what the language can't say of it. Both have the same kind and meaning, maybe not the same name. */
export function adjust(from: SchemaObject, to: SchemaObject, surroundings: Surroundings): Adjustment<SchemaObject> {
  switch (to.kind) {
    case "table":
      return from.kind === "table" ? takeOver(from, to, tableWords) : untouched(to);
    case "column":
      return from.kind === "column" ? sameColumn(from, to, surroundings) : untouched(to);
    case "primary key":
      return from.kind === "primary key" ? takeOver(from, to, primaryKeyWords) : untouched(to);
    case "foreign key":
      return from.kind === "foreign key" ? takeOver(from, to, foreignKeyWords) : untouched(to);
    case "index":
      return from.kind === "index" ? adjustIndex(from, to, surroundings.language) : untouched(to);
    case "enum":
      return from.kind === "enum" ? adjustEnum(from, to) : untouched(to);
    case "sequence":
      return from.kind === "sequence" ? takeOver(from, to, sequenceWords) : untouched(to);
    case "extension":
      return from.kind === "extension" ? adjustExtension(from, to, surroundings.language) : untouched(to);
    case "schema":
    case "domain":
    case "type":
    case "check":
    case "exclusion":
    case "view":
    case "materialized view":
    case "function":
    case "trigger":
    case "policy":
    case "rights":
    case "comment":
      return untouched(to);
  }
}

export function untouched<Kind>(to: Kind): Adjustment<Kind> {
  return { to, kept: [], rules: [] };
}

type Words<Kind> = Readonly<Partial<Record<keyof Kind, string>>>;

const tableWords: Words<Table> = {
  persistence: "unlogged tables",
  partitionBy: "partitioning",
  inherits: "inheritance",
  options: "storage options",
  rowSecurity: "row security",
};

const primaryKeyWords: Words<PrimaryKey> = { include: "INCLUDE columns", deferrable: "deferrable constraints" };

const foreignKeyWords: Words<ForeignKey> = {
  onDeleteColumns: "columns of ON DELETE SET NULL",
  match: "MATCH FULL",
  deferrable: "deferrable constraints",
  validated: "NOT VALID constraints",
  enforced: "NOT ENFORCED constraints",
};

const sequenceWords: Words<Sequence> = {
  type: "types of sequences",
  start: "START of sequences",
  increment: "INCREMENT of sequences",
  min: "MINVALUE of sequences",
  max: "MAXVALUE of sequences",
  cache: "CACHE of sequences",
  cycle: "CYCLE of sequences",
  ownedBy: "owners of sequences",
};

/** Every field named in `words` that differs becomes what it is in `from`. */
function takeOver<Kind extends SchemaObject>(from: Kind, to: Kind, words: Words<Kind>): Adjustment<Kind> {
  const fields = (Object.keys(words) as (keyof Kind)[]).filter((field) => !sameValue(from[field], to[field]));
  return {
    to: { ...to, ...Object.fromEntries(fields.map((field) => [field, from[field]])) },
    kept: fields.map((field) => `Prisma's language has no ${words[field]}`),
    rules: [],
  };
}

const indexWords: Words<Index> = {
  nullsNotDistinct: "NULLS NOT DISTINCT",
  include: "INCLUDE columns",
  options: "storage options",
  valid: "invalid indexes",
};

function adjustIndex(from: Index, to: Index, language: LanguageFacts): Adjustment<Index> {
  const words = language.partialIndexes
    ? indexWords
    : { ...indexWords, where: "partial indexes without the preview feature partialIndexes" };
  const plain = takeOver(from, to, words);
  const keys = adjustKeys(from, to, language);
  const isConstraint = (from.constraint === null) !== (to.constraint === null);
  return {
    to: { ...plain.to, keys: keys.to, constraint: from.constraint },
    kept: [...plain.kept, ...keys.kept],
    rules: isConstraint ? ["unique-constraint"] : [],
  };
}

/** Columns and order count; what the language can't say of a key is taken over where the code says nothing. */
function adjustKeys(
  from: Index,
  to: Index,
  language: LanguageFacts,
): { readonly to: readonly IndexKey[]; readonly kept: readonly string[] } {
  const kept = new Set<string>();
  const keys = to.keys.map((key, place): IndexKey => {
    const other = from.keys[place];
    if (other === undefined || sameValue(other, key)) return key;
    if (other.expression !== null) {
      kept.add("Prisma's language has no indexes on expressions");
      return other;
    }
    if (other.column !== key.column || other.order !== key.order) return key;
    if (other.nulls !== key.nulls && hasUsualNulls(key, language.dialect))
      kept.add("Prisma's language has no NULLS FIRST and NULLS LAST");
    if (other.collation !== key.collation) kept.add("Prisma's language has no collations of index columns");
    const plainClass = key.opclass === null && other.opclass !== null;
    if (plainClass) kept.add("the operator class is one that the schema doesn't name");
    return { ...key, nulls: other.nulls, collation: other.collation, opclass: plainClass ? other.opclass : key.opclass };
  });
  return { to: keys, kept: [...kept].sort() };
}

/** Values that both have stand in the database's order; new ones come at the end, where `ALTER TYPE ... ADD VALUE` puts them. */
function adjustEnum(from: EnumType, to: EnumType): Adjustment<EnumType> {
  const known = new Set(to.values);
  const old = new Set(from.values);
  const values = [...from.values.filter((value) => known.has(value)), ...to.values.filter((value) => !old.has(value))];
  const moved = !sameValue(values, to.values);
  return { to: { ...to, values }, kept: [], rules: moved ? ["enum-value-order"] : [] };
}

function adjustExtension(from: Extension, to: Extension, language: LanguageFacts): Adjustment<Extension> {
  if (from.installedIn === to.installedIn || language.extensions.some(({ name, schema }) => name === to.name && schema !== null))
    return untouched(to);
  return {
    to: { ...to, installedIn: from.installedIn },
    kept: ["the schema says nothing of where the extension lives"],
    rules: [],
  };
}
