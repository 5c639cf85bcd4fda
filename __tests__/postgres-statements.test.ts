import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ParsedStatement, ScriptContext } from "../src/dialects/dialect.ts";
import { parseScript } from "../src/dialects/postgres/statements.ts";

const context: ScriptContext = { defaultSchema: "public", historyTables: ["table public._prisma_migrations"] };

async function parse(sql: string): Promise<readonly ParsedStatement[]> {
  const { statements, unreadable } = await parseScript(sql, context);
  expect(unreadable).toBeNull();
  return statements;
}

async function only(sql: string): Promise<ParsedStatement> {
  const [statement, ...others] = await parse(sql);
  if (statement === undefined || others.length > 0) throw new Error(`not one statement: ${sql}`);
  return statement;
}

describe("splitting", () => {
  test("keeps texts verbatim, with the comments before them, at their offsets in UTF-16", async () => {
    const sql = "-- é😀 first\nSELECT 'a;b' ;; /* second */\n SELECT $$ ; $$ -- same line\n;\n-- third\nSELECT '😀';\n";
    const statements = await parse(sql);
    expect(statements.map((statement) => statement.sql)).toEqual([
      "-- é😀 first\nSELECT 'a;b'",
      "/* second */\n SELECT $$ ; $$ -- same line",
      "-- third\nSELECT '😀'",
    ]);
    for (const statement of statements) expect(sql.startsWith(statement.sql, statement.offset)).toBe(true);
  });

  test("nothing but separators is lost", async () => {
    const piece = fc.constantFrom(
      "SELECT 1",
      "-- ü\nSELECT ';'",
      'CREATE TABLE "é;" (a int)',
      "DO $x$ BEGIN NULL; END $x$",
      "/* ; */ SELECT $$😀;$$",
      "",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), fc.constantFrom(";", ";\n", " ;\r\n\t;"), async (pieces, separator) => {
        const sql = pieces.join(separator);
        let rest = sql;
        for (const statement of (await parse(sql)).toReversed())
          rest = rest.slice(0, statement.offset) + rest.slice(statement.offset + statement.sql.length);
        expect(rest).toMatch(/^[;\s]*$/);
      }),
      { numRuns: 50 },
    );
  });

  test("an empty script has no statements", async () => {
    expect(await parse("")).toEqual([]);
    expect(await parse("-- only a comment\n;")).toEqual([]);
  });

  test.each([
    ["psql's commands", "SELECT 1;\n\\i other.sql", /syntax error/],
    ["a syntax error", "SELEC 1", /syntax error/],
    ["a NUL", "SELECT 1\0; DROP TABLE t", /NUL/],
    ["too much of it", `SELECT '${"x".repeat(5_000_000)}'`, /longer than 4 MB/],
    ["parentheses without end", `SELECT ${"(".repeat(100_000)}1${")".repeat(100_000)}`, /memory exhausted/],
    ["sums without end", `SELECT ${"1+".repeat(200_000)}1`, /too deeply/],
  ])("%s come back as one statement that nobody understood", async (_what, sql, reason) => {
    const parsed = await parseScript(sql, context);
    expect(parsed.unreadable).toMatch(reason);
    expect(parsed.statements).toMatchObject([{ sql, offset: 0, effects: ["not-understood"], hazards: [{ id: "opaque-sql" }] }]);
    expect(await only("SELECT 1")).toMatchObject({ verb: "SELECT" });
  });

  test("deep nesting that the parser takes is looked through", async () => {
    expect(await only(`SELECT ${"not ".repeat(4_000)}true`)).toMatchObject({ effects: [] });
  });
});

