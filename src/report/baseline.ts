import type { Baseline, BaselineVerification } from "../plan/baseline.ts";
import { shortDigest } from "../plan/digest.ts";
import { commandLine } from "./command-line.ts";
import { bullets, code, count, fence, fold, join, type Markdown, md, prose, table, text } from "./markdown.ts";
import { instant } from "./permission.ts";
import { reasonsTable } from "./reasons-table.ts";

/** 02 of a baseline: which rows would be written, what approving them means, and the command. */
export function renderBaselinePlan(baseline: Baseline): string {
  return sections([
    md`# 02 Baseline: ${text(baseline.environment)}`,
    planVerdict(baseline),
    ...reasons(baseline),
    ...rows(baseline),
    ...unseen(baseline),
    ...pending(baseline),
    ...approval(baseline),
    footer(baseline, md`The database was read, nothing was written to it.`),
  ]);
}

/** 03 while the rows are written. If this is what stays, the run was killed. */
export function renderBaselineRunning({ environment, digest, at }: Baseline): string {
  return sections([
    md`# 03 Execution log: ${text(environment)}`,
    md`⏳ Recording the baseline ${code(shortDigest(digest ?? ""))} since ${instant(at)}.`,
    md`If this is still here when nothing runs any more, the run was killed. All rows are one transaction, so either all of them are there or none: ${code("schemagate baseline")} without ${code("--approve")} says which, and only reads.`,
  ]);
}

/** 03 of a baseline: what was written, in whose name. */
export function renderBaselineLog(baseline: Baseline): string {
  return sections([
    md`# 03 Execution log: ${text(baseline.environment)}`,
    logVerdict(baseline),
    ...reasons(baseline),
    md`## Permission and session\n\n${bullets([
      md`**Permission:** ${code(baseline.approved ?? "")} was named on the command line`,
      md`**Session:** ${baseline.session.length === 0 ? md`none was opened that can write` : text(baseline.session.join(", "))}`,
    ])}`,
    ...rows(baseline),
    ...unseen(baseline),
    ...pending(baseline),
    footer(
      baseline,
      baseline.outcome === "recorded"
        ? md`Rows were written to the history, nothing else was changed.`
        : md`Nothing else than rows of the history would have been written.`,
    ),
  ]);
}

/** 04 of a baseline. */
export function renderBaselineVerification(baseline: Baseline, verification: BaselineVerification): string {
  const bad = verification.history.filter(({ ok }) => !ok);
  const good = verification.history.length - bad.length;
  return sections([
    md`# 04 Verification: ${text(baseline.environment)}`,
    verification.outcome === "verified"
      ? md`✅ Verified: the history of ${where(baseline)} says what was recorded, and the schema is that of its last migration.`
      : md`🛑 Diverged: ${where(baseline)} is not what was recorded.`,
    table(
      [md`Looked at`, md`Seen`],
      [
        [
          md`History`,
          md`${count(good, "migration")} recorded${bad.length === 0 ? md`` : md`, ${bad.length} not as they should be`}`,
        ],
        [md`Schema`, verification.sameSchema ? md`unchanged since the dry run` : md`changed since the dry run`],
        [
          md`Difference to the recorded migrations`,
          verification.differences.length === 0 ? md`none` : count(verification.differences.length, "object"),
        ],
      ],
    ),
    ...(bad.length === 0 ? [] : [bullets(bad.map(({ migration, message }) => md`${code(migration)}: ${text(message)}`))]),
    ...(verification.differences.length === 0 ? [] : [bullets(verification.differences.map(({ summary }) => text(summary)))]),
    footer(baseline, md`The database was read on a connection of its own, nothing was written to it.`),
  ]);
}

function sections(parts: readonly Markdown[]): string {
  return `${join(
    parts.map((part) => part.trimEnd() as Markdown),
    "\n\n",
  )}\n`;
}

function where({ environment, display }: Baseline): Markdown {
  return md`${text(environment)} (${code(display)})`;
}

function planVerdict(baseline: Baseline): Markdown {
  switch (baseline.outcome) {
    case "planned":
    case "recorded":
    case "failed":
      return md`📋 Baseline ${code(shortDigest(baseline.digest ?? ""))} for ${where(baseline)}: ${count(baseline.rows?.migrations.length ?? 0, "migration")} to record as applied, none of which is run.`;
    case "nothing-to-do":
      return md`✅ Nothing to record for ${where(baseline)}.`;
    case "refused":
      return md`⛔ No baseline for ${where(baseline)}.`;
  }
}

function logVerdict(baseline: Baseline): Markdown {
  switch (baseline.outcome) {
    case "recorded":
      return md`✅ Recorded ${count(baseline.rows?.migrations.length ?? 0, "migration")} in the history of ${where(baseline)}; none was run.`;
    case "failed":
      return md`❌ Failed on ${where(baseline)}.`;
    case "planned":
    case "refused":
      return md`⛔ Refused: nothing was written to ${where(baseline)}.`;
    case "nothing-to-do":
      return md`✅ Nothing to record for ${where(baseline)}. Nothing was written.`;
  }
}

function reasons({ reasons: all }: Baseline): readonly Markdown[] {
  return all.length === 0 ? [] : [reasonsTable(all)];
}

function rows({ rows: recorded }: Baseline): readonly Markdown[] {
  if (recorded === null) return [];
  const cells = recorded.migrations.map(({ id, checksum }, index) => [md`${index + 1}`, code(id), code(checksum)]);
  return [md`## Rows\n\n${table([md`#`, md`Migration`, md`Checksum of its file`], cells)}`];
}

function unseen({ unseen: all }: Baseline): readonly Markdown[] {
  if (all.length === 0) return [];
  return [
    md`⚠️ ${all.length === 1 ? md`One of them changes` : md`${all.length} of them change`} rows, or could not be read to the end: whether that was done here can't be seen in a schema, and once recorded it is never run. Make sure of: ${join(all.map(code), ", ")}.`,
  ];
}

function pending({ pending: left, rows: recorded }: Baseline): readonly Markdown[] {
  if (recorded === null) return [];
  if (left.length === 0) return [md`Afterwards nothing is pending.`];
  return [fold(md`${count(left.length, "migration")} will be pending afterwards`, bullets(left.map(code)))];
}

function approval(baseline: Baseline): readonly Markdown[] {
  const { rows: recorded, digest, outcome, environment } = baseline;
  if (outcome !== "planned" || recorded === null || digest === null) return [];
  return [
    md`## What approving this means\n\n${bullets([
      md`**Where:** environment ${code(environment)}, database ${code(baseline.display)}, identity ${code(recorded.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
      md`**What is written:** these rows of the history, in one transaction; the table for them where it is missing. No migration runs, nothing of the schema is changed.`,
      md`**Only while** the schema is as it was read (fingerprint ${code(recorded.live.slice(0, 12))}), and the files are these.`,
      md`**Way back:** while nothing was applied on top of it, delete these rows.`,
    ])}`,
    md`${prose("Whoever names the whole digest approves it. With the same flags as this run:")}\n\n${fence(baselineCommand(baseline), "")}`,
  ];
}

/** The command that records what was shown. */
export function baselineCommand({ environment, digest }: Baseline): string {
  return commandLine(["schemagate", "baseline", "--environment", environment, "--approve", digest ?? ""]);
}

function footer({ tool, at }: Baseline, said: Markdown): Markdown {
  return md`---\nWritten by ${text(tool)} at ${instant(at)}. ${said}`;
}
