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
import "./chunk-4PLWE6NW.js";
import {
  EngineGone
} from "./chunk-VFGNKPCW.js";
import "./chunk-QTSD2RIJ.js";
import "./chunk-LQ7MRN4E.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/postgres/native-server.ts
import { execFile, spawn } from "node:child_process";
import { access, chown, constants, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
var runProgram = promisify(execFile);
var usualFolders = (major) => [
  `/usr/lib/postgresql/${major}/bin`,
  `/usr/pgsql-${major}/bin`,
  `/opt/homebrew/opt/postgresql@${major}/bin`,
  `/usr/local/opt/postgresql@${major}/bin`,
  `/Applications/Postgres.app/Contents/Versions/${major}/bin`,
  "/usr/local/pgsql/bin",
  "/usr/local/bin",
  "/usr/bin"
];
async function findServer(major) {
  if (process.platform === "win32") return null;
  for (const bin of usualFolders(major)) {
    if (await majorOf(join(bin, "postgres")) === major && await isExecutable(join(bin, "initdb"))) return { bin, major };
  }
  return null;
}
async function openNativeServer({ bin, major }, request) {
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
var startLimitMs = 6e4;
async function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = lines.find(([name]) => name === "nobody") ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}
async function initialise(bin, folder, account) {
  const data = join(folder, "data");
  await mkdir(data);
  if (account !== null) {
    await chown(folder, account.uid, account.gid);
    await chown(data, account.uid, account.gid);
  }
  await runProgram(
    join(bin, "initdb"),
    ["-D", data, "-U", administratorName, "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync"],
    { ...account, cwd: folder, env: {}, timeout: startLimitMs }
  );
}
var administratorName = "schemagate_administrator";
var settings = {
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
  TimeZone: "UTC"
};
var guard = `
folder=$1; shift
"$@" > "$folder/server.log" 2>&1 &
server=$!
read -r _
kill -QUIT $server
wait $server
rm -rf "$folder"
`;
function spawnGuarded(bin, folder, account) {
  const options = Object.entries({ ...settings, unix_socket_directories: folder }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`
  ]);
  return spawn("/bin/sh", ["-c", guard, "sh", folder, join(bin, "postgres"), "-D", join(folder, "data"), ...options], {
    ...account,
    cwd: folder,
    env: {},
    // So that Ctrl-C reaches us and not the shell that has to clean up after us.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"]
  });
}
async function openSessions(folder, server, { bin, major }, { schemas, limits }) {
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
    }
  });
  return { engine, session: engine, administrator, newSession: newSession([schemas[0] ?? "public"]), rename: null };
}
var databaseName = "schemagate";
async function createDatabase(folder, major, limits) {
  var _stack = [];
  try {
    const administrator = __using(_stack, await connectWhenReady(folder, limits), true);
    const created = await administrator.execute([
      // Up to 15, whoever may create roles may also grant himself the one that runs programs.
      `CREATE ROLE "postgres" LOGIN NOSUPERUSER ${major < 16 ? "NOCREATEROLE" : "CREATEROLE"}`,
      `CREATE DATABASE "${databaseName}" OWNER "postgres" TEMPLATE template0`
    ]);
    if (created.outcome !== "done") throw new EngineGone(`PostgreSQL ${major} could not be set up: ${created.message}`);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function connectWhenReady(folder, limits) {
  const deadline = performance.now() + startLimitMs;
  for (; ; ) {
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
async function connect(folder, user, database) {
  const { Client } = (await import("./chunk-BBIHGKDO.js")).default;
  const client = new Client({ host: folder, port: 5432, user, database, ssl: false, password: "" });
  await client.connect();
  return client;
}
function unwatched(limits) {
  return { description: (version) => version, limits, local: false, end: async () => {
  } };
}
async function stop(server, folder) {
  if (server.exitCode === null && server.signalCode === null) {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.stdin?.end();
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
}
async function majorOf(program) {
  const version = await runProgram(program, ["--version"], { env: {}, timeout: 5e3 }).catch(() => null);
  return version === null ? null : Number(/ (\d+)/.exec(version.stdout)?.[1] ?? 0);
}
async function isExecutable(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false
  );
}
function lastWords(error) {
  const { stderr } = error;
  const text = typeof error === "string" ? error : stderr ?? (error instanceof Error ? error.message : String(error));
  return text.trim().split("\n").at(-1) ?? "";
}
export {
  findServer,
  openNativeServer
};
