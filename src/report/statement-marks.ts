import type { PlanStatement } from "../plan/plan.ts";
import { effectWords } from "./effects.ts";
import { code, join, type Markdown, md, text } from "./markdown.ts";

/** What a reviewer has to mind about one statement; empty where there is nothing. */
export function statementMarks({ effects: own, hazards }: PlanStatement): Markdown {
  const items = [
    ...own.map((effect) => md`**${text(effectWords[effect])}**`),
    ...hazards.map(({ id, message, evidence }) =>
      evidence === null ? md`${code(id)} ${text(message)}` : md`${code(id)} ${text(message)} **${text(evidence)}**`,
    ),
  ];
  return items.length === 0 ? md`` : join(items, "; ");
}
