import { posix } from "node:path";
import { UserError } from "../../errors.ts";
import { type DialectName, objectId } from "../../schema/snapshot.ts";
import type { Source, SourceProject, SourceRequest } from "../source.ts";
import { bookkeeping } from "./bookkeeping.ts";
import { locatesAnew, mayBelong, mayLocate } from "./concern.ts";
import { diagnose } from "./diagnose.ts";
import { type EngineProvider, schemaToDdl } from "./engine.ts";
import { pathInside, readText, type TextFile } from "./files.ts";
import { historyTable, readHistory } from "./history.ts";
import { prismaLanguage } from "./language.ts";
import { configCandidates, type Location, locate } from "./locate.ts";
import { type MigrationsFolder, readMigrations } from "./migrations.ts";
import { nameMigration } from "./name.ts";
import { prisma8Error } from "./prisma-8.ts";
import { type PreparedSchema, prepareSchema } from "./schema-text.ts";
import { type Datamodel, readDatamodel } from "./validate.ts";

const schemaLimit = 1024 * 1024;

/** Prisma up to version 7: a schema of one or several files, and a folder of SQL migrations. */
export const prisma: Source = { kind: "prisma", open: openPrisma };

async function openPrisma(request: SourceRequest): Promise<SourceProject | null> {
  const location = await locate(request);
  if (location === null) return null;
  const root = request.workingDirectory;
  const texts = await Promise.all(location.schemaFiles.map((path) => readText(root, path, schemaLimit)));
  if (texts.every(({ path }) => posix.basename(path) === "contract.prisma")) throw prisma8Error(location.schemaPath);
  const schema = prepareSchema(texts);
  const engine = engineFor(schema.provider, schema.datasourceFile);
  const datamodel = await readDatamodel(schema.files);
  const migrations = await readMigrations(root, migrationsPlace(root, location, schema), schema.provider);
  return projectOf({ location, texts, schema, engine, datamodel, migrations });
}

function migrationsPlace(
  root: string,
  location: Location,
  schema: PreparedSchema,
): { readonly folder: string; readonly named: boolean } {
  if (location.migrations !== null) return { folder: pathInside(root, location.migrations), named: true };
  return { folder: posix.join(posix.dirname(schema.datasourceFile), "migrations"), named: false };
}

/** What Prisma calls a provider, and what it means here. Throws UserError for what this version can't read. */
function engineFor(provider: string, file: string): { readonly provider: EngineProvider; readonly dialect: DialectName } {
  switch (provider) {
    case "postgresql":
    case "postgres":
      return { provider: "postgresql", dialect: "postgres" };
    case "sqlite":
      return { provider: "sqlite", dialect: "sqlite" };
    case "mysql":
      throw new UserError(
        "invalid-source",
        `The provider "mysql" of ${file} is not supported yet in this version.`,
        "PostgreSQL and SQLite are. Pass --schema to name another schema.",
      );
    default:
      throw new UserError(
        "invalid-source",
        `The provider "${provider}" of ${file} is not supported.`,
        "PostgreSQL and SQLite are. Pass --schema to name another schema.",
      );
  }
}

type Parts = {
  readonly location: Location;
  readonly texts: readonly TextFile[];
  readonly schema: PreparedSchema;
  readonly engine: ReturnType<typeof engineFor>;
  readonly datamodel: Datamodel;
  readonly migrations: MigrationsFolder;
};

function projectOf({ location, texts, schema, engine, datamodel, migrations }: Parts): SourceProject {
  const { dialect } = engine;
  const files = [...texts.map(({ path, sha256 }) => ({ path, sha256 })), ...location.files, ...migrations.files];
  return {
    kind: "prisma",
    dialect,
    description: describe(location, schema, migrations),
    schemas: schema.schemas,
    extensions: schema.extensions.map(({ name }) => name).sort(),
    roles: [],
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    migrations: migrations.migrations,
    migrationsFolder: migrations.folder,
    notes: [...location.notes, ...migrations.notes],
    desiredDdl: (defaultSchema) => schemaToDdl(schema.files, engine.provider, defaultSchema),
    historyTables: (defaultSchema) => [
      objectId("table", dialect === "postgres" ? (defaultSchema ?? "public") : null, historyTable),
    ],
    readHistory: (session, defaultSchema) => readHistory(session, dialect, defaultSchema),
    bookkeeping: (defaultSchema) => bookkeeping(dialect, defaultSchema),
    diagnose: (history, elsewhere) => diagnose(migrations.migrations, history, elsewhere),
    pathOf: (migration) => (migrations.folder === null ? null : `${migrations.folder}/${migration}/migration.sql`),
    mayBelong,
    mayLocate,
    locatesAnew,
    settings: ["package.json", ...configCandidates],
    language: prismaLanguage({
      dialect,
      schemas: schema.schemas,
      partialIndexes: schema.previewFeatures.includes("partialIndexes"),
      extensions: schema.extensions,
      externalTables: location.config?.externalTables ?? [],
      externalEnums: location.config?.externalEnums ?? [],
      unspecifiedDefaults: datamodel.unspecifiedDefaults,
    }),
    nameMigration,
  };
}

function describe(location: Location, schema: PreparedSchema, { folder, migrations }: MigrationsFolder): string {
  const files = location.schemaFiles.length === 1 ? "" : `${location.schemaFiles.length} files, `;
  const models = schema.models === 1 ? "1 model" : `${schema.models} models`;
  const steps = migrations.length === 1 ? "1 migration" : `${migrations.length} migrations`;
  return `Prisma schema ${location.schemaPath} (${files}${models}), ${folder === null ? "no migrations folder" : `${steps} in ${folder}`}`;
}
