import type { Comparison, Side } from "./compare.ts";
import type { Change } from "./diff/change.ts";
import type { Drift } from "./diff/drift.ts";
import type { Snapshot } from "./schema/snapshot.ts";

/** What can be done about a change made by hand. A way is null when our differ has no safe statement for it. */
export type Ways = {
  /** Text for a migration that makes the change part of the history. */
  readonly adopt: string | null;
  /** SQL that takes it back. */
  readonly undo: string | null;
  /** Line for `.github/schemagate.yml`. */
  readonly ignore: string;
};

/** The migration that is missing for a changed schema. */
export type MissingMigration = { readonly name: string; readonly sql: string; readonly refused: readonly string[] };

/** The three ways of one unmanaged change. */
export function waysOut(side: Side, comparison: Comparison, drift: Drift): Ways | null {
  const { replay } = comparison;
  if (drift.cause !== "unmanaged" || drift.change === null || replay?.outcome !== "replayed") return null;
  const write = (change: Change, from: Snapshot, to: Snapshot) => {
    const ddl = side.target.engine.dialect.writeDdl([change], { from, to, form: "plain" });
    return ddl.refused.length > 0 || ddl.statements.length === 0 ? null : scriptOf(ddl.statements);
  };
  return {
    adopt: write(drift.change, replay.before, side.live),
    undo: write(reverse(drift.change), side.live, replay.before),
    ignore: `- { object: ${JSON.stringify(drift.object)}, reason: "why it is there", until: ${inMonths(side.tools.clock(), 3)} }`,
  };
}

/** Text and name of the migration that would bring the history to the code's schema; null when none is missing. */
export function missingMigration(side: Side, comparison: Comparison): MissingMigration | null {
  const { replay } = comparison;
  const changes = comparison.report.drift.flatMap(({ cause, change }) => (cause === "missing-migration" && change !== null ? [change] : []));
  if (changes.length === 0 || replay?.outcome !== "replayed" || replay.end.outcome !== "reached") return null;
  const ddl = side.target.engine.dialect.writeDdl(changes, { from: replay.end.snapshot, to: comparison.code, form: "plain" });
  return {
    name: side.project.nameMigration("schema_change", side.tools.clock()),
    sql: scriptOf(ddl.statements),
    refused: ddl.refused.map(({ reason }) => reason),
  };
}

function scriptOf(statements: readonly { readonly sql: string }[]): string {
  return statements.map(({ sql }) => `${sql};\n`).join("");
}

function reverse(change: Change): Change {
  switch (change.kind) {
    case "create":
      return { ...change, kind: "drop" };
    case "drop":
      return { ...change, kind: "create" };
    case "alter":
    case "rename":
      return { ...change, from: change.to, to: change.from };
  }
}

function inMonths(now: Date, months: number): string {
  const date = new Date(now);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}
