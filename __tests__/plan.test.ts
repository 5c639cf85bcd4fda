import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff } from "../src/diff/diff.ts";
import type { Drift } from "../src/diff/drift.ts";
import { digestOf, shortDigest } from "../src/plan/digest.ts";
import type { Plan } from "../src/plan/plan.ts";
import { decidePush } from "../src/plan/push.ts";
import { decideSync } from "../src/plan/sync.ts";
import { dependencies } from "../src/plan/touches.ts";
import { type Findings, judge } from "../src/plan/verdict.ts";
import { aColumn, anIndex, aSnapshot, aTable } from "./support/objects.ts";

const plan: Plan = {
  version: 1,
  digest: "",
  createdAt: "2026-11-21T00:00:00Z",
  tool: "schemagate 0.1.0",
  environment: "production",
  task: "t",
  strategy: "migrate",
  push: null,
  source: { kind: "prisma", commit: "abc", files: [{ path: "schema.prisma", sha256: "1" }] },
  target: { dialect: "postgres", serverVersion: "16.4", identity: "9c41", database: "shop", schemas: ["public"] },
  migrations: [],
  visibleKinds: ["table"],
  touches: ["table public.orders"],
  base: { fingerprint: "b", objects: {} },
  expected: { fingerprint: "e", objects: {}, snapshot: aSnapshot([]) },
  batches: [{ origin: "m1", transactional: true, foreignKeys: null, after: null }],
  statements: [
    {
      sql: "ALTER TABLE orders ADD x int",
      origin: "m1",
      batch: 0,
      changes: [],
      effects: [],
      hazards: [],
      locks: [],
      rewrites: [],
    },
  ],
  rehearsal: { outcome: "not-rehearsed", engine: null, reason: "" },
  rollback: [],
  summary: { add: 1, change: 0, drop: 0 },
};

describe("the digest", () => {
  it("stays when only the time, the tool, the commit or a minor version of the server moves", () => {
    const moved = {
      ...plan,
      createdAt: "later",
      tool: "schemagate 9",
      source: { ...plan.source, commit: "def" },
      target: { ...plan.target, serverVersion: "16.9" },
    };
    expect(digestOf(moved)).toBe(digestOf(plan));
    expect(shortDigest(digestOf(plan))).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each<[string, Partial<Plan>]>([
    ["environment", { environment: "staging" }],
    ["identity", { target: { ...plan.target, identity: "other" } }],
    ["major version", { target: { ...plan.target, serverVersion: "17.0" } }],
    ["base", { base: { fingerprint: "moved", objects: {} } }],
    ["SQL", { statements: plan.statements.map((statement) => ({ ...statement, sql: `${statement.sql} ` })) }],
    ["order", { statements: [...plan.statements, ...plan.statements] }],
    ["transactions", { batches: [{ origin: "m1", transactional: false, foreignKeys: null, after: null }] }],
    ["files", { source: { ...plan.source, files: [{ path: "schema.prisma", sha256: "2" }] } }],
    ["strategy", { strategy: "push", push: { reason: "r", until: "2027-01-01" } }],
  ])("moves with the %s", (_name, over) => {
    expect(digestOf({ ...plan, ...over })).not.toBe(digestOf(plan));
  });

  it("is the same after a plan was stored and read", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (sql, name) => {
        const written = {
          ...plan,
          environment: name,
          statements: [{ ...plan.statements[0], sql } as Plan["statements"][number]],
        };
        expect(digestOf(JSON.parse(JSON.stringify(written)) as Plan)).toBe(digestOf(written));
      }),
    );
  });
});

