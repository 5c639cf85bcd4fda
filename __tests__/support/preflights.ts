import type { Drift } from "../../src/diff/drift.ts";
import type { Inputs } from "../../src/inputs.ts";
import type { Preflight } from "../../src/pipeline.ts";
import type { Hazard, Plan, PlanStatement } from "../../src/plan/plan.ts";
import type { Verdict } from "../../src/plan/verdict.ts";
import { hashObjects } from "../../src/schema/fingerprint.ts";
import type { SchemaObject } from "../../src/schema/snapshot.ts";
import { Secret } from "../../src/secret.ts";
import type { SourceProject } from "../../src/source/source.ts";
import { aPlan } from "./executions.ts";
import { aColumn, anIndex, aSnapshot, aTable } from "./objects.ts";

const inputs: Inputs = {
  environment: "production",
  target: null,
  root: "/repo",
  workingDirectory: "/repo",
  config: { path: null, targets: {}, environments: {}, approvers: [], ignore: [] },
  url: new Secret("postgresql://reader@db:5432/shop"),
  urlFrom: "--url",
  source: null,
  schema: null,
  migrations: null,
  strategy: "migrate",
  push: null,
  drop: [],
  includeSchemas: null,
  excludeSchemas: [],
  devUrl: null,
  shadowSchema: null,
  rehearsal: "on",
  task: null,
};

const project: SourceProject = {
  kind: "prisma",
  dialect: "postgres",
  description: "Prisma schema prisma/schema.prisma (14 models), 23 migrations in prisma/migrations",
  schemas: ["public"],
  extensions: [],
  roles: [],
  files: [],
  migrations: [],
  migrationsFolder: "prisma/migrations",
  notes: [],
  desiredDdl: () => Promise.reject(new Error("A report asks for no DDL.")),
  historyTables: () => [],
  readHistory: () => Promise.resolve(null),
  bookkeeping: () => {
    throw new Error("A report writes no history.");
  },
  diagnose: () => {
    throw new Error("A report diagnoses nothing.");
  },
  pathOf: () => null,
  language: { rules: {}, reduce: (from, to) => ({ from: from.objects, to: to.objects, kept: [], rules: [] }) },
  nameMigration: () => "",
  mayBelong: () => true,
  mayLocate: () => false,
  locatesAnew: () => false,
  settings: [],
};

/** What one preflight found, for tests of its reports. */
export type Found = {
  readonly plan?: Plan | null;
  readonly verdict?: Verdict;
  readonly drift?: readonly Drift[];
  readonly live?: readonly SchemaObject[];
  readonly over?: Partial<Preflight>;
};

export function aPreflight({ plan = null, verdict, drift = [], live = before, over = {} }: Found = {}): Preflight {
  const snapshot = aSnapshot(live);
  const planned = plan !== null && plan.statements.length > 0;
  return {
    inputs,
    task: "pr-12",
    at: new Date("2026-11-20T16:41:00Z"),
    tool: "schemagate 0.1.0",
    connection: {
      dialect: "postgres",
      display: "db:5432/shop",
      database: "shop",
      user: "reader",
      serverVersion: "16.4",
      serverMajor: 16,
      identity: "9c41".padEnd(64, "0"),
      encryption: { encrypted: true, certificateVerified: true, description: "TLS" },
      route: { kind: "direct", description: "direct" },
      defaultSchema: "public",
      readOnlyProof: [],
    },
    facts: {
      encoding: "UTF8",
      collation: "C",
      superuser: false,
      schemas: [],
      extensions: [],
      permissions: [],
      notes: [],
    },
    scope: { include: ["public"], exclude: [], absent: "refuse" },
    project,
    git: null,
    changedFiles: new Set(["prisma/schema.prisma"]),
    sourceChanged: { files: new Set(["prisma/schema.prisma"]), moved: false },
    live: snapshot,
    history: null,
    instead: null,
    comparison: {
      diagnosis: { empty: false, applied: [], pending: [], outOfOrder: [], problems: [] },
      historyMissing: false,
      code: snapshot,
      replay: {
        outcome: "replayed",
        engine: "PGlite (PostgreSQL 18)",
        before: snapshot,
        after: [],
        end: { outcome: "reached", snapshot },
      },
      report: { drift, kept: [], rules: [], ignored: [] },
      changes: [],
      compared: [],
      engine: "PGlite (PostgreSQL 18)",
      context: { defaultSchema: "public", historyTables: [] },
    },
    proposal: {
      plan,
      verdict: verdict ?? { outcome: planned ? "planned" : "up-to-date" },
      rehearsal: null,
      relaxed: [],
      push: null,
      sync: null,
      refused: [],
    },
    ways: new Map(),
    waysOfAll: null,
    missing: null,
    ...over,
  };
}

