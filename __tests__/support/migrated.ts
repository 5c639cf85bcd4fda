import { createHash } from "node:crypto";

/** One row of Prisma's history; what is left out is as after a success. */
export type AppliedRow = {
  readonly name: string;
  /** What was run. */
  readonly sql: string;
  readonly finishedAt?: string | null;
  readonly rolledBackAt?: string | null;
  readonly logs?: string | null;
};

/** The history that Prisma would have written, as SQL that PostgreSQL and SQLite both take. */
export function historySql(rows: readonly AppliedRow[]): string {
  const values = rows.map((row, index) => {
    const at = `2026-01-01 00:00:${String(index).padStart(2, "0")}+00`;
    const cells = [
      String(index),
      createHash("sha256").update(row.sql).digest("hex"),
      row.finishedAt === undefined ? at : row.finishedAt,
      row.name,
      row.logs ?? null,
      row.rolledBackAt ?? null,
      at,
    ];
    return `INSERT INTO "_prisma_migrations" VALUES (${cells.map(literal).join(", ")}, 1);`;
  });
  return [createTable, ...values].join("\n");
}

const createTable = `CREATE TABLE "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMP WITH TIME ZONE,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMP WITH TIME ZONE,
  "started_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP, "applied_steps_count" INTEGER NOT NULL DEFAULT 0);`;

function literal(value: string | null): string {
  return value === null ? "NULL" : `'${value.replaceAll("'", "''")}'`;
}
