import { describe, expect, test } from "vitest";
import { artifactName, commonTo, folderName, keyParts } from "../src/action/names.ts";
import { urlsIn } from "../src/action/targets.ts";
import { parseConfig } from "../src/config-format.ts";
import { readRecord, recordOf } from "../src/live-record.ts";
import { relaxations } from "../src/policy.ts";
import { openRecorded, whyUnfit } from "../src/recorded-target.ts";
import type { Service } from "../src/service.ts";
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

  test("of another environment, target or folder does not fit, nor one without a history where it is read", () => {
    const { inputs } = found;
    expect(whyUnfit(record, inputs)).toBeNull();
    expect(whyUnfit(record, { ...inputs, environment: "staging" })).toContain("is of production, and asked was for staging");
    expect(whyUnfit(record, { ...inputs, target: "billing" })).toContain("asked was for billing in production");
    const moved = { ...inputs, workingDirectory: "/repo/services/app" };
    expect(whyUnfit(record, moved)).toContain("asked was for services/app in production");
    expect(whyUnfit(recordOf({ ...found, inputs: moved }), moved)).toBeNull();
    expect(whyUnfit({ ...record, strategy: "sync" }, inputs)).toContain("reads no history");
    // A target has a name, and may move.
    const named = { ...inputs, target: "app" };
    expect(whyUnfit(recordOf({ ...found, inputs: named }), { ...moved, target: "app" })).toBeNull();
  });
});

describe("names of a service", () => {
  const service = (environment: string, target: string | null = null, folder = "."): Service => ({ environment, target, folder });

  test("are plain where the environment says it all", () => {
    expect(artifactName("schemagate-live", service("production"), "-applied")).toBe("schemagate-live-production-applied");
    expect(keyParts(service("production"))).toEqual(["production"]);
    expect(keyParts(service("production", "billing"))).toEqual(["production", "billing"]);
    expect(folderName("billing")).toBe("billing");
  });

  test("are those of no other service", () => {
    const services = [
      service("production"),
      service("production", "eu"),
      service("production", null, "eu"),
      service("production-eu"),
      service("production", "applied"),
      service("production-applied"),
      service("production", "a/b"),
      service("production", "a_b"),
      service("production", null, "a/b"),
      service("production eu"),
      service("production_eu"),
      service(artifactName("production", service("eu", "x")).replace("production-", "")),
      service("eu", "x"),
    ];
    const names = services.flatMap((each) => ["", "-applied"].map((stage) => artifactName("schemagate-live", each, stage)));
    expect(new Set(names).size).toBe(2 * services.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_.-]+$/);
    expect(new Set(services.map((each) => keyParts(each).join(" "))).size).toBe(services.length);
    expect(folderName("a/b")).not.toBe(folderName("a_b"));
  });

  test("of several: their environment, if they have one in common", () => {
    const [a, b] = [service("production", "a"), service("production", "b")];
    expect(commonTo([a])).toBe(a);
    expect(artifactName("schemagate-plan", commonTo([a, b]))).toBe("schemagate-plan-production");
    expect(artifactName("schemagate-plan", commonTo([a, service("staging", "b")]))).toBe("schemagate-plan");
  });
});

describe("the input url", () => {
  test("holds secrets in its lines, and none behind the = of a parameter", () => {
    const one = "postgresql://u:pa=ssword@h/db?schema=billing_service";
    expect(urlsIn(one)).toEqual([one]);
    expect(urlsIn("file:./x.db?mode=readonly")).toEqual(["file:./x.db?mode=readonly"]);
    expect(urlsIn(`shop=${one}\nbilling=file:b.db`)).toEqual(expect.arrayContaining([one, "file:b.db"]));
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

  test("names approvers, targets that are gone or moved, rules that end later, hazards that no longer fail", () => {
    const before = config(
      "approvers: [eve]\ntargets:\n  a: { schemas: [x, y] }\n  b: { environment: production }\nenvironments:\n  production: { fail-on: [blocking], after: staging, max-plan-age: 1h }\nignore: [{ object: t, reason: r, until: 2027-01-01 }]\n",
    );
    const after = config(
      "approvers: [eve, mallory]\ntargets:\n  a: { schemas: [x] }\nenvironments:\n  production: { small-table: 5000000 }\nignore: [{ object: t, reason: r }]\n",
    );
    expect(relaxations(before, after, "production")).toEqual([
      "mallory may approve by a review",
      "blocking no longer keeps a plan from production",
      "tables of up to 5000000 rows count as small in production",
      "production no longer comes after staging",
      "plans for production may be older",
      "the target a means something else",
      "the target b is no longer looked at",
      "t is left out for longer",
    ]);
    expect(relaxations(after, before, "production")).toEqual(["the target a means something else"]);
  });

  test("counts from nothing where there was none", () => {
    expect(relaxations(null, config("environments:\n  production: { unprotected: true }\n"), "production")).toHaveLength(1);
    expect(relaxations(null, strict, "production")).toEqual([]);
  });
});
