import type { Drift } from "../../diff/drift.ts";
import type { Preflight } from "../../pipeline.ts";
import type { Plan } from "../../plan/plan.ts";
import { approvalMeaning } from "../approval-meaning.ts";
import { checkCare } from "../care.ts";
import { countDrift } from "../count-drift.ts";
import { compared } from "../drift-sections.ts";
import { bullets, code, count, fold, join, type Markdown, md, prose, text } from "../markdown.ts";
import { engineTitle } from "../parts.ts";
import { rehearsalWords } from "../rehearsal.ts";
import { strategyLists } from "../strategy-lists.ts";
import { waitOf } from "../waits.ts";
import { clip } from "./clip.ts";
import type { CommentContext, CommentPart } from "./comment.ts";
import { tablesDiagram } from "./diagram.ts";
import { driftFold } from "./drift-fold.ts";
import { always, type Face, type Section, wholeOrNot } from "./fit.ts";
import { howRead, saidBefore } from "./instead.ts";
import { lastLine, notice, planName } from "./last-line.ts";
import { letPass } from "./let-pass.ts";
import { firstOf, whereOf } from "./names.ts";
import { countsLine, type Numbered, numbered, worstFacts, worstWeight } from "./plan-facts.ts";
import { sqlFolds, wayBackFold } from "./sql-folds.ts";
import { statementTable } from "./statement-table.ts";
import { whatBlocks, whatToMind } from "./to-green.ts";

type Part = Extract<CommentPart, { readonly kind: "preflight" }>;

/** Who gets room first. The SQL of harmless statements and the picture go first of all. */
const ranks = { green: 0, table: 1, grave: 2, known: 3, drift: 4, lists: 5, wayBack: 6, plain: 7, diagram: 8 } as const;

/** What a preflight found: a plan that may be approved, why none may, or that there is nothing to do. */
export function preflightFace(part: Part, context: CommentContext): Face {
  switch (part.preflight.proposal.verdict.outcome) {
    case "up-to-date":
      return upToDate(part, context);
    case "planned":
    case "blocked":
      return work(part, context);
  }
}

function upToDate({ preflight, isPullRequest, rules }: Part, context: CommentContext): Face {
  const drift = countDrift(preflight, "without pending");
  const where = whereOf(context);
  const heading = drift === "" ? md`### ✅ ${where}: nothing to do` : md`### ⚠️ ${where}: nothing to apply, but there is drift`;
  const objects = count(preflight.live.objects.length, "object");
  const { ignored } = preflight.comparison.report;
  const apart =
    ignored.length === 0 ? md`` : md`, apart from ${count(ignored.length, "difference")} that the configuration ignores`;
  const seen = md`${objects} compared: ${drift === "" ? md`no difference` : md`**${drift}**, not from this change`}${apart}.`;
  return {
    sections: [
      always(md`${heading}\n`),
      always(md`${isPullRequest ? md`Merging changes no schema.` : md`Nothing waits for an approval.`} ${seen}\n`),
      ...saidBefore(preflight, rules),
      notice(context),
      ...lists(preflight),
      ...driftOf(preflight),
      lastLine(context, []),
    ],
    badness: drift !== "" && !isPullRequest ? 1 : 0,
    hasSomethingToSay: isPullRequest && (touches(preflight) || rules !== null),
  };
}

function work(part: Part, context: CommentContext): Face {
  const { preflight, isPullRequest, rules } = part;
  const { plan: proposed, verdict } = preflight.proposal;
  const plan = proposed !== null && proposed.statements.length > 0 ? proposed : null;
  const blocked = verdict.outcome === "blocked";
  const title = isPullRequest ? md`Before you merge` : md`Before you approve`;
  const own = plan === null ? [] : ownStatements(part, plan);
  const approvable = blocked || preflight.instead?.kind === "migrations" ? null : plan;
  return {
    sections: [
      always(md`### ${heading(part, plan, own, context)}\n`),
      always(md`${whatMergingDoes(part, context)} ${whose(part, plan)}\n`),
      ...saidBefore(preflight, rules),
      ...(plan === null ? [] : [always(countsLine(plan))]),
      ...letPass(preflight),
      notice(context),
      ...(verdict.outcome === "blocked" ? [whatBlocks(ranks.green, md`To get to green`, verdict.reasons)] : []),
      ...(plan === null ? [] : whatToMind(ranks.green, title, plan, own)),
      ...(plan === null ? [] : [statementTable(ranks.table, plan, waitsOf(preflight, plan))]),
      ...(plan === null ? [] : [...sqlFolds(ranks, plan), ...wayBackFold(ranks.wayBack, plan)]),
      ...lists(preflight),
      ...driftOf(preflight),
      ...(plan === null ? [] : picture(preflight, plan)),
      known(preflight, context, approvable),
      lastLine(context, approvable === null ? [] : [sameCharacters(approvable)]),
    ],
    badness: blocked ? 3 : worstWeight(own) !== "harmless" ? 2 : 1,
    hasSomethingToSay: !isPullRequest || touches(preflight) || rules !== null,
  };
}

