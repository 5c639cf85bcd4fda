import pg from "pg";
import { expect, test } from "vitest";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";
import { Secret } from "../src/secret.ts";
import { startPooler } from "./support/pooler.ts";
import { createDatabase, describeWith, servers } from "./support/servers.ts";

const options = {
  applicationName: "schemagate's test",
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 20_000,
  workingDirectory: import.meta.dirname,
};

const [server] = await servers(16);

await describeWith("pgbouncer", "through pgbouncer", (program) => {
  test("in transaction mode: reads, says so, and leaves nothing to the next client", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t");
    await using pooler = await startPooler(program, server.adminUrl, "transaction");
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
    await using pooler = await startPooler(program, server.adminUrl, "statement");
    await expect(
      postgresDriver.connect(new Secret(`postgres://postgres@127.0.0.1:${pooler.port}/postgres`), options),
    ).rejects.toMatchObject({
      reason: "pooled-connection",
    });
  });
});
