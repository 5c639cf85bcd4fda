import type { Executed, StatementFailure, WritableDatabase } from "./dialects/dialect.ts";
import { UserError } from "./errors.ts";
import type { StatementRecord, Stop } from "./execution.ts";
import { type LockRetry, pause, pauseBefore } from "./lock-retry.ts";
import { entryId } from "./plan/entry-id.ts";
import type { Batch, Plan, PlanStatement } from "./plan/plan.ts";
import { type Placed, statementsOf } from "./plan/units.ts";
import type { Resume } from "./resume.ts";
import type { Bookkeeping, HistoryEntry } from "./source/source.ts";

/** What an execution needs from around it. */
export type Execute = {
  readonly database: WritableDatabase;
  readonly plan: Plan;
  /** Files of the plan that were applied before: not run again. */
  readonly alreadyApplied: ReadonlySet<string>;
  /** The file that an earlier run left half done; null: none. */
  readonly resume: Resume | null;
  readonly lockRetry: LockRetry;
  /** Null: this strategy keeps no history. */
  readonly bookkeeping: Bookkeeping | null;
  /** Whether the tool's table is there already. */
  readonly historyExists: boolean;
  readonly journal: Journal;
  readonly clock: () => Date;
  readonly newId: () => string;
  /** Set when somebody asks to stop: between two statements, or inside of one whose transaction can be rolled back. */
  readonly signal: AbortSignal;
  readonly onStatement: (number: number, total: number, sql: string) => void;
  /** Hears one sentence when something waits. */
  readonly onWait: (what: string) => void;
};

/** Each event is on disk before the next thing happens, so that it is there even if this process is killed. */
export interface Journal {
  /** Throws what the file system throws. */
  append(event: Readonly<Record<string, unknown>>): void;
}

export type ExecutionResult = { readonly statements: readonly StatementRecord[]; readonly stop: Stop | null };

type Group = Batch & { readonly statements: readonly Placed[] };
/** What commits or fails under one name of the history. */
type File = { readonly origin: string; readonly length: number; readonly groups: readonly Group[] };

/** Runs the statements of a plan, file by file, and stops at the first thing that goes wrong. What SQL can cause is a result, never an exception. */
export async function execute(request: Execute): Promise<ExecutionResult> {
  const run = new Run(request);
  for (const file of filesOf(request.plan)) {
    if (request.alreadyApplied.has(file.origin)) run.skip(file);
    else await run.file(file);
    if (run.stop !== null) break;
  }
  return { statements: run.records(), stop: run.stop };
}

function filesOf(plan: Plan): readonly File[] {
  const files = [...Map.groupBy(plan.batches, ({ origin }) => origin).keys()];
  return files.map((origin) => {
    const own = statementsOf(plan, origin);
    const groups = plan.batches.flatMap((batch, index) =>
      batch.origin === origin ? [{ ...batch, statements: own.filter((statement) => statement.batch === index) }] : [],
    );
    return { origin, length: own.length, groups };
  });
}

class Run {
  stop: Stop | null = null;
  readonly #request: Execute;
  readonly #records = new Map<number, StatementRecord>();
  /** Ran, and not committed yet. */
  readonly #open = new Set<number>();
  #historyExists: boolean;
  /** Set when the log could not be written: what runs without one is not known to anybody. */
  #logFailure: string | null = null;
  /** A part that waits in vain for a lock now is tried again instead of ending the run. */
  #mayTryAgain = false;
  /** What waited in vain. */
  #lockedAt: { readonly statement: number | null } | null = null;
  readonly #waits = new Map<number, readonly string[]>();

  constructor(request: Execute) {
    this.#request = request;
    this.#historyExists = request.historyExists;
  }

  records(): readonly StatementRecord[] {
    return this.#request.plan.statements.map((statement, at) => this.#records.get(at + 1) ?? notRun(statement, at + 1));
  }

  skip(file: File): void {
    for (const statement of file.groups.flatMap(({ statements }) => statements))
      this.#records.set(statement.number, { ...notRun(statement, statement.number), outcome: "applied-before" });
  }

