import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openProject } from "./support/apply-project.ts";
import { effects, type Place } from "./support/fault-plan.ts";
import { expectTruth, type Ground, openGround, type Scene, until } from "./support/fault-scene.ts";
import { createDatabase, servers } from "./support/servers.ts";

const [server] = await servers(16);
let ground: Ground;
beforeAll(async () => {
  ground = await openGround(server);
});
afterAll(() => ground[Symbol.asyncDispose]());

const gates: readonly Place[] = [
  [1, "worked"],
  [2, "commit"],
  [4, "before"],
  [6, "worked"],
  [7, "commit"],
  [8, "before"],
  [10, "worked"],
  [11, "commit"],
];
/** CONCURRENTLY waits for locks as long as it takes; at a commit PostgreSQL has no statement_timeout. */
const slow: readonly Place[] = [
  ...gates.filter(([, moment]) => moment !== "commit"),
  [4, "noted"],
  [5, "before"],
  [5, "worked"],
  [6, "noted"],
  [8, "noted"],
];
/** What holds a lock on the history stops the run as well: nothing runs of which it can't know. */
const noted: readonly Place[] = [
  [2, "noted"],
  [3, "begun"],
  [4, "noted"],
  [8, "begun"],
];

describe("a statement that does not come to its end", () => {
  test.concurrent.for([
    { name: "within statement-timeout", config: "short.yml", places: slow, kind: "timeout" },
    { name: "within lock-timeout", config: "impatient.yml", places: gates, kind: "lock-timeout" },
    { name: "to write into the history, in two tries", config: "again.yml", places: noted, kind: "lock-timeout" },
  ])("$name: the log is true, and --resume reaches the end", { timeout: 600_000 }, async ({ config, places, kind }) => {
    let left = places.toSorted(([a], [b]) => a - b);
    while (left.length > 0) {
      await using scene = await ground.open();
      const skipped: Place[] = [];
      for (const place of left) {
        const state = await scene.state();
        if (place[0] <= state) {
          skipped.push(place);
          continue;
        }
        await scene.close(place);
        const said = await scene.apply("--resume", "--config", config);
        expect(said.document, said.stdout).toMatchObject({
          execution: { stop: { failure: config === "short.yml" && place[1] === "noted" ? {} : { kind } } },
        });
        expect(said.status).toBe(1);
        await scene.open(place);
        expectTruth(said, await effects(scene.database.admin));
        expect(await scene.state()).toBeGreaterThanOrEqual(state);
      }
      await finish(scene);
      left = skipped;
    }
  });
});

async function finish(scene: Scene): Promise<void> {
  const said = await scene.apply("--resume");
  expect(said.document, said.stdout + said.stderr).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
  expect(await scene.state()).toBe(12);
}

describe("several at the same moment", () => {
  test.concurrent.for([["apply"], ["--resume"]] as const)("three times %s: each statement takes effect once", async ([how]) => {
    await using scene = await ground.open();
    if (how === "--resume") {
      await scene.close([5, "before"]);
      const killed = scene.start();
      await scene.reached(killed, [5, "before"]);
      killed.kill("SIGKILL");
      await scene.open([5, "before"]);
      await scene.quiet();
    }
    const flags = how === "--resume" ? ["--resume"] : [];
    const runs = await Promise.all([1, 2, 3].map(() => scene.start(...flags).ended));
    const outcomes = runs.map((run) => scene.told(run).document.outcome).toSorted();
    expect(outcomes.filter((outcome) => outcome === "applied")).toHaveLength(1);
    // The others waited and found nothing to do, or waited in vain.
    expect(outcomes.every((outcome) => ["applied", "nothing-to-do", "refused"].includes(outcome))).toBe(true);
    expect(await scene.state()).toBe(12);
  });
});

describe("a long reader", () => {
  test("apply tries again, and other readers never wait longer than one try", { timeout: 120_000 }, async () => {
    await using database = await createDatabase(server);
    const models = (more: string) => `model items {\n  id Int @id\n${more}}`;
    await using project = await openProject({
      provider: "postgresql",
      models: models(""),
      migrations: { "1_init": `CREATE TABLE "items" ("id" INTEGER NOT NULL, CONSTRAINT "items_pkey" PRIMARY KEY ("id"));` },
      configuration: "environments:\n  test: { lock-timeout: 1s, lock-retries: 20 }\n",
    });
    await project.apply(database.url, await project.plan(database.url));
    await project.migrate({
      "2_more": `CREATE VIEW "one" AS SELECT 1 AS "one";\nALTER TABLE "items" ADD COLUMN "size" INTEGER;`,
    });
    await project.schema(models("  size Int?\n"));
    const plan = await project.plan(database.url);
    await database.admin.query("BEGIN; SELECT * FROM items");
    const second = new pg.Client({ connectionString: database.url });
    await second.connect();
    try {
      const applying = project.apply(database.url, plan);
      const began = performance.now();
      let longest = 0;
      const waits = await until("it has waited in vain three times", async () => {
        const from = performance.now();
        await second.query("SELECT count(*) FROM items");
        longest = Math.max(longest, performance.now() - from);
        const lines = (await project.log("artifacts/execution.jsonl")).split("\n");
        const found = lines.filter((line) => line.includes('"event":"waiting"'));
        return found.length >= 3 ? found : null;
      });
      expect(waits[0]).toContain("idle in transaction");
      await database.admin.query("ROLLBACK");
      const applied = await applying;
      expect(applied.document, applied.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
      // A queue behind the long reader would have lasted until it ended.
      expect(longest).toBeLessThan(2_000);
      expect(performance.now() - began).toBeGreaterThan(3_000);
    } finally {
      await second.end();
    }
  });
});
