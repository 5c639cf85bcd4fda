import type { ObjectId } from "./schema/snapshot.ts";

/** What trying a plan on a copy of the live schema showed. Types only. */
export type Rehearsal =
  | (Watched & {
      readonly outcome: "rehearsed";
      readonly end: RehearsedEnd;
      readonly wayBack: RehearsedWayBack;
    })
  /** The engine refuses a statement, or the live server's version will. */
  | (Watched & {
      readonly outcome: "failed";
      /** Index of the statement. */
      readonly statement: number;
      /** One sentence; it names the statement. */
      readonly reason: string;
    })
  /** Not tried, or not to its end: nothing is known of what has no observation. */
  | {
      readonly outcome: "not-rehearsed";
      /** Null where none was started. */
      readonly engine: string | null;
      /** One sentence. */
      readonly reason: string;
      /** One per statement of the plan where some were tried; else empty. */
      readonly observations: readonly Observation[];
    };

type Watched = {
  /** `PGlite 0.5.16 (PostgreSQL 18.6)`. */
  readonly engine: string;
  /** One per statement of the plan, in its order. */
  readonly observations: readonly Observation[];
  readonly notReproduced: readonly NotReproduced[];
  /** How many tables of the live schema the copy has. */
  readonly tables: { readonly copied: number; readonly of: number };
};

/** Whether the copy ended as the plan promises that the live database will. `not-promised`: nobody said how it ends, so it is told. */
export type RehearsedEnd =
  | { readonly outcome: "as-expected" }
  | { readonly outcome: "differs"; readonly differences: readonly Difference[] }
  | { readonly outcome: "not-promised"; readonly changes: readonly Difference[] };

/** The way back, run after the plan. `differs`: it does not end where the plan began. */
export type RehearsedWayBack =
  | { readonly outcome: "as-before" }
  | { readonly outcome: "differs"; readonly differences: readonly Difference[] }
  | { readonly outcome: "failed"; readonly reason: string }
  | { readonly outcome: "none" };

export type Difference = { readonly object: ObjectId; readonly summary: string };

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
  /** Objects that are gone although the statement does not name them: by CASCADE, or because a rebuild lost them. */
  readonly drops: readonly ObjectId[];
  /** Tables whose rows go although the statement does not name them: by TRUNCATE CASCADE, or by ON DELETE. */
  readonly empties: readonly ObjectId[];
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

/** PostgreSQL's modes from the weakest to the strongest. SQLite has none: one writer holds the whole file. */
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
export type LockMode = (typeof lockModes)[number];

/** How the time grows: not at all, with the size of an index, of a table that is read, of one that is written anew, or not known. */
export type Duration = "instant" | "index build" | "scan" | "rewrite" | "unknown";