/** A pull request answers for its own statements; what the default branch left waiting is said beside them. */
function ownStatements({ preflight, isPullRequest, rules }: Part, plan: Plan): readonly Numbered[] {
  const all = numbered(plan);
  if (!isPullRequest) return all;
  // Where the migrations lie elsewhere now, or may by other rules, what waits is this pull request's doing.
  if (preflight.sourceChanged?.moved === true || rules !== null) return all;
  const merged = new Set(mergedBefore(preflight).map(({ object }) => object));
  return all.filter(({ statement }) => !merged.has(`migration ${statement.origin}`));
}

function mergedBefore({ comparison }: Preflight): readonly Drift[] {
  return comparison.report.drift.filter(({ cause, from }) => cause === "pending" && from === "default-branch");
}

function heading({ preflight }: Part, plan: Plan | null, own: readonly Numbered[], context: CommentContext): Markdown {
  const where = whereOf(context);
  const { verdict } = preflight.proposal;
  const weight = worstWeight(own);
  if (verdict.outcome === "blocked") {
    const names = [...new Set(verdict.reasons.map(({ reason }) => reason))].map(code);
    const facts = weight === "harmless" ? md`` : md`; ${worstFacts(own, 1)}`;
    return md`⛔ ${where}: blocked by ${count(verdict.reasons.length, "reason")} (${firstOf(names, 2)})${facts}`;
  }
  if (own.length === 0)
    return md`📋 ${where}: nothing from this pull request, ${count(plan?.statements.length ?? 0, "statement")} waiting already`;
  if (weight === "harmless") return md`📋 ${where}: ${count(own.length, "statement")}, no data is lost`;
  return md`${weight === "destroys" ? md`🛑` : md`⚠️`} ${where}: ${worstFacts(own, 2)}`;
}

function whatMergingDoes({ preflight, isPullRequest }: Part, { environment }: CommentContext): Markdown {
  const where = code(clip(environment, 60));
  if (preflight.proposal.verdict.outcome === "blocked")
    return isPullRequest
      ? md`Merging runs nothing, and as things are no plan for ${where} could be approved after it.`
      : md`Nothing was written, and as things are there is nothing that could be approved for ${where}.`;
  const { approvers } = preflight.inputs.config;
  // Whoever reviews has to know that their review may be what lets it run.
  if (isPullRequest && approvers.length > 0 && preflight.inputs.strategy === "migrate")
    return md`Merging applies it where the workflow takes the review of an approver (${firstOf(approvers.map(code), 3)}) and one of them approved this pull request after this comment; else nothing runs by itself.`;
  return isPullRequest
    ? md`Merging runs nothing by itself: the plan then waits for an approval of ${where}.`
    : md`Nothing has run yet: this plan waits for an approval of ${where}.`;
}

/** How much of the work is this branch's own. */
function whose({ preflight, isPullRequest }: Part, plan: Plan | null): Markdown {
  const { inputs, comparison } = preflight;
  if (inputs.strategy !== "migrate")
    return md`The statements come from the difference between database and code (${code(inputs.strategy)}).`;
  const pending = comparison.report.drift.filter(({ cause }) => cause === "pending");
  if (pending.length === 0) return md`No migration is pending.`;
  const all = pending.length === 1 ? md`1 migration is pending` : md`${pending.length} migrations are pending`;
  if (!isPullRequest) return md`${all}: ${migrationNames(pending)}.`;
  const mine = pending.filter(({ from }) => from === "this-pull-request");
  const merged = mergedBefore(preflight);
  const unknown = pending.length - mine.length - merged.length;
  const parts = [
    ...(mine.length === 0 ? [md`**none from this pull request**`] : [md`**${mine.length} from this pull request**`]),
    ...(merged.length === 0
      ? []
      : [md`${merged.length} already on the default branch (${migrationNames(merged)})${ofOthers(merged, plan)}`]),
    ...(unknown === 0 ? [] : [md`${unknown} of which it is not known whose they are`]),
  ];
  return unknown === pending.length
    ? md`${all}; it is not known which of them are this pull request's.`
    : md`${all}: ${join(parts, ", ")}.`;
}

