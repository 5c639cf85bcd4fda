import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pullRequestEvent, pushEvent } from "../__tests__/support/github/events.ts";
import { type Github, startGithub } from "../__tests__/support/github-server.ts";
import { createDatabase, type TestDatabase, type TestServer } from "../__tests__/support/servers.ts";
import { runWorkflow, type WorkflowRun } from "../__tests__/support/workflow.ts";

export type Face = "blocked" | "work" | "nothing-to-do" | "refused" | "applied" | "partly-applied";

type Stage = { readonly database: TestDatabase; readonly github: Github };

/**
 * The life of examples/shop with the workflow files as they are shipped and the committed bundle, from an empty database to a failed
 * apply. Gives the comment of each face as it stood on its pull request.
 */
export async function playShop(server: Pick<TestServer, "adminUrl">): Promise<Readonly<Record<Face, string>>> {
  await using database = await createDatabase({ major: 18, label: "", own: null, ...server }, "shop");
  await using github = await startGithub({ environments: { production: { reviewers: ["eve"] }, "production-plan": {} } });
  const stage = { database, github };
  await openShop(stage);
  await planOnMain(stage);

  await github.push("drop-fax", await migrations(4, 6), { login: "ann" });
  const number = await github.openPullRequest({ branch: "drop-fax", login: "ann" });
  const blocked = await commentOn(stage, number, "opened");
  await database.admin.query(
    'DROP VIEW "open_orders"; ALTER TABLE "orders" DROP COLUMN "legacy_ref"; DROP INDEX "orders_created_at_idx"',
  );
  await planOnMain(stage);
  const work = await commentOn(stage, number, "synchronize");

  await github.merge(number, "ann");
  await production(stage, "");
  const refused = lastComment(stage, number);
  await production(stage, "backup=s3://backups/shop/2026-11-22.dump");
  const applied = lastComment(stage, number);

  return {
    blocked,
    work,
    refused,
    applied,
    "nothing-to-do": await onlyWords(stage),
    "partly-applied": await failHalfWay(stage),
  };
}

/** Three migrations are applied, a fourth waits on the default branch, and somebody changed the database by hand. */
async function openShop({ database, github }: Stage): Promise<void> {
  const workflow = (name: string) => readHere("templates", "workflows", name);
  await github.push(
    "main",
    {
      ".github/workflows/schema.yml": await workflow("schema.yml"),
      ".github/workflows/schema-production.yml": await workflow("schema-production.yml"),
      ".github/schemagate.yml": await inShop(".github", "schemagate.yml"),
      "prisma/migrations/migration_lock.toml": await inShop("prisma", "migrations", "migration_lock.toml"),
      ...(await migrations(0, 3)),
    },
    { login: "ann" },
  );
  await production({ database, github }, "");
  await database.admin.query(await inShop("production.sql"));
  await github.push("main", await migrations(3, 4), { login: "bob" });
}

/** A comment in the schema: the file changes, the database doesn't. */
async function onlyWords(stage: Stage): Promise<string> {
  const schema = `// What the shop sells, and to whom.\n${await schemaAfter(6)}`;
  await stage.github.push("words", { "prisma/schema.prisma": schema }, { login: "ann" });
  return commentOn(stage, await stage.github.openPullRequest({ branch: "words", login: "ann" }), "opened");
}

/** The first migration is good; the second one meets rows that it did not expect. */
async function failHalfWay(stage: Stage): Promise<string> {
  const { github } = stage;
  const schema = (await schemaAfter(6))
    .replace("  nickname  String?\n", "  nickname  String?\n  phone     String?\n")
    .replace("  @@index([memberId])\n", "  @@index([memberId])\n  @@unique([memberId, status])\n");
  const files = {
    "prisma/schema.prisma": schema,
    "prisma/migrations/20261122080000_phone/migration.sql": 'ALTER TABLE "members" ADD COLUMN "phone" TEXT;\n',
    "prisma/migrations/20261122080500_one_open_order/migration.sql":
      'CREATE UNIQUE INDEX "orders_member_id_status_key" ON "orders"("member_id", "status");\n',
  };
  await github.push("one-order", files, { login: "bob" });
  const number = await github.openPullRequest({ branch: "one-order", login: "bob" });
  await github.merge(number, "bob");
  await production(stage, "");
  return lastComment(stage, number);
}

async function commentOn({ github, ...stage }: Stage, number: number, action: "opened" | "synchronize"): Promise<string> {
  await runWorkflow({
    github,
    file: ".github/workflows/schema.yml",
    event: await pullRequestEvent(github, number, action),
  });
  return lastComment({ ...stage, github }, number);
}

/** Plan, approval with these words, apply. */
async function production(stage: Stage, words: string): Promise<void> {
  const run = await planOnMain(stage);
  if (run.waiting.length === 0) throw new Error(`Nothing waits for an approval: ${JSON.stringify(run.annotations)}`);
  stage.github.approve(run.id, "production", "eve", words);
  await run.resume();
}

/** Records the database, too: pull requests are compared with the newest record. */
async function planOnMain({ database, github }: Stage): Promise<WorkflowRun> {
  const secrets = { DATABASE_URL: database.url };
  return runWorkflow({
    github,
    file: ".github/workflows/schema-production.yml",
    event: await pushEvent(github, "main", "ann"),
    environmentSecrets: { production: secrets, "production-plan": secrets },
  });
}

function lastComment({ github }: Stage, number: number): string {
  const body = github.comments(number).at(-1)?.body;
  if (body === undefined) throw new Error(`Pull request ${number} has no comment.`);
  return body;
}

/** Migrations `from` to `to` of the example, and the schema as it is after them. */
async function migrations(from: number, to: number): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(shopPath("prisma", "migrations"), { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
  const files = names
    .slice(from, to)
    .map(async (name) => [
      `prisma/migrations/${name}/migration.sql`,
      await inShop("prisma", "migrations", name, "migration.sql"),
    ]);
  return { ...Object.fromEntries(await Promise.all(files)), "prisma/schema.prisma": await schemaAfter(to) };
}

/** The example has the last one of all. */
async function schemaAfter(migration: number): Promise<string> {
  const last = await inShop("prisma", "schema.prisma");
  const [nickname, index] = ["  nickname  String?\n", "  @@index([status])\n"];
  if (![nickname, index, "  RETURNED\n"].every((part) => last.includes(part)))
    throw new Error("The schema of examples/shop is not the one that this story knows.");
  if (migration === 6) return last;
  const withFax = last.replace("  RETURNED\n", "").replace(index, "").replace(nickname, `  fax       String?\n${nickname}`);
  return migration === 4 ? withFax : withFax.replace(nickname, "");
}

function inShop(...path: readonly string[]): Promise<string> {
  return readFile(shopPath(...path), "utf8");
}

function shopPath(...path: readonly string[]): string {
  return join(home, "examples", "shop", ...path);
}

function readHere(...path: readonly string[]): Promise<string> {
  return readFile(join(home, ...path), "utf8");
}

const home = fileURLToPath(new URL("..", import.meta.url));
