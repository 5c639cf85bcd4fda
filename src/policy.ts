import type { Config, EnvironmentConfig } from "./config-format.ts";
import { usualSmallTable } from "./hazards/policy.ts";

/** What `to` lets happen in this environment that `from` did not, one phrase each; `from` null: there was no configuration. Pure. */
export function relaxations(from: Config | null, to: Config, environment: string): readonly string[] {
  const [before, after] = [from?.environments[environment] ?? strict, to.environments[environment] ?? strict];
  const ignored = new Set((from?.ignore ?? []).map(({ object }) => object));
  const ignores = to.ignore.filter(({ object }) => !ignored.has(object)).map(({ object }) => object);
  const until = new Map((from?.ignore ?? []).map((rule) => [rule.object, rule.until]));
  const prolonged = to.ignore.flatMap(({ object, until: now }) => {
    const then = until.get(object) ?? null;
    return then !== null && (now === null || now > then) ? [object] : [];
  });
  const refused = before.failOn.filter((rule) => !after.failOn.includes(rule));
  const small = (after.smallTable ?? usualSmallTable) > (before.smallTable ?? usualSmallTable);
  const known = new Set((from?.approvers ?? []).map((login) => login.toLowerCase()));
  const approvers = to.approvers.filter((login) => !known.has(login.toLowerCase()));
  const hazards = after.allowHazards.filter((name) => !before.allowHazards.includes(name));
  return [
    ...(after.unprotected && !before.unprotected ? [`nobody has to approve changes to ${environment}`] : []),
    ...(after.allowSelfReview && !before.allowSelfReview ? [`who started a run for ${environment} may approve it`] : []),
    ...(approvers.length > 0 ? [`${approvers.join(", ")} may approve by a review`] : []),
    ...(hazards.length > 0 ? [`${hazards.join(" and ")} may pass in ${environment}`] : []),
    ...(refused.length > 0
      ? [`${refused.join(" and ")} no longer ${refused.length === 1 ? "keeps" : "keep"} a plan from ${environment}`]
      : []),
    ...(small ? [`tables of up to ${after.smallTable} rows count as small in ${environment}`] : []),
    ...(before.after !== null && after.after !== before.after ? [`${environment} no longer comes after ${before.after}`] : []),
    ...(olderAllowed(before.maxPlanAgeMs, after.maxPlanAgeMs) ? [`plans for ${environment} may be older`] : []),
    ...(after.onDrift === "warn" && before.onDrift === "block" ? [`drift no longer blocks in ${environment}`] : []),
    ...targetsMoved(from, to),
    ...(prolonged.length > 0 ? [`${prolonged.join(", ")} is left out for longer`] : []),
    ...(ignores.length > 0 ? [`${ignores.join(", ")} ${ignores.length === 1 ? "is" : "are"} no longer compared`] : []),
  ];
}

/** A target that is gone, or lies elsewhere, is not what was looked at so far. */
function targetsMoved(from: Config | null, to: Config): readonly string[] {
  return Object.entries(from?.targets ?? {}).flatMap(([name, before]) => {
    const after = to.targets[name];
    if (after === undefined) return [`the target ${name} is no longer looked at`];
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [`the target ${name} means something else`];
  });
}

function olderAllowed(before: number | null, after: number | null): boolean {
  return before !== null && (after === null || after > before);
}

const strict: Omit<EnvironmentConfig, "lockTimeoutMs" | "lockRetries" | "statementTimeoutMs"> = {
  unprotected: false,
  allowSelfReview: false,
  allowHazards: [],
  failOn: [],
  smallTable: null,
  onDrift: "warn",
  maxPlanAgeMs: null,
  after: null,
};
