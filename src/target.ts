import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type {
  ComparedDatabase,
  ConnectionFacts,
  ConnectOptions,
  LiveDatabase,
  Scope,
  WritableDatabase,
} from "./dialects/dialect.ts";
import { dialectOfUrl, type Engine, loadEngine, type SupportedDialect } from "./dialects/engines.ts";
import { UserError } from "./errors.ts";
import type { Inputs } from "./inputs.ts";
import type { Secret } from "./secret.ts";
import type { History, SourceProject } from "./source/source.ts";
import type { Tools } from "./tools.ts";

/** What is compared, with the schemas that are looked at: a live database, opened read-only unless it says otherwise, or what stands for it. */
export interface Target extends AsyncDisposable {
  readonly engine: Engine;
  readonly database: ComparedDatabase;
  readonly scope: Scope & { readonly include: readonly string[] };
  /** The database itself, which answers questions; null where something else is compared. */
  readonly live: LiveDatabase | null;
  /** What is compared instead of a live database; null where it is one. */
  readonly instead: Instead | null;
  /** What the migration tool noted; null when there is no history table. */
  readHistory(project: SourceProject): Promise<History | null>;
}

/** `record`: what a run of the default branch saw, at this ISO time. `migrations`: what those of this branch make; nobody looked at a database. */
export type Instead =
  | { readonly kind: "record"; readonly at: string; readonly runUrl: string }
  | { readonly kind: "migrations"; readonly of: string };

export interface LiveTarget<Database extends LiveDatabase = LiveDatabase> extends Target {
  readonly database: Database;
  readonly live: Database;
  readonly instead: null;
}

/** How a preflight comes to what it compares. */
export type OpenTarget = (inputs: Inputs, project: SourceProject | null, tools: Tools) => Promise<Target>;

