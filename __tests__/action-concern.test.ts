import { hash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { pullRequestEvent } from "./support/github/events.ts";
import { type Github, startGithub } from "./support/github-server.ts";
import { runWorkflow, type WorkflowRun } from "./support/workflow.ts";

/** Pull requests that hide what they do to the schema: each must say it, however little of the schema itself it changes. */

const pullRequestFile = ".github/workflows/schema.yml";
const template = (name: string) => readFile(fileURLToPath(new URL(`../templates/workflows/${name}`, import.meta.url)), "utf8");
const schema = (columns: string) =>
  `datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n\nmodel users {\n  id Int @id\n${columns}}\n`;
const init = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "fax" TEXT);`;
const lock = `provider = "sqlite"\n`;

/** A whole project in a folder; the planted one drops the column. */
const project = (folder: string, more: Readonly<Record<string, string>> = {}) => ({
  [`${folder}/schema.prisma`]: schema("  fax String?\n"),
  [`${folder}/migrations/migration_lock.toml`]: lock,
  [`${folder}/migrations/1_init/migration.sql`]: init,
  ...more,
});
const planted = project("old", {
  "old/schema.prisma": schema(""),
  "old/migrations/2_drop/migration.sql": `ALTER TABLE "users" DROP COLUMN "fax";`,
});

type Files = Readonly<Record<string, string | null>>;
type Seen = { readonly run: WorkflowRun; readonly outputs: Readonly<Record<string, string>>; readonly comment: string };

/** A database to which `1_init` was applied. */
function databaseAt(path: string): void {
  using database = new DatabaseSync(path);
  database.exec(init);
  database.exec(
    `CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
  );
  const row = `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES ('1', ?, 1, '1_init', 1)`;
  database.prepare(row).run(hash("sha256", init));
}

