import { entryOf, type HazardId } from "../../hazards/catalogue.ts";
import type { Question } from "../../hazards/question.ts";
import { type Risk, riskOf } from "../../hazards/risk.ts";
import type { Hazard } from "../../plan/plan.ts";
import { type ObjectId, objectId, type SchemaObject } from "../../schema/snapshot.ts";
import type { Action } from "./action.ts";
import { same } from "./rebuild.ts";
import { rebuildHazards } from "./rebuild-hazards.ts";
import { indexColumns, schemaRisks } from "./schema-hazards.ts";
import type { Surroundings } from "./surroundings.ts";
import { isOperator, isWord, type Token } from "./tokens.ts";

/** Known risks of one statement, by what the script says and, where it is known, by the schema before it. */
export function findRisks(index: number, touches: readonly ObjectId[], surroundings: Surroundings): readonly Risk[] {
  const action = surroundings.actions[index];
  if (action === undefined) return [];
  const rebuild = surroundings.rebuildDroppedAt(index);
  const hazards = [
    ...(rebuild === null ? ownHazards(action, index, surroundings) : rebuildHazards(rebuild, surroundings)),
    ...(surroundings.writesHistory(index, touches) ? [historyRewritten] : []),
  ];
  return [
    ...hazards.map((hazard) =>
      riskOf(hazard, {
        question: rebuild === null ? questionOf(hazard, action, index, surroundings) : null,
        sign: hazard.id === "sqlite-rebuild-cascade-delete" ? { seen: "empty", of: null } : null,
      }),
    ),
    ...schemaRisks(action, index, surroundings),
  ];
}

function questionOf({ id }: Hazard, action: Action, index: number, surroundings: Surroundings): Question | null {
  switch (action.kind) {
    case "drop":
      return id === "drop-table" ? { ask: "rows", table: { schema: null, name: action.name } } : null;
    case "update":
    case "delete":
      return id === "unbounded-dml" ? { ask: "rows", table: { schema: null, name: action.table } } : null;
    case "drop column":
      return id === "drop-column" ? { ask: "values", table: { schema: null, name: action.table }, column: action.column } : null;
    case "add column":
      return id === "add-required-column" ? { ask: "rows", table: { schema: null, name: action.table } } : null;
    case "create index": {
      const columns = indexColumns(surroundings.tokens[index] ?? []);
      if (id !== "unique-duplicates" || columns.length === 0) return null;
      return { ask: "duplicates", table: { schema: null, name: action.table }, columns, nullsNotDistinct: false, where: null };
    }
    default:
      return null;
  }
}

function ownHazards(action: Action, index: number, surroundings: Surroundings): readonly Hazard[] {
  switch (action.kind) {
    case "drop":
      return dropHazards(action, index, surroundings);
    case "drop column":
      return surroundings.isNew(action.table, index) ? [] : [columnDropped(action.table, action.column)];
    case "update":
    case "delete":
      return action.bounded || surroundings.isNew(action.table, index) ? [] : [unbounded(action)];
    case "rename table":
      return renameHazards(action, index, surroundings);
    case "rename column":
      return surroundings.isNew(action.table, index) ? [] : [columnRenamed(action.table, action.column)];
    case "add column":
      return surroundings.isNew(action.table, index) ? [] : addColumnHazards(action);
    case "create index":
      return action.unique && mayHoldDuplicates(action, index, surroundings) ? [duplicates(action)] : [];
    case "control":
      return [transactionControl];
    case "pragma":
      return action.name === "foreign_keys" && action.value !== null && surroundings.inTransaction(index) ? [pragmaIgnored] : [];
    default:
      return [];
  }
}

function dropHazards(action: Action & { kind: "drop" }, index: number, surroundings: Surroundings): readonly Hazard[] {
  const again = surroundings.actions
    .slice(index)
    .some((later) => later.kind === `create ${action.type}` && "name" in later && same(later.name, action.name));
  switch (action.type) {
    case "table":
      return surroundings.isNew(action.name, index) ? [] : [tableDropped(action.name)];
    case "index":
      return again ? [] : [indexDropped(action.name)];
    case "view":
      return again ? [] : [viewDropped(action.name)];
    case "trigger":
      return [];
  }
}

function renameHazards(action: Action & { kind: "rename table" }, index: number, surroundings: Surroundings): readonly Hazard[] {
  const rebuild = surroundings.rebuilds.find((one) => same(one.table, action.to) || same(one.table, action.table));
  if (rebuild?.oldFirst === true && same(rebuild.table, action.table)) return [renamedOldFirst(action.table, action.to)];
  return rebuild !== undefined || surroundings.isNew(action.table, index) ? [] : [tableRenamed(action.table, action.to)];
}

