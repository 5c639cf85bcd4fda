import type { Effect, Plan } from "../../plan/plan.ts";
import type { Blocked } from "../../plan/verdict.ts";
import { effects } from "../effects.ts";
import { code, count, fold, join, type Markdown, md, prose, text } from "../markdown.ts";
import { reasonsTable } from "../reasons-table.ts";
import { clip } from "./clip.ts";
import { type Fitted, type Section, versions } from "./fit.ts";
import { objectName } from "./names.ts";
import { type Numbered, riskySeverities, weightOf, which } from "./plan-facts.ts";

/** What has to go before anything may be approved: every reason, the first ones with what to do. */
export function whatBlocks(rank: number, title: Markdown, reasons: readonly Blocked[]): Section {
  const open = reasons.slice(0, openSteps).map(inWords(Number.POSITIVE_INFINITY));
  return versions(
    rank,
    { text: steps(title, open, more(reasons.slice(openSteps))), cut: null },
    ...[600, 200, 80].map(
      (length) => (): Fitted => ({
        text: steps(title, reasons.map(inWords(length)), md``),
        cut: md`long texts of the reasons`,
      }),
    ),
    () => reasonNames(reasons, title),
  );
}

const openSteps = 8;

/** What several in a row have to do is said once. */
function inWords(length: number): (blocked: Blocked, index: number, all: readonly Blocked[]) => Markdown {
  return ({ reason, object, message, hint }, index, all) => {
    const seen = md`${code(reason)}: ${aboutObject(clip(message, length), object)}`;
    if (hint === all[index + 1]?.hint) return seen;
    const both = hint === all[index - 1]?.hint ? md` **For each of these:**` : md``;
    return md`${seen}${both} ${prose(clip(hint, length))}`;
  };
}

/** The object as a name, wherever the sentence says it. */
function aboutObject(sentence: string, object: string | null): Markdown {
  if (object === null || object === "") return prose(sentence);
  const [first = "", ...rest] = sentence.replaceAll(`\`${object}\``, object).split(object);
  // A longer name that begins in the same way, or a part of quoted code.
  const isOther = rest.some((part) => /^\.?[\p{L}\p{N}_$]/u.test(part)) || [first, ...rest].some((part) => part.includes("`"));
  return isOther ? prose(sentence) : join([first, ...rest].map(prose), objectName(object));
}

function more(reasons: readonly Blocked[]): Markdown {
  return reasons.length === 0 ? md`` : md`\n${fold(md`${count(reasons.length, "more reason")}`, reasonsTable(reasons))}`;
}

/** The names without the words: short, whatever is in them. */
function reasonNames(reasons: readonly Blocked[], title: Markdown): Fitted {
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
  const has = (effect: Effect) => statements.some(({ effects: own }) => own.includes(effect));
  const refused = (effect: "not-understood" | "reaches-outside") =>
    has(effect)
      ? [
          md`**Apply refuses** what ${words[effect]}, unless the configuration of the default branch allows it here: ${code(`allow-hazards: [${effect}]`)}.`,
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
      const what = aboutObject(clip(first?.hazard.message ?? "", length), first?.hazard.object ?? null);
      const evidence = first?.hazard.evidence ?? null;
      const seen = evidence === null ? md`` : md` **${text(clip(evidence, length))}**`;
      return md`**${capital(which(own))}:** ${what}${seen}${others === 0 ? md`` : md` And ${others} more like it.`}${way === null ? md`` : md` **Safer:** ${prose(clip(way, length))}`}`;
    }),
    ...effects.flatMap((effect) => {
      const those = unexplained.filter(({ statement }) => statement.effects.includes(effect));
      const what = unexplainedWords[effect];
      return those.length === 0 || what === null ? [] : [md`**${capital(which(those))}:** ${what}`];
    }),
  ];
}

/** What no hazard explains. For those without words, the permissions do. */
const unexplainedWords: Readonly<Record<Effect, Markdown | null>> = {
  "deletes-data": md`Rows go for good: only a backup brings them back.`,
  "not-understood": null,
  "reaches-outside": null,
  "changes-data": md`Rows are written: the values that were there before, only a backup brings back.`,
  "changes-rights": md`Who may read or write what is decided anew.`,
  "touches-history": md`The table in which the applied migrations stand is written to by hand.`,
};

function capital(words: Markdown): Markdown {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}` as Markdown;
}

function severity(own: readonly { readonly hazard: Plan["statements"][number]["hazards"][number] }[]): number {
  return [...riskySeverities].indexOf(own[0]?.hazard.severity ?? "unknown");
}

const words = { "not-understood": md`was not understood`, "reaches-outside": md`reaches outside of the database` } as const;

const backup = md`**Whoever approves** writes ${code("backup=NAME")} or ${code("accept-risk=WHY")} into the comment of the approval. Without it nothing runs.`;

function steps(title: Markdown, items: readonly Markdown[], after: Markdown): Markdown {
  const lines = items.map((item, index) => `${index + 1}. ${item.replaceAll("\n", " ")}\n` as Markdown);
  return md`**${title}**\n\n${join(lines)}${after}`;
}
