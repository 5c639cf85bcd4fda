import { describe, expect, test } from "vitest";
import type { Dialect, LiveDatabase, ParsedStatement } from "../src/dialects/dialect.ts";
import { postgres } from "../src/dialects/postgres/dialect.ts";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";
import { nothingAround } from "../src/hazards/circumstances.ts";
import { type Evidence, judgeHazards } from "../src/hazards/judge.ts";
import type { Risk } from "../src/hazards/risk.ts";
import { probe } from "../src/probe.ts";
import type { Snapshot } from "../src/schema/snapshot.ts";
import { Secret } from "../src/secret.ts";
import { createDatabase, servers } from "./support/servers.ts";

const scope = { include: null, exclude: [], absent: "leave out" } as const;
const options = {
  applicationName: "schemagate",
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 10_000,
  workingDirectory: process.cwd(),
};

type Asked = { readonly hazards: readonly string[]; readonly questions: readonly string[] };

/** What is raised for a script by its text and the rows of the live database, and what was sent there. */
async function ask(sql: string, live: Snapshot, database: LiveDatabase, dialect: Dialect): Promise<Asked> {
  const context = { defaultSchema: dialect.name === "postgres" ? "public" : null, historyTables: [], objects: live.objects };
  const { statements } = await dialect.parseScript(sql, context);
  const questions: string[] = [];
  const spied: Pick<LiveDatabase, "query"> = {
    query: (text, values) => {
      questions.push(text);
      return database.query(text, values);
    },
  };
  const risks: readonly Risk[] = statements.flatMap((statement) => statement.risks);
  const answers = await probe(risks, live, spied, { dialect, now: Date.now });
  const evidence: Evidence = {
    dialect: dialect.name,
    observations: [],
    answers,
    statistics: {},
    around: nothingAround,
    smallTable: 0,
  };
  const judged = judgeHazards(statements.map(judgedStatement), evidence).flat();
  return {
    hazards: judged.map(({ id, severity, evidence: seen }) => `${id} (${severity}): ${seen ?? "not asked"}`),
    questions,
  };
}

function judgedStatement({ verb, risks, touches, effects }: ParsedStatement) {
  const writes = effects.includes("changes-data") || effects.includes("deletes-data");
  return { verb, risks, touches, writesRows: writes ? "yes" : "no", batch: 0, transactional: "yes" } as const;
}

const schema = `
CREATE TABLE city (id int PRIMARY KEY);
CREATE TABLE addr (id int PRIMARY KEY, city_id int, code text, kwh int, qty bigint, price numeric(12,4), note text, empty text);
INSERT INTO city VALUES (1), (2);
INSERT INTO addr SELECT n, n % 9, 'c' || (n % 4), n - 7, n * 1000000000::bigint, n + 0.1234, CASE WHEN n > 3 THEN 'x' END, NULL
  FROM generate_series(1, 20) AS n;
CREATE TABLE nothing (id int PRIMARY KEY, a text);
CREATE TYPE state AS ENUM ('open', 'held', 'done');
CREATE TABLE ticket (id int PRIMARY KEY, st state);
INSERT INTO ticket SELECT n, 'held' FROM generate_series(1, 8) AS n;
CREATE TABLE grow (id serial PRIMARY KEY);
INSERT INTO grow VALUES (2000000000);
CREATE TABLE tag (id int PRIMARY KEY, k int);
CREATE UNIQUE INDEX tag_k_u ON tag (k);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'tag_k_u'::regclass;`;

