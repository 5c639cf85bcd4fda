import type { Routine } from "../../../schema/snapshot.ts";
import { quoteLiteral } from "../types.ts";
import { type Draft, type Form, ifExists, statement, unlessFound } from "./draft.ts";
import { signature, target } from "./names.ts";

/** Definitions say CREATE OR REPLACE themselves, except those of aggregates. */
export function createRoutine(routine: Routine, form: Form): readonly Draft[] {
  if (routine.routine !== "aggregate") return [statement(routine.definition)];
  const found = `SELECT FROM pg_catalog.pg_proc WHERE oid = pg_catalog.to_regprocedure(${quoteLiteral(signature(routine))})`;
  return [statement(unlessFound(form, found, routine.definition))];
}

export function dropRoutine(routine: Routine, form: Form): readonly Draft[] {
  return [statement(target(routine).replace(/^\w+/, (kind) => `DROP ${kind}${ifExists(form)}`))];
}
