import { type Comparison, type Side, today } from "./compare.ts";
import type { RehearsedBatch } from "./dialects/dialect.ts";
import { covered } from "./plan/coverage.ts";
import type { Plan, PlanStatement } from "./plan/plan.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { rehearse } from "./rehearse.ts";
import type { ObjectId } from "./schema/snapshot.ts";
import { standInSetting } from "./stand-in-setting.ts";

/** A rehearsal is a matter of seconds: what takes longer hangs. */
const longestMs = 60_000;

/** Tries a plan on a copy of the live schema. Never throws for what a plan, a schema or an engine can cause. */
export async function rehearsePlan(side: Side, comparison: Comparison, plan: Plan): Promise<Rehearsal> {
  const { inputs, target, tools, live } = side;
  if (inputs.rehearsal === "off")
    return { outcome: "not-rehearsed", engine: null, reason: "It was switched off.", observations: [] };
  const { connection } = target.database;
  const setting = standInSetting(side, comparison.diagnosis, comparison.context);
  tools.progress.step("Rehearsing the plan on a copy of the live schema");
  return rehearse({
    dialect: target.engine.dialect,
    open: (roles) => setting.openCopy(roles, longestMs),
    scope: setting.scope,
    defaultSchema: connection.defaultSchema,
    serverMajor: connection.serverMajor,
    settings: (await target.live?.sessionSettings()) ?? [],
    filled: (tables) => withRows(tables, side),
    live,
    batches: batchesOf(plan),
    touches: plan.touches,
    expected: plan.expected.snapshot,
    rollback: plan.rollback,
    cover: (snapshot) =>
      covered(snapshot, { historyTables: comparison.context.historyTables, ignore: inputs.config.ignore, today: today(side) }),
    rights: plan.statements.some(({ effects }) => effects.includes("changes-rights")),
  });
}

/** The plan with what was seen: outside of its digest, since the same plan may be rehearsed elsewhere. */
export function withRehearsal(plan: Plan, rehearsal: Rehearsal): Plan {
  return {
    ...plan,
    statements: observedIn(plan.statements, rehearsal),
    rehearsal: {
      outcome: rehearsal.outcome,
      engine: rehearsal.engine,
      reason: rehearsal.outcome === "rehearsed" ? null : rehearsal.reason,
    },
  };
}

export function observedIn(statements: readonly PlanStatement[], { observations }: Rehearsal): readonly PlanStatement[] {
  return statements.map((statement, index) => {
    const { locks = [], rewrites = [] } = observations[index] ?? {};
    return { ...statement, locks, rewrites };
  });
}

/** Which of these tables have rows. A table that can't be read counts as one that has, and so do all where no database is at hand. */
export async function withRows(
  tables: readonly ObjectId[],
  { target, live }: Pick<Side, "target" | "live">,
): Promise<readonly ObjectId[]> {
  if (target.live === null) return tables;
  const { dialect } = target.engine;
  const names = new Map(live.objects.map((object) => [object.id, object]));
  const filled: ObjectId[] = [];
  for (const id of tables) {
    const table = names.get(id);
    if (table === undefined) continue;
    const name = [table.schema, table.name].flatMap((part) => (part === null ? [] : [dialect.quote(part)])).join(".");
    const rows = await target.live.query(`SELECT 1 AS one FROM ${name} LIMIT 1`).catch(() => [{}]);
    if (rows.length > 0) filled.push(id);
  }
  return filled;
}

function batchesOf({ batches, statements }: Plan): readonly RehearsedBatch[] {
  return batches.map(({ origin, transactional, foreignKeys }, index) => ({
    origin,
    transactional,
    foreignKeys,
    statements: statements.filter(({ batch }) => batch === index).map(({ sql }) => sql),
  }));
}
