import { describe, expect, test } from "vitest";
import { parseConfig } from "../src/config-format.ts";
import { readRecord, recordOf } from "../src/live-record.ts";
import { relaxations } from "../src/policy.ts";
import { openRecorded } from "../src/recorded-target.ts";
import type { Tools } from "../src/tools.ts";
import { aTable } from "./support/objects.ts";
import { aPreflight } from "./support/preflights.ts";

const tools = { progress: { step: () => undefined, statement: () => undefined } } as unknown as Tools;
const from = "https://github.com/acme/shop/actions/runs/1";
const found = aPreflight({
  live: [aTable("log", { schema: "audit", id: "table audit.log" }), aTable("orders")],
  over: { scope: { include: ["audit", "public"], exclude: [], absent: "refuse" } },
});
const rows = [
  {
    id: "1",
    migration: "1_init",
    checksum: "c",
    startedAt: new Date("2026-01-01T00:00:00Z"),
    finishedAt: null,
    rolledBackAt: null,
    appliedSteps: 1,
    errorCode: null,
  },
];
const record = recordOf({ ...found, history: { rows } });

describe("a record of the live schema", () => {
  test("comes back from its file as it was, times of the history as times", () => {
    expect(readRecord(JSON.stringify(record))).toEqual(record);
  });

  test.for([
    ["no JSON", "<html>"],
    ["another format", JSON.stringify({ ...record, version: 2 })],
    ["no objects", JSON.stringify({ ...record, live: { ...record.live, objects: "x" } })],
    ["a history of nonsense", JSON.stringify({ ...record, history: { rows: [{}] } })],
  ] as const)("of %s is refused", ([, text]) => {
    expect(() => readRecord(text)).toThrow(/can't be read/);
  });

  test("gives the part that is asked for, and nothing that it does not hold", async () => {
    const present = ["audit", "other", "public"].map((name) => ({ name, inScope: true, tables: 1, madeBy: null }));
    const open = openRecorded({ ...record, facts: { ...record.facts, schemas: present } }, from);
    const inputs = { ...found.inputs, environment: record.environment, target: record.target };
    const target = await open(inputs, null, tools);
    const ids = async (include: readonly string[], absent: "refuse" | "leave out" = "refuse") =>
      (await target.database.introspect({ include, exclude: [], absent })).objects.map(({ id }) => id);
    expect(await ids(["public"])).toEqual(["table public.orders"]);
    expect(await ids(["audit", "public"])).toEqual(["table audit.log", "table public.orders"]);
    await expect(ids(["other"])).rejects.toThrow(/does not hold the schema other/);
    await expect(ids(["new"])).rejects.toThrow(/does not hold the schema new/);
    expect(await ids(["new", "public"], "leave out")).toEqual(["table public.orders"]);
    expect(target.database.connection.readOnlyProof.join()).toContain("No connection was opened");
    expect(target.live).toBeNull();
  });

  test("of another environment or target is refused", async () => {
    const open = openRecorded(record, from);
    await expect(open({ ...found.inputs, environment: "staging" }, null, tools)).rejects.toThrow(/asked was for/);
    await expect(open({ ...found.inputs, target: "billing" }, null, tools)).rejects.toThrow(/billing/);
  });
});

describe("what a change of the configuration lets happen", () => {
  const config = (text: string) => parseConfig("c.yml", text);
  const strict = config("environments:\n  production: { on-drift: block }\n");

  test("is named, each once; what becomes stricter is not", () => {
    const loose = config(
      "environments:\n  production: { unprotected: true, allow-self-review: true, allow-hazards: [reaches-outside] }\nignore: [{ object: table a, reason: b }]\n",
    );
    expect(relaxations(strict, loose, "production")).toEqual([
      "nobody has to approve changes to production",
      "who started a run for production may approve it",
      "reaches-outside may pass in production",
      "drift no longer blocks in production",
      "table a is no longer compared",
    ]);
    expect(relaxations(loose, strict, "production")).toEqual([]);
    expect(relaxations(loose, loose, "production")).toEqual([]);
    expect(relaxations(strict, loose, "staging")).toEqual(["table a is no longer compared"]);
  });

  test("counts from nothing where there was none", () => {
    expect(relaxations(null, config("environments:\n  production: { unprotected: true }\n"), "production")).toHaveLength(1);
    expect(relaxations(null, strict, "production")).toEqual([]);
  });
});
