import { md, text } from "../markdown.ts";
import { clip } from "./clip.ts";
import type { CommentContext, CommentPart } from "./comment.ts";
import { always, type Face } from "./fit.ts";
import { rulesChanged } from "./instead.ts";
import { lastLine } from "./last-line.ts";
import { whereOf } from "./names.ts";

/** What nobody looked at is not harmless: whoever merges reads the change, and the plan after it. */
export function notComparedFace(
  { why, rules }: Extract<CommentPart, { readonly kind: "not-compared" }>,
  context: CommentContext,
): Face {
  return {
    sections: [
      always(md`### ⚠️ ${whereOf(context)}: not compared, so nothing is known of what this does\n`),
      always(md`${text(clip(why, 800))}\n`),
      ...rulesChanged(rules),
      always(
        md`Merging runs nothing by itself. The plan that is made after it looks at the database: read that before you approve.\n`,
      ),
      lastLine(context, []),
    ],
    badness: 2,
    hasSomethingToSay: true,
  };
}
