import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify, styleText } from "node:util";
import pg from "pg";
import { npmPostgres } from "../__tests__/support/postgres-binaries.ts";
import { startPostgres, unprivilegedAccount } from "../__tests__/support/private-postgres.ts";

/**
 * The main job on an example, from the first look to the proof: a database that lags behind, was changed by hand, and gets a migration
 * that deletes data. Nothing outside of a temporary folder is touched.
 */
const home = fileURLToPath(new URL("..", import.meta.url));
const cli = join(home, "dist", "cli.js");
const appliedMigrations = 3;
const onDefaultBranch = 4;
const log = "dev-docs/active/demo/db";

const folder = await mkdtemp(join(tmpdir(), "schemagate-demo-"));
try {
  await tellStory();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function tellStory(): Promise<void> {
  const project = join(folder, "shop");
  say("A shop: a Prisma schema, six migrations, and a PostgreSQL 18 that has run three of them.");
  await makeProject(project);
  await using server = await startPostgres(await npmPostgres(18), await unprivilegedAccount());
  const url = await makeDatabase(server.adminUrl, project);

  say("1  Who are we talking to? (00)");
  await schemagate(project, url, "check", "--environment", "production");

  say("2  What would merging this branch do? Somebody changed `orders` by hand, and the plan touches it.");
  await schemagate(project, url, "preflight", "--environment", "production", "--task", "demo");

  say("3  The report has the SQL that takes the change back. After that, the plan may be approved:");
  await withClient(url, (client) =>
    client.query('DROP VIEW "open_orders"; ALTER TABLE "orders" DROP COLUMN "legacy_ref"; DROP INDEX "orders_created_at_idx"'),
  );
  await schemagate(project, url, "preflight", "--environment", "production", "--task", "demo");

  say(`4  The plan, as the reviewer reads it (${log}/02-migration-plan.md; what is folded there is left out here):`);
  print(await readFile(join(project, log, "02-migration-plan.md"), "utf8"));
  await countIn(url, "Until now nothing was written to the database");

  const planPath = `${log}/artifacts/plan.json`;
  const { digest } = JSON.parse(await readFile(join(project, planPath), "utf8")) as { readonly digest: string };
  const apply = ["apply", "--environment", "production", "--plan", planPath, "--approve", digest];
  say("5  Approving means naming the plan's digest. What deletes data needs a word more:");
  await schemagate(project, url, ...apply);

  say("6  With that, exactly this plan runs, and the result is compared with what it promised (03, 04):");
  const allowed = [...apply, "--allow-destructive", "--backup", "shop-before-fax.dump"];
  await schemagate(project, url, ...allowed);
  await countIn(url, "Now");

  say("7  The same command again: everything is there already.");
  await schemagate(project, url, ...allowed);
}

async function countIn(url: string, when: string): Promise<void> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ migrations: string; fax: string }>(
      `SELECT (SELECT count(*) FROM "_prisma_migrations") AS migrations,
         (SELECT count(to_jsonb(m) ->> 'fax') FROM "members" m) AS fax`,
    ),
  );
  console.log(`\n   ${when}: ${rows[0]?.migrations ?? "?"} migrations applied, ${rows[0]?.fax ?? "?"} fax numbers.\n`);
}

/** A git repository whose branch brings two of the three waiting migrations. */
async function makeProject(project: string): Promise<void> {
  await cp(join(home, "examples", "shop"), project, { recursive: true });
  const migrations = await migrationNames(project);
  const mine = migrations.slice(onDefaultBranch).map((name) => join("prisma", "migrations", name));
  const git = async (...args: readonly string[]) =>
    promisify(execFile)("git", ["-c", "user.name=Demo", "-c", "user.email=demo@example.com", ...args], { cwd: project });
  if ((await git("init", "--quiet", "--initial-branch=main").catch(() => null)) === null) return;
  await git("add", "--all");
  await git("reset", "--quiet", "--", ...mine).catch(() => git("rm", "--cached", "-r", "--quiet", ...mine));
  await git("commit", "--quiet", "--message", "The shop");
  await git("checkout", "--quiet", "-b", "drop-fax");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "Drop the fax number");
}

async function makeDatabase(adminUrl: string, project: string): Promise<string> {
  await withClient(adminUrl, (client) => client.query("CREATE DATABASE shop"));
  const url = adminUrl.replace(/\/postgres$/, "/shop");
  await withClient(url, async (client) => {
    await client.query(
      `CREATE TABLE "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
       "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`,
    );
    for (const name of (await migrationNames(project)).slice(0, appliedMigrations)) {
      const sql = await readFile(join(project, "prisma", "migrations", name, "migration.sql"));
      await client.query(sql.toString("utf8"));
      const checksum = createHash("sha256").update(sql).digest("hex");
      await client.query('INSERT INTO "_prisma_migrations" VALUES (gen_random_uuid(), $1, now(), $2, NULL, NULL, now(), 1)', [
        checksum,
        name,
      ]);
    }
    await client.query(await readFile(join(project, "production.sql"), "utf8"));
  });
  return url;
}

async function migrationNames(project: string): Promise<readonly string[]> {
  const entries = await readdir(join(project, "prisma", "migrations"), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The committed bundle, as a user runs it. Its exit status is part of the story, not a failure of the demo. */
async function schemagate(project: string, url: string, ...args: readonly string[]): Promise<void> {
  console.log(styleText("dim", `   $ schemagate ${args.join(" ")}\n`));
  const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: project,
    env: { ...process.env, ...colour, DATABASE_URL: url, XDG_CACHE_HOME: join(folder, "cache") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const show = (stream: NodeJS.ReadableStream) =>
    stream.on("data", (chunk: Buffer) => process.stdout.write(chunk.toString("utf8").replaceAll(/^(?=.)/gm, "   ")));
  show(child.stdout);
  show(child.stderr);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on("close", resolve);
  console.log(styleText("dim", `\n   exit status ${(await promise) ?? "?"}\n`));
}

function say(sentence: string): void {
  console.log(`\n${styleText(["bold", "cyan"], sentence)}\n`);
}

/** Folds closed, as GitHub shows them. */
function print(markdown: string): void {
  const closed = markdown.replaceAll(
    /<details><summary>(.*?)<\/summary>[\s\S]*?<\/details>\n/g,
    (_fold, summary: string) => `▸ ${plain(summary)}\n`,
  );
  const style = (line: string) => styleText(line.startsWith("#") ? "bold" : line.startsWith("▸") ? "dim" : "reset", line);
  console.log(
    closed
      .split("\n")
      .map((line) => (line === "" ? "" : `   ${style(line)}`))
      .join("\n"),
  );
}

function plain(html: string): string {
  return html.replaceAll(/<[^>]*>/g, "");
}
