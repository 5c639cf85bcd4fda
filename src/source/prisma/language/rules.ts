/** Every way in which two spellings count as one, by name. Each is shown in the report when it was used. */
export const rules = {
  "implicit-m2m-primary-key":
    "Prisma 6 gave the tables of implicit many-to-many relations a primary key (_AB_pkey) in place of the unique index (_AB_unique); both hold the same promise.",
  "name-cut-at-63-bytes": "PostgreSQL cuts names at 63 bytes, and Prisma's versions shorten long names in different ways.",
  autoincrement: "serial, identity and a default from a sequence are all Prisma's autoincrement().",
  "unique-constraint": "A unique constraint and a unique index are both Prisma's @unique.",
  "duplicate-index": "Of two keys or indexes with the same structure Prisma sees one.",
  "enum-value-order": "Prisma adds enum values at the end, so their order is not compared.",
  "default-spelling": "Two spellings of the same default.",
  "unspecified-default": "dbgenerated() without an argument stands for any default.",
  "datetime-default": "Prisma does not compare constant defaults of dates and times.",
  "list-nullability": "A list in Prisma is never null, whatever the column allows.",
  "timestamp-precision": "Prisma does not tell a date or time without precision from one with its own default precision.",
  "domain-base-type": "Prisma sees a domain as its base type.",
  "sqlite-type": "SQLite types that Prisma reads as the same type.",
  "sqlite-rowid": "An INTEGER PRIMARY KEY is SQLite's row id: never null, and numbered with or without AUTOINCREMENT.",
  "sqlite-constraint-name": "SQLite does not keep the names of keys, so Prisma does not compare them.",
} as const;

export type Rule = keyof typeof rules;
