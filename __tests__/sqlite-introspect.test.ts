import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diff } from "../src/diff/diff.ts";
import type { SchemaObject } from "../src/schema/snapshot.ts";
import { memoryDatabase, sessionOf, snapshotOf } from "./support/sqlite.ts";

async function objectsOf(sql: string): Promise<readonly SchemaObject[]> {
  using database = memoryDatabase(sql);
  return (await snapshotOf(database)).objects;
}

async function find(sql: string, id: string): Promise<SchemaObject | undefined> {
  return (await objectsOf(sql)).find((object) => object.id === id);
}

describe("spelled differently, equal all the same", () => {
  test.each([
    ['CREATE TABLE "t" ("a" INT, [b] text, `c` VARCHAR( 10 ))', "create table t(a int,b TEXT,c varchar(10)) -- comment"],
    ["CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INTEGER NOT NULL, PRIMARY KEY (id))"],
    ["CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", "CREATE TABLE t (id integer, PRIMARY KEY (id AUTOINCREMENT))"],
    ["CREATE TABLE t (a TEXT UNIQUE)", "CREATE TABLE t (a TEXT, UNIQUE (a))"],
    ["CREATE TABLE t (a INT CHECK (a>0 AND  a<10))", 'CREATE TABLE t (a INT CHECK ("a" > 0 and t.[a] < 10 /* ten */))'],
    [
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p)",
      "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES P (ID) ON DELETE NO ACTION)",
    ],
    [
      "CREATE TABLE t (a, b); CREATE INDEX i ON t (a ASC, lower(b)) WHERE b>0",
      'CREATE TABLE t (a, b); CREATE INDEX "i" ON "t" ("a", lower("b") asc) where "b" > 0',
    ],
    ["CREATE TABLE t (a DEFAULT (1))", "CREATE TABLE t (a DEFAULT 1)"],
    ["CREATE TABLE t (a DEFAULT current_timestamp)", "CREATE TABLE t (a DEFAULT CURRENT_TIMESTAMP)"],
    [
      "CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t",
      'CREATE TABLE t (a); CREATE VIEW "v" AS\n  select a -- x\n  FROM "t"',
    ],
    [
      "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END",
      'CREATE TABLE t (a); CREATE TRIGGER "r" AFTER INSERT ON "t" BEGIN delete from "t" ; END',
    ],
    ["CREATE TABLE t (a COLLATE BINARY)", "CREATE TABLE t (a)"],
  ])("%s", async (one, other) => {
    expect(diff(await objectsOf(one), await objectsOf(other))).toEqual([]);
  });

  test("after SQLite rewrote the text for a rename", async () => {
    const renamed = await objectsOf(`
      CREATE TABLE old (a INT CHECK (old.a > 0)); CREATE INDEX i ON old (a) WHERE a > 1; CREATE TABLE other (x INT REFERENCES old (a));
      CREATE TRIGGER r AFTER INSERT ON old BEGIN DELETE FROM old WHERE a = 1; END; CREATE VIEW v AS SELECT old.a FROM old;
      ALTER TABLE old RENAME TO t`);
    const made = await objectsOf(`
      CREATE TABLE t (a INT CHECK (a > 0)); CREATE INDEX i ON t (a) WHERE a > 1; CREATE TABLE other (x INT REFERENCES t (a));
      CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = 1; END; CREATE VIEW v AS SELECT t.a FROM t`);
    expect(diff(renamed, made)).toEqual([]);
  });
});

describe("different, and not taken for equal", () => {
  test.each([
    ["CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INTEGER PRIMARY KEY DESC)"],
    ["CREATE TABLE t (id INTEGER PRIMARY KEY)", "CREATE TABLE t (id INT PRIMARY KEY)"],
    ["CREATE TABLE t (a, b, PRIMARY KEY (a, b))", "CREATE TABLE t (a, b, PRIMARY KEY (b, a))"],
    ["CREATE TABLE t (a)", "CREATE TABLE t (a NOT NULL ON CONFLICT IGNORE)"],
    ["CREATE TABLE t (a NOT NULL)", "CREATE TABLE t (a NOT NULL ON CONFLICT IGNORE)"],
    ["CREATE TABLE t (a UNIQUE)", "CREATE TABLE t (a UNIQUE ON CONFLICT REPLACE)"],
    ["CREATE TABLE t (a DEFAULT 'A')", "CREATE TABLE t (a DEFAULT 'a')"],
    ["CREATE TABLE t (a CHECK (a <> 'x  y'))", "CREATE TABLE t (a CHECK (a <> 'x y'))"],
    ["CREATE TABLE t (a, b CHECK (a <> b))", 'CREATE TABLE t (a, b CHECK (a <> "bb"))'],
    [
      "CREATE TABLE p (a, b); CREATE TABLE c (x REFERENCES p (a))",
      "CREATE TABLE p (a, b); CREATE TABLE c (x REFERENCES p (a) DEFERRABLE INITIALLY DEFERRED)",
    ],
    ["CREATE TABLE t (a); CREATE INDEX i ON t (a)", "CREATE TABLE t (a); CREATE INDEX i ON t (a COLLATE NOCASE)"],
    ["CREATE TABLE t (a INT)", "CREATE TABLE t (a INT) STRICT"],
  ])("%s", async (one, other) => {
    expect(diff(await objectsOf(one), await objectsOf(other))).not.toEqual([]);
  });
});

