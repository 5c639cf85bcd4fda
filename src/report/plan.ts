import type { Preflight } from "../pipeline.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import { approvalMeaning } from "./approval-meaning.ts";
import { checkCare } from "./care.ts";
import { commandLine } from "./command-line.ts";
import { countDrift } from "./count-drift.ts";
import { effects, effectsOfMany, effectWords } from "./effects.ts";
import { bullets, code, codeInHtml, count, fence, fill, fold, join, type Markdown, md, prose, table, text } from "./markdown.ts";
import { enumerate, footer, sentence } from "./parts.ts";
import { destroys, extent } from "./plan-extent.ts";
import { reasonsTable } from "./reasons-table.ts";
import { rehearsalWords } from "./rehearsal.ts";
import { shortSql } from "./short-sql.ts";
import { numberedSql } from "./sql-block.ts";
import { statementMarks } from "./statement-marks.ts";
import { strategyLists } from "./strategy-lists.ts";
import { waitOf } from "./waits.ts";
import { wayBack } from "./way-back.ts";

/**
 * 02: what would run, what it destroys, what approving it means, and the way back. `planPath`: where plan.json will be, as the user would
 * type it; null: in the folder of the task.
 */
export function renderPlan(preflight: Preflight, template: string, planPath: string | null = null): string {
  const { plan } = preflight.proposal;
  const planned = plan !== null && plan.statements.length > 0 ? plan : null;
  const approvable = preflight.proposal.verdict.outcome === "planned" ? planned : null;
  return fill(template, {
    environment: text(preflight.inputs.environment ?? ""),
    verdict: planVerdict(preflight),
    reasons:
      preflight.proposal.verdict.outcome === "blocked" ? reasonsTable(preflight.proposal.verdict.reasons) : beside(preflight),
    counts: planned === null ? md`` : effectCounts(planned),
    statements: join(
      [
        strategyLists(preflight, (title) => md`## ${title}`),
        ...(planned === null ? [] : [statements(planned, preflight)]),
      ].filter((part) => part !== ""),
      "\n",
    ),
    sql: planned === null ? md`` : sql(planned),
    rollback: approvable === null ? md`` : rollback(approvable),
    approval: approvable === null ? md`` : approval(preflight, approvable, planPath),
    care: care(preflight),
    footer: footer(preflight),
  });
}

/** One line: the verdict, and the worst of the plan. */
function planVerdict(preflight: Preflight): Markdown {
  const { proposal, inputs, connection } = preflight;
  const { verdict, plan } = proposal;
  const where = md`${text(inputs.environment ?? "")} (${code(connection.display)})`;
  switch (verdict.outcome) {
    case "up-to-date":
      return upToDate(preflight, where);
    case "planned":
      return plan === null
        ? md``
        : md`${destroys(plan) ? md`🛑` : md`📋`} Plan ${code(shortDigest(plan.digest))} for ${where}: ${extent(plan)}.`;
    case "blocked":
      return md`⛔ No plan may be applied to ${where}: ${count(verdict.reasons.length, "reason")}.`;
  }
}

/** Nothing to run is not yet a database that is what it should be. */
function upToDate(preflight: Preflight, where: Markdown): Markdown {
  const { proposal, comparison } = preflight;
  if (preflight.inputs.strategy === "migrate") {
    if (comparison.report.drift.length > 0) return md`⚠️ Nothing to apply to ${where}, but there is drift.`;
    return md`✅ Nothing to do: ${where} has every migration of this repository.`;
  }
  const left = (proposal.push?.kept.length ?? 0) + (proposal.sync?.left.length ?? 0) + proposal.refused.length;
  if (left > 0)
    return md`✅ Nothing to do for ${where}; ${count(left, "difference")} ${left === 1 ? md`stays` : md`stay`}, listed below.`;
  return md`✅ Nothing to do: ${where} has everything that the schema says.`;
}

/** Drift that no statement of the plan is about. */
function beside(preflight: Preflight): Markdown {
  const counted = countDrift(preflight, "without pending");
  return counted === "" ? md`` : md`⚠️ ${sentence(counted)} No plan resolves that; the drift report (01) says what can be done.\n`;
}

/** Always there, whatever the length of the plan. */
function effectCounts(plan: Plan): Markdown {
  const rows = effects.map((effect) => {
    const numbers = plan.statements.flatMap((statement, index) => (statement.effects.includes(effect) ? [index + 1] : []));
    const list =
      numbers.length === 0
        ? md``
        : md` (${join(
            numbers.slice(0, 20).map((number) => md`${number}`),
            ", ",
          )}${numbers.length > 20 ? md`, …` : md``})`;
    return [text(effectsOfMany[effect]), md`${numbers.length === 0 ? md`0` : md`**${numbers.length}**`}${list}`];
  });
  return table([md`Statements that`, md`How many (which)`], rows);
}