  async file(file: File): Promise<void> {
    const { database, bookkeeping, resume, signal } = this.#request;
    if (signal.aborted) return this.#halt(file, "signal", null, null, askedToStop);
    if (this.#logFailure !== null) return this.#haltWithoutLog(file);
    try {
      await database.startFile();
    } catch (error) {
      return this.#haltOn(file, "statement", "The session could not be prepared", error);
    }
    const entry = bookkeeping === null ? null : this.#entryOf(file);
    const [only] = file.groups;
    if (resume?.migration === file.origin) await this.#theRest(file, resume, entry);
    else if (only !== undefined && isAtomic(file)) await this.#atomic(file, only, entry);
    else await this.#inSteps(file, entry);
  }

  /** The file and its row in the history commit or fail together. */
  async #atomic(file: File, group: Group, entry: HistoryEntry | null): Promise<void> {
    await this.#again(file, group, async () => {
      const ran = (await this.#begin(file, group)) && (await this.#statements(file, group));
      if (!ran || (entry !== null && !(await this.#note(file, (note) => this.#writeApplied(note, entry))))) return false;
      return this.#commit(file, group);
    });
  }

  /** Noted as started, then step by step; what is left of it when it fails decides what the history says. */
  async #inSteps(file: File, entry: HistoryEntry | null): Promise<void> {
    this.#write({ event: "noted", origin: file.origin, entry: entry?.id ?? null });
    if (entry !== null && !(await this.#note(file, (note) => this.#writeStarted(note, entry)))) return;
    await this.#steps(file, file.groups, entry);
  }

  /** Of a file that an earlier run began: what it left out. */
  async #theRest(file: File, resume: Resume, entry: HistoryEntry | null): Promise<void> {
    const all = file.groups.flatMap(({ statements }) => statements);
    for (const statement of all.filter(({ position }) => position <= resume.done))
      this.#records.set(statement.number, { ...notRun(statement, statement.number), outcome: "applied-before" });
    this.#write({ event: "noted", origin: file.origin, entry: entry?.id ?? null });
    if (entry !== null && !(await this.#note(file, (note) => note((books) => books.resumed(resume.entry, entry, resume.done)))))
      return;
    const groups = file.groups.map((group) => ({
      ...group,
      statements: group.statements.filter(({ position }) => position > resume.done),
    }));
    const settings = all.filter(({ number }) => resume.repeat.includes(number));
    const rest = groups.filter(({ statements }) => statements.length > 0);
    if (!(await this.#settings(file, settings, entry))) return;
    await this.#steps(file, rest, entry);
  }

  async #settings(file: File, statements: readonly Placed[], entry: HistoryEntry | null): Promise<boolean> {
    if (await this.#statements(file, { statements })) return true;
    await this.#noteFailure(file, entry);
    return false;
  }

  async #steps(file: File, groups: readonly Group[], entry: HistoryEntry | null): Promise<void> {
    for (const group of groups) {
      const run = () => (group.transactional ? this.#transaction(file, group, entry) : this.#oneByOne(file, group, entry));
      if (!(await this.#again(file, group, run))) return this.#noteFailure(file, entry);
    }
    const { clock } = this.#request;
    // The last transaction has noted it already.
    if (entry !== null && groups.at(-1)?.transactional !== true)
      await this.#note(file, (note) => note((books) => books.finished(entry, clock())));
  }

  #takeLocked(): { readonly statement: number | null } | null {
    const locked = this.#lockedAt;
    this.#lockedAt = null;
    return locked;
  }

  /** How far the file is commits together with what it says. */
  async #transaction(file: File, group: Group, entry: HistoryEntry | null): Promise<boolean> {
    const ran = (await this.#begin(file, group)) && (await this.#statements(file, group));
    return ran && (await this.#noteProgress(file, group.statements.at(-1), entry)) && (await this.#commit(file, group));
  }

  async #noteProgress(file: File, last: Placed | undefined, entry: HistoryEntry | null): Promise<boolean> {
    if (entry === null || last === undefined) return true;
    const { clock } = this.#request;
    return this.#note(file, (note) =>
      note((books) => (last.position === file.length ? books.finished(entry, clock()) : books.advanced(entry, last.position))),
    );
  }

  /** Once more, as often as is allowed, where it waited in vain for a lock, and nothing of it is left. */
  async #again(file: File, group: Group, run: () => Promise<boolean>): Promise<boolean> {
    const { database, lockRetry, onWait, plan, signal } = this.#request;
    const repeatable = group.transactional || group.statements.length === 1;
    const historyExisted = this.#historyExists;
    for (let retry = 1; ; retry++) {
      this.#mayTryAgain = repeatable && retry <= lockRetry.times && !signal.aborted;
      const done = await run();
      this.#mayTryAgain = false;
      const locked = this.#takeLocked();
      if (done || locked === null) return done;
      const { statement } = locked;
      this.#historyExists = historyExisted;
      for (const { number } of group.statements) this.#records.delete(number);
      const holders = await database.holders(plan.touches);
      const ms = pauseBefore(retry, lockRetry.random);
      this.#write({ event: "waiting", origin: file.origin, statement, retry, ms, holders });
      const held = holders.length === 0 ? "" : ` (held by ${holders.join("; ")})`;
      const what = `waited in vain for a lock${held}`;
      if (statement !== null) this.#waits.set(statement, [...(this.#waits.get(statement) ?? []), what]);
      onWait(
        `${statement === null ? file.origin : `Statement ${statement}`} ${what}; trying again in ${(ms / 1000).toFixed(1)} s`,
      );
      await pause(ms, signal);
    }
  }

  /** Each for itself, or in the transactions that the file opens. */
  async #oneByOne(file: File, group: Group, entry: HistoryEntry | null): Promise<boolean> {
    const { database } = this.#request;
    if (!(await this.#statements(file, group, entry))) return false;
    if (!database.inTransaction) return true;
    const last = group.statements.at(-1)?.number ?? null;
    await this.#rollBack(file, group.statements);
    this.#halt(
      file,
      "statement",
      last,
      null,
      "The file opens a transaction and does not end it, so what it did there was rolled back",
    );
    return false;
  }

  async #begin(file: File, group: Group): Promise<boolean> {
    try {
      await this.#request.database.begin(group.foreignKeys);
      return true;
    } catch (error) {
      this.#haltOn(file, "statement", "The transaction could not be started", error);
      return false;
    }
  }

  /** Runs the statements of a group; on failure everything that is not committed is rolled back and marked so. `entry`: notes each that is committed. */
  async #statements(file: File, group: Pick<Group, "statements">, entry: HistoryEntry | null = null): Promise<boolean> {
    const { database, signal } = this.#request;
    for (const statement of group.statements) {
      if (signal.aborted) {
        await this.#rollBack(file, group.statements);
        this.#halt(file, "signal", null, null, askedToStop);
        return false;
      }
      const executed = await this.#statement(file, statement);
      if (executed === null) return this.#stopWithoutLog(file, group.statements);
      if (executed.outcome === "done") {
        if (!database.inTransaction) {
          this.#settle(group.statements);
          this.#mayTryAgain = false;
          const last = statement.position === file.length;
          if (!last && !(await this.#noteProgress(file, entry === null ? undefined : statement, entry))) return false;
        }
        if (this.#logFailure !== null) return this.#stopWithoutLog(file, group.statements);
        continue;
      }
      const lost = isUnknown(file, executed.failure);
      await this.#rollBack(file, group.statements);
      this.#halt(
        file,
        lost ? "lost" : executed.failure.kind === "interrupted" ? "signal" : "statement",
        statement.number,
        executed.failure,
        executed.failure.message,
      );
      return false;
    }
    return true;
  }

  async #stopWithoutLog(file: File, statements: readonly Placed[]): Promise<false> {
    await this.#rollBack(file, statements);
    this.#haltWithoutLog(file);
    return false;
  }

  #haltWithoutLog(file: File): void {
    this.#halt(file, "log", null, null, `The log can't be written, and nothing runs without one: ${this.#logFailure}`);
  }

  /** To the log. Once that has failed, nothing more is tried: the run ends as soon as it can. */
  #write(event: Readonly<Record<string, unknown>>): void {
    if (this.#logFailure !== null) return;
    try {
      this.#request.journal.append(event);
    } catch (error) {
      this.#logFailure = messageOf(error);
    }
  }

  /** Null: not run, since that could not be written down before. */
  async #statement(file: File, statement: Placed): Promise<Executed | null> {
    const { database, clock, onStatement, plan, signal } = this.#request;
    const { number, sql, origin } = statement;
    const startedAt = clock();
    onStatement(number, plan.statements.length, sql);
    this.#write({ event: "statement", number, origin, sql, at: startedAt.toISOString() });
    if (this.#logFailure !== null) return null;
    const interrupt = () => {
      // Only what a rollback undoes may be given up half way.
      if (database.inTransaction) void database.interrupt().catch(() => undefined);
    };
    signal.addEventListener("abort", interrupt, { once: true });
    const executed = await database.execute(sql);
    signal.removeEventListener("abort", interrupt);
    const durationMs = clock().getTime() - startedAt.getTime();
    const { outcome, notices } = executed;
    const rows = executed.outcome === "done" ? executed.rows : null;
    this.#records.set(number, {
      ...notRun(statement, number),
      outcome: executed.outcome === "done" ? "done" : isUnknown(file, executed.failure) ? "unknown" : "failed",
      startedAt: startedAt.toISOString(),
      durationMs,
      rows,
      notices: [...(this.#waits.get(number) ?? []), ...notices],
    });
    if (executed.outcome === "done" && database.inTransaction) this.#open.add(number);
    this.#write({
      event: outcome,
      number,
      durationMs,
      rows,
      notices,
      ...(executed.outcome === "failed" ? { failure: executed.failure } : {}),
    });
    return executed;
  }

  #settle(statements: readonly Placed[]): void {
    for (const { number } of statements) this.#open.delete(number);
  }

