import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Driver, StandIn, StandInRequest } from "../src/dialects/dialect.ts";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";
import { sqliteDriver } from "../src/dialects/sqlite/driver.ts";
import { catalogue, type HazardId } from "../src/hazards/catalogue.ts";
import { readExamples, type Tried, tryFiles } from "./support/hazard-examples.ts";
import { notShown } from "./support/hazards-not-shown.ts";

const request: StandInRequest = {
  serverMajor: null,
  schemas: [],
  extensions: [],
  roles: [],
  devUrl: null,
  shadowSchema: null,
  targetIdentity: null,
  limits: { timeMs: 300_000, memoryBytes: 2_000_000_000 },
};

function idsOf({ hazards }: Tried): readonly string[] {
  return [...new Set(hazards.map(({ id }) => id))].sort();
}

function refused({ observations }: Tried): readonly string[] {
  return observations.flatMap(({ outcome }) => (outcome.kind === "failed" ? [outcome.message] : []));
}

describe("PostgreSQL", () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await postgresDriver.openStandIn(request);
  }, 60_000);
  afterAll(() => standIn[Symbol.asyncDispose]());

  describe.each(readExamples("postgres").map((example) => [example.id, example] as const))("%s", (id, example) => {
    test("its example raises it and what truly comes with it, and nothing else", { timeout: 60_000 }, async () => {
      const expected = [...(example.needsRows ? [] : [id]), ...example.also].sort();
      expect(idsOf(await tryFiles(example, example.bad, standIn))).toEqual(expected);
    });
    const { safe } = example;
    if (safe === null) return;
    test("the safer way runs and does not raise it", { timeout: 60_000 }, async () => {
      const tried = await tryFiles(example, safe, standIn);
      expect(refused(tried)).toEqual([]);
      expect(idsOf(tried)).not.toContain(id);
    });
  });
});

describe("SQLite", () => {
  const openNew = (driver: Driver) => driver.openStandIn(request);

  describe.each(readExamples("sqlite").map((example) => [example.id, example] as const))("%s", (id, example) => {
    test("its example raises it and what truly comes with it, and nothing else", { timeout: 60_000 }, async () => {
      await using standIn = await openNew(sqliteDriver);
      expect(idsOf(await tryFiles(example, example.bad, standIn))).toEqual([id, ...example.also].sort());
    });
    const { safe } = example;
    if (safe === null) return;
    test("the safer way runs and does not raise it", { timeout: 60_000 }, async () => {
      await using standIn = await openNew(sqliteDriver);
      const tried = await tryFiles(example, safe, standIn);
      expect(refused(tried)).toEqual([]);
      expect(idsOf(tried)).not.toContain(id);
    });
  });
});

test("every hazard of the catalogue has an example for each of its engines, or it is said why not", () => {
  const there = new Set(
    (["postgres", "sqlite"] as const).flatMap((dialect) => readExamples(dialect).map(({ id }) => `${dialect} ${id}`)),
  );
  const all = (Object.keys(catalogue) as HazardId[]).flatMap((id) => catalogue[id].dialects.map((dialect) => `${dialect} ${id}`));
  expect([...there].filter((one) => !all.includes(one))).toEqual([]);
  expect(all.filter((one) => !there.has(one)).sort()).toEqual(Object.keys(notShown).sort());
});