function statements(plan: Plan, { proposal, live }: Preflight): Markdown {
  const observations = proposal.rehearsal?.observations ?? [];
  const watched = { plan, observations, statistics: live.statistics };
  const rows = plan.statements.map((statement, index) => [
    md`${index + 1}`,
    code(statement.origin),
    code(shortSql(statement.sql, 100)),
    ...(observations.length === 0 ? [] : [text(waitOf(index, watched) ?? "")]),
    statementMarks(statement),
  ]);
  const header = [md`#`, md`From`, md`Statement`, ...(observations.length === 0 ? [] : [md`As it was tried`]), md`To mind`];
  const how = proposal.rehearsal === null ? [] : [md`${join(rehearsalWords(proposal.rehearsal).map(prose), " ")}\n`];
  return join([md`## Statements\n`, ...letPass(proposal), ...how, table(header, rows), ...saferWays(plan)], "\n");
}

/** What nobody is kept from, and who said so. */
function letPass({ relaxed }: Preflight["proposal"]): readonly Markdown[] {
  if (relaxed.length === 0) return [];
  const items = relaxed.map(({ statement, id, by, reason }) => {
    const who = by === "configuration" ? md`the configuration` : md`a comment in the file: ${text(reason ?? "")}`;
    return md`statement ${statement + 1}, ${code(id)}, by ${who}`;
  });
  return [md`**Let pass:**\n\n${bullets(items)}\n`];
}

function saferWays(plan: Plan): readonly Markdown[] {
  const found = plan.statements.flatMap(({ hazards }, index) =>
    hazards.flatMap(({ id, saferWay }) => (saferWay === null ? [] : [{ id, saferWay, number: index + 1 }])),
  );
  if (found.length === 0) return [];
  const items = [...Map.groupBy(found, ({ id }) => id)].map(
    ([id, own]) =>
      md`${code(id)} (${join([...new Set(own.map(({ number }) => md`${number}`))], ", ")}): ${prose(own[0]?.saferWay ?? "")}`,
  );
  return [fold(md`Safer ways`, bullets(items))];
}

function sql(plan: Plan): Markdown {
  const origins = [...new Set(plan.statements.map(({ origin }) => origin))];
  const blocks = origins.map((origin) => {
    const own = plan.statements.flatMap((statement, index) =>
      statement.origin === origin ? [{ statement, number: index + 1 }] : [],
    );
    const batches = plan.batches.filter((batch) => batch.origin === origin);
    const atomic = batches.length === 1 && batches[0]?.transactional === true;
    const how = atomic ? md`one transaction: all of it or nothing` : inSteps(batches);
    return fold(
      md`${codeInHtml(origin)}: ${count(own.length, "statement")}, ${how}`,
      numberedSql(own.map(({ statement, number }) => ({ number, sql: statement.sql }))),
    );
  });
  return md`## SQL\n\n${join(blocks, "\n")}`;
}

function inSteps(batches: Plan["batches"]): Markdown {
  return batches.length > 1
    ? md`${batches.length} steps, not one transaction`
    : md`not one transaction: what ran before a failure stays`;
}

function rollback(plan: Plan): Markdown {
  const way = wayBack(plan);
  return way === "" ? way : md`## Way back\n\n${way}`;
}

function approval(preflight: Preflight, plan: Plan, planPath: string | null): Markdown {
  return join(
    [
      md`## What approving this plan means\n\n${approvalMeaning(preflight, plan, "flags")}`,
      ...notAllowed(preflight, plan),
      md`Whoever names the whole digest approves it. With the flags of this preflight that say which project and which database:\n`,
      fence(applyCommand(plan, planPath ?? `dev-docs/active/${plan.task}/db/artifacts/plan.json`), ""),
    ],
    "\n",
  );
}

/** What apply would refuse although it is approved. */
function notAllowed({ inputs }: Preflight, plan: Plan): readonly Markdown[] {
  const allowed = inputs.config.environments[plan.environment]?.allowHazards ?? [];
  const missing = (["not-understood", "reaches-outside"] as const).filter(
    (effect) => !allowed.includes(effect) && plan.statements.some(({ effects: own }) => own.includes(effect)),
  );
  if (missing.length === 0) return [];
  const line = `allow-hazards: [${missing.join(", ")}]`;
  return [
    md`⛔ As it is, apply refuses this plan: it ${enumerate(missing.map((effect) => text(effectWords[effect])))}. The configuration can allow that for this environment: ${code(line)}.\n`,
  ];
}

function applyCommand(plan: Plan, planPath: string): string {
  const words = ["schemagate", "apply", "--environment", plan.environment, "--plan", planPath, "--approve", plan.digest];
  return commandLine([...words, ...(destroys(plan) ? ["--allow-destructive", "--backup", "REF"] : [])]);
}

function care(preflight: Preflight): Markdown {
  const icons = { good: md`✅`, bad: md`⚠️`, unknown: md`❔` } as const;
  return table(
    [md``, md`Looked at`, md`Seen`],
    checkCare(preflight).map(({ state, what, seen }) => [icons[state], text(what), text(seen)]),
  );
}
