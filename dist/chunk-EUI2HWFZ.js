import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  EngineGone
} from "./chunk-H2S3DAWE.js";
import {
  outOfMemory,
  outOfTime,
  residentBytes
} from "./chunk-24S7IBS7.js";
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

// src/dialects/postgres/server-engine.ts
var memoryWatchMs = 100;
async function openServerEngine(config, options) {
  const { Client } = await import("./chunk-BBIHGKDO.js").then((pg) => pg.default);
  const client = new Client(config);
  await client.connect();
  const { rows } = await client.query("SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid");
  const { version = "", pid = 0 } = rows[0] ?? {};
  return engineOver(client, version.split(" ", 1)[0] ?? version, pid, options);
}
function engineOver(client, version, pid, options) {
  const { limits } = options;
  const ended = Promise.withResolvers();
  ended.promise.catch(() => void 0);
  let gone = null;
  let ending = null;
  let remainingMs = limits.timeMs;
  function end(why) {
    gone ??= why;
    ended.reject(new EngineGone(gone.message));
    ending ??= Promise.allSettled([client.end(), options.end()]).then(() => clearInterval(memoryWatch));
    return ending;
  }
  client.on("error", (error) => void end({ outcome: "killed", message: `The server ended the connection (${error.message}).` }));
  const memoryWatch = setInterval(async () => {
    if (options.local && await residentBytes(pid) > limits.memoryBytes) void end(outOfMemory(limits));
  }, memoryWatchMs);
  memoryWatch.unref();
  function goneError() {
    return gone === null ? null : new EngineGone(gone.message);
  }
  async function withinLimits(work) {
    const before = goneError();
    if (before !== null) throw before;
    const startedAt = performance.now();
    const timer = setTimeout(() => void end(outOfTime(limits)), Math.max(remainingMs, 0));
    try {
      return await Promise.race([work(), ended.promise]);
    } catch (error) {
      if (isConnectionLoss(error)) await end({ outcome: "killed", message: "The server ended the connection." });
      throw goneError() ?? error;
    } finally {
      clearTimeout(timer);
      remainingMs -= performance.now() - startedAt;
    }
  }
  return {
    description: options.description(version),
    serverMajor: Number.parseInt(version, 10),
    async execute(statements) {
      for (const [index, statement] of statements.entries()) {
        try {
          await withinLimits(() => client.query(statement));
        } catch (error) {
          if (error instanceof EngineGone) return { outcome: "killed", message: error.message };
          const { message, code } = error;
          return { outcome: "failed", index, message, code: code ?? null };
        }
      }
      return { outcome: "done" };
    },
    async query(sql, values = []) {
      const { rows } = await withinLimits(() => client.query(sql, [...values]));
      return rows;
    },
    [Symbol.asyncDispose]: () => end({ outcome: "killed", message: "It was closed." })
  };
}
function isConnectionLoss(error) {
  const { code } = error;
  return code === void 0 ? /terminated|closed|not queryable/i.test(String(error)) : code.startsWith("E") || code === "57P01";
}

// src/dialects/postgres/native-server.ts
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
    await initialise(bin, folder, account, request.limits);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new EngineGone(`PostgreSQL ${major} in ${bin} could not be set up: ${lastWords(error)}`);
  }
  const server = spawnGuarded(bin, folder, account);
  try {
    return await openSessions(folder, server, { bin, major }, request);
  } catch (error) {
    await stop(server);
    throw error;
  }
}
async function unprivilegedAccount() {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const [, , uid, gid] = lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody") ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}
async function initialise(bin, folder, account, limits) {
  const data = join(folder, "data");
  await mkdir(data);
  if (account !== null) {
    await chown(folder, account.uid, account.gid);
    await chown(data, account.uid, account.gid);
  }
  await runProgram(
    join(bin, "initdb"),
    ["-D", data, "-U", administratorName, "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync"],
    { ...account, cwd: folder, env: {}, timeout: limits.timeMs }
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
  const options = Object.entries({ ...settings, unix_socket_directories: folder }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
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
  const administrator = await openServerEngine(
    { host: folder, user: administratorName, database: databaseName },
    { description: (version) => version, limits, local: false, end: async () => {
    } }
  );
  if (major < 15) await administrator.execute(['ALTER SCHEMA public OWNER TO "postgres"']);
  const engine = await openServerEngine(
    { host: folder, user: "postgres", database: databaseName },
    {
      description: (version) => `PostgreSQL ${version} in ${bin}`,
      limits,
      local: true,
      end: async () => {
        await administrator[Symbol.asyncDispose]();
        await stop(server);
      }
    }
  );
  return { engine, session: engine, administrator, searchPath: [schemas[0] ?? "public"], rename: null };
}
var databaseName = "schemagate";
async function createDatabase(folder, major, limits) {
  var _stack = [];
  try {
    const administrator = __using(_stack, await connectWhenReady(folder, limits), true);
    const created = await administrator.execute([
      'CREATE ROLE "postgres" LOGIN NOSUPERUSER CREATEROLE',
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
  const deadline = performance.now() + Math.min(limits.timeMs, 3e4);
  for (; ; ) {
    try {
      return await openServerEngine(
        { host: folder, user: administratorName, database: "postgres" },
        { description: (version) => version, limits, local: false, end: async () => {
        } }
      );
    } catch (error) {
      if (performance.now() > deadline) {
        const log = await readFile(join(folder, "server.log"), "utf8").catch(() => "");
        throw new EngineGone(`The private PostgreSQL did not start: ${lastWords(log === "" ? error : log)}`);
      }
      await sleep(50);
    }
  }
}
async function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  server.stdin?.end();
  await gone;
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
