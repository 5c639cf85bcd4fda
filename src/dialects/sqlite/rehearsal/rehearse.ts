import type { Observation } from "../../../rehearsal.ts";
import type { RehearsalRequest, Rehearsed, RehearsedBatch } from "../../dialect.ts";
import { parseScript } from "../statements.ts";
import { droppedTable, lostInRebuild, observe } from "./observe.ts";
import { seed } from "./seed.ts";
import { readState, type State } from "./state.ts";
import { Gone, type Trial } from "./trial.ts";

/**
 * Runs the statements of a plan in the transactions in which the runner would run them, on tables with one made-up row each where the
 * live ones have rows, and looks at the schema and at these rows after each.
 */
export async function rehearse(trial: Trial, request: RehearsalRequest): Promise<Rehearsed> {
  const run = new Rehearsing(trial, request);
  try {
    await run.all();
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    run.stop("gone", error.message, null);
  }
  return run.result();
}

class Rehearsing {
  readonly #trial: Trial;
  readonly #request: RehearsalRequest;
  readonly #observations: Observation[] = [];
  #stopped: Rehearsed["stopped"] = null;
  #state: State = { entries: [], rows: new Map() };
  #originals: ReadonlySet<string> = new Set();
  #counted: readonly string[] = [];
  #inTransaction = false;

  constructor(trial: Trial, request: RehearsalRequest) {
    this.#trial = trial;
    this.#request = request;
  }

  async all(): Promise<void> {
    const { filled, batches } = this.#request;
    this.#counted = filled.map((id) => id.slice("table ".length));
    await seed(this.#trial, this.#counted, (sql) => this.#trial.run(sql).then(({ outcome }) => outcome === "done"));
    this.#state = await readState(this.#trial, this.#counted);
    this.#originals = new Set(this.#state.entries.flatMap(({ type, name }) => (type === "table" ? [name] : [])));
    for (const batch of batches) {
      const start = this.#state;
      const first = this.#observations.length;
      await this.#batch(batch);
      if (this.#stopped !== null) return;
      this.#noteLosses(batch, first, start);
    }
  }

  result(): Rehearsed {
    const total = this.#request.batches.reduce((sum, { statements }) => sum + statements.length, 0);
    const missing = Math.max(total - this.#observations.length, 0);
    const rest = Array.from({ length: missing }, () => notRun("The rehearsal ended before it."));
    return { observations: [...this.#observations, ...rest], stopped: this.#stopped };
  }

  stop(kind: "refused" | "gone", message: string, code: string | null): void {
    this.#stopped ??= { statement: this.#observations.length, kind, message, code };
  }

  async #batch({ transactional, foreignKeys, statements }: RehearsedBatch): Promise<void> {
    await this.#must(`PRAGMA foreign_keys = ${foreignKeys === "suspended" ? "OFF" : "ON"}`);
    if (transactional) await this.#must("BEGIN IMMEDIATE");
    for (const sql of statements) {
      await this.#step(sql);
      if (this.#stopped !== null) return;
    }
    const ended = transactional ? await this.#trial.run("COMMIT") : null;
    if (ended?.outcome === "failed") {
      this.#stopped = { statement: null, kind: "refused", message: ended.message, code: ended.code };
      return;
    }
    if (ended === null && this.#inTransaction) {
      await this.#must("ROLLBACK");
      this.#stopped = {
        statement: null,
        kind: "refused",
        message: "the file opens a transaction and does not end it",
        code: null,
      };
    }
    await this.#must("PRAGMA foreign_keys = ON");
    await this.#must("PRAGMA legacy_alter_table = OFF");
  }

  async #step(sql: string): Promise<void> {
    const done = await this.#trial.run(sql);
    this.#inTransaction = done.inTransaction;
    if (done.outcome === "failed") return this.#refused(done);
    const after = await readState(this.#trial, this.#counted);
    const { statements } = parseScript(sql, { defaultSchema: null, historyTables: [] });
    const names = new Set(statements.flatMap(({ touches }) => touches));
    this.#observations.push(observe(sql, this.#state, after, this.#originals, names));
    this.#state = after;
  }

  /** A broken constraint is a matter of rows, and ours are made up. It undoes the statement alone, unless it says otherwise. */
  async #refused({
    message,
    code,
    inTransaction,
  }: {
    message: string;
    code: string | null;
    inTransaction: boolean;
  }): Promise<void> {
    if (code?.startsWith("SQLITE_CONSTRAINT") && inTransaction) {
      this.#observations.push(notRun(`It depends on rows (${code}), so what it does to yours was not tried.`));
      this.#state = await readState(this.#trial, this.#counted);
      return;
    }
    this.stop("refused", message, code);
    this.#observations.push({ ...notRun(message), outcome: { kind: "failed", code, message, constraint: null } });
    if (inTransaction) await this.#trial.run("ROLLBACK");
  }

  /** What a table had before it was dropped and has no more when its file is done. */
  #noteLosses({ statements }: RehearsedBatch, first: number, start: State): void {
    for (const [index, sql] of statements.entries()) {
      const table = droppedTable(sql);
      const observation = this.#observations[first + index];
      if (table === null || observation === undefined || !this.#originals.has(table)) continue;
      const drops = [...new Set([...observation.drops, ...lostInRebuild(table, start, this.#state)])].sort();
      this.#observations[first + index] = { ...observation, drops };
    }
  }

  async #must(sql: string): Promise<void> {
    const done = await this.#trial.run(sql);
    if (done.outcome === "failed") throw new Gone(`It refused ${sql}: ${done.message}.`);
  }
}

function notRun(reason: string): Observation {
  const nothing = { locks: [], rewrites: [], scans: [], builds: [], drops: [], empties: [], creates: [], notices: [] };
  return { outcome: { kind: "not-run", reason }, ...nothing, duration: "unknown" };
}
