import type { StatementFailure } from "./dialects/dialect.ts";
import type { Strategy } from "./plan/plan.ts";
import type { Blocked } from "./plan/verdict.ts";
import type { DialectName, ObjectId } from "./schema/snapshot.ts";

/** What an apply did, and what it left. Stored as `artifacts/execution.json` (FORMATS.md); 03 is made of it. */
export type Execution = {
  readonly version: 1;
  readonly tool: string;
  /** Of the approved plan; null where its file could not be read. */
  readonly digest: string | null;
  /** As the user would type it. */
  readonly planPath: string;
  readonly environment: string;
  readonly task: string;
  readonly strategy: Strategy | null;
  readonly target: { readonly dialect: DialectName; readonly display: string; readonly serverVersion: string } | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: ApplyOutcome;
  readonly permission: Permission;
  /** Why it was refused; empty otherwise. */
  readonly reasons: readonly Blocked[];
  /** Changes to objects that the plan does not touch, made since it was planned. */
  readonly moved: readonly Moved[];
  /** Files of the plan that were applied before this run. */
  readonly alreadyApplied: readonly string[];
  /** The file that an earlier run left half done and this one went on with: how many of its statements were not run again, and why. */
  readonly resumed: { readonly migration: string; readonly done: number; readonly why: string } | null;
  /** Sessions that held locks on what the plan touches before it began; one phrase each. */
  readonly inTheWay: readonly string[];
  /** User, server process, settings of the session that wrote; empty where none was opened. */
  readonly session: readonly string[];
  readonly lockWaitMs: number | null;
  /** One per statement of the plan, in its order. */
  readonly statements: readonly StatementRecord[];
  readonly stop: Stop | null;
  /** Rows of the tables that the plan touches, before anything ran. */
  readonly rowsBefore: readonly TableRows[];
};

/** `failed`: nothing of it is in the database. `partially-applied`: some of it is, and the log says what. */
export type ApplyOutcome = "applied" | "nothing-to-do" | "refused" | "partially-applied" | "failed";

/** Why nothing could be verified after it ran: what happened, and what to do. */
export type Unverified = { readonly message: string; readonly hint: string | null };

/** In whose name it ran. */
export type Permission = {
  /**
   * `approve`: somebody named this plan's digest. `environment`: a reviewer of GitHub's environment. `pull-request-review`: a reviewer of
   * the pull request. `none`: the configuration asks nobody. `standing`: the command `sync --apply` itself.
   */
  readonly kind: "approve" | "environment" | "pull-request-review" | "none" | "standing";
  /** The digest that was named, as it was typed; null for a standing approval. */
  readonly named: string | null;
  /** Who agreed, where, and when that was seen; one sentence each. Empty on a command line. */
  readonly evidence: readonly string[];
  readonly destructive:
    | { readonly allowed: false }
    | { readonly allowed: true; readonly backup: string | null; readonly acceptedRisk: string | null };
};

export type Moved = { readonly object: ObjectId; readonly how: "appeared" | "vanished" | "changed" };

export type StatementRecord = {
  /** From 1, in the whole plan. */
  readonly number: number;
  /** Migration, or `schemagate` for what our differ wrote. */
  readonly origin: string;
  readonly batch: number;
  readonly sql: string;
  /** `done`: ran and is committed. `rolled-back`: ran, and was undone with its transaction. `unknown`: the connection was lost meanwhile. */
  readonly outcome: "done" | "rolled-back" | "failed" | "unknown" | "not-run" | "applied-before";
  /** Null: it was not started. */
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  /** As the engine counted them; null where it does not. */
  readonly rows: number | null;
  readonly notices: readonly string[];
};

/** Why execution ended before the plan did. `log`: what happens could not be written down any more. */
export type Stop = {
  readonly kind: "statement" | "commit" | "history" | "signal" | "lost" | "log";
  /** Number of the statement at which it stopped; null: between two. */
  readonly statement: number | null;
  readonly failure: StatementFailure | null;
  /** What happened, in one sentence, without rows. */
  readonly message: string;
  /** The state of the migration at which it stopped, for the next command. */
  readonly file: { readonly migration: string; readonly left: "nothing" | "partly" | "unknown" } | null;
};

/** `exact: false`: the planner's estimate. `rows` null: could not be counted. */
export type TableRows = { readonly table: ObjectId; readonly rows: number | null; readonly exact: boolean };
