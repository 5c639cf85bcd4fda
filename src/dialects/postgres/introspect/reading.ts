import type { ObjectId, SchemaObject } from "../../../schema/snapshot.ts";
import type { ReadSession } from "../../dialect.ts";

/** One reading of the catalogue: who to ask, and what every query is restricted to. */
export type Reading = {
  /** Readers put their questions before they wait for what they depend on: answers then overlap with the work on them. */
  readonly ask: ReadSession["query"];
  /** `server_version_num`: 160004. */
  readonly version: number;
  readonly namespaces: ReadonlyMap<number, string>;
  /** Keys of `namespaces`, for `= ANY($1)`. */
  readonly scope: readonly number[];
  /** Catalogues that the role may not read. */
  readonly hidden: ReadonlySet<string>;
};

/** An object, where the catalogue keeps it (for its comment), and what it takes to tell its rights. */
export type Found<Kind extends SchemaObject = SchemaObject> = {
  readonly object: Kind;
  readonly address: string;
  readonly rights: RawRights | null;
};

export type RawRights = {
  /** What `acldefault()` calls the kind: table, sequence, function, schema, type. */
  readonly kind: "r" | "s" | "f" | "n" | "T";
  readonly owner: string;
  /** Null: never granted or revoked, the defaults hold. */
  readonly granted: readonly AclItem[] | null;
  /** What initdb granted, where that counts in place of the defaults (schema public). */
  readonly initial: readonly AclItem[] | null;
  readonly columns: readonly { readonly name: string; readonly granted: readonly AclItem[] }[];
};

/** Grantee (quoted where needed; null: PUBLIC), privilege, with grant option. */
export type AclItem = readonly [grantee: string | null, privilege: string, grantable: boolean];

export type Relation = {
  readonly id: ObjectId;
  readonly schema: string;
  readonly name: string;
};

export function addressOf(catalogue: string, oid: number, column = 0): string {
  return `${catalogue}/${oid}/${column}`;
}

/** SQL condition: the object is no member of an extension. */
export function notMember(catalogue: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;
}

/** SQL expression: an access control list as JSON rows of `AclItem`, without the owner's; null stays null. */
export function aclJson(acl: string, owner: string): string {
  return `CASE WHEN ${acl} IS NOT NULL THEN (
    SELECT coalesce(json_agg(json_build_array(
      CASE WHEN g.grantee <> 0 THEN quote_ident(pg_get_userbyid(g.grantee)) END, g.privilege_type, g.is_grantable)), '[]')
    FROM aclexplode(${acl}) g WHERE g.grantee <> ${owner}) END`;
}

/** Lets several questions be put at once, whatever the session can do. */
export function asking(session: ReadSession): ReadSession["query"] {
  if (session.pipelined) return session.query.bind(session);
  let previous: Promise<unknown> = Promise.resolve();
  return <Row extends object>(sql: string, values?: readonly unknown[]) => {
    const answer = previous.then(() => session.query<Row>(sql, values));
    previous = answer.catch(() => undefined);
    return answer;
  };
}

export function nameOf(reading: Reading, namespace: number): string {
  const name = reading.namespaces.get(namespace);
  if (name === undefined) throw new Error(`Schema ${namespace} was not asked for`);
  return name;
}
