import type { Scope, StandIn, StandInRun, StandInScript } from "./dialects/dialect.ts";
import { UserError } from "./errors.ts";
import type { SchemaObject, Snapshot } from "./schema/snapshot.ts";
import type { Migration } from "./source/source.ts";
import type { StandInSetting } from "./stand-in-setting.ts";

/** Boundaries between pending files are read up to this many files; each costs one snapshot. */
const readBoundariesUpTo = 25;

export type Replay =
  | {
      readonly outcome: "replayed";
      readonly engine: string;
      /** After all that is applied. */
      readonly before: Snapshot;
      /** After each pending file; null where it was not read. */
      readonly after: readonly (Snapshot | null)[];
      /** After everything that is pending, or why it stopped. */
      readonly end:
        | { readonly outcome: "reached"; readonly snapshot: Snapshot }
        | { readonly outcome: "failed"; readonly migration: string; readonly message: string; readonly advice: string | null };
    }
  /** `advice`: what to do, where it is known. */
  | { readonly outcome: "undetermined"; readonly engine: string | null; readonly reason: string; readonly advice: string | null };

/** Builds the schema that the code asks for, by letting an engine build it. Throws UserError `invalid-source` when it can't. */
export function buildDesired(setting: StandInSetting, writeDdl: () => Promise<string>): Promise<Snapshot> {
  return setting.cache.remember(
    { step: "desired", setting: setting.cacheKey },
    async () => {
      setting.progress.step("Building the schema of the code on a stand-in");
      await using standIn = await setting.open();
      const run = await standIn.run([{ name: "schema", sql: await writeDdl() }]);
      if (run.outcome !== "done") {
        throw new UserError(
          "invalid-source",
          `The schema can't be built on ${standIn.engine}: ${runMessage(run)}`,
          extensionHint(standIn),
        );
      }
      return await standIn.introspect(setting.scope);
    },
    () => true,
  );
}

/** Replays the history on a stand-in: first what is applied, then what is pending. A failure is a result, not an error. */
export function replayHistory(
  setting: StandInSetting,
  applied: readonly Migration[],
  pending: readonly Migration[],
): Promise<Replay> {
  return setting.cache.remember(historyInputs(setting, applied, pending), () => replay(setting, applied, pending), isReplayed);
}

async function replay(setting: StandInSetting, applied: readonly Migration[], pending: readonly Migration[]): Promise<Replay> {
  setting.progress.step(`Replaying ${applied.length + pending.length} migrations on a stand-in`);
  const opened = await openOrReason(setting);
  if (typeof opened === "string") return { outcome: "undetermined", engine: null, reason: opened, advice: null };
  await using standIn = opened;
  const result = await replayOn(standIn, setting.scope, applied, pending);
  await rememberApplied(setting, [...applied, ...pending], result);
  return result;
}

/** What is pending now is applied the next time: that history is known already. */
async function rememberApplied(setting: StandInSetting, applied: readonly Migration[], result: Replay): Promise<void> {
  if (result.outcome !== "replayed" || result.end.outcome !== "reached" || result.after.length === 0) return;
  const known: Replay = { ...result, before: result.end.snapshot, after: [] };
  await setting.cache.remember(historyInputs(setting, applied, []), () => Promise.resolve(known), isReplayed);
}

function historyInputs({ cacheKey }: StandInSetting, applied: readonly Migration[], pending: readonly Migration[]): unknown {
  return { step: "history", setting: cacheKey, applied: applied.map(toScript), pending: pending.map(toScript) };
}

function isReplayed({ outcome }: Replay): boolean {
  return outcome === "replayed";
}

async function replayOn(
  standIn: StandIn,
  scope: Scope,
  applied: readonly Migration[],
  pending: readonly Migration[],
): Promise<Replay> {
  const first = await standIn.run(applied.map(toScript));
  if (first.outcome !== "done") {
    return {
      outcome: "undetermined",
      engine: standIn.engine,
      reason: `${first.script}: ${runMessage(first)} (on ${standIn.engine}).`,
      advice: extensionHint(standIn),
    };
  }
  const before = await standIn.introspect(scope);
  const after: (Snapshot | null)[] = [];
  const everyBoundary = pending.length <= readBoundariesUpTo;
  for (const [index, migration] of pending.entries()) {
    const run = await standIn.run([toScript(migration)]);
    if (run.outcome !== "done") {
      return {
        outcome: "replayed",
        engine: standIn.engine,
        before,
        after,
        end: {
          outcome: "failed",
          migration: migration.id,
          message: `${runMessage(run)} (on ${standIn.engine}).`,
          advice: extensionHint(standIn),
        },
      };
    }
    after.push(everyBoundary || index === pending.length - 1 ? await standIn.introspect(scope) : null);
  }
  return {
    outcome: "replayed",
    engine: standIn.engine,
    before,
    after,
    end: { outcome: "reached", snapshot: after.at(-1) ?? before },
  };
}

/**
 * Gives objects of the live database and of the history the same spelling, by feeding both through one stand-in that holds the
 * history. Objects whose texts are equal afterwards come back as pairs to be taken as equal.
 */
export function respellOnHistory(
  setting: StandInSetting,
  applied: readonly Migration[],
  pairs: readonly { readonly from: SchemaObject; readonly to: SchemaObject }[],
): Promise<{ readonly from: readonly SchemaObject[]; readonly to: readonly SchemaObject[] }> {
  const inputs = { step: "respell", setting: setting.cacheKey, applied: applied.map(toScript), pairs };
  return setting.cache.remember(
    inputs,
    async () => {
      setting.progress.step(`Spelling ${pairs.length} objects alike`);
      await using standIn = await setting.open();
      const run = await standIn.run(applied.map(toScript));
      if (run.outcome !== "done") return { from: pairs.map(({ from }) => from), to: pairs.map(({ to }) => to) };
      const from = await standIn.respell(
        pairs.map((pair) => pair.from),
        setting.scope,
      );
      const to = await standIn.respell(
        pairs.map((pair) => pair.to),
        setting.scope,
      );
      return { from, to };
    },
    () => true,
  );
}

async function openOrReason({ open, named }: StandInSetting): Promise<StandIn | string> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof UserError && !named) return `No stand-in could be started: ${error.message}`;
    throw error;
  }
}

function toScript(migration: Migration): StandInScript {
  return { name: migration.id, sql: migration.sql ?? "" };
}

function runMessage(run: Exclude<StandInRun, { outcome: "done" }>): string {
  return run.outcome === "killed" || run.code === null ? run.message : `${run.message} [${run.code}]`;
}

function extensionHint({ missingExtensions }: StandIn): string | null {
  if (missingExtensions.length === 0) return null;
  return `The stand-in has no ${missingExtensions.join(", ")}: pass --dev-url with an empty scratch database of a server that has it.`;
}
