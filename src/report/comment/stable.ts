import type { Execution } from "../../execution.ts";
import type { Preflight } from "../../pipeline.ts";
import type { CommentPart } from "./comment.ts";

/** The same findings without what varies by the minute, so that equal content has an equal hash. */
export function stable(part: CommentPart): CommentPart {
  switch (part.kind) {
    case "preflight":
      return { ...part, preflight: stablePreflight(part.preflight) };
    case "unconcerned":
    case "not-compared":
      return part;
    case "refused":
      return { ...part, execution: stableExecution(part.execution) };
    case "applied":
      return {
        ...part,
        execution: stableExecution(part.execution),
        verification: part.verification === null ? null : { ...part.verification, at: "" },
      };
  }
}

/** The name of a missing migration begins with the time, the proposed rule ends at a date from today. */
export function stablePreflight(preflight: Preflight): Preflight {
  const { missing, ways } = preflight;
  return {
    ...preflight,
    at: new Date(0),
    instead: preflight.instead?.kind === "record" ? null : preflight.instead,
    missing: missing === null ? null : { ...missing, name: missing.name.replace(/^\d+/, "") },
    ways: new Map([...ways].map(([drift, own]) => [drift, { ...own, ignore: own.ignore.replace(/\d{4}-\d\d-\d\d/g, "") }])),
  };
}

function stableExecution(execution: Execution): Execution {
  return {
    ...execution,
    startedAt: "",
    finishedAt: "",
    session: [],
    lockWaitMs: null,
    statements: execution.statements.map((record) => ({ ...record, startedAt: null, durationMs: null })),
  };
}
