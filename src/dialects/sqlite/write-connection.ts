import { constants, DatabaseSync, type SQLInputValue } from "node:sqlite";
import { setImmediate as eventLoop } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { UserError } from "../../errors.ts";
import type { Executed, StatementFailure, StatementGroup } from "../dialect.ts";
import { type Action, readAction } from "./action.ts";
import { busyTimeoutMs, whenNotBusy } from "./busy.ts";
import { confine, type Refusals } from "./confine.ts";
import { type DatabaseFile, find } from "./database-file.ts";
import { describeNewOrphans, findOrphans, type Orphans } from "./orphans.ts";
import { asUserError, describeFailure, ownFailure } from "./statement-failure.ts";
import { isOperator, tokenize } from "./tokens.ts";

/** One connection of `node:sqlite` and the transaction that is open on it. All of SQLite's work is done in this thread. */
export class WriteConnection implements Disposable {
  readonly #file: DatabaseFile;
  readonly #lockTimeoutMs: number;
  #database: DatabaseSync;
  #refusals: Refusals;
  /** A transaction of ours is open: statements have no business in beginning or ending one. */
  #ours = false;
  /** Set while foreign keys are suspended: what was broken before. */
  #before: Orphans | null = null;

  /** Throws what SQLite throws. Creates nothing. */
  constructor(file: DatabaseFile, lockTimeoutMs: number) {
    this.#file = file;
    this.#lockTimeoutMs = lockTimeoutMs;
    [this.#database, this.#refusals] = this.#open();
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** A new connection is in the state in which Prisma's engine starts, whatever settings and temporary tables the last file left. */
  async reopen(): Promise<void> {
    if (this.inTransaction) throw new Error("A transaction is open: end it before the next file.");
    const { identity } = await find(this.#file.path);
    if (identity !== this.#file.identity) {
      throw new UserError(
        "target-mismatch",
        `Another file stands at ${this.#file.path} since this began.`,
        "Find out who replaced the database. What was done until now is in the old file.",
      );
    }
    const last = this.#database;
    [this.#database, this.#refusals] = this.#open();
    last.close();
  }

  /** Waits for whoever has locked the database. Throws what SQLite throws. */
  whenNotBusy<Result>(attempt: (database: DatabaseSync) => Result): Promise<Result> {
    return whenNotBusy(this.#lockTimeoutMs, () => attempt(this.#database));
  }

  async begin(foreignKeys: StatementGroup["foreignKeys"]): Promise<void> {
    try {
      this.#database.exec(`PRAGMA foreign_keys = ${foreignKeys === "suspended" ? "OFF" : "ON"}`);
      await this.whenNotBusy((database) => database.exec("BEGIN IMMEDIATE"));
      if (foreignKeys === "suspended") this.#before = findOrphans(this.#database);
      this.#ours = true;
    } catch (error) {
      this.rollback();
      throw asUserError(`Can't begin to write to ${this.#file.path}`, this.#describe(error, null, true));
    }
  }

  async execute(sql: string): Promise<Executed> {
    // Signals are heard between statements only, since SQLite runs in this thread.
    await eventLoop();
    if (sql.includes("\0"))
      return failed(ownFailure("SQLITE_ERROR", "it holds a null character, where SQLite would stop reading", null));
    const action = readAction(tokenize(sql));
    const progress = { running: false };
    this.#refusals.take();
    try {
      return await this.#whenNotBusyNorUndone(() => this.#run(sql, action, progress));
    } catch (error) {
      return failed(this.#describe(error, action, progress.running));
    }
  }

  async write(sql: string, values: readonly unknown[]): Promise<void> {
    try {
      await this.#whenNotBusyNorUndone(() => this.#database.prepare(sql).run(...(values as readonly SQLInputValue[])));
    } catch (error) {
      throw asUserError(`Can't write to ${this.#file.path}`, this.#describe(error, null, true));
    }
  }

  async commit(): Promise<Executed> {
    this.#ours = false;
    try {
      const after = this.#before === null ? null : findOrphans(this.#database);
      const broken = this.#before === null || after === null ? [] : describeNewOrphans(this.#before, after);
      if (broken.length > 0) return failed(brokenKeys(broken));
      await this.whenNotBusy((database) => database.exec("COMMIT"));
      return { outcome: "done", rows: null, notices: (after?.unchecked ?? []).map(uncheckedKeys) };
    } catch (error) {
      return failed(this.#describe(error, null, true));
    } finally {
      this.rollback();
    }
  }

  /** Also brings the settings back that belong to a transaction. */
  rollback(): void {
    this.#ours = false;
    this.#before = null;
    if (this.inTransaction) this.#database.exec("ROLLBACK");
    this.#database.exec("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF");
  }

  /** As better-sqlite3 gives rows: every number is a number. */
  ask<Row extends object>(sql: string, values: readonly unknown[]): readonly Row[] {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    return statement
      .all(...(values as readonly SQLInputValue[]))
      .map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value])),
      ) as unknown as readonly Row[];
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  [Symbol.dispose](): void {
    // Closing ends what is open, as after a crash.
    if (this.#database.isOpen) this.#database.close();
  }

  #open(): [DatabaseSync, Refusals] {
    const url = pathToFileURL(this.#file.path);
    // Without it SQLite would create a file that has gone meanwhile.
    url.searchParams.set("mode", "rw");
    // Prisma's engine has foreign keys on and reads "x" as a string where no column x exists; real migrations rely on both.
    const database = new DatabaseSync(url, {
      enableForeignKeyConstraints: true,
      enableDoubleQuotedStringLiterals: true,
      timeout: Math.min(busyTimeoutMs, this.#lockTimeoutMs),
    });
    return [database, confine(database, (action) => this.#refuseControl(action))];
  }

  #refuseControl(action: number): string | null {
    if (!this.#ours || (action !== constants.SQLITE_TRANSACTION && action !== constants.SQLITE_SAVEPOINT)) return null;
    return "It would begin or end a transaction inside of the one that it runs in.";
  }

  #run(sql: string, action: Action, progress: { running: boolean }): Executed {
    const first = this.#database.prepare(sql).sourceSQL;
    if (tokenize(sql.slice(first.length)).some((token) => !isOperator(token, ";")))
      return failed(
        ownFailure("SQLITE_ERROR", "SQLite reads more than one statement in it, so it is not what was looked at", null),
      );
    progress.running = true;
    this.#database.exec(sql);
    const counted = action.kind === "insert" || action.kind === "update" || action.kind === "delete";
    const rows = counted ? (this.ask<{ n: number }>("SELECT changes() AS n", [])[0]?.n ?? null) : null;
    return { outcome: "done", rows, notices: [] };
  }

  /** A statement that SQLite answered with the end of the whole transaction must not be tried again without it. */
  #whenNotBusyNorUndone<Result>(attempt: () => Result): Promise<Result> {
    const open = this.inTransaction;
    let busy: unknown = null;
    return this.whenNotBusy(() => {
      if (busy !== null && this.inTransaction !== open) throw new Undone(busy);
      try {
        return attempt();
      } catch (error) {
        busy = error;
        throw error;
      }
    }).catch((error: unknown) => {
      throw error instanceof Undone ? error.cause : error;
    });
  }

  #describe(error: unknown, action: Action | null, running: boolean): StatementFailure {
    const refusal = this.#refusals.take();
    return describeFailure(error, { action, running, refusal, triggers: this.#triggers() });
  }

  #triggers(): readonly string[] {
    try {
      return this.ask<{ sql: string }>(triggerTextsQuery, []).map(({ sql }) => sql);
    } catch {
      // It is asked after something failed, perhaps for a reason that still holds. Then no text is known, and none is shown.
      return [];
    }
  }
}

const triggerTextsQuery = `
  SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%RAISE%'
  UNION ALL SELECT sql FROM sqlite_temp_schema WHERE type = 'trigger' AND sql LIKE '%RAISE%'`;

class Undone extends Error {
  constructor(cause: unknown) {
    super("The transaction is gone.", { cause });
  }
}

function failed(failure: StatementFailure): Executed {
  return { outcome: "failed", failure, notices: [] };
}

function brokenKeys(sentences: readonly string[]): StatementFailure {
  return ownFailure(
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    `foreign keys would be broken: ${sentences.join(" ")}`,
    "Delete or move these rows in the migration, before what they refer to goes.",
  );
}

function uncheckedKeys(table: string): string {
  return `The foreign keys of "${table}" can't be checked: one refers to columns that are not the primary key of a table and have no unique index.`;
}
