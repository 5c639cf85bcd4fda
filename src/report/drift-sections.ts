import type { Change } from "../diff/change.ts";
import { type Drift, historyName } from "../diff/drift.ts";
import { endedRule } from "../diff/ignore.ts";
import { neutralRules } from "../diff/neutralize.ts";
import type { Preflight } from "../pipeline.ts";
import type { Way, Ways } from "../ways.ts";
import { bullets, code, count, fence, fold, join, type Markdown, md, prose, table, text } from "./markdown.ts";
import { engineTitle } from "./parts.ts";

/** How a reader of these sections is led: by headings in a file, by bold lines in a fold. */
export type Titled = (level: 2 | 3, words: Markdown) => Markdown;

export function unmanaged(entries: readonly Drift[], preflight: Preflight, title: Titled): Markdown {
  if (entries.length === 0) return md``;
  const { ways, waysOfAll, comparison } = preflight;
  const changes = entries.flatMap(({ change }) => (change === null ? [] : [change]));
  const arrow = changes.some(({ kind }) => kind === "alter")
    ? md` An arrow leads from what the migrations make to what the database has.`
    : md``;
  const items = entries.map(
    (entry) =>
      md`${title(3, code(entry.object))}\n\n${code(withoutName(entry))}${ignoredUntil(entry, preflight)}\n\n${waysOf(entry, ways.get(entry), waysOfAll)}`,
  );
  const all = waysOfAll === null ? [] : [md`${title(3, md`All of these`)}\n\n${adoptOrUndo(waysOfAll, md`all of it`, changes)}`];
  return join(
    [
      md`${title(2, md`Made by hand`)}\n\nHere the database differs from what its applied migrations make. It is somebody's work until proven otherwise: nothing is undone on its own.${arrow}\n`,
      md`To adopt a change, put its text into a new migration, let the schema say the same, and mark that migration as applied here: \`npx prisma migrate resolve --applied NAME\`.\n`,
      ...otherExplanations(comparison.diagnosis.problems),
      ...items,
      ...all,
    ],
    "\n",
  );
}

function ignoredUntil({ change }: Drift, { inputs, at }: Preflight): Markdown {
  const ended = change === null ? null : endedRule(change, inputs.config.ignore, at.toISOString().slice(0, 10));
  return ended === null ? md`` : md`, ignored by the configuration until ${text(ended.until)}: ${text(ended.reason)}`;
}

/** What the files no longer say looks as if a person had made it. */
function otherExplanations(problems: Preflight["comparison"]["diagnosis"]["problems"]): readonly Markdown[] {
  const edited = problems.some(({ kind }) => kind === "edited");
  const unknown = problems.some(({ kind }) => kind === "unknown");
  return [
    ...(edited ? [md`An applied migration was edited (below): what differs since then shows up here too.\n`] : []),
    ...(unknown
      ? [md`The database has a migration that this repository does not have (below): what it did shows up here too.\n`]
      : []),
  ];
}

/** A summary starts with the object's id, which stands above it already. */
function withoutName({ object, summary }: Drift): string {
  return summary.startsWith(`${object}: `) ? summary.slice(object.length + 2) : summary;
}

function waysOf({ change }: Drift, ways: Ways | undefined, ofAll: Preflight["waysOfAll"]): Markdown {
  if (ways === undefined || change === null) return md``;
  const ignore = fold(md`Ignore it: a line under ignore: of .github/schemagate.yml`, fence(ways.ignore, "yaml"));
  return join([adoptOrUndo(ways, md`it`, [change], ofAll), ignore]);
}

/** `together`: what may work for all changes at once where it does not for one. */
function adoptOrUndo(ways: TwoWays, what: Markdown, changes: readonly Change[], together: TwoWays | null = null): Markdown {
  const loses = (kind: "create" | "drop") =>
    changes.some((change) => change.kind === kind && holdsData.has(change.object.kind)) ? md`, deletes data` : md``;
  return join([
    fold(md`Adopt ${what}: text for a migration${loses("drop")}`, scriptOf(ways.adopt, together?.adopt)),
    fold(md`Undo ${what}: SQL${loses("create")}`, scriptOf(ways.undo, together?.undo)),
  ]);
}

type TwoWays = Omit<Ways, "ignore">;

const holdsData: ReadonlySet<string> = new Set(["table", "column"]);

function scriptOf(way: Way, together: Way | undefined): Markdown {
  if ("sql" in way) return fence(way.sql, "sql");
  const hint = together !== undefined && "sql" in together ? md` The script for all of these, below, does it.` : md``;
  return md`No SQL is offered for this alone. ${prose(way.refused)}${hint}\n`;
}

export function missing(entries: readonly Drift[], { missing: migration }: Pick<Preflight, "missing">, title: Titled): Markdown {
  if (entries.length === 0) return md``;
  const list = bullets(entries.map((entry) => md`${code(entry.summary)}${whose(entry)}`));
  const offered =
    migration === null
      ? md``
      : md`\nThe migration that is missing, ${code(`${migration.name}/migration.sql`)}:\n\n${fence(migration.sql, "sql")}${migration.refused.length === 0 ? md`` : md`\nNot in it, since there is no safe statement: ${join(migration.refused.map(prose), "; ")}\n`}`;
  return md`${title(2, md`In the schema, without a migration`)}\n\nWhat the migrations make differs from what the schema says. A migration would have to bring:\n\n${list}${offered}`;
}

