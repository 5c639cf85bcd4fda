import { objectId, type Sequence } from "../../../schema/snapshot.ts";
import { type AclItem, aclJson, addressOf, type Found, nameOf, notMember, type Reading } from "./reading.ts";

/** Sequences with the column that owns them: by serial or OWNED BY (`a`), or as an identity (`i`). */
const sequencesQuery = `
SELECT c.oid, c.relname AS name, c.relnamespace AS namespace, c.relnamespace::regnamespace::text || '.' || quote_ident(c.relname) AS spelled, format_type(s.seqtypid, NULL) AS type,
  s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max,
  s.seqcache::text AS cache, s.seqcycle AS cycle,
  d.deptype::text AS dependency, d.refobjid AS table, d.refobjsubid AS position,
  n.nspname AS "ownerSchema", o.relname AS "ownerTable", a.attname AS "ownerColumn",
  pg_get_userbyid(c.relowner) AS owner, ${aclJson("c.relacl", "c.relowner")} AS granted
FROM pg_class c
JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class o ON o.oid = d.refobjid
LEFT JOIN pg_namespace n ON n.oid = o.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relnamespace = ANY($1) AND c.relkind = 'S' AND ${notMember("pg_class", "c.oid")}`;

type SequenceRow = {
  readonly oid: number;
  readonly name: string;
  readonly namespace: number;
  readonly spelled: string;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly dependency: "a" | "i" | null;
  readonly table: number | null;
  readonly position: number | null;
  readonly ownerSchema: string | null;
  readonly ownerTable: string | null;
  readonly ownerColumn: string | null;
  readonly owner: string;
  readonly granted: readonly AclItem[] | null;
};

/** Defaults that draw from the column's own sequence, by the address of the column. */
export type SerialDefaults = ReadonlyMap<string, string>;

export type Sequences = {
  readonly found: readonly Found<Sequence>[];
  readonly serialDefaults: SerialDefaults;
  /** Identity columns whose sequence is not the one that `GENERATED AS IDENTITY` alone would make. */
  readonly unusualIdentities: readonly string[];
};

export async function readSequences(reading: Reading): Promise<Sequences> {
  const rows = await reading.ask<SequenceRow>(sequencesQuery, [reading.scope]);
  const [identities, sequences] = [rows.filter((row) => row.dependency === "i"), rows.filter((row) => row.dependency !== "i")];
  return {
    found: sequences.map((row) => sequence(reading, row)),
    serialDefaults: new Map(
      sequences.flatMap((row) =>
        row.table === null || row.position === null
          ? []
          : [[addressOf("pg_class", row.table, row.position), nextval(row.spelled)] as const],
      ),
    ),
    unusualIdentities: identities.filter(isUnusual).map((row) => `${row.ownerSchema}.${row.ownerTable}.${row.ownerColumn}`),
  };
}

function sequence(reading: Reading, row: SequenceRow): Found<Sequence> {
  const schema = nameOf(reading, row.namespace);
  const { name, type, start, increment, min, max, cache, cycle } = row;
  return {
    object: {
      kind: "sequence",
      id: objectId("sequence", schema, name),
      schema,
      ...{ name, type, start, increment, min, max, cache, cycle },
      ownedBy: row.table === null ? null : objectId("column", row.ownerSchema, row.ownerTable, row.ownerColumn),
    },
    address: addressOf("pg_class", row.oid),
    rights: { kind: "s", owner: row.owner, granted: row.granted, initial: null, columns: [] },
  };
}

function nextval(spelled: string): string {
  return `nextval('${spelled.replaceAll("'", "''")}'::regclass)`;
}

const largest: Readonly<Record<string, string>> = { smallint: "32767", integer: "2147483647", bigint: "9223372036854775807" };

function isUnusual(row: SequenceRow): boolean {
  const plain = row.start === "1" && row.increment === "1" && row.min === "1" && row.cache === "1" && !row.cycle;
  return !plain || row.max !== largest[row.type];
}
