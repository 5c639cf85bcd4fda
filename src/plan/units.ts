import type { ParsedStatement } from "../dialects/dialect.ts";
import type { Plan, PlanStatement } from "./plan.ts";

/** A statement with its place: `number` in the plan, `position` in its file, both from 1. */
export type Placed = PlanStatement & { readonly number: number; readonly position: number };

/** Statements of a file after which something is committed: a transaction, or one statement alone. */
export type Unit = {
  readonly statements: readonly Placed[];
  /** A transaction of ours, in which the history notes how far the file is: it can't be committed without that. */
  readonly noted: boolean;
};

/** The statements of one file, in their order. */
export function statementsOf({ statements }: Plan, migration: string): readonly Placed[] {
  const placed = statements.map((statement, index) => ({ ...statement, number: index + 1 }));
  return placed.filter(({ origin }) => origin === migration).map((statement, index) => ({ ...statement, position: index + 1 }));
}

/** `controls`: what each statement opens or ends, in the same order. Pure. */
export function unitsOf(
  { batches }: Plan,
  statements: readonly Placed[],
  controls: readonly ParsedStatement["control"][],
): readonly Unit[] {
  const units: { statements: Placed[]; noted: boolean }[] = [];
  let open = false;
  for (const [index, statement] of statements.entries()) {
    const noted = batches[statement.batch]?.transactional === true;
    const last = units.at(-1);
    const together = noted ? last?.statements.at(-1)?.batch === statement.batch : open;
    if (last !== undefined && together) last.statements.push(statement);
    else units.push({ statements: [statement], noted });
    open = !noted && staysOpen(open, controls[index] ?? null, statement.sql);
  }
  return units;
}

function staysOpen(open: boolean, control: ParsedStatement["control"], sql: string): boolean {
  switch (control) {
    case "begin":
      return true;
    case "commit":
    case "rollback":
      return /\bAND\s+CHAIN\b/i.test(sql);
    case "savepoint":
    case null:
      return open;
  }
}
