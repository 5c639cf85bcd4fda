import type { IndexStmt } from "libpg-query";
import { isPlainColumn } from "./column-types.ts";
import { type Finding, risk, type Surroundings } from "./findings.ts";
import { plainCondition } from "./plain-condition.ts";
import { relationParts } from "./syntax-tree.ts";
import { indexColumns } from "./table-hazards.ts";

/** CREATE INDEX: who waits for it, whether it can be built, and whether it is needed. */
export function createIndexHazards(statement: IndexStmt, around: Surroundings): readonly Finding[] {
  const { names, before, isNew } = around;
  const { relation, concurrent, unique, idxname, if_not_exists } = statement;
  const table = names.relation(relation);
  const parts = relationParts(relation ?? {});
  const index = names.id("index", [...parts.slice(0, -1), idxname ?? ""]);
  const object = idxname === undefined ? table : index;
  const found: Finding[] = [];
  if (isRedundant(statement, around)) found.push(risk("redundant-index", object));
  if (isNew(table)) return found;
  const parent = before.table(table);
  const partitioned = parent !== null && parent.partitionBy !== null;
  if (concurrent === true && partitioned) found.push(risk("concurrent-index-on-partitioned-parent", table));
  else if (concurrent !== true && partitioned && relation?.inh === true)
    found.push(risk("partitioned-index-fanout", table, { sign: { seen: "lock", of: table } }));
  else if (concurrent !== true && !partitioned)
    found.push(risk("index-build-blocks-writes", table, { sign: { seen: "lock", of: table } }));
  if (unique === true) found.push(duplicates(statement, around));
  if (concurrent === true && if_not_exists === true && idxname !== undefined) {
    const { schema } = names.tableName(parts);
    found.push(
      risk("invalid-index-masked", index, { question: { ask: "invalid-index", schema, name: idxname }, presumed: false }),
    );
  }
  return found;
}

function duplicates(statement: IndexStmt, { names, before }: Surroundings): Finding {
  const { relation, whereClause, nulls_not_distinct } = statement;
  const id = names.relation(relation);
  const columns = indexColumns({ IndexStmt: statement }).flatMap((name) => name ?? []);
  const plain = new Set(before.columns(id).flatMap((column) => (isPlainColumn(column) ? [column.name] : [])));
  const where = whereClause === undefined ? null : plainCondition(whereClause, plain);
  const asked = columns.length === (statement.indexParams ?? []).length && (whereClause === undefined || where !== null);
  const table = names.tableName(relationParts(relation ?? {}));
  const question = { ask: "duplicates", table, columns, nullsNotDistinct: nulls_not_distinct === true, where } as const;
  return risk("unique-duplicates", id, { question: asked ? question : null });
}

/** Another index starts with the same columns; one that keeps values unique is never the one to leave out. */
function isRedundant(statement: IndexStmt, { names, before, earlier }: Surroundings): boolean {
  const { relation, unique, whereClause, accessMethod } = statement;
  const columns = indexColumns({ IndexStmt: statement });
  if (unique === true || whereClause !== undefined || accessMethod !== "btree" || columns.includes(null)) return false;
  const plain = (statement.indexParams ?? []).every(
    (node) => "IndexElem" in node && node.IndexElem.opclass === undefined && node.IndexElem.collation === undefined,
  );
  if (!plain) return false;
  const table = names.relation(relation);
  const starts = (others: readonly (string | null)[]) => columns.every((column, at) => others[at] === column);
  const key = before.primaryKey(table);
  return (
    (key !== null && starts(key.columns)) ||
    before
      .indexes(table)
      .some(
        ({ id, where, method, keys, valid }) =>
          valid &&
          where === null &&
          method === "btree" &&
          id !== names.id("index", [...relationParts(relation ?? {}).slice(0, -1), statement.idxname ?? ""]) &&
          keys.every(({ opclass, collation }) => opclass === null && collation === null) &&
          starts(keys.map(({ column }) => column)),
      ) ||
    earlier.some(
      (tree) =>
        "IndexStmt" in tree &&
        tree.IndexStmt.whereClause === undefined &&
        tree.IndexStmt.accessMethod === "btree" &&
        names.relation(tree.IndexStmt.relation) === table &&
        starts(indexColumns(tree)),
    )
  );
}
