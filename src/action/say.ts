import { explainFailure } from "../github/api.ts";
import { postComment } from "../github/comments.ts";
import type { Inputs } from "../inputs.ts";
import { type CommentContext, type CommentPart, renderComment } from "../report/comment/comment.ts";
import type { ActionRun } from "./door.ts";

/** What a comment needs to know of its run. */
export function contextOf({ facts }: ActionRun, inputs: Inputs): CommentContext {
  return {
    key: [facts.workflow, inputs.environment ?? "", ...(inputs.target === null ? [] : [inputs.target])].join(" "),
    runUrl: facts.runUrl,
    commit: facts.pullRequest?.headSha ?? facts.sha,
    environment: inputs.environment ?? "",
    target: inputs.target,
  };
}

/** Writes to the pull request, if there is one. That it can't be written to is said, and decides nothing. Returns the comment's address. */
export async function say(run: ActionRun, inputs: Inputs, part: CommentPart, number: number | null): Promise<string | null> {
  if (number === null) return null;
  const context = contextOf(run, inputs);
  const comment = renderComment(part, context);
  const posted = await postComment(run.github, number, context.key, { ...comment, body: run.redact(comment.body) });
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
