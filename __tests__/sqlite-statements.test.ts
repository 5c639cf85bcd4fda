import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ParsedStatement, ScriptContext } from "../src/dialects/dialect.ts";
import { parseScript } from "../src/dialects/sqlite/statements.ts";
import type { ForeignKey } from "../src/schema/snapshot.ts";
import { memoryDatabase, snapshotOf } from "./support/sqlite.ts";

const context: ScriptContext = { defaultSchema: null, historyTables: ["table _prisma_migrations"] };

function parse(sql: string, extra: Partial<ScriptContext> = {}): readonly ParsedStatement[] {
  const script = parseScript(sql, { ...context, ...extra });
  expect(script.unreadable).toBeNull();
  return script.statements;
}

function one(sql: string): ParsedStatement {
  const [statement, ...others] = parse(sql);
  expect(others).toEqual([]);
  if (statement === undefined) throw new Error(`No statement in ${sql}`);
  return statement;
}

async function withSchema(schema: string, sql: string): Promise<readonly ParsedStatement[]> {
  using database = memoryDatabase(schema);
  return parse(sql, { objects: (await snapshotOf(database)).objects });
}

const hazards = (statements: readonly ParsedStatement[]) =>
  statements.flatMap((statement) => statement.hazards.map((hazard) => `${hazard.id} ${hazard.object}`));

const rebuild = (copy: string) =>
  `CREATE TABLE "new_t" (id INTEGER PRIMARY KEY, a TEXT, b TEXT); ${copy}; DROP TABLE "t"; ALTER TABLE "new_t" RENAME TO "t"`;
const safely = (sql: string) => `PRAGMA foreign_keys=OFF; ${sql}; PRAGMA foreign_key_check; PRAGMA foreign_keys=ON`;

describe("splitting", () => {
  test.each([
    ["a; b;c", ["a", "b", "c"]],
    [
      "SELECT ';' ; SELECT \";\"; SELECT `;`; SELECT [;]; SELECT 1",
      ["SELECT ';'", 'SELECT ";"', "SELECT `;`", "SELECT [;]", "SELECT 1"],
    ],
    ["SELECT 'it''s;'; SELECT x'3b'", ["SELECT 'it''s;'", "SELECT x'3b'"]],
    ["-- a; b\nSELECT 1; /* c; \n */ SELECT 2", ["-- a; b\nSELECT 1", "/* c; \n */ SELECT 2"]],
    ["SELECT 1; -- the end", ["SELECT 1"]],
    [";;; ;", []],
    ["\ufeffSELECT 1;\r\nSELECT 2", ["SELECT 1", "SELECT 2"]],
    ["BEGIN; SELECT 1; END; SELECT 2", ["BEGIN", "SELECT 1", "END", "SELECT 2"]],
    [
      "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM t; END; SELECT 1",
      ["CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM t; END", "SELECT 1"],
    ],
    [
      "create temp trigger if not exists r after update on t begin select 1 /* ; end; */ ; end ; select 2",
      ["create temp trigger if not exists r after update on t begin select 1 /* ; end; */ ; end", "select 2"],
    ],
    [
      "EXPLAIN QUERY PLAN CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END; SELECT 2",
      ["EXPLAIN QUERY PLAN CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END", "SELECT 2"],
    ],
    ["CREATE TABLE trigger_log (a); SELECT 1", ["CREATE TABLE trigger_log (a)", "SELECT 1"]],
  ])("%s", (sql, expected) => {
    const statements = parse(sql);
    expect(statements.map((statement) => statement.sql)).toEqual(expected);
    for (const statement of statements) expect(sql.startsWith(statement.sql, statement.offset)).toBe(true);
  });

  test("whatever the text, nothing is lost and nothing is thrown", () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      "`",
      "[",
      "]",
      ";",
      "--",
      "/*",
      "*/",
      "\n",
      " ",
      "CREATE",
      "TRIGGER",
      "BEGIN",
      "END",
      "x",
      "1e",
      "0x",
      ".",
      "é",
      "💥",
      "(",
      ")",
      "\\",
      "$",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const sql = pieces.join("");
        const { statements } = parseScript(sql, context);
        let at = 0;
        for (const statement of statements) {
          expect(sql.startsWith(statement.sql, statement.offset)).toBe(true);
          expect(statement.offset).toBeGreaterThanOrEqual(at);
          at = statement.offset + statement.sql.length;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["SELECT 1; SELECT 'open; SELECT 2", "line 1"],
    ['CREATE TABLE t (a);\n\nINSERT INTO "t VALUES (1)', "line 3"],
    ["SELECT 1;\0 ATTACH 'x' AS y", "null character"],
  ])("%j can't be read", (sql, reason) => {
    const script = parseScript(sql, context);
    expect(script.unreadable).toContain(reason);
    expect(script.statements).toMatchObject([{ sql, effects: ["not-understood"] }]);
  });
});

