import { shortDigest } from "../../plan/digest.ts";
import { code, join, type Markdown, md } from "../markdown.ts";
import type { CommentContext } from "./comment.ts";
import { always, type Section } from "./fit.ts";

/** `before` · run · commit. */
export function lastLine(context: CommentContext, before: readonly Markdown[]): Section {
  return always(md`${join([...before, ...runLink(context, md`run`), code(context.commit.slice(0, 7))], " · ")}\n`);
}

/** The twelve characters by which everybody knows the plan. */
export function planName(digest: string): Markdown {
  return code(shortDigest(digest));
}

/** Empty where the address is none that may stand in a link as it is. */
export function runLink({ runUrl }: CommentContext, words: Markdown): readonly Markdown[] {
  return /^https?:\/\/[\w./:%~-]{1,300}$/.test(runUrl) ? [`[${words}](${runUrl})` as Markdown] : [];
}

/** What was cut, and where it stands. */
export function notice(context: CommentContext): Section {
  return {
    kind: "notice",
    render: (cuts) => {
      const summary = runLink(context, md`the summary of this run`)[0] ?? md`the summary of this run`;
      const what = join([...new Set(cuts)], ", ");
      return md`✂️ **Shortened to fit:** ${what}. The whole stands in ${summary} and in its artifact. Approve only from the whole.\n`;
    },
  };
}
