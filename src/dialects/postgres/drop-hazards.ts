import type { DropStmt, Node } from "libpg-query";
import type { ObjectId } from "../../schema/snapshot.ts";
import { routinesNaming } from "./column-hazards.ts";
import { effect, type Finding, rights, risk, type Surroundings } from "./findings.ts";
import { namedObject } from "./statement-names.ts";
import { nameParts } from "./syntax-tree.ts";

/** One object of a DROP. */
export function dropped({ removeType, behavior, concurrent }: DropStmt, object: Node, around: Surroundings): readonly Finding[] {
  const { names, isNew } = around;
  const id = namedObject(removeType, object, names);
  const cascade = behavior === "DROP_CASCADE";
  const sign = { seen: "drop", of: null } as const;
  const collateral = cascade ? [risk("drop-cascade-collateral", id, { sign })] : [];
  switch (removeType) {
    case "OBJECT_TABLE":
      return id !== null && isNew(id) && !cascade
        ? []
        : [effect("deletes-data"), ...tableHazards(id, object, around), ...collateral];
    case "OBJECT_SCHEMA":
      return [effect("deletes-data"), risk("drop-schema-or-database", id), ...collateral];
    case "OBJECT_SEQUENCE":
      return [effect("deletes-data"), risk("drop-sequence", id), ...collateral];
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return cascade ? [effect("deletes-data"), risk("cascade-drops-column", id, { sign })] : [];
    case "OBJECT_EXTENSION":
      return [...(cascade ? [effect("deletes-data")] : []), risk("extension-change", id), ...collateral];
    case "OBJECT_INDEX":
      return id !== null && isNew(id) ? collateral : [...indexHazards(id, concurrent === true, around), ...collateral];
    case "OBJECT_POLICY":
      return rights(id);
    case "OBJECT_VIEW":
    case "OBJECT_MATVIEW":
      return id !== null && isNew(id) ? collateral : [risk("view-contract-change", id), ...collateral];
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
      // A generated column that calls it goes, too.
      return [...(cascade ? [effect("deletes-data")] : []), ...droppedRoutine(id, around), ...collateral];
    case "OBJECT_TRIGGER":
    case "OBJECT_RULE":
      return [risk("trigger-change-lock", names.id("table", nameParts(object).slice(0, -1))), ...collateral];
    default:
      return collateral;
  }
}

function tableHazards(id: ObjectId | null, object: Node, around: Surroundings): readonly Finding[] {
  const { before, names } = around;
  const table = names.tableName(nameParts(object));
  const question = { ask: "rows", table } as const;
  if (id === null) return [risk("drop-table", null, { question })];
  const parents = new Set(before.foreignKeys(id).map(({ references }) => references));
  parents.delete(id);
  return [
    risk(before.table(id)?.partitionOf == null ? "drop-table" : "drop-partition", id, { question }),
    ...[...parents].map((parent) => risk("foreign-key-locks-parent", parent, { sign: { seen: "lock", of: parent } })),
    ...routinesNaming(around, table.name, table.name),
  ];
}

function indexHazards(id: ObjectId | null, concurrent: boolean, { later, names, before }: Surroundings): readonly Finding[] {
  const known = id === null ? null : before.object(id);
  // Another one of the same name, or over the same columns, takes its place.
  const replaced = later.some((tree) => {
    if (!("IndexStmt" in tree) || known?.kind !== "index") return false;
    const columns = (tree.IndexStmt.indexParams ?? []).map((node) => ("IndexElem" in node ? node.IndexElem.name : undefined));
    return (
      names.relation(tree.IndexStmt.relation).endsWith(known.table) &&
      known.keys.every(({ column }, at) => column === columns[at])
    );
  });
  const invalid = known?.kind === "index" && !known.valid;
  return [...(concurrent ? [] : [risk("index-drop-blocks", id)]), ...(replaced || invalid ? [] : [risk("index-dropped", id)])];
}

/** CREATE OR REPLACE with the same arguments afterwards changes the body only. */
function droppedRoutine(id: ObjectId | null, { later, names, before }: Surroundings): readonly Finding[] {
  if (id !== null && before.known && !before.has(id)) return [];
  const again = later.some(
    (tree) =>
      "CreateFunctionStmt" in tree &&
      names.routine(nameParts({ List: { items: tree.CreateFunctionStmt.funcname ?? [] } }), []).slice(0, -2) ===
        id?.split("(")[0],
  );
  return again ? [] : [risk("view-contract-change", id)];
}
