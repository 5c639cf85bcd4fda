import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../src/config-format.ts";
import type { Plan } from "../src/plan/plan.ts";
import { judgePromotion, type Promotion, promotionEvidence } from "../src/plan/promotion.ts";
import { appliedIn, readVerified, type VerifiedRecord } from "../src/plan/verified-record.ts";
import { relaxations } from "../src/policy.ts";
import { openProject } from "./support/apply-project.ts";

const record: VerifiedRecord = {
  version: 1,
  at: "2026-11-22T05:00:00.000Z",
  tool: "schemagate 0.1.0",
  environment: "staging",
  folder: ".",
  outcome: "verified",
  migrations: [
    { id: "1_init", checksum: "a" },
    { id: "2_size", checksum: "b" },
  ],
};
const plan = (migrations: VerifiedRecord["migrations"], strategy: Plan["strategy"] = "migrate") =>
  ({ migrations, strategy }) as Plan;
const seen = (change: Partial<VerifiedRecord> = {}): Promotion => ({
  kind: "seen",
  after: "staging",
  record: { ...record, ...change },
  runUrl: "https://github.com/o/r/actions/runs/1",
});

describe("after", () => {
  const two = [{ id: "2_size", checksum: "b" }];
  test.for<[string, Plan, Promotion, readonly string[]]>([
    ["applied there with the same text", plan(two), seen(), []],
    ["nothing of migrations in it", plan([]), seen(), []],
    ["never applied there", plan([...two, { id: "3_index", checksum: "c" }]), seen(), ["`3_index` was not applied to staging"]],
    ["another text was applied there", plan([{ id: "2_size", checksum: "x" }]), seen(), ["another text of `2_size`"]],
    [
      "both",
      plan([
        { id: "1_init", checksum: "x" },
        { id: "3_a", checksum: "c" },
        { id: "4_b", checksum: "d" },
      ]),
      seen(),
      ["`3_a`, `4_b` were not applied", "another text of `1_init`"],
    ],
    ["it diverged there", plan(two), seen({ outcome: "diverged" }), ["it is not what was promised"]],
    ["a strategy without migrations", plan([], "push"), seen(), ["strategy push has no migrations"]],
    ["not known", plan(two), { kind: "unknown", after: "staging", message: "Nobody knows.", hint: "Ask." }, ["Nobody knows."]],
    ["waived", plan([{ id: "9", checksum: "z" }]), { kind: "waived", after: "staging", reason: "it is down" }, []],
    ["not asked", plan([{ id: "9", checksum: "z" }]), { kind: "not-asked" }, []],
  ])("%s", ([, of, promotion, says]) => {
    const reasons = judgePromotion(of, promotion);
    expect(reasons.map(({ reason }) => reason)).toEqual(says.map(() => "promotion-missing"));
    for (const [index, words] of says.entries()) expect(reasons[index]?.message).toContain(words);
  });

  test("what was seen, or why not, is evidence", () => {
    expect(promotionEvidence(seen())).toEqual([
      "Verified in staging at 2026-11-22T05:00:00.000Z: https://github.com/o/r/actions/runs/1",
    ]);
    expect(promotionEvidence({ kind: "waived", after: "staging", reason: "it is down" })[0]).toContain("it is down");
    expect(promotionEvidence({ kind: "not-asked" })).toEqual([]);
  });

  test("only rows that are finished and not taken back count", () => {
    const row = { id: "x", startedAt: null, appliedSteps: 1, errorCode: null, finishedAt: new Date(0), rolledBackAt: null };
    const rows = [
      { ...row, migration: "1", checksum: "a" },
      { ...row, migration: "2", checksum: "b", finishedAt: null },
      { ...row, migration: "3", checksum: "c", rolledBackAt: new Date(0) },
      { ...row, migration: "4", checksum: null },
    ];
    expect(appliedIn({ rows })).toEqual([{ id: "1", checksum: "a" }]);
    expect(appliedIn(null)).toEqual([]);
  });

  test("a stored record is read as foreign data", () => {
    expect(readVerified(JSON.stringify(record))).toEqual(record);
    for (const change of [
      { version: 2 },
      { at: "soon" },
      { outcome: "fine" },
      { migrations: [{ id: 1 }] },
      { environment: null },
    ])
      expect(readVerified(JSON.stringify({ ...record, ...change }))).toBeNull();
    expect(readVerified("{")).toBeNull();
  });

  test("the configuration", () => {
    const of = (text: string) => parseConfig("c.yml", `environments: { p: { ${text} } }`);
    expect(of("after: staging").environments["p"]?.after).toBe("staging");
    expect(() => of("after: p")).toThrow("environments.p.after: it names itself");
    expect(() => of('after: ""')).toThrow("it is empty");
    const told = ["p no longer comes after staging"];
    expect(relaxations(of("after: staging"), of(""), "p")).toEqual(told);
    expect(relaxations(of("after: staging"), of("after: dev"), "p")).toEqual(told);
    expect(relaxations(of(""), of("after: staging"), "p")).toEqual([]);
  });
});

test("on the command line: refused, unless somebody says why it goes without; that is recorded", async () => {
  await using project = await openProject({
    provider: "sqlite",
    models: "model items {\n  id Int @id\n}",
    migrations: { "1_init": 'CREATE TABLE "items" ("id" INTEGER NOT NULL PRIMARY KEY);' },
    configuration: "environments:\n  test: { after: staging }\n",
  });
  const file = join(project.folder, "shop.db");
  await writeFile(file, "");
  const url = `file:${file}`;
  const plan = await project.plan(url);
  expect(await project.log("02-migration-plan.md")).toContain("applied and verified in `staging`");
  for (const more of [[], ["--without-promotion", " "]]) {
    const refused = await project.apply(url, plan, ...more);
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "promotion-missing" });
    expect(refused.status).toBe(3);
    expect(existsSync(`${file}.schemagate-lock`)).toBe(false);
  }
  const standing = await project.say(url, "sync", "--apply", "--task", "s");
  expect(standing.document).toMatchObject({ outcome: "refused", failureReason: "promotion-missing" });
  const applied = await project.apply(url, plan, "--without-promotion", "staging is down until Monday");
  expect(applied.document.outcome, applied.stdout).toBe("applied");
  expect(applied.document.execution?.permission.evidence).toEqual([
    "Goes without staging, which the configuration wants first: staging is down until Monday",
  ]);
  expect(await project.log("03-execution-log.md")).toContain("staging is down until Monday");

  await writeFile(join(project.folder, ".github/schemagate.yml"), "environments: {}\n");
  const needless = await project.apply(url, plan, "--without-promotion", "why not");
  expect(needless.document).toMatchObject({ outcome: "failed", failureReason: "invalid-input" });
  expect(needless.status).toBe(64);
});