/** What the approval would let run of others' work must not be lost among one's own. */
function ofOthers(merged: readonly Drift[], plan: Plan | null): Markdown {
  const names = new Set(merged.map(({ object }) => object));
  const theirs = plan === null ? [] : numbered(plan).filter(({ statement }) => names.has(`migration ${statement.origin}`));
  return worstWeight(theirs) === "harmless" ? md`` : md`, where **${worstFacts(theirs, 2)}**`;
}

function migrationNames(pending: readonly Drift[]): Markdown {
  return firstOf(
    pending.map(({ object }) => code(clip(object.replace(/^migration /, ""), 60))),
    2,
  );
}

/** Whether this branch has anything to do with the schema. Without a base to compare with, too much is said rather than too little. */
function touches({ comparison, proposal, sourceChanged }: Preflight): boolean {
  if (comparison.report.drift.some(({ from }) => from === "this-pull-request")) return true;
  if (sourceChanged === null) return proposal.verdict.outcome !== "up-to-date";
  return sourceChanged.moved || sourceChanged.files.size > 0;
}

function lists(preflight: Preflight): readonly Section[] {
  const found = strategyLists(preflight, (title) => md`**${title}**`);
  if (found === "") return [];
  return [wholeOrNot(ranks.lists, fold(md`What was compared, kept and left alone`, found), md`what was kept and left alone`)];
}

function driftOf(preflight: Preflight): readonly Section[] {
  return driftFold(ranks.drift, preflight);
}

function picture({ live }: Preflight, plan: Plan): readonly Section[] {
  const drawn = tablesDiagram(live, plan);
  if (drawn === null) return [];
  const more = drawn.left === 0 ? md`` : md`\n${count(drawn.left, "more table")} not drawn.\n`;
  return [
    wholeOrNot(
      ranks.diagram,
      fold(md`Picture of the tables that change`, md`${drawn.diagram}${more}`),
      md`the picture of the tables`,
    ),
  ];
}

/** `plan` is null where none may be approved. */
function known(preflight: Preflight, context: CommentContext, plan: Plan | null): Section {
  const { connection } = preflight;
  const bad = checkCare(preflight).filter(({ state }) => state === "bad");
  const how = howRead(preflight, context);
  const read = md`**Live state:** ${code(clip(connection.display, 100))} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)}), ${how}.`;
  const evidence = md`**How this is known**\n\n- ${read}\n${compared(preflight)}${rehearsed(preflight)}`;
  const care =
    bad.length === 0
      ? md``
      : md`\n**To look after**\n\n${bullets(bad.map(({ what, seen }) => md`${text(what)}: ${text(clip(seen, 300))}`))}`;
  const meaning =
    plan === null
      ? md``
      : md`\n**What approving means**\n\n${approvalMeaning(preflight, plan, "comment")}- **Digest:** ${code(plan.digest)}\n`;
  const title = plan === null ? md`How this is known` : md`How this is known, and what approving means`;
  return wholeOrNot(ranks.known, fold(title, md`${evidence}${care}${meaning}`), md`how this is known`);
}

function waitsOf({ proposal, live }: Preflight, plan: Plan): (index: number) => string | null {
  const watching = { plan, observations: proposal.rehearsal?.observations ?? [], statistics: live.statistics };
  return (index) => waitOf(index, watching);
}

function rehearsed({ proposal }: Preflight): Markdown {
  if (proposal.rehearsal === null) return md``;
  return md`- **Rehearsal:** ${join(
    rehearsalWords(proposal.rehearsal).map((words) => prose(clip(words, 600))),
    " ",
  )}\n`;
}

function sameCharacters(plan: Plan): Markdown {
  return md`Plan ${planName(plan.digest)}: the approval shows the same 12 characters, or code or database have moved`;
}
