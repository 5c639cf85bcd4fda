import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import type { SchemaObject, Snapshot } from "../src/schema/snapshot.ts";
import { openRoom } from "./support/command-line.ts";
import { hostileTexts, postgresObjects, postgresObjectsOf, prismaModels, sqliteObjects } from "./support/hostile-names.ts";
import { appliedSql, customers, type PreflightRun, preflight, projectWith } from "./support/preflight-run.ts";
import { type Folder, schemaText } from "./support/prisma-project.ts";
import { createDatabase, servers } from "./support/servers.ts";
import { hiddenIn } from "./support/whole-markdown.ts";

const timeout = 240_000;
const room = await openRoom();
const [server] = await servers(18);

afterAll(async () => {
  expect(await room.leftovers()).toEqual([]);
  await room[Symbol.asyncDispose]();
});

/** A database to which the first migration was applied. */
type Live = AsyncDisposable & { readonly url: string; run(sql: string): Promise<void> };

async function openPostgres(): Promise<Live> {
  const database = await createDatabase(server);
  await database.admin.query(appliedSql("postgresql"));
  return {
    url: database.url,
    run: async (sql) => void (await database.admin.query(sql)),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

let files = 0;

async function openSqlite(): Promise<Live> {
  const path = join(room.path, `live-${files++}.db`);
  const database = new DatabaseSync(path);
  database.exec(appliedSql("sqlite"));
  return { url: `file:${path}`, run: async (sql) => database.exec(sql), [Symbol.asyncDispose]: async () => database.close() };
}

/** Runs scripts that may need each other, in whatever order they can. */
async function runAll(live: Live, scripts: readonly string[]): Promise<void> {
  const failed: string[] = [];
  let message = "";
  for (const script of scripts) {
    await live.run(script).catch((error: unknown) => {
      failed.push(script);
      message = `${error instanceof Error ? error.message : String(error)}: ${script}`;
    });
  }
  if (failed.length === scripts.length && failed.length > 0) throw new Error(message);
  if (failed.length > 0) await runAll(live, failed);
}

async function objectsOf(live: Live, project: Folder): Promise<readonly Partial<SchemaObject>[]> {
  const { stderr } = await room.schemagate(["snapshot", "--url", live.url, "--out", "schema.json"], project.path);
  expect(stderr).not.toContain("✗");
  const text = await readFile(join(project.path, "schema.json"), "utf8");
  expect(hiddenIn(text)).toEqual([]);
  const { objects } = JSON.parse(text) as Snapshot;
  expect(new Set(objects.map(({ id }) => id)).size).toBe(objects.length);
  // How SQLite's own text of a table is written is no part of the schema.
  return objects.map((object) => (object.kind === "table" ? { ...object, sql: null } : object));
}

function waysIn(run: PreflightRun, way: "adopt" | "undo"): readonly string[] {
  return run.document.drift.flatMap(({ ways }) => ways?.[way] ?? []);
}

describe.each([
  { provider: "postgresql", open: openPostgres, objects: postgresObjects() },
  { provider: "sqlite", open: openSqlite, objects: sqliteObjects() },
] as const)("hostile names in $provider", { timeout }, ({ provider, open, objects }) => {
  test("made by hand: adopting makes the same, undoing takes it back", async () => {
    await using project = await projectWith(provider);
    await using live = await open();
    const before = await objectsOf(live, project);
    await live.run(objects);
    const run = await preflight(room, project, live.url);
    expect(run.document.drift.map(({ cause }) => cause)).toEqual(run.document.drift.map(() => "unmanaged"));
    expect(run.document.drift.length).toBeGreaterThan(hostileTexts.length);

    await using ignoring = await projectWith(provider);
    await mkdir(join(ignoring.path, ".github"));
    await writeFile(
      join(ignoring.path, ".github/schemagate.yml"),
      `ignore:\n${run.document.drift.map(({ ways }) => ways?.ignore).join("\n")}\n`,
    );
    expect((await preflight(room, ignoring, live.url)).document).toMatchObject({ outcome: "up-to-date", drift: [] });

    await using adopted = await open();
    await runAll(adopted, waysIn(run, "adopt"));
    expect(await objectsOf(adopted, project)).toEqual(await objectsOf(live, project));

    let left = run;
    for (let round = 0; round < 4 && left.document.drift.length > 0; round++) {
      await runAll(live, waysIn(left, "undo"));
      left = await preflight(room, project, live.url);
    }
    expect(left.document.drift).toEqual([]);
    expect(await objectsOf(live, project)).toEqual(before);
  });

  test("in Prisma's schema: the plan makes what the schema says", async () => {
    await using project = await projectWith(provider, {
      "schema.prisma": schemaText(provider, `${customers.model}\n${prismaModels(provider)}`),
    });
    await using live = await open();
    const push = ["--strategy", "push", "--push-reason", "`</details>` @everyone #1 \u202E", "--push-until", "2999-01-01"];
    const missing = await preflight(room, project, live.url);
    expect(missing.document).toMatchObject({ outcome: "blocked", failureReason: "drift-detected" });
    const sync = await preflight(room, project, live.url, { flags: ["--strategy", "sync"] });
    expect(sync.document).toMatchObject({ outcome: "planned" });
    const planned = await preflight(room, project, live.url, { flags: push });
    expect(planned.document).toMatchObject({ outcome: "planned" });
    for (const { sql } of planned.document.statements) await live.run(sql);
    const after = await preflight(room, project, live.url, { flags: push });
    expect(after.document).toMatchObject({ outcome: "up-to-date", statements: [] });
  });
});

describe("hostile names of migrations", { timeout }, () => {
  test("in the repository, each with objects of that name", async () => {
    const pending = hostileTexts.map((text, index) => {
      const name = `202601020000${String(index).padStart(2, "0")}_${text.replaceAll("/", "∕")}`;
      return [`migrations/${name}/migration.sql`, postgresObjectsOf(text)] as const;
    });
    await using project = await projectWith("postgresql", Object.fromEntries(pending));
    await using live = await openPostgres();
    const { document, reports } = await preflight(room, project, live.url);
    expect(document.pending).toHaveLength(hostileTexts.length);
    expect(document.statements).toHaveLength(hostileTexts.length * 10);
    expect(reports).toHaveLength(3);
    const { status, stdout, stderr } = await room.schemagate(
      ["preflight", "--environment", "test", "--url", live.url],
      project.path,
    );
    expect(status).toBe(3);
    expect(hiddenIn(stdout + stderr)).toEqual([]);
    expect(`${stdout}\n${stderr}`.split("\n").filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  });

  test("in the database's own notes, with logs that quote rows", async () => {
    await using project = await projectWith("postgresql");
    await using database = await createDatabase(server);
    await database.admin.query(appliedSql("postgresql"));
    for (const [index, text] of hostileTexts.entries()) {
      const finished = index % 2 === 0 ? "2026-01-02" : null;
      await database.admin.query(`INSERT INTO "_prisma_migrations" VALUES ($1, $2, $3, $4, $5, NULL, '2026-01-02', 1)`, [
        `id${index}`,
        text,
        finished,
        text,
        `Database error code: 23505\nKey (name)=(cormorant) exists. ${text}`,
      ]);
    }
    const { status, document, everything } = await preflight(room, project, database.url);
    expect({ status, reason: document.failureReason }).toEqual({ status: 3, reason: "history-failed-state" });
    expect(document.drift.filter(({ cause }) => cause === "unknown-migration")).not.toEqual([]);
    expect(everything).not.toContain("cormorant");
  });
});
