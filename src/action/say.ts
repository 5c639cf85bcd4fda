import { explainFailure } from "../github/api.ts";
import { postComment } from "../github/comments.ts";
import type { Inputs } from "../inputs.ts";
import { type CommentContext, type CommentPart, renderComments, renderSummary } from "../report/comment/comment.ts";
import { md, prose, text } from "../report/markdown.ts";
import { placeOf, serviceOf } from "../service.ts";
import type { ActionRun } from "./door.ts";
import { commonTo, keyParts } from "./names.ts";

/** What is to be said of one target. */
export type Said = { readonly inputs: Inputs; readonly part: CommentPart };

/** Finds the comment of these targets again. A comment of several sections names neither targets nor their environments, if they differ. */
export function keyOf({ facts }: ActionRun, targets: readonly Inputs[]): string {
  return [facts.workflow, ...keyParts(commonTo(targets.map(serviceOf)))].join(" ");
}

/** What a section needs to know of its run. */
export function contextOf(run: ActionRun, inputs: Inputs): CommentContext {
  const { facts } = run;
  return {
    key: keyOf(run, [inputs]),
    runUrl: facts.runUrl,
    commit: facts.pullRequest?.headSha ?? facts.sha,
    environment: inputs.environment ?? "",
    target: placeOf(serviceOf(inputs)),
  };
}

/** Writes about one target to the pull request, if there is one. Returns the comment's address. */
export function say(run: ActionRun, inputs: Inputs, part: CommentPart, number: number | null): Promise<string | null> {
  return sayAll(run, keyOf(run, [inputs]), [{ inputs, part }], number);
}

/** Writes one comment with a section for each target. That it can't be written is said, and decides nothing. */
export async function sayAll(run: ActionRun, key: string, said: readonly Said[], number: number | null): Promise<string | null> {
  if (number === null || said.length === 0) return null;
  const sections = said.map(({ inputs, part }) => ({ part, context: contextOf(run, inputs) }));
  const comment = renderComments(sections, key);
  const posted = await postComment(run.github, number, key, { ...comment, body: run.redact(comment.body) });
  switch (posted.outcome) {
    case "created":
    case "updated":
    case "unchanged":
      return posted.url;
    case "not-needed":
      return null;
    case "failed": {
      const { message, hint } = explainFailure(posted.answer, "The comment could not be written", "pull-requests: write");
      run.door.annotate("warning", `${message}\n${hint}\nThe report is in the summary of this run.`, {
        title: "Schemagate: no comment",
      });
      return null;
    }
  }
}

/** GitHub takes 1 MiB of summary for a step. */
const summaryLimit = 900_000;

/** The same in the summary of the step, where there is more room, and why others were not compared. */
export async function summarizeAll(
  run: ActionRun,
  said: readonly Said[],
  left: readonly { readonly inputs: Inputs; readonly why: string }[],
): Promise<void> {
  const room = Math.floor(summaryLimit / (said.length + 1));
  const sections = said.map(({ inputs, part }) => renderSummary(part, contextOf(run, inputs), room));
  const notes = left.map(({ inputs, why }) => {
    const where = [placeOf(serviceOf(inputs)), inputs.environment].filter((part) => part !== null).join(" on ");
    return md`### ⏭️ Not compared with ${text(where)}\n\n${prose(why)} After the merge the plan is made, and approved, before anything runs.\n`;
  });
  await run.door.summarize(run.redact([...sections, ...notes].join("\n")));
}
