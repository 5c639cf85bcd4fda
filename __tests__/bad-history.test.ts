import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, test, vi } from "vitest";
import { runCli } from "./support/cli.ts";
import { first, historyOf, init, liveFile, lockFile, orders, schemaFile, scriptOf } from "./support/orders.ts";
import { folderOf } from "./support/prisma-project.ts";
import { type Asked, refusal, sharedHome } from "./support/refusal.ts";
import { createDatabase, servers } from "./support/servers.ts";

/** Histories that are broken, in the database or in the repository: one reason each, and no plan. */
vi.setConfig({ maxConcurrency: 2 });
const home = sharedHome();

const second = "20260201100000_priority";
const addPriority = 'ALTER TABLE "orders" ADD COLUMN "priority" INTEGER;\n';
const withPriority = {
  [scriptOf(second)]: addPriority,
  [schemaFile]: `datasource db {\n  provider = "sqlite"\n}\n\nmodel Order {\n  id       Int     @id\n  note     String?\n  priority Int?\n\n  @@map("orders")\n}\n`,
};

type Row = readonly [name: string, asked: Partial<Asked>, reason: string, ...says: readonly string[]];

const rows: readonly Row[] = [
  [
    "a migration failed",
    {
      files: orders("sqlite", withPriority),
      prepare: liveFile(
        `${init}${historyOf("sqlite", [first, init], [second, addPriority])}
        UPDATE _prisma_migrations SET finished_at = NULL, logs = 'Database error code: 23505 Key (email)=(dana@example.com) exists' WHERE migration_name = '${second}';`,
      ),
    },
    "history-failed-state",
    `The migration "${second}" was started on 2026-01-05 and failed with error 23505: Prisma applies nothing until that is resolved (P3009). If nothing of it is left in the database, run \`npx prisma migrate resolve --rolled-back "${second}"\`; if you completed it by hand, \`npx prisma migrate resolve --applied "${second}"\`.`,
  ],
  [
    "a migration did not finish, and nobody knows why",
    {
      files: orders("sqlite", withPriority),
      prepare: liveFile(
        `${init}${historyOf("sqlite", [first, init], [second, addPriority])}
        UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${second}';`,
      ),
    },
    "history-failed-state",
    `The migration "${second}" was started on 2026-01-05 and did not finish (it failed, was ended, or is still running): Prisma applies nothing until that is resolved (P3009). If nothing of it is left in the database, run \`npx prisma migrate resolve --rolled-back "${second}"\`; if you completed it by hand, \`npx prisma migrate resolve --applied "${second}"\`.`,
  ],
  [
    "a migration failed that the repository doesn't have",
    {
      prepare: liveFile(
        `${init}${historyOf("sqlite", [first, init], [second, addPriority])}
        UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${second}';`,
      ),
    },
    "history-failed-state",
    `The migration "${second}" was started on 2026-01-05 and did not finish (it failed, was ended, or is still running): Prisma applies nothing until that is resolved (P3009). The repository doesn't have it: \`git log --all --oneline -- "${scriptOf(second)}"\` finds the commit that does, and what it did. If nothing of it is left in the database, run \`npx prisma migrate resolve --rolled-back "${second}"\`; if you completed it by hand, bring its folder back first (without it Prisma says P3017), then run \`npx prisma migrate resolve --applied "${second}"\`.`,
  ],
  [
    "an applied migration was edited",
    { files: orders("sqlite", { [scriptOf(first)]: init.replace("TEXT", "VARCHAR(80)") }) },
    "history-edited",
    `The migration "${first}" was edited after the database had applied it: the change never reaches this database. Restore the file (\`git log --oneline -- "${scriptOf(first)}"\` shows its versions, \`git checkout COMMIT -- "${scriptOf(first)}"\` brings one back) and put the change into a new migration; where that is past mending, accept it under ignore: as "migration ${first}", with a reason.`,
  ],
  [
    "the repository lacks an applied migration",
    { prepare: liveFile(init + historyOf("sqlite", [first, init], [second, "SELECT 1;"])) },
    "unknown-revision",
    `The database has applied the migration "${second}", which the repository doesn't have. Restore it from the branch that applied it: \`git log --all --oneline -- "${scriptOf(second)}"\` finds the commit, \`git checkout COMMIT -- "${scriptOf(second)}"\` brings it here. Or check that this is the right database; where the file is gone on purpose, accept that under ignore: as "migration ${second}", with a reason.`,
  ],
  [
    "the repository has none of what is applied",
    { prepare: liveFile(historyOf("sqlite", ["1_a", "SELECT 1;"], ["2_b", "SELECT 1;"])) },
    "unknown-revision",
    'The database has applied 2 migrations ("1_a" is the first), and the repository has none of them. Check that this is the right database, and that the migrations are found: --migrations names their folder.',
  ],
  [
    "the migrations folder is not there",
    {
      prepare: async (folder) => {
        liveFile()(folder);
        await rm(join(folder.path, "prisma/migrations"), { recursive: true });
      },
    },
    "unknown-revision",
    `The database has applied the migration "${first}", which the repository doesn't have. Restore its folder from the branch that applied it. Or check that this is the right database; where the file is gone on purpose, accept that under ignore: as "migration ${first}", with a reason.`,
  ],
  [
    "the migrations folder is empty, and so is the database",
    {
      files: { [schemaFile]: orders("sqlite")[schemaFile] ?? "", [lockFile]: 'provider = "sqlite"\n' },
      prepare: liveFile("PRAGMA user_version = 1;"),
    },
    "drift-detected",
    "The schema in the code has changes that no migration makes: table orders: created (2 columns). Commit the missing migration together with the schema; its text is in the drift report.",
  ],
  [
    "the database has tables and no history",
    { prepare: liveFile(init) },
    "history-missing",
    "The database has tables but no migration history, so it can't be known which migrations it has: no plan without a baseline. `schemagate baseline --environment dev` finds which migrations it holds, and shows the rows that would record them; it writes them once they are approved. Then run this again.",
  ],
  [
    "the database has tables and an empty history",
    { prepare: liveFile(init + historyOf("sqlite")) },
    "history-missing",
    "The database has tables but no migration history, so it can't be known which migrations it has: no plan without a baseline. `schemagate baseline --environment dev` finds which migrations it holds, and shows the rows that would record them; it writes them once they are approved. Then run this again.",
  ],
  [
    "neither the database nor the project has a history",
    { files: { [schemaFile]: orders("sqlite")[schemaFile] ?? "" }, prepare: liveFile(init) },
    "history-missing",
    "The database has tables but no migration history, so it can't be known which migrations it has: no plan without a baseline. This project has no migrations: compare with --strategy push or sync, or make a first migration and baseline the database with it.",
  ],
  [
    "an applied file can't be replayed, and another waits",
    {
      files: orders("sqlite", withPriority, { [scriptOf(first)]: "CREATE TABEL orders;\n" }),
      prepare: liveFile(init + historyOf("sqlite", [first, "CREATE TABEL orders;\n"])),
    },
    "invalid-source",
    `The applied migrations can't be replayed, so the state that the pending ones lead to can't be known: ${first}: near "TABEL": syntax error [SQLITE_ERROR] (on SQLite <version>). Where the file itself is broken, squash the history and baseline. For PostgreSQL, --dev-url with an empty scratch database that has what is missing may help.`,
  ],
  [
    "a pending migration fails",
    { files: orders("sqlite", withPriority, { [scriptOf(second)]: 'ALTER TABLE "ordrs" ADD COLUMN "priority" INTEGER;\n' }) },
    "invalid-source",
    `The pending migration "${second}" fails when it is run after the applied ones: no such table: ordrs [SQLITE_ERROR] (on SQLite <version>). Correct the file: it has not been applied here yet, so it may still be edited.`,
  ],
];

