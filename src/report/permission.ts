import type { Execution } from "../execution.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { destruction, inWhoseName } from "./execution-words.ts";
import { durationWords } from "./figures.ts";
import { bullets, code, type Markdown, md, text } from "./markdown.ts";
import { few } from "./stopped.ts";

/** In whose name a run was, what it was allowed, and in which session. */
export function permissionList(execution: Execution, plan: Plan | null): Markdown {
  const { session, lockWaitMs, alreadyApplied, inTheWay, resumed, startedAt, finishedAt } = execution;
  return bullets([
    md`**Permission:** ${inWhoseName(execution)}`,
    ...execution.permission.evidence.map((sentence) => md`**Seen:** ${text(sentence)}`),
    md`**Destruction:** ${destruction(execution, plan)}`,
    ...(session.length === 0
      ? [md`**Session:** none was opened that can write`]
      : [md`**Session:** ${text(session.join(", "))}`]),
    ...(lockWaitMs === null ? [] : [md`**Lock:** ${lock(execution.reasons, lockWaitMs)}`]),
    ...(inTheWay.length === 0 ? [] : [md`**Locks of others before it began:** ${text(inTheWay.join("; "))}`]),
    ...(resumed === null
      ? []
      : [
          md`**Resumed:** ${code(resumed.migration)}, of which ${resumed.done} statements were not run again. ${text(resumed.why)}`,
        ]),
    md`**Time:** ${instant(startedAt)} to ${instant(finishedAt)}`,
    ...(alreadyApplied.length === 0 ? [] : [md`**Files applied before:** ${few(alreadyApplied.map(code))}`]),
  ]);
}

function lock(blocked: readonly Blocked[], waitedMs: number): Markdown {
  if (blocked.some(({ reason }) => reason === "lock-busy")) return md`not taken, after ${text(durationWords(waitedMs))}`;
  return waitedMs < 100 ? md`taken at once` : md`taken after ${text(durationWords(waitedMs))}`;
}

/** ISO 8601 as it is; anything else as foreign text. */
export function instant(at: string): Markdown {
  return /^[\dTZ:.+-]+$/.test(at) ? (at as Markdown) : text(at);
}
