import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A migration as it lies in a project: the name of its folder, and its file's bytes. */
export type MigrationFile = { readonly name: string; readonly bytes: Buffer };

/** In the order in which Prisma applies them: its command line sorts with localeCompare. */
export async function readMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder))
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort((a, b) => a.localeCompare(b, "en"));
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name, "migration.sql")) })));
}

/** SQL that leaves the history which `prisma migrate deploy` would have left after these migrations. */
export function historySql(engine: "postgresql" | "sqlite", migrations: readonly MigrationFile[], appliedAt: Date): string {
  return [historyTable(engine), ...migrations.map((migration) => historyRow(engine, migration, appliedAt))]
    .map((sql) => `${sql};\n`)
    .join("");
}

/** The table as Prisma makes it, unless it is there. */
export function historyTable(engine: "postgresql" | "sqlite"): string {
  return historyTables[engine];
}

/** The row of one migration that ran to its end. */
export function historyRow(engine: "postgresql" | "sqlite", { name, bytes }: MigrationFile, appliedAt: Date): string {
  const checksum = createHash("sha256").update(bytes).digest("hex");
  // Prisma keeps milliseconds in SQLite.
  const time = engine === "sqlite" ? String(appliedAt.getTime()) : literal(appliedAt.toISOString());
  return `INSERT INTO "_prisma_migrations" VALUES (${literal(randomUUID())}, '${checksum}', ${time}, ${literal(name)}, NULL, NULL, ${time}, 1)`;
}

const historyTables = {
  postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`,
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`,
} as const;

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
