import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/hazards/catalogue-contract.ts
var contractHazards = {
  "rename-table": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["text"],
    message: "Code that still uses the old name of {object} fails at once.",
    saferWay: "Rename it and create a view under the old name in the same transaction; drop the view one release later."
  },
  "rename-column": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["text"],
    message: "Code that still uses the old name of {object} fails at once.",
    saferWay: "Add a new column, write both, move the readers, then drop the old one."
  },
  "move-schema": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Code that still looks for {object} in its old schema fails at once.",
    saferWay: "Leave a view in the old schema, or change search_path first."
  },
  "rename-enum-value": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Code that still uses the old value of {object} fails at once.",
    saferWay: "Add the new value, move the rows, then stop using the old one."
  },
  "rename-constraint-or-index": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Code that names {object} (ON CONFLICT ON CONSTRAINT, the text of an error) no longer finds it.",
    saferWay: "Look for the name in the code first."
  },
  "drop-not-null": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["text"],
    message: "Readers of {object} may meet NULL.",
    saferWay: "Deploy readers that can take NULL first."
  },
  "drop-default": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["schema"],
    message: "Inserts that leave out {object} fail: it is NOT NULL, and has no default any more.",
    saferWay: "Deploy writers that give a value first."
  },
  "default-changed": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "New rows get another value for {object}; old rows keep theirs.",
    saferWay: "Say in the pull request whether old rows are to be changed, too."
  },
  "drop-foreign-key": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema"],
    message: "Without {object}, rows may come to point nowhere.",
    saferWay: "Say in the pull request who keeps the rows consistent from here on."
  },
  "drop-constraint": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema", "text"],
    message: "Without {object}, rows come in that it kept out, and upserts that rely on it fail.",
    saferWay: "Look for ON CONFLICT in the code; keep a unique index if it is used."
  },
  "primary-key-changed": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema"],
    message: "The primary key of {object} goes or changes: upserts, replication and foreign keys rely on it.",
    saferWay: "Build the new unique index first, then swap both in one statement."
  },
  "view-contract-change": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema", "text"],
    message: "Code that uses {object} no longer finds it, or not as it was.",
    saferWay: "Add columns at the end with CREATE OR REPLACE, or give the new one another name."
  },
  "function-overload-ambiguity": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["schema"],
    message: "{object} becomes a second function of its name: calls that fit both fail.",
    saferWay: "Drop the old signature in the same transaction."
  },
  "routine-references-missing-column": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema"],
    message: "The body of {object} seems to name what this removes: it fails when it is called.",
    saferWay: "Replace it first."
  },
  "access-control-change": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Changes who may see or change {object}.",
    saferWay: "List the grants in the pull request; create policies before row level security is switched on."
  },
  "extension-change": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Installs, updates or removes {object}: its version and what it brings are the server's.",
    saferWay: "Pin the version, and do it in a step of its own that a privileged role runs."
  },
  "identifier-truncated": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "A name is longer than 63 bytes, and PostgreSQL cuts it.",
    saferWay: "Give a shorter name."
  },
  "cached-plan-break": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: 'Prepared statements that read {object} fail once with "cached plan must not change result type".',
    saferWay: "Deploy code that tries again, or renew the connections of the pool."
  },
  "replica-identity-lost": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["probe", "schema"],
    message: "If {object} is published, updates and deletes of it fail without a primary key.",
    saferWay: "ALTER TABLE ... REPLICA IDENTITY USING INDEX with another unique index first."
  },
  "not-enforced-constraint": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "{object} is not checked for the rows that are there already.",
    saferWay: "VALIDATE CONSTRAINT in a later migration."
  }
};