test.each([
  ["BEGIN", "begin", true],
  ["START TRANSACTION", "begin", true],
  ["COMMIT", "commit", true],
  ["ROLLBACK", "rollback", true],
  ["SAVEPOINT a", "savepoint", true],
  ["ROLLBACK TO a", "savepoint", true],
  ["COMMIT PREPARED 'a'", null, false],
  ["CREATE INDEX ON t (a)", null, true],
  ["CREATE INDEX CONCURRENTLY ON t (a)", null, false],
  ["DROP INDEX CONCURRENTLY i", null, false],
  ["REINDEX TABLE t", null, true],
  ["REINDEX (CONCURRENTLY) TABLE t", null, false],
  ["REINDEX TABLE CONCURRENTLY t", null, false],
  ["REINDEX SCHEMA s", null, false],
  ["VACUUM", null, false],
  ["ANALYZE t", null, true],
  ["CLUSTER", null, false],
  ["CLUSTER t", null, true],
  ["CREATE DATABASE d", null, false],
  ["DROP DATABASE d", null, false],
  ["ALTER SYSTEM SET work_mem = '1MB'", null, false],
  ["CREATE TABLESPACE s LOCATION '/x'", null, false],
  ["ALTER TABLE t DETACH PARTITION p", null, true],
  ["ALTER TABLE t DETACH PARTITION p CONCURRENTLY", null, false],
  ["CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", null, false],
  ["CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = false)", null, true],
  ["ALTER TYPE t ADD VALUE 'x'", null, true],
])("%s: opens or ends %s, runs in a transaction %s", async (sql, control, transactional) => {
  expect(await only(sql)).toMatchObject({ control, transactional });
});

