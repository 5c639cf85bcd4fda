import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { parseSql } from "../src/dialects/postgres/parser.ts";

export type Engine = "postgresql" | "sqlite";

/** A database that a script fills and throws away. */
export type ScratchDatabase = AsyncDisposable & {
  readonly url: string;
  /** Runs a file as one plain script, without any tool in between. */
  run(sql: string): Promise<void>;
  /** Schema (null where there is none) and name of an ordinary table, not the history's: always the same one. */
  someTable(): Promise<{ readonly schema: string | null; readonly name: string } | null>;
};

export async function scratchPostgres(serverUrl: string, name: string): Promise<ScratchDatabase> {
  await administer(serverUrl, `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`);
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return {
    url: url.href,
    run: (sql) => runPostgres(client, sql),
    someTable: async () => (await client.query<{ schema: string; name: string }>(someTableSql)).rows[0] ?? null,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await administer(serverUrl, `DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    },
  };
}

export async function scratchSqlite(): Promise<ScratchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-scratch-"));
  const file = join(folder, "scratch.db");
  // SQLite itself makes it with the first write.
  await writeFile(file, "");
  const database = new DatabaseSync(file, { enableDoubleQuotedStringLiterals: true, enableForeignKeyConstraints: false });
  return {
    url: `file:${file}`,
    run: async (sql) => database.exec(sql),
    someTable: async () => {
      const row = database
        .prepare(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_prisma_migrations' ORDER BY name",
        )
        .get();
      return row === undefined ? null : { schema: null, name: String(row["name"]) };
    },
    [Symbol.asyncDispose]: async () => {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const someTableSql = `
  SELECT n.nspname AS schema, c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|^information_schema$' AND c.relname <> '_prisma_migrations'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  ORDER BY n.nspname = 'public' DESC, n.nspname, c.relname COLLATE "C" LIMIT 1`;

/** CREATE INDEX CONCURRENTLY beside others, and a new enum value used in the same file: these need a transaction per statement. */
const needsOwnTransactions = new Set(["25001", "55P04"]);

async function runPostgres(client: pg.Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !needsOwnTransactions.has(error.code ?? "")) throw error;
    await client.query("ROLLBACK");
    for (const statement of await splitStatements(sql)) await client.query(statement);
  }
}

async function splitStatements(sql: string): Promise<readonly string[]> {
  const bytes = Buffer.from(sql);
  const parsed = await parseSql(bytes);
  if (parsed.outcome === "unreadable") return [sql];
  return parsed.result.map(({ start, length }) => bytes.subarray(start, length === 0 ? undefined : start + length).toString());
}

async function administer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
