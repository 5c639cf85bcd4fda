import { UserError } from "../../errors.ts";
import { type Assignment, type Block, extensionsOf, readAssignments, readBlocks, stringsOf } from "./blocks.ts";
import { reflow } from "./reflow.ts";

export type SchemaFile = { readonly path: string; readonly text: string };

/** What a Prisma schema says besides its models, and its text as the engines of today accept it. */
export type PreparedSchema = {
  /** The file that holds the datasource: migrations lie beside it. */
  readonly datasourceFile: string;
  readonly provider: string;
  readonly schemas: readonly string[];
  readonly extensions: readonly { readonly name: string; readonly schema: string | null }[];
  /** `previewFeatures` of all generators, sorted. */
  readonly previewFeatures: readonly string[];
  readonly models: number;
  /** Line numbers are those of the original files, except in blocks that stood on one line. */
  readonly files: readonly SchemaFile[];
};

/** Connection settings: they say nothing about the schema, and the engines of today refuse them. */
const connectionSettings = new Set(["url", "directUrl", "shadowDatabaseUrl", "url_migrate"]);

/** The preview features that change what DDL a schema means. */
const schemaFeatures = new Set(["partialIndexes", "postgresqlExtensions", "views"]);

/** Throws UserError when there is not exactly one datasource. */
export function prepareSchema(files: readonly SchemaFile[]): PreparedSchema {
  const parsed = files.map((file) => ({ ...file, blocks: readBlocks(file.text) }));
  const datasources = parsed.flatMap(({ path, blocks }) =>
    blocks.filter(({ keyword }) => keyword === "datasource").map((block) => ({ path, block })),
  );
  const [datasource] = datasources;
  if (datasource === undefined) {
    throw new UserError(
      "invalid-source",
      `${namesOf(files)} has no datasource block.`,
      "Pass --schema with the file or folder that holds the whole Prisma schema.",
    );
  }
  if (datasources.length > 1) {
    const places = datasources.map(({ path, block }) => `"${block.name}" in ${path}`).join(", ");
    throw new UserError(
      "invalid-source",
      `The Prisma schema has several datasources: ${places}.`,
      "Pass --schema with the schema that is meant.",
    );
  }
  const blocks = parsed.flatMap((file) => file.blocks);
  const settings = new Map(readAssignments(datasource.block).map((assignment) => [assignment.key, assignment]));
  const previewFeatures = featuresOf(blocks);
  return {
    datasourceFile: datasource.path,
    provider: providerOf(settings.get("provider"), datasource.path),
    schemas: [...stringsOf(settings.get("schemas")?.value ?? [])].sort(),
    extensions: extensionsOf(settings.get("extensions")?.value ?? []),
    previewFeatures,
    models: blocks.filter(({ keyword }) => keyword === "model").length,
    files: parsed.map(({ path, text, blocks: own }) => ({
      path,
      text: prepareFile(text, own) + (path === datasource.path ? featureBlock(previewFeatures) : ""),
    })),
  };
}

function providerOf(setting: Assignment | undefined, path: string): string {
  const [provider] = stringsOf(setting?.value ?? []);
  if (provider !== undefined) return provider;
  throw new UserError(
    "invalid-source",
    `The datasource in ${path} names no provider.`,
    'Add a line such as: provider = "postgresql"',
  );
}

function featuresOf(blocks: readonly Block[]): readonly string[] {
  const features = blocks
    .filter(({ keyword }) => keyword === "generator")
    .flatMap((block) =>
      readAssignments(block)
        .filter(({ key }) => key === "previewFeatures")
        .flatMap(({ value }) => stringsOf(value)),
    );
  return [...new Set(features)].sort();
}

/** Generators and connection settings are blanked out, not cut out: Prisma's messages keep their line numbers. */
function prepareFile(text: string, blocks: readonly Block[]): string {
  const edits = blocks.flatMap((block): readonly Edit[] => {
    if (block.keyword === "generator") return [blanked(text, block.start, block.end)];
    const settings = block.keyword === "datasource" ? datasourceEdits(text, block) : [];
    return [...settings, ...reflow(block)];
  });
  return applyEdits(text, edits);
}

export type Edit = { readonly start: number; readonly end: number; readonly text: string };

function datasourceEdits(text: string, block: Block): readonly Edit[] {
  return readAssignments(block).flatMap(({ key, start, end }): readonly Edit[] => {
    if (connectionSettings.has(key)) return [blanked(text, start, end)];
    // The name of relationMode before Prisma 4.5.
    return key === "referentialIntegrity" ? [{ start, end: start + key.length, text: "relationMode" }] : [];
  });
}

function blanked(text: string, start: number, end: number): Edit {
  return { start, end, text: text.slice(start, end).replace(/[^\n]+/g, "") };
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let offset = 0;
  for (const edit of sorted) {
    if (edit.start < offset) continue;
    result += text.slice(offset, edit.start) + edit.text;
    offset = edit.end;
  }
  return result + text.slice(offset);
}

function featureBlock(previewFeatures: readonly string[]): string {
  const features = previewFeatures.filter((feature) => schemaFeatures.has(feature));
  if (features.length === 0) return "";
  return `\ngenerator schemagate {\n  provider = "schemagate"\n  previewFeatures = ${JSON.stringify(features)}\n}\n`;
}

function namesOf(files: readonly SchemaFile[]): string {
  return files.length === 1 ? `${files[0]?.path}` : `The Prisma schema (${files.map(({ path }) => path).join(", ")})`;
}
