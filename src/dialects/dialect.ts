import type { Change } from "../diff/change.ts";
import type { Circumstances } from "../hazards/circumstances.ts";
import type { Question } from "../hazards/question.ts";
import type { Risk } from "../hazards/risk.ts";
import type { Effect, Hazard } from "../plan/plan.ts";
import type { Observation } from "../rehearsal.ts";
import type { DialectName, Extension, ObjectId, SchemaObject, Snapshot } from "../schema/snapshot.ts";
import type { Secret } from "../secret.ts";

/** What we must know about an engine without talking to one. No connection, no file, no clock. */
export interface Dialect {
  readonly name: DialectName;
  /** As a reader writes it: `PostgreSQL`. */
  readonly title: string;
  readonly traits: Traits;
  quote(identifier: string): string;
  /** Splits a script by the engine's own grammar and says of each statement what it does. Never throws: what can't be read is one opaque statement. */
  parseScript(sql: string, context: ScriptContext): Promise<ParsedScript>;
  /** Which statements of one file commit or fail together, in the file's own order. Pure. */
  groupStatements(statements: readonly ParsedStatement[]): readonly StatementGroup[];
  /** Statements that bring `from` to `to`, in an order that runs. Throws nothing: what has no safe DDL comes back in `refused`. */
  writeDdl(changes: readonly Change[], context: DdlContext): Ddl;
  /** A question about rows as one SELECT that gives one number, `count`. Null: not asked here. */
  writeProbe(question: Question, limit: number): string | null;
  /** What goes on around a plan: long transactions, replicas, writes. */
  readCircumstances(session: Pick<ReadSession, "query">): Promise<Circumstances>;
  /** What of a statement a server does not know yet, although a newer one takes it. */
  newerThan(sql: string, context: NewerContext): Promise<readonly NewerFeature[]>;
}

/** `objects`: all that the schema has or gets: what it defines itself is not new. */
export type NewerContext = { readonly serverMajor: number; readonly objects: readonly SchemaObject[] };

export type NewerFeature = { readonly what: string; readonly since: number };

export type Traits = {
  readonly schemas: boolean;
  readonly transactionalDdl: boolean;
  readonly concurrentIndexes: boolean;
  /** In bytes; longer names are cut by the server. Null: no limit. */
  readonly maxIdentifierBytes: number | null;
  /** Whether some changes are refused, or reach further, only where a table has rows: a rehearsal then needs some. */
  readonly refusesByRows: boolean;
};

export type ScriptContext = {
  /** Schema of unqualified names; null where the engine has none. */
  readonly defaultSchema: string | null;
  /** Tables in which tools keep their history, as ids. */
  readonly historyTables: readonly ObjectId[];
  /** The schema before the script, where it is known: some hazards show only with it (columns that a table's copy leaves behind). */
  readonly objects?: readonly SchemaObject[];
  /** Tables that earlier files of the same plan make: nobody uses them yet. */
  readonly madeEarlier?: readonly ObjectId[];
};

export type ParsedScript = {
  readonly statements: readonly ParsedStatement[];
  /** Set when the script as a whole could not be read: then there is exactly one statement, the whole text, marked `not-understood`. */
  readonly unreadable: string | null;
};

export type ParsedStatement = {
  /** Verbatim from the file, comments before it included, without the closing semicolon. */
  readonly sql: string;
  /** Offset of the first character (UTF-16) in the script. */
  readonly offset: number;
  /** For people: `ALTER TABLE`, `CREATE INDEX CONCURRENTLY`. */
  readonly verb: string;
  /** The statement opens or ends a transaction itself. */
  readonly control: "begin" | "commit" | "rollback" | "savepoint" | null;
  /** False for statements the engine refuses inside a transaction block. */
  readonly transactional: boolean;
  readonly effects: readonly Effect[];
  /** Objects it names (tables, indexes, types, views, functions), as ids, sorted. */
  readonly touches: readonly ObjectId[];
  /** Tables, types, indexes, views it creates, as ids. */
  readonly creates: readonly ObjectId[];
  /** Roles it names (GRANT, OWNER TO, policies), unquoted; a stand-in has to have them. */
  readonly roles: readonly string[];
  /** Those that count as long as nobody has looked. */
  readonly hazards: readonly Hazard[];
  /** All that it may have, with what a rehearsal or the rows can say about it. */
  readonly risks: readonly Risk[];
};

