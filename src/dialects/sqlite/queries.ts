/** Catalogue queries. The pragmas as table-valued functions (https://sqlite.org/pragma.html#pragfunc) read a whole schema in one go. */

export const versionQuery = "SELECT sqlite_version() AS version";

/** Tables, views, virtual tables and the tables that virtual tables keep their content in (`shadow`). */
export const tablesQuery = `
  SELECT l.name, l.type, l.wr AS withoutRowid, l.strict, s.sql
  FROM pragma_table_list AS l JOIN sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
  WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY l.name`;

export type TableRow = {
  readonly name: string;
  readonly type: "table" | "view" | "virtual" | "shadow";
  readonly withoutRowid: number;
  readonly strict: number;
  readonly sql: string;
};

/** `hidden`: 2 is generated virtual, 3 generated stored. */
export const columnsQuery = `
  SELECT s.name AS "table", c.cid, c.name, c.type, c."notnull" AS "notNull", c.dflt_value AS defaultText, c.pk, c.hidden
  FROM sqlite_schema AS s JOIN pragma_table_xinfo(s.name) AS c
  WHERE s.type = 'table' AND s.rootpage > 0
  ORDER BY s.name, c.cid`;

export type ColumnRow = {
  readonly table: string;
  readonly cid: number;
  readonly name: string;
  readonly type: string;
  readonly notNull: number;
  readonly defaultText: string | null;
  /** 1-based place in the primary key; 0: not part of it. */
  readonly pk: number;
  readonly hidden: number;
};

/** `origin`: `c` by CREATE INDEX, `u` by UNIQUE, `pk` by PRIMARY KEY. */
export const indexesQuery = `
  SELECT s.name AS "table", i.name, i."unique" AS isUnique, i.origin, x.sql
  FROM sqlite_schema AS s JOIN pragma_index_list(s.name) AS i LEFT JOIN sqlite_schema AS x ON x.type = 'index' AND x.name = i.name
  WHERE s.type = 'table' AND s.rootpage > 0
  ORDER BY s.name, i.name`;

export type IndexRow = {
  readonly table: string;
  readonly name: string;
  readonly isUnique: number;
  readonly origin: "c" | "u" | "pk";
  readonly sql: string | null;
};

/** `name` is null for an expression. Only keys: the columns that SQLite appends to reach the row are left out. */
export const indexKeysQuery = `
  SELECT i.name AS "index", k.seqno, k.name, k."desc" AS descending, k.coll AS collation
  FROM sqlite_schema AS s JOIN pragma_index_list(s.name) AS i JOIN pragma_index_xinfo(i.name) AS k
  WHERE s.type = 'table' AND s.rootpage > 0 AND k.key = 1
  ORDER BY i.name, k.seqno`;

export type IndexKeyRow = {
  readonly index: string;
  readonly seqno: number;
  readonly name: string | null;
  readonly descending: number;
  readonly collation: string;
};

/** `to` is null when the key refers to the other table's primary key without naming it. */
export const foreignKeysQuery = `
  SELECT s.name AS "table", f.id, f.seq, f."table" AS parent, f."from" AS "column", f."to" AS parentColumn, f.on_update AS onUpdate, f.on_delete AS onDelete
  FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) AS f
  WHERE s.type = 'table' AND s.rootpage > 0
  ORDER BY s.name, f.id DESC, f.seq`;

export type ForeignKeyRow = {
  readonly table: string;
  /** Counts from the last key in the text. */
  readonly id: number;
  readonly seq: number;
  readonly parent: string;
  readonly column: string;
  readonly parentColumn: string | null;
  readonly onUpdate: string;
  readonly onDelete: string;
};

export const triggersQuery = `SELECT name, tbl_name AS "table", sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`;

export type TriggerRow = { readonly name: string; readonly table: string; readonly sql: string };

export const modulesQuery = "SELECT name FROM pragma_module_list";

/** What ANALYZE noted: the first number of `stat` is the number of rows. */
export const rowEstimatesQuery = `SELECT tbl AS "table", max(CAST(stat AS INTEGER)) AS rows FROM sqlite_stat1 WHERE stat IS NOT NULL GROUP BY tbl`;

export const analyzedQuery = "SELECT 1 AS one FROM sqlite_schema WHERE name = 'sqlite_stat1'";

/** Pages of tables with their indexes. Reads every page, so it is asked only of small files. */
export const bytesQuery = `
  WITH sizes AS MATERIALIZED (SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE)
  SELECT s.tbl_name AS "table", sum(d.pgsize) AS bytes
  FROM sizes AS d JOIN sqlite_schema AS s ON s.name = d.name
  GROUP BY s.tbl_name`;

export const fileSizeQuery = "SELECT c.page_count * s.page_size AS bytes FROM pragma_page_count AS c, pragma_page_size AS s";
