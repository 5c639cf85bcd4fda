import { type ChildProcess, spawn } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";
import { Secret } from "../src/secret.ts";
import { unprivilegedAccount } from "./support/private-postgres.ts";
import { createDatabase, describeWith, servers, type TestServer } from "./support/servers.ts";

const options = {
  applicationName: "schemagate's test",
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 20_000,
  workingDirectory: import.meta.dirname,
};

/** A pooler in front of the server, with one connection to it that all clients share. Gives its port. */
async function startPooler(
  program: string,
  server: TestServer,
  mode: "transaction" | "statement",
): Promise<AsyncDisposable & { readonly port: number }> {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-pooler-"));
  const port = await freePort();
  const settings = join(folder, "pooler.ini");
  await writeFile(
    settings,
    [
      "[databases]",
      `* = host=127.0.0.1 port=${new URL(server.adminUrl).port} user=postgres`,
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

const [server] = await servers(16);

await describeWith("pgbouncer", "through pgbouncer", (program) => {
  test("in transaction mode: reads, says so, and leaves nothing to the next client", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t");
    await using pooler = await startPooler(program, server, "transaction");
    const neighbour = new pg.Client({ host: "127.0.0.1", port: pooler.port, user: "postgres", database: database.name });
    await neighbour.connect();
    const settings = async () =>
      (
        await neighbour.query(
          "SELECT pg_backend_pid() AS pid, json_object_agg(name, setting) AS settings FROM pg_settings WHERE name <> 'transaction_isolation' AND name <> 'transaction_read_only'",
        )
      ).rows[0];
    const before = await settings();
    {
      await using live = await postgresDriver.connect(
        new Secret(`postgres://postgres@127.0.0.1:${pooler.port}/${database.name}?pgbouncer=true`),
        options,
      );
      expect(live.connection.route).toEqual({ kind: "pooled", description: expect.stringContaining("pgbouncer=true") });
      const [snapshot, rows] = await Promise.all([
        live.introspect({ include: null, exclude: [], absent: "refuse" }),
        live.query<{ pid: number }>("SELECT pg_backend_pid() AS pid WHERE $1::int = 1", [1]),
        live.inspectEnvironment({ include: null, exclude: [], absent: "refuse" }),
      ]);
      expect(snapshot.objects.map(({ id }) => id)).toContain("view public.v");
      // The same server connection serves both: what we had set, the neighbour would see.
      expect(rows[0]?.pid).toBe(before.pid);
      expect(await settings()).toEqual(before);
      await neighbour.query("INSERT INTO t VALUES (1)");
    }
    expect(await settings()).toEqual(before);
    await neighbour.end();
  });

  test("in statement mode: refused with the reason", async () => {
    await using pooler = await startPooler(program, server, "statement");
    await expect(
      postgresDriver.connect(new Secret(`postgres://postgres@127.0.0.1:${pooler.port}/postgres`), options),
    ).rejects.toMatchObject({
      reason: "pooled-connection",
    });
  });
});
