import type { Drift } from "../diff/drift.ts";
import { neutralRules } from "../diff/neutralize.ts";
import type { Preflight } from "../pipeline.ts";
import type { Ways } from "../ways.ts";
import { bullets, code, count, fence, fill, fold, join, type Markdown, md, table, text } from "./markdown.ts";
import { enumerate, engineTitle, footer } from "./parts.ts";

/** 01: every difference with its cause, and what can be done about it. */
export function renderDrift(preflight: Preflight, template: string): string {
  const { drift } = preflight.comparison.report;
  const of = (cause: Drift["cause"]) => drift.filter((entry) => entry.cause === cause);
  return fill(template, {
    environment: text(preflight.inputs.environment ?? ""),
    verdict: driftVerdict(preflight),
    summary: summary(preflight),
    unmanaged: unmanaged(of("unmanaged"), preflight.ways),
    missing: missing(of("missing-migration"), preflight),
    history: historyProblems([...of("edited-after-apply"), ...of("unknown-migration")], preflight),
    pending: pending(of("pending")),
    undetermined: undetermined(of("undetermined")),
    kept: kept(preflight),
    compared: compared(preflight),
    footer: footer(preflight),
  });
}

const causeWords: Readonly<Record<Drift["cause"], readonly [string, string]>> = {
  unmanaged: ["change made by hand", "changes made by hand"],
  "missing-migration": ["change of the schema without a migration", "changes of the schema without a migration"],
  "edited-after-apply": ["migration edited after it was applied", "migrations edited after they were applied"],
  "unknown-migration": ["applied migration that this repository does not have", "applied migrations that this repository does not have"],
  undetermined: ["thing that could not be determined", "things that could not be determined"],
  pending: ["pending migration", "pending migrations"],
};

/** One line: how many differences of each cause, worst first. */
export function driftVerdict(preflight: Preflight): Markdown {
  const { report, changes } = preflight.comparison;
  if (preflight.inputs.strategy !== "migrate") {
    return changes.length === 0 ? md`✅ The database holds everything that the code says.` : md`ℹ️ ${count(changes.length, "difference")} between the code and the database; the plan says which are resolved.`;
  }
  const counts = (Object.keys(causeWords) as Drift["cause"][]).flatMap((cause) => {
    const number = report.drift.filter((entry) => entry.cause === cause).length;
    return number === 0 ? [] : [{ cause, words: count(number, ...causeWords[cause]) }];
  });
  if (counts.length === 0) return md`✅ No drift: the database is what its migrations say, and the migrations are what the schema says.`;
  const icon = counts.every(({ cause }) => cause === "pending") ? md`ℹ️` : md`⚠️`;
  return md`${icon} ${enumerate(counts.map(({ words }) => words))}.`;
}

function summary(preflight: Preflight): Markdown {
  const { connection, live, project } = preflight;
  return md`${code(connection.display)} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)}), ${count(live.objects.length, "object")} read. ${text(project.description)}.\n`;
}

function unmanaged(entries: readonly Drift[], ways: ReadonlyMap<Drift, Ways>): Markdown {
  if (entries.length === 0) return md``;
  const items = entries.map((entry) => md`### ${code(entry.object)}\n\n${text(entry.summary)}\n\n${waysOf(ways.get(entry))}`);
  return md`## Made by hand\n\nIn the database, but in no applied migration. It is somebody's work until proven otherwise: nothing here is undone on its own.\n\n${join(items, "\n")}`;
}

function waysOf(ways: Ways | undefined): Markdown {
  if (ways === undefined) return md``;
  const or = (sql: string | null, otherwise: Markdown) => (sql === null ? otherwise : copyable(sql));
  return join([
    fold(md`Adopt it: text for a migration, to be marked as applied here`, or(ways.adopt, md`There is no statement for this that would be safe in every case; write the migration by hand.\n`)),
    fold(md`Undo it: SQL`, or(ways.undo, md`There is no statement for this that would be safe in every case; undo it by hand.\n`)),
    fold(md`Ignore it: a line under ignore: of .github/schemagate.yml`, fence(ways.ignore, "yaml")),
  ]);
}

/** SQL that somebody will copy from here. */
function copyable(sql: string): Markdown {
  const block = fence(sql, "sql");
  return block.includes(sql.trimEnd()) ? block : md`${block}\nIt holds characters that can't be seen, which are spelled out here: copy it from the output of \`schemagate drift --json\`.\n`;
}

function missing(entries: readonly Drift[], { missing: migration }: Preflight): Markdown {
  if (entries.length === 0) return md``;
  const list = bullets(entries.map((entry) => md`${text(entry.summary)}${whose(entry)}`));
  const offered =
    migration === null
      ? md``
      : md`\nThe migration that is missing, ${code(`${migration.name}/migration.sql`)}:\n\n${fence(migration.sql, "sql")}${migration.refused.length === 0 ? md`` : md`\nNot in it, since there is no safe statement: ${join(migration.refused.map(text), "; ")}.\n`}`;
  return md`## The schema says more than the migrations\n\n${list}${offered}`;
}