export function historyProblems({ comparison }: Preflight, title: Titled): Markdown {
  const { problems } = comparison.diagnosis;
  if (problems.length === 0) return md``;
  return md`${title(2, md`History`)}\n\n${bullets(problems.map(({ message, hint }) => md`${prose(message)} ${prose(hint)}`))}`;
}

export function pending(entries: readonly Drift[], title: Titled): Markdown {
  if (entries.length === 0) return md``;
  const known = entries.some(({ from }) => from !== null);
  const header = [md`Migration`, md`State`, ...(known ? [md`From`] : [])];
  const rows = entries.map((entry) => [
    code(entry.object.replace(/^migration /, "")),
    text(entry.summary),
    ...(known ? [whoseWords(entry.from)] : []),
  ]);
  return md`${title(2, md`Pending`)}\n\n${table(header, rows)}`;
}

function whose({ from }: Drift): Markdown {
  return from === null ? md`` : md` (${whoseWords(from)})`;
}

function whoseWords(from: Drift["from"]): Markdown {
  if (from === null) return md`not known`;
  return from === "this-pull-request" ? md`this branch` : md`the default branch`;
}

/** A migration in a failed state stands under History. */
export function undetermined(entries: readonly Drift[], title: Titled): Markdown {
  const history = entries.filter(({ change, object }) => change === null && object === historyName);
  const changes = entries.filter(({ change }) => change !== null);
  if (history.length + changes.length === 0) return md``;
  const reasons = history.map(({ summary, hint }) => md`${prose(summary)}${hint === null ? md`` : md` ${prose(hint)}`}\n`);
  const list =
    changes.length === 0
      ? []
      : [
          md`What would bring the database to the schema in the code, whoever made the difference:\n`,
          bullets(changes.map(({ summary }) => code(summary))),
        ];
  return md`${title(2, md`Could not be determined`)}\n\n${join([...reasons, ...list], "\n")}`;
}

export function kept(preflight: Preflight, title: Titled): Markdown {
  const { kept: objects, rules, ignored } = preflight.comparison.report;
  const parts: Markdown[] = [];
  if (objects.length > 0) {
    const reasons = new Map<string, string[]>();
    for (const { object, reason } of objects) reasons.set(reason, [...(reasons.get(reason) ?? []), object]);
    const items = [...reasons].map(([reason, names]) => md`${text(reason)}: ${join([...new Set(names)].map(code), ", ")}`);
    parts.push(
      fold(
        md`${count(objects.length, "object or attribute", "objects or attributes")} kept and never part of a plan`,
        bullets(items),
      ),
    );
  }
  if (rules.length > 0) {
    const texts = { ...neutralRules, ...preflight.project.language.rules };
    const names = new Map<string, string[]>();
    for (const { rule, object } of rules) names.set(rule, [...(names.get(rule) ?? []), object]);
    const items = [...names].map(
      ([rule, found]) => md`${code(rule)}: ${text(texts[rule] ?? "")} ${join([...new Set(found)].map(code), ", ")}`,
    );
    parts.push(
      fold(
        md`${count(rules.length, "difference")} that ${rules.length === 1 ? md`is` : md`are`} no drift, by rule`,
        bullets(items),
      ),
    );
  }
  if (ignored.length > 0) {
    const items = ignored.map(
      ({ object, rule }) =>
        md`${code(object)}: ${text(rule.reason)}${rule.until === null ? md`` : md` (until ${text(rule.until)})`}`,
    );
    parts.push(fold(md`${count(ignored.length, "difference")} ignored by the configuration`, bullets(items)));
  }
  return parts.length === 0 ? md`` : md`${title(2, md`Left alone`)}\n\n${join(parts, "\n")}`;
}

/** What was compared with what, and what was not. */
export function compared(preflight: Preflight): Markdown {
  const { live } = preflight;
  const items: Markdown[] = [];
  items.push(howCompared(preflight));
  for (const { kind, names, reason } of live.notCompared) {
    items.push(
      md`Not compared: ${text(kind)} (${text(reason)}): ${join(names.slice(0, 10).map(code), ", ")}${names.length > 10 ? md` and ${names.length - 10} more` : md``}`,
    );
  }
  for (const { what, grant } of live.invisible)
    items.push(md`Not visible to this role: ${text(what)}. It would take ${code(grant)}.`);
  return bullets([...items, ...preflight.project.notes.map(text)]);
}

function howCompared({ comparison, connection, inputs }: Preflight): Markdown {
  const { diagnosis, historyMissing, replay } = comparison;
  if (inputs.strategy !== "migrate")
    return md`The schema of the code was built on a stand-in and compared with the live database.`;
  if (historyMissing)
    return md`The schema of the code was compared with what all migrations make; the live database with neither, since it is not known what it has.`;
  if (replay?.outcome !== "replayed")
    return md`The migrations could not be replayed; only the code was compared with the live database.`;
  const live = text(`${engineTitle(connection)} ${connection.serverVersion}`);
  const code = md`the schema of the code was built on the same kind of stand-in`;
  const { length } = diagnosis.applied;
  if (length === 0)
    return md`No migration is applied yet: an empty ${text(replay.engine)} was compared with the live ${live}; ${code}.`;
  const applied = length === 1 ? md`The applied migration was` : md`The ${length} applied migrations were`;
  return md`${applied} replayed on ${text(replay.engine)} and compared with the live ${live}; ${code}.`;
}