describe("blocked", () => {
  test.concurrent.for(rows)("%s", async ([, asked, reason, ...says], { expect }) => {
    const { says: said, ...ended } = await refusal(
      { files: orders("sqlite"), url: "file:./live.db", prepare: liveFile(), ...asked },
      home.path,
    );
    expect(ended).toEqual({ status: 3, reason });
    expect(said.map((text) => text.replace(/SQLite [\d.]+\d/, "SQLite <version>"))).toEqual(says);
  });

  test.concurrent("as text too: the reason, and what to do", async ({ expect }) => {
    await using folder = await folderOf(orders("sqlite"));
    liveFile(init)(folder);
    const { status, stdout } = await runCli([...preflight, "--url", "file:./live.db"], { cwd: folder.path, home: home.path });
    expect(status).toBe(3);
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      `✗ blocked  dev (${folder.path}/live.db)`,
      "  history-missing  The database has tables but no migration history, so it can't be known which migrations it has: no plan without a baseline.",
      "  → `schemagate baseline --environment dev` finds which migrations it holds, and shows the rows that would record them; it writes them once they are approved. Then run this again.",
      "",
    ]);
  });
});

describe("no reason to stop", () => {
  const ends = async (files: Readonly<Record<string, string>>, live: string) => {
    await using folder = await folderOf(files);
    liveFile(live)(folder);
    const { status, stdout } = await runCli([...preflight, "--url", "file:./live.db", "--json"], {
      cwd: folder.path,
      home: home.path,
    });
    const { outcome, reasons, drift, pending } = JSON.parse(stdout);
    return {
      status,
      outcome,
      reasons,
      pending,
      drift: drift.map(({ cause, summary }: { cause: string; summary: string }) => `${cause}: ${summary}`),
    };
  };

  test.concurrent("a migration that was rolled back runs again", async ({ expect }) => {
    const rolledBack = `${init}${historyOf("sqlite", [first, init], [second, addPriority])}
      UPDATE _prisma_migrations SET finished_at = NULL, rolled_back_at = started_at WHERE migration_name = '${second}';`;
    expect(await ends(orders("sqlite", withPriority), rolledBack)).toEqual({
      status: 0,
      outcome: "planned",
      reasons: [],
      pending: [second],
      drift: ["pending: not applied yet"],
    });
  });

  test.concurrent("an applied file whose line endings were changed, in either direction", async ({ expect }) => {
    const windows = init.replaceAll("\n", "\r\n");
    for (const [applied, here] of [
      [init, windows],
      [windows, init],
    ] as const) {
      const files = orders("sqlite", withPriority, { [scriptOf(first)]: here });
      expect(await ends(files, init + historyOf("sqlite", [first, applied]))).toEqual({
        status: 0,
        outcome: "planned",
        reasons: [],
        pending: [second],
        drift: ["pending: not applied yet"],
      });
    }
  });

  test.concurrent("an applied file that can't be replayed, when nothing waits: it is said what could not be told", async ({
    expect,
  }) => {
    const broken = "CREATE TABEL orders;\n";
    const said = await ends(orders("sqlite", { [scriptOf(first)]: broken }), init + historyOf("sqlite", [first, broken]));
    expect(said).toMatchObject({ status: 0, outcome: "up-to-date", reasons: [] });
    expect(said.drift).toEqual([
      expect.stringMatching(
        new RegExp(`^undetermined: ${first}: near "TABEL": syntax error \\[SQLITE_ERROR\\] \\(on SQLite [\\d.]+\\)\\.$`),
      ),
    ]);
  });

  test.concurrent("an applied migration that only the default branch has", async ({ expect }) => {
    await using folder = await folderOf(orders("sqlite"));
    const git = (...args: readonly string[]) =>
      promisify(execFile)("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false", ...args], {
        cwd: folder.path,
      });
    await git("init", "--quiet", "--initial-branch=main");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "Orders");
    await git("branch", "behind");
    await mkdir(join(folder.path, `prisma/migrations/${second}`));
    await writeFile(join(folder.path, scriptOf(second)), addPriority);
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "Priority");
    await git("checkout", "--quiet", "behind");
    liveFile(init + addPriority + historyOf("sqlite", [first, init], [second, addPriority]))(folder);
    const { status, stdout } = await runCli([...preflight, "--url", "file:./live.db", "--json"], {
      cwd: folder.path,
      home: home.path,
    });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "up-to-date", reasons: [] });
    expect(status).toBe(0);
  });
});

