import type { Verification } from "../verification.ts";
import { bullets, code, count, fence, fold, type Markdown, md, prose, table, text } from "./markdown.ts";
import { reasonsTable } from "./reasons-table.ts";
import type { VerificationCheck } from "./verification-checks.ts";

/** What was compared with the plan's promise, each with its answer. */
export function checksTable(checks: readonly VerificationCheck[]): Markdown {
  return table(
    [md``, md`Checked`, md`Seen`],
    checks.map(({ state, what, seen }) => [marks[state], text(what), prose(seen)]),
  );
}

const marks: Readonly<Record<VerificationCheck["state"], Markdown>> = { good: md`✓`, bad: md`✗`, look: md`!`, none: md`–` };

/** More than this is folded. */
const unfolded = 10;

/** What is not as promised; the rest of a long list in a fold. */
export function differenceList(all: Verification["differences"]): Markdown {
  const shown = bullets(all.slice(0, unfolded).map(difference));
  const rest = all.slice(unfolded);
  return rest.length === 0 ? shown : md`${shown}\n${fold(md`${rest.length} more`, bullets(rest.map(difference)))}`;
}

export function difference({ object, summary }: Verification["differences"][number]): Markdown {
  return md`${code(object)}: ${text(summary)}`;
}

/** What a second plan would do, or why there is none; empty where it has nothing to do. */
export function secondPlan({ secondPlan: second }: Verification): Markdown {
  switch (second.outcome) {
    case "not-empty":
      return fold(
        md`The second plan: ${count(second.statements.length, "statement")}`,
        fence(second.statements.map((sql) => `${sql.trim()};`).join("\n\n"), "sql"),
      );
    case "blocked":
      return fold(md`Why there is no second plan: ${count(second.reasons.length, "reason")}`, reasonsTable(second.reasons));
    case "empty":
    case "not-checked":
      return md``;
  }
}
