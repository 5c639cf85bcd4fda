import type { HazardEntry } from "./catalogue.ts";

/** Transactions, repetition, and what a table should have. */
export const planHazards = {
  "unbatched-backfill": {
    severity: "blocking",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Changes many rows of {object} in one statement: they stay locked until it ends.",
    saferWay: "Change them in batches by ranges of the key, each committed, apart from changes of the schema.",
  },
  "transaction-control-in-migration": {
    severity: "advisory",
    dialects: ["postgres", "sqlite"],
    shownBy: ["text"],
    message: "Opens or ends a transaction itself: a failure leaves what was committed before it.",
    saferWay: "Leave transactions to the tool that runs the migration.",
  },
  "not-rerunnable": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Runs outside of a transaction and can't be run twice: after a failure in the middle it has to be mended by hand.",
    saferWay: "IF NOT EXISTS or IF EXISTS, or one statement per migration.",
  },
  "opaque-sql": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Runs code whose effect can't be told from its text.",
    saferWay: "Write the statements themselves instead of code that makes them.",
  },
  "duplicate-column-assignment": {
    severity: "unexecutable",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Names a column of {object} twice: PostgreSQL refuses it.",
    saferWay: "Remove one of them.",
  },
  "migration-history-rewritten": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["text"],
    message: "Writes to the table in which the migration tool keeps its history.",
    saferWay: "Use the tool's own commands for that.",
  },
  "irreversible-migration": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "A value of {object} can't be taken away again.",
    saferWay: "Say in the pull request what is to be done if the change has to go.",
  },
  "table-without-primary-key": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "{object} has no primary key: replication and tools that change rows need one.",
    saferWay: "Add a key.",
  },
  "foreign-key-without-index": {
    severity: "advisory",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema"],
    message: "No index starts with the columns of the foreign key of {object}: deleting a parent reads the whole table.",
    saferWay: "CREATE INDEX CONCURRENTLY on these columns.",
  },
  "redundant-index": {
    severity: "advisory",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema"],
    message: "Another index already starts with the columns of {object}.",
    saferWay: "Leave it out.",
  },
} as const satisfies Readonly<Record<string, HazardEntry>>;