function historyProblems(entries: readonly Drift[], { comparison }: Preflight): Markdown {
  const minor = comparison.diagnosis.problems.filter((problem) => !problem.blocks);
  if (entries.length === 0 && minor.length === 0) return md``;
  const items = [
    ...entries.map((entry) => md`${code(entry.object)}: ${text(entry.summary)}${entry.hint === null ? md`` : md` ${text(entry.hint)}`}`),
    ...minor
      .filter((problem) => !entries.some((entry) => entry.object === `migration ${problem.migration}`))
      .map((problem) => md`${code(`migration ${problem.migration}`)}: ${text(problem.message)} ${text(problem.hint)}`),
  ];
  return md`## History\n\n${bullets(items)}`;
}

function pending(entries: readonly Drift[]): Markdown {
  if (entries.length === 0) return md``;
  const rows = entries.map((entry) => [code(entry.object.replace(/^migration /, "")), text(entry.summary), whoseWords(entry)]);
  return md`## Pending\n\n${table([md`Migration`, md`State`, md`From`], rows)}`;
}

function whose(entry: Drift): Markdown {
  return entry.from === null ? md`` : md` (${whoseWords(entry)})`;
}

function whoseWords(entry: Drift): Markdown {
  if (entry.from === "this-pull-request") return md`this branch`;
  return entry.from === "default-branch" ? md`the default branch` : md`not known: no git history to compare with`;
}

function undetermined(entries: readonly Drift[]): Markdown {
  if (entries.length === 0) return md``;
  return md`## Could not be determined\n\n${bullets(entries.map((entry) => md`${code(entry.object)}: ${text(entry.summary)}${entry.hint === null ? md`` : md` ${text(entry.hint)}`}`))}`;
}

function kept(preflight: Preflight): Markdown {
  const { kept: objects, rules, ignored } = preflight.comparison.report;
  const parts: Markdown[] = [];
  if (objects.length > 0) {
    const reasons = new Map<string, string[]>();
    for (const { object, reason } of objects) reasons.set(reason, [...(reasons.get(reason) ?? []), object]);
    const items = [...reasons].map(([reason, names]) => md`${text(reason)}: ${join([...new Set(names)].map(code), ", ")}`);
    parts.push(fold(md`${count(objects.length, "object or attribute", "objects or attributes")} kept and never part of a plan`, bullets(items)));
  }
  if (rules.length > 0) {
    const texts = { ...neutralRules, ...preflight.project.language.rules };
    const names = new Map<string, string[]>();
    for (const { rule, object } of rules) names.set(rule, [...(names.get(rule) ?? []), object]);
    const items = [...names].map(([rule, found]) => md`${code(rule)}: ${text(texts[rule] ?? "")} ${join([...new Set(found)].map(code), ", ")}`);
    parts.push(fold(md`${count(rules.length, "difference")} that ${rules.length === 1 ? md`is` : md`are`} no drift, by rule`, bullets(items)));
  }
  if (ignored.length > 0) {
    const items = ignored.map(({ object, rule }) => md`${code(object)}: ${text(rule.reason)}${rule.until === null ? md`` : md` (until ${text(rule.until)})`}`);
    parts.push(fold(md`${count(ignored.length, "difference")} ignored by the configuration`, bullets(items)));
  }
  return parts.length === 0 ? md`Nothing.\n` : join(parts, "\n");
}

function compared({ comparison, live, connection, inputs }: Preflight): Markdown {
  const { replay } = comparison;
  const items: Markdown[] = [];
  if (replay?.outcome === "replayed" && inputs.strategy === "migrate") {
    items.push(md`The ${count(comparison.diagnosis.applied.length, "applied migration")} ${comparison.diagnosis.applied.length === 1 ? md`was` : md`were`} replayed on ${text(replay.engine)} and compared with the live ${text(`${engineTitle(connection)} ${connection.serverVersion}`)}; the schema of the code was built on the same kind of stand-in.`);
  } else if (inputs.strategy === "migrate") {
    items.push(md`The migrations could not be replayed; only the code was compared with the live database.`);
  } else {
    items.push(md`The schema of the code was built on a stand-in and compared with the live database.`);
  }
  for (const { kind, names, reason } of live.notCompared) {
    items.push(md`Not compared: ${text(kind)} (${text(reason)}): ${join(names.slice(0, 10).map(code), ", ")}${names.length > 10 ? md` and ${names.length - 10} more` : md``}`);
  }
  for (const { what, grant } of live.invisible) items.push(md`Not visible to this role: ${text(what)}. It would take ${code(grant)}.`);
  return bullets(items);
}