  async #commit(file: File, group: Group): Promise<boolean> {
    const committed = await this.#request.database.commit();
    this.#write({ event: committed.outcome === "done" ? "committed" : "not-committed", origin: file.origin });
    if (committed.outcome === "done") {
      this.#settle(group.statements);
      return true;
    }
    const { failure } = committed;
    const lost = failure.kind === "connection-lost";
    if (lost) this.#mark(group.statements, "unknown");
    else await this.#rollBack(file, group.statements);
    this.#halt(file, lost ? "lost" : "commit", null, failure, `The end of the transaction was refused: ${failure.message}`);
    return false;
  }

  async #rollBack(file: File, statements: readonly Placed[]): Promise<void> {
    await this.#request.database.rollback();
    this.#mark(statements, "rolled-back");
    this.#write({ event: "rolled-back", origin: file.origin });
  }

  #mark(statements: readonly Placed[], outcome: "rolled-back" | "unknown"): void {
    for (const { number } of statements) {
      const record = this.#records.get(number);
      if (record !== undefined && this.#open.has(number)) this.#records.set(number, { ...record, outcome });
    }
    this.#settle(statements);
  }

  #halt(file: File, kind: Stop["kind"], statement: number | null, failure: StatementFailure | null, message: string): void {
    if (this.stop !== null) return;
    if (failure?.kind === "lock-timeout" && this.#mayTryAgain) {
      this.#lockedAt = { statement };
      return;
    }
    const left = this.#leftOf(file, kind === "lost");
    this.stop = {
      kind,
      statement,
      failure,
      message: message.endsWith(".") ? message : `${message}.`,
      file: this.#request.bookkeeping === null ? null : { migration: file.origin, left },
    };
    this.#write({ event: "stopped", ...this.stop });
  }

  /** What went wrong between two statements; an error that is none of ours means that the connection is gone. */
  #haltOn(file: File, kind: "statement" | "history", what: string | null, error: unknown): void {
    const message = `${what === null ? "" : `${what}: `}${messageOf(error)}`;
    if (isLost(error)) {
      this.#halt(file, "lost", null, null, message);
      return;
    }
    const reason = error instanceof UserError ? error.reason : null;
    const failure: StatementFailure = {
      code: null,
      message,
      constraint: null,
      table: null,
      column: null,
      kind: reason === "lock-timeout" ? "lock-timeout" : reason === "permission-denied" ? "permission" : "other",
      hint: error instanceof UserError ? error.hint : null,
    };
    this.#halt(file, kind, null, failure, message);
  }

  #leftOf(file: File, lost: boolean): "nothing" | "partly" | "unknown" {
    const { resume } = this.#request;
    if (!lost && resume?.migration === file.origin && resume.done > 0) return "partly";
    const outcomes = file.groups.flatMap(({ statements }) => statements.map(({ number }) => this.#records.get(number)?.outcome));
    if (lost || outcomes.includes("unknown")) return "unknown";
    return outcomes.includes("done") ? "partly" : "nothing";
  }

  #entryOf({ origin }: File): HistoryEntry {
    const { newId, clock, plan } = this.#request;
    const checksum = plan.migrations.find(({ id }) => id === origin)?.checksum ?? "";
    return { id: entryId(newId(), plan.digest, origin), migration: origin, checksum, startedAt: clock() };
  }

  /** Writes to the history; a refusal stops the run as a failing statement does. */
  async #note(file: File, write: (note: Note) => Promise<void>): Promise<boolean> {
    const { database, bookkeeping } = this.#request;
    if (bookkeeping === null) return true;
    try {
      await write(async (statementOf) => {
        const { sql, values } = statementOf(bookkeeping);
        await database.write(sql, values);
      });
      return true;
    } catch (error) {
      const all = file.groups.flatMap(({ statements }) => statements);
      if (isLost(error)) this.#mark(all, "unknown");
      else await this.#rollBack(file, all);
      this.#haltOn(file, "history", null, error);
      return false;
    }
  }

  async #writeApplied(note: Note, entry: HistoryEntry): Promise<void> {
    await this.#makeTable(note);
    await note((books) => books.applied(entry, this.#request.clock()));
  }

  async #writeStarted(note: Note, entry: HistoryEntry): Promise<void> {
    await this.#makeTable(note);
    await note((books) => books.started(entry));
  }

  async #makeTable(note: Note): Promise<void> {
    if (!this.#historyExists) await note((books) => books.create);
    this.#historyExists = true;
  }

  /** Nothing left: as if it had not been tried. Something left: noted as failed, as the tool itself would, so that nothing builds on it. */
  async #noteFailure(file: File, entry: HistoryEntry | null): Promise<void> {
    const { stop } = this;
    if (entry === null || stop === null || stop.kind === "lost") return;
    const logs = `${stop.message}${stop.failure?.code == null ? "" : `\nDatabase error code: ${stop.failure.code}`}`;
    await this.#note(file, (note) =>
      note((books) => (stop.file?.left === "nothing" ? books.forget(entry) : books.failed(entry, logs))),
    );
  }
}

const askedToStop = "This run was asked to stop";

type Note = (statementOf: (books: Bookkeeping) => { readonly sql: string; readonly values: readonly unknown[] }) => Promise<void>;

function notRun({ sql, origin, batch }: PlanStatement, number: number): StatementRecord {
  return { number, origin, batch, sql, outcome: "not-run", startedAt: null, durationMs: null, rows: null, notices: [] };
}

/** One transaction, whose end nobody has asked for yet: a connection that is lost in it takes everything along. */
function isAtomic({ groups }: File): boolean {
  return groups.length === 1 && groups[0]?.transactional === true;
}

function isUnknown(file: File, { kind }: StatementFailure): boolean {
  return kind === "connection-lost" && !isAtomic(file);
}

function isLost(error: unknown): boolean {
  return !(error instanceof UserError) || error.reason === "connection-failed";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
