import { posix } from "node:path";
import { UserError } from "../../errors.ts";
import type { SourceFile, SourceRequest } from "../source.ts";
import { type PrismaConfig, readConfig } from "./config-file.ts";
import { entryAt, listFolder, pathInside, readText, type TextFile } from "./files.ts";
import { contractFiles, prisma8Error, refusePrisma8 } from "./prisma-8.ts";

/** Where a project keeps its schema, and which settings were found on the way. Paths are relative to the working directory. */
export type Location = {
  /** All files of the schema, sorted. */
  readonly schemaFiles: readonly string[];
  /** The path that was asked for or found: a file, or a folder of files. */
  readonly schemaPath: string;
  /** Named by a flag or the configuration; null: beside the file with the datasource. */
  readonly migrations: string | null;
  readonly config: PrismaConfig | null;
  /** The configuration file, when there is one. */
  readonly files: readonly SourceFile[];
  readonly notes: readonly string[];
};

const settingsLimit = 1024 * 1024;
const extensions = [".js", ".ts", ".mjs", ".cjs", ".mts", ".cts"];

/** Prisma's own order: https://www.prisma.io/docs/orm/reference/prisma-config-reference */
export const configCandidates: readonly string[] = [
  ...["prisma7.config", ".config/prisma7", "prisma.config"].flatMap((base) => extensions.map((extension) => base + extension)),
  ...extensions.map((extension) => `prisma.config/index${extension}`),
  ...[".config/prisma", ".config/prisma.config"].flatMap((base) => extensions.map((extension) => base + extension)),
];

/** The last one is where Prisma 5.15 to 6.6 kept a schema of several files. */
const schemaCandidates = ["schema.prisma", "prisma/schema.prisma", "prisma/schema"];

/** Null when nothing says that this is a Prisma project. */
export async function locate(request: SourceRequest): Promise<Location | null> {
  const root = request.workingDirectory;
  const configFile = await findConfigFile(root);
  const config = configFile === null ? null : await readConfig(configFile.path, configFile.text);
  const found = await findSchema(request, config);
  if (found === null) return null;
  return {
    schemaFiles: await schemaFilesAt(root, found.path, found.namedBy),
    schemaPath: found.path,
    migrations: request.migrations ?? config?.migrations ?? null,
    config,
    files: configFile === null ? [] : [{ path: configFile.path, sha256: configFile.sha256 }],
    notes: config === null ? [] : configNotes(config, request),
  };
}

async function findConfigFile(root: string): Promise<TextFile | null> {
  for (const file of configCandidates) {
    if ((await entryAt(root, file)) === "file") return readText(root, file, settingsLimit);
  }
  return null;
}

type Found = { readonly path: string; readonly namedBy: string };

async function findSchema(request: SourceRequest, config: PrismaConfig | null): Promise<Found | null> {
  const root = request.workingDirectory;
  if (request.schema !== null) return { path: pathInside(root, request.schema), namedBy: "--schema" };
  if (config?.schema != null) return { path: pathInside(root, config.schema), namedBy: config.file };
  if (config?.isPrisma8) throw prisma8Error(config.file);
  if (config?.unreadable.includes("schema")) throw unreadableSchema(config.file);
  const fromPackage = await packageSetting(root);
  if (fromPackage !== null) return { path: pathInside(root, fromPackage), namedBy: "package.json" };
  for (const path of schemaCandidates) {
    if ((await entryAt(root, path)) !== "none") return { path, namedBy: "default" };
  }
  if (config !== null && config.unreadable.length > 0) throw unreadableSchema(config.file);
  await refusePrisma8(root, contractFiles);
  return null;
}

function unreadableSchema(file: string): UserError {
  return new UserError(
    "invalid-source",
    `Where ${file} says that the schema lies is only known when it is run, and nothing of a repository is run here.`,
    "Write the path as a plain string, or pass --schema.",
  );
}

/** `prisma.schema` of package.json. A package.json that is not JSON is not ours to complain about. */
async function packageSetting(root: string): Promise<string | null> {
  if ((await entryAt(root, "package.json")) !== "file") return null;
  try {
    const settings: unknown = JSON.parse((await readText(root, "package.json", settingsLimit)).text);
    const schema = (settings as { prisma?: { schema?: unknown } } | null)?.prisma?.schema;
    return typeof schema === "string" ? schema : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function schemaFilesAt(root: string, path: string, namedBy: string): Promise<readonly string[]> {
  const entry = await entryAt(root, path);
  if (entry === "file") return [path];
  if (entry === "none") {
    throw new UserError(
      "invalid-source",
      `There is no Prisma schema at "${path}" (named by ${namedBy}).`,
      "Check the path; it is relative to the working directory.",
    );
  }
  const files = await prismaFilesIn(root, path);
  if (files.length > 0) return files;
  throw new UserError(
    "invalid-source",
    `The folder "${path}" holds no file that ends in .prisma.`,
    "Pass --schema with the file or folder of the Prisma schema.",
  );
}

/** Of the folder and its subfolders, as Prisma reads them. */
async function prismaFilesIn(root: string, folder: string): Promise<readonly string[]> {
  const { files, folders } = await listFolder(root, folder);
  const own = files.filter((name) => name.endsWith(".prisma")).map((name) => posix.join(folder, name));
  const inner: string[] = [];
  for (const name of folders) {
    if (name !== "node_modules" && name !== "migrations") inner.push(...(await prismaFilesIn(root, posix.join(folder, name))));
  }
  return [...own, ...inner].sort();
}

function configNotes(config: PrismaConfig, request: SourceRequest): readonly string[] {
  const notes: string[] = [];
  if (config.unreadable.includes("migrations.path") && request.migrations === null) {
    notes.push(
      `migrations.path in ${config.file} is only known when the file is run: the folder beside the schema is taken. Pass --migrations to name another.`,
    );
  }
  for (const setting of config.unreadable) {
    if (setting.startsWith("tables") || setting.startsWith("enums")) {
      notes.push(`${setting} in ${config.file} is only known when the file is run: what it names is treated as Prisma's own.`);
    }
  }
  if (config.preparesShadowDatabase)
    notes.push(`migrations.initShadowDb in ${config.file} is not run: migrations that rely on it can't be replayed.`);
  return notes;
}
