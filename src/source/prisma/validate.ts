import { UserError } from "../../errors.ts";
import { listenForPanic } from "./panic.ts";
import type { SchemaFile } from "./schema-text.ts";

/** What the schema's own parser knows and the DDL does not show. */
export type Datamodel = {
  /** `table.column` or `schema.table.column` whose default is `dbgenerated()` without saying how. */
  readonly unspecifiedDefaults: ReadonlySet<string>;
};

/** The part of Prisma's DMMF that is read here. */
type Dmmf = {
  readonly datamodel: {
    readonly models: readonly {
      readonly name: string;
      readonly dbName: string | null;
      readonly schema?: string | null;
      readonly fields: readonly { readonly name: string; readonly dbName?: string | null; readonly default?: unknown }[];
    }[];
  };
};

/** Throws UserError `invalid-source` in Prisma's own words, with file and line. */
export async function readDatamodel(files: readonly SchemaFile[]): Promise<Datamodel> {
  const { default: prisma } = await import("@prisma/prisma-schema-wasm");
  const parameters = JSON.stringify({ prismaSchema: files.map(({ path, text }) => [path, text]), noColor: true });
  const panic = listenForPanic();
  try {
    prisma.validate(parameters);
    // For a thousand models the DMMF takes seconds, and one function is all that it is needed for.
    if (!files.some(({ text }) => text.includes("dbgenerated"))) return { unspecifiedDefaults: new Set() };
    return { unspecifiedDefaults: new Set(unspecifiedDefaults(JSON.parse(prisma.get_dmmf(parameters)) as Dmmf)) };
  } catch (error) {
    throw new UserError(
      "invalid-source",
      `The Prisma schema is not valid.\n${panic() ?? validationMessage(error)}`,
      "Mend it: `npx prisma validate` says the same.",
      { cause: error },
    );
  }
}

function validationMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  try {
    return String((JSON.parse(text) as { message: unknown }).message).trim();
  } catch {
    return text;
  }
}

function unspecifiedDefaults({ datamodel }: Dmmf): readonly string[] {
  return datamodel.models.flatMap((model) =>
    model.fields
      .filter((field) => isUnspecified(field.default))
      .map((field) =>
        [model.schema, model.dbName ?? model.name, field.dbName ?? field.name].filter((part) => part != null).join("."),
      ),
  );
}

function isUnspecified(value: unknown): boolean {
  if (value === null || typeof value !== "object") return false;
  const { name, args } = value as { name?: unknown; args?: unknown };
  return name === "dbgenerated" && (!Array.isArray(args) || args.length === 0 || args[0] === "");
}
