import type { Execution } from "../../execution.ts";
import type { Verification } from "../../verification.ts";
import { byOutcome, progress } from "../by-outcome.ts";
import { executedTable } from "../executed-statements.ts";
import { destruction, ending, stoppedAt, whatIsLeft } from "../execution-words.ts";
import { runtimeOf } from "../figures.ts";
import { count, fold, join, type Markdown, md, text } from "../markdown.ts";
import { nextSteps, type Step } from "../next-steps.ts";
import { stepList } from "../steps.ts";
import { halves, whatHappened, whereItStands } from "../stopped.ts";
import { checkVerification, type VerificationCheck } from "../verification-checks.ts";
import { checksTable, differenceList, secondPlan } from "../verification-parts.ts";
import { clip } from "./clip.ts";
import type { CommentContext, CommentPart } from "./comment.ts";
import { always, type Face, type Fitted, type Section, versions, wholeOrNot } from "./fit.ts";
import { lastLine, notice, planName } from "./last-line.ts";
import { whereOf } from "./names.ts";
import { newRun, newRunCommand } from "./new-run.ts";
import { countsLine } from "./plan-facts.ts";
import { permission } from "./refused-face.ts";

type Part = Extract<CommentPart, { readonly kind: "applied" }>;

const ranks = { happened: 0, next: 1, verification: 2, permission: 3, halves: 4, statements: 5 } as const;

/** What a run that was let in left in the database. */
export function appliedFace(part: Part, context: CommentContext): Face {
  const { execution, verification, plan } = part;
  const steps = next(part, context);
  return {
    sections: [
      always(md`### ${heading(part, context)}\n`),
      always(md`${secondLine(part)}\n`),
      ...(execution.stop === null ? whatRan(part) : []),
      notice(context),
      ...stopped(execution),
      ...(steps.length === 0
        ? []
        : [versions(ranks.next, { text: md`**Next**\n\n${stepList(steps)}`, cut: null }, () => shortNext(context))]),
      ...(execution.stop === null ? [] : whatRan(part)),
      ...bothHalves(execution),
      ...(verification === null ? [] : [verified(verification)]),
      ...ran(execution),
      permission(ranks.permission, execution, plan),
      lastLine(context, [md`Plan ${planName(plan.digest)}`]),
    ],
    badness: badnessOf(part),
    hasSomethingToSay: true,
  };
}

function badnessOf({ execution, verification }: Part): number {
  switch (execution.outcome) {
    case "applied":
      return verification === null ? 1 : verification.outcome === "verified" ? 0 : 4;
    case "nothing-to-do":
      return verification === null ? 1 : verification.outcome === "diverged" ? 4 : 0;
    case "refused":
      return 3;
    case "partially-applied":
    case "failed":
      return 4;
  }
}

function heading({ execution, verification }: Part, context: CommentContext): Markdown {
  const where = whereOf(context);
  const proof = verification === null ? "none" : verification.outcome;
  switch (execution.outcome) {
    case "applied":
    case "nothing-to-do": {
      const done = execution.outcome === "applied" ? md`applied` : md`nothing to do`;
      if (proof === "diverged") return md`🛑 ${where}: ${done}, but the database is not what the plan promised`;
      if (proof === "verified") return md`✅ ${where}: ${done}, and verified`;
      return md`⚠️ ${where}: ${done}, not verified`;
    }
    case "refused":
      return md`⛔ ${where}: not applied, nothing was written`;
    case "partially-applied":
      return md`🛑 ${where}: only partly applied${execution.stop === null ? md`` : ending(execution)}`;
    case "failed":
      return md`🛑 ${where}: not applied${execution.stop === null ? md`` : md`, ${stoppedAt(execution.stop)}`}`;
  }
}

function secondLine({ execution, verification }: Part): Markdown {
  const proof = verification === null ? md`` : md` ${proofOf(verification)}`;
  switch (execution.outcome) {
    case "applied": {
      const { committed, before } = byOutcome(execution);
      const rest = before.length === 0 && execution.alreadyApplied.length === 0 ? md`` : md` The rest was there before.`;
      return md`${count(committed.length, "statement")} ran in ${text(runtimeOf(execution))}, everything is committed.${rest}${proof}`;
    }
    case "nothing-to-do":
      return md`The database has everything of the plan already. Nothing was written.${proof}`;
    case "refused":
      return md`Nothing was written.`;
    case "partially-applied":
      return md`**${text(progress(execution))}.**${proof}`;
    case "failed":
      return md`**In short: ${whatIsLeft(execution)}.**${proof}`;
  }
}

function proofOf(verification: Verification): Markdown {
  const briefs = (wanted: "bad" | "look") =>
    checkVerification(verification).flatMap(({ state, brief }) => (state === wanted ? [text(brief)] : []));
  if (verification.outcome === "diverged") return md`**Diverged:** ${join(briefs("bad"), ", ")}.`;
  const look = briefs("look");
  return md`The database is exactly what the plan promised.${look.length === 0 ? md`` : md` To look at: ${join(look, ", ")}.`}`;
}

