import { changedId } from "../diff/change.ts";
import { describeChange } from "../diff/describe-change.ts";
import type { Preflight } from "../pipeline.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Plan, PlanStatement } from "../plan/plan.ts";
import { checkCare } from "./care.ts";
import { effects, effectWords } from "./effects.ts";
import { bullets, code, codeInHtml, count, fence, fill, fold, join, type Markdown, md, table, text } from "./markdown.ts";
import { enumerate, footer } from "./parts.ts";
import { shortSql } from "./short-sql.ts";

/** 02: what would run, what it destroys, what approving it means, and the way back. */
export function renderPlan(preflight: Preflight, template: string): string {
  const { plan } = preflight.proposal;
  const planned = plan !== null && plan.statements.length > 0 ? plan : null;
  return fill(template, {
    environment: text(preflight.inputs.environment ?? ""),
    verdict: planVerdict(preflight),
    reasons: reasons(preflight),
    counts: planned === null ? md`` : effectCounts(planned),
    statements: planned === null ? strategyLists(preflight) : md`${strategyLists(preflight)}${statements(planned)}`,
    sql: planned === null ? md`` : sql(planned),
    rollback: planned === null ? md`` : rollback(planned),
    approval: planned === null ? md`Nothing: there is nothing to approve.\n` : approval(preflight, planned),
    care: care(preflight),
    footer: footer(preflight),
  });
}

/** One line: the verdict, and the worst of the plan. */
export function planVerdict({ proposal, inputs, connection }: Preflight): Markdown {
  const { verdict, plan } = proposal;
  const where = md`${text(inputs.environment ?? "")} (${code(connection.display)})`;
  switch (verdict.outcome) {
    case "up-to-date":
      return md`✅ Nothing to do: ${where} has everything.`;
    case "planned":
      return md`${destroys(plan) ? md`🛑` : md`📋`} ${title(plan)} for ${where}.`;
    case "blocked":
      return md`⛔ No plan may be applied to ${where}: ${count(verdict.reasons.length, "reason")}, ${verdict.reasons.length === 1 ? md`below` : md`all below`}.`;
  }
}

/** `Plan 3f9c1a7e20b4: 3 statements, deletes data`. */
export function title(plan: Plan | null): Markdown {
  if (plan === null) return md`No plan`;
  const present = effects.filter((effect) => plan.statements.some((statement) => statement.effects.includes(effect)));
  return md`Plan ${code(shortDigest(plan.digest))}: ${join([count(plan.statements.length, "statement"), ...present.map((effect) => text(effectWords[effect]))], ", ")}`;
}

function destroys(plan: Plan | null): boolean {
  return plan?.statements.some((statement) => statement.effects.includes("deletes-data")) ?? false;
}

