import type { Execution, StatementRecord, Stop } from "../execution.ts";

/** The statements of a run by where it left them, each in the plan's order. */
export type Standing = {
  readonly committed: readonly StatementRecord[];
  readonly before: readonly StatementRecord[];
  readonly rolledBack: readonly StatementRecord[];
  readonly failed: readonly StatementRecord[];
  readonly unknown: readonly StatementRecord[];
  readonly notRun: readonly StatementRecord[];
};

export function standingOf({ statements }: Pick<Execution, "statements">): Standing {
  const those = (wanted: StatementRecord["outcome"]) => statements.filter(({ outcome }) => outcome === wanted);
  return {
    committed: those("done"),
    before: those("applied-before"),
    rolledBack: those("rolled-back"),
    failed: those("failed"),
    unknown: those("unknown"),
    notRun: those("not-run"),
  };
}

/** How far the plan is in the database, counting what was there before: `7 of 14 statements are committed (2 of them before this run)`. */
export function progress(execution: Execution): string {
  const { committed, before } = standingOf(execution);
  const done = committed.length + before.length;
  const earlier = before.length === 0 ? "" : ` (${before.length} of them before this run)`;
  return `${done} of ${execution.statements.length} statements ${done === 1 ? "is" : "are"} committed${earlier}`;
}

/** Where and of what it stopped: `statement 8 failed with 23505 (users_email_key)`, in words of ours and the names apart, for each reader's own escaping. */
export type StoppingPoint = {
  readonly what: string;
  readonly migration: string | null;
  readonly code: string | null;
  readonly at: string | null;
};

export function stoppingPoint(stop: Stop): StoppingPoint {
  const { failure } = stop;
  return {
    what: whatHappened(stop),
    migration: stop.statement === null ? (stop.file?.migration ?? null) : null,
    code: failure?.code ?? null,
    at: failure?.constraint ?? columnOf(failure) ?? failure?.table ?? null,
  };
}

function whatHappened({ kind, statement, failure }: Stop): string {
  const subject = statement === null ? "the run" : `statement ${statement}`;
  switch (kind) {
    case "statement":
      return `${subject} ${failingWords[failure?.kind ?? "other"]}`;
    case "commit":
      return "the commit failed";
    case "history":
      return "the history could not be written";
    case "signal":
      return statement === null ? "the run was stopped between two statements" : `the run was stopped at statement ${statement}`;
    case "lost":
      return statement === null ? "the connection was lost" : `the connection was lost at statement ${statement}`;
  }
}

const failingWords = {
  "lock-timeout": "gave up waiting for a lock",
  timeout: "was given up after its time limit",
  interrupted: "was interrupted",
  "connection-lost": "lost its connection",
  permission: "was refused for lack of permission",
  other: "failed",
} as const;

function columnOf(failure: Stop["failure"]): string | null {
  if (failure === null || failure.column === null) return null;
  return failure.table === null ? failure.column : `${failure.table}.${failure.column}`;
}

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

export function runtimeOf({ startedAt, finishedAt }: Execution): string {
  const took = Date.parse(finishedAt) - Date.parse(startedAt);
  return Number.isFinite(took) ? durationWords(took) : "an unknown time";
}
