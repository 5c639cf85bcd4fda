import type { Change } from "../diff/change.ts";
import type { ObjectId } from "../schema/snapshot.ts";

export type PushDecision = {
  readonly planned: readonly Change[];
  /** Drops that nobody asked for: the repo's history did not make the object, and no `--drop` names it. */
  readonly kept: readonly { readonly change: Change; readonly reason: string }[];
};

const holdsData: ReadonlySet<string> = new Set(["table", "column"]);

/** `push` drops a table or column only if the repo's own history created it or the user named it. */
export function decidePush(
  changes: readonly Change[],
  madeByHistory: ReadonlySet<ObjectId>,
  named: readonly string[],
): PushDecision {
  const mayDrop = (id: ObjectId) =>
    madeByHistory.has(id) || named.some((name) => id === name || id.slice(id.indexOf(" ") + 1) === name);
  const forbidden = (change: Change) => change.kind === "drop" && holdsData.has(change.object.kind) && !mayDrop(change.object.id);
  return {
    planned: changes.filter((change) => !forbidden(change)),
    kept: changes.flatMap((change) =>
      change.kind === "drop" && forbidden(change)
        ? [{ change, reason: `No migration of this repository made it; to drop it, pass --drop "${change.object.id}".` }]
        : [],
    ),
  };
}