function addColumnHazards(action: Action & { kind: "add column" }): readonly Hazard[] {
  const { definition, table, column } = action;
  const object = objectId("column", null, table, column);
  const has = (...words: readonly string[]) =>
    definition.some((_token, at) => words.every((word, offset) => isWord(definition[at + offset], word)));
  const hazards: Hazard[] = [];
  if (has("UNIQUE") || has("PRIMARY", "KEY"))
    hazards.push(restricted(object, "SQLite adds no column that is UNIQUE or PRIMARY KEY."));
  if (hasComputedDefault(definition))
    hazards.push(restricted(object, "SQLite adds a column with a computed default only while the table is empty."));
  const required = has("NOT", "NULL") && !has("DEFAULT") && !definition.some((token) => isWord(token, "AS"));
  return required ? [...hazards, requiredColumn(object)] : hazards;
}

function hasComputedDefault(definition: readonly Token[]): boolean {
  const value = definition[definition.findIndex((token) => isWord(token, "DEFAULT")) + 1];
  return (
    definition.some((token) => isWord(token, "DEFAULT")) &&
    (isOperator(value, "(") || isWord(value, "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"))
  );
}

/** An index that a rebuild makes again was unique before, as far as it is known. */
function mayHoldDuplicates(action: Action & { kind: "create index" }, index: number, surroundings: Surroundings): boolean {
  if (surroundings.isNew(action.table, index)) return false;
  if (surroundings.objects !== null) return !surroundings.objects.some((object) => isUniqueIndex(object, action));
  return !surroundings.rebuilds.some((rebuild) => same(rebuild.table, action.table));
}

function isUniqueIndex(object: SchemaObject, action: Action & { kind: "create index" }): boolean {
  return object.kind === "index" && object.unique && same(object.name, action.name) && same(object.table, action.table);
}

function hazard(id: HazardId, object: ObjectId | null, message: string, saferWay: string | null): Hazard {
  return { id, severity: entryOf(id).severity, object, message, evidence: null, saferWay };
}

function tableDropped(table: string): Hazard {
  const saferWay = "Stop everything that uses it and rename it first; drop it after a while, with a backup.";
  return hazard("drop-table", objectId("table", null, table), `Deletes table ${table} with all its rows.`, saferWay);
}

function columnDropped(table: string, column: string): Hazard {
  const message = `Deletes the values of ${table}.${column} in every row, and rewrites the table.`;
  return hazard(
    "drop-column",
    objectId("column", null, table, column),
    message,
    "Drop it in a later release, once no code reads it, with a backup.",
  );
}

function unbounded(action: Action & { kind: "update" | "delete" }): Hazard {
  const message = `${action.kind === "delete" ? "Deletes" : "Changes"} every row of ${action.table}: there is no WHERE.`;
  return hazard(
    "unbounded-dml",
    objectId("table", null, action.table),
    message,
    "Say in a WHERE which rows are meant, and keep a copy of them.",
  );
}

function indexDropped(name: string): Hazard {
  return hazard(
    "index-dropped",
    objectId("index", null, name),
    `Queries that relied on index ${name} get slower.`,
    "Make sure that no query needs it.",
  );
}

function viewDropped(name: string): Hazard {
  return hazard(
    "view-contract-change",
    objectId("view", null, name),
    `Code that reads view ${name} fails.`,
    "Drop it once no code reads it.",
  );
}

function tableRenamed(table: string, to: string): Hazard {
  const message = `Code that still says ${table} fails as soon as it is called ${to}.`;
  return hazard(
    "rename-table",
    objectId("table", null, table),
    message,
    "Leave a view under the old name until no code uses it.",
  );
}

function columnRenamed(table: string, column: string): Hazard {
  const message = `Code that still says ${table}.${column} fails.`;
  return hazard(
    "rename-column",
    objectId("column", null, table, column),
    message,
    "Add the new column, move over, drop the old one later.",
  );
}

function renamedOldFirst(table: string, old: string): Hazard {
  const message = `Renaming ${table} away makes other tables' references follow to ${old}, which is dropped afterwards.`;
  return hazard(
    "sqlite-rename-old-first",
    objectId("table", null, table),
    message,
    `Create the new table under another name, copy, drop ${table}, and rename the new one.`,
  );
}

function restricted(object: ObjectId, message: string): Hazard {
  return hazard("sqlite-add-column-restricted", object, message, "Add a plain column and a unique index, or rebuild the table.");
}

function requiredColumn(object: ObjectId): Hazard {
  return hazard(
    "add-required-column",
    object,
    "Fails as soon as the table holds a row: the new column is NOT NULL and has no default.",
    "Give it a default, or add it as nullable and fill it first.",
  );
}

function duplicates(action: Action & { kind: "create index" }): Hazard {
  return hazard(
    "unique-duplicates",
    objectId("index", null, action.name),
    `Fails if ${action.table} holds duplicates.`,
    "Look for duplicates first and merge them.",
  );
}

const historyRewritten = hazard(
  "migration-history-rewritten",
  null,
  "Writes to the table in which the migration tool keeps its history.",
  "Use the tool's own commands for that.",
);

const transactionControl = hazard(
  "transaction-control-in-migration",
  null,
  "The file controls transactions itself, so it does not run as one transaction.",
  "Leave it to the tool that runs the file.",
);

const pragmaIgnored = hazard(
  "sqlite-pragma-in-transaction",
  null,
  "PRAGMA foreign_keys does nothing inside of a transaction.",
  "Set it before BEGIN.",
);