const before: readonly SchemaObject[] = [
  aTable("members"),
  aColumn("members", "id", { type: "integer", nullable: false }),
  aColumn("members", "fax", { position: 2 }),
  aTable("orders"),
  aColumn("orders", "id", { type: "integer", nullable: false }),
  aColumn("orders", "status", { position: 2, type: "character varying(20)" }),
];

const after: readonly SchemaObject[] = [
  ...before.filter(({ id }) => id !== "column public.members.fax"),
  aColumn("members", "nickname", { position: 3 }),
  anIndex("orders", "orders_status_idx", ["status"]),
];

export function aStatement(sql: string, over: Partial<PlanStatement> = {}): PlanStatement {
  return {
    sql,
    origin: "20261121140200_members",
    batch: 0,
    changes: [],
    effects: [],
    hazards: [],
    locks: [],
    rewrites: [],
    ...over,
  };
}

export function aHazard(over: Partial<Hazard> = {}): Hazard {
  return {
    id: "drop-column",
    severity: "destructive",
    object: "column public.members.fax",
    message: "Drops column public.members.fax with its values.",
    evidence: null,
    saferWay: "Stop using it first, and drop it one release later.",
    ...over,
  };
}

/** Adds a column, drops one, and builds an index while writers wait. */
export function threeStatements(over: Partial<Plan> = {}): Plan {
  const objects = hashObjects(before);
  return aPlan({
    environment: "production",
    base: { fingerprint: "b".repeat(64), objects },
    expected: { fingerprint: "e".repeat(64), objects: hashObjects(after), snapshot: aSnapshot(after) },
    statements: [
      aStatement('ALTER TABLE "members" ADD COLUMN "nickname" TEXT', { origin: "20261118101500_nickname" }),
      aStatement('ALTER TABLE "members" DROP COLUMN "fax"', {
        origin: "20261121140200_drop_fax",
        effects: ["deletes-data"],
        hazards: [aHazard()],
      }),
      aStatement('CREATE INDEX "orders_status_idx" ON "orders" ("status")', {
        origin: "20261121140900_status_idx",
        hazards: [
          aHazard({
            id: "create-index-blocking",
            severity: "blocking",
            object: "table public.orders",
            message: "Writes to table public.orders wait until the index is built.",
            saferWay: "Use `CREATE INDEX CONCURRENTLY` in a file of its own.",
          }),
        ],
      }),
    ],
    batches: [{ origin: "20261118101500_nickname", transactional: true, foreignKeys: null, after: null }],
    rehearsal: {
      outcome: "not-rehearsed",
      engine: "PGlite (PostgreSQL 18)",
      reason:
        "This version replays the files on a stand-in of the code's history, but does not rehearse them on a copy of the live schema.",
    },
    rollback: [
      { irreversible: "Statement 2 deletes data: the structure can be brought back, the data only from a backup." },
      { sql: 'DROP INDEX "orders_status_idx"' },
      { sql: 'ALTER TABLE "members" DROP COLUMN "nickname"' },
      { sql: 'ALTER TABLE "members" ADD COLUMN "fax" text' },
    ],
    ...over,
  });
}

export function pending(name: string, from: Drift["from"]): Drift {
  return { cause: "pending", from, object: `migration ${name}`, summary: "not applied yet", change: null, hint: null };
}

/** Two migrations of this branch, one of the default branch. */
export const threePending: readonly Drift[] = [
  pending("20261118101500_nickname", "default-branch"),
  pending("20261121140200_drop_fax", "this-pull-request"),
  pending("20261121140900_status_idx", "this-pull-request"),
];