const answers: readonly (readonly [sql: string, raised: readonly string[]])[] = [
  ["ALTER TABLE addr ALTER note SET NOT NULL", ["set-not-null-nulls (data-dependent): A few rows are NULL there: it fails."]],
  ["ALTER TABLE addr ALTER code SET NOT NULL", []],
  [
    "CREATE UNIQUE INDEX CONCURRENTLY u ON addr (code)",
    ["unique-duplicates (data-dependent): A few values occur more than once: it fails."],
  ],
  ["CREATE UNIQUE INDEX CONCURRENTLY u ON addr (code, id)", []],
  ["CREATE UNIQUE INDEX CONCURRENTLY u ON addr (code) WHERE kwh > 10", []],
  ["CREATE UNIQUE INDEX CONCURRENTLY u ON addr (empty)", []],
  [
    "CREATE UNIQUE INDEX CONCURRENTLY u ON addr (empty) NULLS NOT DISTINCT",
    ["unique-duplicates (data-dependent): A few values occur more than once: it fails."],
  ],
  ["ALTER TABLE addr ADD CHECK (kwh >= 0)", ["check-violations (data-dependent): 6 rows break it: it fails."]],
  ["ALTER TABLE addr ADD CHECK (kwh > -100 AND length(code) < 5 OR code IN ('a', 'b'))", []],
  [
    "ALTER TABLE addr ADD FOREIGN KEY (city_id) REFERENCES city",
    ["foreign-key-orphans (data-dependent): 14 rows have no parent: it fails."],
  ],
  ["ALTER TABLE addr ADD COLUMN must int NOT NULL", ["add-required-column (data-dependent): 20 rows in the table: it fails."]],
  ["ALTER TABLE nothing ADD COLUMN must int NOT NULL", []],
  ["ALTER TABLE addr ALTER qty TYPE int", ["type-cast-may-fail (data-dependent): 18 values do not fit: it fails."]],
  ["ALTER TABLE addr ALTER price TYPE numeric(12,2)", ["lossy-type-conversion (destructive): 20 values do not fit."]],
  ["ALTER TABLE addr ALTER code TYPE varchar(1)", ["type-cast-may-fail (data-dependent): 20 values do not fit: it fails."]],
  ["DROP TABLE nothing", ["drop-table (advisory): No rows in the table."]],
  ["DROP TABLE addr", ["drop-table (destructive): 20 rows in the table."]],
  ["ALTER TABLE addr DROP COLUMN empty", ["drop-column (advisory): No rows have a value in it."]],
  ["ALTER TABLE addr DROP COLUMN note", ["drop-column (destructive): 17 rows have a value in it."]],
  ["UPDATE addr SET note = '' WHERE note IS NULL", ["unbatched-backfill (advisory): A few rows match."]],
  [
    "UPDATE addr SET note = ''; ALTER TABLE addr ALTER note SET NOT NULL",
    ["set-not-null-nulls (data-dependent): A few rows are NULL there as of now; an earlier statement writes to the table."],
  ],
  [
    "CREATE TABLE child (id int PRIMARY KEY, grow_id int REFERENCES grow)",
    ["integer-key-exhaustion (advisory): 94 % of its numbers are used."],
  ],
  [
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tag_k_u ON tag (k)",
    ["invalid-index-masked (data-dependent): An index of this name is there, and it is invalid."],
  ],
  [
    "ALTER TYPE state RENAME TO old; CREATE TYPE state AS ENUM ('open', 'done'); ALTER TABLE ticket ALTER st TYPE state USING st::text::state",
    ["enum-value-removed (data-dependent): 8 rows have such a value: it fails."],
  ],
];

