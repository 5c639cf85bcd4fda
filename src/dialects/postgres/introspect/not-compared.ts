import type { NotCompared } from "../../../schema/snapshot.ts";
import { notMember, type Reading } from "./reading.ts";

/** A kind of object that is named in reports and compared by nobody. */
type Kind = Question & { readonly kind: string; readonly reason: string };

/** `names` selects one column of names, mostly from the catalogue. */
type Question = {
  readonly catalogue: string;
  readonly names: string;
  /** `server_version_num` from which on the query is valid. */
  readonly since?: number;
};

const notRead = "is not read in detail: a change of it is not seen";
const ofDatabase = "belongs to the database, not to a schema";
const storage = "decides how data is kept, not what it means";
const outside = "reaches another server";

const kinds: readonly Kind[] = [
  { kind: "event trigger", reason: ofDatabase, ...outsideOfSchemas("pg_event_trigger", "evtname") },
  { kind: "publication", reason: ofDatabase, ...outsideOfSchemas("pg_publication", "pubname") },
  {
    kind: "subscription",
    reason: ofDatabase,
    // Only some columns are open to everybody: no oid before PostgreSQL 14.
    catalogue: "pg_subscription",
    names: "SELECT subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
  },
  { kind: "foreign data wrapper", reason: outside, ...outsideOfSchemas("pg_foreign_data_wrapper", "fdwname") },
  { kind: "foreign server", reason: outside, ...outsideOfSchemas("pg_foreign_server", "srvname") },
  {
    kind: "foreign table",
    reason: outside,
    catalogue: "pg_class",
    names: `SELECT ${qualified("relname")} FROM pg_class o JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relnamespace = ANY($1) AND relkind = 'f' AND ${notMember("pg_class", "o.oid")}`,
  },
  { kind: "language", reason: ofDatabase, ...outsideOfSchemas("pg_language", "lanname") },
  { kind: "access method", reason: ofDatabase, ...outsideOfSchemas("pg_am", "amname") },
  {
    kind: "cast",
    reason: ofDatabase,
    catalogue: "pg_cast",
    names: `SELECT format_type(castsource, NULL) || ' AS ' || format_type(casttarget, NULL) FROM pg_cast o
      WHERE o.oid >= 16384
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_cast'::regclass AND e.objid = o.oid AND e.deptype IN ('e', 'i'))`,
  },
  {
    kind: "transform",
    reason: ofDatabase,
    catalogue: "pg_transform",
    names: `SELECT pg_describe_object('pg_transform'::regclass, o.oid, 0) FROM pg_transform o WHERE ${notMember("pg_transform", "o.oid")}`,
  },
  {
    kind: "rule",
    reason: "is not read in detail; the rules of views are part of the views",
    catalogue: "pg_rewrite",
    names: `SELECT ${qualified("c.relname")} || '.' || o.rulename FROM pg_rewrite o JOIN pg_class c ON c.oid = o.ev_class
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relnamespace = ANY($1) AND o.rulename <> '_RETURN' AND ${notMember("pg_rewrite", "o.oid")}`,
  },
  {
    kind: "operator",
    reason: notRead,
    catalogue: "pg_operator",
    names: `SELECT o.oid::regoperator::text FROM pg_operator o WHERE o.oprnamespace = ANY($1) AND ${notMember("pg_operator", "o.oid")}`,
  },
  { kind: "operator class", reason: notRead, ...inSchemas("pg_opclass", "opc") },
  { kind: "operator family", reason: notRead, ...inSchemas("pg_opfamily", "opf") },
  { kind: "collation", reason: notRead, ...inSchemas("pg_collation", "coll") },
  { kind: "conversion", reason: notRead, ...inSchemas("pg_conversion", "con") },
  { kind: "statistics object", reason: storage, ...inSchemas("pg_statistic_ext", "stx") },
  { kind: "text search configuration", reason: notRead, ...inSchemas("pg_ts_config", "cfg") },
  { kind: "text search dictionary", reason: notRead, ...inSchemas("pg_ts_dict", "dict") },
  { kind: "text search parser", reason: notRead, ...inSchemas("pg_ts_parser", "prs") },
  { kind: "text search template", reason: notRead, ...inSchemas("pg_ts_template", "tmpl") },
  {
    kind: "base type",
    reason: "is made of functions in C",
    catalogue: "pg_type",
    names: `SELECT ${qualified("typname")} FROM pg_type o JOIN pg_namespace n ON n.oid = typnamespace
      WHERE typnamespace = ANY($1) AND typtype = 'b' AND typcategory <> 'A' AND ${notMember("pg_type", "o.oid")}`,
  },
  {
    kind: "default privileges",
    reason: "act on objects that will be made later",
    catalogue: "pg_default_acl",
    names: `SELECT coalesce(n.nspname || '.', '') || pg_get_userbyid(o.defaclrole) || ' ' || o.defaclobjtype::text || ' ' || o.defaclacl::text
      FROM pg_default_acl o LEFT JOIN pg_namespace n ON n.oid = o.defaclnamespace
      WHERE o.defaclnamespace = 0 OR o.defaclnamespace = ANY($1)`,
  },
  {
    kind: "security label",
    reason: ofDatabase,
    catalogue: "pg_seclabel",
    names: "SELECT pg_describe_object(classoid, objoid, objsubid) FROM pg_seclabel WHERE objoid >= 16384",
  },
  { kind: "replica identity", reason: "serves replication", ...tablesWhere("o.relreplident <> 'd'") },
  { kind: "typed table", reason: "its columns are compared, the type it follows is not", ...tablesWhere("o.reloftype <> 0") },
  {
    kind: "table access method",
    reason: storage,
    ...tablesWhere("o.relam NOT IN (0, (SELECT oid FROM pg_am WHERE amname = 'heap'))"),
  },
  {
    kind: "tablespace",
    reason: storage,
    catalogue: "pg_tablespace",
    names: `SELECT ${qualified("o.relname")} || ': ' || t.spcname FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
      JOIN pg_tablespace t ON t.oid = o.reltablespace WHERE o.relnamespace = ANY($1)`,
  },
  {
    kind: "clustered index",
    reason: storage,
    catalogue: "pg_index",
    names: `SELECT ${qualified("c.relname")} FROM pg_index o JOIN pg_class c ON c.oid = o.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1) AND o.indisclustered`,
  },
  {
    kind: "temporal key",
    reason: "WITHOUT OVERLAPS and PERIOD are not read yet",
    since: 180000,
    catalogue: "pg_constraint",
    names: `SELECT ${qualified("c.relname")} || '.' || o.conname FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1) AND o.conperiod AND o.conparentid = 0`,
  },
  {
    kind: "NOT NULL that is not validated",
    reason: "the column counts as NOT NULL, though older rows may break it",
    since: 180000,
    catalogue: "pg_constraint",
    names: `SELECT ${qualified("c.relname")} || '.' || o.conname FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1) AND o.contype = 'n' AND NOT o.convalidated`,
  },
];

