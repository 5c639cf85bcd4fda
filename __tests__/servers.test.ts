import pg from "pg";
import { describe, expect, test } from "vitest";
import { createDatabase, databaseUrl, describeWith, servers } from "./support/servers.ts";

describe.each(await servers())("$label", (server) => {
  test("gives an empty database of its major, and takes it away", async () => {
    const database = await createDatabase(server, 'odd "name" é');
    const version = await database.admin.query(
      "SELECT current_setting('server_version_num')::int / 10000 AS major, current_database() AS name",
    );
    expect(version.rows).toEqual([{ major: server.major, name: 'odd "name" é' }]);
    await database[Symbol.asyncDispose]();
    const client = new pg.Client({ connectionString: database.url });
    await expect(client.connect()).rejects.toThrow("does not exist");
  });

  test.skipIf(server.own === null)("asks one role for its password", async () => {
    if (server.own === null) return;
    const right = new pg.Client({ connectionString: databaseUrl(server.adminUrl, "postgres", server.own.passwordRole) });
    await right.connect();
    await right.end();
    const wrong = new pg.Client({
      connectionString: databaseUrl(server.adminUrl, "postgres", { ...server.own.passwordRole, password: "wrong" }),
    });
    await expect(wrong.connect()).rejects.toThrow("password authentication failed");
  });
});

await describeWith("pgbouncer", "a program of the distribution", (path) => {
  test("is where the test was told", () => expect(path).toMatch(/pgbouncer$/));
});