describe("an extension that the stand-in does not have", () => {
  const createExtension = "CREATE EXTENSION sg_nobodys_extension;\n";
  const lacks =
    "The stand-in has no sg_nobodys_extension: pass --dev-url with an empty scratch database of a server that has it.";
  const onPglite = /\(on PGlite [^)]+\)\)/;

  test("in an applied migration, and another waits; and in a pending one", async ({ expect }) => {
    const [server] = await servers(18);
    await using database = await createDatabase(server);
    const applied = init + createExtension;
    await database.admin.query(init + historyOf("postgresql", [first, applied]));
    const ask = async (files: Readonly<Record<string, string>>) => {
      const { says, ...ended } = await refusal({ files, url: database.url }, home.path);
      return { ...ended, says: says.map((text) => text.replace(onPglite, "(on PGlite)")) };
    };
    expect(await ask(orders("postgresql", { [scriptOf(first)]: applied, [scriptOf(second)]: "SELECT 1;\n" }))).toEqual({
      status: 3,
      reason: "invalid-source",
      says: [
        `The applied migrations can't be replayed, so the state that the pending ones lead to can't be known: ${first}: extension "sg_nobodys_extension" is not available [0A000] (on PGlite). ${lacks}`,
      ],
    });
    await database.admin.query(`DROP TABLE _prisma_migrations; ${historyOf("postgresql", [first, init])}`);
    expect(await ask(orders("postgresql", { [scriptOf(second)]: createExtension }))).toEqual({
      status: 3,
      reason: "invalid-source",
      says: [
        `The pending migration "${second}" fails when it is run after the applied ones: extension "sg_nobodys_extension" is not available [0A000] (on PGlite). ${lacks} If that is not why, correct the file: it has not been applied here yet, so it may still be edited.`,
      ],
    });
  });
});

const preflight = ["preflight", "--environment", "dev", "--out", "out"] as const;
