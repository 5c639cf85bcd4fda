import { shortDigest } from "../plan/digest.ts";
import type { Verification } from "../verification.ts";
import { rowCount } from "./figures.ts";
import { bullets, code, codeInHtml, count, fence, fill, fold, join, type Markdown, md, table, text } from "./markdown.ts";
import { nextAfterVerification } from "./next-steps.ts";
import { renderSteps } from "./steps.ts";
import { checkVerification, rowsGone, type VerificationCheck } from "./verification-checks.ts";
import { checksTable, difference, differenceList, secondPlan } from "./verification-parts.ts";

/** 04: whether the database is what the plan promised, with the evidence for each answer. */
export function renderVerification(verification: Verification, template: string): string {
  const checks = checkVerification(verification);
  return fill(template, {
    environment: text(verification.environment),
    verdict: verdict(verification, checks),
    checks: checksTable(checks),
    next: renderSteps(nextAfterVerification(verification)),
    differences: differences(verification),
    secondplan: secondPlan(verification),
    command: commandOutput(verification),
    rows: rows(verification),
    unfinished: unfinished(verification),
    extensions: extensions(verification),
    elsewhere: elsewhere(verification),
    footer: footer(verification),
  });
}

function verdict({ outcome, environment, target, digest }: Verification, checks: readonly VerificationCheck[]): Markdown {
  const where = md`${text(environment)} (${code(target.display)})`;
  const plan = code(shortDigest(digest));
  if (outcome === "verified") return md`✅ Verified: ${where} is exactly what plan ${plan} promised.${toMind(checks)}`;
  return md`🛑 Diverged: ${where} is not what plan ${plan} promised: ${join(briefs(checks, "bad"), ", ")}.`;
}

/** What the reader of the first line only must not take for granted. */
function toMind(checks: readonly VerificationCheck[]): Markdown {
  const found = briefs(checks, "look");
  return found.length === 0 ? md`` : md` To look at: ${join(found, ", ")}.`;
}

function briefs(checks: readonly VerificationCheck[], wanted: VerificationCheck["state"]): readonly Markdown[] {
  return checks.filter(({ state }) => state === wanted).map(({ brief }) => text(brief));
}

function differences({ differences: all }: Verification): Markdown {
  return all.length === 0 ? md`` : md`## What differs\n\n${differenceList(all)}`;
}

function elsewhere({ elsewhere: all }: Verification): Markdown {
  if (all.length === 0) return md``;
  const intro = md`On objects that the plan does not touch, changed since it was made. They don't count against it.\n`;
  return fold(md`Changed elsewhere: ${count(all.length, "object")}`, md`${intro}\n${bullets(all.map(difference))}`);
}

function commandOutput({ command }: Verification): Markdown {
  if (command === null) return md``;
  const output = command.output.trim() === "" ? md`It printed nothing.\n` : fence(command.output, "");
  return fold(md`${codeInHtml(command.command)}: exit status ${command.exitCode}`, output);
}

function rows({ rows: all }: Verification): Markdown {
  if (all.length === 0) return md``;
  const cells = all.map((row) => [
    code(row.table),
    row.before === null ? md`not counted` : rowCount(row.before.rows, row.before.exact),
    rowCount(row.rows, row.exact),
    change(row),
  ]);
  const note = md`Other sessions may have written meanwhile. ≈ is the planner's estimate.\n`;
  return fold(
    md`Rows of ${count(all.length, "table")}, before and after`,
    md`${table([md`Table`, md`Before`, md`After`, md`Change`], cells)}\n${note}`,
  );
}

function change(row: Verification["rows"][number]): Markdown {
  const gone = rowsGone(row);
  if (gone === null) return md`–`;
  const about = row.exact && row.before?.exact === true ? md`` : md`≈ `;
  const number = Math.abs(gone).toLocaleString("en-US") as Markdown;
  if (gone > 0) return md`**${about}−${number}**`;
  return gone === 0 ? md`${about}0` : md`${about}+${number}`;
}

function unfinished({ unfinished: all }: Verification): Markdown {
  if (all.length === 0) return md``;
  const items = all.map(
    ({ object, what, promised }) => md`${code(object)}: ${text(what)}${promised ? md` (the plan leaves it so)` : md``}`,
  );
  return fold(md`Invalid or not validated: ${count(all.length, "object")}`, bullets(items));
}

function extensions({ extensions: all }: Verification): Markdown {
  if (all.length === 0) return md``;
  const number = (value: number | null, absent: Markdown) =>
    value === null ? absent : (value.toLocaleString("en-US") as Markdown);
  const cells = all.map(({ name, before, after }) => [code(name), number(before, md`not known`), number(after, md`none`)]);
  return fold(md`Objects of ${count(all.length, "extension")}`, table([md`Extension`, md`Before`, md`Now`], cells));
}

function footer({ tool, at }: Verification): Markdown {
  const when = /^[\dTZ:.+-]+$/.test(at) ? (at as Markdown) : text(at);
  return md`---\nWritten by ${text(tool)} at ${when}. The database was read on a connection of its own, nothing was written to it.\n`;
}
