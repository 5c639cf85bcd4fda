import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { ChildLimits } from "../../src/dialects/child.ts";
import type { JsonDocument } from "../../src/report/json.ts";
import type { Room } from "./command-line.ts";
import { type Folder, folderOf, schemaText } from "./prisma-project.ts";
import { faultsIn, hiddenIn } from "./whole-markdown.ts";

export type Provider = "postgresql" | "sqlite";

/** One table, as its first migration and as Prisma's schema say it. */
export const customers = {
  migration: "20260101000000_init",
  sql: 'CREATE TABLE "customers" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);\n',
  model: "model customers {\n  id   Int     @id\n  name String?\n}\n",
} as const;

/** A second migration, and Prisma's schema after it. */
export function withNextMigration(provider: Provider): Readonly<Record<string, string>> {
  return {
    "migrations/20260102000000_next/migration.sql": 'ALTER TABLE "customers" ADD COLUMN "email" TEXT;\n',
    "schema.prisma": schemaText(provider, customers.model.replace("}", "  email String?\n}")),
  };
}

/** A project with the table `customers`, and these files besides: paths below `prisma/`. */
export function projectWith(provider: Provider, files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Folder> {
  const all: Readonly<Record<string, string | Uint8Array>> = {
    "schema.prisma": schemaText(provider, customers.model),
    "migrations/migration_lock.toml": `provider = "${provider}"\n`,
    [`migrations/${customers.migration}/migration.sql`]: customers.sql,
    ...files,
  };
  return folderOf(Object.fromEntries(Object.entries(all).map(([path, content]) => [`prisma/${path}`, content])));
}

/** SQL for a database to which the first migration was applied, with Prisma's own notes about it. */
export function appliedSql(provider: Provider): string {
  const checksum = createHash("sha256").update(customers.sql).digest("hex");
  const time = provider === "postgresql" ? "timestamptz" : "DATETIME";
  return `${customers.sql}
    INSERT INTO customers VALUES (1, 'somebody');
    CREATE TABLE "_prisma_migrations" (id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at ${time},
      migration_name varchar(255) NOT NULL, logs text, rolled_back_at ${time}, started_at ${time} NOT NULL DEFAULT current_timestamp,
      applied_steps_count integer NOT NULL DEFAULT 0);
    INSERT INTO "_prisma_migrations" VALUES ('1', '${checksum}', '2026-01-01', '${customers.migration}', NULL, NULL, '2026-01-01', 1);`;
}

export type PreflightRun = {
  readonly status: number | null;
  readonly document: JsonDocument;
  /** The three reports, as far as they were written. */
  readonly reports: readonly string[];
  /** All that came out. */
  readonly everything: string;
};

/** Runs a preflight with `--json`, and expects that whatever comes out of it is whole. */
export async function preflight(
  room: Room,
  project: Folder,
  url: string,
  { flags = [], limits }: { readonly flags?: readonly string[]; readonly limits?: ChildLimits } = {},
): Promise<PreflightRun> {
  const args = ["preflight", "--json", "--environment", "test", "--url", url, "--out", "out", ...flags];
  const { status, stdout, stderr } = await room.schemagate(args, project.path, limits);
  const reports = await written(project, ["00-connection-check.md", "01-drift-report.md", "02-migration-plan.md"]);
  const artifacts = await written(project, ["artifacts/live.json", "artifacts/desired.json", "artifacts/plan.json"]);
  const everything = [stdout, stderr, ...reports, ...artifacts].join("\n");
  expect(stderr).not.toMatch(/bug of schemagate|^\s+at /m);
  expect(hiddenIn(everything)).toEqual([]);
  expect(commandsOfRunner(`${stdout}\n${stderr}`)).toEqual([]);
  expect(reports.flatMap(faultsIn)).toEqual([]);
  for (const artifact of artifacts) JSON.parse(artifact);
  return { status, document: JSON.parse(stdout) as JsonDocument, reports, everything };
}

/** Lines that GitHub's runner would obey. */
function commandsOfRunner(output: string): readonly string[] {
  return output.split(/\r|\n/).filter((line) => /^\s*::|##\[/.test(line));
}

async function written({ path }: Folder, names: readonly string[]): Promise<readonly string[]> {
  const paths = names.map((name) => join(path, "out", name)).filter(existsSync);
  return Promise.all(paths.map((file) => readFile(file, "utf8")));
}
