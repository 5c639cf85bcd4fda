import type { Execution } from "../../execution.ts";
import type { Plan } from "../../plan/plan.ts";
import { code, count, fold, type Markdown, md } from "../markdown.ts";
import { movedList } from "../moved.ts";
import { permissionList } from "../permission.ts";
import { reasonsTable } from "../reasons-table.ts";
import { clip } from "./clip.ts";
import type { CommentContext, CommentPart } from "./comment.ts";
import { always, type Face, type Fitted, type Section, versions, wholeOrNot } from "./fit.ts";
import { lastLine, notice, planName } from "./last-line.ts";
import { firstOf, whereOf } from "./names.ts";
import { newRun } from "./new-run.ts";
import { countsLine } from "./plan-facts.ts";
import { reasonNames } from "./to-green.ts";

/** Nothing was written: why, and how there will be a plan that may be applied. */
export function refusedFace(
  { execution, plan }: Extract<CommentPart, { readonly kind: "refused" }>,
  context: CommentContext,
): Face {
  const { reasons, digest, session } = execution;
  const names = [...new Set(reasons.map(({ reason }) => reason))].map(code);
  const named = digest === null ? md`The plan` : md`Plan ${planName(digest)}`;
  const opened = session.length === 0 ? md` No connection that can write was opened.` : md``;
  const all = reasons.length === 1 ? md`1 reason` : md`${count(reasons.length, "reason")}; all of them must go`;
  const why = names.length === 0 ? md`` : md` (${firstOf(names, 3)})`;
  return {
    sections: [
      always(md`### ⛔ ${whereOf(context)}: not applied, nothing was written${why}\n`),
      always(md`${named} was refused.${opened} ${all}:\n`),
      notice(context),
      reasonsOf(reasons),
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

/** All of them in a table; shorter and shorter where their texts are long. */
function reasonsOf(reasons: Execution["reasons"]): Section {
  const cutTo = (length: number) => (): Fitted => ({
    text: reasonsTable(
      reasons.map((blocked) => ({ ...blocked, message: clip(blocked.message, length), hint: clip(blocked.hint, length) })),
    ),
    cut: md`long texts of the reasons`,
  });
  return versions(0, { text: reasonsTable(reasons), cut: null }, cutTo(600), cutTo(200), cutTo(80), () => reasonNames(reasons));
}

/** In whose name it was asked for, and what changed meanwhile. */
export function permission(rank: number, execution: Execution, plan: Plan | null): Section {
  const { digest, moved } = execution;
  const whole = digest === null ? md`` : md`- **Digest:** ${code(digest)}\n`;
  const changed = moved.length === 0 ? md`` : md`\n**Changed elsewhere**\n\n${movedList(moved)}`;
  const body: Markdown = md`${permissionList(execution, plan)}${whole}${changed}`;
  return wholeOrNot(rank, fold(md`Permission and session`, body), md`permission and session`);
}