// src/hazards/catalogue-data.ts
var dataHazards = {
  "drop-table": {
    severity: "destructive",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "rehearsal", "text"],
    message: "Drops {object} with all its rows.",
    saferWay: "First stop all readers and writers and rename it; drop it in a later release, after a backup."
  },
  "drop-column": {
    severity: "destructive",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "rehearsal", "text"],
    message: "Drops {object} with its values.",
    saferWay: "Deploy code that ignores the column first; drop it one release later, after its values were kept elsewhere."
  },
  "drop-column-collateral": {
    severity: "backward-incompatible",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "Indexes and constraints that share other columns with {object} go with it, without a word.",
    saferWay: "Create what replaces them first (CONCURRENTLY, NOT VALID), then drop the column."
  },
  "drop-cascade-collateral": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "CASCADE also drops whatever depends on {object}, without naming it.",
    saferWay: "Name each dependent object and drop or replace it in a statement of its own."
  },
  "cascade-drops-column": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Dropping {object} with CASCADE drops the columns that use it, with their values.",
    saferWay: "Convert each such column to another type first, then drop it without CASCADE."
  },
  "drop-schema-or-database": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Drops {object} and what is in it.",
    saferWay: "Do this apart from migrations, after an approval of its own."
  },
  "truncate-table": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["probe", "text"],
    message: "Deletes all rows of {object}.",
    saferWay: "Delete in batches with a condition, or swap in an empty table and keep the old one for a release."
  },
  "truncate-cascade": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Also empties every table with a foreign key to {object}.",
    saferWay: "Name each table that is to be emptied and leave CASCADE out."
  },
  "unbounded-dml": {
    severity: "destructive",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Changes or deletes every row of {object}: there is no WHERE.",
    saferWay: "Add a condition, go by ranges of the key, and keep a copy of what is replaced."
  },
  "lossy-type-conversion": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["probe", "schema"],
    message: "The new type of {object} can't hold all that the old one could: values are rounded or cut without an error.",
    saferWay: "Add a column of the new type, fill it by a rule that is written down, compare, then switch."
  },
  "column-recreated": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["probe", "text"],
    message: "Drops {object} and adds a column in its place: if that was meant as a rename, the values are gone.",
    saferWay: "Use RENAME COLUMN, or add the new column, copy the values, and drop the old one later."
  },
  "drop-sequence": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Drops {object}: its last value is lost.",
    saferWay: "Note its last value, look for defaults and functions that use it, and drop it in a later release."
  },
  "drop-partition": {
    severity: "destructive",
    dialects: ["postgres"],
    shownBy: ["probe", "schema"],
    message: "Drops {object}, a partition, with its rows, while nobody can use the partitioned table.",
    saferWay: "DETACH PARTITION ... CONCURRENTLY first, keep it for a while, then drop it."
  },
  "enum-value-removed": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["probe", "schema"],
    message: "The new type of {object} lacks values of the old one: it fails when a row has one of them.",
    saferWay: "Stop writing the value, move the rows that have it, see that none is left, then change the type."
  },
  "unique-duplicates": {
    severity: "data-dependent",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Makes values of {object} unique: it fails when there are duplicates.",
    saferWay: "Look for duplicates first, decide which row stays, and keep new ones out."
  },
  "check-violations": {
    severity: "data-dependent",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Adds a condition to {object}: rows that break it make it, or its validation, fail.",
    saferWay: "Repair the rows that break it first."
  },
  "foreign-key-orphans": {
    severity: "data-dependent",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Adds a foreign key to {object}: rows without a parent make it, or its validation, fail.",
    saferWay: "Delete or repair the rows that point nowhere first."
  },
  "set-not-null-nulls": {
    severity: "data-dependent",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Makes {object} NOT NULL: it fails when there is a NULL.",
    saferWay: "Fill the gaps first, and keep new ones out with CHECK (... IS NOT NULL) NOT VALID."
  },
  "add-required-column": {
    severity: "data-dependent",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Adds {object} as NOT NULL without a default: it fails when the table has rows.",
    saferWay: "Add it nullable or with a default, fill it, then make it NOT NULL."
  },
  "type-cast-may-fail": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["probe", "schema"],
    message: "Not every value of {object} fits its new type: it fails when there is one that does not.",
    saferWay: "Look for values that don't fit first, or add a column of the new type and move over."
  },
  "timezone-dependent-cast": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["schema"],
    message: "What moments the values of {object} become depends on the TimeZone of the session that runs this.",
    saferWay: "Say the zone: USING column AT TIME ZONE 'Europe/Paris'."
  },
  "constraint-triggers-disabled": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Foreign keys and triggers are not checked while it is in force on {object}: rows that break them stay.",
    saferWay: "Look for orphans before and after, and switch the triggers on again in the same transaction."
  },
  "sequence-rewind": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Sets {object} to another value: below the existing ones, the next insert fails.",
    saferWay: "Set it to the highest value in use: setval(sequence, max(id))."
  },
  "sequence-not-advanced": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["schema"],
    message: "Writes numbers into {object} that its sequence does not know of: it will give them out again.",
    saferWay: "Leave the column out, or end with setval(sequence, max(id))."
  },
  "serial-sequence-still-int": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["schema"],
    message: "Widens {object}, but its sequence still ends at the old type's limit.",
    saferWay: "Also ALTER SEQUENCE ... AS bigint."
  },
  "if-not-exists-noop": {
    severity: "data-dependent",
    dialects: ["postgres", "sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "{object} is there already, in another shape: IF NOT EXISTS leaves it as it is and says nothing.",
    saferWay: "Leave IF NOT EXISTS out, or alter what is there."
  },
  "invalid-index-masked": {
    severity: "data-dependent",
    dialects: ["postgres"],
    shownBy: ["probe"],
    message: "An interrupted build left {object} invalid: IF NOT EXISTS would call it done.",
    saferWay: "DROP INDEX CONCURRENTLY first (schemagate apply does)."
  },
  "integer-key-exhaustion": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["probe"],
    message: "The numbers of {object} are running out.",
    saferWay: "Make it and what refers to it bigint now."
  }
};

