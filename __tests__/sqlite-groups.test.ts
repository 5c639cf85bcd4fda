import { describe, expect, test } from "vitest";
import { groupStatements } from "../src/dialects/sqlite/group-statements.ts";
import { parseScript } from "../src/dialects/sqlite/statements.ts";

/** Each group as `transaction, enforced: a | b`. */
function groups(sql: string): readonly string[] {
  const { statements } = parseScript(sql, { defaultSchema: null, historyTables: [] });
  const grouped = groupStatements(statements);
  expect(grouped.flatMap((group) => group.statements)).toEqual(statements);
  return grouped.map(
    (group) =>
      `${group.transactional ? "transaction" : "alone"}, ${group.foreignKeys}: ${group.statements.map((one) => one.sql).join(" | ")}`,
  );
}

const rebuild = "CREATE TABLE new_t (id); INSERT INTO new_t (id) SELECT id FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t";
const inside = rebuild.replaceAll("; ", " | ");

test("an ordinary file is one transaction", () => {
  expect(groups("CREATE TABLE a (x); INSERT INTO a VALUES (1); DROP INDEX i; DELETE FROM b")).toEqual([
    "transaction, enforced: CREATE TABLE a (x) | INSERT INTO a VALUES (1) | DROP INDEX i | DELETE FROM b",
  ]);
});

test("nothing is no group", () => {
  expect(groups("-- nothing here")).toEqual([]);
});

test.each(["BEGIN", "SAVEPOINT s", "COMMIT", "ROLLBACK"])("a file with its own %s runs as it is written", (control) => {
  expect(groups(`PRAGMA foreign_keys=OFF; ${control}; DROP TABLE t; VACUUM`)).toEqual([
    `alone, enforced: PRAGMA foreign_keys=OFF | ${control} | DROP TABLE t | VACUUM`,
  ]);
});

describe("foreign keys", () => {
  test.each([
    "PRAGMA foreign_keys=OFF",
    "PRAGMA foreign_keys = 0",
    "pragma main.foreign_keys(No)",
    "PRAGMA foreign_keys='off'",
    "PRAGMA foreign_keys=offf",
  ])("are suspended for a whole file with %s", (off) => {
    expect(groups(`ALTER TABLE u ADD a; ${off}; ${rebuild}; PRAGMA foreign_keys=ON; CREATE INDEX i ON t (id)`)).toEqual([
      `transaction, suspended: ALTER TABLE u ADD a | ${off} | ${inside} | PRAGMA foreign_keys=ON | CREATE INDEX i ON t (id)`,
    ]);
  });

  test("are suspended for a file as Prisma writes it", () => {
    const sql = `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF; ${rebuild}; PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF`;
    expect(groups(sql)).toEqual([`transaction, suspended: ${sql.replaceAll("; ", " | ")}`]);
  });

  test.each([
    "DELETE FROM u WHERE x",
    "WITH y AS (SELECT 1) DELETE FROM u",
    "REPLACE INTO u VALUES (1)",
    "INSERT OR REPLACE INTO u VALUES (1)",
    "DROP TABLE u",
  ])("follow the file where %s would cascade outside of the region without them", (cascading) => {
    const off = "PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF";
    const on = "PRAGMA foreign_keys=ON";
    expect(groups(`${off}; ${rebuild}; ${on}; ${cascading}; SELECT 1`)).toEqual([
      `transaction, suspended: ${off.replace("; ", " | ")} | ${inside}`,
      `transaction, enforced: ${on} | ${cascading} | SELECT 1`,
    ]);
    expect(groups(`${cascading}; ${off}; ${rebuild}; ${on}`)).toEqual([
      `transaction, enforced: ${cascading} | PRAGMA defer_foreign_keys=ON`,
      `transaction, suspended: PRAGMA foreign_keys=OFF | ${inside} | ${on}`,
    ]);
  });

  test("stay suspended round a table that the file itself made and drops", () => {
    expect(
      groups("CREATE TABLE x (a); DELETE FROM x; DROP TABLE x; PRAGMA foreign_keys=OFF; DROP TABLE t; PRAGMA foreign_keys=ON"),
    ).toHaveLength(1);
  });

  test("stay on where the file says so, and are suspended where it drops a table and says nothing", () => {
    expect(groups(rebuild)).toEqual([`transaction, suspended: ${inside}`]);
    expect(groups("DROP TABLE IF EXISTS t")).toEqual(["transaction, suspended: DROP TABLE IF EXISTS t"]);
    expect(groups(`PRAGMA foreign_keys=ON; ${rebuild}`)).toEqual([`transaction, enforced: PRAGMA foreign_keys=ON | ${inside}`]);
    expect(groups("PRAGMA foreign_keys; CREATE TABLE x (a); DROP TABLE x")[0]).toMatch(/^transaction, enforced/);
  });
});

test.each([
  "VACUUM",
  "ATTACH 'x' AS y",
  "DETACH y",
  "PRAGMA journal_mode=WAL",
  "PRAGMA synchronous=OFF",
  "PRAGMA wal_checkpoint",
  "PRAGMA wal_checkpoint(TRUNCATE)",
])("%s stands alone", (alone) => {
  expect(groups(`PRAGMA foreign_keys=OFF; DROP TABLE t; ${alone}; DROP TABLE u`)).toEqual([
    "transaction, suspended: PRAGMA foreign_keys=OFF | DROP TABLE t",
    `alone, enforced: ${alone}`,
    "transaction, suspended: DROP TABLE u",
  ]);
});

test.each(["PRAGMA defer_foreign_keys=ON", "PRAGMA legacy_alter_table=ON", "PRAGMA journal_mode", "PRAGMA user_version=3"])(
  "%s belongs to the transaction",
  (pragma) => {
    expect(groups(`CREATE TABLE t (a); ${pragma}; DROP TABLE t`)).toHaveLength(1);
  },
);

test("what can't be read is one transaction", () => {
  expect(groups("CREATE TABLE t (a); SELECT 'open")).toEqual(["transaction, enforced: CREATE TABLE t (a); SELECT 'open"]);
});
