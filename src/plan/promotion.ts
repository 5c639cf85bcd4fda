import type { Plan } from "./plan.ts";
import type { Blocked } from "./verdict.ts";
import type { VerifiedRecord } from "./verified-record.ts";

/** What is known of the environment that has to come first (`after:`). */
export type Promotion =
  | { readonly kind: "not-asked" }
  /** Somebody said why it goes without. */
  | { readonly kind: "waived"; readonly after: string; readonly reason: string }
  | { readonly kind: "unknown"; readonly after: string; readonly message: string; readonly hint: string }
  | { readonly kind: "seen"; readonly after: string; readonly record: VerifiedRecord; readonly runUrl: string };

/** Whether every file of this plan was applied and verified in the environment that comes first. What is not known counts as no. Pure. */
export function judgePromotion(plan: Plan, promotion: Promotion): readonly Blocked[] {
  if (promotion.kind === "not-asked" || promotion.kind === "waived") return [];
  const blocked = (message: string, hint: string): readonly Blocked[] => [
    { reason: "promotion-missing", object: null, message, hint },
  ];
  if (promotion.kind === "unknown") return blocked(promotion.message, promotion.hint);
  const { after, record } = promotion;
  if (plan.strategy !== "migrate")
    return blocked(
      `A plan of the strategy ${plan.strategy} has no migrations, so it can't be told whether ${after} has had it.`,
      "Write migrations, or take after: out of the configuration of this environment.",
    );
  if (record.outcome !== "verified")
    return blocked(
      `The newest verification of ${after} (${record.at}) says that it is not what was promised.`,
      `Mend ${after} first; then run its workflow again.`,
    );
  const applied = new Map(record.migrations.map(({ id, checksum }) => [id, checksum]));
  const missing = plan.migrations.filter(({ id }) => !applied.has(id)).map(({ id }) => id);
  const other = plan.migrations.filter(({ id, checksum }) => (applied.get(id) ?? checksum) !== checksum).map(({ id }) => id);
  return [
    ...(missing.length === 0
      ? []
      : blocked(
          `${listed(missing)} ${missing.length === 1 ? "was" : "were"} not applied to ${after} when it was verified last (${record.at}).`,
          `Apply ${missing.length === 1 ? "it" : "them"} to ${after}; then start a new run here.`,
        )),
    ...(other.length === 0
      ? []
      : blocked(
          `${after} has applied another text of ${listed(other)}: the file was edited since.`,
          "Restore the file as it was applied, and put the change into a new migration.",
        )),
  ];
}

/** For the log: what was seen, or why nothing had to be. One sentence each. */
export function promotionEvidence(promotion: Promotion): readonly string[] {
  switch (promotion.kind) {
    case "not-asked":
    case "unknown":
      return [];
    case "waived":
      return [`Goes without ${promotion.after}, which the configuration wants first: ${promotion.reason}`];
    case "seen":
      return [`Verified in ${promotion.after} at ${promotion.record.at}: ${promotion.runUrl}`];
  }
}

function listed(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).map((id) => `\`${id}\``);
  return `${shown.join(", ")}${ids.length > 3 ? ` and ${ids.length - 3} more` : ""}`;
}