describe("effects", () => {
  test.each<[string, string, readonly string[]]>([
    ["CREATE TABLE t (a)", "CREATE TABLE", []],
    ["CREATE UNIQUE INDEX i ON t (a)", "CREATE UNIQUE INDEX", []],
    ["CREATE VIRTUAL TABLE d USING fts5(a)", "CREATE VIRTUAL TABLE", []],
    ["CREATE VIRTUAL TABLE d USING csv(a)", "CREATE VIRTUAL TABLE", ["not-understood"]],
    ["DROP TABLE t", "DROP TABLE", ["deletes-data"]],
    ["DROP INDEX i", "DROP INDEX", []],
    ["ALTER TABLE t ADD COLUMN a INT", "ALTER TABLE ADD COLUMN", []],
    ["ALTER TABLE t ADD a INT", "ALTER TABLE ADD COLUMN", []],
    ["ALTER TABLE t DROP a", "ALTER TABLE DROP COLUMN", ["deletes-data"]],
    ["ALTER TABLE t RENAME a TO b", "ALTER TABLE RENAME COLUMN", []],
    ["ALTER TABLE main.t RENAME TO u", "ALTER TABLE RENAME", []],
    ["ALTER TABLE t ALTER COLUMN a SET NOT NULL", "ALTER TABLE", []],
    ["INSERT INTO t VALUES (1)", "INSERT", ["changes-data"]],
    // Without a schema any table may refer to it.
    ["REPLACE INTO t VALUES (1)", "INSERT", ["changes-data", "deletes-data"]],
    ["INSERT OR IGNORE INTO t SELECT 1", "INSERT", ["changes-data"]],
    ["UPDATE OR FAIL t SET a = 1 WHERE b", "UPDATE", ["changes-data"]],
    ["WITH x AS (SELECT 1) DELETE FROM t WHERE a IN x", "DELETE", ["deletes-data"]],
    ["WITH RECURSIVE x(n) AS NOT MATERIALIZED (SELECT 1), y AS (SELECT 2) UPDATE t SET a = 1", "UPDATE", ["changes-data"]],
    ["WITH x AS (SELECT 'DELETE FROM t') SELECT * FROM x", "SELECT", []],
    ["EXPLAIN DELETE FROM t", "EXPLAIN", []],
    ["DELETE FROM _prisma_migrations WHERE id = 1", "DELETE", ["deletes-data", "touches-history"]],
    ['UPDATE "_Prisma_Migrations" SET a = 1 WHERE b', "UPDATE", ["changes-data", "touches-history"]],
    ["ATTACH 'x' AS y", "ATTACH", ["reaches-outside"]],
    ["DETACH y", "DETACH", ["reaches-outside"]],
    ["VACUUM", "VACUUM", []],
    ["VACUUM main INTO 'x'", "VACUUM", ["reaches-outside"]],
    ["SELECT load_extension('x')", "SELECT", ["reaches-outside"]],
    ["INSERT INTO t SELECT \"load_extension\"('x')", "INSERT", ["changes-data", "reaches-outside"]],
    ["PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys", []],
    ["PRAGMA writable_schema=ON", "PRAGMA writable_schema", ["not-understood"]],
    ["PRAGMA main.writable_schema(1)", "PRAGMA writable_schema", ["not-understood"]],
    ["DELETE FROM sqlite_master", "DELETE", ["deletes-data", "not-understood"]],
    ["TRUNCATE t", "TRUNCATE", ["not-understood"]],
    ["CREATE FUNCTION f() RETURNS int", "CREATE", ["not-understood"]],
    ["SELECT 1 ! 2", "SELECT", ["not-understood"]],
    ["CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; ", "CREATE TRIGGER", ["not-understood"]],
  ])("%s", (sql, verb, effects) => {
    const statement = one(sql);
    expect([statement.verb, [...statement.effects]]).toEqual([verb, effects]);
  });

  test("of what the script itself made nobody's data is lost", () => {
    const statements = parse(
      "CREATE TABLE x (a); DELETE FROM x; UPDATE x SET a = 1; ALTER TABLE x DROP a; ALTER TABLE x RENAME TO y; DROP TABLE y",
    );
    expect(statements.flatMap((statement) => statement.effects)).toEqual([]);
    expect(hazards(statements)).toEqual([]);
  });

  test.each([
    "ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME TO a; DELETE FROM a",
    "CREATE TABLE IF NOT EXISTS a (x); DELETE FROM a",
    "CREATE TEMP TABLE a (x); DELETE FROM main.a",
    "BEGIN; DROP TABLE IF EXISTS z; CREATE TABLE a (x); ROLLBACK; DELETE FROM a",
    "CREATE TABLE new_a (x); INSERT INTO new_a SELECT x FROM a; DELETE FROM new_a; DROP TABLE a; ALTER TABLE new_a RENAME TO a",
    "CREATE TABLE new_a (x); INSERT INTO new_a SELECT x FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a; DELETE FROM a",
    "CREATE TABLE new_a (x); SAVEPOINT s; INSERT INTO new_a SELECT x FROM a; ROLLBACK TO s; DROP TABLE a; ALTER TABLE new_a RENAME TO a",
    "CREATE TABLE new_a (x); WITH a AS (SELECT 1 AS x) INSERT INTO new_a SELECT x FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a",
    "CREATE TABLE new_a (x); INSERT INTO new_a WITH a AS (SELECT 1 AS x) SELECT x FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a",
    "CREATE TABLE new_a (x); INSERT OR IGNORE INTO new_a SELECT x FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a",
  ])("deleting is not hidden by %s", (sql) => {
    expect(parse(sql).flatMap((statement) => statement.effects)).toContain("deletes-data");
  });

  test.each([
    "SELECT id, 'x' AS b FROM t",
    "SELECT id, 'x' b FROM t",
    "SELECT id, a b FROM t",
    "SELECT id, coalesce(a, 'b') \"b\" FROM t",
  ])("an alias copies nothing: %s", async (select) => {
    const statements = await withSchema(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT)",
      safely(rebuild(`INSERT INTO new_t ${select}`)),
    );
    expect(hazards(statements)).toContain("drop-column column t.b");
  });

  test("what has to stand alone, and who controls the transaction", () => {
    const statements = parse(
      "VACUUM; PRAGMA foreign_keys=OFF; PRAGMA foreign_keys; PRAGMA journal_mode(WAL); CREATE TABLE t (a); BEGIN IMMEDIATE; SAVEPOINT a; ROLLBACK TO a; END TRANSACTION; ROLLBACK",
    );
    expect(statements.map(({ transactional, control }) => control ?? transactional)).toEqual([
      false,
      false,
      true,
      false,
      true,
      "begin",
      "savepoint",
      "savepoint",
      "commit",
      "rollback",
    ]);
  });
});

