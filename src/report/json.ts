import type { Applied } from "../apply.ts";
import { changedId } from "../diff/change.ts";
import { describeChange } from "../diff/describe-change.ts";
import type { Drift } from "../diff/drift.ts";
import type { FailureReason } from "../errors.ts";
import type { Execution } from "../execution.ts";
import type { Relaxed } from "../hazards/policy.ts";
import type { InitDocument } from "../init/document.ts";
import type { Preflight } from "../pipeline.ts";
import type { Baseline } from "../plan/baseline.ts";
import type { Hazard, Plan, PlanStatement } from "../plan/plan.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { RehearsedSql } from "../rehearse-sql.ts";
import type { Verification } from "../verification.ts";
import type { Way, Ways } from "../ways.ts";

export type Command =
  | "init"
  | "check"
  | "snapshot"
  | "preflight"
  | "drift"
  | "sync"
  | "apply"
  | "verify"
  | "rehearse"
  | "baseline";
export type Outcome =
  | "up-to-date"
  | "planned"
  | "blocked"
  | "done"
  | "failed"
  | "applied"
  | "nothing-to-do"
  | "refused"
  | "partially-applied"
  | "verified"
  | "diverged";

/** The one document that `--json` prints on stdout (FORMATS.md). */
export type JsonDocument = {
  /** Null: what was asked for is none. */
  readonly command: Command | null;
  readonly outcome: Outcome;
  readonly failureReason: FailureReason | null;
  readonly message: string | null;
  readonly environment: string | null;
  readonly target: string | null;
  readonly strategy: string | null;
  readonly digest: string | null;
  readonly planPath: string | null;
  readonly counts: { readonly statements: number; readonly add: number; readonly change: number; readonly drop: number };
  readonly drift: readonly (Pick<Drift, "cause" | "from" | "object" | "summary"> & {
    readonly ways: { readonly adopt: string | null; readonly undo: string | null; readonly ignore: string } | null;
  })[];
  readonly kept: readonly { readonly object: string; readonly reason: string }[];
  readonly rules: readonly { readonly rule: string; readonly object: string }[];
  readonly pending: readonly string[];
  readonly reasons: readonly {
    readonly reason: string;
    readonly object: string | null;
    readonly message: string;
    readonly hint: string;
  }[];
  readonly sync: {
    readonly existing: readonly string[];
    readonly added: readonly string[];
    readonly left: readonly string[];
  } | null;
  readonly statements: readonly PlanStatement[];
  readonly hazards: readonly Hazard[];
  /** Hazards that the configuration or a comment lets pass, with who said so and why. */
  readonly relaxed: readonly Relaxed[];
  /** What trying the plan on a copy of the live schema showed; null without a plan that has statements. */
  readonly rehearsal: Rehearsal | null;
  /** What an apply did; null for other commands. */
  readonly execution: Execution | null;
  /** Null where nothing was verified. */
  readonly verification: Verification | null;
  /** What `baseline` found and wrote; null for other commands. */
  readonly baseline: Baseline | null;
  /** What `init` found and wrote; null for other commands. */
  readonly init: InitDocument | null;
};

const empty: Omit<JsonDocument, "command" | "outcome"> = {
  failureReason: null,
  message: null,
  environment: null,
  target: null,
  strategy: null,
  digest: null,
  planPath: null,
  counts: { statements: 0, add: 0, change: 0, drop: 0 },
  drift: [],
  kept: [],
  rules: [],
  pending: [],
  reasons: [],
  sync: null,
  statements: [],
  hazards: [],
  relaxed: [],
  rehearsal: null,
  execution: null,
  verification: null,
  baseline: null,
  init: null,
};

export function preflightDocument(command: Command, preflight: Preflight, planPath: string | null): JsonDocument {
  const { comparison, inputs, proposal } = preflight;
  const { plan, verdict } = proposal;
  const reasons = verdict.outcome === "blocked" ? verdict.reasons : [];
  return {
    ...empty,
    command,
    outcome: verdict.outcome,
    failureReason: reasons[0]?.reason ?? null,
    message: reasons[0]?.message ?? null,
    environment: inputs.environment,
    target: inputs.target,
    strategy: inputs.strategy,
    digest: plan?.digest ?? null,
    planPath,
    counts: { statements: plan?.statements.length ?? 0, ...(plan?.summary ?? { add: 0, change: 0, drop: 0 }) },
    drift: comparison.report.drift.map((drift) => ({
      cause: drift.cause,
      from: drift.from,
      object: drift.object,
      summary: drift.summary,
      ways: waysOf(preflight.ways.get(drift)),
    })),
    kept: [
      ...comparison.report.kept,
      ...(proposal.push?.kept ?? []).map(({ change, reason }) => ({ object: changedId(change), reason })),
    ],
    rules: comparison.report.rules,
    pending: pendingOf(preflight),
    reasons,
    sync:
      proposal.sync === null
        ? null
        : {
            existing: proposal.sync.existing,
            added: proposal.sync.added.map(describeChange),
            left: proposal.sync.left.map(describeChange),
          },
    statements: plan?.statements ?? [],
    hazards: plan?.statements.flatMap(({ hazards }) => hazards) ?? [],
    relaxed: proposal.relaxed,
    rehearsal: proposal.rehearsal,
  };
}

