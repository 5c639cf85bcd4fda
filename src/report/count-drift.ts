import type { Drift } from "../diff/drift.ts";
import type { Preflight } from "../pipeline.ts";
import { count, type Markdown, md } from "./markdown.ts";
import { enumerate } from "./parts.ts";

/** `2 changes made by hand and 1 pending migration`: all causes that there are, worst first. Empty where there is none. */
export function countDrift({ comparison }: Preflight, pending: "with pending" | "without pending"): Markdown {
  const { diagnosis, historyMissing, replay, report } = comparison;
  const of = (...causes: readonly Drift["cause"][]) => report.drift.filter(({ cause }) => causes.includes(cause));
  const counted: readonly (readonly [number, string, string])[] = [
    [
      diagnosis.problems.filter(({ kind }) => kind === "failed").length,
      "migration in a failed state",
      "migrations in a failed state",
    ],
    [of("unmanaged").length, "change made by hand", "changes made by hand"],
    [of("missing-migration").length, "change of the schema without a migration", "changes of the schema without a migration"],
    [of("edited-after-apply").length, "migration edited after it was applied", "migrations edited after they were applied"],
    [
      of("unknown-migration").length,
      "applied migration that this repository does not have",
      "applied migrations that this repository does not have",
    ],
    [
      of("undetermined").filter(({ change }) => change !== null).length,
      "difference of unknown cause",
      "differences of unknown cause",
    ],
    [pending === "with pending" ? of("pending").length : 0, "pending migration", "pending migrations"],
  ];
  return enumerate([
    ...(historyMissing ? [md`no migration history`] : []),
    ...(replay?.outcome === "undetermined" ? [md`a history that can't be replayed`] : []),
    ...counted.flatMap(([number, one, many]) => (number === 0 ? [] : [count(number, one, many)])),
  ]);
}
