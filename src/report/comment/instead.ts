import type { Preflight } from "../../pipeline.ts";
import type { Instead } from "../../target.ts";
import { code, join, type Markdown, md, text } from "../markdown.ts";
import { clip } from "./clip.ts";
import type { CommentContext, CommentPart } from "./comment.ts";
import { always, type Section } from "./fit.ts";
import { runLink } from "./last-line.ts";
import { firstOf } from "./names.ts";

/** What the reader has to know before all else: that the rules change with this, and that the database itself was not looked at. */
export function saidBefore({ instead, at }: Preflight, rules: Rules): readonly Section[] {
  return [...rulesChanged(rules), ...(instead === null ? [] : [always(md`${insteadLine(instead, at)}\n`)])];
}

/** That the pull request changes by what it is judged; nothing where it does not. */
export function rulesChanged(rules: Rules): readonly Section[] {
  return rules === null ? [] : [always(md`${rulesLine(rules)}\n`)];
}

type Rules = Extract<CommentPart, { readonly kind: "preflight" }>["rules"];

function rulesLine({ files, relaxes }: NonNullable<Rules>): Markdown {
  const named = firstOf(
    files.map((path) => code(clip(path, 80))),
    3,
  );
  return relaxes.length === 0
    ? md`⚠️ **This pull request changes the rules** by which plans are made, judged or applied: ${named}. Read that change, too; it counts after the merge.`
    : md`⚠️ **This pull request relaxes the rules** (${named}): ${text(clip(relaxes.join("; "), 600))}. It counts after the merge.`;
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
