import type { HazardEntry } from "./catalogue.ts";

/** What only SQLite does. */
export const sqliteHazards = {
  "sqlite-table-rebuild": {
    severity: "blocking",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "Copies {object} as a whole; nobody can write to the database meanwhile.",
    saferWay: "Use ADD, DROP or RENAME COLUMN where that is enough.",
  },
  "sqlite-rebuild-cascade-delete": {
    severity: "destructive",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "With foreign keys on, dropping the old {object} deletes or empties the rows that refer to it.",
    saferWay: "PRAGMA foreign_keys=OFF before the transaction, and PRAGMA foreign_key_check at its end.",
  },
  "sqlite-rebuild-loses-objects": {
    severity: "destructive",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "A trigger goes with the old {object} and is not created again.",
    saferWay: "Create it again after the rename.",
  },
  "sqlite-rebuild-column-misalignment": {
    severity: "destructive",
    dialects: ["sqlite"],
    shownBy: ["text"],
    message: "SELECT * copies {object} by the order of its columns: values land in the wrong ones when the order differs.",
    saferWay: "Name the columns on both sides.",
  },
  "sqlite-pragma-in-transaction": {
    severity: "data-dependent",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "PRAGMA foreign_keys does nothing inside of a transaction.",
    saferWay: "Set it before BEGIN.",
  },
  "sqlite-rename-old-first": {
    severity: "backward-incompatible",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "Renaming {object} away makes other tables' references follow to a table that is dropped afterwards.",
    saferWay: "Create the new table under another name, copy, drop the old one, and rename the new one.",
  },
  "sqlite-missing-foreign-key-check": {
    severity: "data-dependent",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "Foreign keys are off while {object} goes, and nothing checks afterwards what refers to it.",
    saferWay: "PRAGMA foreign_key_check before the commit, and stop when it returns rows.",
  },
  "sqlite-add-column-restricted": {
    severity: "unexecutable",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "SQLite can't add {object} in this way.",
    saferWay: "Add a plain column and a unique index, or rebuild the table.",
  },
  "sqlite-drop-column-refused": {
    severity: "unexecutable",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "SQLite refuses to drop {object} while a key, an index, a view or a CHECK uses it.",
    saferWay: "Drop what uses it first.",
  },
  "sqlite-affinity-mismatch": {
    severity: "data-dependent",
    dialects: ["sqlite"],
    shownBy: ["probe", "schema"],
    message: "{object} gets another type, but SQLite keeps values that can't be converted as they are.",
    saferWay: "Convert with CAST in the copy and check, or make the table STRICT.",
  },
  "sqlite-version-gated-syntax": {
    severity: "unexecutable",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "Older versions of SQLite don't know this statement.",
    saferWay: "Rebuild the table instead.",
  },
} as const satisfies Readonly<Record<string, HazardEntry>>;
