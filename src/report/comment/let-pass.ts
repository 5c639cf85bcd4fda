import type { Relaxed } from "../../hazards/policy.ts";
import type { Preflight } from "../../pipeline.ts";
import { ranges } from "../figures.ts";
import { code, md, text } from "../markdown.ts";
import { clip } from "./clip.ts";
import { always, type Section } from "./fit.ts";
import { firstOf } from "./names.ts";

/** Hazards that somebody lets pass: who, and why, on the first screen. Nothing where nobody does. */
export function letPass({ proposal }: Preflight): readonly Section[] {
  const { relaxed } = proposal;
  if (relaxed.length === 0) return [];
  const kinds = [...Map.groupBy(relaxed, ({ id, by, reason }) => `${id}\0${by}\0${reason ?? ""}`).values()];
  return [always(md`**Let pass, although it is a risk:** ${firstOf(kinds.map(inWords), 4)}.\n`)];
}

function inWords(all: readonly Relaxed[]) {
  const [first] = all;
  const numbers = ranges(all.map(({ statement }) => statement + 1));
  const who =
    first?.by === "comment" ? md`a comment in the file: “${text(clip(first.reason ?? "", 120))}”` : md`the configuration`;
  return md`${code(first?.id ?? "")} (statement ${text(numbers)}; ${who})`;
}
