import { readCreateTable } from "./create-table.ts";
import { Cursor } from "./cursor.ts";
import { explainLength } from "./split.ts";
import { isOperator, isWord, type Token } from "./tokens.ts";

/** What one statement does, as far as its tokens tell. Names are unquoted and without their database. */
export type Action =
  | { readonly kind: "create table"; readonly name: string; readonly temporary: boolean; readonly ifNotExists: boolean }
  | { readonly kind: "create virtual table"; readonly name: string; readonly module: string }
  | { readonly kind: "create index"; readonly name: string; readonly table: string; readonly unique: boolean }
  | { readonly kind: "create view"; readonly name: string; readonly temporary: boolean }
  | { readonly kind: "create trigger"; readonly name: string; readonly table: string; readonly complete: boolean }
  | { readonly kind: "drop"; readonly type: "table" | "index" | "view" | "trigger"; readonly name: string }
  | { readonly kind: "rename table"; readonly table: string; readonly to: string }
  | { readonly kind: "rename column"; readonly table: string; readonly column: string }
  | { readonly kind: "add column"; readonly table: string; readonly column: string; readonly definition: readonly Token[] }
  | { readonly kind: "drop column"; readonly table: string; readonly column: string }
  | { readonly kind: "alter table"; readonly table: string }
  /** `plain`: no WITH, OR IGNORE or the like before the rows; `replaces`: rows in the way are deleted; `source` is what follows the table. */
  | {
      readonly kind: "insert";
      readonly table: string;
      readonly plain: boolean;
      readonly replaces: boolean;
      readonly source: readonly Token[];
    }
  | { readonly kind: "update" | "delete"; readonly table: string; readonly bounded: boolean }
  | { readonly kind: "pragma"; readonly name: string; readonly value: string | null }
  | { readonly kind: "control"; readonly control: "begin" | "commit" | "rollback" | "savepoint" }
  | { readonly kind: "vacuum"; readonly into: boolean }
  | { readonly kind: "attach" | "detach" | "select" | "analyze" | "reindex" | "explain" }
  | { readonly kind: "unknown" };

const unknown: Action = { kind: "unknown" };

export function readAction(tokens: readonly Token[]): Action {
  if (tokens.some((token) => token.kind === "illegal")) return unknown;
  if (explainLength(tokens) > 0) return { kind: "explain" };
  const cursor = new Cursor(tokens);
  if (cursor.take("CREATE")) return readCreate(cursor, tokens);
  if (cursor.take("DROP")) return readDrop(cursor);
  if (cursor.take("ALTER", "TABLE")) return readAlter(cursor);
  if (cursor.take("PRAGMA")) return readPragma(cursor);
  if (cursor.take("VACUUM")) return { kind: "vacuum", into: tokens.some((token) => isWord(token, "INTO")) };
  if (cursor.take("ATTACH")) return { kind: "attach" };
  if (cursor.take("DETACH")) return { kind: "detach" };
  if (cursor.take("ANALYZE")) return { kind: "analyze" };
  if (cursor.take("REINDEX")) return { kind: "reindex" };
  return readControl(cursor) ?? readQuery(cursor);
}

function readCreate(cursor: Cursor, tokens: readonly Token[]): Action {
  const temporary = cursor.take("TEMP") || cursor.take("TEMPORARY");
  if (cursor.take("VIRTUAL", "TABLE")) {
    const { name, module } = readCreateTable(tokens);
    return module === null ? unknown : { kind: "create virtual table", name, module: module[0]?.value.toLowerCase() ?? "" };
  }
  const unique = cursor.take("UNIQUE");
  const type = cursor.next();
  const ifNotExists = cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.qualifiedName()?.name;
  if (name === undefined) return unknown;
  if (isWord(type, "TABLE")) return { kind: "create table", name, temporary, ifNotExists };
  if (isWord(type, "VIEW")) return { kind: "create view", name, temporary };
  if (!isWord(type, "INDEX", "TRIGGER")) return unknown;
  while (!cursor.done && !cursor.take("ON")) cursor.next();
  const table = cursor.qualifiedName()?.name;
  if (table === undefined) return unknown;
  if (isWord(type, "INDEX")) return { kind: "create index", name, table, unique };
  return { kind: "create trigger", name, table, complete: isWord(tokens.at(-1), "END") && isOperator(tokens.at(-2), ";") };
}

