import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chown, cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import type { PostgresBinaries } from "./postgres-binaries.ts";

const run = promisify(execFile);

/** A role that must give its password, on 127.0.0.1 only; everybody else is trusted. */
export const passwordRole = { user: "guarded", password: "p@ss w:rd/%41?&=#é" } as const;

/** User and group that run the server: `initdb` and `postgres` refuse to run as root. Null: as ourselves. */
export type Account = { readonly uid: number; readonly gid: number } | null;

export type PrivatePostgres = AsyncDisposable & {
  readonly major: number;
  /** Superuser `postgres`, database `postgres`, over TCP. */
  readonly adminUrl: string;
  /** Folder of the Unix socket. */
  readonly socketFolder: string;
  readonly port: number;
};

/**
 * Starts a server of its own in a temporary folder: fast and not durable. It ends, and its folder goes, when it is disposed
 * or when this process ends, however that happens.
 */
export async function startPostgres(binaries: PostgresBinaries, account: Account): Promise<PrivatePostgres> {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-server-"));
  if (account !== null) await chown(folder, account.uid, account.gid);
  const data = join(folder, "data");
  const bin = await usableBy(account, binaries.bin, folder);
  await run(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync"], {
    ...account,
    cwd: folder,
  });
  await writeFile(join(data, "pg_hba.conf"), hostRules);
  const port = await freePort();
  const guardian = spawnGuarded(bin, account, folder, port);
  const server: PrivatePostgres = {
    major: binaries.major,
    adminUrl: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    socketFolder: folder,
    port,
    [Symbol.asyncDispose]: () => stop(guardian),
  };
  await untilReady(server, guardian, join(folder, "server.log"));
  return server;
}

/** The account under which a server may run: none of its own when we are not root. */
export async function unprivilegedAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const id = async (flag: string) => Number((await run("id", [flag, "nobody"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}

/** A checkout in root's home can't be read by anybody else: then the server runs from a copy in its own folder. */
async function usableBy(account: Account, bin: string, folder: string): Promise<string> {
  if (account === null) return bin;
  const usable = await run(join(bin, "initdb"), ["--version"], { ...account, cwd: "/" }).then(
    () => true,
    () => false,
  );
  if (usable) return bin;
  const copy = join(folder, "native");
  await cp(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  await run("chown", ["-R", `${account.uid}:${account.gid}`, copy]);
  return join(copy, "bin");
}

const hostRules = `
local all all trust
host all ${passwordRole.user} 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
`;

const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  shared_buffers: "64MB",
  max_connections: "60",
  max_locks_per_transaction: "256",
  listen_addresses: "127.0.0.1",
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

function spawnGuarded(bin: string, account: Account, folder: string, port: number): ChildProcess {
  const options = Object.entries({ ...settings, port: String(port), unix_socket_directories: folder });
  const server = [
    join(bin, "postgres"),
    "-D",
    join(folder, "data"),
    ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  // Detached, so that Ctrl-C reaches us and not the shell that has to clean up after us.
  return spawn("sh", ["-c", guard, "sh", folder, ...server], {
    ...account,
    cwd: folder,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
}

async function untilReady(server: PrivatePostgres, guardian: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: server.adminUrl });
    try {
      await client.connect();
      await client.query(`CREATE ROLE ${passwordRole.user} LOGIN PASSWORD ${pg.escapeLiteral(passwordRole.password)}`);
      return;
    } catch (error) {
      const output = await readFile(log, "utf8").catch(() => "");
      if (Date.now() > deadline || output.includes("database system is shut down") || output.includes("FATAL:  could not")) {
        await stop(guardian);
        throw new Error(`PostgreSQL ${server.major} did not start.\n${output}`, { cause: error });
      }
      await sleep(50);
    } finally {
      await client.end();
    }
  }
}

async function stop(guardian: ChildProcess): Promise<void> {
  if (guardian.exitCode !== null || guardian.signalCode !== null) return;
  const gone = new Promise((resolve) => guardian.once("exit", resolve));
  guardian.stdin?.end();
  await gone;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port on 127.0.0.1.");
  return address.port;
}
