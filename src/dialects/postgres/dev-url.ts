import type { Client } from "pg";
import { UserError } from "../../errors.ts";
import type { Secret } from "../../secret.ts";
import type { ReadSession, StandInRequest } from "../dialect.ts";
import { type Connection, display, parseConnection } from "./connection.ts";
import { sqlState } from "./failures.ts";
import { identify } from "./identity.ts";
import { login } from "./login.ts";
import { newSession, type Place } from "./place.ts";
import { type Content, contents, databaseComment, dropContents, makeSchema, marker, schemaComment } from "./scratch-contents.ts";
import { makeScratchRole, reachOf, type ScratchRole } from "./scratch-role.ts";
import { openServerEngine } from "./server-engine.ts";
import { quoteIdentifier } from "./types.ts";

/**
 * The scratch database that the user names, emptied: the whole of it, or one schema of it. It is used only when it is empty or
 * carries our mark, by one run at a time, and left empty. Throws UserError `invalid-input` when it must not be used.
 */
export async function openScratchDatabase(url: Secret, request: StandInRequest): Promise<Place> {
  const { connection, keeper } = await reach(url);
  try {
    await refuseTarget(keeper, connection, request.targetIdentity);
    await refuseSecondRun(keeper, connection);
    const room =
      request.shadowSchema === null ? wholeDatabase(keeper, connection) : oneSchema(keeper, connection, request.shadowSchema);
    const reach = await reachOf(keeper);
    if (reach.kind === "more") throw unusable(connection, `its role ${reach.how}, which migrations could harm`, limitedRoleHint);
    await room.takeOver();
    const role = reach.kind === "everything" ? await makeScratchRole(keeper, request.shadowSchema) : null;
    const ownRoles = await missingRoles(keeper, request.roles);
    const client = await connectAs(connection, role).catch(async (error: unknown) => {
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
      },
    });
    const schema = request.schemas[0] ?? "public";
    return {
      engine,
      session: engine,
      administrator: role === null ? engine : keeper,
      newSession: [...newSession([request.shadowSchema ?? schema]), `SET statement_timeout = ${request.limits.timeMs}`],
      rename: request.shadowSchema === null ? null : { from: request.shadowSchema, to: schema },
    };
  } catch (error) {
    await keeper.close();
    throw explain(connection, error);
  }
}

/** What is wrong with a connection does not say by itself which of the two databases it is about. */
async function reach(url: Secret): Promise<{ readonly connection: Connection; readonly keeper: Keeper }> {
  try {
    const connection = parseConnection(url);
    return { connection, keeper: await openKeeper(connection) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.reason, `--dev-url: ${error.message}`, error.hint, { cause: error.cause });
  }
}

function explain(connection: Connection, error: unknown): unknown {
  if (!(error instanceof Error) || sqlState(error) !== "42501") return error;
  return unusable(connection, error.message, `Name a database that belongs to user ${JSON.stringify(connection.user)}.`);
}

/** The session that looks after the scratch database while another one runs the scripts. */
type Keeper = ReadSession & { close(): Promise<void> };

type Room = {
  takeOver(): Promise<void>;
  leave(): Promise<void>;
};

async function openKeeper(connection: Connection): Promise<Keeper> {
  const client = await connect(connection);
  return {
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
      return (await client.query<Row>(sql, [...values])).rows;
    },
    close: () => client.end(),
  };
}

async function connect(connection: Connection): Promise<Client> {
  const { client } = await login(connection, { connectTimeoutMs: 10_000, workingDirectory: process.cwd() });
  return client;
}

const limitedRoleHint = "Name a role that owns the scratch database and nothing else.";

async function connectAs(connection: Connection, role: ScratchRole | null): Promise<Client> {
  if (role === null) return connect(connection);
  return connect({ ...connection, user: role.user, password: role.password }).catch((error: unknown) => {
    const reason = error instanceof UserError ? ` (${error.message})` : "";
    const why = `its role is a superuser, and the server does not let a lesser role log in that was made for it${reason}`;
    throw unusable(connection, why, limitedRoleHint);
  });
}

async function refuseTarget(keeper: Keeper, connection: Connection, targetIdentity: string | null): Promise<void> {
  const { sha256 } = await identify(keeper, connection);
  if (sha256 === targetIdentity) throw unusable(connection, "it is the target itself", "Name a database that may be emptied.");
}

async function refuseSecondRun(keeper: Keeper, connection: Connection): Promise<void> {
  const [lock] = await keeper.query<{ taken: boolean }>(
    "SELECT pg_try_advisory_lock(hashtextextended('schemagate scratch database', 0)) AS taken",
  );
  if (lock?.taken !== true)
    throw unusable(connection, "another run is using it", "Wait for it to end, or name another database.");
}

function wholeDatabase(keeper: Keeper, connection: Connection): Room {
  return {
    async takeOver() {
      const found = await contents(keeper);
      const ours = (await databaseComment(keeper)) === marker;
      if (found.length > 0 && !ours)
        throw unusable(
          connection,
          `it is not empty: it has ${listed(found)}`,
          "Name an empty database, or one schema of this one with --shadow-schema.",
        );
      const [database] = await keeper.query<{ name: string }>("SELECT current_database() AS name");
      await keeper.query(`COMMENT ON DATABASE ${quoteIdentifier(database?.name ?? "")} IS '${marker}'`);
      await dropContents(keeper);
      const left = await contents(keeper);
      if (left.length > 0)
        throw unusable(connection, `${listed(left)} could not be dropped`, "Drop it, or name another database.");
    },
    leave: () => dropContents(keeper),
  };
}

function oneSchema(keeper: Keeper, connection: Connection, schema: string): Room {
  return {
    async takeOver() {
      const comment = await schemaComment(keeper, schema);
      if (comment !== undefined && comment !== marker) {
        throw unusable(
          connection,
          `its schema "${schema}" was not made by Schemagate`,
          "Name a schema that does not exist yet with --shadow-schema.",
        );
      }
      await makeSchema(keeper, schema);
    },
    async leave() {
      await keeper.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`);
    },
  };
}

/** What the connection was doing goes on until the server notices that nobody listens. */
async function endSession(keeper: Keeper, pid: number): Promise<void> {
  await keeper.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = $1 AND pid <> pg_backend_pid()", [
    pid,
  ]);
}

/** Roles belong to the whole server, which others may use: of those that were asked for, the ones that are not there yet. */
async function missingRoles(keeper: Keeper, wanted: readonly string[]): Promise<readonly string[]> {
  const rows = await keeper.query<{ rolname: string }>("SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[])", [wanted]);
  return wanted.filter((name) => !rows.some(({ rolname }) => rolname === name));
}

async function dropRoles(keeper: Keeper, roles: readonly string[]): Promise<void> {
  for (const role of roles) {
    // A role that was not made, or that somebody else gave things to meanwhile, is left alone.
    await keeper.query(`DROP OWNED BY ${quoteIdentifier(role)} CASCADE`).catch(() => undefined);
    await keeper.query(`DROP ROLE IF EXISTS ${quoteIdentifier(role)}`).catch(() => undefined);
  }
}

function listed(found: readonly Content[]): string {
  const names = found.slice(0, 3).map(({ kind, name }) => `${kind} ${name}`);
  return found.length > 3 ? `${names.join(", ")} and ${found.length - 3} more` : names.join(", ");
}

function unusable(connection: Connection, why: string, hint: string): UserError {
  return new UserError("invalid-input", `Can't use the scratch database ${display(connection)}: ${why}.`, hint);
}
