import type { StandInScript } from "./dialects/dialect.ts";
import { UserError } from "./errors.ts";
import type { Snapshot } from "./schema/snapshot.ts";
import type { Migration } from "./source/source.ts";
import type { StandInSetting } from "./stand-in-setting.ts";

export type Halfway =
  | { readonly outcome: "rebuilt"; readonly states: readonly Snapshot[] }
  | { readonly outcome: "failed"; readonly reason: string };

/** The schema after the applied migrations and each of these parts, one on top of the other, on a stand-in. */
export function replayHalfway(
  setting: StandInSetting,
  applied: readonly Migration[],
  parts: readonly (readonly StandInScript[])[],
): Promise<Halfway> {
  const scripts = applied.map(({ id, sql }): StandInScript => ({ name: id, sql: sql ?? "" }));
  return setting.cache.remember(
    { step: "halfway", setting: setting.cacheKey, scripts, parts },
    () => rebuild(setting, scripts, parts),
    ({ outcome }) => outcome === "rebuilt",
  );
}

async function rebuild(
  setting: StandInSetting,
  applied: readonly StandInScript[],
  parts: readonly (readonly StandInScript[])[],
): Promise<Halfway> {
  setting.progress.step("Rebuilding the states that the half-done file passes through");
  try {
    await using standIn = await setting.open();
    const states: Snapshot[] = [];
    for (const scripts of [applied, ...parts]) {
      const run = await standIn.run(scripts);
      if (run.outcome !== "done") return { outcome: "failed", reason: `${run.script}: ${run.message} (on ${standIn.engine}).` };
      states.push(await standIn.introspect(setting.scope));
    }
    return { outcome: "rebuilt", states: states.slice(1) };
  } catch (error) {
    if (error instanceof UserError && !setting.named) return { outcome: "failed", reason: error.message };
    throw error;
  }
}