/** Where nothing is known of what was applied, nothing can be called pending; `push` and `sync` don't run migrations. */
function pendingOf({ comparison, inputs }: Preflight): readonly string[] {
  return inputs.strategy === "migrate" && !comparison.historyMissing ? comparison.diagnosis.pending.map(({ id }) => id) : [];
}

function waysOf(ways: Ways | undefined): JsonDocument["drift"][number]["ways"] {
  const sqlOf = (way: Way) => ("sql" in way ? way.sql : null);
  return ways === undefined ? null : { adopt: sqlOf(ways.adopt), undo: sqlOf(ways.undo), ignore: ways.ignore };
}

export function applyDocument(
  command: Command,
  plan: Plan,
  planPath: string | null,
  { execution, verification, unverified }: Applied,
): JsonDocument {
  const [reason] = execution.reasons;
  return {
    ...empty,
    ...ofPlan(plan, planPath),
    command,
    outcome: execution.outcome,
    failureReason: unverified === null ? failureReasonOf(execution, verification) : "verify-failed",
    message: reason?.message ?? execution.stop?.message ?? unverified?.message ?? null,
    environment: execution.environment,
    reasons: execution.reasons,
    execution,
    verification,
  };
}

export function verifyDocument(plan: Plan, planPath: string, verification: Verification): JsonDocument {
  const diverged = verification.outcome === "diverged";
  return {
    ...empty,
    ...ofPlan(plan, planPath),
    command: "verify",
    outcome: verification.outcome,
    failureReason: diverged ? "verify-failed" : null,
    message: diverged ? "The database is not what the plan promised." : null,
    environment: verification.environment,
    verification,
  };
}

const baselineOutcomes: Readonly<Record<Baseline["outcome"], Outcome>> = {
  planned: "planned",
  "nothing-to-do": "nothing-to-do",
  refused: "refused",
  recorded: "applied",
  failed: "failed",
};

export function baselineDocument(baseline: Baseline, target: string | null): JsonDocument {
  const [reason] = baseline.reasons;
  const failed = baseline.outcome === "refused" || baseline.outcome === "failed";
  const diverged = baseline.verification?.outcome === "diverged";
  return {
    ...empty,
    command: "baseline",
    outcome: baselineOutcomes[baseline.outcome],
    failureReason: failed ? (reason?.reason ?? "apply-failed") : diverged ? "verify-failed" : null,
    message: reason?.message ?? null,
    environment: baseline.environment,
    target,
    strategy: "migrate",
    digest: baseline.digest,
    pending: baseline.pending,
    reasons: failed ? baseline.reasons : [],
    baseline,
  };
}

function ofPlan(plan: Plan, planPath: string | null) {
  return {
    strategy: plan.strategy,
    digest: plan.digest,
    planPath,
    counts: { statements: plan.statements.length, ...plan.summary },
    statements: plan.statements,
    hazards: plan.statements.flatMap(({ hazards }) => hazards),
  };
}

function failureReasonOf({ outcome, reasons, stop }: Execution, verification: Verification | null): FailureReason | null {
  switch (outcome) {
    case "applied":
    case "nothing-to-do":
      return verification?.outcome === "diverged" ? "verify-failed" : null;
    case "refused":
      return reasons[0]?.reason ?? null;
    case "partially-applied":
      return "partially-applied";
    case "failed":
      if (stop?.failure?.kind === "lock-timeout") return "lock-timeout";
      return stop?.failure?.kind === "permission" ? "permission-denied" : "apply-failed";
  }
}

export function rehearseDocument({ statements, rehearsal }: RehearsedSql, environment: string | null): JsonDocument {
  const outcome = { rehearsed: "done", failed: "blocked", "not-rehearsed": "failed" } as const;
  const reason = rehearsal.outcome === "rehearsed" ? null : rehearsal.reason;
  return {
    ...empty,
    command: "rehearse",
    outcome: outcome[rehearsal.outcome],
    failureReason: reason === null ? null : "invalid-source",
    message: reason,
    environment,
    counts: { ...empty.counts, statements: statements.length },
    statements,
    hazards: statements.flatMap(({ hazards }) => hazards),
    rehearsal,
  };
}

export function plainDocument(command: Command, environment: string | null, message: string): JsonDocument {
  return { ...empty, command, outcome: "done", environment, message };
}

export function initDocument(environment: string, init: InitDocument): JsonDocument {
  const left = init.files.filter(({ state }) => state === "differs");
  const message =
    left.length === 0 ? null : `Left alone, as they are there with other content: ${left.map(({ path }) => path).join(", ")}.`;
  return { ...empty, command: "init", outcome: "done", environment, message, init };
}

export function failureDocument(
  command: Command | null,
  environment: string | null,
  reason: FailureReason | null,
  message: string,
): JsonDocument {
  return { ...empty, command, outcome: "failed", failureReason: reason, message, environment };
}
