import type {
  Check,
  Column,
  ForeignKey,
  Index,
  ObjectId,
  PrimaryKey,
  SchemaObject,
  Table,
  Trigger,
} from "../../../schema/snapshot.ts";

/** One table with everything that belongs to it. */
export type TableParts = {
  readonly table: Table;
  /** In the order of the table. */
  readonly columns: readonly Column[];
  readonly primaryKey: PrimaryKey | null;
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  /** UNIQUE constraints: part of the CREATE TABLE statement. */
  readonly uniques: readonly Index[];
  /** Made by statements of their own. */
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
};

export function partsOf(table: Table, parts: readonly SchemaObject[]): TableParts {
  const indexes = parts.filter((part) => part.kind === "index");
  return {
    table,
    columns: parts.filter((part) => part.kind === "column").toSorted((a, b) => a.position - b.position),
    primaryKey: parts.find((part) => part.kind === "primary key") ?? null,
    foreignKeys: parts.filter((part) => part.kind === "foreign key"),
    checks: parts.filter((part) => part.kind === "check"),
    uniques: indexes.filter((index) => index.constraint !== null),
    indexes: indexes.filter((index) => index.constraint === null),
    triggers: parts.filter((part) => part.kind === "trigger"),
  };
}

/** `table orders` is called `orders`. */
export function tableName(id: ObjectId): string {
  return id.slice("table ".length);
}
