import type { DialectName, Index, IndexKey, ObjectKind, SchemaObject } from "../../../schema/snapshot.ts";
import type { LanguageFacts } from "./facts.ts";

/** Kinds that Prisma's language has no words for, or that Prisma never removes. */
const kinds: Readonly<Partial<Record<ObjectKind, string>>> = {
  check: "Prisma's language has no check constraints",
  exclusion: "Prisma's language has no exclusion constraints",
  trigger: "Prisma's language has no triggers",
  function: "Prisma's language has no functions",
  view: "Prisma doesn't manage views",
  "materialized view": "Prisma doesn't manage materialized views",
  policy: "Prisma's language has no policies",
  rights: "Prisma's language has no owners and grants",
  comment: "Prisma's language has no database comments",
  domain: "Prisma's language has no domains",
  type: "Prisma's language has no composite or range types",
  sequence: "Prisma's language has no sequences of their own",
  extension: "Prisma never drops an extension",
  schema: "Prisma never drops a schema",
};

/** Kinds that no schema of Prisma's makes: they are never compared with code, even where both sides have one. */
export function isNeverSaid(object: SchemaObject): boolean {
  return object.kind in kinds && !["sequence", "extension", "schema"].includes(object.kind);
}

/** Methods that `@@index(type: ...)` knows. */
const indexMethods: ReadonlySet<string> = new Set(["btree", "hash", "gist", "gin", "spgist", "brin"]);

/**
 * Why the language can't say an object that the code doesn't have; null when it could, and its absence means something.
 * Parts of a table that is missing as a whole are not asked about.
 */
export function whyUnsayable(object: SchemaObject, language: LanguageFacts): string | null {
  if (object.kind === "index") return whyUnsayableIndex(object, language);
  if (object.kind === "table" && object.partitionOf !== null) return "Prisma's language has no partitions";
  if (object.kind === "table" && object.options.some((option) => option.startsWith("USING ")))
    return "Prisma's language has no virtual tables";
  return kinds[object.kind] ?? null;
}

function whyUnsayableIndex(index: Index, { dialect, partialIndexes }: LanguageFacts): string | null {
  if (index.where !== null && !partialIndexes)
    return "Prisma's language has no partial indexes without the preview feature partialIndexes";
  if (index.keys.some(({ expression }) => expression !== null)) return "Prisma's language has no indexes on expressions";
  if (index.include.length > 0) return "Prisma's language has no INCLUDE columns";
  if (index.nullsNotDistinct) return "Prisma's language has no NULLS NOT DISTINCT";
  if (!indexMethods.has(index.method)) return `Prisma's language has no ${index.method} indexes`;
  if (index.keys.some(({ collation }) => collation !== null)) return "Prisma's language has no collations of index columns";
  if (index.keys.some((key) => !hasUsualNulls(key, dialect))) return "Prisma's language has no NULLS FIRST and NULLS LAST";
  if (index.method === "btree" && index.keys.some(({ opclass }) => opclass !== null))
    return "Prisma's language has no operator classes of btree indexes";
  if (index.constraint !== null && index.constraint.deferrable !== "no") return "Prisma's language has no deferrable constraints";
  return null;
}

/** PostgreSQL takes null for the largest value, SQLite for the smallest. Only what differs from that is a wish of the author. */
export function hasUsualNulls({ order, nulls }: IndexKey, dialect: DialectName): boolean {
  return nulls === ((order === "asc") === (dialect === "postgres") ? "last" : "first");
}
