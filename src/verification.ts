import type { TableRows } from "./execution.ts";
import type { Strategy } from "./plan/plan.ts";
import type { Blocked } from "./plan/verdict.ts";
import type { DialectName, ObjectId } from "./schema/snapshot.ts";

/** Whether a database is what an approved plan promised. Stored as `artifacts/verification.json` (FORMATS.md); 04 is made of it. */
export type Verification = {
  readonly version: 1;
  readonly tool: string;
  readonly digest: string;
  /** As the user would type it. */
  readonly planPath: string;
  readonly environment: string;
  readonly task: string;
  readonly strategy: Strategy;
  readonly target: { readonly dialect: DialectName; readonly display: string; readonly serverVersion: string };
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly outcome: "verified" | "diverged";
  /** On objects that the plan touches: the database differs from what was promised. One sentence each. */
  readonly differences: readonly { readonly object: ObjectId; readonly summary: string }[];
  /** On other objects: changed since the plan was made, by somebody else. They don't count against it. */
  readonly elsewhere: readonly { readonly object: ObjectId; readonly summary: string }[];
  /** Number of objects that are as promised. */
  readonly equal: number;
  /** Each migration of the plan; empty for `push` and `sync`. */
  readonly history: readonly { readonly migration: string; readonly ok: boolean; readonly message: string }[];
  /** Invalid indexes and constraints that are not validated, on objects that the plan touches. `promised`: the plan itself leaves it so. */
  readonly unfinished: readonly { readonly object: ObjectId; readonly what: string; readonly promised: boolean }[];
  /** Extensions and the number of objects each owns; `before` null: not known. */
  readonly extensions: readonly { readonly name: string; readonly before: number | null; readonly after: number | null }[];
  readonly rows: readonly (TableRows & { readonly before: Omit<TableRows, "table"> | null })[];
  readonly command: CommandResult | null;
  readonly secondPlan:
    | { readonly outcome: "empty" }
    | { readonly outcome: "not-empty"; readonly statements: readonly string[] }
    | { readonly outcome: "blocked"; readonly reasons: readonly Blocked[] }
    | { readonly outcome: "not-checked"; readonly reason: string };
};

/** Of `--verify-command`: its exit status decides, its last lines are for the reader. */
export type CommandResult = { readonly command: string; readonly exitCode: number; readonly output: string };
