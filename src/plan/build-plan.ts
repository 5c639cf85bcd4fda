import type { DdlStatement, Dialect, ParsedStatement, ScriptContext, StatementGroup } from "../dialects/dialect.ts";
import type { Change } from "../diff/change.ts";
import { changedId } from "../diff/change.ts";
import { describeChange } from "../diff/describe-change.ts";
import { diff, differingFields } from "../diff/diff.ts";
import { type Patched, patch } from "../diff/patch.ts";
import { fingerprintOf, hashObjects } from "../schema/fingerprint.ts";
import type { ObjectId, SchemaObject, Snapshot } from "../schema/snapshot.ts";
import type { Migration } from "../source/source.ts";
import { digestOf } from "./digest.ts";
import type { Batch, Plan, PlanStatement, RollbackStep, Strategy } from "./plan.ts";
import { wayBack } from "./rollback.ts";
import { dependencies } from "./touches.ts";
import { verifiable } from "./verifiable.ts";

/** Everything about a plan that is known before its statements are. */
export type PlanHead = Pick<Plan, "createdAt" | "tool" | "environment" | "task" | "push" | "source" | "target" | "rehearsal">;

export type PlanRequest = {
  readonly head: PlanHead;
  readonly strategy: Strategy;
  readonly dialect: Dialect;
  readonly context: ScriptContext;
  /** The live schema, without what is ignored. */
  readonly base: Snapshot;
};

/** States that the history passes through: before the first pending file, and after each (null where it was not read). */
export type HistoryStates = { readonly before: Snapshot; readonly after: readonly (Snapshot | null)[]; readonly end: Snapshot };

export type BuiltPlan = {
  readonly plan: Plan;
  readonly conflicts: Patched["conflicts"];
  /** What was read of each statement of the plan, in its order: of several where our own DDL writes them as one. */
  readonly parsed: readonly (readonly ParsedStatement[])[];
};

/** The plan for `migrate`: the pending files, verbatim, statement by statement, with one transaction per file where the engine allows it. */
export async function planMigrations(
  request: PlanRequest,
  pending: readonly Migration[],
  states: HistoryStates,
): Promise<BuiltPlan> {
  const { base } = request;
  const expected = patch(base.objects, states.before.objects, states.end.objects);
  const batches: Batch[] = [];
  const statements: PlanStatement[] = [];
  const read: (readonly ParsedStatement[])[] = [];
  const touched = new Set<ObjectId>();
  let reached = states.before;
  for (const [index, migration] of pending.entries()) {
    const script = await request.dialect.parseScript(migration.sql ?? "", {
      ...request.context,
      objects: reached.objects,
      madeEarlier: madeBetween(states.before, reached),
    });
    reached = states.after[index] ?? reached;
    for (const group of groupsOf(request.dialect, script.statements)) {
      const { transactional, foreignKeys } = group;
      batches.push({ origin: migration.id, transactional, foreignKeys, after: null });
      for (const parsed of group.statements) {
        statements.push(planStatement(parsed, migration.id, batches.length - 1));
        read.push([parsed]);
        for (const id of [...parsed.touches, ...parsed.creates]) touched.add(id);
      }
    }
    const state = states.after[index] ?? null;
    const last = batches.at(-1);
    if (state !== null && last !== undefined && last.origin === migration.id) {
      batches[batches.length - 1] = {
        ...last,
        after: {
          objects: boundary(
            verifiable(base.objects),
            verifiable(patch(base.objects, states.before.objects, state.objects).objects),
          ),
        },
      };
    }
  }
  const changes = diff(states.before.objects, states.end.objects);
  for (const change of changes) touched.add(changedId(change));
  return {
    plan: finish(request, {
      batches,
      statements,
      migrations: pending.map(({ id, checksum }) => ({ id, checksum })),
      touched,
      expected: expected.objects,
      changes,
    }),
    conflicts: expected.conflicts,
    parsed: read,
  };
}

/** Tables that earlier files of the plan make. */
function madeBetween(before: Snapshot, reached: Snapshot): readonly ObjectId[] {
  const known = new Set(before.objects.map(({ id }) => id));
  return reached.objects.flatMap(({ id, kind }) => (kind === "table" && !known.has(id) ? [id] : []));
}

