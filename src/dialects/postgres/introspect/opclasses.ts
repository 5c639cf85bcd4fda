import type { Reading } from "./reading.ts";

/** The few hundred operator classes of the server and its extensions. */
const opclassesQuery = `
SELECT o.oid, o.opcmethod AS method, o.opcintype AS type, o.opcdefault AS "isDefault",
  CASE WHEN n.nspname <> 'pg_catalog' THEN quote_ident(n.nspname) || '.' ELSE '' END || quote_ident(o.opcname) AS name
FROM pg_opclass o
JOIN pg_namespace n ON n.oid = o.opcnamespace`;

type OpclassRow = {
  readonly oid: number;
  readonly method: number;
  readonly type: number;
  readonly isDefault: boolean;
  readonly name: string;
};

export type Opclasses = {
  readonly byOid: ReadonlyMap<number, OpclassRow>;
  /** The default for exactly this type, by `method/type`. */
  readonly defaults: ReadonlyMap<string, number>;
};

export async function readOpclasses({ ask }: Reading): Promise<Opclasses> {
  const rows = await ask<OpclassRow>(opclassesQuery);
  return {
    byOid: new Map(rows.map((row) => [row.oid, row])),
    defaults: new Map(rows.filter((row) => row.isDefault).map((row) => [`${row.method}/${row.type}`, row.oid])),
  };
}
