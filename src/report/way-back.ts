import type { Plan } from "../plan/plan.ts";
import { bullets, count, fence, fold, join, type Markdown, md, text } from "./markdown.ts";

/** What can be brought back, and what can not; empty where nothing changes the structure. */
export function wayBack({ rollback }: Plan): Markdown {
  if (rollback.length === 0) return md``;
  const lost = rollback.flatMap((step) => ("irreversible" in step ? [text(step.irreversible)] : []));
  const back = rollback.flatMap((step) => ("sql" in step ? [`${step.sql};\n`] : []));
  return join([
    lost.length === 0 ? md`` : md`Not reversible:\n\n${bullets(lost)}\n`,
    back.length === 0
      ? md``
      : fold(
          md`SQL that brings the structure back (${count(back.length, "statement")}); never run on its own`,
          fence(back.join(""), "sql"),
        ),
  ]);
}
