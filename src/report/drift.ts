import type { Drift } from "../diff/drift.ts";
import type { Preflight } from "../pipeline.ts";
import { countDrift } from "./count-drift.ts";
import { compared, historyProblems, kept, missing, pending, type Titled, undetermined, unmanaged } from "./drift-sections.ts";
import { code, count, fill, type Markdown, md, text } from "./markdown.ts";
import { engineTitle, footer, sentence } from "./parts.ts";

/** 01: every difference with its cause, and what can be done about it. */
export function renderDrift(preflight: Preflight, template: string): string {
  const { drift } = preflight.comparison.report;
  const of = (cause: Drift["cause"]) => drift.filter((entry) => entry.cause === cause);
  return fill(template, {
    environment: text(preflight.inputs.environment ?? ""),
    verdict: driftVerdict(preflight),
    summary: summary(preflight),
    unmanaged: unmanaged(of("unmanaged"), preflight, title),
    missing: missing(of("missing-migration"), preflight, title),
    history: historyProblems(preflight, title),
    pending: pending(of("pending"), title),
    undetermined: undetermined(of("undetermined"), title),
    kept: kept(preflight, title),
    compared: compared(preflight),
    footer: footer(preflight),
  });
}

const title: Titled = (level, words) => md`${"#".repeat(level) as Markdown} ${words}`;

/** One line: how many differences of each cause, worst first. */
function driftVerdict(preflight: Preflight): Markdown {
  const { report, changes } = preflight.comparison;
  if (preflight.inputs.strategy !== "migrate") {
    return changes.length === 0
      ? md`✅ The database holds everything that the code says.`
      : md`ℹ️ ${count(changes.length, "difference")} between the code and the database; the plan says which of them it resolves.`;
  }
  if (report.drift.length === 0)
    return md`✅ No drift: the database is what its migrations say, and the migrations are what the schema says.`;
  const icon = report.drift.every(({ cause }) => cause === "pending") ? md`ℹ️` : md`⚠️`;
  return md`${icon} ${sentence(countDrift(preflight, "with pending"))}`;
}

function summary(preflight: Preflight): Markdown {
  const { connection, live, project } = preflight;
  return md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)}), ${count(live.objects.length, "object")} read. ${text(project.description)}.\n`;
}
