import type { Execution } from "../../execution.ts";
import type { Preflight } from "../../pipeline.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Verification } from "../../verification.ts";
import { appliedFace } from "./applied-face.ts";
import { type Face, fitSections, fitTargets } from "./fit.ts";
import { markerLine } from "./marker.ts";
import { notComparedFace } from "./not-compared-face.ts";
import { preflightFace } from "./preflight-face.ts";
import { refusedFace } from "./refused-face.ts";
import { stable } from "./stable.ts";
import { unconcernedFace } from "./unconcerned-face.ts";

type RuleChange = { readonly files: readonly string[]; readonly relaxes: readonly string[] } | null;

/** What a comment is about. `applied` is every end of a run that was let in: failed and partly applied ones, too. */
export type CommentPart =
  | {
      readonly kind: "preflight";
      readonly preflight: Preflight;
      readonly isPullRequest: boolean;
      /** Configuration and workflows that the pull request changes, and what they let happen now, one phrase each; null: none. */
      readonly rules: RuleChange;
    }
  /** The pull request changes nothing that the schema is made of. */
  | { readonly kind: "unconcerned" }
  /** It concerns the schema, and nothing could be said: for a reason that is not the pull request's. */
  | { readonly kind: "not-compared"; readonly why: string; readonly rules: RuleChange }
  | { readonly kind: "refused"; readonly execution: Execution; readonly plan: Plan | null }
  | { readonly kind: "applied"; readonly execution: Execution; readonly verification: Verification | null; readonly plan: Plan };

export type CommentContext = {
  /** Finds the comment again: the workflow's path; in a matrix with the target. */
  readonly key: string;
  readonly runUrl: string;
  readonly commit: string;
  readonly environment: string;
  readonly target: string | null;
};

export type Comment = {
  readonly body: string;
  /** Worse is higher: 0 nothing to do, 1 work, 2 destroys or depends on data, 3 blocked or refused, 4 failed. */
  readonly badness: number;
  /** False: not worth a comment where there is none yet. */
  readonly hasSomethingToSay: boolean;
};

/** GitHub takes 65,536 characters. */
const commentLimit = 60_000;
/** GitHub takes 1 MiB of summary for a step. */
const summaryLimit = 900_000;

/** One comment for one target, never above `limit` characters (at least 2,500); only its harmless end is cut. */
export function renderComment(part: CommentPart, context: CommentContext, limit: number = commentLimit): Comment {
  return renderComments([{ part, context }], context.key, limit);
}

/** One comment for several targets: a section for each that has something to say, the worst first, which gets room first. */
export function renderComments(targets: readonly Target[], key: string, limit: number = commentLimit): Comment {
  const faces = targets.map((target) => ({ ...target, face: faceOf(target.part, target.context) }));
  const speaking = faces.filter(({ face }) => face.hasSomethingToSay);
  // Where nobody has, one of them takes back what the comment said before.
  const worstFirst = (speaking.length > 0 ? speaking : faces.slice(0, 1)).toSorted(
    (a, b) => b.face.badness - a.face.badness || compareNames(a.context, b.context),
  );
  const badness = worstFirst[0]?.face.badness ?? 0;
  const line = markerLine(key, badness, worstFirst.map(({ part, context }) => contentOf(part, context)).join("\n"));
  const sections = fitTargets(
    worstFirst.map(({ face }) => face),
    limit - line.length - 1,
  );
  return { body: `${line}\n${sections}`, badness, hasSomethingToSay: speaking.length > 0 };
}

export type Target = { readonly part: CommentPart; readonly context: CommentContext };

function compareNames(a: CommentContext, b: CommentContext): number {
  const [left, right] = [a, b].map(({ environment, target }) => `${target ?? ""}\0${environment}`);
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

/** The same for the summary of a job, where there is more room and nothing to find again. */
export function renderSummary(part: CommentPart, context: CommentContext, limit: number = summaryLimit): string {
  return fitSections(faceOf(part, context).sections, limit);
}

/** All that a reader would call the content: without the link to the run, without times, and uncut. */
function contentOf(part: CommentPart, context: CommentContext): string {
  return fitSections(faceOf(stable(part), { ...context, runUrl: "" }).sections, Number.POSITIVE_INFINITY);
}

function faceOf(part: CommentPart, context: CommentContext): Face {
  switch (part.kind) {
    case "preflight":
      return preflightFace(part, context);
    case "unconcerned":
      return unconcernedFace(context);
    case "not-compared":
      return notComparedFace(part, context);
    case "refused":
      return refusedFace(part, context);
    case "applied":
      return part.execution.outcome === "refused"
        ? refusedFace({ kind: "refused", execution: part.execution, plan: part.plan }, context)
        : appliedFace(part, context);
  }
}

export { marker, readMarker } from "./marker.ts";
