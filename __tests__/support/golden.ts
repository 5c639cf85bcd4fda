import type { JsonDocument } from "../../src/report/json.ts";

/** A report without what differs from run to run: versions, times, digests, places. */
export function settled(report: string): string {
  return report
    .replaceAll(/127\.0\.0\.1:\d+\/\w+|(?:\/[\w.-]+)+\/scratch\.db/g, "DATABASE")
    .replaceAll(/PGlite [\d.]+ \(PostgreSQL [\d.]+\)|PostgreSQL [\d.]+ at [\w/.-]+|(?<=\bon )SQLite [\d.]+/g, "the stand-in")
    .replaceAll(/(PostgreSQL|SQLite) \d+(\.\d+)*/g, "$1 VERSION")
    .replaceAll(/schemagate \d+\.\d+\.\d+ at [\d-]+T[\d:.]+Z/g, "schemagate VERSION at TIME")
    .replaceAll(/(?<=identity `|fingerprint `|Plan `)[0-9a-f]{12}(?=`)/g, "HASH")
    .replaceAll(/(?<=--approve )[0-9a-f]{64}/g, "DIGEST")
    .replaceAll(/(?<=, until: )\d{4}-\d{2}-\d{2}(?= })/g, "DATE")
    .replaceAll(/`\d{14}_schema_change/g, "`TIME_schema_change");
}

/** The fields of the `--json` document that a case specifies. */
export function essence(status: number | null, document: JsonDocument): unknown {
  const { outcome, failureReason, drift, kept, rules, pending, reasons, counts, sync, statements } = document;
  return {
    status,
    outcome,
    failureReason,
    reasons: reasons.map(({ reason, object }) => ({ reason, object })),
    drift: drift.map(({ cause, from, object, summary }) => ({ cause, from, object, summary })),
    kept,
    rules,
    pending,
    sync,
    counts,
    statements: statements.map(({ sql, origin, batch, effects, hazards }) => ({
      sql,
      origin,
      batch,
      effects,
      hazards: hazards.map(({ id, object }) => ({ id, object })),
    })),
  };
}

/** What the drift report offers for all changes made by hand together, as somebody would copy it; null where it offers nothing. */
export function offeredWays(report: string): { readonly adopt: string | null; readonly undo: string | null } {
  return { adopt: lastBlock(report, "Adopt"), undo: lastBlock(report, "Undo") };
}

/** The migration that the drift report offers, with its name. */
export function offeredMigration(report: string): { readonly name: string; readonly sql: string } | null {
  const found = /`(\d{14}_\w+)\/migration\.sql`:\n\n```sql\n([\s\S]*?)```/.exec(report);
  return found === null ? null : { name: found[1] ?? "", sql: found[2] ?? "" };
}

/** Several changes have a last section for all of them. */
function lastBlock(report: string, title: string): string | null {
  const folds = report.split("<details>").filter((fold) => fold.startsWith(`<summary>${title} `));
  return /```sql\n([\s\S]*?)```/.exec(folds.at(-1) ?? "")?.[1] ?? null;
}
