import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../src/config-format.ts";
import { relaxations } from "../src/policy.ts";
import { ageWords } from "../src/report/figures.ts";
import { openProject, type StoredPlan } from "./support/apply-project.ts";

const models = "model items {\n  id Int @id\n}";
const migrations = { "1_init": 'CREATE TABLE "items" ("id" INTEGER NOT NULL PRIMARY KEY);' };
const hour = 3_600_000;

/** The time is no part of the digest, so the plan can still be read. */
async function madeBefore({ path }: StoredPlan, createdAt: string): Promise<void> {
  const plan = JSON.parse(await readFile(path, "utf8")) as object;
  await writeFile(path, JSON.stringify({ ...plan, createdAt }));
}

const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

describe("max-plan-age", () => {
  test("refuses what is older, or of no age that can be told, before anything that can write is opened", async () => {
    const configuration = "environments:\n  test: { max-plan-age: 72h }\n  other: { max-plan-age: 30min }\n";
    await using project = await openProject({ provider: "sqlite", models, migrations, configuration });
    const file = join(project.folder, "shop.db");
    await writeFile(file, "");
    const url = `file:${file}`;
    const plan = await project.plan(url);
    expect(await project.log("02-migration-plan.md")).toContain("**Age:** at most 72 h (`max-plan-age`)");

    for (const [createdAt, words] of [
      [ago(72 * hour + 60_000), "this one is 72 h 2 min old"],
      [ago(1000 * hour), "this one is 1000 h"],
      [ago(-hour), "it can't be told"],
      ["yesterday", 'it says that it was made at "yesterday"'],
    ] as const) {
      await madeBefore(plan, createdAt);
      const refused = await project.apply(url, plan);
      expect(refused.status).toBe(3);
      expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "plan-expired" });
      expect(refused.document.reasons).toHaveLength(1);
      expect(refused.document.message).toContain(words);
      expect(existsSync(`${file}.schemagate-lock`)).toBe(false);
    }
    await madeBefore(plan, ago(72 * hour - 60_000));
    expect((await project.apply(url, plan)).document.outcome).toBe("applied");
  });

  test("without it a plan of any age runs", async () => {
    await using project = await openProject({ provider: "sqlite", models, migrations });
    const file = join(project.folder, "shop.db");
    await writeFile(file, "");
    const plan = await project.plan(`file:${file}`);
    expect(await project.log("02-migration-plan.md")).not.toContain("max-plan-age");
    await madeBefore(plan, ago(100_000 * hour));
    expect((await project.apply(`file:${file}`, plan)).document.outcome).toBe("applied");
  });

  test.for([
    ["30min", 30 * 60_000],
    ["72h", 72 * hour],
    ["14 d", 14 * 24 * hour],
  ] as const)("%s", ([written, ms]) => {
    const { environments } = parseConfig("c.yml", `environments: { p: { max-plan-age: ${written} } }`);
    expect(environments["p"]?.maxPlanAgeMs).toBe(ms);
  });

  test.for(["0", "5s", "400d", "-1h", "1.5h", "h", "72", "~"])("%s is a mistake", (written) => {
    expect(() => parseConfig("c.yml", `environments: { p: { max-plan-age: ${written} } }`)).toThrow(/max-plan-age: /);
  });

  test("a pull request that raises or drops it is told so", () => {
    const of = (age: string) => parseConfig("c.yml", `environments: { p: { ${age} } }`);
    const [none, short, long] = [of(""), of("max-plan-age: 1h"), of("max-plan-age: 2h")];
    const told = ["plans for p may be older"];
    expect([relaxations(short, long, "p"), relaxations(short, none, "p")]).toEqual([told, told]);
    expect([relaxations(long, short, "p"), relaxations(none, long, "p"), relaxations(null, long, "p")]).toEqual([[], [], []]);
  });

  test("in words", () => {
    expect([45 * 60_000, 72 * hour, 72 * hour + 1, 59_000].map(ageWords)).toEqual(["45 min", "72 h", "72 h 1 min", "1 min"]);
  });
});
