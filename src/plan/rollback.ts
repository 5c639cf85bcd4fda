import type { Dialect } from "../dialects/dialect.ts";
import { describeChange } from "../diff/describe-change.ts";
import { diff } from "../diff/diff.ts";
import type { Snapshot } from "../schema/snapshot.ts";
import type { PlanStatement, RollbackStep } from "./plan.ts";

/** The way back from the expected end to the base: what can't be brought back comes first, in words. */
export function wayBack(
  statements: readonly PlanStatement[],
  expected: Snapshot,
  base: Snapshot,
  dialect: Dialect,
): readonly RollbackStep[] {
  const changes = diff(expected.objects, base.objects);
  const ddl = dialect.writeDdl(changes, { from: expected, to: base, form: "plain" });
  return [
    ...statements.flatMap(lostBy),
    ...ddl.refused.map(({ change, reason }) => ({ irreversible: `${describeChange(change)}: ${reason}` })),
    ...ddl.statements.map(({ sql }) => ({ sql })),
  ];
}

function lostBy(statement: PlanStatement, index: number): readonly RollbackStep[] {
  const number = index + 1;
  if (statement.effects.includes("deletes-data")) {
    return [
      { irreversible: `Statement ${number} deletes data: the structure can be brought back, the data only from a backup.` },
    ];
  }
  if (statement.effects.includes("changes-data")) {
    return [{ irreversible: `Statement ${number} changes data: the old values can only come from a backup.` }];
  }
  if (statement.effects.includes("not-understood")) {
    return [{ irreversible: `Statement ${number} was not understood: what it would take to undo it is not known.` }];
  }
  return [];
}
