import { sha256 } from "../../schema/fingerprint.ts";
import type { ReadSession } from "../dialect.ts";
import { type Connection, displayAddress } from "./connection.ts";

export type Identity = {
  readonly sha256: string;
  /** False: told apart by the address, since the role may not read the system identifier. */
  readonly exact: boolean;
};

const mayAskQuery = `
SELECT has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') AS allowed,
  (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database`;

/** What makes this database this database: the cluster's system identifier, which copies of its files share, and the oid. */
export async function identify(session: ReadSession, connection: Connection): Promise<Identity> {
  const [row] = await session.query<{ allowed: boolean; database: string }>(mayAskQuery);
  const { allowed = false, database = "" } = row ?? {};
  if (!allowed) return { sha256: sha256(`postgres address ${displayAddress(connection.address)} ${database}`), exact: false };
  const [system] = await session.query<{ identifier: string }>(
    "SELECT system_identifier::text AS identifier FROM pg_control_system()",
  );
  return { sha256: sha256(`postgres system ${system?.identifier} ${database}`), exact: true };
}
