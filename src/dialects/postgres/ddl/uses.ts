import { type ObjectId, objectId, type Routine, type SchemaObject } from "../../../schema/snapshot.ts";
import { type Catalogue, holderId } from "./catalogue.ts";
import { parentColumns } from "./inheritance.ts";
import { type Mentions, mentions } from "./mentions.ts";

/** Ids of what an object can't exist without. May name too much (never too little): it decides order and what is made anew. */
export function uses(object: SchemaObject, catalogue: Catalogue): ReadonlySet<ObjectId> {
  const found = new Set(directUses(object, catalogue));
  if (object.schema !== null && object.kind !== "schema") found.add(objectId("schema", object.schema));
  found.delete(object.id);
  return found;
}

/** What the body of a function names. The server looks at it when the function is made, and does not keep the dependency. */
export function bodyUses(routine: Routine, catalogue: Catalogue): ReadonlySet<ObjectId> {
  const { words } = mentions(routine.definition);
  const found = new Set([...words].flatMap((word) => catalogue.unqualified.get(word) ?? []));
  found.delete(routine.id);
  return found;
}

function directUses(object: SchemaObject, catalogue: Catalogue): readonly ObjectId[] {
  const named = (...texts: readonly (string | null)[]) => namedObjects(mentions(...texts), catalogue);
  switch (object.kind) {
    case "schema":
    case "enum":
    case "sequence":
      return [];
    case "extension":
      return [objectId("schema", object.installedIn)];
    case "domain":
      return named(object.type, object.default, ...object.checks.map((check) => check.expression));
    case "type":
      return named(object.definition);
    case "table":
      return [
        ...(object.partitionOf === null ? [] : [object.partitionOf.table]),
        ...object.inherits,
        ...named(object.partitionBy),
        ...ownColumns(object.id, object.partitionBy, catalogue),
      ];
    case "column": {
      const table = objectId("table", object.schema, object.table);
      const expression = object.generated?.expression ?? null;
      return [
        table,
        ...parentColumns(object, catalogue).map(({ id }) => id),
        ...named(object.type, object.default, expression),
        ...ownColumns(table, expression, catalogue),
      ];
    }
    case "primary key":
      return tableAndColumns(object, [...object.columns, ...object.include]);
    case "foreign key":
      return [
        ...tableAndColumns(object, [...object.columns, ...object.onDeleteColumns]),
        object.references,
        ...columnsOf(object.references, object.referencedColumns, catalogue),
        ...keysOf(object.references, object.referencedColumns, catalogue),
      ];
    case "check":
      return partUses(object, object.expression, catalogue);
    case "exclusion":
      return partUses(object, object.definition, catalogue);
    case "index": {
      const columns = [...object.keys.flatMap((key) => key.column ?? []), ...object.include];
      const texts = [object.where, ...object.keys.flatMap((key) => [key.expression, key.opclass])];
      return [...tableAndColumns(object, columns), ...partUses(object, texts.join(" "), catalogue)];
    }
    case "trigger":
      return partUses(object, object.definition, catalogue);
    case "policy": {
      const text = `${object.using ?? ""} ${object.check ?? ""}`;
      return [...partUses(object, text, catalogue), ...readColumns(text, catalogue)];
    }
    case "view":
    case "materialized view":
      return readColumns(object.definition, catalogue);
    case "function":
      return hasStandardBody(object) ? readColumns(object.definition, catalogue) : named(header(object));
    case "rights":
    case "comment":
      return [holderId(object, catalogue) ?? object.of];
  }
}

/** `BEGIN ATOMIC` and `RETURN` bodies are stored as trees: their dependencies are kept like a view's. */
function hasStandardBody(routine: Routine): boolean {
  return (
    routine.language === "sql" && /^(?:BEGIN ATOMIC|RETURN )/m.test(routine.definition) && !/^AS \$/m.test(routine.definition)
  );
}

function header(routine: Routine): string {
  const body = routine.definition.search(/^AS /m);
  return body === -1 ? routine.definition : routine.definition.slice(0, body);
}

function namedObjects({ qualified }: Mentions, catalogue: Catalogue): readonly ObjectId[] {
  return [...qualified].flatMap((key) => catalogue.named.get(key) ?? []);
}

/** What a query names, with the columns of its tables that it may read and the keys that its GROUP BY may rest on. */
function readColumns(query: string, catalogue: Catalogue): readonly ObjectId[] {
  const found = mentions(query);
  const grouped = found.words.has("group");
  return [...found.qualified].flatMap((key) =>
    (catalogue.named.get(key) ?? []).flatMap((id) => {
      const columns = catalogue.columns.get(id) ?? [];
      const read = columns.filter(({ name }) => found.renamed.has(key) || found.words.has(name));
      const keys = grouped ? (catalogue.keys.get(id) ?? []).filter((candidate) => candidate.kind === "primary key") : [];
      return [id, ...read.map((column) => column.id), ...keys.map((candidate) => candidate.id)];
    }),
  );
}

type Part = Extract<SchemaObject, { readonly table: string }>;

function partUses(part: Part, text: string, catalogue: Catalogue): readonly ObjectId[] {
  const holder = holderId(part, catalogue) ?? objectId("table", part.schema, part.table);
  return [holder, ...namedObjects(mentions(text), catalogue), ...ownColumns(holder, text, catalogue)];
}

function tableAndColumns(part: Part, columns: readonly string[]): readonly ObjectId[] {
  const column = (name: string) => objectId("column", part.schema, part.table, name);
  return [objectId("table", part.schema, part.table), ...columns.map(column)];
}

function ownColumns(table: ObjectId, text: string | null, catalogue: Catalogue): readonly ObjectId[] {
  const { words } = mentions(text);
  return (catalogue.columns.get(table) ?? []).filter(({ name }) => words.has(name)).map((column) => column.id);
}

function columnsOf(table: ObjectId, names: readonly string[], catalogue: Catalogue): readonly ObjectId[] {
  return (catalogue.columns.get(table) ?? []).filter(({ name }) => names.includes(name)).map((column) => column.id);
}

function keysOf(table: ObjectId, columns: readonly string[], catalogue: Catalogue): readonly ObjectId[] {
  const wanted = JSON.stringify([...columns].sort());
  return (catalogue.keys.get(table) ?? [])
    .filter((key) => JSON.stringify(keyColumns(key).sort()) === wanted)
    .map((key) => key.id);
}

function keyColumns(key: Extract<SchemaObject, { readonly kind: "primary key" | "index" }>): string[] {
  return key.kind === "primary key" ? [...key.columns] : key.keys.map(({ column }) => column ?? "");
}
