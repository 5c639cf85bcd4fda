import type { DialectName, ObjectId, Snapshot } from "../schema/snapshot.ts";

export type Strategy = "migrate" | "push" | "sync";

/** What a reviewer must always see counted, whatever the length of the plan. */
export type Effect =
  | "deletes-data"
  | "changes-data"
  | "changes-rights"
  | "touches-history"
  | "reaches-outside"
  | "not-understood";

/** A known risk of one statement; `id` and `severity` are those of docs/hazards.md. */
export type Hazard = {
  readonly id: string;
  readonly severity: Severity;
  /** What is at risk, as an id; null when it is the statement as a whole. */
  readonly object: ObjectId | null;
  readonly message: string;
  /** What was seen that makes it a fact; null when it was not looked at. Outside of the digest. */
  readonly evidence: string | null;
  readonly saferWay: string | null;
};

export const severities = [
  "destructive",
  "unexecutable",
  "blocking",
  "data-dependent",
  "backward-incompatible",
  "advisory",
  "unknown",
] as const;
export type Severity = (typeof severities)[number];

/**
 * What will run, where, from which state, to which state. Stored as `artifacts/plan.json` (FORMATS.md). Pure data: the digest
 * covers everything that decides what will run and where, and nothing that varies by the minute.
 */
export type Plan = {
  readonly version: 1;
  /** sha256 in hex; the first twelve characters are the plan's name. */
  readonly digest: string;
  readonly createdAt: string;
  readonly tool: string;
  readonly environment: string;
  readonly task: string;
  readonly strategy: Strategy;
  /** `push` only: why, and until when the project goes back to migrations. Part of the digest. */
  readonly push: { readonly reason: string; readonly until: string } | null;
  readonly source: {
    readonly kind: "prisma" | "alembic";
    readonly commit: string | null;
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  };
  readonly target: {
    readonly dialect: DialectName;
    readonly serverVersion: string;
    readonly identity: string;
    readonly database: string;
    readonly schemas: readonly string[];
  };
  /** `migrate`: the files of this plan in their order, with what the history will hold of them; else empty. */
  readonly migrations: readonly { readonly id: string; readonly checksum: string }[];
  readonly visibleKinds: readonly string[];
  /** Objects that the statements name, and what they depend on. */
  readonly touches: readonly ObjectId[];
  readonly base: { readonly fingerprint: string; readonly objects: Readonly<Record<string, string>> };
  readonly expected: {
    readonly fingerprint: string;
    readonly objects: Readonly<Record<string, string>>;
    readonly snapshot: Snapshot;
  };
  readonly batches: readonly Batch[];
  readonly statements: readonly PlanStatement[];
  /** Outside of the digest. `reason`: why not, or what failed. */
  readonly rehearsal: {
    readonly outcome: "rehearsed" | "failed" | "not-rehearsed";
    readonly engine: string | null;
    readonly reason: string | null;
  };
  readonly rollback: readonly RollbackStep[];
  readonly summary: { readonly add: number; readonly change: number; readonly drop: number };
};

/** Statements that commit or fail together. `after` names the objects that differ once it is done, with their new hashes (null: gone). */
export type Batch = {
  readonly origin: string;
  readonly transactional: boolean;
  /** SQLite only: whether foreign keys are enforced meanwhile; a suspended check is made up for before the commit. Null elsewhere. */
  readonly foreignKeys: "enforced" | "suspended" | null;
  readonly after: { readonly objects: Readonly<Record<string, string | null>> } | null;
};

export type PlanStatement = {
  readonly sql: string;
  /** Migration name, or `schemagate` for what our differ wrote. */
  readonly origin: string;
  /** Index into `batches`. */
  readonly batch: number;
  /** One sentence per change that this statement brings; empty when it is not known per statement. */
  readonly changes: readonly string[];
  readonly effects: readonly Effect[];
  readonly hazards: readonly Hazard[];
  /** What the rehearsal saw; empty where there was none. Outside of the digest. */
  readonly locks: readonly { readonly relation: string; readonly mode: string }[];
  readonly rewrites: readonly string[];
};

export type RollbackStep = { readonly sql: string } | { readonly irreversible: string };
