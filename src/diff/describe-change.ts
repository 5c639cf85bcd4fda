import type { Column, ForeignKey, Index, SchemaObject } from "../schema/snapshot.ts";
import { type Change, changedId } from "./change.ts";

/** One plain line for a person, without Markdown: `column public.members.nickname: added (text)`. Names come from databases: escape it. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case "create":
      return `${change.object.id}: ${isMember(change.object) ? "added" : "created"}${details(change.object, change.parts)}`;
    case "drop":
      return `${change.object.id}: dropped${details(change.object, change.parts)}`;
    case "rename":
      return `${change.from.id}: renamed to ${change.to.name}`;
    case "alter":
      return `${changedId(change)}: ${change.fields.map((field) => describeField(change, field)).join("; ")}`;
  }
}

const members: ReadonlySet<string> = new Set(["column", "primary key", "foreign key", "check", "exclusion", "comment"]);

function isMember(object: SchemaObject): boolean {
  return members.has(object.kind);
}

function details(object: SchemaObject, parts: readonly SchemaObject[]): string {
  switch (object.kind) {
    case "table": {
      const columns = parts.filter((part) => part.kind === "column").length;
      return columns === 0 ? "" : ` (${columns} ${columns === 1 ? "column" : "columns"})`;
    }
    case "column":
      return ` (${columnText(object)})`;
    case "index":
      return ` on ${object.table} (${indexText(object)})`;
    case "foreign key":
      return ` (${foreignKeyText(object)})`;
    case "primary key":
      return ` (${object.columns.join(", ")})`;
    case "check":
      return ` (${shorten(object.expression)})`;
    case "enum":
      return ` (${shorten(object.values.join(", "))})`;
    case "comment":
      return ` (${shorten(object.text)})`;
    case "rights":
      return object.grants.length === 0 ? "" : ` (${shorten(object.grants.join("; "))})`;
    default:
      return "";
  }
}

function columnText(column: Column): string {
  const parts = [
    column.type,
    column.nullable ? null : "not null",
    column.default === null ? null : `default ${shorten(column.default)}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function indexText(index: Index): string {
  const keys = index.keys.map((key) => key.column ?? key.expression ?? "?").join(", ");
  return `${keys}${index.unique ? ", unique" : ""}${index.where === null ? "" : ", partial"}${index.valid ? "" : ", INVALID"}`;
}

function foreignKeyText(key: ForeignKey): string {
  return `${key.columns.join(", ")} to ${key.references.replace(/^table /, "")}, on delete ${key.onDelete}`;
}

function describeField(change: Extract<Change, { kind: "alter" }>, field: string): string {
  const from = show((change.from as unknown as Readonly<Record<string, unknown>>)[field]);
  const to = show((change.to as unknown as Readonly<Record<string, unknown>>)[field]);
  return `${spaced(field)} ${from} → ${to}`;
}

function show(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (Array.isArray(value)) return `[${shorten(value.map(show).join(", "))}]`;
  return shorten(typeof value === "string" ? value : JSON.stringify(value));
}

function spaced(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function shorten(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
