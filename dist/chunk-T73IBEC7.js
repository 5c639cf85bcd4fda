import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  openServerEngine
} from "./chunk-L7HR6S6G.js";
import {
  newSession
} from "./chunk-KCGQLK6G.js";
import "./chunk-IZJLRMYL.js";
import {
  identify
} from "./chunk-HSS763HQ.js";
import {
  display,
  login,
  parseConnection,
  sqlState
} from "./chunk-5BEQHQJC.js";
import {
  quoteIdentifier,
  quoteLiteral
} from "./chunk-4PLWE6NW.js";
import "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-VFGNKPCW.js";
import "./chunk-QTSD2RIJ.js";
import "./chunk-LQ7MRN4E.js";
import "./chunk-KPJN5OEV.js";

// src/dialects/postgres/scratch-contents.ts
var contentsQuery = `
SELECT 'schema' AS kind, quote_ident(nspname) AS name, 1 AS turn
FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
UNION ALL
SELECT 'extension', quote_ident(extname), 2 FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL
SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
  WHEN 'c' THEN 'type' ELSE 'table' END, 'public.' || quote_ident(relname), 3
FROM pg_class c
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT CASE prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END,
  'public.' || quote_ident(proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', 4
FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END, 'public.' || quote_ident(typname), 5
FROM pg_type t
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT 'collation', 'public.' || quote_ident(collname), 6 FROM pg_collation WHERE collnamespace = 'public'::regnamespace
ORDER BY turn, name`;
async function contents(session) {
  return session.query(contentsQuery);
}
async function dropContents(session) {
  for (const { kind, name } of await contents(session)) {
    await session.query(`DROP ${kind.toUpperCase()} IF EXISTS ${name} CASCADE`);
  }
}
var marker = "Scratch space of Schemagate: whatever is in it may be dropped.";
async function databaseComment(session) {
  const [row] = await session.query(
    "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = current_database()"
  );
  return row?.comment ?? null;
}
async function schemaComment(session, schema) {
  const [row] = await session.query(
    "SELECT obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace WHERE nspname = $1",
    [schema]
  );
  return row === void 0 ? void 0 : row.comment;
}
async function makeSchema(session, schema) {
  await session.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`);
  await session.query(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
  await session.query(`COMMENT ON SCHEMA ${quoteIdentifier(schema)} IS '${marker}'`);
}

// src/dialects/postgres/scratch-role.ts
import { randomBytes } from "node:crypto";
async function reachOf(session) {
  const [row] = await session.query(reachQuery);
  if (row?.superuser === true) return { kind: "everything" };
  const { powers = [], databases = [] } = row ?? {};
  if (powers.length > 0) return { kind: "more", how: `is a member of ${powers.join(", ")}` };
  if (databases.length > 0) return { kind: "more", how: `also owns the database ${databases.join(", ")}` };
  return { kind: "this database" };
}
var reachQuery = `
SELECT rolsuper AS superuser,
  ARRAY(SELECT rolname::text FROM pg_roles
         WHERE rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
           AND pg_has_role(oid, 'MEMBER') ORDER BY rolname) AS powers,
  ARRAY(SELECT datname::text FROM pg_database
         WHERE datname <> current_database() AND pg_has_role(datdba, 'MEMBER') ORDER BY datname) AS databases
FROM pg_roles WHERE rolname = current_user`;
async function makeScratchRole(session, scratchSchema) {
  const [place] = await session.query(placeQuery);
  if (place === void 0) throw new Error("A session is always in a database.");
  const { database, owner, publicOwner, me } = place;
  const user = `schemagate_scratch_${place.oid}`;
  const password = randomBytes(24).toString("base64url");
  const orMe = (name) => name === user ? me : name;
  async function belongTo(databaseOwner, schemaOwner) {
    await session.query(`ALTER DATABASE ${quoteIdentifier(database)} OWNER TO ${quoteIdentifier(databaseOwner)}`);
    const [present] = await session.query("SELECT FROM pg_namespace WHERE nspname = 'public'");
    if (present !== void 0 && publicOwner !== "pg_database_owner")
      await session.query(`ALTER SCHEMA public OWNER TO ${quoteIdentifier(schemaOwner)}`);
  }
  async function giveBack() {
    await belongTo(orMe(owner), orMe(publicOwner ?? me));
    await session.query(`DROP OWNED BY ${quoteIdentifier(user)} CASCADE`);
    await session.query(`DROP ROLE ${quoteIdentifier(user)}`);
  }
  const [left] = await session.query("SELECT FROM pg_roles WHERE rolname = $1", [user]);
  if (left !== void 0) await giveBack();
  await session.query(
    `CREATE ROLE ${quoteIdentifier(user)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${quoteLiteral(password)}`
  );
  await belongTo(user, user);
  if (scratchSchema !== null) {
    await session.query(`ALTER SCHEMA ${quoteIdentifier(scratchSchema)} OWNER TO ${quoteIdentifier(user)}`);
  }
  return { user, password, giveBack };
}
var placeQuery = `
SELECT d.oid::text, d.datname::text AS database, pg_get_userbyid(d.datdba)::text AS owner, current_user::text AS me,
  (SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = 'public') AS "publicOwner"
FROM pg_database d WHERE d.datname = current_database()`;

// src/dialects/postgres/dev-url.ts
async function openScratchDatabase(url, request) {
  const { connection, keeper } = await reach(url);
  try {
    await refuseTarget(keeper, connection, request.targetIdentity);
    await refuseSecondRun(keeper, connection);
    const room = request.shadowSchema === null ? wholeDatabase(keeper, connection) : oneSchema(keeper, connection, request.shadowSchema);
    const reach2 = await reachOf(keeper);
    if (reach2.kind === "more") throw unusable(connection, `its role ${reach2.how}, which migrations could harm`, limitedRoleHint);
    await room.takeOver();
    const role = reach2.kind === "everything" ? await makeScratchRole(keeper, request.shadowSchema) : null;
    const ownRoles = await missingRoles(keeper, request.roles);
    const client = await connectAs(connection, role).catch(async (error) => {
      await role?.giveBack();
      throw error;
    });
    const engine = await openServerEngine(client, {
      description: (version) => `PostgreSQL ${version} at ${display(connection)}`,
      limits: request.limits,
      local: false,
      end: async (pid) => {
        await endSession(keeper, pid);
        await room.leave();
        await dropRoles(keeper, ownRoles);
        await role?.giveBack();
        await keeper.close();
      }
    });
    const schema = request.schemas[0] ?? "public";
    return {
      engine,
      session: engine,
      administrator: role === null ? engine : keeper,
      newSession: [...newSession([request.shadowSchema ?? schema]), `SET statement_timeout = ${request.limits.timeMs}`],
      rename: request.shadowSchema === null ? null : { from: request.shadowSchema, to: schema }
    };
  } catch (error) {
    await keeper.close();
    throw explain(connection, error);
  }
}
async function reach(url) {
  try {
    const connection = parseConnection(url);
    return { connection, keeper: await openKeeper(connection) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.reason, `--dev-url: ${error.message}`, error.hint, { cause: error.cause });
  }
}
function explain(connection, error) {
  if (!(error instanceof Error) || sqlState(error) !== "42501") return error;
  return unusable(connection, error.message, `Name a database that belongs to user ${JSON.stringify(connection.user)}.`);
}
async function openKeeper(connection) {
  const client = await connect(connection);
  return {
    async query(sql, values = []) {
      return (await client.query(sql, [...values])).rows;
    },
    close: () => client.end()
  };
}
async function connect(connection) {
  const { client } = await login(connection, { connectTimeoutMs: 1e4, workingDirectory: process.cwd() });
  return client;
}
var limitedRoleHint = "Name a role that owns the scratch database and nothing else.";
async function connectAs(connection, role) {
  if (role === null) return connect(connection);
  return connect({ ...connection, user: role.user, password: role.password }).catch((error) => {
    const reason = error instanceof UserError ? ` (${error.message})` : "";
    const why = `its role is a superuser, and the server does not let a lesser role log in that was made for it${reason}`;
    throw unusable(connection, why, limitedRoleHint);
  });
}
async function refuseTarget(keeper, connection, targetIdentity) {
  const { sha256 } = await identify(keeper, connection);
  if (sha256 === targetIdentity) throw unusable(connection, "it is the target itself", "Name a database that may be emptied.");
}
async function refuseSecondRun(keeper, connection) {
  const [lock] = await keeper.query(
    "SELECT pg_try_advisory_lock(hashtextextended('schemagate scratch database', 0)) AS taken"
  );
  if (lock?.taken !== true)
    throw unusable(connection, "another run is using it", "Wait for it to end, or name another database.");
}
function wholeDatabase(keeper, connection) {
  return {
    async takeOver() {
      const found = await contents(keeper);
      const ours = await databaseComment(keeper) === marker;
      if (found.length > 0 && !ours)
        throw unusable(
          connection,
          `it is not empty: it has ${listed(found)}`,
          "Name an empty database, or one schema of this one with --shadow-schema."
        );
      const [database] = await keeper.query("SELECT current_database() AS name");
      await keeper.query(`COMMENT ON DATABASE ${quoteIdentifier(database?.name ?? "")} IS '${marker}'`);
      await dropContents(keeper);
      const left = await contents(keeper);
      if (left.length > 0)
        throw unusable(connection, `${listed(left)} could not be dropped`, "Drop it, or name another database.");
    },
    leave: () => dropContents(keeper)
  };
}
function oneSchema(keeper, connection, schema) {
  return {
    async takeOver() {
      const comment = await schemaComment(keeper, schema);
      if (comment !== void 0 && comment !== marker) {
        throw unusable(
          connection,
          `its schema "${schema}" was not made by Schemagate`,
          "Name a schema that does not exist yet with --shadow-schema."
        );
      }
      await makeSchema(keeper, schema);
    },
    async leave() {
      await keeper.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`);
    }
  };
}
async function endSession(keeper, pid) {
  await keeper.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = $1 AND pid <> pg_backend_pid()", [
    pid
  ]);
}
async function missingRoles(keeper, wanted) {
  const rows = await keeper.query("SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[])", [wanted]);
  return wanted.filter((name) => !rows.some(({ rolname }) => rolname === name));
}
async function dropRoles(keeper, roles) {
  for (const role of roles) {
    await keeper.query(`DROP OWNED BY ${quoteIdentifier(role)} CASCADE`).catch(() => void 0);
    await keeper.query(`DROP ROLE IF EXISTS ${quoteIdentifier(role)}`).catch(() => void 0);
  }
}
function listed(found) {
  const names = found.slice(0, 3).map(({ kind, name }) => `${kind} ${name}`);
  return found.length > 3 ? `${names.join(", ")} and ${found.length - 3} more` : names.join(", ");
}
function unusable(connection, why, hint) {
  return new UserError("invalid-input", `Can't use the scratch database ${display(connection)}: ${why}.`, hint);
}
export {
  openScratchDatabase
};