/** The plan for `push` and `sync`: our own differ's statements from live to code. */
export async function planChanges(
  request: PlanRequest,
  wanted: readonly Change[],
  desired: readonly SchemaObject[],
): Promise<BuiltPlan & { readonly refused: readonly { readonly change: Change; readonly reason: string }[] }> {
  const { base, dialect } = request;
  const to = { ...base, objects: desired };
  const form = request.strategy === "sync" ? "guarded" : "plain";
  const first = dialect.writeDdl(wanted, { from: base, to, form });
  const orphaned = orphanedBy(first.refused, wanted);
  const changes = wanted.filter((change) => !orphaned.some((refusal) => refusal.change === change));
  const ddl = orphaned.length === 0 ? first : dialect.writeDdl(changes, { from: base, to, form });
  const refused = [...ddl.refused, ...orphaned];
  const touched = new Set<ObjectId>(changes.map(changedId));
  const parsed = await parseOwn(ddl.statements, request);
  for (const part of parsed.flat()) for (const id of [...part.touches, ...part.creates]) touched.add(id);
  const groups = ownGroups(dialect, ddl.statements, parsed);
  const batches = groups.map(
    ({ transactional, foreignKeys }): Batch => ({ origin: "schemagate", transactional, foreignKeys, after: null }),
  );
  const statements = groups.flatMap(({ statements: indexes }, batch) =>
    indexes.flatMap((index) => {
      const statement = ddl.statements[index];
      const read = parsed[index] ?? [];
      if (statement === undefined) return [];
      return {
        sql: statement.sql,
        origin: "schemagate",
        batch,
        changes: statement.changes.flatMap((change) => changes[change] ?? []).map(describeChange),
        effects: unique(read.flatMap(({ effects }) => effects)),
        hazards: read.flatMap(({ hazards }) => hazards),
        locks: [],
        rewrites: [],
      };
    }),
  );
  const refusedChanges = new Set(refused.map(({ change }) => change));
  const planned = changes.filter((change) => !refusedChanges.has(change));
  const expected = patchWith(base.objects, planned);
  return {
    plan: finish(request, { batches, statements, migrations: [], touched, expected, changes: planned }),
    conflicts: [],
    refused,
    parsed: groups.flatMap(({ statements: indexes }) => indexes.map((index) => parsed[index] ?? [])),
  };
}

type Refused = { readonly change: Change; readonly reason: string };

/** New sequences of columns that are not made: nothing would own them. */
function orphanedBy(refused: readonly Refused[], changes: readonly Change[]): readonly Refused[] {
  const missing = new Set(refused.map(({ change }) => changedId(change)));
  return changes.flatMap((change) => {
    const owner = change.kind === "create" && change.object.kind === "sequence" ? change.object.ownedBy : null;
    return owner !== null && missing.has(owner) ? [{ change, reason: `It belongs to ${owner}, which is not planned.` }] : [];
  });
}

/** What our own statements do. They are read as one script, since some mean something else alone: a rebuild's DROP TABLE deletes nothing. */
async function parseOwn(
  statements: readonly DdlStatement[],
  { dialect, context, base }: PlanRequest,
): Promise<readonly (readonly ParsedStatement[])[]> {
  const seen = { ...context, objects: base.objects };
  const script = await dialect.parseScript(statements.map(({ sql }) => `${sql};\n`).join(""), seen);
  if (script.statements.length === statements.length) return script.statements.map((statement) => [statement]);
  return Promise.all(statements.map(async ({ sql }) => (await dialect.parseScript(sql, seen)).statements));
}

/** A file without a statement still has a place in the history: an empty transaction. */
function groupsOf(dialect: Dialect, statements: readonly ParsedStatement[]): readonly StatementGroup[] {
  const groups = dialect.groupStatements(statements);
  return groups.length > 0 ? groups : [{ transactional: true, foreignKeys: null, statements: [] }];
}

/** Our own statements by transaction, as indexes. One that was read as several is several statements to the engine, too. */
function ownGroups(
  dialect: Dialect,
  statements: readonly DdlStatement[],
  parsed: readonly (readonly ParsedStatement[])[],
): readonly (Omit<StatementGroup, "statements"> & { readonly statements: readonly number[] })[] {
  const indexOf = new Map(parsed.flatMap((parts, index) => parts.slice(0, 1).map((part) => [part, index])));
  const leading = statements.flatMap((_, index) => parsed[index]?.[0] ?? []);
  return dialect
    .groupStatements(leading)
    .map((group) => ({ ...group, statements: group.statements.flatMap((part) => indexOf.get(part) ?? []) }));
}

