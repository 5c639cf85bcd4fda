import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "vitest";
import { dispatchEvent } from "./support/github/events.ts";
import { startGithub } from "./support/github-server.ts";
import { createDatabase, servers } from "./support/servers.ts";
import { runWorkflow, type WorkflowRun } from "./support/workflow.ts";

/** The commands of the action that only look: `check` and `verify`, with the committed bundle. */

const file = ".github/workflows/schema.yml";
const schema = (provider: string) =>
  `datasource db {\n  provider = "${provider}"\n  url      = env("DATABASE_URL")\n}\n\nmodel users {\n  id Int @id\n  fax String?\n}\n`;
const project = (provider: string) => ({
  "prisma/schema.prisma": schema(provider),
  "prisma/migrations/migration_lock.toml": `provider = "${provider}"\n`,
  "prisma/migrations/1_init/migration.sql": `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "fax" TEXT);`,
});

const job = (id: string, needs: string, inputs: readonly string[], before = "") => `  ${id}:
    runs-on: ubuntu-24.04
${needs}    permissions:
      contents: read
    outputs:
      plan: \${{ steps.it.outputs.plan }}
      digest: \${{ steps.it.outputs.digest }}
    steps:
      - uses: actions/checkout@v7
${before}      - id: it
        uses: schemagate/schemagate@v0
        with:
          environment: staging
          url: \${{ secrets.DATABASE_URL }}
${inputs.map((line) => `          ${line}\n`).join("")}`;
const workflow = (...jobs: readonly string[]) => `on: workflow_dispatch\njobs:\n${jobs.join("")}`;

const check = workflow(job("check", "", ["command: check"]));

/** A plan, its apply without an approval, and `verify` of the artifact that `of` made. */
const verify = (of: "plan" | "apply", before = "", ...inputs: readonly string[]) =>
  workflow(
    job("plan", "", ["command: preflight"]),
    job("apply", "    needs: plan\n", [
      "command: apply",
      "approval: none",
      `plan: \${{ needs.plan.outputs.plan }}`,
      `approve: \${{ needs.plan.outputs.digest }}`,
    ]),
    job("verify", "    needs: [plan, apply]\n", ["command: verify", `plan: \${{ needs.${of}.outputs.plan }}`, ...inputs], before),
  );

async function openSqlite() {
  const home = await mkdtemp(join(tmpdir(), "sg-commands-"));
  const path = join(home, "shop.db");
  await writeFile(path, "");
  return { path, url: `file:${path}`, [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }) };
}

async function runJobs(
  content: string,
  provider: string,
  url: string,
  meddle: () => void = () => undefined,
): Promise<WorkflowRun> {
  await using github = await startGithub();
  const unprotected = "environments:\n  staging: { unprotected: true }\n";
  await github.push("main", { [file]: content, ".github/schemagate.yml": unprotected, ...project(provider) });
  const actions = {
    "acme/meddle": () => {
      meddle();
      return {};
    },
  };
  return await runWorkflow({ github, file, event: await dispatchEvent(github, "ann"), secrets: { DATABASE_URL: url }, actions });
}

const endOf = (run: WorkflowRun, id: string) => {
  const end = run.jobs[id]?.steps.at(-1)?.end;
  return { outputs: end?.outputs ?? {}, summary: end?.summary ?? "", log: end?.log.slice(-3000) ?? "" };
};
const words = (run: WorkflowRun) =>
  run.annotations.map(({ level, title, message }) => `${level} ${title}: ${message}`).join("\n");
const explain = (run: WorkflowRun) => `${words(run)}\n${JSON.stringify(run.jobs, null, 1).slice(0, 6000)}`;

