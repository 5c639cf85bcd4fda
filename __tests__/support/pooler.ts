import { type ChildProcess, spawn } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { vi } from "vitest";
import { unprivilegedAccount } from "./private-postgres.ts";

export type Pooler = AsyncDisposable & { readonly port: number };

/** pgbouncer in front of a server, with one connection to it that all clients share. */
export async function startPooler(program: string, serverUrl: string, mode: "transaction" | "statement"): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-pooler-"));
  const port = await freePort();
  const settings = join(folder, "pooler.ini");
  await writeFile(
    settings,
    [
      "[databases]",
      `* = host=127.0.0.1 port=${new URL(serverUrl).port} user=postgres`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = any",
      `pool_mode = ${mode}`,
      "default_pool_size = 1",
    ].join("\n"),
  );
  const account = await unprivilegedAccount();
  if (account !== null) for (const path of [folder, settings]) await chown(path, account.uid, account.gid);
  const pooler = spawn(program, [settings], { ...account, cwd: folder, stdio: "ignore" });
  await untilAccepting(port);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      await ended(pooler);
      await rm(folder, { recursive: true });
    },
  };
}

async function untilAccepting(port: number): Promise<void> {
  const knock = async () => {
    const client = new pg.Client({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
    await client.connect();
    await client.end();
  };
  await vi.waitFor(knock, { timeout: 10_000 });
}

async function ended(process: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => process.once("exit", resolve));
  process.kill();
  await gone;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
