import type { JsonDocument } from "../../src/report/json.ts";

/** A report without what differs from run to run: versions, times, digests, places. */
export function settled(report: string): string {
  return report
    .replaceAll(/127\.0\.0\.1:\d+\/\w+|(?:\/[\w.-]+)+\/scratch\.db/g, "DATABASE")
    .replaceAll(/PGlite [\d.]+ \(PostgreSQL [\d.]+\)|PostgreSQL [\d.]+ at [\w/.-]+|(?<=\bon )SQLite [\d.]+/g, "the stand-in")
    .replaceAll(/(PostgreSQL|SQLite) \d+(\.\d+)*/g, "$1 VERSION")
    .replaceAll(/schemagate \d+\.\d+\.\d+ at [\d-]+T[\d:.]+Z/g, "schemagate VERSION at TIME")
    .replaceAll(/(?<=identity `|fingerprint `|Plan `)[0-9a-f]{12}(?=`)/g, "HASH")
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
    drift,
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

/** What the drift report offers for changes made by hand, as somebody would copy it. */
export function offeredWays(report: string): { readonly adopt: readonly string[]; readonly undo: readonly string[]; readonly ignore: readonly string[] } {
  return { adopt: blocks(report, "Adopt it"), undo: blocks(report, "Undo it"), ignore: blocks(report, "Ignore it") };
}

/** The migration that the drift report offers, with its name. */
export function offeredMigration(report: string): { readonly name: string; readonly sql: string } | null {
  const found = /`(\d{14}_\w+)\/migration\.sql`:\n\n```sql\n([\s\S]*?)```/.exec(report);
  return found === null ? null : { name: found[1] ?? "", sql: found[2] ?? "" };
}

function blocks(report: string, title: string): readonly string[] {
  const pattern = new RegExp(`<summary>${title}[^\\n]*</summary>\\n\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``, "g");
  return [...report.matchAll(pattern)].map(([, content]) => content ?? "");
}
