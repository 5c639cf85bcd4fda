import type { ObjectId } from "./schema/snapshot.ts";

/** What trying a plan on a copy of the live schema showed. Types only. */
export type Rehearsal =
  | {
      readonly outcome: "rehearsed";
      /** `PGlite 0.5.16 (PostgreSQL 18.6)`. */
      readonly engine: string;
      readonly serverMajor: number;
      /** One per statement of the plan, in its order. */
      readonly observations: readonly Observation[];
      readonly end: RehearsedEnd;
      readonly notReproduced: readonly NotReproduced[];
      /** How many objects the copy holds of those that the live schema has. */
      readonly extent: { readonly objects: number; readonly of: number };
    }
  /** A statement was refused: those after it were not tried. `observations` as above. */
  | {
      readonly outcome: "failed";
      readonly engine: string;
      readonly serverMajor: number;
      /** Index of the statement; the reason names it and what the engine said. */
      readonly statement: number;
      readonly reason: string;
      readonly observations: readonly Observation[];
      readonly notReproduced: readonly NotReproduced[];
      readonly extent: { readonly objects: number; readonly of: number };
    }
  /** `engine` is null where none was started. */
  | { readonly outcome: "not-rehearsed"; readonly engine: string | null; readonly reason: string };

/** Whether the copy ended as the plan promises that the live database will. */
export type RehearsedEnd =
  | { readonly outcome: "as-expected" }
  | { readonly outcome: "differs"; readonly differences: readonly { readonly object: ObjectId; readonly summary: string }[] };

/** Part of the live schema that the stand-in could not have. */
export type NotReproduced = { readonly object: ObjectId; readonly reason: string };

/** What one statement did to a schema of the same shape without rows. */
export type Observation = {
  readonly outcome: ObservedOutcome;
  /** The strongest lock on each relation that was there before the plan. */
  readonly locks: readonly { readonly relation: ObjectId; readonly mode: LockMode }[];
  /** Tables and materialized views, there before the plan, whose rows are written anew. */
  readonly rewrites: readonly ObjectId[];
  /** Tables, there before the plan, that are read from one end to the other. */
  readonly scans: readonly ObjectId[];
  /** Indexes that are built, or built anew, on tables that were there before the plan. */
  readonly builds: readonly ObjectId[];
  /** Objects that are gone although the statement does not name them: by CASCADE, or by SQLite's ON DELETE. */
  readonly drops: readonly ObjectId[];
  readonly creates: readonly ObjectId[];
  /** What the engine said, names and values in quotes replaced by `"…"`. */
  readonly notices: readonly string[];
  readonly duration: Duration;
};

export type ObservedOutcome =
  | { readonly kind: "done" }
  | {
      readonly kind: "failed";
      /** SQLSTATE, or SQLite's name of the error. */
      readonly code: string | null;
      readonly message: string;
      /** As the engine names it; null where it names none. */
      readonly constraint: string | null;
    }
  | { readonly kind: "not-run"; readonly reason: string };

/** PostgreSQL's modes from the weakest to the strongest; SQLite has one writer: `database`. */
export const lockModes = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
] as const;
export type LockMode = (typeof lockModes)[number] | "database";

/** How the time grows: not at all, with the size of an index, of a table that is read, of one that is written anew, or not known. */
export type Duration = "instant" | "index build" | "scan" | "rewrite" | "unknown";

/** One statement, as a rehearsal wants it. */
export type RehearsedStatement = { readonly sql: string };

/** Statements that commit or fail together, as the runner will do it. */
export type RehearsedBatch = {
  /** Statements of another origin (file) begin in a fresh session. */
  readonly origin: string;
  readonly transactional: boolean;
  readonly foreignKeys: "enforced" | "suspended" | null;
  readonly statements: readonly RehearsedStatement[];
};
