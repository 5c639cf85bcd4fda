import type { Observation } from "../../../rehearsal.ts";
import type { RehearsalRequest, Rehearsed, RehearsedBatch, SessionSetting } from "../../dialect.ts";
import { type Engine, EngineGone, type Executed } from "../engine.ts";
import type { Place } from "../place.ts";
import { lookForPrepared, type Prepared } from "../prepare.ts";
import { quoteIdentifier, quoteLiteral } from "../types.ts";
import { notRun, type Originals, observe, originalsOf } from "./observe.ts";
import { readState, type State, withoutActivity } from "./state.ts";
import { type ReadStatement, readStatement } from "./statement.ts";

/**
 * Runs the statements of a plan in the sessions and transactions in which the runner would run them, and looks at the catalogue and
 * the locks after each. A statement that fails only because there are no rows is undone and left out; any other failure ends it.
 */
export async function rehearse(place: Place, prepared: Prepared, request: RehearsalRequest): Promise<Rehearsed> {
  const run = new Rehearsing(place, prepared, request);
  try {
    await run.all();
  } catch (error) {
    if (!(error instanceof EngineGone)) throw error;
    run.stop("gone", error.message, null);
  }
  return run.result();
}

class Rehearsing {
  readonly #engine: Engine;
  readonly #place: Place;
  readonly #prepared: Prepared;
  readonly #request: RehearsalRequest;
  readonly #observations: Observation[] = [];
  #stopped: Rehearsed["stopped"] = null;
  #state: State = { entries: [], locks: new Map() };
  #originals: Originals = new Map();
  #inTransaction = false;

  constructor(place: Place, prepared: Prepared, request: RehearsalRequest) {
    this.#engine = place.engine;
    this.#place = place;
    this.#prepared = prepared;
    this.#request = request;
  }

