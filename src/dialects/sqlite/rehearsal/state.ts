import { type ObjectId, objectId } from "../../../schema/snapshot.ts";
import type { ReadSession } from "../../dialect.ts";
import { quoteIdentifier } from "../types.ts";

/** An object of the schema; what SQLite makes by itself is left out. */
export type Entry = {
  readonly type: "table" | "index" | "view" | "trigger";
  readonly name: string;
  readonly table: string;
  readonly id: ObjectId;
};

export type State = {
  readonly entries: readonly Entry[];
  /** Rows by table, of tables that hold any or held them. */
  readonly rows: ReadonlyMap<string, number>;
};

const entriesQuery = `
SELECT type, name, tbl_name AS "table" FROM sqlite_schema
WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND type IN ('table', 'index', 'view', 'trigger')
ORDER BY type, name`;

/** SQLite takes no more parts in one compound SELECT. */
const mostInOne = 400;

export async function readState(session: ReadSession, counted: readonly string[]): Promise<State> {
  const rows = await session.query<Omit<Entry, "id">>(entriesQuery);
  const entries = rows.map((row): Entry => ({ ...row, id: idOf(row) }));
  const there = new Set(entries.filter(({ type }) => type === "table").map(({ name }) => name));
  return {
    entries,
    rows: await countRows(
      session,
      counted.filter((name) => there.has(name)),
    ),
  };
}

function idOf({ type, name, table }: Omit<Entry, "id">): ObjectId {
  return type === "trigger" ? objectId("trigger", null, table, name) : objectId(type, null, name);
}

async function countRows(session: ReadSession, tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let start = 0; start < tables.length; start += mostInOne) {
    const some = tables.slice(start, start + mostInOne);
    const parts = some.map(
      (_name, index) => `SELECT ${index} AS place, count(*) AS rows FROM ${quoteIdentifier(some[index] ?? "")}`,
    );
    for (const { place, rows } of await session.query<{ place: number; rows: number }>(parts.join(" UNION ALL ")))
      counts.set(some[place] ?? "", rows);
  }
  return counts;
}
