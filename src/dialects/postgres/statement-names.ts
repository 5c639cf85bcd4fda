import type { Node, ObjectType, RangeVar, TypeName } from "libpg-query";
import { type ObjectId, type ObjectKind, objectId } from "../../schema/snapshot.ts";
import { type NodeOf, nameParts, ofTag, relationParts, strings, type TaggedNode } from "./syntax-tree.ts";

/** Turns the names of statements into ids. */
export class Names {
  readonly #defaultSchema: string;
  /** Schemas that stood before a name. */
  readonly written = new Set<string>();

  constructor(defaultSchema: string) {
    this.#defaultSchema = defaultSchema;
  }

  id(kind: ObjectKind, parts: readonly string[]): ObjectId {
    const { schema, name } = this.#resolve(parts);
    return objectId(kind, schema, name);
  }

  relation(relation: RangeVar | undefined, kind: ObjectKind = "table"): ObjectId {
    return this.id(kind, relationParts(relation ?? {}));
  }

  /** Something that belongs to a table: column, trigger, policy, constraint. */
  part(kind: ObjectKind, table: readonly string[], name: string): ObjectId {
    const { schema, name: tableName } = this.#resolve(table);
    return objectId(kind, schema, tableName, name);
  }

  tableName(parts: readonly string[]): { readonly schema: string; readonly name: string } {
    return this.#resolve(parts);
  }

  /** `function public.touch(integer)`: the types as the server prints them. */
  routine(parts: readonly string[], types: readonly TypeName[]): ObjectId {
    const { schema, name } = this.#resolve(parts);
    return objectId("function", schema, `${name}(${types.map((type) => this.#typeName(type)).join(", ")})`);
  }

  #resolve(parts: readonly string[]): { readonly schema: string; readonly name: string } {
    const schema = parts.at(-2);
    if (schema !== undefined) this.written.add(schema);
    return { schema: schema ?? this.#defaultSchema, name: parts.at(-1) ?? "" };
  }

  #typeName(type: TypeName): string {
    const parts = strings(type.names);
    const name = parts.at(-1) ?? "";
    const builtIn = parts.at(-2) === "pg_catalog" || (parts.length === 1 && builtInTypes.has(name));
    const { schema } = this.#resolve(parts);
    return `${builtIn ? (typeTitles[name] ?? name) : `${schema}.${name}`}${type.arrayBounds === undefined ? "" : "[]"}`;
  }
}

/** What a DROP, COMMENT, ALTER ... OWNER names. Null: a kind that snapshots have no object for. */
export function namedObject(type: ObjectType | undefined, object: Node | undefined, names: Names): ObjectId | null {
  const parts = nameParts(object);
  if (type === "OBJECT_SCHEMA" || type === "OBJECT_EXTENSION")
    return objectId(type === "OBJECT_SCHEMA" ? "schema" : "extension", parts.at(-1) ?? "");
  const partKind = type === undefined ? undefined : partKinds[type];
  if (partKind !== undefined) return names.part(partKind, parts.slice(0, -1), parts.at(-1) ?? "");
  if (object !== undefined && "ObjectWithArgs" in object) return names.routine(parts, argumentTypes(object.ObjectWithArgs));
  const kind = type === undefined ? undefined : kinds[type];
  return kind === undefined ? null : names.id(kind, parts);
}

/** Tables and views that a statement reads or writes, types that it uses: every id that such a name may stand for. */
export function mentioned(nodes: readonly TaggedNode[], names: Names): readonly ObjectId[] {
  const temporary = new Set(ofTag(nodes, "CommonTableExpr").map(({ ctename }) => ctename));
  const relations = ofTag(nodes, "RangeVar").filter(
    ({ schemaname, relname, relpersistence }) =>
      relpersistence !== "t" && !isCatalogue(schemaname) && (schemaname !== undefined || !temporary.has(relname)),
  );
  const types = ofTag(nodes, "TypeName")
    .map((type) => strings(type.names))
    .filter(
      (parts) => !isCatalogue(parts.at(-2)) && !(parts.length === 1 && builtInTypes.has(parts[0] ?? "")) && parts.length > 0,
    );
  return [
    ...relations.flatMap((relation) => relationKinds.map((kind) => names.relation(relation, kind))),
    ...types.flatMap((parts) => typeKinds.map((kind) => names.id(kind, parts))),
  ];
}

/** Of a routine: the types that tell it from others of its name. */
export function argumentTypes(routine: NodeOf<"ObjectWithArgs">): readonly TypeName[] {
  return (routine.objargs ?? []).flatMap((node) => ("TypeName" in node ? [node.TypeName] : []));
}

export function parameterTypes(parameters: readonly Node[] | undefined): readonly TypeName[] {
  return (parameters ?? []).flatMap((node) => {
    if (!("FunctionParameter" in node)) return [];
    const { mode, argType } = node.FunctionParameter;
    return mode === "FUNC_PARAM_OUT" || mode === "FUNC_PARAM_TABLE" || argType === undefined ? [] : [argType];
  });
}

function isCatalogue(schema: string | undefined): boolean {
  return schema === "pg_catalog" || schema === "information_schema" || schema === "pg_temp";
}

const relationKinds = ["table", "view", "materialized view"] as const;
const typeKinds = ["enum", "domain", "type"] as const;

const kinds: Partial<Readonly<Record<ObjectType, ObjectKind>>> = {
  OBJECT_TABLE: "table",
  OBJECT_FOREIGN_TABLE: "table",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "materialized view",
  OBJECT_INDEX: "index",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_TYPE: "enum",
  OBJECT_DOMAIN: "domain",
};

const partKinds: Partial<Readonly<Record<ObjectType, ObjectKind>>> = {
  OBJECT_COLUMN: "column",
  OBJECT_TRIGGER: "trigger",
  OBJECT_POLICY: "policy",
};

/** What `format_type()` makes of the grammar's names. */
const typeTitles: Readonly<Record<string, string>> = {
  bool: "boolean",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  varchar: "character varying",
  bpchar: "character",
  varbit: "bit varying",
  time: "time without time zone",
  timetz: "time with time zone",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
};

const builtInTypes: ReadonlySet<string> = new Set(
  `any anyarray anycompatible anyelement anyenum anymultirange anynonarray anyrange bigserial bit bool boolean box bpchar bytea char
  cidr circle cstring date datemultirange daterange event_trigger float4 float8 inet int2 int2vector int4 int4multirange int4range int8
  int8multirange int8range internal interval json jsonb jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange
  oid oidvector path pg_lsn point polygon record refcursor regclass regcollation regconfig regdictionary regnamespace regoper
  regoperator regproc regprocedure regrole regtype serial serial2 serial4 serial8 smallserial text tid time timestamp timestamptz timetz
  trigger tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void xid xid8
  xml`.split(/\s+/),
);