describe.concurrent("command: check", () => {
  test("is green where everything can be compared, and shows 00", { timeout: 60_000 }, async ({ expect }) => {
    await using place = await openSqlite();
    const run = await runJobs(check, "sqlite", place.url);
    expect(run.conclusion, explain(run)).toBe("success");
    expect(endOf(run, "check").outputs).toMatchObject({ outcome: "done", "failure-reason": "", "has-changes": "false" });
    expect(run.summary).toContain("00 Connection check");
    expect(run.annotations).toEqual([]);
  });

  test("names the GRANT of a role that may not read the history, and is red only for that", { timeout: 120_000 }, async ({
    expect,
  }) => {
    const [server] = await servers(16);
    await using database = await createDatabase(server);
    const url = new URL(database.url);
    const role = `sg_check_${Date.now()}`;
    await database.admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'at least eight'`);
    try {
      await database.admin.query(`CREATE TABLE "users" ("id" INTEGER PRIMARY KEY, "fax" TEXT)`);
      await database.admin.query(`CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY)`);
      await database.admin.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
      url.username = role;
      url.password = "at least eight";
      const closed = await runJobs(check, "postgresql", url.href);
      expect(closed.conclusion, explain(closed)).toBe("failure");
      expect(endOf(closed, "check").outputs).toMatchObject({ outcome: "failed", "failure-reason": "permission-denied" });
      expect(words(closed)).toMatch(/error Schemagate: permission-denied: .*GRANT SELECT ON .*_prisma_migrations/s);
      await database.admin.query(`GRANT SELECT ON "_prisma_migrations" TO ${role}`);
      const open = await runJobs(check, "postgresql", url.href);
      expect(open.conclusion, explain(open)).toBe("success");
      expect(words(open)).toMatch(/^notice Schemagate: a report could say more: SELECT on tables/m);
    } finally {
      await database.admin.query(`DROP OWNED BY ${role}`);
      await database.admin.query(`DROP ROLE ${role}`);
    }
  });

  test("is red where nothing answers", { timeout: 60_000 }, async ({ expect }) => {
    const run = await runJobs(check, "postgresql", "postgresql://reader:not-the-one@127.0.0.1:1/shop");
    expect(run.conclusion, explain(run)).toBe("failure");
    expect(endOf(run, "check").outputs).toMatchObject({ outcome: "failed", "failure-reason": "connection-failed" });
    expect(endOf(run, "check").outputs["issue-url"]).toBeUndefined();
  });
});

describe.concurrent("command: verify", () => {
  test("proves in a later job what was applied, by the plan and by the log", { timeout: 120_000 }, async ({ expect }) => {
    for (const of of ["plan", "apply"] as const) {
      await using place = await openSqlite();
      const run = await runJobs(verify(of, "", "verify-command: node --version"), "sqlite", place.url);
      expect(run.conclusion, `${of}: ${explain(run)}`).toBe("success");
      const { outputs, summary } = endOf(run, "verify");
      expect(outputs).toMatchObject({ outcome: "verified", "failure-reason": "" });
      expect(outputs["digest"]).toBe(endOf(run, "apply").outputs["digest"]);
      expect(summary).toContain("04 Verification");
      expect(summary).toContain("node --version");
    }
  });

  test("is red where somebody was faster, and where the command fails", { timeout: 120_000 }, async ({ expect }) => {
    await using place = await openSqlite();
    const meddled = verify("apply", "      - uses: acme/meddle@v1\n");
    const run = await runJobs(meddled, "sqlite", place.url, () => {
      using database = new DatabaseSync(place.path);
      database.exec(`ALTER TABLE "users" DROP COLUMN "fax"`);
    });
    expect(run.jobs["apply"]?.result, explain(run)).toBe("success");
    expect(run.conclusion).toBe("failure");
    expect(endOf(run, "verify").outputs).toMatchObject({ outcome: "diverged", "failure-reason": "verify-failed" });
    expect(endOf(run, "verify").summary).toContain("fax");
    await using other = await openSqlite();
    const failing = await runJobs(verify("plan", "", "verify-command: node --no-such-flag"), "sqlite", other.url);
    expect(endOf(failing, "verify").outputs, explain(failing)).toMatchObject({ outcome: "diverged" });
  });

  test("needs the plan of its own run", { timeout: 60_000 }, async ({ expect }) => {
    await using place = await openSqlite();
    for (const plan of ["", "7", "x"]) {
      const run = await runJobs(workflow(job("verify", "", ["command: verify", `plan: "${plan}"`])), "sqlite", place.url);
      expect(run.conclusion, explain(run)).toBe("failure");
      expect(endOf(run, "verify").outputs).toMatchObject({ outcome: "failed", "failure-reason": "invalid-input" });
      expect(words(run)).not.toContain("This is a bug");
    }
  });
});
