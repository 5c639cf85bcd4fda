import type { Deferrable } from "../../schema/snapshot.ts";
import { Cursor, splitList } from "./cursor.ts";
import { isWord, type Token } from "./tokens.ts";

/** What a CREATE TABLE statement says and no pragma tells. The text was accepted by SQLite, so it is read without a second judgement. */
export type TableText = {
  readonly name: string;
  readonly columns: readonly ColumnText[];
  readonly primaryKey: KeyText | null;
  readonly uniques: readonly KeyText[];
  /** In the order of the text; `PRAGMA foreign_key_list` counts from the last. */
  readonly foreignKeys: readonly ForeignKeyText[];
  readonly checks: readonly CheckText[];
  /** `USING fts5(title, body)` of a virtual table, as tokens. */
  readonly module: readonly Token[] | null;
};

export type ColumnText = {
  readonly name: string;
  readonly collation: string | null;
  readonly generated: readonly Token[] | null;
  readonly notNullConflict: string | null;
};

export type KeyText = {
  readonly name: string | null;
  readonly columns: readonly KeyColumnText[];
  readonly autoIncrement: boolean;
  readonly conflict: string | null;
  /** Stands with its column: `INTEGER PRIMARY KEY DESC` means something else there than in a list. */
  readonly inColumn: boolean;
};

export type KeyColumnText = { readonly name: string; readonly collation: string | null; readonly order: "asc" | "desc" };

export type ForeignKeyText = {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly deferrable: Deferrable;
};

export type CheckText = {
  readonly name: string | null;
  /** Of the column with which it stands; null: of the table. */
  readonly column: string | null;
  readonly expression: readonly Token[];
};

export function readCreateTable(tokens: readonly Token[]): TableText {
  const cursor = new Cursor(tokens);
  while (!cursor.done && !cursor.take("TABLE")) cursor.next();
  cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.qualifiedName()?.name ?? "";
  if (cursor.take("USING")) return { ...collect(name, []), module: cursor.rest() };
  return collect(name, splitList(cursor.group() ?? []).flatMap(readItem));
}

type Clause =
  | { readonly kind: "column"; readonly column: ColumnText }
  | { readonly kind: "primary key"; readonly key: KeyText }
  | { readonly kind: "unique"; readonly key: KeyText }
  | { readonly kind: "foreign key"; readonly key: ForeignKeyText }
  | { readonly kind: "check"; readonly check: CheckText };

function collect(name: string, clauses: readonly Clause[]): TableText {
  return {
    name,
    columns: clauses.flatMap((clause) => (clause.kind === "column" ? [clause.column] : [])),
    primaryKey: clauses.find((clause) => clause.kind === "primary key")?.key ?? null,
    uniques: clauses.flatMap((clause) => (clause.kind === "unique" ? [clause.key] : [])),
    foreignKeys: clauses.flatMap((clause) => (clause.kind === "foreign key" ? [clause.key] : [])),
    checks: clauses.flatMap((clause) => (clause.kind === "check" ? [clause.check] : [])),
    module: null,
  };
}

function readItem(tokens: readonly Token[]): readonly Clause[] {
  const cursor = new Cursor(tokens);
  return isWord(tokens[0], "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")
    ? readTableConstraints(cursor)
    : readColumn(cursor);
}

/** SQLite allows several table constraints without a comma between them. */
function readTableConstraints(cursor: Cursor): readonly Clause[] {
  const clauses: Clause[] = [];
  let name: string | null = null;
  while (!cursor.done) {
    if (cursor.take("CONSTRAINT")) {
      name = cursor.name();
      continue;
    }
    const clause = readTableConstraint(cursor, name);
    if (clause === null) cursor.next();
    else clauses.push(clause);
    name = null;
  }
  return clauses;
}

function readTableConstraint(cursor: Cursor, name: string | null): Clause | null {
  if (cursor.take("PRIMARY", "KEY")) {
    const list = cursor.group() ?? [];
    const autoIncrement = isWord(list.at(-1), "AUTOINCREMENT");
    const columns = readKeyColumns(autoIncrement ? list.slice(0, -1) : list);
    return { kind: "primary key", key: { name, columns, autoIncrement, conflict: readConflict(cursor), inColumn: false } };
  }
  if (cursor.take("UNIQUE")) {
    const columns = readKeyColumns(cursor.group() ?? []);
    return { kind: "unique", key: { name, columns, autoIncrement: false, conflict: readConflict(cursor), inColumn: false } };
  }
  if (cursor.take("CHECK")) {
    const expression = cursor.group() ?? [];
    readConflict(cursor);
    return { kind: "check", check: { name, column: null, expression } };
  }
  if (cursor.take("FOREIGN", "KEY")) {
    const columns = readKeyColumns(cursor.group() ?? []).map((column) => column.name);
    cursor.take("REFERENCES");
    return { kind: "foreign key", key: { name, columns, deferrable: readReference(cursor) } };
  }
  return null;
}