// src/hazards/catalogue-plan.ts
var planHazards = {
  "unbatched-backfill": {
    severity: "blocking",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Changes many rows of {object} in one statement: they stay locked until it ends.",
    saferWay: "Change them in batches by ranges of the key, each committed, apart from changes of the schema."
  },
  "transaction-control-in-migration": {
    severity: "advisory",
    dialects: ["postgres", "sqlite"],
    shownBy: ["text"],
    message: "Opens or ends a transaction itself: a failure leaves what was committed before it.",
    saferWay: "Leave transactions to the tool that runs the migration."
  },
  "not-rerunnable": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Runs outside of a transaction and can't be run twice: after a failure in the middle it has to be mended by hand.",
    saferWay: "IF NOT EXISTS or IF EXISTS, or one statement per migration."
  },
  "opaque-sql": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Runs code whose effect can't be told from its text.",
    saferWay: "Write the statements themselves instead of code that makes them."
  },
  "duplicate-column-assignment": {
    severity: "unexecutable",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Names a column of {object} twice: PostgreSQL refuses it.",
    saferWay: "Remove one of them."
  },
  "migration-history-rewritten": {
    severity: "backward-incompatible",
    dialects: ["postgres", "sqlite"],
    shownBy: ["text"],
    message: "Writes to the table in which the migration tool keeps its history.",
    saferWay: "Use the tool's own commands for that."
  },
  "irreversible-migration": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "A value of {object} can't be taken away again.",
    saferWay: "Say in the pull request what is to be done if the change has to go."
  },
  "table-without-primary-key": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "{object} has no primary key: replication and tools that change rows need one.",
    saferWay: "Add a key."
  },
  "foreign-key-without-index": {
    severity: "advisory",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema"],
    message: "No index starts with the columns of the foreign key of {object}: deleting a parent reads the whole table.",
    saferWay: "CREATE INDEX CONCURRENTLY on these columns."
  },
  "redundant-index": {
    severity: "advisory",
    dialects: ["postgres", "sqlite"],
    shownBy: ["schema"],
    message: "Another index already starts with the columns of {object}.",
    saferWay: "Leave it out."
  }
};