/** What the workflow says of a pull request with this change, on a default branch with these files. `recorded`: nothing is known of the database. */
async function propose(main: Files, change: Files, given?: string, live: "recorded" | "database" = "database"): Promise<Seen> {
  const home = await mkdtemp(join(tmpdir(), "sg-concern-"));
  const path = join(home, "shop.db");
  databaseAt(path);
  const text = given ?? (await template("schema.yml"));
  const workflow = live === "recorded" ? text : text.replace("live: recorded\n", `url: $${"{{ secrets.URL }}"}\n`);
  await using github: Github = await startGithub({ environments: { production: { reviewers: ["eve"] } } });
  try {
    await github.push("main", { [pullRequestFile]: workflow, ...main });
    await github.push("change", change, { login: "mallory" });
    const number = await github.openPullRequest({ branch: "change", login: "mallory" });
    const event = await pullRequestEvent(github, number, "opened");
    const run = await runWorkflow({ github, file: pullRequestFile, event, secrets: { URL: `file:${path}` } });
    const outputs = run.jobs["preflight"]?.steps.at(-1)?.end?.outputs ?? {};
    return { run, outputs, comment: github.comments(number)[0]?.body ?? "" };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const explain = ({ run }: Seen) => JSON.stringify({ jobs: run.jobs, annotations: run.annotations }, null, 1).slice(0, 4000);
const first = ({ comment }: Seen) => comment.split("\n").slice(0, 8).join("\n");

describe("a drop is said although the schema that was looked at is not touched", () => {
  test.for([
    [
      "package.json names another folder",
      { ...project("prisma"), ...planted, "package.json": `{ "version": "1.0.0" }` },
      { "package.json": `{ "version": "1.0.0", "prisma": { "schema": "old/schema.prisma" } }` },
    ],
    [
      "a package.json appears",
      { ...project("prisma"), ...planted },
      { "package.json": `{ "prisma": { "schema": "old/schema.prisma" } }` },
    ],
    [
      "prisma.config.ts is deleted, and the default folder counts",
      {
        ...project("kept"),
        "prisma/schema.prisma": planted["old/schema.prisma"] ?? "",
        ...Object.fromEntries(Object.entries(planted).map(([path, text]) => [path.replace("old/", "prisma/"), text])),
        "prisma.config.ts": `export default { schema: "kept/schema.prisma", migrations: { path: "kept/migrations" } };\n`,
      },
      { "prisma.config.ts": null },
    ],
    [
      "a target's schema lies elsewhere",
      {
        ...project("prisma"),
        ...planted,
        ".github/schemagate.yml": "targets:\n  shop: { schema: prisma/schema.prisma }\n",
      },
      { ".github/schemagate.yml": "targets:\n  shop: { schema: old/schema.prisma }\n" },
    ],
  ] as const)("%s", { timeout: 60_000 }, async ([, main, change]) => {
    const seen = await propose(main, change);
    expect(first(seen), explain(seen)).toMatch(/fax/);
    expect(first(seen), explain(seen)).not.toContain("nothing from this pull request");
    expect(seen.outputs["destructive"], explain(seen)).toBe("true");
  });

  test("but a new version of a dependency is nobody's concern", { timeout: 60_000 }, async () => {
    const main = { ...project("prisma"), "package.json": `{ "version": "1", "prisma": { "seed": "x" } }` };
    const seen = await propose(main, { "package.json": `{ "version": "2", "prisma": { "seed": "x" } }` });
    expect(seen.outputs["outcome"], explain(seen)).toBe("done");
    expect(seen.comment).toBe("");
  });
});

test("where schema and migrations lie elsewhere, and nothing is known of the database, the comment says that first", {
  timeout: 60_000,
}, async () => {
  const main = { ...project("prisma"), ...planted };
  const change = { "package.json": `{ "prisma": { "schema": "old/schema.prisma" } }` };
  const seen = await propose(main, change, undefined, "recorded");
  expect(first(seen), explain(seen)).toContain("not compared, so nothing is known");
  expect(first(seen)).toContain("lie elsewhere now");
});

test("a rehearsal that refuses can be switched off, and the report says so", { timeout: 120_000 }, async () => {
  const change = {
    "prisma/schema.prisma": schema("  fax String?\n  note String?\n"),
    "prisma/migrations/2_note/migration.sql": `ALTER TABLE "users" ADD COLUMN "note" TEXT;`,
  };
  const text = await template("schema.yml");
  const off = await propose(
    project("prisma"),
    change,
    text.replace("live: recorded\n", "live: recorded\n          rehearsal: off\n"),
    "recorded",
  );
  expect(off.outputs["outcome"], explain(off)).toBe("planned");
  expect(off.comment).toContain("It was switched off");
  const on = await propose(project("prisma"), change);
  expect(on.comment).not.toContain("switched off");
  const wrong = await propose(
    project("prisma"),
    change,
    text.replace("live: recorded\n", "live: recorded\n          rehearsal: perhaps\n"),
    "recorded",
  );
  expect(wrong.run.conclusion).toBe("failure");
});

describe("what is deleted counts", () => {
  test("all migrations, or one that was merged: blocked", { timeout: 60_000 }, async () => {
    const all = await propose(project("prisma"), {
      "prisma/migrations/migration_lock.toml": null,
      "prisma/migrations/1_init/migration.sql": null,
    });
    expect(all.outputs, explain(all)).toMatchObject({ outcome: "blocked" });
    const two = project("prisma", {
      "prisma/schema.prisma": schema("  fax String?\n  note String?\n"),
      "prisma/migrations/2_note/migration.sql": `ALTER TABLE "users" ADD COLUMN "note" TEXT;`,
    });
    const one = await propose(two, {
      "prisma/schema.prisma": schema("  fax String?\n"),
      "prisma/migrations/2_note/migration.sql": null,
    });
    // It was merged and had not run yet: taking it back is no harm, but said.
    expect(one.comment, explain(one)).not.toBe("");
    const recorded = await propose(
      two,
      { "prisma/schema.prisma": schema("  fax String?\n"), "prisma/migrations/2_note/migration.sql": null },
      undefined,
      "recorded",
    );
    expect(recorded.outputs, explain(recorded)).toMatchObject({ outcome: "blocked", "failure-reason": "unknown-revision" });
  });

  test("one file of a schema of several", { timeout: 60_000 }, async () => {
    const main = {
      "prisma/schema/base.prisma": schema("  fax String?\n"),
      "prisma/schema/more.prisma": "model more {\n  id Int @id\n}\n",
      "prisma/schema/migrations/migration_lock.toml": lock,
      "prisma/schema/migrations/1_init/migration.sql": `${init}\nCREATE TABLE "more" ("id" INTEGER NOT NULL PRIMARY KEY);`,
      "package.json": `{ "prisma": { "schema": "prisma/schema" } }`,
    };
    const seen = await propose(main, { "prisma/schema/more.prisma": null });
    expect(seen.outputs["outcome"], explain(seen)).not.toBe("done");
    expect(seen.comment, explain(seen)).toContain("more");
  });
});

describe("the rules", () => {
  test("a workflow that applies, a target that is gone, rules that can't be compared: each is named", {
    timeout: 120_000,
  }, async () => {
    const production = ".github/workflows/schema-production.yml";
    const text = await template("schema-production.yml");
    const workflow = await propose(
      { ...project("prisma"), [production]: text },
      { [production]: text.replace("approve:", "schema: x.prisma\n          approve:") },
    );
    expect(first(workflow), explain(workflow)).toContain("schema-production.yml");

    const targets = (names: readonly string[]) =>
      `targets:\n${names.map((name) => `  ${name}: { working-directory: services/${name}, environment: production }\n`).join("")}`;
    const all = (await template("schema.yml")).replace("environment: production", "target: all");
    const two = {
      ...project("services/a/prisma"),
      ...project("services/b/prisma"),
      ".github/schemagate.yml": targets(["a", "b"]),
    };
    const gone = await propose(two, { ".github/schemagate.yml": targets(["a"]) }, all, "recorded");
    expect(first(gone), explain(gone)).toContain("the target b is no longer looked at");
  });
});
