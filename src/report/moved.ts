import type { Moved } from "../execution.ts";
import { bullets, code, count, fold, type Markdown, md, text } from "./markdown.ts";

/** What others changed while the plan waited; empty where nothing was. */
export function movedList(moved: readonly Moved[]): Markdown {
  if (moved.length === 0) return md``;
  const list = bullets(moved.map(({ object, how }) => md`${code(object)} ${text(howWords[how])}`));
  const intro = md`Since the plan was made, on objects that it does not touch:\n`;
  return md`${intro}\n${moved.length > 5 ? fold(count(moved.length, "object"), list) : list}`;
}

const howWords = { appeared: "appeared", vanished: "is gone", changed: "was changed" } as const;