function readDrop(cursor: Cursor): Action {
  const type = cursor.next()?.text.toLowerCase();
  cursor.take("IF", "EXISTS");
  const name = cursor.qualifiedName()?.name;
  if (name === undefined || !(type === "table" || type === "index" || type === "view" || type === "trigger")) return unknown;
  return { kind: "drop", type, name };
}

function readAlter(cursor: Cursor): Action {
  const table = cursor.qualifiedName()?.name;
  if (table === undefined) return unknown;
  if (cursor.take("RENAME", "TO")) return { kind: "rename table", table, to: cursor.name() ?? "" };
  if (cursor.take("RENAME")) {
    cursor.take("COLUMN");
    return { kind: "rename column", table, column: cursor.name() ?? "" };
  }
  if (isWord(cursor.peek(), "ADD", "DROP") && isWord(cursor.peek(1), "CONSTRAINT", "CHECK"))
    return { kind: "alter table", table };
  if (cursor.take("ADD")) {
    cursor.take("COLUMN");
    return { kind: "add column", table, column: cursor.name() ?? "", definition: cursor.rest() };
  }
  if (cursor.take("DROP")) {
    cursor.take("COLUMN");
    return { kind: "drop column", table, column: cursor.name() ?? "" };
  }
  return cursor.take("ALTER") ? { kind: "alter table", table } : unknown;
}

function readPragma(cursor: Cursor): Action {
  const name = cursor.qualifiedName()?.name.toLowerCase();
  if (name === undefined) return unknown;
  const value = cursor.takeOperator("=") ? cursor.rest() : cursor.group();
  return { kind: "pragma", name, value: value === null ? null : value.map((token) => token.value.toLowerCase()).join("") };
}

function readControl(cursor: Cursor): Action | null {
  if (cursor.take("BEGIN")) return { kind: "control", control: "begin" };
  if (cursor.take("COMMIT") || cursor.take("END")) return { kind: "control", control: "commit" };
  if (cursor.take("SAVEPOINT") || cursor.take("RELEASE")) return { kind: "control", control: "savepoint" };
  if (!cursor.take("ROLLBACK")) return null;
  cursor.take("TRANSACTION");
  return { kind: "control", control: cursor.take("TO") ? "savepoint" : "rollback" };
}

function readQuery(cursor: Cursor): Action {
  const common = cursor.take("WITH");
  if (common) skipCommonTables(cursor);
  if (isWord(cursor.peek(), "SELECT", "VALUES")) return { kind: "select" };
  if (isWord(cursor.peek(), "INSERT", "REPLACE")) {
    const verb = cursor.next();
    const plain = !common && isWord(verb, "INSERT") && isWord(cursor.peek(), "INTO");
    const replaces = isWord(verb, "REPLACE") || cursor.take("OR", "REPLACE");
    while (!cursor.done && !cursor.take("INTO")) cursor.next();
    const table = cursor.qualifiedName()?.name;
    return table === undefined ? unknown : { kind: "insert", table, plain, replaces, source: cursor.rest() };
  }
  const kind = cursor.take("UPDATE") ? "update" : cursor.take("DELETE", "FROM") ? "delete" : null;
  if (kind === null) return unknown;
  if (cursor.take("OR")) cursor.next();
  const table = cursor.qualifiedName()?.name;
  return table === undefined ? unknown : { kind, table, bounded: isBounded(cursor) };
}

/** `WITH a AS (...), b(x) AS MATERIALIZED (...)` */
function skipCommonTables(cursor: Cursor): void {
  cursor.take("RECURSIVE");
  do {
    cursor.name();
    cursor.group();
    cursor.take("AS");
    cursor.take("NOT");
    cursor.take("MATERIALIZED");
    cursor.group();
  } while (cursor.takeOperator(","));
}

/** A WHERE of the statement itself that is more than `WHERE 1`, or a LIMIT. */
function isBounded(cursor: Cursor): boolean {
  while (!cursor.done) {
    if (cursor.take("LIMIT")) return true;
    if (cursor.take("WHERE")) {
      const condition = cursor.rest();
      return condition.length > 1 || !/^(1|true)$/i.test(condition[0]?.text ?? "");
    }
    if (cursor.group() === null) cursor.next();
  }
  return false;
}
