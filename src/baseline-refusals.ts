import type { BaselinePoint } from "./baseline-point.ts";
import { changedId } from "./diff/change.ts";
import { describeChange } from "./diff/describe-change.ts";
import type { Blocked } from "./plan/verdict.ts";
import type { Migration, SourceProject } from "./source/source.ts";

/** Nothing to record. */
export function noMigrations({ migrations, migrationsFolder }: SourceProject): readonly Blocked[] {
  if (migrations.length > 0) return [];
  return [
    {
      reason: "history-missing",
      object: null,
      message: `This project has no migrations${migrationsFolder === null ? "" : ` in ${migrationsFolder}`}, so there is nothing to record.`,
      hint: "Make a first migration of what the database holds (`npx prisma migrate diff --from-empty … --script`), commit it, and run this again.",
    },
  ];
}

const shownDifferences = 20;

/** Why it can't be told which migrations the database holds. */
export function whyNoPoint(
  point: Exclude<BaselinePoint, { kind: "found" }>,
  migrations: readonly Migration[],
): readonly Blocked[] {
  const nameOf = (count: number) => migrations[count - 1]?.id ?? "";
  switch (point.kind) {
    case "ambiguous":
      return [
        {
          reason: "history-missing",
          object: null,
          message: `The schema is the same after ${point.counts.map((count) => `\`${nameOf(count)}\``).join(", ")}: which of them ran here can't be seen, as what is between them changes data, or takes itself back.`,
          hint: "Find out what ran here last, and name it: --up-to NAME. What comes after it stays pending, and will run.",
        },
      ];
    case "undetermined":
      return [
        {
          reason: "invalid-source",
          object: "migration history",
          message: `The migrations can't be replayed, so it can't be told which of them the database holds: ${point.reason}`,
          hint: point.advice ?? "Correct the file, or pass --dev-url with an empty scratch database that has what is missing.",
        },
      ];
    case "none": {
      const { count, changes } = point.nearest;
      const more = changes.length - shownDifferences;
      return [
        {
          reason: "drift-detected",
          object: null,
          message: `The database is not what any of the migrations looked at leads to. Nearest is the state after \`${nameOf(count)}\` (${count} of ${migrations.length}), with ${changes.length} ${changes.length === 1 ? "difference" : "differences"}${more > 0 ? `, of which ${shownDifferences} follow` : ""}.`,
          hint: "Bring both together: undo in the database what is too much there, add what is missing, or name under `ignore:` what is somebody's on purpose. Rows that are not true would let later migrations fail, or be skipped.",
        },
        ...changes.slice(0, shownDifferences).map((change) => ({
          reason: "drift-detected" as const,
          object: changedId(change),
          message: `${describeChange(change)} (in the database, compared with the state after ${nameOf(count)}).`,
          hint: "Undo it, adopt it in the migrations, or ignore it.",
        })),
      ];
    }
  }
}

/** Another session is at work. */
export function busy(holder: string): Blocked {
  return {
    reason: "lock-busy",
    object: null,
    message: `Somebody else is migrating this database: ${holder} holds the lock.`,
    hint: "Wait until that run has ended, then run this again.",
  };
}
