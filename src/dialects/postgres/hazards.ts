import type { Hazard, Severity } from "../../plan/plan.ts";
import type { ObjectId } from "../../schema/snapshot.ts";

type HazardRule = {
  readonly severity: Severity;
  /** `object` is an id, or "the table" and the like when it is not known. */
  readonly message: (object: string) => string;
  readonly saferWay: string | null;
};

/** Risks that a statement's text shows by itself. */
const rules = {
  "drop-table": {
    severity: "destructive",
    message: (object) => `Drops ${object} with all its rows.`,
    saferWay: "First stop all readers and writers and rename it; drop it in a later release, after a backup.",
  },
  "drop-column": {
    severity: "destructive",
    message: (object) => `Drops ${object} with its values.`,
    saferWay: "Deploy code that ignores the column first; drop it one release later, after its values were kept elsewhere.",
  },
  "drop-cascade-collateral": {
    severity: "destructive",
    message: (object) => `CASCADE also drops whatever depends on ${object}, without naming it.`,
    saferWay: "Name each dependent object and drop or replace it in a statement of its own.",
  },
  "cascade-drops-column": {
    severity: "destructive",
    message: (object) => `Dropping ${object} with CASCADE drops the columns that use it, with their values.`,
    saferWay: "Convert each such column to another type first, then drop it without CASCADE.",
  },
  "drop-schema-or-database": {
    severity: "destructive",
    message: (object) => `Drops ${object} and what is in it.`,
    saferWay: "Do this apart from migrations, after an approval of its own.",
  },
  "drop-sequence": {
    severity: "destructive",
    message: (object) => `Drops ${object}: its last value is lost.`,
    saferWay: "Note its last value, look for defaults and functions that use it, and drop it in a later release.",
  },
  "truncate-table": {
    severity: "destructive",
    message: (object) => `Deletes all rows of ${object}.`,
    saferWay: "Delete in batches with a condition, or swap in an empty table and keep the old one for a release.",
  },
  "truncate-cascade": {
    severity: "destructive",
    message: (object) => `Also empties every table with a foreign key to ${object}.`,
    saferWay: "Name each table that is to be emptied and leave CASCADE out.",
  },
  "unbounded-dml": {
    severity: "destructive",
    message: (object) => `Changes or deletes every row of ${object}: there is no WHERE.`,
    saferWay: "Add a condition, go by ranges of the key, and keep a copy of what is replaced.",
  },
  "constraint-triggers-disabled": {
    severity: "data-dependent",
    message: (object) =>
      `Foreign keys and triggers are not checked while it is in force on ${object}: rows that break them stay.`,
    saferWay: "Look for orphans before and after, and switch the triggers on again in the same transaction.",
  },
  "sequence-rewind": {
    severity: "data-dependent",
    message: (object) => `Sets ${object} to another value: below the existing ones, the next insert fails.`,
    saferWay: "Set it to the highest value in use: setval(sequence, max(id)).",
  },
  "add-required-column": {
    severity: "data-dependent",
    message: (object) => `Adds ${object} as NOT NULL without a default: it fails when the table has rows.`,
    saferWay: "Add it nullable or with a default, fill it, then make it NOT NULL.",
  },
  "set-not-null-nulls": {
    severity: "data-dependent",
    message: (object) => `Makes ${object} NOT NULL: it fails when there is a NULL.`,
    saferWay: "Fill the gaps first, and keep new ones out with CHECK (... IS NOT NULL) NOT VALID.",
  },
  "index-build-blocks-writes": {
    severity: "blocking",
    message: (object) => `Writes to ${object} wait until the index is built.`,
    saferWay: "CREATE INDEX CONCURRENTLY in a migration of its own, outside of a transaction.",
  },
  "index-drop-blocks": {
    severity: "blocking",
    message: (object) => `Dropping ${object} waits for every open transaction on its table, and everybody else waits behind it.`,
    saferWay: "DROP INDEX CONCURRENTLY, outside of a transaction.",
  },
  "reindex-blocks": {
    severity: "blocking",
    message: (object) => `Writes, and reads that use the index, wait while ${object} is rebuilt.`,
    saferWay: "REINDEX CONCURRENTLY, outside of a transaction.",
  },
  "unique-constraint-blocks": {
    severity: "blocking",
    message: (object) => `Reads and writes of ${object} wait until the index of the constraint is built.`,
    saferWay: "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT ... UNIQUE USING INDEX.",
  },
  "set-logged-unlogged": {
    severity: "blocking",
    message: (object) => `Rewrites ${object} while nobody can read or write it.`,
    saferWay: "Create a new table and copy the rows in batches.",
  },
  "table-rewrite": {
    severity: "blocking",
    message: (object) => `Rewrites ${object} while nobody can read or write it.`,
    saferWay: "Use pg_repack, or a maintenance window.",
  },
  "detach-partition-blocks": {
    severity: "blocking",
    message: (object) => `Nobody can use ${object} and the partition while it is detached.`,
    saferWay: "DETACH PARTITION ... CONCURRENTLY, outside of a transaction.",
  },
  "matview-refresh-blocks": {
    severity: "blocking",
    message: (object) => `Nobody can read ${object} until it is filled again.`,
    saferWay: "Give it a unique index and use REFRESH MATERIALIZED VIEW CONCURRENTLY.",
  },
  "explicit-table-lock": {
    severity: "blocking",
    message: (object) => `Locks ${object} until the transaction ends.`,
    saferWay: "Take the weakest mode that will do, with NOWAIT.",
  },
  "rename-table": {
    severity: "backward-incompatible",
    message: (object) => `Code that still uses the old name of ${object} fails at once.`,
    saferWay: "Rename it and create a view under the old name in the same transaction; drop the view one release later.",
  },
  "rename-column": {
    severity: "backward-incompatible",
    message: (object) => `Code that still uses the old name of ${object} fails at once.`,
    saferWay: "Add a new column, write both, move the readers, then drop the old one.",
  },
  "rename-enum-value": {
    severity: "backward-incompatible",
    message: (object) => `Code that still uses the old value of ${object} fails at once.`,
    saferWay: "Add the new value, move the rows, then stop using the old one.",
  },
  "move-schema": {
    severity: "backward-incompatible",
    message: (object) => `Code that still looks for ${object} in its old schema fails at once.`,
    saferWay: "Leave a view in the old schema, or change search_path first.",
  },
  "drop-not-null": {
    severity: "backward-incompatible",
    message: (object) => `Readers of ${object} may meet NULL.`,
    saferWay: "Deploy readers that can take NULL first.",
  },
  "access-control-change": {
    severity: "backward-incompatible",
    message: (object) => `Changes who may see or change ${object}.`,
    saferWay: "List the grants in the pull request; create policies before row level security is switched on.",
  },
  "extension-change": {
    severity: "advisory",
    message: (object) => `Installs, updates or removes ${object}: its version and what it brings are the server's.`,
    saferWay: "Pin the version, and do it in a step of its own that a privileged role runs.",
  },
  "opaque-sql": {
    severity: "advisory",
    message: () => "Runs code whose effect can't be told from its text.",
    saferWay: "Write the statements themselves instead of code that makes them.",
  },
  "transaction-control-in-migration": {
    severity: "advisory",
    message: () => "Opens or ends a transaction itself: a failure leaves what was committed before it.",
    saferWay: "Leave transactions to the tool that runs the migration.",
  },
} as const satisfies Readonly<Record<string, HazardRule>>;

export type HazardId = keyof typeof rules;

export function hazard(id: HazardId, object: ObjectId | null): Hazard {
  const rule: HazardRule = rules[id];
  return { id, severity: rule.severity, object, message: rule.message(object ?? "it"), evidence: null, saferWay: rule.saferWay };
}
