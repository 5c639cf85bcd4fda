import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  Cursor,
  readCreateTable
} from "./chunk-ZZ5CKTC2.js";
import {
  explainLength
} from "./chunk-BEQCTY5M.js";
import {
  isOperator,
  isWord
} from "./chunk-VTDXW6VK.js";

// src/dialects/sqlite/action.ts
var unknown = { kind: "unknown" };
function readAction(tokens) {
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
function readCreate(cursor, tokens) {
  const temporary = cursor.take("TEMP") || cursor.take("TEMPORARY");
  if (cursor.take("VIRTUAL", "TABLE")) {
    const { name: name2, module } = readCreateTable(tokens);
    return module === null ? unknown : { kind: "create virtual table", name: name2, module: module[0]?.value.toLowerCase() ?? "" };
  }
  const unique = cursor.take("UNIQUE");
  const type = cursor.next();
  const ifNotExists = cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.qualifiedName()?.name;
  if (name === void 0) return unknown;
  if (isWord(type, "TABLE")) return { kind: "create table", name, temporary, ifNotExists };
  if (isWord(type, "VIEW")) return { kind: "create view", name, temporary };
  if (!isWord(type, "INDEX", "TRIGGER")) return unknown;
  while (!cursor.done && !cursor.take("ON")) cursor.next();
  const table = cursor.qualifiedName()?.name;
  if (table === void 0) return unknown;
  if (isWord(type, "INDEX")) return { kind: "create index", name, table, unique };
  return { kind: "create trigger", name, table, complete: isWord(tokens.at(-1), "END") && isOperator(tokens.at(-2), ";") };
}
function readDrop(cursor) {
  const type = cursor.next()?.text.toLowerCase();
  cursor.take("IF", "EXISTS");
  const name = cursor.qualifiedName()?.name;
  if (name === void 0 || !(type === "table" || type === "index" || type === "view" || type === "trigger")) return unknown;
  return { kind: "drop", type, name };
}
function readAlter(cursor) {
  const table = cursor.qualifiedName()?.name;
  if (table === void 0) return unknown;
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
function readPragma(cursor) {
  const name = cursor.qualifiedName()?.name.toLowerCase();
  if (name === void 0) return unknown;
  const value = cursor.takeOperator("=") ? cursor.rest() : cursor.group();
  return { kind: "pragma", name, value: value === null ? null : value.map((token) => token.value.toLowerCase()).join("") };
}
function readControl(cursor) {
  if (cursor.take("BEGIN")) return { kind: "control", control: "begin" };
  if (cursor.take("COMMIT") || cursor.take("END")) return { kind: "control", control: "commit" };
  if (cursor.take("SAVEPOINT") || cursor.take("RELEASE")) return { kind: "control", control: "savepoint" };
  if (!cursor.take("ROLLBACK")) return null;
  cursor.take("TRANSACTION");
  return { kind: "control", control: cursor.take("TO") ? "savepoint" : "rollback" };
}
function readQuery(cursor) {
  const common = cursor.take("WITH");
  if (common) skipCommonTables(cursor);
  if (isWord(cursor.peek(), "SELECT", "VALUES")) return { kind: "select" };
  if (isWord(cursor.peek(), "INSERT", "REPLACE")) {
    const verb = cursor.next();
    const plain = !common && isWord(verb, "INSERT") && isWord(cursor.peek(), "INTO");
    const replaces = isWord(verb, "REPLACE") || cursor.take("OR", "REPLACE");
    while (!cursor.done && !cursor.take("INTO")) cursor.next();
    const table2 = cursor.qualifiedName()?.name;
    return table2 === void 0 ? unknown : { kind: "insert", table: table2, plain, replaces, source: cursor.rest() };
  }
  const kind = cursor.take("UPDATE") ? "update" : cursor.take("DELETE", "FROM") ? "delete" : null;
  if (kind === null) return unknown;
  if (cursor.take("OR")) cursor.next();
  const table = cursor.qualifiedName()?.name;
  return table === void 0 ? unknown : { kind, table, bounded: isBounded(cursor) };
}
function skipCommonTables(cursor) {
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
function isBounded(cursor) {
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

export {
  readAction
};
