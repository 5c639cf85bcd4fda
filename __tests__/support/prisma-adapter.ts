/**
 * What Prisma's engine reaches a database through. It does as the drivers in the native binary do, which @prisma/adapter-pg does not:
 * a migration file is one message to PostgreSQL, so one transaction unless it has its own; in SQLite each statement commits by itself.
 */
import { appendFileSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import pg from "pg";

/** One thing that the engine asked of the database. A script is sent as it is; the others have values. */
export type SentSql = {
  readonly kind: "query" | "execute" | "script";
  readonly sql: string;
  readonly values: readonly unknown[];
};

/** A factory of connections as the engine wants it; disposing closes them. */
export type Adapter = AsyncDisposable;

type Connection = {
  query(sql: string, values: readonly unknown[]): Promise<Rows>;
  execute(sql: string, values: readonly unknown[]): Promise<number>;
  script(sql: string): Promise<void>;
  /** The argument as the database stores it. */
  stored(argument: unknown, scalarType: string | undefined): unknown;
  /** In the engine's words; throws what did not come from the database. */
  problem(error: unknown, sent: SentSql["kind"]): Problem;
  close(): Promise<void>;
};

type Rows = {
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly number[];
  readonly rows: readonly (readonly unknown[])[];
};
type Problem = Readonly<Record<string, unknown>>;
type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Problem };
type Query = {
  readonly sql: string;
  readonly args: readonly unknown[];
  readonly argTypes: readonly { readonly scalarType: string }[];
};

/** Prisma's numbers. */
const columnType = {
  int32: 0,
  int64: 1,
  float: 2,
  boolean: 5,
  character: 6,
  text: 7,
  dateTime: 10,
  int32Array: 64,
  booleanArray: 69,
  characterArray: 70,
  textArray: 71,
} as const;

/** `url` as Prisma takes it: of PostgreSQL, or `file:` with an absolute path. The file `log` gets each SentSql as a line of JSON. */
export function adapterFor({ url, log }: { readonly url: string; readonly log: string }): Adapter {
  const sqlite = url.startsWith("file:");
  const opened: Connection[] = [];
  const about = {
    provider: sqlite ? "sqlite" : "postgres",
    adapterName: "schemagate-tests",
    errorRegistry: { consumeError: () => undefined },
  };
  const connectionInfo = { schemaName: sqlite ? "main" : schemaOf(url), supportsRelationJoins: false };
  const factory = {
    ...about,
    connect: async () => {
      const connection = sqlite ? openSqlite(url) : await openPostgres(url);
      opened.push(connection);
      return ok({ ...about, ...methods(connection, log), getConnectionInfo: () => ok(connectionInfo) });
    },
    connectToShadowDb: () => Promise.reject(new Error("There is no shadow database here.")),
    [Symbol.asyncDispose]: async () => {
      for (const connection of opened) await connection.close();
    },
  };
  return factory;
}

function methods(connection: Connection, log: string): object {
  const send = async (sent: SentSql, work: () => Promise<unknown>): Promise<Answer> => {
    appendFileSync(log, `${JSON.stringify(sent)}\n`);
    try {
      return ok(await work());
    } catch (error) {
      return { ok: false, error: connection.problem(error, sent.kind) };
    }
  };
  const bound =
    (kind: "query" | "execute") =>
    ({ sql, args, argTypes }: Query) => {
      const values = args.map((argument, index) => connection.stored(argument, argTypes[index]?.scalarType));
      return send({ kind, sql, values }, () => connection[kind](sql, values));
    };
  return {
    queryRaw: bound("query"),
    executeRaw: bound("execute"),
    executeScript: (sql: string) => send({ kind: "script", sql, values: [] }, () => connection.script(sql)),
    startTransaction: () => Promise.reject(new Error("`migrate deploy` opens no transaction of its own.")),
    dispose: async () => ok(undefined),
  };
}

function ok(value: unknown): Answer {
  return { ok: true, value };
}

async function openPostgres(url: string): Promise<Connection> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // As the native driver does, also without `schema=`.
  await client.query(`SET search_path = ${pg.escapeIdentifier(schemaOf(url))}`);
  return {
    query: async (text, values) => {
      const { fields, rows } = await client.query<unknown[]>({ text, values: [...values], rowMode: "array" });
      const columns = fields.map(({ dataTypeID }) => postgresColumn(dataTypeID));
      return {
        columnNames: fields.map(({ name }) => name),
        columnTypes: columns.map(({ type }) => type),
        rows: rows.map((row) => row.map((value, index) => (value === null ? null : columns[index]?.read(value)))),
      };
    },
    execute: async (text, values) => (await client.query({ text, values: [...values] })).rowCount ?? 0,
    script: async (text) => void (await client.query(text)),
    stored: (argument) => argument,
    problem: postgresProblem,
    close: () => client.end(),
  };
}

