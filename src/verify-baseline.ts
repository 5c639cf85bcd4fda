import { findPoint } from "./baseline-point.ts";
import { diagnosisOf } from "./compare.ts";
import { changedId } from "./diff/change.ts";
import { describeChange } from "./diff/describe-change.ts";
import type { BaselineRows, BaselineVerification } from "./plan/baseline.ts";
import { verifiable } from "./plan/verifiable.ts";
import { fingerprint } from "./schema/fingerprint.ts";
import { coveredOf, type LiveSide } from "./verify.ts";

/** Whether the history now says what was recorded, no more and no less, and the schema is still that of the last migration in it. */
export async function verifyBaseline(
  side: LiveSide,
  rows: BaselineRows,
  pending: readonly string[],
): Promise<BaselineVerification> {
  const { applied, problems, pending: left } = await diagnosisOf(side);
  const known = new Set(applied.map(({ id }) => id));
  const expected = rows.migrations.map(({ id }) => {
    const problem = problems.find(({ migration, kind }) => migration === id && kind !== "edited-line-endings");
    if (problem !== undefined) return { migration: id, ok: false, message: problem.message };
    return known.has(id)
      ? { migration: id, ok: true, message: "recorded, with the checksum of its file" }
      : { migration: id, ok: false, message: "is not in the history of the database" };
  });
  const named = new Set(rows.migrations.map(({ id }) => id));
  const strange = [...new Set([...known, ...problems.map(({ migration }) => migration)])]
    .filter((id) => !named.has(id))
    .map((id) => ({ migration: id, ok: false, message: "is in the history, and nobody recorded it here" }));
  const missed = left
    .filter(({ id }) => !named.has(id) && !pending.includes(id))
    .map(({ id }) => ({ migration: id, ok: false, message: "is pending, and was not there when the rows were approved" }));
  const history = [...expected, ...strange, ...missed];
  const sameSchema = fingerprint({ ...side.live, objects: verifiable(coveredOf(side, side.live).objects) }) === rows.live;
  const point = await findPoint(side, rows.migrations.length);
  const differences =
    point.kind === "none"
      ? point.nearest.changes.map((change) => ({ object: changedId(change), summary: describeChange(change) }))
      : [];
  const clean = history.every(({ ok }) => ok) && point.kind === "found";
  return { outcome: clean ? "verified" : "diverged", history, sameSchema, differences };
}
