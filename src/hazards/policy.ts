import type { Inputs } from "../inputs.ts";
import { type Hazard, type Severity, severities } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { type HazardId, isHazardId } from "./catalogue.ts";

/** What an environment's configuration, as the default branch has it, says about hazards: severities or ids. */
export type HazardPolicy = { readonly failOn: readonly HazardRule[]; readonly allowed: readonly string[] };

export type HazardRule = Severity | HazardId;

/** Rows up to which a lock is over in a moment, unless the configuration says otherwise. */
export const usualSmallTable = 10_000;

/** A hazard that is let pass: who said so, and why. Each is named on the first screen of a report. */
export type Relaxed = {
  /** Index of the statement. */
  readonly statement: number;
  readonly id: string;
  readonly severity: Severity;
  readonly object: string | null;
  readonly by: "configuration" | "comment";
  /** Of the comment; the configuration gives none. */
  readonly reason: string | null;
};

/** As the configuration that is read here has it: for a gate, that of the default branch. */
export function hazardPolicyOf({ config, environment }: Pick<Inputs, "config" | "environment">): HazardPolicy {
  const own = config.environments[environment ?? ""];
  return { failOn: own?.failOn ?? [], allowed: (own?.allowHazards ?? []).filter(isHazardRule) };
}

export function isHazardRule(rule: string): rule is HazardRule {
  return severities.some((severity) => severity === rule) || isHazardId(rule);
}

/** What is let pass, and what of the rest keeps the plan from being applied. Pure. */
export function applyPolicy(
  statements: readonly { readonly sql: string; readonly hazards: readonly Hazard[] }[],
  { failOn, allowed }: HazardPolicy,
): { readonly relaxed: readonly Relaxed[]; readonly reasons: readonly Blocked[] } {
  const relaxed: Relaxed[] = [];
  const reasons: Blocked[] = [];
  for (const [statement, { sql, hazards }] of statements.entries()) {
    const allowances = allowancesIn(sql);
    for (const { id, severity, object, message, saferWay } of hazards) {
      const comment = allowances.find((allowance) => allowance.id === id);
      const byConfiguration = matches(allowed, id, severity);
      if (comment !== undefined || byConfiguration)
        relaxed.push({
          statement,
          id,
          severity,
          object,
          by: comment === undefined ? "configuration" : "comment",
          reason: comment?.reason ?? null,
        });
      else if (matches(failOn, id, severity))
        reasons.push({
          reason: "policy",
          object,
          message: `Statement ${statement + 1}: ${message} The configuration does not let this environment have it (${severity}, ${id}).`,
          hint: `${saferWay ?? "Do it in another way."} If it is meant, say why in a comment before the statement: -- schemagate: allow ${id} REASON`,
        });
    }
  }
  return { relaxed, reasons };
}

function matches(rules: readonly string[], id: string, severity: Severity): boolean {
  return rules.includes(id) || rules.includes(severity);
}

/** Comments that stand before a statement: `-- schemagate: allow drop-column nobody reads it since 4.2`. One without a reason counts for nothing. */
export function allowancesIn(sql: string): readonly { readonly id: string; readonly reason: string }[] {
  const found: { id: string; reason: string }[] = [];
  let rest = sql.trimStart();
  for (;;) {
    const [comment] = /^(?:--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)/.exec(rest) ?? [];
    if (comment === undefined) return found;
    const [, id, reason] = /^--\s*schemagate:\s*allow\s+([a-z][a-z0-9-]*)\s+(\S.*?)\s*$/.exec(comment) ?? [];
    if (id !== undefined && reason !== undefined && isHazardId(id)) found.push({ id, reason });
    rest = rest.slice(comment.length).trimStart();
  }
}
