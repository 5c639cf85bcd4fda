import { type ChildProcess, execFile, spawn } from "node:child_process";
import { access, chown, constants, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Client } from "pg";
import type { ChildLimits } from "../child.ts";
import { type Engine, EngineGone } from "./engine.ts";
import { newSession, type Place } from "./place.ts";
import { openServerEngine, type ServerEngineOptions } from "./server-engine.ts";

/** PostgreSQL as it is installed on this machine: the folder of its programs. */
export type InstalledServer = { readonly bin: string; readonly major: number };

const runProgram = promisify(execFile);

/** Where packages of Debian, Red Hat, Homebrew, Postgres.app and hand-made installations put it. */
const usualFolders = (major: number): readonly string[] => [
  `/usr/lib/postgresql/${major}/bin`,
  `/usr/pgsql-${major}/bin`,
  `/opt/homebrew/opt/postgresql@${major}/bin`,
  `/usr/local/opt/postgresql@${major}/bin`,
  `/Applications/Postgres.app/Contents/Versions/${major}/bin`,
  "/usr/local/pgsql/bin",
  "/usr/local/bin",
  "/usr/bin",
];

/** A PostgreSQL of this major version in one of the usual folders; null when there is none, and on Windows. */
export async function findServer(major: number): Promise<InstalledServer | null> {
  if (process.platform === "win32") return null;
  for (const bin of usualFolders(major)) {
    if ((await majorOf(join(bin, "postgres"))) === major && (await isExecutable(join(bin, "initdb")))) return { bin, major };
  }
  return null;
}

/**
 * A private server in a temporary folder that answers on a socket of this folder only. Scripts run as `postgres`, which owns the
 * database and is no superuser; the superuser has another name. It ends when it is disposed or when this process ends, however
 * that happens.
 */
export async function openNativeServer(
  { bin, major }: InstalledServer,
  request: { readonly schemas: readonly string[]; readonly limits: ChildLimits },
): Promise<Place> {
  const account = await unprivilegedAccount();
  const folder = await mkdtemp(join(tmpdir(), "schemagate-"));
  try {
    await initialise(bin, folder, account);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new EngineGone(`PostgreSQL ${major} in ${bin} could not be set up: ${lastWords(error)}`);
  }
  const server = spawnGuarded(bin, folder, account);
  try {
    return await openSessions(folder, server, { bin, major }, request);
  } catch (error) {
    await stop(server, folder);
    throw error;
  }
}

const startLimitMs = 60_000;

type Account = { readonly uid: number; readonly gid: number } | null;

/** `initdb` and `postgres` refuse to run as root: then they run as `nobody`. Null: as ourselves. */
async function unprivilegedAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = lines.find(([name]) => name === "nobody") ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

async function initialise(bin: string, folder: string, account: Account): Promise<void> {
  const data = join(folder, "data");
  await mkdir(data);
  if (account !== null) {
    await chown(folder, account.uid, account.gid);
    await chown(data, account.uid, account.gid);
  }
  await runProgram(
    join(bin, "initdb"),
    ["-D", data, "-U", administratorName, "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync"],
    { ...account, cwd: folder, env: {}, timeout: startLimitMs },
  );
}

const administratorName = "schemagate_administrator";

const settings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
  jit: "off",
  shared_buffers: "32MB",
  max_connections: "10",
  max_locks_per_transaction: "1024",
  max_parallel_workers: "0",
  temp_file_limit: "1GB",
  TimeZone: "UTC",
};

/** Holds the server's life to our own: its standard input is a pipe from us, and when that closes, by whatever end, the server goes. */
const guard = `
folder=$1; shift
"$@" > "$folder/server.log" 2>&1 &
server=$!
read -r _
kill -QUIT $server
wait $server
rm -rf "$folder"
`;

function spawnGuarded(bin: string, folder: string, account: Account): ChildProcess {
  const options = Object.entries({ ...settings, unix_socket_directories: folder }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  return spawn("/bin/sh", ["-c", guard, "sh", folder, join(bin, "postgres"), "-D", join(folder, "data"), ...options], {
    ...account,
    cwd: folder,
    env: {},
    // So that Ctrl-C reaches us and not the shell that has to clean up after us.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
}

async function openSessions(
  folder: string,
  server: ChildProcess,
  { bin, major }: InstalledServer,
  { schemas, limits }: { readonly schemas: readonly string[]; readonly limits: ChildLimits },
): Promise<Place> {
  await createDatabase(folder, major, limits);
  const administrator = await openServerEngine(await connect(folder, administratorName, databaseName), unwatched(limits));
  if (major < 15) await administrator.execute(['ALTER SCHEMA public OWNER TO "postgres"']);
  const engine = await openServerEngine(await connect(folder, "postgres", databaseName), {
    description: (version) => `PostgreSQL ${version} in ${bin}`,
    limits,
    local: true,
    end: async () => {
      await administrator[Symbol.asyncDispose]();
      await stop(server, folder);
    },
  });
  return { engine, session: engine, administrator, newSession: newSession([schemas[0] ?? "public"]), rename: null };
}

const databaseName = "schemagate";

async function createDatabase(folder: string, major: number, limits: ChildLimits): Promise<void> {
  await using administrator = await connectWhenReady(folder, limits);
  const created = await administrator.execute([
    // Up to 15, whoever may create roles may also grant himself the one that runs programs.
    `CREATE ROLE "postgres" LOGIN NOSUPERUSER ${major < 16 ? "NOCREATEROLE" : "CREATEROLE"}`,
    `CREATE DATABASE "${databaseName}" OWNER "postgres" TEMPLATE template0`,
  ]);
  if (created.outcome !== "done") throw new EngineGone(`PostgreSQL ${major} could not be set up: ${created.message}`);
}

async function connectWhenReady(folder: string, limits: ChildLimits): Promise<Engine> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    try {
      return await openServerEngine(await connect(folder, administratorName, "postgres"), unwatched(limits));
    } catch (error) {
      if (performance.now() > deadline) {
        const log = await readFile(join(folder, "server.log"), "utf8").catch(() => "");
        throw new EngineGone(`The private PostgreSQL did not start: ${lastWords(log === "" ? error : log)}`);
      }
      await sleep(50);
    }
  }
}

async function connect(folder: string, user: string, database: string): Promise<Client> {
  const { Client } = (await import("pg")).default;
  const client = new Client({ host: folder, port: 5432, user, database, ssl: false, password: "" });
  await client.connect();
  return client;
}

function unwatched(limits: ChildLimits): ServerEngineOptions {
  return { description: (version) => version, limits, local: false, end: async () => {} };
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.stdin?.end();
    await gone;
  }
  // Where only we may remove the folder itself.
  await rm(folder, { recursive: true, force: true });
}

async function majorOf(program: string): Promise<number | null> {
  const version = await runProgram(program, ["--version"], { env: {}, timeout: 5000 }).catch(() => null);
  return version === null ? null : Number(/ (\d+)/.exec(version.stdout)?.[1] ?? 0);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function lastWords(error: unknown): string {
  const { stderr } = error as { readonly stderr?: string };
  const text = typeof error === "string" ? error : (stderr ?? (error instanceof Error ? error.message : String(error)));
  return text.trim().split("\n").at(-1) ?? "";
}
