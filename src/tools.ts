import type { ChildLimits } from "./dialects/child.ts";
import type { ReadGit } from "./git.ts";
import type { ResultCache } from "./snapshot-cache.ts";

/** What a command needs from the outside besides its inputs; made by cli.ts. */
export type Tools = {
  readonly clock: () => Date;
  readonly progress: Progress;
  readonly cache: ResultCache;
  readonly readGit: ReadGit;
  /** Of each stand-in, which runs SQL that nobody has reviewed. */
  readonly standInLimits: ChildLimits;
  /** `schemagate 0.1.0`. */
  readonly version: string;
};

export interface Progress {
  /** Statement `number` of `total` of a plan is about to run. */
  statement(number: number, total: number, sql: string): void;
  /** What is being done now; one short sentence without names from outside. */
  step(what: string): void;
}

/** Of one stand-in: enough for the largest histories that were tried, several times over. */
export const usualStandInLimits: ChildLimits = { timeMs: 300_000, memoryBytes: 2_000_000_000 };
