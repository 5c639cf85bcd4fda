import { changedId } from "../diff/change.ts";
import { describeChange } from "../diff/describe-change.ts";
import type { Preflight } from "../pipeline.ts";
import { bullets, code, count, fold, join, type Markdown, md, prose } from "./markdown.ts";
import { describeLeft } from "./parts.ts";

/** What `push` and `sync` add, keep, or leave alone, each list under the title that `heading` makes. */
export function strategyLists(preflight: Preflight, heading: (title: Markdown) => Markdown): Markdown {
  const { push, sync, refused } = preflight.proposal;
  const parts: Markdown[] = [];
  if (sync !== null) {
    parts.push(
      md`${heading(md`Compared`)}\n\n${bullets([
        ...sync.added.map((change) => md`\\+ ${code(describeChange(change))}`),
        ...sync.left.map((change) => md`! ${code(describeLeft(change))}, left alone`),
      ])}`,
    );
    if (sync.existing.length > 0)
      parts.push(fold(md`✓ ${count(sync.existing.length, "object")} already there`, bullets(sync.existing.map(code))));
  }
  if (push !== null && push.kept.length > 0) {
    parts.push(
      md`${heading(md`Kept`)}\n\n${bullets(push.kept.map(({ change, reason }) => md`${code(changedId(change))}: ${prose(reason)}`))}`,
    );
  }
  if (refused.length > 0) {
    parts.push(
      md`${heading(md`Not planned`)}\n\n${bullets(refused.map(({ change, reason }) => md`${code(describeChange(change))}. ${prose(reason)}`))}`,
    );
  }
  return join(parts, "\n");
}
