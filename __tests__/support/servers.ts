/**
 * PostgreSQL servers for tests. Each starts when the first test file asks for it, is shared by all files, and goes at the end.
 *
 *     describe.each(await servers())("$label", (server) => {
 *       test("...", async () => {
 *         await using database = await createDatabase(server);
 *         await database.admin.query("CREATE TABLE t (id int)");
 *         // database.url is what a user would type
 *       });
 *     });
 *
 *     const [server] = await servers(16);
 *     await describeWith("pgbouncer", "through a pooler", (path) => { ... });
 *
 * `TEST_POSTGRES_URL` (a superuser's) adds one more server to those that `servers()` gives.
 */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import pg from "pg";
import { describe, inject, test } from "vitest";
import { type Major, majors } from "./postgres-binaries.ts";
import { passwordRole } from "./private-postgres.ts";
import type { Tool, ToolAnswer } from "./system-tools.ts";

export type TestServer = {
  readonly major: number;
  /** `PostgreSQL 16`: for the names of tests. */
  readonly label: string;
  /** Superuser, in the database `postgres`. */
  readonly adminUrl: string;
  /** A role that must give its password, and the folder of the Unix socket; null for `TEST_POSTGRES_URL`. */
  readonly own: { readonly passwordRole: typeof passwordRole; readonly socketFolder: string } | null;
};

export type TestDatabase = AsyncDisposable & {
  readonly name: string;
  /** The superuser's URL of this database. */
  readonly url: string;
  /** A superuser's connection to it, outside of what is tested. */
  readonly admin: pg.Client;
};

type Servers<Wanted extends readonly Major[]> = Wanted extends readonly []
  ? readonly [TestServer, ...TestServer[]]
  : { readonly [Index in keyof Wanted]: TestServer };

/** The servers of these majors, running; without majors: all, and that of `TEST_POSTGRES_URL`. */
export async function servers<const Wanted extends readonly Major[]>(...wanted: Wanted): Promise<Servers<Wanted>> {
  const own = await Promise.all((wanted.length === 0 ? majors : wanted).map(ownServer));
  const url = process.env["TEST_POSTGRES_URL"];
  const all = wanted.length === 0 && url !== undefined ? [...own, await foreignServer(url)] : own;
  return all as unknown as Servers<Wanted>;
}

/** A new, empty database. Dropped with `await using`, whoever is still connected. */
export async function createDatabase(
  server: TestServer,
  name = `sg_test_${randomBytes(6).toString("hex")}`,
): Promise<TestDatabase> {
  const drop = () =>
    withClient(server.adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`));
  await withClient(server.adminUrl, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`));
  const url = databaseUrl(server.adminUrl, name);
  const admin = await connect(url);
  return {
    name,
    url,
    admin,
    [Symbol.asyncDispose]: async () => {
      await admin.end();
      await drop();
    },
  };
}

/** Runs files as `psql -f` would inside one implicit transaction each: one simple query per file. Stops at the first that fails and names it. */
export async function replay(url: string, sqlFiles: readonly string[]): Promise<void> {
  await withClient(url, async (client) => {
    for (const file of sqlFiles) {
      const sql = await readFile(file, "utf8");
      await client.query(sql).catch((error: unknown) => {
        throw new Error(`${basename(file)}: ${error instanceof Error ? error.message : error}`, { cause: error });
      });
    }
  });
}

/** The URL of another database, or of another user, of the same server. */
export function databaseUrl(
  serverUrl: string,
  database: string,
  login: { readonly user: string; readonly password: string } | null = null,
): string {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  if (login !== null) {
    url.username = encodeURIComponent(login.user);
    url.password = encodeURIComponent(login.password);
  }
  return url.href;
}

/**
 * Tests that need a program from the distribution. It is installed when that may be done (root, with apt); otherwise the tests
 * are skipped by name with what to install, and with CI=true that is a failure.
 */
export async function describeWith(tool: Tool, name: string, body: (path: string) => void): Promise<void> {
  const answer = await ask<ToolAnswer>(`tool/${tool}`);
  if (answer.found) {
    describe(name, () => body(answer.path));
    return;
  }
  if (process.env["CI"] !== "true") {
    test.skip(`${name} (skipped: ${answer.advice})`);
    return;
  }
  test(name, () => {
    throw new Error(`This test may not be skipped in CI: it ${answer.advice}`);
  });
}

async function ownServer(major: Major): Promise<TestServer> {
  const { adminUrl, socketFolder } = await ask<{ adminUrl: string; socketFolder: string }>(`postgres/${major}`);
  return { major, label: `PostgreSQL ${major}`, adminUrl, own: { passwordRole, socketFolder } };
}

async function foreignServer(adminUrl: string): Promise<TestServer> {
  const version = await withClient(adminUrl, (client) =>
    client.query<{ number: number }>("SELECT current_setting('server_version_num')::int AS number"),
  );
  const major = Math.floor((version.rows[0]?.number ?? 0) / 10_000);
  return { major, label: `PostgreSQL ${major} of TEST_POSTGRES_URL`, adminUrl, own: null };
}

async function ask<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`${inject("keeper")}/${path}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A database that is dropped under an open connection is the normal end here, not an uncaught error.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