/** What kind of plan it was, and on what grounds data was lost. */
function whatRan({ execution, plan }: Part): readonly Section[] {
  const word = md`Loss of data was ${destruction(shortened(execution), plan)}.\n`;
  const { allowed } = execution.permission.destructive;
  return [always(countsLine(plan)), ...(allowed ? [wholeOrNot(ranks.permission, word, md`why data was lost`)] : [])];
}

/** Whoever approves may write a lot. */
function shortened(execution: Execution): Execution {
  const { destructive } = execution.permission;
  if (!destructive.allowed) return execution;
  const short = (words: string | null) => (words === null ? null : clip(words, 200));
  const own = { allowed: true, backup: short(destructive.backup), acceptedRisk: short(destructive.acceptedRisk) } as const;
  return { ...execution, permission: { ...execution.permission, destructive: own } };
}

function stopped(execution: Execution): readonly Section[] {
  const { stop } = execution;
  if (stop === null) return [];
  const happened = whatHappened(execution, stop);
  const stands = whereItStands(execution);
  return [
    versions(
      ranks.happened,
      { text: md`**What happened**\n\n${happened}\n**Where it stands**\n\n${stands}`, cut: null },
      () => ({ text: md`**Where it stands**\n\n${stands}`, cut: md`what happened, in full` }),
      () => ({ text: md`**What happened:** ${stoppedAt(stop)}.\n`, cut: md`where it stands` }),
    ),
  ];
}

/** The SQL for whoever completes or undoes by hand what stopped half way. */
function bothHalves(execution: Execution): readonly Section[] {
  const folds = halves(execution);
  return folds === "" ? [] : [wholeOrNot(ranks.halves, folds, md`the SQL of both halves`)];
}

/** In a workflow there is no plan at hand: a new run makes it again, under the same twelve characters if nothing moved. */
function next({ execution, plan, verification }: Part, context: CommentContext): readonly Step[] {
  if (execution.outcome === "partially-applied" || execution.outcome === "failed")
    return [...nextSteps(execution, plan).map((step) => inWorkflow(step, context)), newPlan(execution)];
  if (verification?.outcome !== "diverged") return [];
  return [{ say: "See each difference with its cause in a new run:", commands: [newRunCommand(context)] }];
}

function inWorkflow({ say, commands }: Step, context: CommentContext): Step {
  return { say, commands: commands.map((command) => (command.startsWith("schemagate ") ? newRunCommand(context) : command)) };
}

function newPlan({ outcome }: Execution): Step {
  const plan =
    outcome === "failed"
      ? "A new run makes the plan again, under the same 12 characters where neither code nor database moved,"
      : "A new run plans what is left,";
  return { say: `${plan} and waits for an approval. Don't press “Re-run jobs”: a second attempt is refused.`, commands: [] };
}

function shortNext(context: CommentContext): Fitted {
  return { text: md`**Next**\n\n${newRun(context)}`, cut: md`what to do next, in full` };
}

function verified(verification: Verification): Section {
  const checks = checkVerification(verification);
  const { differences } = verification;
  const differing = differences.length === 0 ? md`` : md`\n**What differs**\n\n${differenceList(differences)}`;
  const second = secondPlan(verification);
  const body = md`${checksTable(checks)}${differing}${second === "" ? md`` : md`\n${second}`}`;
  const title = verification.outcome === "verified" ? md`Verified: ${answers(checks)}` : md`Verification: diverged`;
  const text = verification.outcome === "verified" ? fold(title, body) : md`**${title}**\n\n${body}`;
  return versions(
    ranks.verification,
    { text, cut: null },
    () => ({ text: fold(title, checksTable(checks)), cut: md`details of the verification` }),
    () => ({ text: md``, cut: md`the verification` }),
  );
}

/** `4 checks are good, 1 to look at, 3 had nothing to check`. */
function answers(checks: readonly VerificationCheck[]): Markdown {
  const of = (wanted: VerificationCheck["state"]) => checks.filter(({ state }) => state === wanted).length;
  return join(
    [
      md`${count(of("good"), "check is", "checks are")} good`,
      ...(of("look") === 0 ? [] : [md`${of("look")} to look at`]),
      ...(of("none") === 0 ? [] : [md`${of("none")} had nothing to check`]),
    ],
    ", ",
  );
}

/** What ran, what did not run well first to stay. */
function ran({ statements }: Execution): readonly Section[] {
  if (statements.every(({ outcome }) => outcome === "not-run")) return [];
  const bad = statements.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const title = md`What ran: ${count(statements.length, "statement")}`;
  return [
    versions(
      ranks.statements,
      { text: fold(title, executedTable(statements)), cut: null },
      () => ({
        text: fold(title, executedTable([...bad, ...statements.filter((record) => !bad.includes(record)).slice(0, 100)])),
        cut: md`the table of what ran`,
      }),
      () => ({ text: md``, cut: md`the table of what ran` }),
    ),
  ];
}
