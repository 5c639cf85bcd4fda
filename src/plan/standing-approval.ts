import { type Change, changedId } from "../diff/change.ts";
import { describeChange } from "../diff/describe-change.ts";
import { type Column, type ObjectId, objectId, ownerOf, type SchemaObject, type Snapshot } from "../schema/snapshot.ts";
import type { Plan } from "./plan.ts";
import type { Blocked } from "./verdict.ts";

/**
 * What goes beyond a standing approval (`sync --apply`): everything but new tables, new nullable columns or columns with a constant
 * default, indexes on new tables or built CONCURRENTLY, and enum values. Empty: the plan may run without anybody looking at it. Pure.
 */
export function beyondStanding(
  plan: Plan,
  added: readonly Change[],
  live: Snapshot,
  refused: readonly { readonly change: Change; readonly reason: string }[],
): readonly Omit<Blocked, "hint">[] {
  const tables = added.flatMap((change) => (change.kind === "create" && change.object.kind === "table" ? [change] : []));
  const newTables = new Set(tables.map(({ object }) => object.id));
  // What is made together with its table holds no rows that anything could break.
  const made = new Set(tables.flatMap(({ object, parts }) => [object, ...parts].map(({ id }) => id)));
  const cannot = new Set(refused.map(({ change }) => change));
  const changes = added.flatMap((change) => {
    const why = cannot.has(change) ? null : whyNot(change, newTables, plan, live);
    return why === null ? [] : [beyond(changedId(change), `${describeChange(change)}: ${why}`)];
  });
  const said = new Set(changes.map(({ object }) => object));
  const hazards = plan.statements.flatMap((statement, index) =>
    statement.hazards.flatMap(({ id, severity, object, message }) =>
      severity === "advisory" || mendedByApply.has(id) || (object !== null && (said.has(object) || made.has(object)))
        ? []
        : [beyond(object, `Statement ${index + 1}: ${message}`)],
    ),
  );
  const effects = plan.statements.flatMap((statement, index) =>
    statement.effects.length === 0 ? [] : [beyond(null, `Statement ${index + 1} ${statement.effects.join(", ")}`)],
  );
  return [...changes, ...hazards, ...effects];
}

/** Apply drops what an interrupted build left before it builds again. */
const mendedByApply: ReadonlySet<string> = new Set(["invalid-index-masked"]);

function beyond(object: ObjectId | null, message: string): Omit<Blocked, "hint"> {
  return { reason: "policy", object, message: message.endsWith(".") ? message : `${message}.` };
}

function whyNot(change: Change, newTables: ReadonlySet<ObjectId>, plan: Plan, live: Snapshot): string | null {
  // Of what is altered, only enum values are ever added.
  if (change.kind !== "create") return change.kind === "alter" && change.from.kind === "enum" ? null : "it changes what is there";
  const { object } = change;
  if (standsAlone.has(object.kind) || isPartOfNew(object, newTables)) return null;
  if (object.kind === "column") return whyNotColumn(object);
  if (object.kind === "index")
    return isBuiltConcurrently(object.name, plan) ? null : "building it keeps the table from being written to";
  const table = ownerOf(object);
  return table !== null && live.objects.some(({ id }) => id === table)
    ? "rows that are there already may break it, and checking them holds up the table"
    : "it is not one of the additions that need no review";
}

const standsAlone: ReadonlySet<SchemaObject["kind"]> = new Set(["table", "enum", "schema", "sequence"]);

function isPartOfNew(object: SchemaObject, newTables: ReadonlySet<ObjectId>): boolean {
  return "table" in object && newTables.has(objectId("table", object.schema, object.table));
}

function whyNotColumn(column: Column): string | null {
  if (column.identity !== null || column.generated !== null || column.autoIncrement)
    return "its values are computed for every row, which rewrites the table";
  if (column.default === null)
    return column.nullable ? null : "it is required and has no default, so rows that are there already break it";
  return isConstant(column.default) ? null : "its default is computed for every row, which may rewrite the table";
}

/** A literal or an array of literals, with casts, as the engines spell them. CURRENT_TIMESTAMP has no parentheses and is none. */
function isConstant(expression: string): boolean {
  const type = String.raw`(?:::(?:"(?:[^"]|"")*"|[a-z][\w ]*)(?:\."(?:[^"]|"")*"|\.\w+)?(?:\(\d+(?:, ?\d+)?\))?(?:\[\])*)*`;
  const literal = String.raw`(?:[BXbx]?'(?:[^']|'')*'|-?\d+(?:\.\d+)?|\(-?\d+(?:\.\d+)?\)|null|true|false)${type}`;
  return new RegExp(`^(?:${literal}|ARRAY\\[(?:${literal}(?:, ?|(?=\\])))*\\]${type})$`, "i").test(expression);
}

/** As our own DDL writes it. */
function isBuiltConcurrently(index: string, { statements }: Plan): boolean {
  const name = `"${index.replaceAll('"', '""')}"`;
  const starts = ["", "UNIQUE "].map((unique) => `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS ${name} `);
  return statements.some(({ sql }) => starts.some((start) => sql.startsWith(start)));
}