function qualified(name: string): string {
  return `n.nspname || '.' || ${name}`;
}

function outsideOfSchemas(catalogue: string, name: string): Question {
  return { catalogue, names: `SELECT ${name} FROM ${catalogue} o WHERE o.oid >= 16384 AND ${notMember(catalogue, "o.oid")}` };
}

function inSchemas(catalogue: string, prefix: string): Question {
  return {
    catalogue,
    names: `SELECT ${qualified(`${prefix}name`)} FROM ${catalogue} o JOIN pg_namespace n ON n.oid = ${prefix}namespace
      WHERE ${prefix}namespace = ANY($1) AND ${notMember(catalogue, "o.oid")}`,
  };
}

function tablesWhere(condition: string): Question {
  return {
    catalogue: "pg_class",
    names: `SELECT ${qualified("o.relname")} FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
      WHERE o.relnamespace = ANY($1) AND o.relkind IN ('r', 'p', 'm') AND ${condition}`,
  };
}

/** Everything of the kinds above in one round trip. */
export async function readNotCompared({ ask, scope, version, hidden }: Reading): Promise<readonly NotCompared[]> {
  const asked = kinds.filter(({ since = 0, catalogue }) => version >= since && !hidden.has(catalogue));
  const parts = asked.map(({ names }, place) => `SELECT ${place} AS place, q.name::text AS name FROM (${names}) q(name)`);
  const rows = await ask<{ place: number; name: string }>(parts.join("\nUNION ALL\n"), [scope]);
  const byPlace = Map.groupBy(rows, (row) => row.place);
  return asked.flatMap(({ kind, reason }, place) => {
    const names = (byPlace.get(place) ?? []).map((row) => row.name).sort();
    return names.length === 0 ? [] : [{ kind, names, reason }];
  });
}
