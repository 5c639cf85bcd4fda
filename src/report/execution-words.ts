import type { Execution, Stop } from "../execution.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { byOutcome, stoppingPoint } from "./by-outcome.ts";
import { code, join, type Markdown, md, text } from "./markdown.ts";
import { enumerate } from "./parts.ts";

/** `: drift-detected, policy`, the first three; empty without any. */
export function firstReasons(blocked: readonly Blocked[]): Markdown {
  const names = [...new Set(blocked.map(({ reason }) => reason))];
  if (names.length === 0) return md``;
  return md`: ${join(names.slice(0, 3).map(code), ", ")}${names.length > 3 ? md`, …` : md``}`;
}

/** Where it stopped, after a semicolon; empty where it did not. */
export function ending(execution: Execution): Markdown {
  return execution.stop === null ? md`` : md`; ${stoppedAt(execution.stop)}${unknownWords(execution)}`;
}

/** `statement 8 failed with 23505 (users_email_key)`. */
export function stoppedAt(stop: Stop): Markdown {
  const { what, code: state, names } = stoppingPoint(stop);
  const how = state === null ? md`` : md` with ${code(state)}`;
  return md`${text(what)}${how}${names.length === 0 ? md`` : md` (${join(names.map(code), ", ")})`}`;
}

function unknownWords(execution: Execution): Markdown {
  const { unknown } = byOutcome(execution);
  if (unknown.length === 0 && execution.stop?.file?.left !== "unknown") return md``;
  return md`, and it is not known what of it took effect`;
}

/** What a failed run left, as the end of a sentence. */
export function whatIsLeft(execution: Execution): Markdown {
  const uncertain = unknownWords(execution);
  if (uncertain !== "") return md`it is not known what of it took effect`;
  const { before } = byOutcome(execution);
  return before.length === 0 && execution.alreadyApplied.length === 0
    ? md`nothing of the plan is in the database`
    : md`nothing of this run is in the database, only what was applied before it`;
}

/** Who allowed the run, by what they named. */
export function inWhoseName({ permission: { kind, named }, digest }: Execution): Markdown {
  if (kind === "standing") return md`the command ${code("sync --apply")} itself: a standing approval for plans that only add`;
  if (named === null) return md`nobody named a digest`;
  if (digest === null) return md`${code(named)} was named; no plan could be read`;
  if (named !== "" && digest.startsWith(named)) return md`${code(shortDigest(named))} was named, which is this plan`;
  return md`${code(named.slice(0, 64))} was named, and this plan is ${code(shortDigest(digest))}`;
}

/** What was said about losing data. */
export function destruction({ permission: { destructive } }: Execution, plan: Plan | null): Markdown {
  if (destructive.allowed) {
    const { backup, acceptedRisk } = destructive;
    const given = [
      ...(backup === null ? [] : [md`with the backup ${code(backup)}`]),
      ...(acceptedRisk === null ? [] : [md`the risk was accepted: ${text(acceptedRisk)}`]),
    ];
    return md`allowed, ${given.length === 0 ? md`without a backup or a reason` : enumerate(given)}`;
  }
  const deletes = plan?.statements.some(({ effects }) => effects.includes("deletes-data")) ?? true;
  return deletes ? md`not allowed` : md`not allowed; no statement of the plan deletes data`;
}
