import { UserError } from "../../../errors.ts";
import type { Invisible } from "../../../schema/snapshot.ts";
import type { ReadSession } from "../../dialect.ts";
import { quoteIdentifier } from "../types.ts";

/** Catalogues are open to everybody, except where somebody revoked it. */
const hiddenQuery = `
SELECT c.relname AS catalogue, current_user AS role
FROM pg_class c
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'pg\\_%'
  AND NOT has_any_column_privilege(c.oid, 'SELECT')`;

type HiddenRow = { readonly catalogue: string; readonly role: string };

/** Without these there is no snapshot. */
const essential: readonly string[] = [
  "pg_am",
  "pg_attrdef",
  "pg_attribute",
  "pg_class",
  "pg_constraint",
  "pg_depend",
  "pg_enum",
  "pg_extension",
  "pg_index",
  "pg_inherits",
  "pg_init_privs",
  "pg_namespace",
  "pg_opclass",
  "pg_range",
  "pg_sequence",
  "pg_type",
];

/** What is lost without the others. */
const kinds: Readonly<Record<string, Pick<Invisible, "kind" | "what">>> = {
  pg_description: { kind: "comment", what: "comments" },
  pg_policy: { kind: "policy", what: "row security policies" },
  pg_proc: { kind: "function", what: "functions, procedures and aggregates" },
  pg_trigger: { kind: "trigger", what: "triggers" },
};

export type Visibility = { readonly hidden: ReadonlySet<string>; readonly invisible: readonly Invisible[] };

/** Throws UserError `permission-denied` when the role may not read a catalogue that everything depends on. */
export async function readVisibility(ask: ReadSession["query"]): Promise<Visibility> {
  const rows = await ask<HiddenRow>(hiddenQuery);
  const missing = rows.filter(({ catalogue }) => essential.includes(catalogue));
  if (missing.length > 0) {
    const names = missing.map(({ catalogue }) => catalogue).sort();
    throw new UserError("permission-denied", `The role may not read the catalogue: ${names.join(", ")}.`, grant(missing));
  }
  return {
    hidden: new Set(rows.map(({ catalogue }) => catalogue)),
    invisible: rows
      .flatMap((row) => {
        const kind = kinds[row.catalogue];
        return kind === undefined ? [] : [{ ...kind, grant: grant([row]) }];
      })
      .sort((a, b) => (a.kind < b.kind ? -1 : 1)),
  };
}

function grant(rows: readonly HiddenRow[]): string {
  const catalogues = rows.map(({ catalogue }) => `pg_catalog.${catalogue}`).sort();
  return `GRANT SELECT ON ${catalogues.join(", ")} TO ${quoteIdentifier(rows[0]?.role ?? "")};`;
}
