import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { UserError } from "./errors.ts";
import { rehearseSql, type TransactionMode } from "./rehearse-sql.ts";
import { rehearseDocument } from "./report/json.ts";
import { summarizeRehearsal } from "./report/terminal-rehearse.ts";
import { type Done, exitStatus, type Flags, inputsOf, paint, type Session } from "./session.ts";

/** What a SQL file would do to the database: the same answer per statement as in a plan, without a project; nothing is written. */
export async function runRehearse(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "optional");
  const transaction = transactionOf(flags.transaction);
  const path = flags.sql ?? "";
  const sql = await readSql(path);
  const rehearsed = await rehearseSql(inputs, { name: basename(path), sql, transaction }, session.tools);
  return {
    document: rehearseDocument(rehearsed, inputs.environment),
    text: summarizeRehearsal(rehearsed, paint),
    status: { rehearsed: exitStatus.done, failed: exitStatus.blocked, "not-rehearsed": exitStatus.failed }[
      rehearsed.rehearsal.outcome
    ],
  };
}

function transactionOf(flag: string | undefined): TransactionMode {
  if (flag === undefined || flag === "single" || flag === "none") return flag ?? "single";
  throw new UserError("invalid-input", `--transaction ${flag} is unknown; it can be single or none.`);
}

const largestFile = 5_000_000;

async function readSql(path: string): Promise<string> {
  const full = resolve(path);
  const size = await stat(full).then(
    (stats) => (stats.isFile() ? stats.size : null),
    () => null,
  );
  if (size === null)
    throw new UserError("invalid-input", `Can't read ${path}: there is no such file.`, "Name a file of SQL with --sql.");
  if (size > largestFile)
    throw new UserError("invalid-input", `${path} has ${size} bytes; the limit is ${largestFile}.`, "Rehearse a part of it.");
  return readFile(full, "utf8");
}
