import { fence, type Markdown } from "../markdown.ts";
import type { CommentContext } from "./comment.ts";

/** The command that starts the workflow anew, ready to be copied. */
export function newRun(context: CommentContext): Markdown {
  return fence(newRunCommand(context), "");
}

/** The workflow's file is in the key. */
export function newRunCommand({ key }: CommentContext): string {
  const file = /(?:^|\/)([\w.-]+\.ya?ml)(?![\w.-])/.exec(key)?.[1] ?? "WORKFLOW";
  return `gh workflow run ${file.replace(/^-+/, "")}`;
}
