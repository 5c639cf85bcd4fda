import type { Permission } from "../execution.ts";
import type { Blocked } from "../plan/verdict.ts";
import type { Tools } from "../tools.ts";
import type { ActionRun } from "./door.ts";

/** What it takes to ask. */
export type Asker = Pick<ActionRun, "facts" | "github" | "workspace"> & { readonly tools: Pick<Tools, "clock"> };

/** What one way of asking for consent found: what is missing, or who agreed and to what. */
export type Judged = Pick<Permission, "evidence" | "destructive"> & { readonly refusals: readonly Blocked[] };

export function refusedBy(refusals: readonly Blocked[]): Judged {
  return { refusals, evidence: [], destructive: { allowed: false } };
}