test.each([
  ["CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "CREATE UNIQUE INDEX CONCURRENTLY"],
  ["ALTER TYPE t ADD VALUE 'x'", "ALTER TYPE ADD VALUE"],
  ["DROP MATERIALIZED VIEW m", "DROP MATERIALIZED VIEW"],
  ["ALTER VIEW v RENAME TO w", "ALTER TABLE RENAME"],
  ["ALTER TABLE t ADD COLUMN a int", "ALTER TABLE"],
  ["INSERT INTO t VALUES (1)", "INSERT"],
  ["CREATE FOREIGN TABLE f (a int) SERVER s", "CREATE FOREIGN TABLE"],
  ["REVOKE ALL ON t FROM x", "REVOKE"],
  ["COMMENT ON TABLE t IS 'x'", "COMMENT"],
])("%s is called %s", async (sql, verb) => {
  expect((await only(sql)).verb).toBe(verb);
});

test.each<[string, readonly string[], readonly string[]]>([
  // Rows
  ["DROP TABLE a", ["deletes-data"], ["drop-table table public.a"]],
  ["DROP TABLE s.a CASCADE", ["deletes-data"], ["drop-table table s.a", "drop-cascade-collateral table s.a"]],
  ["ALTER TABLE a DROP COLUMN b", ["deletes-data"], ["drop-column column public.a.b"]],
  ["DROP SCHEMA s CASCADE", ["deletes-data"], ["drop-schema-or-database schema s", "drop-cascade-collateral schema s"]],
  ["DROP SEQUENCE s", ["deletes-data"], ["drop-sequence sequence public.s"]],
  ["DROP TYPE t", [], []],
  ["DROP TYPE t CASCADE", ["deletes-data"], ["cascade-drops-column enum public.t"]],
  ["DROP VIEW v", [], ["view-contract-change view public.v"]],
  ["DROP MATERIALIZED VIEW v", [], ["view-contract-change materialized view public.v"]],
  ["TRUNCATE a, b", ["deletes-data"], ["truncate-table table public.a", "truncate-table table public.b"]],
  ["TRUNCATE a CASCADE", ["deletes-data"], ["truncate-table table public.a", "truncate-cascade table public.a"]],
  ["DELETE FROM a WHERE b", ["deletes-data"], ["unbatched-backfill table public.a"]],
  ["DELETE FROM a WHERE id = 7", ["deletes-data"], []],
  ["DELETE FROM a", ["deletes-data"], ["unbounded-dml table public.a"]],
  ["WITH d AS (DELETE FROM a WHERE b RETURNING *) SELECT * FROM d", ["deletes-data"], ["unbatched-backfill table public.a"]],
  ["UPDATE a SET b = 1", ["changes-data"], ["unbounded-dml table public.a"]],
  ["INSERT INTO a VALUES (1)", ["changes-data"], []],
  ["MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE", ["deletes-data", "changes-data"], []],
  ["COPY a FROM STDIN", ["changes-data"], []],
  ["SELECT setval('s', 1)", ["changes-data"], ["sequence-rewind null"]],
  [
    "ALTER TABLE a ALTER b TYPE int USING b::int",
    [],
    ["column-type-rewrite column public.a.b", "cached-plan-break table public.a"],
  ],
  [
    "ALTER TABLE a ALTER b TYPE int USING length(b)",
    ["changes-data"],
    ["column-type-rewrite column public.a.b", "cached-plan-break table public.a"],
  ],
  ["EXPLAIN ANALYZE DELETE FROM a WHERE b", ["deletes-data"], ["unbatched-backfill table public.a"]],
  ["SELECT now(), lower(a), DATE(b), count(*) FROM t", [], []],
  // Rights
  ["GRANT SELECT ON a TO b", ["changes-rights"], ["access-control-change table public.a"]],
  ["REVOKE ALL ON SCHEMA s FROM b", ["changes-rights"], ["access-control-change schema s"]],
  ["ALTER TABLE a OWNER TO b", ["changes-rights"], ["access-control-change table public.a"]],
  ["ALTER TABLE a ENABLE ROW LEVEL SECURITY", ["changes-rights"], ["access-control-change table public.a"]],
  ["CREATE POLICY p ON a USING (true)", ["changes-rights"], ["access-control-change table public.a"]],
  ["DROP POLICY p ON a", ["changes-rights"], ["access-control-change policy public.a.p"]],
  ["ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO b", ["changes-rights"], ["access-control-change null"]],
  ["CREATE ROLE r", ["changes-rights"], ["access-control-change role r"]],
  [
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    ["changes-rights"],
    ["access-control-change null"],
  ],
  // History
  [
    'UPDATE "_prisma_migrations" SET checksum = 1 WHERE id = 1',
    ["changes-data", "touches-history"],
    ["migration-history-rewritten null"],
  ],
  [
    "DO $$ BEGIN EXECUTE 'DELETE FROM ' || '_prisma_migrations'; END $$",
    ["touches-history", "not-understood"],
    ["opaque-sql null", "migration-history-rewritten null"],
  ],
  ["CREATE TABLE other._prisma_migrations (id int PRIMARY KEY)", [], []],
  // Outside
  ["COPY a TO PROGRAM 'x'", ["reaches-outside"], []],
  ["COPY a FROM '/x'", ["changes-data", "reaches-outside"], []],
  ["SELECT pg_read_file('/x')", ["reaches-outside"], []],
  ["SELECT lo_import('/x')", ["reaches-outside"], []],
  ["SELECT * FROM dblink('x', 'y') AS t(a int)", ["reaches-outside"], []],
  ["INSERT INTO a SELECT pg_catalog.pg_ls_dir('/')", ["changes-data", "reaches-outside"], []],
  ["LOAD 'x'", ["reaches-outside"], []],
  ["ALTER SYSTEM SET a = 1", ["reaches-outside"], []],
  ["CREATE EXTENSION plpython3u", ["reaches-outside"], ["extension-change extension plpython3u"]],
  ["CREATE EXTENSION plperl", [], ["extension-change extension plperl"]],
  ["CREATE SERVER s FOREIGN DATA WRAPPER w", ["reaches-outside"], []],
  ["CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", ["reaches-outside"], []],
  ["CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'x', 'y'", ["reaches-outside"], []],
  // Not understood
  ["SELECT mine()", ["not-understood"], ["opaque-sql null"]],
  ["SELECT other.lower('x')", ["not-understood"], ["opaque-sql null"]],
  ["CALL p()", ["not-understood"], ["opaque-sql null"]],
  ["DO LANGUAGE plperl 'x'", ["not-understood"], ["opaque-sql null"]],
  ["DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'x'); END $$", ["not-understood"], ["opaque-sql null"]],
  ["DO $$ BEGIN FOR r IN EXECUTE 'SELECT ' || 1 LOOP END LOOP; END $$", ["not-understood"], ["opaque-sql null"]],
  ["SELECT query_to_xml('DELETE FROM a', true, true, '')", ["not-understood"], ["opaque-sql null"]],
  // Inside of blocks
  ["DO $$ BEGIN IF true THEN DELETE FROM a; END IF; END $$", ["deletes-data"], ["unbounded-dml table public.a"]],
  ["DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$", ["deletes-data"], ["drop-table table public.a"]],
  [
    "DO $$ DECLARE n int := pg_read_file('/x'); BEGIN PERFORM mine(); END $$",
    ["reaches-outside", "not-understood"],
    ["opaque-sql null"],
  ],
  ["DO $$ BEGIN CREATE TYPE t AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$", [], []],
  // Contracts and locks
  ["ALTER TABLE a RENAME TO b", [], ["rename-table table public.a"]],
  ["ALTER TABLE a RENAME b TO c", [], ["rename-column column public.a.b"]],
  ["ALTER TABLE a RENAME CONSTRAINT b TO c", [], ["rename-constraint-or-index check public.a.b"]],
  ["ALTER TYPE t RENAME VALUE 'a' TO 'b'", [], ["rename-enum-value enum public.t"]],
  ["ALTER TABLE a SET SCHEMA s", [], ["move-schema table public.a"]],
  ["ALTER TABLE a ALTER b DROP NOT NULL", [], ["drop-not-null column public.a.b"]],
  ["ALTER TABLE a ALTER b SET NOT NULL", [], ["set-not-null-nulls column public.a.b", "set-not-null-scan column public.a.b"]],
  ["ALTER TABLE a ADD b int NOT NULL", [], ["add-required-column column public.a.b"]],
  [
    "ALTER TABLE a ADD b int NOT NULL DEFAULT 1, ADD c serial NOT NULL, ADD d int",
    [],
    ["add-column-auto-increment column public.a.c"],
  ],
  [
    "ALTER TABLE a ADD CONSTRAINT u UNIQUE (b)",
    [],
    ["unique-constraint-blocks table public.a", "unique-duplicates table public.a"],
  ],
  ["ALTER TABLE a ADD CONSTRAINT u UNIQUE USING INDEX i", [], []],
  ["CREATE INDEX ON a (b)", [], ["index-build-blocks-writes table public.a"]],
  ["CREATE INDEX CONCURRENTLY ON a (b)", [], []],
  ["DROP INDEX i", [], ["index-drop-blocks index public.i", "index-dropped index public.i"]],
  ["LOCK TABLE a", [], ["explicit-table-lock table public.a"]],
  ["REFRESH MATERIALIZED VIEW m", [], ["matview-refresh-blocks materialized view public.m"]],
  ["SET session_replication_role = replica", [], ["constraint-triggers-disabled all tables"]],
  ["COMMIT", [], ["transaction-control-in-migration null"]],
])("%s", async (sql, effects, hazards) => {
  const statement = await only(sql);
  expect(statement.effects).toEqual(effects);
  expect(statement.hazards.map(({ id, object }) => `${id} ${object}`)).toEqual(hazards);
});

test("what the script itself made has nobody to disturb and nothing to lose", async () => {
  const statements = await parse(
    "CREATE TABLE a (key int PRIMARY KEY, id int); CREATE INDEX i ON a (id); ALTER TABLE a DROP COLUMN id, ADD b int NOT NULL; UPDATE a SET b = 1; DROP TABLE a",
  );
  expect(statements.flatMap(({ hazards }) => hazards)).toEqual([]);
  const guarded = await parse("CREATE TABLE IF NOT EXISTS a (id int); DROP TABLE a");
  expect(guarded.at(-1)).toMatchObject({ effects: ["deletes-data"] });
});

test("a call does what the function does that the script made", async () => {
  const statements = await parse(
    "CREATE FUNCTION zap() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM _prisma_migrations; END $$; SELECT zap()",
  );
  expect(statements.map(({ effects }) => effects)).toEqual([["touches-history"], ["deletes-data"]]);
});

test("names become ids", async () => {
  expect(
    (await only('ALTER TABLE "Order" ADD COLUMN s status, ADD CONSTRAINT "Order_fk" FOREIGN KEY (a) REFERENCES other.b (id)'))
      .touches,
  ).toEqual(expect.arrayContaining(["table public.Order", "table other.b", "enum public.status"]));
  expect((await only("WITH c AS (SELECT 1) SELECT * FROM c, pg_catalog.pg_class, v")).touches).toEqual([
    "materialized view public.v",
    "table public.v",
    "view public.v",
  ]);
  expect((await only("COMMENT ON COLUMN a.b IS 'x'")).touches).toEqual(["column public.a.b"]);
  expect((await only("DROP FUNCTION f(int, s.t[])")).touches).toContain("function public.f(integer, s.t[])");
  expect((await only("CREATE TRIGGER x AFTER INSERT ON a EXECUTE FUNCTION s.f()")).touches).toContain("function s.f()");
});

test.each([
  ["CREATE TABLE a (b int)", ["table public.a"]],
  ["CREATE TEMP TABLE a (b int)", []],
  ["CREATE VIEW s.v AS SELECT 1", ["view s.v"]],
  ["CREATE MATERIALIZED VIEW m AS SELECT 1", ["materialized view public.m"]],
  ["SELECT 1 AS x INTO a", ["table public.a"]],
  ["CREATE TYPE e AS ENUM ('a')", ["enum public.e"]],
  ["CREATE DOMAIN d AS int", ["domain public.d"]],
  ["CREATE SEQUENCE s", ["sequence public.s"]],
  ["CREATE INDEX i ON s.a (b)", ["index s.i"]],
  ["CREATE EXTENSION citext", ["extension citext"]],
  ["CREATE SCHEMA s", ["schema s"]],
  [
    "CREATE FUNCTION f(a int, OUT b text, VARIADIC c varchar[]) LANGUAGE sql AS ''",
    ["function public.f(integer, character varying[])"],
  ],
  [
    "ALTER TABLE a ADD b int, ADD CONSTRAINT c CHECK (b > 0), ADD CONSTRAINT u UNIQUE (b)",
    ["check public.a.c", "column public.a.b", "index public.u"],
  ],
])("%s creates %s", async (sql, created) => {
  expect((await only(sql)).creates).toEqual(created);
});

test("roles are named wherever they stand", async () => {
  const statements = await parse(
    'GRANT SELECT ON a TO app, "Other", PUBLIC; ALTER TABLE a OWNER TO bob; SET ROLE joe; CREATE POLICY p ON a TO ann USING (true); CREATE ROLE new; GRANT x TO CURRENT_USER',
  );
  expect(statements.flatMap(({ roles }) => roles)).toEqual(["Other", "app", "bob", "joe", "ann", "new", "x"]);
});

describe("what is computed for the rows that are there", () => {
  test.each([
    ["ALTER TABLE a ADD COLUMN k int DEFAULT mine()", ["not-understood"]],
    ["ALTER TABLE a ADD CHECK (mine(k))", ["not-understood"]],
    ["ALTER TABLE a ALTER COLUMN k TYPE text USING mine(k)", ["changes-data", "not-understood"]],
    ["CREATE INDEX i ON a (mine(k))", ["not-understood"]],
    ["ALTER TABLE a ALTER COLUMN k SET DEFAULT mine()", []],
    ["ALTER TABLE a ALTER COLUMN k SET DEFAULT nextval('s')", []],
    ["CREATE TABLE a (k int DEFAULT nextval('s'), l int DEFAULT mine())", []],
    ["SET ROLE boss", ["changes-rights"]],
    ["RESET ROLE", []],
  ])("%s", async (sql, effects) => {
    expect((await only(sql)).effects).toEqual(effects);
  });

  test("functions of the project's own earlier files are read", async () => {
    const routine = (name: string, body: string) => ({
      kind: "function" as const,
      id: `function public.${name}()`,
      schema: "public",
      name: `${name}()`,
      routine: "function" as const,
      language: "plpgsql",
      securityDefiner: false,
      definition: `CREATE OR REPLACE FUNCTION public.${name}() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN ${body}; RETURN 1; END $f$`,
    });
    const objects = [routine("harmless", "PERFORM 1"), routine("harmful", "DELETE FROM a")];
    const effectsOf = async (sql: string) =>
      (await parseScript(sql, { ...context, objects })).statements.map(({ effects }) => effects);
    expect(await effectsOf("SELECT harmless(); SELECT harmful(); SELECT other()")).toEqual([
      [],
      ["deletes-data"],
      ["not-understood"],
    ]);
  });
});