// src/hazards/catalogue-postgres.ts
var postgresHazards = {
  "index-build-blocks-writes": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Writes to {object} wait until the index is built.",
    saferWay: "CREATE INDEX CONCURRENTLY in a migration of its own, outside of a transaction."
  },
  "index-drop-blocks": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Dropping {object} waits for every open transaction on its table, and everybody else waits behind it.",
    saferWay: "DROP INDEX CONCURRENTLY, outside of a transaction."
  },
  "index-dropped": {
    severity: "advisory",
    dialects: ["postgres", "sqlite"],
    shownBy: ["probe", "text"],
    message: "Queries that relied on {object} get slower.",
    saferWay: "Make sure that no query needs it: pg_stat_user_indexes counts its uses."
  },
  "reindex-blocks": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Writes, and reads that use the index, wait while {object} is rebuilt.",
    saferWay: "REINDEX CONCURRENTLY, outside of a transaction."
  },
  "concurrently-in-transaction": {
    severity: "unexecutable",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "PostgreSQL refuses this inside of a transaction.",
    saferWay: "Leave BEGIN and COMMIT out, or move it to a migration of its own."
  },
  "concurrent-index-on-partitioned-parent": {
    severity: "unexecutable",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "PostgreSQL builds no index CONCURRENTLY on a partitioned table, which {object} is.",
    saferWay: "CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then ATTACH PARTITION."
  },
  "partitioned-index-fanout": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "Writes to {object} and to all of its partitions wait until an index was built on each.",
    saferWay: "CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then ATTACH PARTITION."
  },
  "unique-constraint-blocks": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Reads and writes of {object} wait until the index of the constraint is built.",
    saferWay: "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT ... UNIQUE USING INDEX."
  },
  "primary-key-add-blocks": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Reads and writes of {object} wait until the index of the primary key is built.",
    saferWay: "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD PRIMARY KEY USING INDEX."
  },
  "primary-key-nullable-scan": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "A column of the new primary key of {object} may be NULL so far: all rows are read while nobody can use the table.",
    saferWay: "Make the column NOT NULL first, with a validated CHECK (column IS NOT NULL)."
  },
  "exclusion-constraint-blocks": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Reads and writes of {object} wait until the index of the constraint is built; there is no concurrent way.",
    saferWay: "Create a new table with the constraint and move over, or take a maintenance window."
  },
  "check-constraint-scan": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "All rows of {object} are checked while nobody can use the table.",
    saferWay: "ADD CONSTRAINT ... NOT VALID, then VALIDATE CONSTRAINT in a later migration."
  },
  "foreign-key-scan": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Writes to {object} and to the table that it refers to wait until all rows were checked.",
    saferWay: "ADD CONSTRAINT ... NOT VALID, then VALIDATE CONSTRAINT in a later migration."
  },
  "foreign-key-locks-parent": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "Also locks {object}, at the other end of a foreign key: until the transaction ends, its writes wait.",
    saferWay: "Do it last in its transaction, or in one of its own."
  },
  "foreign-key-unusable": {
    severity: "unexecutable",
    dialects: ["postgres"],
    shownBy: ["rehearsal"],
    message: "PostgreSQL refuses this foreign key: the columns of {object} are not unique, or their types don't fit.",
    saferWay: "Add the unique key first, or make the types agree."
  },
  "validate-in-same-transaction": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Validates {object} in the transaction that locked its table: the lock is held while all rows are read.",
    saferWay: "Put VALIDATE CONSTRAINT into a later migration."
  },
  "set-not-null-scan": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "All rows of the table of {object} are read while nobody can use it.",
    saferWay: "ADD CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in a later migration, then SET NOT NULL, then drop the CHECK in a statement of its own."
  },
  "add-column-volatile-default": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "The default of {object} is computed for each row: the table is rewritten while nobody can use it.",
    saferWay: "Add the column without a default, set the default, then fill old rows in batches."
  },
  "add-column-auto-increment": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Each row gets a number for {object}: the table is rewritten while nobody can use it.",
    saferWay: "Add a nullable bigint, create the sequence, set the default, fill old rows in batches, then make it NOT NULL."
  },
  "add-column-stored-generated": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "{object} is computed for each row: the table is rewritten while nobody can use it.",
    saferWay: "Make it VIRTUAL (PostgreSQL 18), or add a plain column, a trigger, and fill it in batches."
  },
  "add-column-constrained-domain": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "The type of {object} is a domain with a condition: the table is rewritten while nobody can use it.",
    saferWay: "Use the base type and add the condition as CHECK ... NOT VALID."
  },
  "add-column-inline-check": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "The CHECK of {object} reads all rows, although they are all NULL there, while nobody can use the table.",
    saferWay: "Add the column first, then the CHECK as NOT VALID, and VALIDATE it later."
  },
  "add-column-inline-unique": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "An index of {object} is built while nobody can use the table.",
    saferWay: "Add the column, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... UNIQUE USING INDEX."
  },
  "add-column-inline-foreign-key": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "{object} refers to another table: that one is locked, too, until the transaction ends.",
    saferWay: "Do it last in its transaction, or add the foreign key as NOT VALID apart from the column."
  },
  "column-type-rewrite": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "Another type for {object} rewrites the table and its indexes while nobody can use it.",
    saferWay: "Add a column of the new type, keep both in step with a trigger, fill it in batches, then switch."
  },
  "column-type-index-rebuild": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal"],
    message: "Indexes with {object} are built anew while nobody can use the table.",
    saferWay: "Build an index of the new kind CONCURRENTLY on a new column or an expression, then switch."
  },
  "column-type-revalidates": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal"],
    message: "A constraint on {object} is checked again for all rows while nobody can use the table.",
    saferWay: "Drop the constraint, change the type, add it again as NOT VALID, and VALIDATE it later."
  },
  "dependent-object-blocks-change": {
    severity: "unexecutable",
    dialects: ["postgres"],
    shownBy: ["rehearsal"],
    message: "Something depends on {object}, so PostgreSQL refuses to change it.",
    saferWay: "Drop what depends on it and create it again in the same transaction."
  },
  "table-rewrite": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Rewrites {object} while nobody can read or write it.",
    saferWay: "Use pg_repack, or a maintenance window."
  },
  "set-logged-unlogged": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Rewrites {object} while nobody can read or write it.",
    saferWay: "Create a new table and copy the rows in batches."
  },
  "attach-partition-scan": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "All rows of {object} are checked against the bounds while nobody can use it.",
    saferWay: "Add a CHECK that says the bounds as NOT VALID, VALIDATE it, attach, then drop the CHECK."
  },
  "default-partition-scan": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "schema"],
    message: "All rows of the default partition {object} are checked while nobody can use it.",
    saferWay: "Add a CHECK to the default partition that excludes the new range first; prefer CREATE TABLE and ATTACH."
  },
  "detach-partition-blocks": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Nobody can use {object} and the partition while it is detached.",
    saferWay: "DETACH PARTITION ... CONCURRENTLY, outside of a transaction."
  },
  "matview-refresh-blocks": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Nobody can read {object} until it is filled again.",
    saferWay: "Give it a unique index and use REFRESH MATERIALIZED VIEW CONCURRENTLY."
  },
  "trigger-change-lock": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Writes to {object} wait until the transaction ends.",
    saferWay: "Do it last in its transaction, or in one of its own."
  },
  "domain-constraint-scan": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "All rows of every table that uses {object} are checked while nobody can write to them.",
    saferWay: "ADD CONSTRAINT ... NOT VALID, then VALIDATE CONSTRAINT in a later migration."
  },
  "enum-add-value-used-in-transaction": {
    severity: "unexecutable",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "A new value of {object} can't be used in the transaction that adds it.",
    saferWay: "Add the value in a migration of its own that comes first."
  },
  "statement-under-held-exclusive-lock": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal"],
    message: "This works on rows while nobody can use {object}, which an earlier statement of the same transaction locked.",
    saferWay: "One statement that locks much per migration, and changes of rows in a migration of their own."
  },
  "multi-table-lock-order": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["rehearsal"],
    message: "With {object}, one transaction locks several tables: it can get into a deadlock with others.",
    saferWay: "Split it, or lock in the order in which the application does."
  },
  "repeated-table-scans": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["rehearsal"],
    message: "Several statements each read all rows of {object}.",
    saferWay: "Combine them in one ALTER TABLE."
  },
  "explicit-table-lock": {
    severity: "blocking",
    dialects: ["postgres"],
    shownBy: ["rehearsal", "text"],
    message: "Locks {object} until the transaction ends.",
    saferWay: "Take the weakest mode that will do, with NOWAIT."
  },
  "lock-timeout-missing": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Switches off the limit for waits: what waits for a lock keeps everybody behind it waiting.",
    saferWay: "Leave lock_timeout to the tool that runs the migration, or set a short one."
  },
  "statement-timeout-missing": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Switches off the limit for how long a statement may run.",
    saferWay: "Leave statement_timeout to the tool that runs the migration."
  },
  "autovacuum-disabled": {
    severity: "advisory",
    dialects: ["postgres"],
    shownBy: ["text"],
    message: "Nothing cleans up {object} any more: it grows, and its statistics get stale.",
    saferWay: "Switch it on again in the same plan."
  }
};