test("a double-quoted string is kept as it is, also where a word of the same letters would mean something else", async () => {
  const sql =
    'CREATE TABLE t (status TEXT CHECK ("status" IN ("active", "order"))); CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET status = "active"; END';
  expect(await find(sql, "check t.t_status_check")).toMatchObject({ expression: 'status IN ("active", "order")' });
  expect(await find(sql, "trigger t.r")).toMatchObject({
    definition: 'CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET status = "active"; END',
  });
});

test("constraints without a name get one from their columns, once each", async () => {
  const objects = await objectsOf(`
    CREATE TABLE p (a INT UNIQUE, b INT, UNIQUE (b, a));
    CREATE TABLE t (a INT UNIQUE CHECK (a > 0) REFERENCES p (a), CHECK (a < 9), CHECK (a <> 5), FOREIGN KEY (a) REFERENCES p (a)); CREATE INDEX t_a_key ON t (a)`);
  expect(objects.map(({ id }) => id).filter((id) => !/^(table|column)/.test(id))).toEqual([
    "check t.t_a_check",
    "check t.t_check",
    "check t.t_check_2",
    "foreign key t.t_a_fkey",
    "foreign key t.t_a_fkey_2",
    "index p_a_key",
    "index p_b_a_key",
    "index t_a_key",
    "index t_a_key_2",
  ]);
});

test("tables that SQLite or a virtual table keeps for itself are left out", async () => {
  const objects = await objectsOf(
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE VIRTUAL TABLE d USING fts5 (body, tokenize = 'porter  ascii'); ANALYZE",
  );
  expect(objects.filter(({ kind }) => kind === "table").map(({ id }) => id)).toEqual(["table d", "table t"]);
  expect(objects.find(({ id }) => id === "table d")).toMatchObject({ options: ["USING fts5(body,tokenize = 'porter  ascii')"] });
});

test("a view that can't be read is still compared", async () => {
  expect(
    await find("CREATE TABLE t (a); CREATE VIEW v AS SELECT gone FROM t; CREATE VIEW w AS SELECT * FROM nowhere", "view w"),
  ).toMatchObject({
    definition: "SELECT * FROM nowhere",
  });
});

test("sizes: rows where ANALYZE ran, bytes with the indexes", async () => {
  using database = memoryDatabase(
    "CREATE TABLE t (a); CREATE INDEX i ON t (a); CREATE TABLE u (a); INSERT INTO t VALUES (1), (2); ANALYZE t",
  );
  expect((await snapshotOf(database)).statistics).toEqual({
    "table t": { rows: 2, bytes: 8192 },
    "table u": { rows: null, bytes: 4096 },
  });
});

test("every name is read back as it was given", async () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((text) => !text.includes("\0") && !/^sqlite_/i.test(text) && text.isWellFormed());
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      name,
      fc.uniqueArray(name, { minLength: 2, maxLength: 4, selector: (text) => text.toLowerCase() }),
      async (table, columns) => {
        const [first = "", second = ""] = columns;
        using database = memoryDatabase(
          `CREATE TABLE ${quote(table)} (${columns.map((column) => `${quote(column)} INT CHECK (${quote(column)} > 0)`).join(", ")},
           UNIQUE (${quote(first)}, ${quote(second)}), FOREIGN KEY (${quote(second)}) REFERENCES ${quote(table)} (${quote(first)}));
         CREATE INDEX ${quote(`${table}!`)} ON ${quote(table)} (${quote(first)} || 'x') WHERE ${quote(second)} > 1`,
        );
        const { objects } = await snapshotOf(database);
        expect(
          objects
            .filter(({ kind }) => kind === "column")
            .map((column) => column.name)
            .sort(),
        ).toEqual([...columns].sort());
        expect(objects.find(({ kind }) => kind === "foreign key")).toMatchObject({
          columns: [second],
          referencedColumns: [first],
          references: `table ${table}`,
        });
        expect(objects.filter(({ kind }) => kind === "check")).toHaveLength(columns.length);
        expect(objects.find(({ id }) => id === `index ${table}!`)).toMatchObject({ table, keys: [{ column: null }] });
      },
    ),
    { numRuns: 200 },
  );
});

test("what is read agrees with SQLite's own pragmas", async () => {
  using database = memoryDatabase(`
    CREATE TABLE p (a INT, b TEXT COLLATE NOCASE NOT NULL, PRIMARY KEY (b, a)) WITHOUT ROWID;
    CREATE TABLE c (id INTEGER PRIMARY KEY, x INT, y TEXT, z INT AS (x + 1), FOREIGN KEY (y, x) REFERENCES p (b, a) ON DELETE CASCADE)`);
  const columns = await sessionOf(database).query<{ name: string; notnull: number }>(
    "SELECT name, \"notnull\" FROM pragma_table_xinfo('p')",
  );
  const { objects } = await snapshotOf(database);
  for (const { name, notnull } of columns)
    expect(objects.find(({ id }) => id === `column p.${name}`)).toMatchObject({ nullable: notnull === 0 });
  expect(objects.find(({ id }) => id === "column c.z")).toMatchObject({ generated: { expression: "x + 1", stored: false } });
  expect(objects.find(({ kind }) => kind === "foreign key")).toMatchObject({
    columns: ["y", "x"],
    referencedColumns: ["b", "a"],
    onDelete: "cascade",
  });
  expect(objects.find(({ id }) => id === "primary key p.p_pkey")).toMatchObject({ columns: ["b", "a"] });
});
