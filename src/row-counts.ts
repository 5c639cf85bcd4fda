import type { Dialect, ReadSession } from "./dialects/dialect.ts";
import type { TableRows } from "./execution.ts";
import type { Plan } from "./plan/plan.ts";
import { type ObjectId, objectId, type Snapshot, type Table } from "./schema/snapshot.ts";

/** Counting reads the whole table: above this the planner's estimate has to do. */
const countUpTo = { rows: 1_000_000, bytes: 200_000_000, tables: 100 };

/** Rows of the tables that the plan touches, and of those that refer to them (deletes reach them, too), as far as they are there. */
export async function countRows(
  plan: Plan,
  live: Snapshot,
  dialect: Dialect,
  session: ReadSession,
): Promise<readonly TableRows[]> {
  const touched = withReferring(new Set(plan.touches), live);
  const tables = live.objects.filter((object): object is Table => object.kind === "table" && touched.has(object.id));
  const counts: TableRows[] = [];
  for (const table of tables) {
    const { rows: estimate, bytes } = live.statistics[table.id] ?? { rows: null, bytes: null };
    const large = (estimate ?? 0) > countUpTo.rows || (bytes ?? 0) > countUpTo.bytes;
    const exact = large || counts.length >= countUpTo.tables ? null : await count(table, dialect, session);
    counts.push({ table: table.id, rows: exact ?? estimate, exact: exact !== null });
  }
  return counts;
}

function withReferring(touched: ReadonlySet<ObjectId>, { objects }: Snapshot): ReadonlySet<ObjectId> {
  const reached = new Set(touched);
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const object of objects)
      if (object.kind === "foreign key" && reached.has(object.references))
        reached.add(objectId("table", object.schema, object.table));
  }
  return reached;
}

/** Null: the role may not read it, or it takes too long. */
async function count({ schema, name }: Table, dialect: Dialect, session: ReadSession): Promise<number | null> {
  const table = [schema, name].flatMap((part) => (part === null ? [] : [dialect.quote(part)])).join(".");
  try {
    const [row] = await session.query<{ rows: unknown }>(`SELECT count(*) AS rows FROM ${table}`);
    return row === undefined ? null : Number(row.rows);
  } catch {
    return null;
  }
}
