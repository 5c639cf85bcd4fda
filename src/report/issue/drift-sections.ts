import type { Drift } from "../../diff/drift.ts";
import type { Preflight } from "../../pipeline.ts";
import { uncomparable } from "../../plan/uncomparable.ts";
import { clip } from "../comment/clip.ts";
import type { CommentContext } from "../comment/comment.ts";
import { listDrift } from "../comment/drift-fold.ts";
import { always, type Section, versions, wholeOrNot } from "../comment/fit.ts";
import { runLink } from "../comment/last-line.ts";
import { whereOf } from "../comment/names.ts";
import { countDrift } from "../count-drift.ts";
import { compared, historyProblems, kept, missing, pending, type Titled, undetermined, unmanaged } from "../drift-sections.ts";
import { bullets, code, count, join, type Markdown, md, prose, text } from "../markdown.ts";
import { engineTitle } from "../parts.ts";

/** Who gets room first. */
const ranks = { history: 0, unmanaged: 1, missing: 2, undetermined: 3, compared: 4, pending: 5, kept: 6 } as const;

const title: Titled = (level, words) => md`${level === 2 ? md`###` : md`####`} ${words}`;

/** What a look at the default branch's database found: the verdict first, what is left alone last. */
export function driftSections(preflight: Preflight, context: CommentContext): readonly Section[] {
  const { drift } = preflight.comparison.report;
  return [
    always(md`## ${verdict(preflight, context)}\n`),
    always(md`${where(preflight)}\n`),
    shortened(context),
    ...differences(preflight),
    ...whole(ranks.pending, pending(of(drift, "pending"), title), md`what is pending`),
    ...whole(ranks.compared, md`### What was compared\n\n${compared(preflight)}`, md`what was compared`),
    ...whole(ranks.kept, kept(preflight, title), md`what is left alone`),
    always(lastWords(preflight, context)),
  ];
}

/** What the issue is about: drift with its ways out, and nothing that changes by itself. */
export function differences(preflight: Preflight): readonly Section[] {
  const { drift } = preflight.comparison.report;
  return [
    ...whole(ranks.history, notInFull(preflight), md`why not all could be compared`),
    ...whole(ranks.history, historyProblems(preflight, title), md`problems of the history`),
    ...cutDown(ranks.unmanaged, of(drift, "unmanaged"), preflight, (entries, found) => unmanaged(entries, found, title)),
    ...cutDown(ranks.missing, of(drift, "missing-migration"), preflight, (entries, found) => missing(entries, found, title)),
    ...cutDown(ranks.undetermined, of(drift, "undetermined"), preflight, (entries) => undetermined(entries, title)),
  ];
}

function of(drift: readonly Drift[], cause: Drift["cause"]): readonly Drift[] {
  return drift.filter((entry) => entry.cause === cause);
}

function verdict(preflight: Preflight, context: CommentContext): Markdown {
  const drift = countDrift(preflight, "without pending");
  if (drift !== "") return md`⚠️ ${whereOf(context)}: ${drift}`;
  if (uncomparable(preflight.proposal.verdict).length > 0) return md`⛔ ${whereOf(context)}: could not be compared in full`;
  return md`✅ ${whereOf(context)}: no drift`;
}

/** What is wrong with single migrations stands under History. */
function notInFull({ comparison, proposal }: Preflight): Markdown {
  const told = new Set(comparison.diagnosis.problems.map(({ message }) => message));
  const reasons = uncomparable(proposal.verdict).filter(({ message }) => !told.has(message));
  if (reasons.length === 0) return md``;
  const items = reasons.map(({ message, hint }) => md`${prose(message)} ${prose(hint)}`);
  return md`${title(2, md`Not compared in full`)}\n\n${bullets(items)}`;
}

function where({ comparison, connection, live }: Preflight): Markdown {
  const database = md`${code(clip(connection.display, 100))} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)})`;
  const waiting = comparison.report.drift.filter(({ cause }) => cause === "pending").length;
  const pendingOnes =
    waiting === 0
      ? md``
      : md` ${count(waiting, "migration is", "migrations are")} pending: no drift, but a plan that waits for its approval.`;
  return md`${count(live.objects.length, "object")} of ${database} compared with the default branch. Nothing was written to the database.${pendingOnes}`;
}

/** What was cut, and where it stands. */
function shortened(context: CommentContext): Section {
  return {
    kind: "notice",
    render: (cuts) => {
      const run = runLink(context, md`the run`)[0] ?? md`the run`;
      return md`✂️ **Shortened to fit:** ${join([...new Set(cuts)], ", ")}. The whole stands in the summary and the artifact of ${run}.\n`;
    },
  };
}

function whole(rank: number, part: Markdown, what: Markdown): readonly Section[] {
  return part === "" ? [] : [wholeOrNot(rank, part, what)];
}

const shownInFull = [100, 40, 15, 5, 2] as const;

/** Fewer and fewer in full, the others by their names; at worst a list of names. */
function cutDown(
  rank: number,
  entries: readonly Drift[],
  preflight: Preflight,
  render: (entries: readonly Drift[], preflight: Preflight) => Markdown,
): readonly Section[] {
  const full = render(entries, preflight);
  if (full === "") return [];
  const cut = md`the ways out of some differences`;
  // The script for all of them at once is as long as they are.
  const one = { ...preflight, waysOfAll: null };
  const shorter = shownInFull
    .filter((shown) => shown < entries.length)
    .map((shown) => () => ({
      text: md`${render(entries.slice(0, shown), one)}\n${title(3, md`And by name`)}\n\n${listDrift(entries.slice(shown), 200, 200)}`,
      cut,
    }));
  const names = [200, 30].map((shown) => () => ({ text: listDrift(entries, shown, 200), cut }));
  return [versions(rank, { text: full, cut: null }, () => ({ text: render(entries, one), cut }), ...shorter, ...names)];
}

function lastWords(preflight: Preflight, context: CommentContext): Markdown {
  const run = join(runLink(context, md`Run`));
  if (countDrift(preflight, "without pending") === "") return md`${run}\n`;
  return md`---\nThis is looked at again with each run of the workflow, and closed when no difference is left. Closed by hand it is opened again; a difference that is meant to stay goes into ${code("ignore:")} of the configuration. ${run}\n`;
}
