import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { historySql } from "../../scripts/prisma-history.ts";
import type { Engine } from "../../scripts/scratch-database.ts";
import { type Folder, schemaText } from "./prisma-project.ts";

/** The smallest project with a history: one table, made by one migration. */
export const first = "20260105090000_init";

export const model = 'model Order {\n  id   Int     @id\n  note String?\n\n  @@map("orders")\n}\n';

export const init =
  'CREATE TABLE "orders" (\n    "id" INTEGER NOT NULL,\n    "note" TEXT,\n\n    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")\n);\n';

export const schemaFile = "prisma/schema.prisma";
export const lockFile = "prisma/migrations/migration_lock.toml";

export function scriptOf(migration: string): string {
  return `prisma/migrations/${migration}/migration.sql`;
}

/** Files by their path; later ones replace earlier ones. */
export function orders(
  engine: Engine,
  ...changes: readonly Readonly<Record<string, string>>[]
): Readonly<Record<string, string>> {
  const files = {
    [schemaFile]: schemaText(engine, model),
    [lockFile]: `provider = "${engine}"\n`,
    [scriptOf(first)]: init,
  };
  return Object.assign({}, files, ...changes) as Readonly<Record<string, string>>;
}

/** SQL of the history that Prisma would have left, with these names and scripts. */
export function historyOf(engine: Engine, ...migrations: readonly (readonly [name: string, sql: string])[]): string {
  return historySql(
    engine,
    migrations.map(([name, sql]) => ({ name, bytes: Buffer.from(sql) })),
    new Date("2026-01-05T09:00:00Z"),
  );
}

/** Makes `live.db` in a project's folder. */
export function liveFile(sql: string = init + historyOf("sqlite", [first, init])): (folder: Folder) => void {
  return ({ path }) => {
    const database = new DatabaseSync(join(path, "live.db"));
    database.exec(sql);
    database.close();
  };
}
