import type { ReadSession } from "../dialects/dialect.ts";
import type { DialectName, ObjectId, SchemaObject, Snapshot } from "../schema/snapshot.ts";

/** The schema in the codebase: where it is found, what it says, and what its tool keeps in the database. */
export interface Source {
  readonly kind: SourceKind;
  /** Null when the folder has none. Throws UserError `invalid-source` when it has one that can't be used. Reads files only, executes nothing. */
  open(request: SourceRequest): Promise<SourceProject | null>;
}

export type SourceKind = "prisma" | "alembic";

export type SourceRequest = {
  /** Absolute. Nothing outside of it is read. */
  readonly workingDirectory: string;
  /** `--schema` and `--migrations`, relative to it; null: found by the tool's own rules. */
  readonly schema: string | null;
  readonly migrations: string | null;
};

export interface SourceProject {
  readonly kind: SourceKind;
  readonly dialect: DialectName;
  /** For people: `Prisma schema prisma/schema.prisma (14 models), 23 migrations in prisma/migrations`. */
  readonly description: string;
  /** Schemas that the source declares; empty: the connection's default. */
  readonly schemas: readonly string[];
  /** Extensions that the source declares or its migrations create, so that a stand-in can have them ready. */
  readonly extensions: readonly string[];
  /** Roles that its migrations name. */
  readonly roles: readonly string[];
  /** Every file that was read, relative to the working directory, sorted. */
  readonly files: readonly SourceFile[];
  /** In the order in which the tool applies them. */
  readonly migrations: readonly Migration[];
  /** Relative folder of the migrations; null when the project has none. */
  readonly migrationsFolder: string | null;
  /** Things worth saying about the source that are no error: ignored settings, files that are not migrations. */
  readonly notes: readonly string[];
  /** DDL that builds the schema in an empty database of the dialect. Throws UserError `invalid-source` with the tool's own message. */
  desiredDdl(defaultSchema: string | null): Promise<string>;
  /** Tables in which the tool keeps its history, as ids in the given schema. */
  historyTables(defaultSchema: string | null): readonly ObjectId[];
  /** Reads the history rows; null when there is no history table. */
  readHistory(session: ReadSession, defaultSchema: string | null): Promise<History | null>;
  /** How the tool writes down what it applied. Pure: statements for whoever executes. */
  bookkeeping(defaultSchema: string | null): Bookkeeping;
  /** Compares rows with files. `elsewhere`: files that only the default branch has. Pure. */
  diagnose(history: History | null, elsewhere: readonly Migration[]): HistoryDiagnosis;
  /** Where the file of a migration would be, relative to the working directory; null without a folder of migrations. */
  pathOf(migration: string): string | null;
  /** Whether a file, by its path relative to the working directory, may be part of such a project, or say where it lies. Pure. */
  mayBelong(path: string): boolean;
  /** Of these: whether it is one that says where schema and migrations lie. Pure. */
  mayLocate(path: string): boolean;
  /** Whether another text of such a file may mean another place; null: not there. Pure. */
  locatesAnew(path: string, before: string | null, after: string | null): boolean;
  /** All paths at which a file may say where they lie. */
  readonly settings: readonly string[];
  /** What the language can say of one difference. Pure. */
  readonly language: Language;
  /** Name of a migration that would be made now: `20261121140900_add_nickname`. */
  nameMigration(summary: string, now: Date): string;
}

export type SourceFile = { readonly path: string; readonly sha256: string };

export type Migration = {
  readonly id: string;
  readonly parents: readonly string[];
  /** Relative to the working directory. */
  readonly path: string;
  /** sha256 in hex of the file's bytes. */
  readonly checksum: string;
  /** Null when the step is not SQL (`opaque` says what it is). */
  readonly sql: string | null;
  readonly opaque: string | null;
};

export type History = { readonly rows: readonly HistoryRow[] };

export type HistoryRow = {
  readonly id: string;
  readonly migration: string;
  readonly checksum: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly rolledBackAt: Date | null;
  readonly appliedSteps: number;
  /** The code of the error that the tool noted, without its text (it may quote rows). */
  readonly errorCode: string | null;
};

/** One migration on its way into the history. `id` is the row's own. */
export type HistoryEntry = {
  readonly id: string;
  readonly migration: string;
  readonly checksum: string;
  readonly startedAt: Date;
};

/** Statements that keep the tool's history as the tool itself would; values as parameters. */
export type Bookkeeping = {
  /** Makes the table; does nothing where it is. */
  readonly create: HistoryStatement;
  /** Noted before a file that is not one transaction. */
  started(entry: HistoryEntry): HistoryStatement;
  /** This many statements of the file are committed: what a later run goes on from. */
  advanced(entry: HistoryEntry, committed: number): HistoryStatement;
  /** The row `earlier` of a try that did not finish becomes this one's. */
  resumed(earlier: string, entry: HistoryEntry, committed: number): HistoryStatement;
  /** Completes what `started` noted. */
  finished(entry: HistoryEntry, at: Date): HistoryStatement;
  /** The whole row at once, for a file that is one transaction. */
  applied(entry: HistoryEntry, at: Date): HistoryStatement;
  /** The whole row of a file that did not run: the database holds already what it does. */
  recorded(entry: HistoryEntry): HistoryStatement;
  /** The file failed and left something behind: nothing more is applied until somebody resolves it. */
  failed(entry: HistoryEntry, logs: string): HistoryStatement;
  /** The file failed and left nothing behind: as if it had never been started. */
  forget(entry: HistoryEntry): HistoryStatement;
};

export type HistoryStatement = { readonly sql: string; readonly values: readonly unknown[] };

export type HistoryDiagnosis = {
  /** No history table, or an empty one. */
  readonly empty: boolean;
  /** Applied and known to the repo, in the order in which they were applied. */
  readonly applied: readonly Migration[];
  /** In the order in which they would run. */
  readonly pending: readonly Migration[];
  /** Pending, but sorted before something that is applied. */
  readonly outOfOrder: readonly string[];
  readonly problems: readonly HistoryProblem[];
};

export type HistoryProblem = {
  readonly kind: "failed" | "rolled-back" | "edited" | "edited-line-endings" | "unknown";
  readonly migration: string;
  /** What was seen. */
  readonly message: string;
  /** The exact command, or what to do. */
  readonly hint: string;
  /** True: no plan may be approved until it is resolved. */
  readonly blocks: boolean;
};

/**
 * What the source's language can say. Used wherever code is compared with something else, so that nothing it can't express is
 * ever planned away. Every rule that was used is listed in the report by its name.
 */
export interface Language {
  /** `name` → one sentence for the report. */
  readonly rules: Readonly<Record<string, string>>;
  /**
   * Both sides reduced to what the language can express. `from` is history or live, `to` is the code's own schema.
   * `kept`: objects or attributes of `from` that the language can't say; `rules`: names of the rules that made two spellings equal.
   */
  reduce(from: Snapshot, to: Snapshot): Reduced;
}

export type Reduced = {
  readonly from: readonly SchemaObject[];
  readonly to: readonly SchemaObject[];
  readonly kept: readonly { readonly object: ObjectId; readonly reason: string }[];
  readonly rules: readonly { readonly rule: string; readonly object: ObjectId }[];
};
