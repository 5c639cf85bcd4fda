import type { Preflight } from "../../pipeline.ts";
import { clip } from "../comment/clip.ts";
import type { CommentContext } from "../comment/comment.ts";
import { fitSections } from "../comment/fit.ts";
import { runLink } from "../comment/last-line.ts";
import { markerLine, readMarker } from "../comment/marker.ts";
import { whereOf } from "../comment/names.ts";
import { stablePreflight } from "../comment/stable.ts";
import { countDrift } from "../count-drift.ts";
import { join, type Markdown, md, visible } from "../markdown.ts";
import { differences, driftSections } from "./drift-sections.ts";

/** The one issue about the drift of a database. `hash` changes with what differs, and with what could not be seen. */
export type DriftIssue = {
  readonly title: string;
  readonly body: string;
  readonly hash: string;
  /** Comments: an edit notifies nobody. */
  readonly changed: string;
  readonly back: string;
};

/** GitHub takes 65,536 characters of a body, and 256 of a title. */
const bodyLimit = 60_000;
/** GitHub takes 1 MiB of summary for a step. */
const summaryLimit = 900_000;

/** What to write while there is drift. Only the harmless end of the body is ever cut. */
export function renderDriftIssue(preflight: Preflight, context: CommentContext, limit: number = bodyLimit): DriftIssue {
  const line = markerLine(context.key, 1, contentOf(preflight));
  const sections = fitSections(driftSections(preflight, context), limit - line.length - 1);
  return {
    title: titleOf(preflight, context),
    body: `${line}\n${sections}`,
    hash: readMarker(line)?.hash ?? "",
    changed: said(
      md`The drift has changed: now ${countDrift(preflight, "without pending")}. The text above is up to date.`,
      context,
    ),
    back: said(md`There is drift again: ${countDrift(preflight, "without pending")}. The text above is up to date.`, context),
  };
}

/** The comment with which the issue is closed. */
export function renderDriftGone(preflight: Preflight, context: CommentContext): string {
  const { ignored } = preflight.comparison.report;
  const left = ignored.length === 0 ? md`` : md` The configuration ignores ${ignored.length} by now.`;
  const unseen = preflight.live.invisible.length === 0 ? md`` : md` This role could not see everything: the run says what.`;
  return said(md`✅ ${whereOf(context)} is what its migrations say: no difference is left.${left}${unseen}`, context);
}

/** The same for the summary of a job, also where there is no drift. */
export function renderDriftSummary(preflight: Preflight, context: CommentContext): string {
  return fitSections(driftSections(preflight, context), summaryLimit);
}

/** Without what changes by itself: times, versions, what is pending, the link to the run. */
function contentOf(preflight: Preflight): string {
  const unseen = preflight.live.invisible.map(({ what }) => what);
  return [fitSections(differences(stablePreflight(preflight)), Number.POSITIVE_INFINITY), ...unseen].join("\n");
}

/** Plain text: `Schema drift in production: 2 changes made by hand`. */
function titleOf(preflight: Preflight, { environment, target }: CommentContext): string {
  const where = [environment, ...(target === null ? [] : [target])].map((name) => clip(visible(name), 60)).join(", ");
  return clip(`Schema drift in ${where}: ${countDrift(preflight, "without pending")}`, 250);
}

function said(words: Markdown, context: CommentContext): string {
  return `${join([words, ...runLink(context, md`Run`)], " ")}\n`;
}