test.each<[string, readonly string[], readonly string[]]>([
  ["CREATE TABLE a (x REFERENCES b (y))", ["table b"], ["table a"]],
  ["CREATE INDEX IF NOT EXISTS main.i ON t (a)", ["table t"], ["index i"]],
  [
    "CREATE TRIGGER r AFTER UPDATE OF a ON t BEGIN INSERT INTO log SELECT 1 FROM x, y AS z JOIN w ON x.a = z.a; UPDATE u SET b = 1; END",
    ["table log", "table t", "table u", "table w", "table x", "table y"],
    ["trigger t.r"],
  ],
  ["CREATE VIEW v AS WITH c AS (SELECT a FROM t) SELECT a FROM c JOIN (SELECT 1 FROM u)", ["table t", "table u"], ["view v"]],
  [
    "INSERT INTO t (a, b) SELECT a, b FROM json_each('[]') WHERE a IN (SELECT x FROM y) ON CONFLICT DO UPDATE SET a = 1",
    ["table t", "table y"],
    [],
  ],
  ['DROP TABLE IF EXISTS "my table"', ["table my table"], []],
  ["DROP INDEX i", ["index i"], []],
  ["ALTER TABLE t RENAME TO u", ["table t"], ["table u"]],
  ["SELECT a IS DISTINCT FROM b FROM t", ["table t"], []],
  ["DELETE FROM t WHERE a = 'FROM x'", ["table t"], []],
])("%s names its objects", (sql, touches, creates) => {
  expect(one(sql)).toMatchObject({ touches, creates });
});

