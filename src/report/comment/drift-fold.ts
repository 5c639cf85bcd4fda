import type { Drift } from "../../diff/drift.ts";
import type { Preflight } from "../../pipeline.ts";
import { countDrift } from "../count-drift.ts";
import { historyProblems, kept, missing, pending, type Titled, undetermined, unmanaged } from "../drift-sections.ts";
import { bullets, code, fold, join, type Markdown, md } from "../markdown.ts";
import { clip } from "./clip.ts";
import { type Section, versions } from "./fit.ts";

/** A comment has one heading; inside of folds, bold lines lead. */
const bold: Titled = (_level, words) => md`**${words}**`;

/** Every difference that is not just pending, with the three ways out of each; what is left alone stands at the end. */
export function driftFold(rank: number, preflight: Preflight): readonly Section[] {
  const { drift } = preflight.comparison.report;
  const counted = countDrift(preflight, "without pending");
  const of = (cause: Drift["cause"]) => drift.filter((entry) => entry.cause === cause);
  const parts = [
    unmanaged(of("unmanaged"), preflight, bold),
    missing(of("missing-migration"), preflight, bold),
    historyProblems(preflight, bold),
    undetermined(of("undetermined"), bold),
    pending(of("pending"), bold),
    kept(preflight, bold),
  ].filter((part) => part !== "");
  if (parts.length === 0) return [];
  const waits = drift.some(({ cause }) => cause === "pending");
  const title = counted !== "" ? md`Drift report: ${counted}` : waits ? md`Pending, and left alone` : md`Left alone`;
  const cut = md`details of drift`;
  const list = (shown: number, length: number) => () => ({ text: fold(title, listDrift(drift, shown, length)), cut });
  return [
    versions(rank, { text: fold(title, join(parts, "\n")), cut: null }, list(200, 300), list(30, 100), () => ({
      text: md``,
      cut,
    })),
  ];
}

/** Names and causes, and how many more there are. */
export function listDrift(drift: readonly Drift[], shown: number, length: number): Markdown {
  const items = drift.slice(0, shown).map(({ object, cause }) => md`${code(clip(object, length))}: ${causes[cause]}`);
  const more = drift.length - items.length;
  return bullets([...items, ...(more > 0 ? [md`and ${more} more`] : [])]);
}

const causes: Readonly<Record<Drift["cause"], Markdown>> = {
  pending: md`pending`,
  unmanaged: md`changed by hand`,
  "missing-migration": md`in the schema, without a migration`,
  "edited-after-apply": md`edited after it was applied`,
  "unknown-migration": md`applied, and not in this repository`,
  undetermined: md`cause not known`,
};
