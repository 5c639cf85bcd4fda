import { type Change, changedId } from "../../diff/change.ts";
import type { ObjectId, SchemaObject } from "../../schema/snapshot.ts";
import type { Ddl, DdlContext, DdlStatement } from "../dialect.ts";
import { type Catalogue, catalogueOf, isEnumIn } from "./ddl/catalogue.ts";
import type { Draft } from "./ddl/draft.ts";
import { fold } from "./ddl/fold.ts";
import { followInheritance } from "./ddl/inheritance.ts";
import { type Operation, type Refusal, requestedOperations, subject, subjects } from "./ddl/operations.ts";
import { inOrder } from "./ddl/order.ts";
import { type Before, before, columnsOfType, recreateDependents } from "./ddl/recreate.ts";
import { bodyUses } from "./ddl/uses.ts";
import { write } from "./ddl/write.ts";

type Numbered = readonly (readonly [index: number, change: Change])[];

/**
 * Statements that bring `from` to `to`. Dependents that stand in the way (views of a retyped column, foreign keys on a key that is
 * made anew) are dropped and created again; what is neither changed nor known to `to` is never dropped for good: such a change is refused.
 */
export function writeDdl(changes: readonly Change[], context: DdlContext): Ddl {
  if (changes.length === 0) return { statements: [], refused: [] };
  const state = before(catalogueOf(overlaid(context.from.objects, changes)));
  const wanted = new Map(context.to.objects.map((object) => [object.id, object]));
  const refused = new Map<number, string>();
  for (;;) {
    const accepted: Numbered = [...changes.entries()].filter(([index]) => !refused.has(index));
    const decided = decide(accepted, state, wanted, context);
    if (decided.refused.length === 0) return { statements: decided.statements, refused: listed(refused, changes) };
    for (const { change, reason } of decided.refused) if (!refused.has(change)) refused.set(change, reason);
  }
}

type Decided = { readonly statements: readonly DdlStatement[]; readonly refused: readonly Refusal[] };

function decide(changes: Numbered, state: Before, wanted: ReadonlyMap<ObjectId, SchemaObject>, context: DdlContext): Decided {
  const after = catalogueOf(
    applied(
      state.catalogue,
      changes.map(([, change]) => change),
    ),
  );
  const isEnum = (type: string) => isEnumIn(type, state.catalogue) || isEnumIn(type, after);
  const requested = requestedOperations(changes, { serverMajor: Number.parseInt(context.from.serverVersion, 10), isEnum });
  if (requested.refused.length > 0) return { statements: [], refused: requested.refused };
  const followed = followInheritance(requested.operations, state.catalogue, after);
  const { operations, refused } = recreateDependents(followed, state, wanted);
  if (refused.length > 0) return { statements: [], refused };

  const ordered = inOrder(fold(operations, state.catalogue), state, after);
  const dropped = new Set(operations.filter(({ verb }) => verb === "drop").map((operation) => subject(operation).id));
  const writing = {
    form: context.form,
    sync: context.form === "guarded",
    before: state.catalogue,
    after,
    isEnum,
    leaving: new Set(operations.filter(({ verb }) => verb === "leave parents").map((operation) => subject(operation).id)),
    movingColumns: (type: Parameters<typeof columnsOfType>[0]) => columnsOfType(type, state, after, dropped),
  };
  const drafts = ordered.flatMap((operation) =>
    write(operation, writing).map((draft) => ({ draft, changes: operation.changes })),
  );
  return { statements: withUncheckedBodies(joined(drafts), ordered, after), refused: [] };
}

/** The snapshot with the changed objects as the changes know them: they may be reduced to what a source can say. */
function overlaid(objects: readonly SchemaObject[], changes: readonly Change[]): Iterable<SchemaObject> {
  const known = changes.flatMap((change): readonly SchemaObject[] => {
    if (change.kind === "create") return [];
    return change.kind === "drop" ? [change.object, ...change.parts] : [change.from];
  });
  return [...objects, ...known];
}

function applied({ objects }: Catalogue, changes: readonly Change[]): Iterable<SchemaObject> {
  const after = new Map(objects);
  for (const change of changes) {
    if (change.kind === "drop") for (const { id } of [change.object, ...change.parts]) after.delete(id);
    if (change.kind === "alter" || change.kind === "rename") after.delete(changedId(change));
  }
  for (const change of changes) {
    if (change.kind === "create") for (const object of [change.object, ...change.parts]) after.set(object.id, object);
    if (change.kind === "alter" || change.kind === "rename") after.set(change.to.id, change.to);
  }
  return after.values();
}

/** A function that names what is made after it (a default that calls it, say) can only be created unchecked. */
function withUncheckedBodies(
  statements: readonly DdlStatement[],
  ordered: readonly Operation[],
  after: Catalogue,
): readonly DdlStatement[] {
  const later = new Set<ObjectId>();
  const early = ordered.toReversed().filter((operation) => {
    if (operation.verb !== "create") return false;
    for (const { id } of subjects(operation)) later.add(id);
    const { object } = operation;
    return object.kind === "function" && [...bodyUses(object, after)].some((id) => later.has(id));
  });
  if (early.length === 0) return statements;
  const changes = [...new Set(early.flatMap((operation) => operation.changes))].sort((a, b) => a - b);
  const setting: DdlStatement = { sql: "SET LOCAL check_function_bodies = off", changes, transactional: true };
  // What can't share a transaction comes first: the setting holds for the one that follows.
  const start = statements.findIndex(({ transactional }) => transactional);
  return [...statements.slice(0, start), setting, ...statements.slice(start)];
}

function joined(drafts: readonly { readonly draft: Draft; readonly changes: readonly number[] }[]): readonly DdlStatement[] {
  const groups: { table: string | null; sql: string; transactional: boolean; changes: Set<number> }[] = [];
  for (const { draft, changes } of drafts) {
    const last = groups.at(-1);
    if (draft.kind === "statement") {
      groups.push({ table: null, sql: draft.sql, transactional: draft.transactional, changes: new Set(changes) });
    } else if (last !== undefined && last.table === draft.table) {
      last.sql += `,\n    ${draft.action}`;
      for (const change of changes) last.changes.add(change);
    } else {
      groups.push({
        table: draft.table,
        sql: `ALTER TABLE ${draft.table}\n    ${draft.action}`,
        transactional: true,
        changes: new Set(changes),
      });
    }
  }
  return groups.map(({ sql, transactional, changes }) => ({ sql, transactional, changes: [...changes].sort((a, b) => a - b) }));
}

function listed(refused: ReadonlyMap<number, string>, changes: readonly Change[]): Ddl["refused"] {
  return [...refused]
    .sort(([a], [b]) => a - b)
    .flatMap(([index, reason]) => {
      const change = changes[index];
      return change === undefined ? [] : [{ change, reason }];
    });
}