describe("a rebuild", () => {
  test("is no deletion when all is copied", () => {
    const statements = parse(
      safely(rebuild('INSERT INTO "new_t" ("id", "a", "b") SELECT "id", "a", coalesce("b", \'\') AS "b" FROM "t"')),
    );
    expect(statements.flatMap((statement) => statement.effects)).toEqual([]);
    expect(hazards(statements)).toEqual(["sqlite-table-rebuild table t"]);
  });

  test("without a copy deletes everything", () => {
    const statements = parse("CREATE TABLE new_t (id); DROP TABLE t; ALTER TABLE new_t RENAME TO t");
    expect(hazards(statements)).toEqual(["drop-table table t"]);
    expect(statements[1]?.effects).toEqual(["deletes-data"]);
  });

  test.each([
    "SELECT id, a, b FROM t WHERE id > 5",
    "SELECT DISTINCT id, a, b FROM t",
    "SELECT id, a, b FROM t LIMIT 10",
    "SELECT t.id, a, b FROM t JOIN u",
  ])("that copies by %s may lose rows", (select) => {
    const statements = parse(safely(rebuild(`INSERT INTO new_t ${select}`)));
    expect(hazards(statements)).toEqual(["sqlite-table-rebuild table t", "drop-table table t"]);
    expect(statements.flatMap((statement) => statement.effects)).toEqual(["deletes-data"]);
  });

  test("by SELECT * may mix up the columns", () => {
    expect(hazards(parse(safely(rebuild("INSERT INTO new_t SELECT * FROM t"))))).toEqual([
      "sqlite-table-rebuild table t",
      "sqlite-rebuild-column-misalignment table t",
    ]);
  });

  test("may cascade only where it runs with foreign keys on", () => {
    const sql = rebuild("INSERT INTO new_t (id) SELECT id FROM t");
    expect(hazards(parse(sql))).not.toContain("sqlite-rebuild-cascade-delete table t");
    expect(hazards(parse(`PRAGMA foreign_keys=ON; ${sql}`))).toContain("sqlite-rebuild-cascade-delete table t");
    expect(hazards(parse(`PRAGMA foreign_keys=OFF; DROP TABLE u; PRAGMA foreign_keys=ON; ${sql}`))).toContain(
      "sqlite-rebuild-cascade-delete table t",
    );
    expect(hazards(parse(`BEGIN; ${sql}; COMMIT`))).toContain("sqlite-rebuild-cascade-delete table t");
    expect(hazards(parse(`BEGIN; PRAGMA foreign_keys=OFF; ${sql}; COMMIT`))).toContain("sqlite-rebuild-cascade-delete table t");
    expect(hazards(parse(`BEGIN; PRAGMA foreign_keys=OFF; ${sql}; COMMIT`))).toContain("sqlite-pragma-in-transaction null");
    expect(hazards(parse(safely(sql)))).not.toContain("sqlite-rebuild-cascade-delete table t");
  });

  test("is judged by the schema where that is known", async () => {
    const schema =
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c AS (a)); CREATE INDEX t_a ON t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END";
    const sql = rebuild("INSERT INTO new_t (id, a) SELECT id, a FROM t");
    const statements = await withSchema(schema, sql);
    expect(hazards(statements)).toEqual([
      "sqlite-table-rebuild table t",
      "drop-column column t.b",
      "index-dropped index t_a",
      "sqlite-rebuild-loses-objects trigger t.r",
    ]);
    expect(statements[2]?.effects).toEqual(["deletes-data"]);
    const child = "; CREATE TABLE u (t INT REFERENCES t (id) ON DELETE SET NULL)";
    expect(hazards(await withSchema(schema + child, `PRAGMA foreign_keys=ON; ${sql}`))).toContain(
      "sqlite-rebuild-cascade-delete table t",
    );
  });

  test("that renames the old table first is recognised, with its danger", () => {
    const sql =
      "ALTER TABLE t RENAME TO old; CREATE TABLE t (id, a); INSERT INTO t (id, a) SELECT id, a FROM old; DROP TABLE old";
    expect(hazards(parse(safely(sql)))).toEqual(["sqlite-rename-old-first table t", "sqlite-table-rebuild table t"]);
  });
});