/** Statements of one file that run in one transaction, or, without one, each for itself. */
export type StatementGroup = {
  readonly transactional: boolean;
  /** Whether the engine checks foreign keys meanwhile; null where that is no setting of the session. */
  readonly foreignKeys: "enforced" | "suspended" | null;
  readonly statements: readonly ParsedStatement[];
};

export type DdlContext = {
  readonly from: Snapshot;
  readonly to: Snapshot;
  /** `guarded`: each statement may run twice (IF NOT EXISTS and the like), for `sync`. */
  readonly form: "plain" | "guarded";
};

export type Ddl = {
  readonly statements: readonly DdlStatement[];
  readonly refused: readonly { readonly change: Change; readonly reason: string }[];
};

export type DdlStatement = {
  readonly sql: string;
  /** Index into the `changes` that were given. */
  readonly changes: readonly number[];
  readonly transactional: boolean;
};

/** How we talk to an engine. The only code that holds a connection or starts a process. */
export interface Driver {
  /** Opens a connection that the database itself keeps from writing. Throws UserError with `connection-failed`, `permission-denied`, `unsupported-version`, `not-read-only`. */
  connect(url: Secret, options: ConnectOptions): Promise<LiveDatabase>;
  /** Opens the one connection that may write. Opening changes nothing. Throws UserError as `connect` does. */
  openForWriting(url: Secret, options: WriteOptions): Promise<WritableDatabase>;
  /** An empty database of the same engine for SQL that nobody has reviewed: a child process with an empty environment, or a scratch server. */
  openStandIn(request: StandInRequest): Promise<StandIn>;
}

export type ConnectOptions = {
  /** Shown to database administrators in the server's list of sessions. */
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Relative paths of SQLite files and certificates are resolved against it. */
  readonly workingDirectory: string;
};

export type WriteOptions = ConnectOptions & {
  /** How long one statement may wait for a lock on an object. Statements that must wait longer (CONCURRENTLY) are exempt. */
  readonly lockTimeoutMs: number;
  /** How long one statement may run; 0: no limit. */
  readonly writeTimeoutMs: number;
};