function schemaOf(url: string): string {
  return new URL(url).searchParams.get("schema") ?? "public";
}

/** The types that the engine's questions to the catalogue and to the history give. */
function postgresColumn(oid: number): { readonly type: number; readonly read: (value: unknown) => unknown } {
  const { BOOL, CHAR, INT2, INT4, INT8, OID, FLOAT4, TIMESTAMPTZ } = pg.types.builtins;
  const asIs = (value: unknown) => value;
  switch (oid) {
    case BOOL:
      return { type: columnType.boolean, read: asIs };
    case INT2:
    case INT4:
      return { type: columnType.int32, read: asIs };
    case INT8:
    case OID:
      return { type: columnType.int64, read: String };
    case FLOAT4:
      return { type: columnType.float, read: asIs };
    case CHAR:
      return { type: columnType.character, read: asIs };
    case arrayOf.bool:
      return { type: columnType.booleanArray, read: asIs };
    case arrayOf.char:
      return { type: columnType.characterArray, read: elements };
    case arrayOf.int2:
    case arrayOf.int4:
      return { type: columnType.int32Array, read: asIs };
    case arrayOf.name:
    case arrayOf.text:
      return { type: columnType.textArray, read: elements };
    case TIMESTAMPTZ:
      return { type: columnType.dateTime, read: (value) => (value as Date).toISOString() };
    default:
      return { type: columnType.text, read: String };
  }
}

/** Array types, of which pg has no names. */
const arrayOf = { bool: 1000, char: 1002, name: 1003, int2: 1005, int4: 1007, text: 1009 } as const;

const readTextArray = pg.types.getTypeParser(arrayOf.text as number) as (text: string) => unknown;

/** pg reads arrays of the types that it knows, and leaves others as the server writes them. */
function elements(value: unknown): unknown {
  return typeof value === "string" ? readTextArray(value) : value;
}

/** That a table of the engine's own is missing has a kind; of a migration it wants the server's words. */
function postgresProblem(error: unknown, sent: SentSql["kind"]): Problem {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { code = "", severity = "", message, detail, column, hint } = error;
  const original = { originalCode: code, originalMessage: message };
  if (code === "42P01" && sent !== "script")
    return { ...original, kind: "TableDoesNotExist", table: /"(.+)"/.exec(message)?.[1] };
  return { ...original, kind: "postgres", code, severity, message, detail, column, hint };
}

function openSqlite(url: string): Connection {
  const path = url.slice("file:".length).replace(/\?.*$/, "");
  // As in the SQLite that the native binary holds.
  const options = { enableForeignKeyConstraints: true, enableDoubleQuotedStringLiterals: true, timeout: 5_000 };
  const database = new DatabaseSync(path, options);
  return {
    query: async (sql, values) => {
      const statement = database.prepare(sql);
      const columns = statement.columns();
      statement.setReturnArrays(true);
      const rows = statement.all(...(values as SQLInputValue[])) as unknown as unknown[][];
      const types = columns.map(({ type }, index) => sqliteColumn(type, rows.find((row) => row[index] !== null)?.[index]));
      return {
        columnNames: columns.map(({ name }) => name),
        columnTypes: types,
        rows: rows.map((row) => row.map((value, index) => sqliteValue(value, types[index] ?? columnType.text))),
      };
    },
    execute: async (sql, values) => Number(database.prepare(sql).run(...(values as SQLInputValue[])).changes),
    script: async (sql) => database.exec(sql),
    // The native driver keeps milliseconds.
    stored: (argument, scalarType) => (scalarType === "datetime" ? Date.parse(String(argument)) : argument),
    problem: sqliteProblem,
    close: async () => database.close(),
  };
}

/** What is no column of a table has no declared type; then a value tells. */
function sqliteColumn(declared: string | null, example: unknown): number {
  if (declared === null && typeof example === "number") return columnType.int64;
  if (declared === "DATETIME") return columnType.dateTime;
  return declared?.startsWith("INTEGER") === true ? columnType.int64 : columnType.text;
}

function sqliteValue(value: unknown, type: number): unknown {
  if (value === null) return null;
  return type === columnType.dateTime ? new Date(value as number | string).toISOString() : String(value);
}

function sqliteProblem(error: unknown, sent: SentSql["kind"]): Problem {
  if (!(error instanceof Error && "errcode" in error)) throw error;
  const { message, errcode } = error;
  const original = { originalCode: String(errcode), originalMessage: message };
  const table = /^no such table: (.+)$/.exec(message)?.[1];
  if (table !== undefined && sent !== "script") return { ...original, kind: "TableDoesNotExist", table };
  return { ...original, kind: "sqlite", extendedCode: errcode, message };
}
