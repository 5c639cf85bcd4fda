import type { Plan } from "../plan/plan.ts";
import { effects, effectWords } from "./effects.ts";
import { count, join, type Markdown, text } from "./markdown.ts";

/** `3 statements, deletes data`. */
export function extent(plan: Plan): Markdown {
  const present = effects.filter((effect) => plan.statements.some((statement) => statement.effects.includes(effect)));
  return join([count(plan.statements.length, "statement"), ...present.map((effect) => text(effectWords[effect]))], ", ");
}

export function destroys(plan: Plan): boolean {
  return plan.statements.some((statement) => statement.effects.includes("deletes-data"));
}
