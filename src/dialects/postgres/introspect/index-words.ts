import { addressOf, type Reading } from "./reading.ts";

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

/** Parameters of operator classes: `gist_trgm_ops(siglen='32')`. */
const opclassOptionsQuery = `
SELECT c.oid, a.attnum AS place, (
  SELECT string_agg(quote_ident(o.option_name) || '=' || quote_literal(o.option_value), ', ' ORDER BY o.option_name)
  FROM pg_options_to_table(a.attoptions) o) AS options
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attoptions IS NOT NULL
WHERE c.relnamespace = ANY($1) AND c.relkind IN ('i', 'I')`;

/** By the address of the index and the place of the key. */
export async function readOpclassOptions({ ask, scope }: Reading): Promise<ReadonlyMap<string, string>> {
  const rows = await ask<{ oid: number; place: number; options: string }>(opclassOptionsQuery, [scope]);
  return new Map(rows.map((row) => [addressOf("pg_class", row.oid, row.place), row.options]));
}