// src/hazards/catalogue-sqlite.ts
var sqliteHazards = {
  "sqlite-table-rebuild": {
    severity: "blocking",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "Copies {object} as a whole; nobody can write to the database meanwhile.",
    saferWay: "Use ADD, DROP or RENAME COLUMN where that is enough."
  },
  "sqlite-rebuild-cascade-delete": {
    severity: "destructive",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "With foreign keys on, dropping the old {object} deletes or empties the rows that refer to it.",
    saferWay: "PRAGMA foreign_keys=OFF before the transaction, and PRAGMA foreign_key_check at its end."
  },
  "sqlite-rebuild-loses-objects": {
    severity: "destructive",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "A trigger goes with the old {object} and is not created again.",
    saferWay: "Create it again after the rename."
  },
  "sqlite-rebuild-column-misalignment": {
    severity: "destructive",
    dialects: ["sqlite"],
    shownBy: ["text"],
    message: "SELECT * copies {object} by the order of its columns: values land in the wrong ones when the order differs.",
    saferWay: "Name the columns on both sides."
  },
  "sqlite-pragma-in-transaction": {
    severity: "data-dependent",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "PRAGMA foreign_keys does nothing inside of a transaction.",
    saferWay: "Set it before BEGIN."
  },
  "sqlite-rename-old-first": {
    severity: "backward-incompatible",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "Renaming {object} away makes other tables' references follow to a table that is dropped afterwards.",
    saferWay: "Create the new table under another name, copy, drop the old one, and rename the new one."
  },
  "sqlite-missing-foreign-key-check": {
    severity: "data-dependent",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "Foreign keys are off while {object} goes, and nothing checks afterwards what refers to it.",
    saferWay: "PRAGMA foreign_key_check before the commit, and stop when it returns rows."
  },
  "sqlite-add-column-restricted": {
    severity: "unexecutable",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "SQLite can't add {object} in this way.",
    saferWay: "Add a plain column and a unique index, or rebuild the table."
  },
  "sqlite-drop-column-refused": {
    severity: "unexecutable",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "schema"],
    message: "SQLite refuses to drop {object} while a key, an index, a view or a CHECK uses it.",
    saferWay: "Drop what uses it first."
  },
  "sqlite-affinity-mismatch": {
    severity: "data-dependent",
    dialects: ["sqlite"],
    shownBy: ["probe", "schema"],
    message: "{object} gets another type, but SQLite keeps values that can't be converted as they are.",
    saferWay: "Convert with CAST in the copy and check, or make the table STRICT."
  },
  "sqlite-version-gated-syntax": {
    severity: "unexecutable",
    dialects: ["sqlite"],
    shownBy: ["rehearsal", "text"],
    message: "Older versions of SQLite don't know this statement.",
    saferWay: "Rebuild the table instead."
  }
};

// src/hazards/catalogue.ts
var catalogue = {
  ...dataHazards,
  ...postgresHazards,
  ...contractHazards,
  ...sqliteHazards,
  ...planHazards
};
function entryOf(id) {
  return catalogue[id];
}
function isHazardId(id) {
  return Object.hasOwn(catalogue, id);
}

export {
  entryOf,
  isHazardId
};
