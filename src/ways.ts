import type { Comparison, Side } from "./compare.ts";
import type { Ddl } from "./dialects/dialect.ts";
import type { Change } from "./diff/change.ts";
import type { Drift } from "./diff/drift.ts";
import type { Snapshot } from "./schema/snapshot.ts";

/** What can be done about a change made by hand. */
export type Ways = {
  /** Text for a migration that makes the change part of the history. */
  readonly adopt: Way;
  /** SQL that takes it back. */
  readonly undo: Way;
  /** Line for `.github/schemagate.yml`. */
  readonly ignore: string;
};

/** A script, or why there is none: our differ writes no statement that would not be safe in every case. */
export type Way = { readonly sql: string } | { readonly refused: string };

/** The migration that is missing for a changed schema. */
export type MissingMigration = { readonly name: string; readonly sql: string; readonly refused: readonly string[] };

/** The three ways of one unmanaged change. */
export function waysOut(side: Side, comparison: Comparison, drift: Drift): Ways | null {
  const both = drift.cause === "unmanaged" && drift.change !== null ? adoptAndUndo(side, comparison, [drift.change]) : null;
  if (both === null) return null;
  return {
    ...both,
    ignore: `- { object: ${yamlText(drift.object)}, reason: "why it is there", until: ${inMonths(side.tools.clock(), 3)} }`,
  };
}

/** In double quotes, where YAML knows JSON's escapes; what can't be seen is escaped, too, so that it survives being copied. */
function yamlText(text: string): string {
  return JSON.stringify(text).replaceAll(/\p{C}|[\p{Zl}\p{Zp}]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** Several unmanaged changes at once, in an order that works: one may rest on another. Null where there are not several. */
export function waysOutOfAll(side: Side, comparison: Comparison): Omit<Ways, "ignore"> | null {
  const changes = comparison.report.drift.flatMap(({ cause, change }) =>
    cause === "unmanaged" && change !== null ? [change] : [],
  );
  return changes.length < 2 ? null : adoptAndUndo(side, comparison, changes);
}

function adoptAndUndo(side: Side, { replay }: Comparison, changes: readonly Change[]): Omit<Ways, "ignore"> | null {
  if (replay?.outcome !== "replayed") return null;
  const history = withoutOwners(replay.before);
  const { dialect } = side.target.engine;
  return {
    adopt: wayOf(dialect.writeDdl(changes, { from: history, to: withoutOwners(side.live), form: "plain" })),
    undo: wayOf(dialect.writeDdl(changes.map(reverse), { from: side.live, to: history, form: "plain" })),
  };
}

function wayOf({ statements, refused }: Ddl): Way {
  const reasons = refused.map(({ reason }) => reason);
  if (reasons.length > 0) return { refused: [...new Set(reasons)].join(" ") };
  return statements.length > 0 ? { sql: scriptOf(statements) } : { refused: "No statement does this." };
}

/** Text and name of the migration that would bring the history to the code's schema; null when none is missing. */
export function missingMigration(side: Side, comparison: Comparison): MissingMigration | null {
  const { replay } = comparison;
  const changes = comparison.report.drift.flatMap(({ cause, change }) =>
    cause === "missing-migration" && change !== null ? [change] : [],
  );
  if (changes.length === 0 || replay?.outcome !== "replayed" || replay.end.outcome !== "reached") return null;
  const ddl = side.target.engine.dialect.writeDdl(changes, {
    from: withoutOwners(replay.end.snapshot),
    to: comparison.code,
    form: "plain",
  });
  return {
    name: side.project.nameMigration("schema_change", side.tools.clock()),
    sql: scriptOf(ddl.statements),
    refused: ddl.refused.map(({ reason }) => reason),
  };
}

/** A stand-in's roles are not those of the databases that a script is written for. */
function withoutOwners(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    objects: snapshot.objects.map((object) => (object.kind === "rights" ? { ...object, owner: "" } : object)),
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
