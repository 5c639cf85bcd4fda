import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  displayAddress
} from "./chunk-5BEQHQJC.js";
import {
  sha256
} from "./chunk-KWIZQELA.js";

// src/dialects/postgres/identity.ts
var mayAskQuery = `
SELECT has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') AS allowed,
  (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database`;
async function identify(session, connection) {
  const [row] = await session.query(mayAskQuery);
  const { allowed = false, database = "" } = row ?? {};
  if (!allowed) return { sha256: sha256(`postgres address ${displayAddress(connection.address)} ${database}`), exact: false };
  const [system] = await session.query(
    "SELECT system_identifier::text AS identifier FROM pg_control_system()"
  );
  return { sha256: sha256(`postgres system ${system?.identifier} ${database}`), exact: true };
}

export {
  identify
};