const titles = { postgres: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" } as const;

/** Throws UserError for a URL that does not fit the source, and whatever `connect` throws. */
export async function openTarget(inputs: Inputs, project: SourceProject | null, tools: Tools): Promise<LiveTarget> {
  const url = urlOf(inputs);
  const engine = await loadEngine(chooseDialect(inputs, url, project));
  tools.progress.step(`Connecting to ${engine.dialect.title}`);
  const options = connectOptions(inputs, url, project, engine, "schemagate (read-only)");
  return withScope(inputs, project, engine, await engine.driver.connect(url, options));
}

/** The same database once more, through the one connection that may write. */
export async function openWritableTarget(
  inputs: Inputs,
  project: SourceProject | null,
  applicationName: string,
): Promise<LiveTarget<WritableDatabase>> {
  const url = urlOf(inputs);
  const engine = await loadEngine(chooseDialect(inputs, url, project));
  const configured = inputs.config.environments[inputs.environment ?? ""];
  const database = await engine.driver.openForWriting(url, {
    ...connectOptions(inputs, url, project, engine, applicationName),
    lockTimeoutMs: configured?.lockTimeoutMs ?? 5_000,
    writeTimeoutMs: configured?.statementTimeoutMs ?? 0,
  });
  return withScope(inputs, project, engine, database);
}

function urlOf({ url }: Inputs): Secret {
  if (url === null) throw new Error("a database was to be opened without a URL");
  return url;
}

function connectOptions(
  inputs: Inputs,
  url: Secret,
  project: SourceProject | null,
  engine: Engine,
  applicationName: string,
): ConnectOptions {
  return {
    applicationName,
    connectTimeoutMs: 15_000,
    statementTimeoutMs: 60_000,
    workingDirectory: sqliteFolder(inputs, url, project, engine),
  };
}

async function withScope<Database extends LiveDatabase>(
  inputs: Inputs,
  project: SourceProject | null,
  engine: Engine,
  database: Database,
): Promise<LiveTarget<Database>> {
  try {
    return {
      engine,
      database,
      live: database,
      instead: null,
      scope: chooseScope(inputs, project, database.connection),
      readHistory: (source) => source.readHistory(database, database.connection.defaultSchema),
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

function chooseDialect(inputs: Inputs, url: Secret, project: SourceProject | null): SupportedDialect {
  const fromUrl = dialectOfUrl(url.reveal());
  if (fromUrl === null) throw notReadable(inputs, url);
  if (fromUrl === "mysql") {
    throw new UserError(
      "unsupported-version",
      `The database URL (${inputs.urlFrom}) is for MySQL or MariaDB, which this version does not support yet.`,
      "PostgreSQL and SQLite are supported.",
    );
  }
  if (project !== null && project.dialect !== fromUrl) {
    throw new UserError(
      "invalid-input",
      `The database URL (${inputs.urlFrom}) ${url.reveal().includes(":") ? `is for ${titles[fromUrl]}` : "is no URL but the path of a file"}, and the schema in the code is for ${titles[project.dialect]}.`,
      "Pass the URL of the database that belongs to this schema, or choose the schema with --schema.",
    );
  }
  return fromUrl;
}

/** Schemes that people have in their settings, and what to write instead. */
const otherSchemes: readonly (readonly [scheme: RegExp, what: string, instead: string])[] = [
  [/^jdbc:/i, "is a JDBC URL", "Write it as postgresql://user:password@host:5432/database."],
  [
    /^prisma(\+postgres)?:/i,
    "names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only",
    "Give the direct URL of the database, which starts with postgresql://.",
  ],
  [/^mongodb(\+srv)?:/i, "is for MongoDB, which has no schema to compare", "PostgreSQL and SQLite are supported."],
  [/^(sqlserver|mssql):/i, "is for SQL Server, which is not supported", "PostgreSQL and SQLite are supported."],
  [
    /^(libsql|https?|wss?):/i,
    "names a database behind HTTP, which this version can't read",
    "Give the URL of a PostgreSQL server, or the path of a SQLite file.",
  ],
];

/** The URL itself is never quoted: what stands before its first colon may be anything. */
function notReadable({ urlFrom }: Inputs, url: Secret): UserError {
  const [, what, instead] = otherSchemes.find(([scheme]) => scheme.test(url.reveal())) ?? [];
  return new UserError(
    "invalid-input",
    `The database URL (${urlFrom}) ${what ?? "names no database that this version can read"}.`,
    instead ?? "It starts with postgresql:// for PostgreSQL, or with file: for SQLite.",
  );
}

/**
 * Prisma up to 6 resolves `file:./dev.db` from the schema's folder, Prisma 7 from the folder of its configuration. The one that holds
 * the file is meant; when both do, the working directory.
 */
function sqliteFolder(inputs: Inputs, url: Secret, project: SourceProject | null, engine: Engine): string {
  if (engine.dialect.name !== "sqlite") return inputs.workingDirectory;
  const path =
    url
      .reveal()
      .replace(/^(file|sqlite):(\/\/)?/, "")
      .split("?")[0] ?? "";
  const schemaFile = project?.files.find((file) => file.path.endsWith(".prisma"))?.path;
  if (schemaFile === undefined || existsSync(join(inputs.workingDirectory, path))) return inputs.workingDirectory;
  const beside = join(inputs.workingDirectory, dirname(schemaFile));
  return existsSync(join(beside, path)) ? beside : inputs.workingDirectory;
}

/** Schemas that the source declares may come with a migration that is not applied yet; those that a user names must be there. */
export function chooseScope(inputs: Inputs, project: SourceProject | null, connection: ConnectionFacts): Target["scope"] {
  const exclude = inputs.excludeSchemas;
  if (connection.defaultSchema === null) return { include: [], exclude: [], absent: "refuse" };
  const declared = project?.schemas ?? [];
  const byDeclaration = inputs.includeSchemas === null && declared.length > 0;
  const include = without(byDeclaration ? declared : (inputs.includeSchemas ?? [connection.defaultSchema]), exclude);
  if (include.length > 0) return { include, exclude, absent: byDeclaration ? "leave out" : "refuse" };
  throw new UserError(
    "invalid-input",
    "No schema is left to compare: every one is excluded.",
    "Name one with --include-schemas that --exclude-schemas leaves in.",
  );
}

function without(names: readonly string[], excluded: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => !excluded.includes(name)).sort();
}
