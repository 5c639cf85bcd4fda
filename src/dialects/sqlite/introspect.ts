import {
  type NotCompared,
  objectId,
  type SchemaObject,
  type Snapshot,
  type TableStatistics,
  type Trigger,
  type View,
} from "../../schema/snapshot.ts";
import type { ReadSession, Scope } from "../dialect.ts";
import { canonicalText } from "./canonical.ts";
import { readCreateTable } from "./create-table.ts";
import { Cursor } from "./cursor.ts";
import { readIndexes } from "./index-parts.ts";
import {
  analyzedQuery,
  bytesQuery,
  type ColumnRow,
  columnsQuery,
  type ForeignKeyRow,
  fileSizeQuery,
  foreignKeysQuery,
  type IndexKeyRow,
  type IndexRow,
  indexesQuery,
  indexKeysQuery,
  modulesQuery,
  rowEstimatesQuery,
  type TableRow,
  type TriggerRow,
  tablesQuery,
  triggersQuery,
  versionQuery,
} from "./queries.ts";
import { type Catalogue, readTable } from "./table-parts.ts";
import { isWord, tokenize } from "./tokens.ts";

/** Reads a whole schema. The caller holds a read transaction open around it. SQLite has no schemas to choose from, so a scope says nothing. */
export async function introspect(session: ReadSession, _scope: Scope): Promise<Snapshot> {
  const [version] = await session.query<{ readonly version: string }>(versionQuery);
  const tables = await session.query<TableRow>(tablesQuery);
  const ordinary = tables.filter((table) => table.type === "table" || table.type === "virtual");
  const catalogue: Catalogue = {
    texts: new Map(ordinary.map((table) => [table.name, readCreateTable(tokenize(table.sql))])),
    columns: byTable(await session.query<ColumnRow>(columnsQuery)),
    indexes: byTable(await session.query<IndexRow>(indexesQuery)),
    indexKeys: Map.groupBy(await session.query<IndexKeyRow>(indexKeysQuery), (row) => row.index),
    foreignKeys: byTable(await session.query<ForeignKeyRow>(foreignKeysQuery)),
  };
  const triggers = await session.query<TriggerRow>(triggersQuery);
  const objects: readonly SchemaObject[] = [
    ...ordinary.flatMap((table) => readTable(table, catalogue)),
    ...readIndexes(ordinary, catalogue),
    ...tables.filter((table) => table.type === "view").map(readView),
    ...triggers.map(readTrigger),
  ];
  return {
    format: 1,
    dialect: "sqlite",
    serverVersion: version?.version ?? "",
    schemas: [],
    objects: objects.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    notCompared: await unknownModules(session, ordinary, catalogue),
    invisible: [],
    statistics: await readStatistics(session, ordinary),
  };
}

function byTable<Row extends { readonly table: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  return Map.groupBy(rows, (row) => row.table);
}

/** The columns are left out: `SELECT *` follows the tables, and that is no difference of the view. */
function readView(row: TableRow): View {
  const cursor = new Cursor(tokenize(row.sql));
  while (!cursor.done && !cursor.take("VIEW")) cursor.next();
  cursor.qualifiedName();
  const columns = cursor.group();
  cursor.take("AS");
  return {
    kind: "view",
    id: objectId("view", null, row.name),
    schema: null,
    name: row.name,
    definition: canonicalText(cursor.rest()),
    options: columns === null ? [] : [`(${canonicalText(columns)})`],
    columns: [],
  };
}

function readTrigger(row: TriggerRow): Trigger {
  const tokens = tokenize(row.sql);
  const target = tokens.findIndex((token) => isWord(token, "ON")) + 1;
  return {
    kind: "trigger",
    id: objectId("trigger", null, row.table, row.name),
    schema: null,
    name: row.name,
    table: row.table,
    definition: canonicalText(tokens, (_token, index) => index === target),
    enabled: "origin",
  };
}

/** Without its module SQLite can't tell which tables a virtual table keeps its content in. */
async function unknownModules(
  session: ReadSession,
  tables: readonly TableRow[],
  catalogue: Catalogue,
): Promise<readonly NotCompared[]> {
  const known = new Set((await session.query<{ readonly name: string }>(modulesQuery)).map((row) => row.name.toLowerCase()));
  const strangers = tables.filter((table) => {
    const module = catalogue.texts.get(table.name)?.module?.[0]?.value;
    return module !== undefined && !known.has(module.toLowerCase());
  });
  if (strangers.length === 0) return [];
  return [
    {
      kind: "virtual table of a module that is not available here",
      names: strangers.map((table) => table.name),
      reason: "Only the text of the table is compared; the tables in which the module keeps its content look like ordinary ones.",
    },
  ];
}

/** Larger files are not read through just for their sizes. */
const largestMeasuredBytes = 256 * 2 ** 20;

async function readStatistics(
  session: ReadSession,
  tables: readonly TableRow[],
): Promise<Readonly<Record<string, TableStatistics>>> {
  const analyzed = (await session.query(analyzedQuery)).length > 0;
  const estimates = analyzed ? await session.query<{ readonly table: string; readonly rows: number }>(rowEstimatesQuery) : [];
  const [file] = await session.query<{ readonly bytes: number }>(fileSizeQuery);
  const measured = (file?.bytes ?? 0) <= largestMeasuredBytes;
  const sizes = measured ? await session.query<{ readonly table: string; readonly bytes: number }>(bytesQuery) : [];
  const rowsOf = new Map(estimates.map((row) => [row.table, row.rows]));
  const bytesOf = new Map(sizes.map((row) => [row.table, row.bytes]));
  return Object.fromEntries(
    tables.map((table) => [
      objectId("table", null, table.name),
      { rows: rowsOf.get(table.name) ?? null, bytes: bytesOf.get(table.name) ?? null },
    ]),
  );
}
