import { diff } from "../../diff/diff.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Column, type ForeignKey, type ObjectId, ownerOf, type SchemaObject, type Snapshot } from "../../schema/snapshot.ts";
import { fence, type Markdown } from "../markdown.ts";

const mostTables = 12;
const mostColumns = 25;

/** The tables that a plan changes, as Mermaid draws them, each column with what becomes of it; null where no table changes. */
export function tablesDiagram(live: Snapshot, plan: Plan): { readonly diagram: Markdown; readonly left: number } | null {
  const before = live.objects.filter(({ id }) => id in plan.base.objects);
  const after = plan.expected.snapshot.objects;
  const changed = changedTables(before, after);
  const shown = changed.slice(0, mostTables);
  if (shown.length === 0) return null;
  const names = uniqueNames(shown);
  const entities = shown.map((table) => entity(table, names.get(table) ?? "_", before, after));
  const links = after.flatMap((object) => (object.kind === "foreign key" ? link(object, names) : []));
  const diagram = fence(["erDiagram", ...entities, ...links].join("\n"), "mermaid");
  return { diagram, left: changed.length - shown.length };
}

/** Ids of tables with a part that differs, sorted. */
function changedTables(before: readonly SchemaObject[], after: readonly SchemaObject[]): readonly ObjectId[] {
  const changed = diff(before, after).flatMap((change) => {
    const object = change.kind === "create" || change.kind === "drop" ? change.object : change.to;
    if (object.kind === "table") return [object.id];
    return shownInTables(object) ? [ownerOf(object) ?? ""] : [];
  });
  const tables = new Set([...before, ...after].flatMap(({ kind, id }) => (kind === "table" ? [id] : [])));
  return [...new Set(changed)].filter((id) => tables.has(id)).toSorted((a, b) => (a < b ? -1 : 1));
}

/** Other parts of a table (indexes, triggers, checks) leave no mark in the picture. */
function shownInTables(object: SchemaObject): boolean {
  const { kind } = object;
  return kind === "column" || kind === "foreign key" || kind === "primary key" || (kind === "index" && object.unique);
}

function entity(table: ObjectId, name: string, before: readonly SchemaObject[], after: readonly SchemaObject[]): string {
  const [old, now] = [partsOf(table, before), partsOf(table, after)];
  const fate = old.there ? (now.there ? null : "dropped") : "new";
  const rows = [
    ...now.columns.map((column) => ({ column, keys: keysOf(column, now), mark: fate ?? markOf(column, old) })),
    ...old.columns
      .filter(({ id }) => !now.columns.some((column) => column.id === id))
      .map((column) => ({ column, keys: keysOf(column, old), mark: "dropped" })),
  ];
  // Where there is no room for all, those that change and the keys explain most.
  const telling = rows.filter(({ keys, mark }) => mark !== "" || keys.length > 0);
  const shown = (rows.length <= mostColumns ? rows : telling).slice(0, mostColumns);
  const lines = shown.map(
    ({ column, keys, mark }) =>
      `    ${word(column.type, 30)} ${word(column.name, 60)}${keys.length === 0 ? "" : ` ${keys.join(", ")}`}${mark === "" ? "" : ` "${mark}"`}`,
  );
  const more = rows.length - shown.length;
  return [
    `  "${name}" {`,
    ...lines,
    ...(more === 0 ? [] : [`    and ${more}_more_columns`.replace(/and (\d)/, "and _$1")]),
    "  }",
  ].join("\n");
}

type Parts = {
  readonly there: boolean;
  readonly columns: readonly Column[];
  readonly primary: ReadonlySet<string>;
  readonly foreign: ReadonlySet<string>;
  readonly unique: ReadonlySet<string>;
};

function partsOf(table: ObjectId, objects: readonly SchemaObject[]): Parts {
  const own = objects.filter((object) => object.id === table || ownerOf(object) === table);
  const named = (of: (object: SchemaObject) => readonly (string | null)[]) =>
    new Set(own.flatMap(of).filter((name) => name !== null));
  return {
    there: own.some(({ id }) => id === table),
    columns: own.flatMap((object) => (object.kind === "column" ? [object] : [])).toSorted((a, b) => a.position - b.position),
    primary: named((object) => (object.kind === "primary key" ? object.columns : [])),
    foreign: named((object) => (object.kind === "foreign key" ? object.columns : [])),
    unique: named((object) =>
      object.kind === "index" && object.unique && object.keys.length === 1 ? object.keys.map(({ column }) => column) : [],
    ),
  };
}

function keysOf({ name }: Column, { primary, foreign, unique }: Parts): readonly string[] {
  return [...(primary.has(name) ? ["PK"] : []), ...(foreign.has(name) ? ["FK"] : []), ...(unique.has(name) ? ["UK"] : [])];
}

function markOf(column: Column, old: Parts): string {
  const was = old.columns.find(({ id }) => id === column.id);
  if (was === undefined) return "new";
  if (was.type !== column.type) return `was ${word(was.type, 30)}`;
  if (was.nullable !== column.nullable) return column.nullable ? "now nullable" : "now NOT NULL";
  return diff([was], [column]).length === 0 ? "" : "changed";
}

function link(key: ForeignKey, names: ReadonlyMap<ObjectId, string>): readonly string[] {
  const [from, to] = [names.get(ownerOf(key) ?? ""), names.get(key.references)];
  return from === undefined || to === undefined ? [] : [`  "${from}" }o--|| "${to}" : "${word(key.name, 60)}"`];
}

/** Mermaid ends a name at nearly everything, and has words of its own. */
function word(text: string, length: number): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_]+/g, "_").slice(0, length);
  const named = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  return /^(?:PK|FK|UK)$/i.test(named) ? `${named}_` : named;
}

/** Different tables stay different when what Mermaid can't say is left out. */
function uniqueNames(tables: readonly ObjectId[]): ReadonlyMap<ObjectId, string> {
  const taken = new Set<string>();
  return new Map(
    tables.map((id) => {
      const plain = word(id.replace(/^table (?:public\.)?/, ""), 60);
      let name = plain;
      for (let number = 2; taken.has(name); number++) name = `${plain}_${number}`;
      taken.add(name);
      return [id, name];
    }),
  );
}
