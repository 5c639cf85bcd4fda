import { UserError } from "../../../errors.ts";
import { type Invisible, objectId, type SchemaNamespace } from "../../../schema/snapshot.ts";
import type { ReadSession, Scope } from "../../dialect.ts";
import { type AclItem, aclJson, addressOf, asking, type Found, type Reading } from "./reading.ts";
import { readVisibility } from "./visibility.ts";

/** Every schema that is not the server's own. */
const namespacesQuery = `
SELECT n.oid, n.nspname AS name, pg_get_userbyid(n.nspowner) AS owner,
  ${aclJson("n.nspacl", "n.nspowner")} AS granted, ${aclJson("i.initprivs", "n.nspowner")} AS initial,
  EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e') AS "isMember"
FROM pg_namespace n
LEFT JOIN pg_init_privs i ON i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid AND i.objsubid = 0 AND i.privtype = 'i'
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

const serverQuery = `
SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
  current_setting('block_size')::int AS "blockSize"`;

type ServerRow = { readonly number: number; readonly version: string; readonly blockSize: number };

type NamespaceRow = {
  readonly oid: number;
  readonly name: string;
  readonly owner: string;
  readonly granted: readonly AclItem[] | null;
  readonly initial: readonly AclItem[] | null;
  readonly isMember: boolean;
};

export type Opened = {
  readonly reading: Reading;
  readonly serverVersion: string;
  readonly blockSize: number;
  readonly schemas: readonly string[];
  readonly invisible: readonly Invisible[];
  readonly found: readonly Found<SchemaNamespace>[];
};

/** Resolves the scope. */
export async function openReading(session: ReadSession, scope: Scope): Promise<Opened> {
  const ask = asking(session);
  const [{ hidden, invisible }, [server], all] = await Promise.all([
    readVisibility(ask),
    ask<ServerRow>(serverQuery),
    ask<NamespaceRow>(namespacesQuery),
  ]);
  if (server === undefined) throw new Error("The server did not tell its version");
  const rows = select(all, scope);
  return {
    reading: {
      ask,
      version: server.number,
      namespaces: new Map(rows.map((row) => [row.oid, row.name])),
      scope: rows.map((row) => row.oid),
      hidden,
    },
    invisible,
    serverVersion: server.version.split(" ")[0] ?? server.version,
    blockSize: server.blockSize,
    schemas: rows.map((row) => row.name),
    found: rows.map(found),
  };
}

/** Throws UserError `invalid-input` when the scope names a schema that must be there and is not. */
export function refuseAbsent(present: readonly string[], { include, absent }: Scope): void {
  const missing = (include ?? []).filter((name) => !present.includes(name));
  if (missing.length === 0 || absent === "leave out") return;
  throw new UserError(
    "invalid-input",
    `The database has no schema ${missing.map((name) => JSON.stringify(name)).join(", ")}.`,
    `It has ${listed(present)}. Name schemas that exist with --include-schemas, or with ?schema= in the URL.`,
  );
}

function listed(names: readonly string[]): string {
  return names.length === 0
    ? "none"
    : names
        .map((name) => JSON.stringify(name))
        .toSorted()
        .join(", ");
}

function select(all: readonly NamespaceRow[], scope: Scope): readonly NamespaceRow[] {
  const { include } = scope;
  refuseAbsent(
    all.map(({ name }) => name),
    scope,
  );
  return all
    .filter((row) => (include === null ? !row.isMember : include.includes(row.name)))
    .filter((row) => !scope.exclude.includes(row.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function found(row: NamespaceRow): Found<SchemaNamespace> {
  return {
    object: { kind: "schema", id: objectId("schema", row.name), schema: null, name: row.name },
    address: addressOf("pg_namespace", row.oid),
    rights: { kind: "n", owner: row.owner, granted: row.granted, initial: row.initial, columns: [] },
  };
}
