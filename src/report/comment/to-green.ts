import type { Effect, Plan } from "../../plan/plan.ts";
import type { Blocked } from "../../plan/verdict.ts";
import { effectWords } from "../effects.ts";
import { ranges } from "../figures.ts";
import { code, count, fold, join, type Markdown, md, prose, text } from "../markdown.ts";
import { reasonsTable } from "../reasons-table.ts";
import { shortSql } from "../short-sql.ts";
import { clip } from "./clip.ts";
import { type Fitted, type Section, versions } from "./fit.ts";
import { objectName } from "./names.ts";
import { type Numbered, riskySeverities, weightOf } from "./plan-facts.ts";

/** What has to go before anything may be approved: every reason, the first ones with what to do. */
export function whatBlocks(rank: number, title: Markdown, reasons: readonly Blocked[]): Section {
  const inFull = reasons.map(reasonInFull(Number.POSITIVE_INFINITY));
  return versions(
    rank,
    { text: steps(title, inFull.slice(0, openSteps), more(reasons.slice(openSteps))), cut: null },
    ...[600, 200, 80].map(
      (length) => (): Fitted => ({
        text: steps(title, reasons.map(reasonInFull(length)), md``),
        cut: md`long texts of the reasons`,
      }),
    ),
    () => reasonNames(reasons, title),
  );
}

const openSteps = 8;

function reasonInFull(length: number): (reason: Blocked) => Markdown {
  return ({ reason, message, hint }) => md`${code(reason)} ${prose(clip(message, length))} ${prose(clip(hint, length))}`;
}

function more(reasons: readonly Blocked[]): Markdown {
  return reasons.length === 0 ? md`` : md`\n${fold(md`${count(reasons.length, "more reason")}`, reasonsTable(reasons))}`;
}

/** The names without the words: short, whatever is in them. */
export function reasonNames(reasons: readonly Blocked[], title: Markdown = md`Reasons`): Fitted {
  return { text: steps(title, countedReasons(reasons), md``), cut: md`the texts of ${count(reasons.length, "reason")}` };
}

function countedReasons(reasons: readonly Blocked[]): readonly Markdown[] {
  return [...Map.groupBy(reasons, ({ reason }) => reason)].map(([reason, those]) => {
    const objects = those.flatMap(({ object }) => (object === null ? [] : [objectName(clip(object, 60))]));
    const named = objects.slice(0, 5);
    return md`${code(reason)}${those.length === 1 ? md`` : md`, ${those.length} times`}${named.length === 0 ? md`` : md`: ${join(named, ", ")}`}`;
  });
}

/** What to think of before a plan that destroys, or may fail, is merged or approved; empty for a harmless one. */
export function whatToMind(rank: number, title: Markdown, plan: Plan, own: readonly Numbered[]): readonly Section[] {
  const permissions = permissionsFor(plan);
  const items = mindItems(own, 400);
  if (items.length + permissions.length === 0) return [];
  const shorter = (length: number, most: number) => (): Fitted => ({
    text: steps(title, [...mindItems(own, length).slice(0, most), ...permissions], md``),
    cut: md`texts of what to mind`,
  });
  const first = steps(title, [...items.slice(0, openSteps), ...permissions], left(items.length));
  return [versions(rank, { text: first, cut: null }, shorter(120, openSteps), shorter(60, 2))];
}

/** What apply asks for, or refuses without a word in the configuration. */
function permissionsFor({ statements }: Plan): readonly Markdown[] {
  const has = (effect: Effect) => statements.some(({ effects }) => effects.includes(effect));
  const refused = (effect: "not-understood" | "reaches-outside") =>
    has(effect)
      ? [
          md`Apply refuses what ${words[effect]}, unless the configuration of the default branch allows it here: ${code(`allow-hazards: [${effect}]`)}.`,
        ]
      : [];
  return [...(has("deletes-data") ? [backup] : []), ...refused("not-understood"), ...refused("reaches-outside")];
}

function left(all: number): Markdown {
  return all <= openSteps ? md`` : md`\nAnd ${all - openSteps} more kinds of risk, with the statements below.\n`;
}

function mindItems(all: readonly Numbered[], length: number): readonly Markdown[] {
  const marked = all.filter(({ statement }) => weightOf(statement) !== "harmless");
  const risks = marked.flatMap(({ number, statement }) =>
    statement.hazards.flatMap((hazard) => (riskySeverities.has(hazard.severity) ? [{ number, hazard }] : [])),
  );
  const byKind = [...Map.groupBy(risks, ({ hazard }) => hazard.id).values()].toSorted(
    (a, b) => severity(a) - severity(b) || (a[0]?.number ?? 0) - (b[0]?.number ?? 0),
  );
  const unexplained = marked.filter(
    ({ statement }) => statement.effects.length > 0 && !statement.hazards.some((hazard) => riskySeverities.has(hazard.severity)),
  );
  return [
    ...byKind.map((own) => {
      const [first] = own;
      const others = new Set(own.map(({ hazard }) => hazard.message)).size - 1;
      const way = first?.hazard.saferWay ?? null;
      return md`**${which(own)}:** ${text(clip(first?.hazard.message ?? "", length))}${others === 0 ? md`` : md` And ${others} more like it.`}${way === null ? md`` : md` ${prose(clip(way, length))}`}`;
    }),
    ...unexplained.slice(0, openSteps).map(({ number, statement }) => {
      const words = statement.effects.map((effect) => effectWords[effect]).join(", ");
      return md`**Statement ${number}** ${text(words)}: ${code(shortSql(statement.sql, Math.min(length, 80)))}`;
    }),
  ];
}

function severity(own: readonly { readonly hazard: Plan["statements"][number]["hazards"][number] }[]): number {
  return [...riskySeverities].indexOf(own[0]?.hazard.severity ?? "unknown");
}

function which(own: readonly { readonly number: number }[]): Markdown {
  const numbers = [...new Set(own.map(({ number }) => number))];
  return md`${numbers.length === 1 ? md`Statement` : md`Statements`} ${text(clip(ranges(numbers), 60))}`;
}

const words = { "not-understood": md`was not understood`, "reaches-outside": md`reaches outside of the database` } as const;

const backup = md`Data goes for good: whoever approves writes ${code("backup=NAME")} or ${code("accept-risk=WHY")} into the comment of the approval, or nothing runs.`;

function steps(title: Markdown, items: readonly Markdown[], after: Markdown): Markdown {
  const lines = items.map((item, index) => `${index + 1}. ${item.replaceAll("\n", " ")}\n` as Markdown);
  return md`**${title}**\n\n${join(lines)}${after}`;
}
