import type { Execution } from "../../execution.ts";
import type { Plan } from "../../plan/plan.ts";
import { code, count, fold, type Markdown, md } from "../markdown.ts";
import { movedList } from "../moved.ts";
import { permissionList } from "../permission.ts";
import type { CommentContext, CommentPart } from "./comment.ts";
import { always, type Face, type Section, wholeOrNot } from "./fit.ts";
import { lastLine, notice, planName } from "./last-line.ts";
import { firstOf, whereOf } from "./names.ts";
import { newRun } from "./new-run.ts";
import { countsLine } from "./plan-facts.ts";
import { whatBlocks } from "./to-green.ts";

/** Nothing was written: why, and how there will be a plan that may be applied. */
export function refusedFace(
  { execution, plan }: Extract<CommentPart, { readonly kind: "refused" }>,
  context: CommentContext,
): Face {
  const { reasons, digest, session } = execution;
  const names = [...new Set(reasons.map(({ reason }) => reason))].map(code);
  const named = digest === null ? md`The plan` : md`Plan ${planName(digest)}`;
  const opened = session.length === 0 ? md`, before a connection that can write was opened` : md``;
  const title = reasons.length === 1 ? md`Why` : md`Why: ${count(reasons.length, "reason")}, all of them must go`;
  const why = names.length === 0 ? md`` : md` (${firstOf(names, 3)})`;
  return {
    sections: [
      always(md`### ⛔ ${whereOf(context)}: not applied, nothing was written${why}\n`),
      always(md`${named} was refused${opened}.\n`),
      notice(context),
      ...(reasons.length === 0 ? [] : [whatBlocks(0, title, reasons)]),
      always(md`${again}\n\n${newRun(context)}`),
      ...(plan === null ? [] : [always(countsLine(plan))]),
      permission(1, execution, plan),
      lastLine(context, digest === null ? [] : [named]),
    ],
    badness: 3,
    hasSomethingToSay: true,
  };
}

const again = md`**Next:** start a new run, read its plan, have that approved. Don't press “Re-run jobs”: an approval can't be bound to a second attempt, so it would be refused again.`;

/** In whose name it was asked for, and what changed meanwhile. */
export function permission(rank: number, execution: Execution, plan: Plan | null): Section {
  const { digest, moved } = execution;
  const whole = digest === null ? md`` : md`- **Digest:** ${code(digest)}\n`;
  const changed = moved.length === 0 ? md`` : md`\n**Changed elsewhere**\n\n${movedList(moved)}`;
  const body: Markdown = md`${permissionList(execution, plan)}${whole}${changed}`;
  return wholeOrNot(rank, fold(md`Permission and session`, body), md`permission and session`);
}
