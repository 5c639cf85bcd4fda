import { fence, join, type Markdown, md, prose, visible } from "./markdown.ts";
import type { Step } from "./next-steps.ts";

/** The section that says what to do next; empty when there is nothing. */
export function renderSteps(steps: readonly Step[]): Markdown {
  return steps.length === 0 ? md`` : md`## Next\n\n${stepList(steps)}`;
}

/** The steps one after the other. */
export function stepList(steps: readonly Step[]): Markdown {
  return join(steps.map(step), "\n");
}

/** A line feed in a name would break a command in two. */
function step({ say, commands }: Step): Markdown {
  return md`${prose(say)}\n${commands.length === 0 ? md`` : md`\n${fence(commands.map((command) => visible(command)).join("\n"), "")}`}`;
}
