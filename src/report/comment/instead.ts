import type { Preflight } from "../../pipeline.ts";
import type { Instead } from "../../target.ts";
import { code, join, type Markdown, md, text } from "../markdown.ts";
import { clip } from "./clip.ts";
import type { CommentContext } from "./comment.ts";
import { always, type Section } from "./fit.ts";
import { runLink } from "./last-line.ts";

/** What the reader has to know before all else: that the rules change with this, and that the database itself was not looked at. */
export function saidBefore({ instead, at }: Preflight, relaxed: readonly string[]): readonly Section[] {
  const rules = md`⚠️ **This pull request relaxes the rules:** ${text(clip(relaxed.join("; "), 600))}. It counts once it is merged.\n`;
  return [
    ...(relaxed.length === 0 ? [] : [always(rules)]),
    ...(instead === null ? [] : [always(md`${insteadLine(instead, at)}\n`)]),
  ];
}

/** A record older than this may well be another database by now. */
const oldAfterMs = 48 * 60 * 60_000;

function insteadLine(instead: Instead, now: Date): Markdown {
  switch (instead.kind) {
    case "record": {
      const age = now.getTime() - new Date(instead.at).getTime();
      const shown = instead.at.slice(0, 16).replace("T", " ") as Markdown;
      const old = age > oldAfterMs ? md` ⚠️ That is ${Math.floor(age / 86_400_000)} days ago.` : md``;
      return md`Compared with the record of ${shown} UTC; the plan after the merge looks at the database itself.${old}`;
    }
    case "migrations":
      return md`⚠️ **The database was not looked at**: this is compared with what the migrations of ${code(clip(instead.of, 60))} make. What was changed by hand, and how many rows there are, is not known here.`;
  }
}

/** How the live side of the comparison came about: the end of a sentence. */
export function howRead({ instead, at }: Preflight, context: CommentContext): Markdown {
  if (instead === null)
    return md`read at ${at.toISOString() as Markdown} in a session that the database itself keeps from writing`;
  switch (instead.kind) {
    case "record": {
      const run = join(runLink({ ...context, runUrl: instead.runUrl }, md`a run of the default branch`), "");
      return md`as ${run} recorded it at ${text(instead.at)}; no connection was opened`;
    }
    case "migrations":
      return md`replayed on a stand-in; no connection was opened`;
  }
}