  async all(): Promise<void> {
    await this.#inOwnTransaction(async () => {
      this.#state = await readState(this.#engine);
    });
    this.#originals = originalsOf(this.#state);
    let origin: string | null = null;
    for (const batch of this.#request.batches) {
      if (batch.origin !== origin) await this.#startFile();
      origin = batch.origin;
      await (batch.transactional ? this.#transaction(batch) : this.#oneByOne(batch));
      if (this.#stopped !== null) return;
    }
  }

  result(): Rehearsed {
    const total = this.#request.batches.reduce((sum, { statements }) => sum + statements.length, 0);
    const missing = Math.max(total - this.#observations.length, 0);
    const rest = Array.from({ length: missing }, () => notRun("The rehearsal ended before it."));
    return { observations: [...this.#observations, ...rest], stopped: this.#stopped };
  }

  /** The statement at which it stops is the one that has no observation yet. */
  stop(kind: "refused" | "gone", message: string, code: string | null): void {
    this.#stopped ??= { statement: this.#observations.length, kind, message, code };
  }

  async #startFile(): Promise<void> {
    await this.#execute(this.#place.newSession);
    for (const setting of this.#request.settings) await this.#engine.execute([settingStatement(setting)]);
    // At this level the server says which tables it reads and which indexes it builds.
    await this.#execute(["SET client_min_messages = debug1"]);
  }

  async #transaction({ statements }: RehearsedBatch): Promise<void> {
    await this.#begin();
    for (const sql of statements) {
      await this.#step(sql, await this.#read(sql));
      if (this.#stopped !== null) return;
    }
    await this.#commit();
  }

  /** Each for itself, or in the transactions that the file opens. */
  async #oneByOne({ statements }: RehearsedBatch): Promise<void> {
    for (const sql of statements) {
      const statement = await this.#read(sql);
      if (statement.control !== null) await this.#control(sql, statement.control);
      else if (this.#inTransaction) await this.#step(sql, statement);
      else if (statement.transactional) {
        await this.#begin();
        await this.#step(sql, statement);
        if (this.#stopped === null) await this.#commit();
      } else await this.#outside(sql, statement);
      if (this.#stopped !== null) return;
    }
    if (this.#inTransaction) {
      this.#inTransaction = false;
      await this.#execute(["ROLLBACK"]);
      this.#stopped = {
        statement: null,
        kind: "refused",
        message: "the file opens a transaction and does not end it",
        code: null,
      };
    }
  }

  async #read(sql: string): Promise<ReadStatement> {
    return readStatement(sql, this.#request.defaultSchema ?? "public");
  }

  async #control(sql: string, control: NonNullable<ReadStatement["control"]>): Promise<void> {
    const executed = await this.#engine.execute([sql]);
    if (executed.outcome !== "done") return this.#refused(executed);
    if (control === "begin") this.#inTransaction = true;
    if (control === "commit" || control === "rollback") this.#inTransaction = false;
    const look = async () => {
      this.#state = await readState(this.#engine);
    };
    if (this.#inTransaction) await look();
    else await this.#inOwnTransaction(look);
    if (!this.#inTransaction) this.#state = withoutActivity(this.#state);
    this.#observations.push(observe(this.#state, this.#state, this.#originals, nothingKnown, executed.notices));
  }

  /** Inside of a transaction. */
  async #step(sql: string, statement: ReadStatement): Promise<void> {
    if (await this.#isPrepared(statement)) {
      this.#observations.push(observe(this.#state, this.#state, this.#originals, nothingKnown, []));
      return;
    }
    await this.#execute(["SAVEPOINT schemagate_step"]);
    const executed = await this.#engine.execute([sql]);
    if (executed.outcome === "failed" && needsRows(executed.code)) {
      await this.#execute(["ROLLBACK TO schemagate_step", "RELEASE schemagate_step"]);
      this.#observations.push(notRun(withoutRows(executed.code)));
      // Locks on sequences outlive it.
      this.#state = await readState(this.#engine);
      return;
    }
    if (executed.outcome !== "done") return this.#refused(executed);
    await this.#execute(["RELEASE schemagate_step"]);
    const after = await readState(this.#engine);
    this.#observations.push(observe(this.#state, after, this.#originals, { ...statement, unseenLocks: [] }, executed.notices));
    this.#state = after;
  }

  /** What can't run inside of a transaction: its locks are gone when it is done. */
  async #outside(sql: string, statement: ReadStatement): Promise<void> {
    const executed = await this.#engine.execute([sql]);
    if (executed.outcome !== "done") return this.#refused(executed);
    let after = this.#state;
    await this.#inOwnTransaction(async () => {
      after = await readState(this.#engine);
    });
    const unseenLocks = this.#locksOf(statement);
    after = withoutActivity(after);
    this.#observations.push(observe(this.#state, after, this.#originals, { ...statement, unseenLocks }, executed.notices));
    this.#state = after;
  }

  #locksOf({ concurrent }: ReadStatement): Observation["locks"] {
    if (concurrent === null) return [];
    const original = (key: string | null) => (key === null ? undefined : this.#originals.get(key));
    return concurrent.on.flatMap((id) => {
      const found = this.#state.entries.find(
        (entry) => entry.id === id || entry.id === id.replace(/^table /, "materialized view "),
      );
      const relation = found === undefined ? undefined : original(found.table ?? found.key);
      return relation === undefined ? [] : [{ relation, mode: concurrent.mode }];
    });
  }

  async #isPrepared({ tree }: ReadStatement): Promise<boolean> {
    const lookFor = tree === null ? null : lookForPrepared(tree, this.#prepared);
    return lookFor !== null && (await this.#engine.query(lookFor.sql, [lookFor.name])).length > 0;
  }

  /** Scans are counted from whenever the server last passed its counts on, which it does between transactions: so the count starts here. */
  async #begin(): Promise<void> {
    await this.#execute(["BEGIN"]);
    this.#state = await readState(this.#engine);
  }

  async #commit(): Promise<void> {
    const executed = await this.#engine.execute(["COMMIT"]);
    if (executed.outcome === "done") this.#state = withoutActivity(this.#state);
    else {
      await this.#refused(executed);
      if (this.#stopped !== null) this.#stopped = { ...this.#stopped, statement: null };
    }
  }

  async #refused(executed: Exclude<Executed, { outcome: "done" }>): Promise<void> {
    if (executed.outcome === "killed") throw new EngineGone(executed.message);
    const { message, code, constraint } = executed;
    this.stop("refused", message, code);
    this.#observations.push({ ...notRun(message), outcome: { kind: "failed", code, message, constraint } });
    await this.#engine.execute(["ROLLBACK"]);
    this.#inTransaction = false;
  }

  async #inOwnTransaction(work: () => Promise<void>): Promise<void> {
    await this.#execute(["BEGIN"]);
    await work();
    await this.#execute(["COMMIT"]);
  }

  /** Our own statements: none of them fails on an engine that is well. */
  async #execute(statements: readonly string[]): Promise<void> {
    const executed = await this.#engine.execute(statements);
    if (executed.outcome === "done") return;
    throw new EngineGone(
      executed.outcome === "killed" ? executed.message : `It refused ${statements[executed.index]}: ${executed.message}.`,
    );
  }
}

const nothingKnown = { names: new Set<string>(), emptiesTables: false, runsOverRows: false, unseenLocks: [] };

function settingStatement({ name, value }: SessionSetting): string {
  return `SET ${quoteIdentifier(name)} = ${quoteLiteral(value)}`;
}

/** Classes of what only data can cause: cardinality, data, constraints, and what code raises by itself. */
function needsRows(code: string | null): boolean {
  return code !== null && /^(21|22|23|P0)/.test(code);
}

function withoutRows(code: string | null): string {
  return `It fails where there are no rows (${code}), so what it does to yours was not tried.`;
}
