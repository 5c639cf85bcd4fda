import { md } from "../markdown.ts";
import type { CommentContext } from "./comment.ts";
import { always, type Face } from "./fit.ts";
import { lastLine } from "./last-line.ts";
import { whereOf } from "./names.ts";

/** Nothing was opened, as nothing has changed. Only written over a comment that said more. */
export function unconcernedFace(context: CommentContext): Face {
  return {
    sections: [
      always(md`### ✅ ${whereOf(context)}: nothing to do\n`),
      always(md`This pull request changes neither the schema nor its migrations, so nothing was compared.\n`),
      lastLine(context, []),
    ],
    badness: 0,
    hasSomethingToSay: false,
  };
}