function readColumn(cursor: Cursor): readonly Clause[] {
  const column = cursor.name() ?? "";
  const clauses: Clause[] = [];
  let said: ColumnText = { name: column, collation: null, generated: null, notNullConflict: null };
  let name: string | null = null;
  while (!cursor.done) {
    if (cursor.take("CONSTRAINT")) {
      name = cursor.name();
      continue;
    }
    if (cursor.take("COLLATE")) said = { ...said, collation: cursor.name() };
    else if (cursor.take("AS")) said = { ...said, generated: cursor.group() };
    else if (cursor.take("NOT", "NULL")) said = { ...said, notNullConflict: readConflict(cursor) };
    else if (cursor.take("DEFAULT")) skipDefault(cursor);
    else {
      const clause = readColumnConstraint(cursor, column, name);
      if (clause === null) skipOne(cursor);
      else clauses.push(clause);
    }
    name = null;
  }
  return [{ kind: "column", column: said }, ...clauses];
}

function readColumnConstraint(cursor: Cursor, column: string, name: string | null): Clause | null {
  if (cursor.take("PRIMARY", "KEY")) {
    const order = readOrder(cursor);
    const conflict = readConflict(cursor);
    const autoIncrement = cursor.take("AUTOINCREMENT");
    return {
      kind: "primary key",
      key: { name, columns: [{ name: column, collation: null, order }], autoIncrement, conflict, inColumn: true },
    };
  }
  if (cursor.take("UNIQUE")) {
    const columns = [{ name: column, collation: null, order: "asc" as const }];
    return { kind: "unique", key: { name, columns, autoIncrement: false, conflict: readConflict(cursor), inColumn: true } };
  }
  if (cursor.take("CHECK")) return { kind: "check", check: { name, column, expression: cursor.group() ?? [] } };
  if (cursor.take("REFERENCES"))
    return { kind: "foreign key", key: { name, columns: [column], deferrable: readReference(cursor) } };
  return null;
}

/** What follows REFERENCES. Table, columns and actions are told by a pragma; MATCH is read and ignored by SQLite. */
function readReference(cursor: Cursor): Deferrable {
  cursor.qualifiedName();
  cursor.group();
  let deferrable: Deferrable = "no";
  while (!cursor.done) {
    if (cursor.take("ON", "DELETE") || cursor.take("ON", "UPDATE") || cursor.take("ON", "INSERT")) {
      // SET NULL, SET DEFAULT and NO ACTION have two words, CASCADE and RESTRICT one.
      if (isWord(cursor.peek(), "SET", "NO")) cursor.next();
      cursor.next();
    } else if (cursor.take("MATCH")) cursor.name();
    else if (cursor.take("NOT", "DEFERRABLE")) readInitially(cursor);
    else if (cursor.take("DEFERRABLE")) deferrable = readInitially(cursor) ? "initially deferred" : "initially immediate";
    else break;
  }
  return deferrable;
}

function readInitially(cursor: Cursor): boolean {
  if (cursor.take("INITIALLY", "DEFERRED")) return true;
  cursor.take("INITIALLY", "IMMEDIATE");
  return false;
}

function readKeyColumns(tokens: readonly Token[]): readonly KeyColumnText[] {
  return splitList(tokens).map((part) => {
    const cursor = new Cursor(part);
    const name = cursor.name() ?? "";
    const collation = cursor.take("COLLATE") ? cursor.name() : null;
    return { name, collation, order: readOrder(cursor) };
  });
}

function readOrder(cursor: Cursor): "asc" | "desc" {
  if (cursor.take("DESC")) return "desc";
  cursor.take("ASC");
  return "asc";
}

/** `ABORT` is what SQLite does anyway. */
function readConflict(cursor: Cursor): string | null {
  if (!cursor.take("ON", "CONFLICT")) return null;
  const resolution = cursor.next()?.text.toLowerCase() ?? null;
  return resolution === "abort" ? null : resolution;
}

function skipDefault(cursor: Cursor): void {
  if (cursor.group() !== null) return;
  const first = cursor.next();
  if (first?.text === "-" || first?.text === "+") cursor.next();
}

function skipOne(cursor: Cursor): void {
  if (cursor.group() === null) cursor.next();
}
