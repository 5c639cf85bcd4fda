import type { Drift } from "../../src/diff/drift.ts";
import type { Plan, PlanStatement } from "../../src/plan/plan.ts";
import type { Blocked } from "../../src/plan/verdict.ts";
import type { CommentPart } from "../../src/report/comment/comment.ts";
import { hashObjects } from "../../src/schema/fingerprint.ts";
import { aFailure, anExecution, aVerification, records } from "./executions.ts";
import { aColumn, anIndex, aSnapshot, aTable } from "./objects.ts";
import { aHazard, aPreflight, aStatement, type Found, pending, threeStatements } from "./preflights.ts";

/** What a comment about a preflight is made of; `found` sets what the test is about. */
export function preflight(found: Found = {}, isPullRequest = true): CommentPart {
  return { kind: "preflight", preflight: aPreflight(found), isPullRequest, rules: null };
}

export const dropTable = aStatement('DROP TABLE "old_orders"', {
  effects: ["deletes-data"],
  hazards: [
    aHazard({ id: "drop-table", object: "table public.old_orders", message: "Drops table public.old_orders with all its rows." }),
  ],
});

export function harmless(number: number): PlanStatement {
  return aStatement(`ALTER TABLE "t${number}" ADD COLUMN "c" TEXT`);
}

export function planOf(statements: readonly PlanStatement[], over: Partial<Plan> = {}): Plan {
  return threeStatements({ statements, rollback: [], ...over });
}

/** An index that nobody but the database knows. */
export const byHand: Drift = {
  cause: "unmanaged",
  from: null,
  object: "index public.tmp",
  summary: "index public.tmp: create",
  change: { kind: "create", object: anIndex("orders", "tmp", ["status"]), parts: [] },
  hint: null,
};

/** Parts of each kind with the same text in every place that takes one. */
export function hostileParts(text: string): readonly CommentPart[] {
  const hazard = aHazard({ id: text, object: text, message: text, evidence: text, saferWay: text });
  const statement = aStatement(text, { origin: text, effects: ["deletes-data"], hazards: [hazard], changes: [text] });
  const objects = [aTable(text), aColumn(text, text, { type: text })];
  const plan = threeStatements({
    statements: [statement, aStatement(text, { hazards: [{ ...hazard, severity: "blocking" }] }), aStatement(text)],
    rollback: [{ irreversible: text }, { sql: text }],
    environment: text,
    digest: text,
    expected: { fingerprint: text, objects: hashObjects(objects), snapshot: aSnapshot(objects) },
  });
  const change = { kind: "create", object: anIndex(text, text, [text]), parts: [] } as const;
  const drift: readonly Drift[] = [
    ...(["unmanaged", "missing-migration", "undetermined", "edited-after-apply", "unknown-migration"] as const).map((cause) => ({
      ...byHand,
      cause,
      object: text,
      summary: text,
      hint: text,
      change,
    })),
    ...(["this-pull-request", "default-branch", null] as const).map((from) => pending(text, from)),
  ];
  const reasons = [{ reason: "policy" as const, object: text, message: text, hint: text }];
  const failure = aFailure({ code: text, message: text, constraint: text, table: text, column: text, hint: text });
  const ways = new Map(drift.map((entry) => [entry, { adopt: { sql: text }, undo: { refused: text }, ignore: text }]));
  const missing = { name: text, sql: text, refused: [text] };
  const execution = anExecution({
    digest: text,
    permission: { ...anExecution().permission, named: text, destructive: { allowed: true, backup: text, acceptedRisk: text } },
    moved: [{ object: text, how: "changed" }],
    alreadyApplied: [text],
    session: [text],
    statements: records(["done", "failed", "rolled-back", "unknown", "not-run", "applied-before"]).map((record) => ({
      ...record,
      origin: text,
      sql: text,
      notices: [text],
    })),
  });
  const stop = { kind: "statement", statement: 2, failure, message: text, file: { migration: text, left: "partly" } } as const;
  const over = { ways, missing };
  const verification = aVerification({
    outcome: "diverged",
    differences: [{ object: text, summary: text }],
    history: [{ migration: text, ok: false, message: text }],
    unfinished: [{ object: text, what: text, promised: false }],
    secondPlan: { outcome: "not-empty", statements: [text] },
  });
  return [
    preflight({ plan, drift, live: objects, over }),
    preflight({ plan, drift, over }, false),
    preflight({ drift, over }),
    preflight({ plan, drift, verdict: { outcome: "blocked", reasons: [...reasons, ...reasons] as [Blocked, Blocked] }, over }),
    { kind: "refused", execution: { ...execution, outcome: "refused", reasons }, plan },
    { kind: "applied", execution, verification, plan },
    { kind: "applied", execution: { ...execution, outcome: "partially-applied", stop }, verification: null, plan },
    { kind: "applied", execution: { ...execution, outcome: "failed", stop }, verification: null, plan },
  ];
}