describe.each(await servers(14, 18))("what the rows of $label say", (server) => {
  test("each question has its answer, small numbers are not said, and what is harmless is not raised", {
    timeout: 60_000,
  }, async () => {
    await using database = await createDatabase(server);
    await database.admin.query(schema);
    await using live = await postgresDriver.connect(new Secret(database.url), options);
    const snapshot = await live.introspect(scope);
    for (const [sql, raised] of answers) {
      // NULLS NOT DISTINCT came with 15.
      if (server.major < 15 && sql.includes("NULLS NOT DISTINCT")) continue;
      const { hazards } = await ask(sql, snapshot, live, postgres);
      const ids = new Set(raised.map((one) => one.split(" ", 1)[0]));
      const asked = hazards.filter((one) => ids.has(one.split(" ", 1)[0] ?? "") || /: (?!not asked)/.test(one));
      expect([sql, asked.filter((one) => !one.startsWith("unbounded-dml"))]).toEqual([sql, raised]);
    }
  });

  test("an expression with a function that leaves a trace never gets there", { timeout: 60_000 }, async () => {
    await using database = await createDatabase(server);
    await database.admin.query(`${schema}
CREATE SEQUENCE traces;
CREATE FUNCTION leaves_trace(text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('traces'); RETURN true; END $$;
CREATE FUNCTION length(text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN PERFORM public.leaves_trace($1); RETURN 1; END $$;
CREATE OPERATOR public.=== (FUNCTION = starts_with, LEFTARG = text, RIGHTARG = text);`);
    await using live = await postgresDriver.connect(new Secret(database.url), options);
    const snapshot = await live.introspect(scope);
    const hostile = [
      "leaves_trace(code)",
      "public.length(code) > 0",
      "code OPERATOR(public.===) 'a'",
      "EXISTS (SELECT 1 FROM city)",
      "(SELECT nextval('traces')) > 0",
      "pg_sleep(60) IS NULL",
      "pg_read_file('/etc/passwd') IS NULL",
      "query_to_xml('SELECT nextval(''traces'')', true, true, '') IS NOT NULL",
      "set_config('search_path', 'public', false) IS NOT NULL",
      "dblink_exec('', code) = ''",
      "pg_advisory_lock(1) IS NULL",
      "current_setting('is_superuser') = 'on'",
      "addr.leaves_trace",
      "(addr).code = 'a'",
      "code::regclass IS NOT NULL",
      "code = $1",
    ];
    for (const condition of hostile) {
      for (const sql of [`ALTER TABLE addr ADD CHECK (${condition})`, `UPDATE addr SET note = '' WHERE ${condition}`]) {
        const { questions } = await ask(sql, snapshot, live, postgres);
        expect([sql, questions]).toEqual([sql, []]);
      }
    }
    const { rows } = await database.admin.query("SELECT is_called FROM traces");
    expect(rows).toEqual([{ is_called: false }]);
    // Plain ones get there, with PostgreSQL's own function of that name.
    const plain = await ask("ALTER TABLE addr ADD CHECK (length(code) > 100)", snapshot, live, postgres);
    expect(plain.questions).toEqual([expect.stringContaining('pg_catalog."length"("code") OPERATOR(pg_catalog.>) 100')]);
    expect(plain.hazards).toContain("check-violations (data-dependent): 20 rows break it: it fails.");
    expect((await database.admin.query("SELECT is_called FROM traces")).rows).toEqual([{ is_called: false }]);
  });

  test("a long transaction is seen, and a small table is no comfort then", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x')");
    await using live = await postgresDriver.connect(new Secret(database.url), options);
    const quiet = await postgres.readCircumstances(live);
    expect(quiet).toMatchObject({ oldestTransaction: null, replicas: 0 });
    await database.admin.query("BEGIN");
    await database.admin.query("SELECT 1 FROM t");
    const busy = await postgres.readCircumstances(live);
    await database.admin.query("ROLLBACK");
    expect(busy.oldestTransaction).toBeGreaterThanOrEqual(0);

    const { statements } = await postgres.parseScript("CREATE INDEX i ON t (a)", { defaultSchema: "public", historyTables: [] });
    const judge = (around: typeof quiet) =>
      judgeHazards(statements.map(judgedStatement), {
        dialect: "postgres",
        observations: [],
        answers: new Map(),
        statistics: { "table public.t": { rows: 1, bytes: 8192 } },
        smallTable: 10,
        around,
      })
        .flat()
        .map(({ severity, evidence }) => [severity, evidence]);
    expect(judge(quiet)).toEqual([["advisory", "About 1 row. That is over in a moment."]]);
    expect(judge({ ...busy, oldestTransaction: 600, writes: { "table public.t": 5_000 } })).toEqual([
      [
        "blocking",
        "About 5,000 of its rows change a minute. A transaction has been open for 10 minutes: this may wait for it, and everybody else behind this. About 1 row.",
      ],
    ]);
  });

  test("names with quotes stay names", async () => {
    await using database = await createDatabase(server);
    const [table, column] = ['"a""; DROP TABLE x; --"', `"c'"";"`];
    await database.admin.query(
      `CREATE TABLE ${table} (id int PRIMARY KEY, ${column} text); INSERT INTO ${table} VALUES (1), (2), (3), (4), (5)`,
    );
    await using live = await postgresDriver.connect(new Secret(database.url), options);
    const { hazards } = await ask(
      `ALTER TABLE ${table} ALTER ${column} SET NOT NULL`,
      await live.introspect(scope),
      live,
      postgres,
    );
    expect(hazards).toContain("set-not-null-nulls (data-dependent): 5 rows are NULL there: it fails.");
  });

  test("what the role may not read is not known, and no zero", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE secret (id int PRIMARY KEY, a text); INSERT INTO secret VALUES (1, NULL)");
    await database.admin.query("ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY");
    const role = `reader_${server.major}_${Date.now()}`;
    await database.admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'p'; GRANT SELECT ON secret TO ${role}`);
    try {
      const url = new URL(database.url);
      url.username = role;
      url.password = "p";
      await using live = await postgresDriver.connect(new Secret(url.href), options);
      const { hazards } = await ask("ALTER TABLE secret ALTER a SET NOT NULL", await live.introspect(scope), live, postgres);
      expect(hazards).toContain(
        "set-not-null-nulls (data-dependent): Not looked at in the database: the role may not read the table, or it took too long.",
      );
    } finally {
      await database.admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