function reasons({ proposal }: Preflight): Markdown {
  if (proposal.verdict.outcome !== "blocked") return md``;
  const rows = proposal.verdict.reasons.map(({ reason, object, message, hint }) => [code(reason), md`${object === null ? md`` : md`${code(object)}: `}${text(message)}`, text(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows);
}

/** Always there, whatever the length of the plan. */
function effectCounts(plan: Plan): Markdown {
  const rows = effects.map((effect) => {
    const numbers = plan.statements.flatMap((statement, index) => (statement.effects.includes(effect) ? [index + 1] : []));
    const list = numbers.length === 0 ? md`` : md` (${join(numbers.slice(0, 20).map((number) => md`${number}`), ", ")}${numbers.length > 20 ? md`, …` : md``})`;
    return [md`Statements: ${text(effectWords[effect])}`, md`${numbers.length === 0 ? md`0` : md`**${numbers.length}**`}${list}`];
  });
  return table([md`Counted`, md`How many (which)`], rows);
}

function statements(plan: Plan): Markdown {
  const rows = plan.statements.map((statement, index) => [md`${index + 1}`, code(statement.origin), code(shortSql(statement.sql, 100)), worst(statement)]);
  return md`## Statements\n\n${table([md`#`, md`From`, md`Statement`, md`Mind`], rows)}`;
}

function worst({ effects: own, hazards }: PlanStatement): Markdown {
  const items = [...own.map((effect) => md`**${text(effectWords[effect])}**`), ...hazards.map(({ id, message }) => md`${code(id)} ${text(message)}`)];
  return items.length === 0 ? md`` : join(items, "; ");
}

function sql(plan: Plan): Markdown {
  const origins = [...new Set(plan.statements.map(({ origin }) => origin))];
  const blocks = origins.map((origin) => {
    const own = plan.statements.flatMap((statement, index) => (statement.origin === origin ? [{ statement, number: index + 1 }] : []));
    const batches = plan.batches.filter((batch) => batch.origin === origin);
    const atomic = batches.length === 1 && batches[0]?.transactional === true;
    const how = atomic ? md`one transaction: all of it or nothing` : md`${count(batches.length, "step")}, not one transaction`;
    return fold(md`${codeInHtml(origin)}: ${count(own.length, "statement")}, ${how}`, fence(own.map(({ statement, number }) => `-- ${number}\n${ended(statement.sql)}\n`).join("\n"), "sql"));
  });
  return md`## SQL\n\n${join(blocks, "\n")}`;
}

/** A statement may end in a comment, which would swallow the semicolon. */
function ended(sql: string): string {
  const lastLine = sql.trimEnd().split("\n").at(-1) ?? "";
  return `${sql.trim()}${lastLine.includes("--") ? "\n" : ""};`;
}

function rollback(plan: Plan): Markdown {
  const lost = plan.rollback.flatMap((step) => ("irreversible" in step ? [text(step.irreversible)] : []));
  const back = plan.rollback.flatMap((step) => ("sql" in step ? [`${step.sql};\n`] : []));
  return join([
    md`## Way back\n\n`,
    lost.length === 0 ? md`` : md`Not reversible:\n\n${bullets(lost)}\n`,
    back.length === 0 ? md`` : fold(md`SQL that brings the structure back (${count(back.length, "statement")}); never run on its own`, fence(back.join(""), "sql")),
  ]);
}

function approval({ connection, inputs, scope }: Preflight, plan: Plan): Markdown {
  const deleting = plan.statements.flatMap((statement, index) => (statement.effects.includes("deletes-data") ? [index + 1] : []));
  return bullets([
    md`**Where:** environment ${code(plan.environment)}, database ${code(connection.display)}, identity ${code(plan.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
    md`**Scope:** ${scope.include.length === 0 ? md`the whole file` : md`schemas ${join(scope.include.map(code), ", ")}`}.`,
    md`**Strategy:** ${strategyWords(plan)}.`,
    md`**What runs:** these ${count(plan.statements.length, "statement")}, in this order, and nothing else; only while the database is in the state that was read (fingerprint ${code(plan.base.fingerprint.slice(0, 12))}).`,
    deleting.length === 0
      ? md`**What may be destroyed:** nothing. No statement deletes data.`
      : md`**What may be destroyed:** the data that ${deleting.length === 1 ? md`statement` : md`statements`} ${enumerate(deleting.map((number) => md`${number}`))} ${deleting.length === 1 ? md`deletes` : md`delete`}. Take a backup first, and note its name with the approval, or note why the loss is accepted.`,
    md`**Verification:** afterwards the structure is to equal the expected one (fingerprint ${code(plan.expected.fingerprint.slice(0, 12))}), and a second plan is to be empty.`,
    md`**Way back:** ${plan.rollback.some((step) => "irreversible" in step) ? md`in part; what is lost is listed above` : md`the SQL above`}.`,
    ...(inputs.push === null ? [] : [md`**Back to migrations:** by ${text(inputs.push.until)}. Reason for this push: ${text(inputs.push.reason)}`]),
  ]);
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
    parts.push(md`## Compared\n\n${bullets([
      ...sync.added.map((change) => md`\\+ ${text(describeChange(change))}`),
      ...sync.left.map((change) => md`! ${text(describeChange(change))} (differs, left alone)`),
    ])}`);
    if (sync.existing.length > 0) parts.push(fold(md`✓ ${count(sync.existing.length, "object")} already there`, bullets(sync.existing.map(code))));
  }
  if (push !== null && push.kept.length > 0) {
    parts.push(md`## Kept\n\n${bullets(push.kept.map(({ change, reason }) => md`${code(changedId(change))}: ${text(reason)}`))}`);
  }
  if (refused.length > 0) {
    parts.push(md`## Not planned\n\n${bullets(refused.map(({ change, reason }) => md`${text(describeChange(change))}: ${text(reason)}`))}`);
  }
  return join(parts, "\n");
}

function care(preflight: Preflight): Markdown {
  const icons = { good: md`✅`, bad: md`⚠️`, unknown: md`❔` } as const;
  return table([md``, md`Looked at`, md`Seen`], checkCare(preflight).map(({ state, what, seen }) => [icons[state], text(what), text(seen)]));
}
