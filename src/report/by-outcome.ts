import type { Execution, StatementRecord, Stop } from "../execution.ts";

/** The statements of a run by where it left them, each in the plan's order. */
export type ByOutcome = {
  readonly committed: readonly StatementRecord[];
  readonly before: readonly StatementRecord[];
  readonly rolledBack: readonly StatementRecord[];
  readonly failed: readonly StatementRecord[];
  readonly unknown: readonly StatementRecord[];
  readonly notRun: readonly StatementRecord[];
};

export function byOutcome({ statements }: Pick<Execution, "statements">): ByOutcome {
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
  const { committed, before } = byOutcome(execution);
  const done = committed.length + before.length;
  const earlier = before.length === 0 ? "" : ` (${before.length} of them before this run)`;
  return `${done} of ${execution.statements.length} statements ${done === 1 ? "is" : "are"} committed${earlier}`;
}

/**
 * Where and of what it stopped, `statement 8 failed` with `23505` (`users_email_key`): words of ours and foreign names apart, for each
 * reader's own escaping.
 */
export type StoppingPoint = { readonly what: string; readonly code: string | null; readonly names: readonly string[] };

export function stoppingPoint(stop: Stop): StoppingPoint {
  const { failure, file, kind, statement } = stop;
  const code = failure?.code ?? null;
  const at = failure?.constraint ?? columnOf(failure) ?? failure?.table ?? null;
  // A lock timeout is said in words already: its code is only named.
  const failed = kind === "commit" || (kind === "statement" && failure?.kind === "other");
  return {
    what: whatHappened(stop),
    code: failed ? code : null,
    names: [statement === null ? (file?.migration ?? null) : null, failed ? null : code, at].filter((name) => name !== null),
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
    case "log":
      return "the log could not be written";
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