type Parts = {
  readonly migrations: Plan["migrations"];
  readonly batches: readonly Batch[];
  readonly statements: readonly PlanStatement[];
  readonly touched: ReadonlySet<ObjectId>;
  readonly expected: readonly SchemaObject[];
  readonly changes: readonly Change[];
};

function finish(request: PlanRequest, parts: Parts): Plan {
  const { base, dialect, head } = request;
  const expected: Snapshot = { ...base, objects: parts.expected, statistics: {} };
  const baseHashes = hashObjects(verifiable(base.objects));
  const expectedHashes = hashObjects(verifiable(expected.objects));
  const lastBatch = parts.batches.length - 1;
  const plan: Omit<Plan, "digest"> = {
    version: 1,
    ...head,
    strategy: request.strategy,
    migrations: parts.migrations,
    visibleKinds: visibleKinds(base),
    // A name in a statement may mean several kinds of object: what is meant is what exists before or after.
    touches: dependencies(
      [...parts.touched].filter((id) => id in baseHashes || id in expectedHashes),
      base.objects,
    ),
    base: { fingerprint: fingerprintOf(baseHashes), objects: baseHashes },
    expected: { fingerprint: fingerprintOf(expectedHashes), objects: expectedHashes, snapshot: expected },
    batches: parts.batches.map((batch, index) =>
      index === lastBatch && batch.after === null
        ? { ...batch, after: { objects: boundary(verifiable(base.objects), verifiable(expected.objects)) } }
        : batch,
    ),
    statements: parts.statements,
    rollback: rollback(parts, expected, base, dialect),
    summary: summarize(parts.changes),
  };
  return { ...plan, digest: digestOf(plan) };
}

function rollback(parts: Parts, expected: Snapshot, base: Snapshot, dialect: Dialect): readonly RollbackStep[] {
  if (parts.statements.length === 0) return [];
  return wayBack(parts.statements, expected, base, dialect);
}

function planStatement(parsed: ParsedStatement, origin: string, batch: number): PlanStatement {
  return {
    sql: parsed.sql,
    origin,
    batch,
    changes: [],
    effects: parsed.effects,
    hazards: parsed.hazards,
    locks: [],
    rewrites: [],
  };
}

/** Hashes of what differs from the base, null for what is gone: a state that the plan passes through. */
function boundary(base: readonly SchemaObject[], state: readonly SchemaObject[]): Readonly<Record<string, string | null>> {
  const before = new Map(base.map((object) => [object.id, object]));
  const after = new Set(state.map(({ id }) => id));
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id): [string, null] => [id, null]);
  const moved = state.filter((object) => before.get(object.id) !== object);
  const changed = moved.filter((object) => {
    const from = before.get(object.id);
    return from === undefined || differingFields(from, object).length > 0;
  });
  return Object.fromEntries([...gone, ...Object.entries(hashObjects(changed))].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function patchWith(base: readonly SchemaObject[], changes: readonly Change[]): readonly SchemaObject[] {
  const { from, to } = changes.reduce<{ from: SchemaObject[]; to: SchemaObject[] }>(
    (sides, change) => {
      if (change.kind === "create" || change.kind === "drop") {
        sides[change.kind === "create" ? "to" : "from"].push(change.object, ...change.parts);
      } else {
        sides.from.push(change.from);
        sides.to.push(change.to);
      }
      return sides;
    },
    { from: [], to: [] },
  );
  return patch(base, from, to).objects;
}

function visibleKinds(base: Snapshot): readonly string[] {
  const invisible = new Set(base.invisible.map(({ kind }) => kind));
  return unique(base.objects.map(({ kind }) => kind)).filter((kind) => !invisible.has(kind));
}

function summarize(changes: readonly Change[]): Plan["summary"] {
  const count = (...kinds: readonly Change["kind"][]) => changes.filter(({ kind }) => kinds.includes(kind)).length;
  return { add: count("create"), change: count("alter", "rename"), drop: count("drop") };
}

/** Sorted, without repetition. */
function unique<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}
