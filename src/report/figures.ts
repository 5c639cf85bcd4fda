import type { Execution } from "../execution.ts";
import { type Markdown, md } from "./markdown.ts";

/** Numbers as people write them: `1–7, 9`. They come in ascending order. */
export function ranges(numbers: readonly number[]): string {
  const runs: { readonly first: number; readonly last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run.last + 1) runs[runs.length - 1] = { first: run.first, last: number };
    else runs.push({ first: number, last: number });
  }
  return runs
    .map(({ first, last }) => (first === last ? `${first}` : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`))
    .join(", ");
}

/** `12 ms`, `3.2 s`, `2 min 5 s`, `1 h 4 min`. */
export function durationWords(milliseconds: number): string {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < 1000) return `${ms} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** To the minute: `45 min`, `72 h`, `72 h 3 min`. */
export function ageWords(milliseconds: number): string {
  return durationWords(Math.ceil(milliseconds / 60_000) * 60_000).replace(/ 0 (?:s|min)$/, "");
}

/** From the start of the first statement to the end of the last one: looks, locks and the verification are not part of it. */
export function runtimeOf({ statements }: Pick<Execution, "statements">): string {
  const ran = statements.flatMap(({ startedAt, durationMs }) =>
    startedAt === null || durationMs === null ? [] : [{ from: Date.parse(startedAt), to: Date.parse(startedAt) + durationMs }],
  );
  const took = Math.max(...ran.map(({ to }) => to)) - Math.min(...ran.map(({ from }) => from));
  return Number.isFinite(took) ? durationWords(took) : "no time";
}

/** `≈` where it is the planner's estimate. */
export function rowCount(rows: number | null, exact: boolean): Markdown {
  if (rows === null) return md`not counted`;
  return md`${exact ? md`` : md`≈ `}${rows.toLocaleString("en-US") as Markdown}`;
}
