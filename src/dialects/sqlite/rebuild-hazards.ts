import { entryOf, type HazardId } from "../../hazards/catalogue.ts";
import type { Hazard } from "../../plan/plan.ts";
import { objectId, type SchemaObject } from "../../schema/snapshot.ts";
import { type Rebuild, same } from "./rebuild.ts";
import type { Surroundings } from "./surroundings.ts";

/** Risks of replacing a table by a copy, told at the statement that drops the old one. */
export function rebuildHazards(rebuild: Rebuild, surroundings: Surroundings): readonly Hazard[] {
  return [
    hazard(
      "sqlite-table-rebuild",
      rebuild,
      `Copies table ${rebuild.table} as a whole; nobody can write to the database meanwhile.`,
      "Use ADD, DROP or RENAME COLUMN where that is enough.",
    ),
    ...(rebuild.copied.allRows ? [] : [rowsLeft(rebuild)]),
    ...(rebuild.copied.names === null ? [misaligned(rebuild)] : []),
    ...surroundings.columnsLeftBehind(rebuild).map((column) => ({ ...columnLeft(rebuild), object: column })),
    ...(surroundings.foreignKeysOn(rebuild.drop) && mayCascade(rebuild, surroundings.objects) ? [cascades(rebuild)] : []),
    ...lostObjects(rebuild, surroundings),
  ];
}

/** Without a schema, any table may refer to it. */
function mayCascade(rebuild: Rebuild, objects: readonly SchemaObject[] | null): boolean {
  if (objects === null) return true;
  const parent = objectId("table", null, rebuild.table);
  return objects.some(
    (object) =>
      object.kind === "foreign key" && same(object.references, parent) && !["no action", "restrict"].includes(object.onDelete),
  );
}

/** What hung on the old table and is not made again. */
function lostObjects(rebuild: Rebuild, surroundings: Surroundings): readonly Hazard[] {
  const madeAgain = surroundings.actions
    .slice(rebuild.drop)
    .flatMap((action) => (action.kind === "create index" || action.kind === "create trigger" ? [action.name] : []));
  const droppedOnPurpose = surroundings.actions.flatMap((action) => (action.kind === "drop" ? [action.name] : []));
  const expected = new Set([...madeAgain, ...droppedOnPurpose].map((name) => name.toLowerCase()));
  return (surroundings.objects ?? []).flatMap((object): readonly Hazard[] => {
    if (!("table" in object) || !same(object.table, rebuild.table) || expected.has(object.name.toLowerCase())) return [];
    if (object.kind === "trigger") return [{ ...triggerLost(rebuild, object.name), object: object.id }];
    return object.kind === "index" && object.constraint === null
      ? [{ ...indexLost(rebuild, object.name), object: object.id }]
      : [];
  });
}

function hazard(id: HazardId, rebuild: Rebuild, message: string, saferWay: string): Hazard {
  return {
    id,
    severity: entryOf(id).severity,
    object: objectId("table", null, rebuild.table),
    message,
    evidence: null,
    saferWay,
  };
}

function rowsLeft(rebuild: Rebuild): Hazard {
  return hazard(
    "drop-table",
    rebuild,
    `The copy of ${rebuild.table} may leave rows behind, and they are deleted with the old table.`,
    "Copy all rows.",
  );
}

function columnLeft(rebuild: Rebuild): Hazard {
  return hazard(
    "drop-column",
    rebuild,
    `The copy of ${rebuild.table} leaves this column behind, and its values are deleted.`,
    "Drop it in a later release, once no code reads it, with a backup.",
  );
}

function misaligned(rebuild: Rebuild): Hazard {
  return hazard(
    "sqlite-rebuild-column-misalignment",
    rebuild,
    `SELECT * copies ${rebuild.table} by the order of its columns: values land in the wrong ones when the order differs.`,
    "Name the columns on both sides.",
  );
}

function cascades(rebuild: Rebuild): Hazard {
  return hazard(
    "sqlite-rebuild-cascade-delete",
    rebuild,
    `With foreign keys on, dropping the old ${rebuild.table} deletes or empties the rows that refer to it with ON DELETE CASCADE, SET NULL or SET DEFAULT.`,
    "PRAGMA foreign_keys=OFF before the transaction, and PRAGMA foreign_key_check at its end.",
  );
}

function triggerLost(rebuild: Rebuild, name: string): Hazard {
  return hazard(
    "sqlite-rebuild-loses-objects",
    rebuild,
    `Trigger ${name} goes with the old ${rebuild.table} and is not created again.`,
    "Create it again after the rename.",
  );
}

function indexLost(rebuild: Rebuild, name: string): Hazard {
  return hazard(
    "index-dropped",
    rebuild,
    `Index ${name} goes with the old ${rebuild.table} and is not created again.`,
    "Create it again after the rename, if it is still needed.",
  );
}
