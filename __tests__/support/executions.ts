import type { StatementFailure } from "../../src/dialects/dialect.ts";
import type { Execution, StatementRecord } from "../../src/execution.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { Verification } from "../../src/verification.ts";
import { aSnapshot } from "./objects.ts";

/** What an apply of three migrations left behind, for tests of its reports; `over` sets what the test is about. */
export function anExecution(over: Partial<Execution> = {}): Execution {
  return {
    version: 1,
    planPath: "dev-docs/active/pr-12/db/artifacts/plan.json",
    tool: "schemagate 0.1.0",
    digest: "3f9c1a7e20b40000000000000000000000000000000000000000000000000000",
    environment: "prod",
    task: "pr-12",
    strategy: "migrate",
    target: { dialect: "postgres", display: "db:5432/shop", serverVersion: "16.4" },
    startedAt: "2026-11-20T17:03:10.000Z",
    finishedAt: "2026-11-20T17:03:13.200Z",
    outcome: "applied",
    permission: {
      kind: "approve",
      named: "3f9c1a7e20b40000000000000000000000000000000000000000000000000000",
      evidence: [],
      destructive: { allowed: false },
    },
    reasons: [],
    moved: [],
    alreadyApplied: [],
    resumed: null,
    inTheWay: [],
    session: ["user deploy", "server process 4711", "lock_timeout 5000 ms (none for CONCURRENTLY)"],
    lockWaitMs: 0,
    statements: records(["done", "done", "done", "done", "done", "done"]),
    stop: null,
    rowsBefore: [{ table: "table public.users", rows: 1200, exact: true }],
    ...over,
  };
}

/** Origin and text of the six statements. `b` is no transaction. */
const statements = [
  ["20260101_a", "CREATE TABLE users (id int PRIMARY KEY, email text)"],
  ["20260101_a", "CREATE TABLE orders (id int PRIMARY KEY)"],
  ["20260102_b", "ALTER TYPE status ADD VALUE 'gone'"],
  ["20260102_b", "CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)"],
  ["20260102_b", "DROP TABLE old"],
  ["20260103_c", "ALTER TABLE orders ADD COLUMN note text -- why not"],
] as const;

export function records(outcomes: readonly StatementRecord["outcome"][]): readonly StatementRecord[] {
  return outcomes.map((outcome, index) => {
    const [origin, sql] = statements[index % statements.length] ?? ["", ""];
    const ran = outcome !== "not-run" && outcome !== "applied-before";
    return {
      number: index + 1,
      origin,
      batch: Number(origin.slice(7, 8)) - 1,
      sql,
      outcome,
      startedAt: ran ? `2026-11-20T17:03:1${index % 10}.100Z` : null,
      durationMs: ran ? 12 * index : null,
      rows: null,
      notices: [],
    };
  });
}

export function aPlan(over: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    digest: "3f9c1a7e20b40000000000000000000000000000000000000000000000000000",
    createdAt: "2026-11-20T16:00:00.000Z",
    tool: "schemagate 0.1.0",
    environment: "prod",
    task: "pr-12",
    strategy: "migrate",
    push: null,
    source: { kind: "prisma", commit: null, files: [] },
    target: { dialect: "postgres", serverVersion: "16.4", identity: "9c41", database: "shop", schemas: ["public"] },
    migrations: [],
    visibleKinds: [],
    touches: [],
    base: { fingerprint: "b", objects: {} },
    expected: {
      fingerprint: "e",
      objects: {},
      snapshot: aSnapshot([]),
    },
    batches: [
      { origin: "20260101_a", transactional: true, foreignKeys: null, after: null },
      { origin: "20260102_b", transactional: false, foreignKeys: null, after: null },
      { origin: "20260103_c", transactional: true, foreignKeys: null, after: null },
    ],
    statements: records(Array.from({ length: 6 }, () => "not-run" as const)).map(({ sql, origin, batch }) => ({
      sql,
      origin,
      batch,
      changes: [],
      effects: [],
      hazards: [],
      locks: [],
      rewrites: [],
    })),
    rehearsal: { outcome: "not-rehearsed", engine: null, reason: "" },
    rollback: [],
    summary: { add: 2, change: 1, drop: 1 },
    ...over,
  };
}

