import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { createDatabase, databaseUrl, describeWith, replay, servers } from "./support/servers.ts";

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

  test("replays files in order, and names the one that fails", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "schemagate-replay-"));
    const files = ["1.sql", "2.sql", "3.sql"].map((name) => join(folder.path, name));
    const texts = [
      "CREATE TABLE t (id int); INSERT INTO t VALUES (1);",
      "INSERT INTO t VALUES (2); SELECT 1/0;",
      "DROP TABLE t;",
    ];
    await Promise.all(files.map((file, at) => writeFile(file, texts[at] ?? "")));
    await using database = await createDatabase(server);
    await expect(replay(database.url, files)).rejects.toThrow("2.sql: division by zero");
    expect((await database.admin.query("SELECT id FROM t")).rows).toEqual([{ id: 1 }]);
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
