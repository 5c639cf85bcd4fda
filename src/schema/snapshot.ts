/** A schema as data: types only. Every engine's introspection produces these, everything downstream reads nothing else. */

export type DialectName = "postgres" | "mysql" | "sqlite";

/**
 * One schema of one database at one moment, sorted and canonical: two equal snapshots have nothing to diff.
 * Stored as `artifacts/live.json` and `desired.json` (FORMATS.md).
 */
export type Snapshot = {
  readonly format: 1;
  readonly dialect: DialectName;
  /** As the server says it, without build details: `16.4`, `3.53.4`. */
  readonly serverVersion: string;
  /** Schemas in scope, sorted; empty where the engine has none. */
  readonly schemas: readonly string[];
  /** Sorted by `id` in code unit order; ids are unique. */
  readonly objects: readonly SchemaObject[];
  /** Seen, but not compared: said openly in every report. */
  readonly notCompared: readonly NotCompared[];
  /** Kinds that the role could not see in full, with the grant that is missing. A fingerprint covers the visible kinds only. */
  readonly invisible: readonly Invisible[];
  /** Sizes by table id. Never part of a hash or a diff. */
  readonly statistics: Readonly<Record<string, TableStatistics>>;
};

export type NotCompared = { readonly kind: string; readonly names: readonly string[]; readonly reason: string };
export type Invisible = { readonly kind: string; readonly what: string; readonly grant: string };
/** `rows` is the planner's estimate (null: never analysed), `bytes` includes indexes and TOAST. */
export type TableStatistics = { readonly rows: number | null; readonly bytes: number | null };

export type SchemaObject =
  | SchemaNamespace
  | Extension
  | EnumType
  | DomainType
  | CompositeType
  | Sequence
  | Table
  | Column
  | PrimaryKey
  | ForeignKey
  | Check
  | Exclusion
  | Index
  | View
  | MaterializedView
  | Routine
  | Trigger
  | Policy
  | Rights
  | Comment;

export type ObjectKind = SchemaObject["kind"];

/**
 * The stable name of an object: its kind and its path, unquoted: `table public.orders`, `column public.orders.status`,
 * `index public.orders_status_idx`, `function public.touch(integer)`, `comment table public.orders`. Without schemas: `table orders`.
 */
export type ObjectId = string;

type Named<Kind extends string> = {
  readonly kind: Kind;
  readonly id: ObjectId;
  /** Null where the engine has no schemas, or the object lives outside of them (extension). */
  readonly schema: string | null;
  readonly name: string;
};

/** A part of a table or view: folded into it when the whole is created or dropped. `table` is the name in the same schema. */
type PartOf<Kind extends string> = Named<Kind> & { readonly table: string };

export type SchemaNamespace = Named<"schema">;

/** The version is information, never compared. */
export type Extension = Named<"extension"> & { readonly version: string; readonly installedIn: string };

export type EnumType = Named<"enum"> & { readonly values: readonly string[] };

export type DomainType = Named<"domain"> & {
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly collation: string | null;
  readonly checks: readonly { readonly name: string; readonly expression: string; readonly validated: boolean }[];
};

/** Composite and range types, by the server's own words. */
export type CompositeType = Named<"type"> & { readonly definition: string };

export type Sequence = Named<"sequence"> & {
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  /** Id of the column that owns it (serial, identity): folded into that column. */
  readonly ownedBy: ObjectId | null;
};

export type Table = Named<"table"> & {
  readonly persistence: "permanent" | "unlogged";
  /** `PARTITION BY ...` key, as the server spells it. */
  readonly partitionBy: string | null;
  readonly partitionOf: { readonly table: ObjectId; readonly bound: string } | null;
  readonly inherits: readonly ObjectId[];
  /** Storage parameters (`fillfactor=70`), sorted; SQLite: `STRICT`, `WITHOUT ROWID`; a virtual table's module call. */
  readonly options: readonly string[];
  readonly rowSecurity: "off" | "on" | "forced";
  /** Text of the CREATE statement where the engine keeps it (SQLite). Never compared. */
  readonly sql: string | null;
};

