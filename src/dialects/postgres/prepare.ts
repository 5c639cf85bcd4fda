import type { Node } from "libpg-query";
import type { ReadSession, StandInRequest } from "../dialect.ts";
import { quoteIdentifier } from "./types.ts";

/** What stands ready before the first script. */
export type Prepared = {
  readonly schemas: readonly string[];
  readonly roles: readonly string[];
  readonly extensions: readonly string[];
  readonly missingExtensions: readonly string[];
};

export type Wanted = Pick<StandInRequest, "roles" | "schemas" | "extensions">;

/** Who prepares: the session that will run the scripts, and one that may create roles and any extension (often the same). */
export type Sessions = { readonly session: ReadSession; readonly administrator: ReadSession };

/** Creates the roles, schemas and extensions of the request, as far as they are not there and can be had. */
export async function prepare(sessions: Sessions, request: Wanted): Promise<Prepared> {
  const roles = await prepareRoles(sessions, request.roles);
  const schemas = new Set([...request.schemas, ...request.extensions.map(({ installedIn }) => installedIn)].filter(isOwnName));
  for (const schema of schemas) await sessions.session.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  const missingExtensions: string[] = [];
  for (const extension of request.extensions) {
    if (!(await prepareExtension(sessions, extension))) missingExtensions.push(extension.name);
  }
  const extensions = request.extensions.map(({ name }) => name).filter((name) => !missingExtensions.includes(name));
  return { schemas: [...schemas], roles, extensions, missingExtensions };
}

/**
 * The query that finds what this statement would create, if that is something that was prepared: then the statement, which
 * expects to be the first, is not for running. Null for every other statement.
 */
export function lookForPrepared(tree: Node, prepared: Prepared): { readonly sql: string; readonly name: string } | null {
  if ("CreateSchemaStmt" in tree) {
    const { schemaname = "", schemaElts } = tree.CreateSchemaStmt;
    if (schemaElts !== undefined || !prepared.schemas.includes(schemaname)) return null;
    return { sql: "SELECT FROM pg_namespace WHERE nspname = $1", name: schemaname };
  }
  if ("CreateRoleStmt" in tree) {
    const { role = "" } = tree.CreateRoleStmt;
    return prepared.roles.includes(role) ? { sql: "SELECT FROM pg_roles WHERE rolname = $1", name: role } : null;
  }
  if ("CreateExtensionStmt" in tree) {
    const { extname = "" } = tree.CreateExtensionStmt;
    return prepared.extensions.includes(extname) ? { sql: "SELECT FROM pg_extension WHERE extname = $1", name: extname } : null;
  }
  return null;
}

async function prepareRoles({ session, administrator }: Sessions, wanted: readonly string[]): Promise<readonly string[]> {
  const names = [...new Set(wanted)].filter(isOwnName);
  const rows = await administrator.query<{ rolname: string }>("SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[])", [
    names,
  ]);
  const there = new Set(rows.map(({ rolname }) => rolname));
  const [me] = await session.query<{ name: string }>("SELECT current_user AS name");
  for (const name of names.filter((name) => !there.has(name))) {
    await administrator.query(`CREATE ROLE ${quoteIdentifier(name)}`);
    // Only a member may make things belong to a role.
    await administrator.query(`GRANT ${quoteIdentifier(name)} TO ${quoteIdentifier(me?.name ?? "")}`);
  }
  return names;
}

async function prepareExtension(
  { session, administrator }: Sessions,
  extension: StandInRequest["extensions"][number],
): Promise<boolean> {
  const [available] = await session.query("SELECT FROM pg_available_extensions WHERE name = $1", [extension.name]);
  if (available === undefined) return false;
  const place =
    extension.installedIn === "public" || isOwnName(extension.installedIn)
      ? ` WITH SCHEMA ${quoteIdentifier(extension.installedIn)}`
      : "";
  const create = `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension.name)}${place} CASCADE`;
  // As its owner where that is allowed, so that a migration may comment on it or drop it.
  if (await succeeds(session, create)) return true;
  return !connectingExtensions.has(extension.name) && succeeds(administrator, create);
}

/** With these, SQL talks to other servers: whoever may not create them by himself does not get them from us. */
const connectingExtensions: ReadonlySet<string> = new Set(["dblink", "postgres_fdw"]);

async function succeeds(session: ReadSession, sql: string): Promise<boolean> {
  return session.query(sql).then(
    () => true,
    () => false,
  );
}

/** Names with this beginning are the server's, and these two mean everybody and nobody. */
function isOwnName(name: string): boolean {
  return !name.startsWith("pg_") && name !== "public" && name !== "none" && name !== "information_schema" && name !== "";
}
