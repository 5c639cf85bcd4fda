import type { MaterializedView, View } from "../../../schema/snapshot.ts";
import { type Draft, type Form, ifExists, ifNotExists, statement } from "./draft.ts";
import { qualified } from "./names.ts";
import { optionChanges, optionList } from "./options.ts";

export function createView(view: View, form: Form): readonly Draft[] {
  return [define(view, form === "guarded" ? "CREATE OR REPLACE VIEW" : "CREATE VIEW")];
}

/** Replacing sets the options, too. */
export function replaceView(view: View): readonly Draft[] {
  return [define(view, "CREATE OR REPLACE VIEW")];
}

export function createMaterializedView(view: MaterializedView, form: Form): readonly Draft[] {
  return [define(view, `CREATE MATERIALIZED VIEW${ifNotExists(form)}`)];
}

export function dropView(view: View | MaterializedView, form: Form): readonly Draft[] {
  return [statement(`DROP ${view.kind.toUpperCase()}${ifExists(form)} ${qualified(view)}`)];
}

export function alterMaterializedView(from: MaterializedView, to: MaterializedView): readonly Draft[] {
  return optionChanges(from.options, to.options).map((change) => statement(`ALTER MATERIALIZED VIEW ${qualified(to)} ${change}`));
}

function define(view: View | MaterializedView, verb: string): Draft {
  const options = view.options.length === 0 ? "" : ` WITH ${optionList(view.options)}`;
  return statement(`${verb} ${qualified(view)}${options} AS\n${view.definition}`);
}
