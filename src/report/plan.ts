import { changedId } from "../diff/change.ts";
import { describeChange } from "../diff/describe-change.ts";
import type { Preflight } from "../pipeline.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Effect, Plan, PlanStatement } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { checkCare } from "./care.ts";
import { countDrift } from "./count-drift.ts";
import { effects, effectsOfMany, effectWords } from "./effects.ts";
import {
  bullets,
  code,
  codeInHtml,
  count,
  fence,
  fill,
  fold,
  join,
  type Markdown,
  md,
  prose,
  table,
  text,
  visible,
} from "./markdown.ts";
import { describeLeft, enumerate, footer, sentence } from "./parts.ts";
import { shortSql } from "./short-sql.ts";

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
    reasons: preflight.proposal.verdict.outcome === "blocked" ? reasons(preflight.proposal.verdict.reasons) : beside(preflight),
    counts: planned === null ? md`` : effectCounts(planned),
    statements: join(
      [strategyLists(preflight), ...(planned === null ? [] : [statements(planned)])].filter((part) => part !== ""),
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

/** `3 statements, deletes data`. */
function extent(plan: Plan): Markdown {
  const present = effects.filter((effect) => plan.statements.some((statement) => statement.effects.includes(effect)));
  return join([count(plan.statements.length, "statement"), ...present.map((effect) => text(effectWords[effect]))], ", ");
}

function destroys(plan: Plan): boolean {
  return plan.statements.some((statement) => statement.effects.includes("deletes-data"));
}

function reasons(blocked: readonly Blocked[]): Markdown {
  const rows = blocked.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows);
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

function statements(plan: Plan): Markdown {
  const rows = plan.statements.map((statement, index) => [
    md`${index + 1}`,
    code(statement.origin),
    code(shortSql(statement.sql, 100)),
    worst(statement),
  ]);
  return join([md`## Statements\n`, table([md`#`, md`From`, md`Statement`, md`To mind`], rows), ...saferWays(plan)], "\n");
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

function worst({ effects: own, hazards }: PlanStatement): Markdown {
  const items = [
    ...own.map((effect) => md`**${text(effectWords[effect])}**`),
    ...hazards.map(({ id, message }) => md`${code(id)} ${text(message)}`),
  ];
  return items.length === 0 ? md`` : join(items, "; ");
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
      fence(own.map(({ statement, number }) => `-- ${number}\n${ended(statement.sql)}\n`).join("\n"), "sql"),
    );
  });
  return md`## SQL\n\n${join(blocks, "\n")}`;
}

/** A statement may end in a comment, which would swallow the semicolon. */
function ended(sql: string): string {
  const lastLine = sql.trimEnd().split("\n").at(-1) ?? "";
  return `${sql.trim()}${lastLine.includes("--") ? "\n" : ""};`;
}

function inSteps(batches: Plan["batches"]): Markdown {
  return batches.length > 1
    ? md`${batches.length} steps, not one transaction`
    : md`not one transaction: what ran before a failure stays`;
}

function rollback(plan: Plan): Markdown {
  if (plan.rollback.length === 0) return md``;
  const lost = plan.rollback.flatMap((step) => ("irreversible" in step ? [text(step.irreversible)] : []));
  const back = plan.rollback.flatMap((step) => ("sql" in step ? [`${step.sql};\n`] : []));
  return join([
    md`## Way back\n\n`,
    lost.length === 0 ? md`` : md`Not reversible:\n\n${bullets(lost)}\n`,
    back.length === 0
      ? md``
      : fold(
          md`SQL that brings the structure back (${count(back.length, "statement")}); never run on its own`,
          fence(back.join(""), "sql"),
        ),
  ]);
}

