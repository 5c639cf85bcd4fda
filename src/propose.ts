import type { Comparison, Side } from "./compare.ts";
import type { Change } from "./diff/change.ts";
import type { Relaxed } from "./hazards/policy.ts";
import { judgePlan } from "./judge-plan.ts";
import { type BuiltPlan, type PlanRequest, planChanges, planMigrations } from "./plan/build-plan.ts";
import { covered } from "./plan/coverage.ts";
import type { Plan } from "./plan/plan.ts";
import { decidePush, type PushDecision } from "./plan/push.ts";
import { decideSync, type SyncDecision } from "./plan/sync.ts";
import { blockedByRehearsal, judge, type Verdict } from "./plan/verdict.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { rehearsePlan, withRehearsal } from "./rehearse-plan.ts";

export type Proposal = {
  /** What trying the plan showed; null without a plan that has statements. */
  readonly rehearsal: Rehearsal | null;
  /** Null when none can be made; the verdict says why. */
  readonly plan: Plan | null;
  readonly verdict: Verdict;
  readonly push: PushDecision | null;
  readonly sync: SyncDecision | null;
  /** Hazards that the configuration or a comment lets pass. */
  readonly relaxed: readonly Relaxed[];
  /** Changes that our differ has no safe DDL for. */
  readonly refused: readonly { readonly change: Change; readonly reason: string }[];
};

/** The plan of the chosen strategy, tried on a copy of the live schema, and whether it may be approved as things are. */
export async function proposePlan(side: Side, comparison: Comparison): Promise<Proposal> {
  const { parsed, ...proposal } = await planned(side, comparison);
  const { plan, verdict } = proposal;
  if (plan === null || plan.statements.length === 0) return proposal;
  const rehearsal = await rehearsePlan(side, comparison, plan);
  const judged = await judgePlan(side, withRehearsal(plan, rehearsal), parsed, {
    rehearsal,
    verdict: blockedByRehearsal(verdict, rehearsal),
  });
  return { ...proposal, ...judged, rehearsal };
}

type Planned = Proposal & Pick<BuiltPlan, "parsed">;

async function planned(side: Side, comparison: Comparison): Promise<Planned> {
  switch (side.inputs.strategy) {
    case "migrate":
      return proposeMigrate(side, comparison);
    case "push":
      return proposePush(side, comparison);
    case "sync":
      return proposeSync(side, comparison);
  }
}

async function proposeMigrate(side: Side, comparison: Comparison): Promise<Planned> {
  const { diagnosis, historyMissing, replay } = comparison;
  const failed = replay?.outcome === "replayed" && replay.end.outcome === "failed" ? replay.end : null;
  let built: BuiltPlan | null = null;
  if (!historyMissing && replay?.outcome === "replayed" && replay.end.outcome === "reached") {
    const states = { before: replay.before, after: replay.after, end: replay.end.snapshot };
    built = await planMigrations(planRequest(side, comparison), diagnosis.pending, states);
  }
  const verdict = judge({
    drift: comparison.report.drift,
    diagnosis,
    plan: built?.plan ?? null,
    conflicts: built?.conflicts ?? [],
    onDrift: onDriftOf(side),
    failedMigration: failed,
    historyMissing,
    environment: side.inputs.environment ?? "",
    hasMigrations: side.project.migrations.length > 0,
    undetermined: replay?.outcome === "undetermined" && diagnosis.pending.length > 0 ? replay : null,
  });
  return {
    plan: historyMissing ? null : (built?.plan ?? null),
    verdict,
    rehearsal: null,
    relaxed: [],
    parsed: built?.parsed ?? [],
    push: null,
    sync: null,
    refused: [],
  };
}

async function proposePush(side: Side, comparison: Comparison): Promise<Planned> {
  const { replay } = comparison;
  const made = replay?.outcome === "replayed" ? new Set(replay.before.objects.map(({ id }) => id)) : new Set<string>();
  const push = decidePush(comparison.changes, made, side.inputs.drop);
  const built = await planChanges(planRequest(side, comparison), push.planned, comparison.compared);
  return {
    plan: built.plan,
    verdict: simpleVerdict(built.plan),
    rehearsal: null,
    relaxed: [],
    parsed: built.parsed,
    push,
    sync: null,
    refused: built.refused,
  };
}

async function proposeSync(side: Side, comparison: Comparison): Promise<Planned> {
  const sync = decideSync(side.live.objects, comparison.compared, comparison.changes);
  const built = await planChanges(planRequest(side, comparison), sync.added, comparison.compared);
  return {
    plan: built.plan,
    verdict: simpleVerdict(built.plan),
    rehearsal: null,
    relaxed: [],
    parsed: built.parsed,
    push: null,
    sync,
    refused: built.refused,
  };
}

function simpleVerdict(plan: Plan): Verdict {
  return { outcome: plan.statements.length > 0 ? "planned" : "up-to-date" };
}

function onDriftOf({ inputs }: Side): "warn" | "block" {
  return inputs.config.environments[inputs.environment ?? ""]?.onDrift ?? "warn";
}

function planRequest(side: Side, comparison: Comparison): PlanRequest {
  const { inputs, project, target, tools } = side;
  const { connection } = target.database;
  return {
    strategy: inputs.strategy,
    dialect: target.engine.dialect,
    context: comparison.context,
    base: covered(side.live, {
      historyTables: comparison.context.historyTables,
      ignore: inputs.config.ignore,
      today: tools.clock().toISOString().slice(0, 10),
    }),
    head: {
      createdAt: tools.clock().toISOString(),
      tool: tools.version,
      environment: inputs.environment ?? "",
      task: side.task,
      push: inputs.push,
      source: { kind: project.kind, commit: side.git?.commit ?? null, files: project.files },
      target: {
        dialect: target.engine.dialect.name,
        serverVersion: connection.serverVersion,
        identity: connection.identity,
        database: connection.database,
        schemas: target.scope.include,
      },
      rehearsal: { outcome: "not-rehearsed", engine: null, reason: "There is nothing to try: the plan has no statements." },
    },
  };
}