/** Something that answers SQL questions. Values go in as parameters ($1 or ?), identifiers through `Dialect.quote`. */
export interface ReadSession {
  /** Set where several questions may be on their way at once; elsewhere they are asked one after the other. */
  readonly pipelined?: true;
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** What is compared with the code: a live database, or the record of one. */
export interface ComparedDatabase {
  /** Facts for 00 and for the plan's target. */
  readonly connection: ConnectionFacts;
  /** Reads the schema in one consistent, read-only transaction. Throws UserError when a schema in scope does not exist. */
  introspect(scope: Scope): Promise<Snapshot>;
  /** What is installed and what the role may see: for 00. */
  inspectEnvironment(scope: Scope): Promise<EnvironmentFacts>;
}

export interface LiveDatabase extends ReadSession, ComparedDatabase, AsyncDisposable {
  /** Settings with which a session of this user begins, as far as they decide what a statement does. */
  sessionSettings(): Promise<readonly SessionSetting[]>;
}

/**
 * The session that executes an approved plan. Questions (`query`, `introspect`) are still asked read-only, between transactions only.
 * What `begin` opened, `commit` or `rollback` ends; without it each statement commits for itself.
 */
export interface WritableDatabase extends LiveDatabase {
  /** Takes the lock that keeps two applies (and the source's own tool) apart, by polling. `onWait` hears once who holds it. Held until the session ends. */
  lock(waitMs: number, onWait: (holder: string) => void): Promise<LockResult>;
  /** Who holds locks on these objects now, or has an old transaction open: one phrase each, at most five. Empty where that can't be known. Outside of a transaction; never throws. */
  holders(objects: readonly ObjectId[]): Promise<readonly string[]>;
  /** Brings the session to the state in which a migration file finds it. Outside of a transaction. */
  startFile(): Promise<void>;
  begin(foreignKeys: StatementGroup["foreignKeys"]): Promise<void>;
  /** Runs one statement of the plan. A refusal of the engine is a result; a lost connection too. Never throws for what SQL can cause. */
  execute(sql: string): Promise<Executed>;
  /** Writes the history of a migration tool; values as parameters ($1 or ?). Part of the open transaction when there is one. Throws what `execute` would return, as a UserError. */
  write(sql: string, values: readonly unknown[]): Promise<void>;
  /** Deferred constraints and SQLite's foreign keys are checked here: it may fail, and then nothing of the transaction is left. */
  commit(): Promise<Executed>;
  /** Ends what is open, also what a file opened itself. Does nothing when nothing is. */
  rollback(): Promise<void>;
  /** True while a transaction is open, whoever opened it. */
  readonly inTransaction: boolean;
  /** Asks the engine to give up the statement that is running. Does nothing where that can't be done. */
  interrupt(): Promise<void>;
  /** Identity of the session for the log: user, process, settings. One short phrase each. */
  readonly sessionFacts: readonly string[];
}

export type LockResult = { readonly outcome: "held" } | { readonly outcome: "busy"; readonly holder: string };

export type Executed =
  | {
      readonly outcome: "done";
      /** As the engine counts them; null where it does not. */
      readonly rows: number | null;
      readonly notices: readonly string[];
    }
  | {
      readonly outcome: "failed";
      readonly failure: StatementFailure;
      readonly notices: readonly string[];
    };

/** What an engine said, without anything that may quote a row. */
export type StatementFailure = {
  /** SQLSTATE, or SQLite's name of the error: `SQLITE_CONSTRAINT_UNIQUE`. Null: none was given (connection lost). */
  readonly code: string | null;
  readonly message: string;
  /** Constraint, table and column that the engine named, unquoted. */
  readonly constraint: string | null;
  readonly table: string | null;
  readonly column: string | null;
  /** `connection-lost`: it is not known whether the statement took effect. */
  readonly kind: "lock-timeout" | "timeout" | "interrupted" | "connection-lost" | "permission" | "other";
  /** What to do, where the engine's error says it. */
  readonly hint: string | null;
};

export type Scope = {
  /** Schemas to read; null: all that are not the server's or an extension's. Empty where the engine has none. */
  readonly include: readonly string[] | null;
  readonly exclude: readonly string[];
  /** Schemas of `include` that do not exist: a mistake (named by the user), or not made yet (declared by the source). */
  readonly absent: "refuse" | "leave out";
};

export type ConnectionFacts = {
  readonly dialect: DialectName;
  /** Without user name and password: `db.example.com:5432/shop`, or the path of the file. */
  readonly display: string;
  readonly database: string;
  readonly user: string | null;
  readonly serverVersion: string;
  /** What decides about features: 14 to 18 for PostgreSQL, 3 for SQLite. */
  readonly serverMajor: number;
  /** sha256 in hex over what makes this database this database (PostgreSQL: system identifier and database oid; SQLite: real path and file id). */
  readonly identity: string;
  readonly encryption: { readonly encrypted: boolean; readonly certificateVerified: boolean; readonly description: string };
  /** `pooled`: the server process is not the one that answered the start of the session. */
  readonly route: { readonly kind: "direct" | "pooled" | "local" | "unknown"; readonly description: string };
  /** The schema that unqualified names mean: `?schema=` or the default. Null where the engine has none. */
  readonly defaultSchema: string | null;
  /** What was seen that shows the session can't write: one sentence each, printed in the report. */
  readonly readOnlyProof: readonly string[];
};

export type EnvironmentFacts = {
  readonly encoding: string;
  readonly collation: string;
  readonly superuser: boolean;
  /** All schemas of the database that are not the server's own. */
  readonly schemas: readonly {
    readonly name: string;
    readonly inScope: boolean;
    readonly tables: number;
    readonly madeBy: string | null;
  }[];
  readonly extensions: readonly {
    readonly name: string;
    readonly version: string;
    readonly schema: string;
    readonly objects: number;
    /** A few names, for orientation. */
    readonly examples: readonly string[];
  }[];
  /** What the role may see and what is missing, with the GRANT that would mend it. */
  readonly permissions: readonly {
    readonly what: string;
    readonly ok: boolean;
    /** Without it nothing can be compared; without the others a report says less. */
    readonly needed: boolean;
    readonly detail: string;
    readonly grant: string | null;
  }[];
  /** Other facts worth a line: read replica, long transactions, invalid indexes. */
  readonly notes: readonly string[];
};

export type StandInRequest = {
  /** The version of the live server whose schema is rebuilt; null when there is none. */
  readonly serverMajor: number | null;
  /** Schemas to create before anything runs. */
  readonly schemas: readonly string[];
  /** Extensions to have ready, with the schema each lives in. */
  readonly extensions: readonly Pick<Extension, "name" | "installedIn">[];
  /** Roles to create before anything runs. */
  readonly roles: readonly string[];
  readonly devUrl: Secret | null;
  /** Schema of the scratch database to build in, instead of the whole of it. */
  readonly shadowSchema: string | null;
  /** Of the target: a scratch database that is the target is refused. Null without a target. */
  readonly targetIdentity: string | null;
  readonly limits: { readonly timeMs: number; readonly memoryBytes: number };
};

export interface StandIn extends AsyncDisposable {
  /** `PGlite 0.5.16 (PostgreSQL 18.6)`, `SQLite 3.53.4`, `PostgreSQL 16.14 at /usr/lib/...`. */
  readonly engine: string;
  readonly serverMajor: number;
  /** Extensions that were asked for and are not to be had here. */
  readonly missingExtensions: readonly string[];
  /** Runs scripts in order, each as a migration tool would, and stops at the first failure. */
  run(scripts: readonly StandInScript[]): Promise<StandInRun>;
  introspect(scope: Scope): Promise<Snapshot>;
  /**
   * Gives objects in this engine's spelling: each is created here from its own text in place of the one that is there, read back,
   * and everything is rolled back. What can't be created comes back as it went in.
   */
  respell(objects: readonly SchemaObject[], scope: Scope): Promise<readonly SchemaObject[]>;
  /** Runs our own DDL statement by statement; what can't be had here is left out. */
  build(statements: readonly string[]): Promise<Built>;
  /** Runs the statements of a plan as the runner would, and watches each. What stays is for `introspect` to read. */
  rehearse(request: RehearsalRequest): Promise<Rehearsed>;
}

export type Built =
  | { readonly outcome: "built"; readonly failed: readonly { readonly index: number; readonly message: string }[] }
  | { readonly outcome: "killed"; readonly message: string };

export type RehearsalRequest = {
  readonly batches: readonly RehearsedBatch[];
  /** Of the live database's sessions: some decide what a statement does. */
  readonly settings: readonly SessionSetting[];
  /** The schema of unqualified names. */
  readonly defaultSchema: string | null;
  /** Tables that have rows on the live database; only where the dialect's `refusesByRows` asks for them. */
  readonly filled: readonly ObjectId[];
};

export type SessionSetting = { readonly name: string; readonly value: string };

/** Statements that commit or fail together. */
export type RehearsedBatch = {
  /** Statements of another origin (file) begin in a fresh session. */
  readonly origin: string;
  readonly transactional: boolean;
  readonly foreignKeys: StatementGroup["foreignKeys"];
  readonly statements: readonly string[];
};

export type Rehearsed = {
  /** One per statement, in order. */
  readonly observations: readonly Observation[];
  /** What ended it before the last statement. */
  readonly stopped: null | {
    /** Null: at the end of a transaction. */
    readonly statement: number | null;
    /** `refused`: the engine said no. `gone`: a limit ended it, or it broke down. */
    readonly kind: "refused" | "gone";
    readonly message: string;
    readonly code: string | null;
  };
};

export type StandInScript = { readonly name: string; readonly sql: string };

export type StandInRun =
  | { readonly outcome: "done" }
  /** `statement` is the failing SQL where it is known; `message` is the engine's, `code` its SQLSTATE. */
  | {
      readonly outcome: "failed";
      readonly script: string;
      readonly statement: string | null;
      readonly message: string;
      readonly code: string | null;
    }
  /** A limit ended it; the stand-in is gone. */
  | { readonly outcome: "killed"; readonly script: string; readonly message: string };
