/** A migration that does harm, or tries to find out something, and what the command says to it. */
export type Attack = { readonly name: string; readonly sql: string; readonly answer: RegExp };

/** What the attacks aim at: files of this machine, and a database that is not the migration's. */
export type Aims = {
  /** Does not exist, and must not afterwards. */
  readonly newFile: string;
  readonly secretFile: string;
  readonly preciousDatabase: string;
  readonly liveUrl: string;
  readonly liveDatabase: string;
};

const denied = /denied|must be|does not exist|was stopped|cannot|could not|not available|no extension/;

/** What any PostgreSQL refuses to somebody who may do little. */
export function forbiddenAttacks({ newFile, secretFile, liveUrl, liveDatabase }: Aims): readonly Attack[] {
  const dblink = `CREATE EXTENSION dblink; SELECT dblink_exec('${liveUrl}', 'DROP TABLE customers')`;
  return [
    { name: "a program to write to", sql: `COPY customers TO PROGRAM 'touch ${newFile}'`, answer: denied },
    { name: "a program to read from", sql: `COPY customers (name) FROM PROGRAM 'cat ${secretFile}'`, answer: denied },
    { name: "another server", sql: dblink, answer: denied },
    { name: "an untrusted language", sql: "CREATE EXTENSION plpython3u", answer: denied },
    { name: "the end of the live database", sql: `DROP DATABASE "${liveDatabase}" WITH (FORCE)`, answer: denied },
    { name: "commands of psql", sql: `\\! touch ${newFile}\n\\copy customers to '${newFile}'`, answer: /syntax error/ },
    {
      name: "a null character",
      sql: "CREATE TABLE a (id int);\0DROP TABLE customers;",
      answer: /null character|syntax error|invalid/,
    },
    { name: "a byte order mark", sql: "\uFEFFDROP TABLE customers", answer: /syntax error/ },
    { name: "an open transaction", sql: "BEGIN; DROP TABLE customers;", answer: /does not end it/ },
  ];
}

/** What never ends by itself, or not before the machine is full. */
export const exhaustingPostgresAttacks: readonly Attack[] = [
  { name: "an endless query", sql: `${endless()} SELECT count(*) FROM r`, answer: /was stopped/ },
  {
    name: "much memory",
    sql: "SELECT array_agg(repeat('x', 1000000) || n) FROM generate_series(1, 100000) n",
    answer: /was stopped|memory/,
  },
  {
    name: "endless recursion",
    sql: "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(); END'; SELECT f()",
    answer: /was stopped|stack depth/,
  },
  { name: "deep nesting", sql: nested(), answer: /was stopped|memory|stack|nested/ },
];

function endless(): string {
  return "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)";
}

function nested(): string {
  return `SELECT ${"(".repeat(100_000)}1${")".repeat(100_000)}`;
}

/** Every attempt fails, and the script says nothing about it. */
export function silentPostgresAttack({ newFile, secretFile, liveUrl }: Aims): string {
  const attempts = [
    `COPY customers TO '${newFile}'`,
    `COPY customers (name) FROM '${secretFile}'`,
    "COPY customers (name) FROM '/proc/self/environ'",
    `INSERT INTO customers SELECT 9, pg_read_file('${secretFile}')`,
    `SELECT lo_import('${secretFile}')`,
    `SELECT lo_export(lo_from_bytea(0, 'x'), '${newFile}')`,
    `SELECT dblink_exec('${liveUrl}', 'DROP TABLE customers')`,
    `CREATE SUBSCRIPTION s CONNECTION '${liveUrl}' PUBLICATION p`,
    "ALTER ROLE CURRENT_USER SUPERUSER",
  ];
  const hidden =
    "DO $do$ BEGIN EXECUTE 'CO' || 'PY customers TO ' || quote_literal('/x'); EXCEPTION WHEN OTHERS THEN NULL; END $do$;\n";
  return [hidden]
    .concat(attempts.map((sql) => `DO $do$ BEGIN EXECUTE $sql$${sql}$sql$; EXCEPTION WHEN OTHERS THEN NULL; END $do$;\n`))
    .join("");
}

export function sqliteAttacks({ newFile, secretFile, preciousDatabase }: Aims): readonly Attack[] {
  return [
    { name: "ATTACH", sql: `ATTACH '${preciousDatabase}' AS p; DROP TABLE p.precious;`, answer: /ATTACH/ },
    { name: "ATTACH of a new file", sql: `ATTACH 'file:${newFile}?mode=rwc' AS p; CREATE TABLE p.t (id);`, answer: /ATTACH/ },
    { name: "VACUUM INTO", sql: `VACUUM INTO '${newFile}'`, answer: /VACUUM INTO/ },
    { name: "load_extension", sql: `SELECT load_extension('${newFile}')`, answer: /load_extension|not authorized|not allowed/ },
    { name: "readfile", sql: `INSERT INTO customers SELECT 9, readfile('${secretFile}')`, answer: /no such function/ },
    { name: "writefile", sql: `SELECT writefile('${newFile}', 'x')`, answer: /no such function/ },
    { name: "writable_schema", sql: "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema;", answer: /writable_schema/ },
    { name: "a folder for temporary files", sql: "PRAGMA temp_store_directory = '/'", answer: /temp_store_directory/ },
    { name: "commands of the shell", sql: `.shell touch ${newFile}`, answer: /syntax error/ },
    { name: "an endless query", sql: `${endless()} SELECT count(*) FROM r`, answer: /was stopped/ },
    {
      name: "much memory",
      sql: `CREATE TABLE blobs AS ${endless()} SELECT randomblob(10000000) AS b FROM r`,
      answer: /was stopped|memory/,
    },
    { name: "a huge value", sql: "SELECT hex(zeroblob(1000000000))", answer: /too big/ },
    { name: "deep nesting", sql: nested(), answer: /Recursion limit|too deep|overflow|maximum depth/ },
    { name: "a null character", sql: "CREATE TABLE a (id int);\0DROP TABLE customers;", answer: /null character/ },
    { name: "an open transaction", sql: "BEGIN; DROP TABLE customers;", answer: /transaction/ },
  ];
}