describe("the verdict", () => {
  const nothing: Findings = {
    drift: [],
    diagnosis: { empty: false, applied: [], pending: [], outOfOrder: [], problems: [] },
    plan: null,
    conflicts: [],
    onDrift: "warn",
    failedMigration: null,
    historyMissing: false,
    hasMigrations: true,
    environment: "production",
    undetermined: null,
  };
  const byHand = (id: string, table: string): Drift => {
    const [change] = diff([aTable(table)], [aTable(table), aColumn(table, id)]);
    return {
      cause: "unmanaged",
      from: null,
      object: `column public.${table}.${id}`,
      summary: "added",
      change: change ?? null,
      hint: null,
    };
  };

  it("is up to date without statements, planned with", () => {
    expect(judge(nothing).outcome).toBe("up-to-date");
    expect(judge({ ...nothing, plan }).outcome).toBe("planned");
  });

  it("blocks on a change made by hand only where the plan touches it, or the configuration says so", () => {
    expect(judge({ ...nothing, plan, drift: [byHand("note", "members")] }).outcome).toBe("planned");
    expect(judge({ ...nothing, plan, drift: [byHand("note", "orders")] })).toMatchObject({
      outcome: "blocked",
      reasons: [{ reason: "drift-detected", object: "column public.orders.note" }],
    });
    expect(judge({ ...nothing, plan, onDrift: "block", drift: [byHand("note", "members")] }).outcome).toBe("blocked");
  });

  it("blocks on a missing migration of this branch, not on one of the default branch", () => {
    const missing = (from: Drift["from"]): Drift => ({
      cause: "missing-migration",
      from,
      object: "column x",
      summary: "added",
      change: null,
      hint: null,
    });
    expect(judge({ ...nothing, drift: [missing("this-pull-request")] }).outcome).toBe("blocked");
    expect(judge({ ...nothing, drift: [missing("default-branch")] }).outcome).toBe("up-to-date");
  });

  it("is not up to date while the database and the code differ for no known reason", () => {
    const unknown = (change: Drift["change"]): Drift => ({
      cause: "undetermined",
      from: null,
      object: "x",
      summary: "table x: created",
      change,
      hint: null,
    });
    const [change = null] = diff([], [aTable("x")]);
    expect(judge({ ...nothing, drift: [unknown(null)] }).outcome).toBe("up-to-date");
    expect(judge({ ...nothing, drift: [unknown(change)] })).toMatchObject({
      outcome: "blocked",
      reasons: [{ reason: "drift-detected" }],
    });
  });

  it("gives every reason at once", () => {
    const problem = { migration: "m", message: "x", hint: "y", blocks: true } as const;
    const verdict = judge({
      ...nothing,
      historyMissing: true,
      undetermined: { reason: "an extension is missing", advice: null },
      failedMigration: { migration: "m", message: "no such table", advice: null },
      diagnosis: {
        ...nothing.diagnosis,
        problems: [
          { ...problem, kind: "failed" },
          { ...problem, kind: "edited" },
          { ...problem, kind: "unknown" },
          { ...problem, kind: "edited-line-endings", blocks: false },
        ],
      },
    });
    expect(verdict.outcome === "blocked" && verdict.reasons.map(({ reason }) => reason)).toEqual([
      "history-missing",
      "history-failed-state",
      "history-edited",
      "unknown-revision",
      "invalid-source",
      "invalid-source",
    ]);
  });
});

describe("push", () => {
  const changes = diff(
    [aTable("theirs"), aTable("ours"), aTable("t"), aColumn("t", "old"), anIndex("t", "i", ["old"])],
    [aTable("t")],
  );

  it("drops a table or column only if the history made it or the user named it; an index needs neither", () => {
    const decision = decidePush(changes, new Set(["table public.ours"]), ["public.t.old"]);
    expect(decision.planned.map((change) => change.kind === "drop" && change.object.id)).toEqual([
      "column public.t.old",
      "index public.i",
      "table public.ours",
    ]);
    expect(decision.kept).toMatchObject([{ change: { object: { id: "table public.theirs" } } }]);
  });
});

describe("sync", () => {
  it("adds what is missing, leaves what differs, and never drops", () => {
    const live = [aTable("t"), aColumn("t", "a"), aTable("extra")];
    const code = [aTable("t"), aColumn("t", "a", { type: "integer" }), aColumn("t", "b"), aTable("new")];
    const decision = decideSync(live, code, diff(live, code));
    expect(decision.added.map((change) => change.kind === "create" && change.object.id)).toEqual([
      "column public.t.b",
      "table public.new",
    ]);
    expect(decision.left.map(({ kind }) => kind)).toEqual(["alter", "drop"]);
    expect(decision.existing).toEqual(["table public.t"]);
  });
});

describe("touches", () => {
  it("reach from an index to its table and from a table to its parts", () => {
    const objects = [aTable("t"), aColumn("t", "a"), anIndex("t", "i", ["a"]), aTable("other")];
    expect(dependencies(["index public.i"], objects)).toEqual(["column public.t.a", "index public.i", "table public.t"]);
  });
});
