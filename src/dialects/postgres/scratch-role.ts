import { randomBytes } from "node:crypto";
import type { ReadSession } from "../dialect.ts";
import { quoteIdentifier, quoteLiteral } from "./types.ts";

export type Reach =
  | { readonly kind: "this database" }
  | { readonly kind: "everything" }
  /** `how` ends the sentence "its role …". */
  | { readonly kind: "more"; readonly how: string };

/** What the role of this session could reach with SQL that nobody has reviewed. */
export async function reachOf(session: ReadSession): Promise<Reach> {
  const [row] = await session.query<{ superuser: boolean; powers: readonly string[]; databases: readonly string[] }>(reachQuery);
  if (row?.superuser === true) return { kind: "everything" };
  const { powers = [], databases = [] } = row ?? {};
  if (powers.length > 0) return { kind: "more", how: `is a member of ${powers.join(", ")}` };
  if (databases.length > 0) return { kind: "more", how: `also owns the database ${databases.join(", ")}` };
  return { kind: "this database" };
}

const reachQuery = `
SELECT rolsuper AS superuser,
  ARRAY(SELECT rolname::text FROM pg_roles
         WHERE rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
           AND pg_has_role(oid, 'MEMBER') ORDER BY rolname) AS powers,
  ARRAY(SELECT datname::text FROM pg_database
         WHERE datname <> current_database() AND pg_has_role(datdba, 'MEMBER') ORDER BY datname) AS databases
FROM pg_roles WHERE rolname = current_user`;

/** A role that owns the scratch database, and nothing else. */
export type ScratchRole = { readonly user: string; readonly password: string; giveBack(): Promise<void> };

/**
 * Makes it, in a superuser's session, and gives it the scratch schema, too, where there is one. Scripts log in as this role: from a
 * mere SET ROLE they could set themselves free.
 */
export async function makeScratchRole(session: ReadSession, scratchSchema: string | null): Promise<ScratchRole> {
  const [place] = await session.query<Place>(placeQuery);
  if (place === undefined) throw new Error("A session is always in a database.");
  const { database, owner, publicOwner, me } = place;
  const user = `schemagate_scratch_${place.oid}`;
  const password = randomBytes(24).toString("base64url");
  // An earlier run may have been killed before it gave the database back.
  const orMe = (name: string) => (name === user ? me : name);

  async function belongTo(databaseOwner: string, schemaOwner: string): Promise<void> {
    await session.query(`ALTER DATABASE ${quoteIdentifier(database)} OWNER TO ${quoteIdentifier(databaseOwner)}`);
    const [present] = await session.query("SELECT FROM pg_namespace WHERE nspname = 'public'");
    // Since PostgreSQL 15 it belongs to whoever owns the database; to move it would change its rights.
    if (present !== undefined && publicOwner !== "pg_database_owner")
      await session.query(`ALTER SCHEMA public OWNER TO ${quoteIdentifier(schemaOwner)}`);
  }

  async function giveBack(): Promise<void> {
    await belongTo(orMe(owner), orMe(publicOwner ?? me));
    await session.query(`DROP OWNED BY ${quoteIdentifier(user)} CASCADE`);
    await session.query(`DROP ROLE ${quoteIdentifier(user)}`);
  }

  const [left] = await session.query("SELECT FROM pg_roles WHERE rolname = $1", [user]);
  if (left !== undefined) await giveBack();
  await session.query(
    `CREATE ROLE ${quoteIdentifier(user)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${quoteLiteral(password)}`,
  );
  await belongTo(user, user);
  if (scratchSchema !== null) {
    await session.query(`ALTER SCHEMA ${quoteIdentifier(scratchSchema)} OWNER TO ${quoteIdentifier(user)}`);
  }
  return { user, password, giveBack };
}

type Place = {
  readonly oid: string;
  readonly database: string;
  readonly owner: string;
  readonly publicOwner: string | null;
  readonly me: string;
};

const placeQuery = `
SELECT d.oid::text, d.datname::text AS database, pg_get_userbyid(d.datdba)::text AS owner, current_user::text AS me,
  (SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = 'public') AS "publicOwner"
FROM pg_database d WHERE d.datname = current_database()`;