function approval(preflight: Preflight, plan: Plan, planPath: string | null): Markdown {
  return join(
    [
      md`## What approving this plan means\n\n${meaning(preflight, plan)}`,
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

/** Each part is one word of a POSIX shell, whatever it holds. */
function applyCommand(plan: Plan, planPath: string): string {
  const words = ["schemagate", "apply", "--environment", plan.environment, "--plan", planPath, "--approve", plan.digest];
  const quoted = words.map((word) => (/^[\w./:@%+,=-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`));
  return [...quoted, ...(destroys(plan) ? ["--allow-destructive --backup REF"] : [])].join(" ");
}

function meaning({ connection, inputs, scope }: Preflight, plan: Plan): Markdown {
  return bullets([
    md`**Where:** environment ${code(plan.environment)}, database ${code(connection.display)}, identity ${code(plan.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
    md`**Scope:** ${scope.include.length === 0 ? md`the whole file` : md`schemas ${join(scope.include.map(code), ", ")}`}.`,
    md`**Strategy:** ${strategyWords(plan)}.`,
    md`**What runs:** ${plan.statements.length === 1 ? md`this statement` : md`these ${plan.statements.length} statements, in this order`}, and nothing else; only while ${plan.strategy === "migrate" ? md`what the plan touches is as it was read` : md`the database is in the state that was read`} (fingerprint ${code(plan.base.fingerprint.slice(0, 12))}).`,
    md`**What may be destroyed:** ${losses(plan)}`,
    md`**Rehearsal:** none. ${prose(plan.rehearsal.reason)}`,
    md`**Verification:** afterwards the structure is to equal the expected one (fingerprint ${code(plan.expected.fingerprint.slice(0, 12))}), and a second plan is to be empty; apply looks, and writes 04.`,
    md`**Way back:** ${plan.rollback.some((step) => "irreversible" in step) ? md`in part; what is lost is listed above` : plan.rollback.length > 0 ? md`the SQL above` : md`nothing of the structure changes, so there is nothing to bring back`}.`,
    ...(inputs.push === null
      ? []
      : [md`**Back to migrations:** by ${text(inputs.push.until)}. Reason for this push: ${text(inputs.push.reason)}.`]),
  ]);
}

/** What only a backup brings back. */
function losses(plan: Plan): Markdown {
  const list = (effect: Effect) =>
    plan.statements.flatMap((statement, index) => (statement.effects.includes(effect) ? [md`${index + 1}`] : []));
  const named = (numbers: readonly Markdown[]) =>
    md`${numbers.length === 1 ? md`statement` : md`statements`} ${enumerate(numbers)}`;
  const [deleting, changing, opaque] = [list("deletes-data"), list("changes-data"), list("not-understood")];
  const lost = [
    ...(deleting.length === 0 ? [] : [md`the data that ${named(deleting)} ${deleting.length === 1 ? md`deletes` : md`delete`}`]),
    ...(changing.length === 0
      ? []
      : [md`the old values of what ${named(changing)} ${changing.length === 1 ? md`changes` : md`change`}`]),
    ...(opaque.length === 0 ? [] : [md`what ${named(opaque)} may do, which was not understood`]),
  ];
  if (lost.length === 0) return md`nothing. No statement deletes or changes data.`;
  return md`${enumerate(lost)}. Take a backup first, and name it with the approval (${code("--backup")}), or say why the loss is accepted (${code("--accept-risk")}).`;
}

function strategyWords(plan: Plan): Markdown {
  switch (plan.strategy) {
    case "migrate":
      return md`${code("migrate")}: the repository's own migration files, verbatim`;
    case "push":
      return md`${code("push")}: statements computed from the difference between database and code, without a migration`;
    case "sync":
      return md`${code("sync")}: only what is missing is added; each statement may run twice`;
  }
}

function strategyLists(preflight: Preflight): Markdown {
  const { push, sync, refused } = preflight.proposal;
  const parts: Markdown[] = [];
  if (sync !== null) {
    parts.push(
      md`## Compared\n\n${bullets([
        ...sync.added.map((change) => md`\\+ ${code(describeChange(change))}`),
        ...sync.left.map((change) => md`! ${code(describeLeft(change))}, left alone`),
      ])}`,
    );
    if (sync.existing.length > 0)
      parts.push(fold(md`✓ ${count(sync.existing.length, "object")} already there`, bullets(sync.existing.map(code))));
  }
  if (push !== null && push.kept.length > 0) {
    parts.push(
      md`## Kept\n\n${bullets(push.kept.map(({ change, reason }) => md`${code(changedId(change))}: ${prose(reason)}`))}`,
    );
  }
  if (refused.length > 0) {
    parts.push(
      md`## Not planned\n\n${bullets(refused.map(({ change, reason }) => md`${code(describeChange(change))}. ${prose(reason)}`))}`,
    );
  }
  return join(parts, "\n");
}

function care(preflight: Preflight): Markdown {
  const icons = { good: md`✅`, bad: md`⚠️`, unknown: md`❔` } as const;
  return table(
    [md``, md`Looked at`, md`Seen`],
    checkCare(preflight).map(({ state, what, seen }) => [icons[state], text(what), text(seen)]),
  );
}