export type Column = PartOf<"column"> & {
  /** 1-based order of creation. Never compared: tools add columns at the end. */
  readonly position: number;
  readonly type: string;
  readonly nullable: boolean;
  /** The server's spelling of the expression. */
  readonly default: string | null;
  readonly identity: "always" | "by default" | null;
  readonly generated: { readonly expression: string; readonly stored: boolean } | null;
  /** Only when it differs from the type's own. */
  readonly collation: string | null;
  /** SQLite's AUTOINCREMENT, or a default of nextval() on a sequence that this column owns. */
  readonly autoIncrement: boolean;
};

export type PrimaryKey = PartOf<"primary key"> & {
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly deferrable: Deferrable;
};

export type Deferrable = "no" | "initially immediate" | "initially deferred";

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export type ForeignKey = PartOf<"foreign key"> & {
  readonly columns: readonly string[];
  /** Id of the referenced table. */
  readonly references: ObjectId;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** Columns of ON DELETE SET NULL (a, b), PostgreSQL 15. */
  readonly onDeleteColumns: readonly string[];
  readonly match: "simple" | "full";
  readonly deferrable: Deferrable;
  readonly validated: boolean;
  readonly enforced: boolean;
};

export type Check = PartOf<"check"> & {
  readonly expression: string;
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly noInherit: boolean;
};

export type Exclusion = PartOf<"exclusion"> & { readonly definition: string };

/** Unique constraints are indexes with `constraint` set; the index of a primary key or exclusion is part of that object. */
export type Index = PartOf<"index"> & {
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  /** `btree`, `gin`, ...; SQLite has `btree` only. */
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  /** Partial index: the server's spelling of the predicate. */
  readonly where: string | null;
  readonly options: readonly string[];
  readonly valid: boolean;
  readonly constraint: { readonly deferrable: Deferrable } | null;
};

export type IndexKey = {
  /** Exactly one of the two is set. */
  readonly column: string | null;
  readonly expression: string | null;
  readonly order: "asc" | "desc";
  readonly nulls: "first" | "last";
  /** Only when it is not the default for the type. */
  readonly opclass: string | null;
  readonly collation: string | null;
};

export type View = Named<"view"> & {
  readonly definition: string;
  readonly options: readonly string[];
  /** Output columns in order: name and type. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

export type MaterializedView = Named<"materialized view"> & {
  readonly definition: string;
  readonly options: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

/** Function, procedure, aggregate. `name` carries the argument types: `touch(integer, text)`. */
export type Routine = Named<"function"> & {
  readonly routine: "function" | "procedure" | "aggregate" | "window";
  readonly language: string;
  readonly securityDefiner: boolean;
  /** The whole CREATE statement in the server's spelling. */
  readonly definition: string;
};

export type Trigger = PartOf<"trigger"> & {
  readonly definition: string;
  readonly enabled: "origin" | "disabled" | "replica" | "always";
};

export type Policy = PartOf<"policy"> & {
  readonly command: "all" | "select" | "insert" | "update" | "delete";
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
};

/** Owner and grants of one object; `name` is the object's name, `of` its id. Grants to the owner are implied and left out. */
export type Rights = Named<"rights"> & {
  readonly of: ObjectId;
  readonly owner: string;
  /** `role: PRIVILEGE, ...` sorted; columns as `role: SELECT (a, b)`; `PUBLIC` for everybody. Only what differs from a new object's. */
  readonly grants: readonly string[];
};

export type Comment = Named<"comment"> & { readonly of: ObjectId; readonly text: string };

/** The id of an object in the one spelling that is used everywhere. A dot in a schema's or table's own name is escaped, so that no two objects share an id. */
export function objectId(kind: ObjectKind, ...path: readonly (string | null)[]): ObjectId {
  const parts = path.filter((part) => part !== null);
  const name = parts.pop() ?? "";
  return `${kind} ${parts.map((part) => `${escapeDots(part)}.`).join("")}${name}`;
}

function escapeDots(part: string): string {
  return part.includes(".") || part.includes("\\") ? part.replaceAll(/[\\.]/g, "\\$&") : part;
}

/** The id of the table (or view) that an object is a part of; null for objects that stand alone. */
export function ownerOf(object: SchemaObject): ObjectId | null {
  if ("table" in object) return objectId("table", object.schema, object.table);
  if (object.kind === "rights" || object.kind === "comment") return object.of;
  if (object.kind === "sequence") return object.ownedBy;
  return null;
}