test.each<[string, readonly string[]]>([
  ["DROP TABLE t", ["drop-table table t"]],
  ["ALTER TABLE t DROP COLUMN a", ["drop-column column t.a"]],
  ["DELETE FROM t", ["unbounded-dml table t"]],
  ["DELETE FROM t WHERE 1", ["unbounded-dml table t"]],
  ["DELETE FROM t WHERE a = (SELECT 1)", []],
  ["UPDATE t SET a = (SELECT b FROM u WHERE c)", ["unbounded-dml table t"]],
  ["ALTER TABLE t RENAME TO u", ["rename-table table t"]],
  ["ALTER TABLE t RENAME COLUMN a TO b", ["rename-column column t.a"]],
  ["ALTER TABLE t ADD a INT NOT NULL", ["add-required-column column t.a"]],
  ["ALTER TABLE t ADD a INT NOT NULL DEFAULT 1", []],
  ["ALTER TABLE t ADD a INT UNIQUE", ["sqlite-add-column-restricted column t.a"]],
  ["ALTER TABLE t ADD a INT DEFAULT CURRENT_TIMESTAMP", ["sqlite-add-column-restricted column t.a"]],
  ["CREATE UNIQUE INDEX i ON t (a)", ["unique-duplicates index i"]],
  ["CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a)", []],
  ["DROP INDEX i", ["index-dropped index i"]],
  ["DROP INDEX i; CREATE INDEX i ON t (b)", []],
  ["DROP VIEW v", ["view-contract-change view v"]],
  ["BEGIN; COMMIT", ["transaction-control-in-migration null", "transaction-control-in-migration null"]],
  ["INSERT INTO _prisma_migrations VALUES (1)", ["migration-history-rewritten null"]],
])("hazards of %s", (sql, expected) => {
  expect(hazards(parse(sql))).toEqual(expected);
});

describe("REPLACE deletes what refers to the replaced row", () => {
  const referring = (onDelete: ForeignKey["onDelete"]): ForeignKey => ({
    kind: "foreign key",
    id: "foreign key children.children_parent",
    schema: null,
    name: "children_parent",
    table: "children",
    columns: ["parent"],
    references: "table t",
    referencedColumns: ["id"],
    onDelete,
    onUpdate: "no action",
    onDeleteColumns: [],
    match: "simple",
    deferrable: "no",
    validated: true,
    enforced: true,
  });

  test.each([
    ["cascade", true],
    ["set null", true],
    ["restrict", false],
  ] as const)("ON DELETE %s: %s", (onDelete, deletes) => {
    const parsed = parseScript("INSERT OR REPLACE INTO t VALUES (1)", {
      defaultSchema: null,
      historyTables: [],
      objects: [referring(onDelete)],
    });
    expect(parsed.statements[0]?.effects.includes("deletes-data")).toBe(deletes);
  });
});