export function aVerification(over: Partial<Verification> = {}): Verification {
  return {
    version: 1,
    planPath: "dev-docs/active/pr-12/db/artifacts/plan.json",
    tool: "schemagate 0.1.0",
    digest: "3f9c1a7e20b40000000000000000000000000000000000000000000000000000",
    environment: "prod",
    task: "pr-12",
    strategy: "migrate",
    target: { dialect: "postgres", display: "db:5432/shop", serverVersion: "16.4" },
    at: "2026-11-20T17:03:14.000Z",
    outcome: "verified",
    differences: [],
    elsewhere: [],
    equal: 312,
    history: [{ migration: "20260101_a", ok: true, message: "" }],
    unfinished: [],
    extensions: [],
    rows: [],
    command: null,
    secondPlan: { outcome: "empty" },
    ...over,
  };
}

/** A statement refused by the engine, as the writer reports it. */
export function aFailure(over: Partial<StatementFailure> = {}): StatementFailure {
  return {
    code: "23505",
    message: 'could not create unique index "users_email_key"',
    constraint: "users_email_key",
    table: "users",
    column: null,
    kind: "other",
    hint: "Rows with equal values exist: mend them first, in a migration before this one.",
    ...over,
  };
}

/** The fourth statement fails in a file that is no transaction. */
export function partlyApplied(over: Partial<Execution> = {}): Execution {
  return anExecution({
    outcome: "partially-applied",
    statements: records(["done", "done", "done", "failed", "not-run", "not-run"]),
    stop: {
      kind: "statement",
      statement: 4,
      failure: aFailure(),
      message: 'could not create unique index "users_email_key".',
      file: { migration: "20260102_b", left: "partly" },
    },
    ...over,
  });
}

/** The second statement fails, and its file was one transaction. */
export function failedWhole(failure: StatementFailure, over: Partial<Execution> = {}): Execution {
  return anExecution({
    outcome: "failed",
    statements: records(["rolled-back", "failed", "not-run", "not-run", "not-run", "not-run"]),
    stop: {
      kind: "statement",
      statement: 2,
      failure,
      message: `${failure.message}.`,
      file: { migration: "20260101_a", left: "nothing" },
    },
    ...over,
  });
}

/** The connection went away while the third file was committed. */
export function connectionLost(over: Partial<Execution> = {}): Execution {
  return anExecution({
    outcome: "partially-applied",
    statements: records(["done", "done", "done", "done", "done", "unknown"]),
    stop: {
      kind: "lost",
      statement: 6,
      failure: aFailure({
        code: null,
        kind: "connection-lost",
        message: "The connection was lost while it ran",
        constraint: null,
        table: null,
        hint: null,
      }),
      message: "The connection was lost while statement 6 ran.",
      file: { migration: "20260103_c", left: "unknown" },
    },
    ...over,
  });
}

export function refused(): Execution {
  return anExecution({
    outcome: "refused",
    session: [],
    lockWaitMs: null,
    rowsBefore: [],
    statements: records(Array.from({ length: 6 }, () => "not-run" as const)),
    reasons: [
      {
        reason: "drift-detected",
        object: "table public.users",
        message: "table public.users was changed since the plan was made.",
        hint: "Run `schemagate preflight --environment prod` again.",
      },
      {
        reason: "destructive-not-allowed",
        object: null,
        message: "Statement 5 deletes data.",
        hint: "Give `--allow-destructive` with `--backup REF`.",
      },
      { reason: "target-mismatch", object: null, message: "This is another database.", hint: "Check the URL." },
    ],
  });
}
