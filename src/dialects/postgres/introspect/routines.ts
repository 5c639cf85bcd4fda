import { objectId, type Routine } from "../../../schema/snapshot.ts";
import { type AclItem, aclJson, addressOf, type Found, nameOf, type Reading } from "./reading.ts";

/** Aggregates have no pg_get_functiondef: name and arguments, then the settings, as CREATE AGGREGATE takes them. */
const aggregateQuery = `
  SELECT json_build_array(
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_arguments(p.oid) || ')',
    'sfunc = ' || a.aggtransfn::regproc,
    'stype = ' || format_type(a.aggtranstype, NULL),
    CASE WHEN a.aggtransspace <> 0 THEN 'sspace = ' || a.aggtransspace END,
    CASE WHEN a.aggfinalfn <> 0 THEN 'finalfunc = ' || a.aggfinalfn::regproc END,
    CASE WHEN a.aggfinalextra THEN 'finalfunc_extra' END,
    CASE WHEN a.aggfinalfn <> 0 THEN 'finalfunc_modify = ' || ${modify("a.aggfinalmodify")} END,
    CASE WHEN a.aggcombinefn <> 0 THEN 'combinefunc = ' || a.aggcombinefn::regproc END,
    CASE WHEN a.aggserialfn <> 0 THEN 'serialfunc = ' || a.aggserialfn::regproc END,
    CASE WHEN a.aggdeserialfn <> 0 THEN 'deserialfunc = ' || a.aggdeserialfn::regproc END,
    'initcond = ' || quote_literal(a.agginitval),
    CASE WHEN a.aggmtransfn <> 0 THEN 'msfunc = ' || a.aggmtransfn::regproc END,
    CASE WHEN a.aggminvtransfn <> 0 THEN 'minvfunc = ' || a.aggminvtransfn::regproc END,
    CASE WHEN a.aggmtranstype <> 0 THEN 'mstype = ' || format_type(a.aggmtranstype, NULL) END,
    CASE WHEN a.aggmtransspace <> 0 THEN 'msspace = ' || a.aggmtransspace END,
    CASE WHEN a.aggmfinalfn <> 0 THEN 'mfinalfunc = ' || a.aggmfinalfn::regproc END,
    CASE WHEN a.aggmfinalextra THEN 'mfinalfunc_extra' END,
    CASE WHEN a.aggmfinalfn <> 0 THEN 'mfinalfunc_modify = ' || ${modify("a.aggmfinalmodify")} END,
    'minitcond = ' || quote_literal(a.aggminitval),
    CASE WHEN a.aggsortop <> 0 THEN (
      SELECT 'sortop = operator(' || quote_ident(s.nspname) || '.' || o.oprname || ')'
      FROM pg_operator o JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END,
    CASE p.proparallel WHEN 's' THEN 'parallel = safe' WHEN 'r' THEN 'parallel = restricted' END,
    CASE WHEN a.aggkind = 'h' THEN 'hypothetical' END)
  FROM pg_aggregate a, pg_namespace n
  WHERE a.aggfnoid = p.oid AND n.oid = p.pronamespace`;

/** Functions that belong to a range type or the like (`i`) come and go with it. */
const routinesQuery = `
SELECT p.oid, p.proname AS name, p.pronamespace AS namespace, p.prokind::text AS kind, l.lanname AS language,
  p.prosecdef AS "securityDefiner", oidvectortypes(p.proargtypes) AS arguments,
  CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition,
  CASE WHEN p.prokind = 'a' THEN (${aggregateQuery}) END AS aggregate,
  pg_get_userbyid(p.proowner) AS owner, ${aclJson("p.proacl", "p.proowner")} AS granted
FROM pg_proc p
JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = ANY($1)
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))`;

function modify(column: string): string {
  return `CASE ${column} WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END`;
}

type RoutineRow = {
  readonly oid: number;
  readonly name: string;
  readonly namespace: number;
  readonly kind: "f" | "p" | "a" | "w";
  readonly language: string;
  readonly securityDefiner: boolean;
  readonly arguments: string;
  readonly definition: string | null;
  readonly aggregate: readonly (string | null)[] | null;
  readonly owner: string;
  readonly granted: readonly AclItem[] | null;
};

const kinds = { f: "function", p: "procedure", a: "aggregate", w: "window" } as const;

export async function readRoutines(reading: Reading): Promise<readonly Found<Routine>[]> {
  const rows = await reading.ask<RoutineRow>(routinesQuery, [reading.scope]);
  return rows.map((row) => {
    const schema = nameOf(reading, row.namespace);
    const name = `${row.name}(${row.arguments})`;
    return {
      object: {
        kind: "function",
        id: objectId("function", schema, name),
        schema,
        name,
        routine: kinds[row.kind],
        language: row.language,
        securityDefiner: row.securityDefiner,
        definition: (row.definition ?? aggregate(row.aggregate ?? [])).trimEnd(),
      },
      address: addressOf("pg_proc", row.oid),
      rights: { kind: "f", owner: row.owner, granted: row.granted, initial: null, columns: [] },
    };
  });
}

function aggregate([signature, ...settings]: readonly (string | null)[]): string {
  const lines = settings.filter((setting) => setting !== null).map((setting) => `    ${setting}`);
  return `CREATE AGGREGATE ${signature} (\n${lines.join(",\n")}\n)`;
}
