import { presumedHazards } from "../../hazards/risk.ts";
import type { Effect, Hazard } from "../../plan/plan.ts";
import { type ObjectId, objectId } from "../../schema/snapshot.ts";
import type { ParsedScript, ParsedStatement, ScriptContext } from "../dialect.ts";
import { type Action, readAction } from "./action.ts";
import { isTransactional } from "./group-statements.ts";
import { findRisks } from "./hazards.ts";
import { namedTables } from "./named-tables.ts";
import { outsideFunctions } from "./outside.ts";
import { type Statement, splitScript } from "./split.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";

/**
 * Splits a script and says of each statement what its tokens tell. What they can't tell (an unknown verb, an open quote, a write to
 * SQLite's own catalogue) is `not-understood`.
 */
export function parseScript(sql: string, context: ScriptContext): ParsedScript {
  const unreadable = findObstacle(sql);
  if (unreadable !== null) return { statements: sql.trim() === "" ? [] : [opaque(sql)], unreadable };
  const statements = splitScript(sql);
  const actions = statements.map((statement) => readAction(statement.tokens));
  const surroundings = surroundingsOf(
    actions,
    statements.map(({ tokens }) => tokens),
    context,
  );
  return { statements: statements.map((statement, index) => parseStatement(statement, index, surroundings)), unreadable: null };
}

function findObstacle(sql: string): string | null {
  if (sql.includes("\0")) return "The script holds a null character, where SQLite would stop reading.";
  const open = splitScript(sql).at(-1)?.tokens.at(-1);
  if (open?.kind !== "illegal" || !/^['"`[xX]/.test(open.text)) return null;
  const line = sql.slice(0, open.start).split("\n").length;
  return `The quote that opens on line ${line} is never closed.`;
}

function opaque(sql: string): ParsedStatement {
  return {
    sql: sql.trim(),
    offset: sql.length - sql.trimStart().length,
    verb: "SQL",
    control: null,
    transactional: true,
    effects: ["not-understood"],
    touches: [],
    creates: [],
    roles: [],
    hazards: [],
    risks: [],
  };
}

function parseStatement(statement: Statement, index: number, surroundings: Surroundings): ParsedStatement {
  const action = surroundings.actions[index] ?? { kind: "unknown" };
  const touches = touchedObjects(action, statement);
  const creates = createdObjects(action);
  const risks = findRisks(index, touches, surroundings);
  const hazards = presumedHazards(risks);
  return {
    sql: statement.sql,
    offset: statement.offset,
    verb: verbOf(action, statement),
    control: action.kind === "control" ? action.control : null,
    transactional: isTransactional(action),
    effects: effectsOf(action, statement, index, touches, surroundings, hazards),
    touches: touches.filter((id) => !creates.includes(id)),
    creates,
    roles: [],
    hazards,
    risks,
  };
}

function touchedObjects(action: Action, statement: Statement): readonly ObjectId[] {
  const tables = namedTables(statement.tokens).map((name) => objectId("table", null, name));
  const own = action.kind === "drop" && action.type !== "table" ? [objectId(action.type, null, action.name)] : [];
  return [...new Set([...tables, ...own])].sort();
}

function createdObjects(action: Action): readonly ObjectId[] {
  switch (action.kind) {
    case "create table":
    case "create virtual table":
      return [objectId("table", null, action.name)];
    case "create index":
      return [objectId("index", null, action.name)];
    case "create view":
      return [objectId("view", null, action.name)];
    case "create trigger":
      return [objectId("trigger", null, action.table, action.name)];
    case "rename table":
      return [objectId("table", null, action.to)];
    case "add column":
      return [objectId("column", null, action.table, action.column)];
    default:
      return [];
  }
}

function verbOf(action: Action, statement: Statement): string {
  switch (action.kind) {
    case "add column":
    case "drop column":
    case "rename column":
    case "rename table":
      return `ALTER TABLE ${action.kind === "rename table" ? "RENAME" : action.kind.toUpperCase()}`;
    case "drop":
      return `DROP ${action.type.toUpperCase()}`;
    case "create index":
      return action.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
    case "control":
    case "unknown":
      return statement.tokens[0]?.text.toUpperCase() ?? "";
    case "pragma":
      return `PRAGMA ${action.name}`;
    default:
      return action.kind.toUpperCase();
  }
}

function effectsOf(
  action: Action,
  statement: Statement,
  index: number,
  touches: readonly ObjectId[],
  surroundings: Surroundings,
  hazards: readonly Hazard[],
): readonly Effect[] {
  const effects = new Set<Effect>();
  // With the parent's old table go the rows that refer to it.
  const cascades = hazards.some(({ id }) => id === "sqlite-rebuild-cascade-delete");
  if (cascades || surroundings.deletesData(index)) effects.add("deletes-data");
  if (surroundings.changesData(index)) effects.add("changes-data");
  if (surroundings.writesHistory(index, touches)) effects.add("touches-history");
  if (reachesOutside(action, statement)) effects.add("reaches-outside");
  if (!isUnderstood(action, touches)) effects.add("not-understood");
  return [...effects].sort();
}

function reachesOutside(action: Action, statement: Statement): boolean {
  if (action.kind === "attach" || action.kind === "detach") return true;
  if (action.kind === "vacuum") return action.into;
  if (action.kind === "pragma" && (action.name === "temp_store_directory" || action.name === "data_store_directory")) return true;
  return statement.tokens.some(
    (token) => (token.kind === "word" || token.kind === "name") && outsideFunctions.has(token.value.toLowerCase()),
  );
}

const knownModules = new Set(["fts3", "fts4", "fts5", "fts5vocab", "fts4aux", "rtree", "rtree_i32", "geopoly"]);
const ownCatalogue = new Set([
  "table sqlite_schema",
  "table sqlite_master",
  "table sqlite_temp_schema",
  "table sqlite_temp_master",
]);

function isUnderstood(action: Action, touches: readonly ObjectId[]): boolean {
  if (action.kind === "unknown") return false;
  if (action.kind === "create virtual table") return knownModules.has(action.module);
  if (action.kind === "create trigger") return action.complete;
  if (action.kind === "pragma") return action.name !== "writable_schema";
  const writes = action.kind === "insert" || action.kind === "update" || action.kind === "delete";
  return !(writes && touches.some((id) => ownCatalogue.has(id.toLowerCase())));
}
