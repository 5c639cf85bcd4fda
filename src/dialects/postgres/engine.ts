import type { ReadSession } from "../dialect.ts";

/** A PostgreSQL that belongs to one stand-in: PGlite in a child, a private server, or a scratch database. One session. */
export interface Engine extends ReadSession, AsyncDisposable {
  /** `PGlite 0.5.16 (PostgreSQL 18.6)`. */
  readonly description: string;
  readonly serverMajor: number;
  /** Runs texts one after the other, each as one simple query, and stops at the first that fails. */
  execute(statements: readonly string[]): Promise<Executed>;
}

export type Executed =
  | { readonly outcome: "done"; readonly notices: readonly string[] }
  /** `index` of the statement. Whether the session is left inside of a failed transaction is for the caller to end. */
  | {
      readonly outcome: "failed";
      readonly index: number;
      readonly message: string;
      readonly code: string | null;
      /** As the server names it. */
      readonly constraint: string | null;
      readonly notices: readonly string[];
    }
  /** A limit ended the engine, or it broke down; it answers no more. */
  | { readonly outcome: "killed"; readonly message: string };

/** Of one call: what a loop says more than this often is left out. */
export const mostNotices = 1_000;

/** What an engine that is gone throws at a question; `message` says why it is gone. */
export class EngineGone extends Error {
  constructor(message: string) {
    super(message);
    this.name = "EngineGone";
  }
}
