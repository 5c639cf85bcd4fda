import type { DdlStatement, Dialect, ParsedStatement, ScriptContext } from "../dialects/dialect.ts";
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

export type BuiltPlan = { readonly plan: Plan; readonly conflicts: Patched["conflicts"] };

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
  const touched = new Set<ObjectId>();
  let reached = states.before;
  for (const [index, migration] of pending.entries()) {
    const script = await request.dialect.parseScript(migration.sql ?? "", { ...request.context, objects: reached.objects });
    reached = states.after[index] ?? reached;
    for (const group of transactions(script.statements, request.dialect.traits.transactionalDdl)) {
      batches.push({ origin: migration.id, transactional: group.transactional, after: null });
      for (const parsed of group.statements) {
        statements.push(planStatement(parsed, migration.id, batches.length - 1));
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
    plan: finish(request, { batches, statements, touched, expected: expected.objects, changes }),
    conflicts: expected.conflicts,
  };
}

/** The plan for `push` and `sync`: our own differ's statements from live to code. */
export async function planChanges(
  request: PlanRequest,
  changes: readonly Change[],
  desired: readonly SchemaObject[],
): Promise<BuiltPlan & { readonly refused: readonly { readonly change: Change; readonly reason: string }[] }> {
  const { base, dialect } = request;
  const to = { ...base, objects: desired };
  const ddl = dialect.writeDdl(changes, { from: base, to, form: request.strategy === "sync" ? "guarded" : "plain" });
  const touched = new Set<ObjectId>(changes.map(changedId));
  const batches: Batch[] = [];
  const statements: PlanStatement[] = [];
  const parsed = await parseOwn(ddl.statements, request);
  for (const [index, statement] of ddl.statements.entries()) {
    const open = batches.at(-1);
    if (open === undefined || !open.transactional || !statement.transactional) {
      batches.push({ origin: "schemagate", transactional: statement.transactional, after: null });
    }
    const own = statement.changes.flatMap((change) => changes[change] ?? []);
    const read = parsed[index] ?? [];
    for (const part of read) for (const id of [...part.touches, ...part.creates]) touched.add(id);
    statements.push({
      sql: statement.sql,
      origin: "schemagate",
      batch: batches.length - 1,
      changes: own.map(describeChange),
      effects: unique(read.flatMap(({ effects }) => effects)),
      hazards: read.flatMap(({ hazards }) => hazards),
      locks: [],
      rewrites: [],
    });
  }
  const refusedChanges = new Set(ddl.refused.map(({ change }) => change));
  const planned = changes.filter((change) => !refusedChanges.has(change));
  const expected = patchWith(base.objects, planned);
  return {
    plan: finish(request, { batches, statements, touched, expected, changes: planned }),
    conflicts: [],
    refused: ddl.refused,
  };
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

type Parts = {
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

type Transaction = { readonly transactional: boolean; readonly statements: readonly ParsedStatement[] };

/**
 * One transaction per file. A file that controls transactions itself keeps its own; a statement that can't run inside one stands alone,
 * and so does a new enum value, which can't be used before it is committed.
 */
function transactions(statements: readonly ParsedStatement[], transactionalDdl: boolean): readonly Transaction[] {
  const groups: { transactional: boolean; statements: ParsedStatement[] }[] = [];
  const ownControl = statements.some(({ control }) => control !== null);
  if (ownControl) return [{ transactional: false, statements }];
  for (const statement of statements) {
    // SQLite ignores these inside a transaction: whoever runs the file sets them around it.
    if (statement.verb === "PRAGMA" && groups.length > 0) {
      groups.at(-1)?.statements.push(statement);
      continue;
    }
    const alone =
      statement.verb !== "PRAGMA" &&
      (!transactionalDdl || !statement.transactional || (statement.verb === "ALTER TYPE ADD VALUE" && statements.length > 1));
    const open = groups.at(-1);
    if (alone || open === undefined || !open.transactional) groups.push({ transactional: !alone, statements: [statement] });
    else open.statements.push(statement);
  }
  return groups;
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
