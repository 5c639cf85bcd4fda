import { type Document, parseDocument } from "yaml";
import { z } from "zod";
import { isDate } from "./date.ts";
import type { IgnoreRule } from "./diff/ignore.ts";
import { UserError } from "./errors.ts";

export type Config = {
  /** Relative path of the file; null when there is none. */
  readonly path: string | null;
  readonly targets: Readonly<Record<string, TargetConfig>>;
  readonly environments: Readonly<Record<string, { readonly onDrift: "warn" | "block" }>>;
  readonly ignore: readonly IgnoreRule[];
};

export type TargetConfig = {
  readonly workingDirectory: string;
  readonly environment: string | null;
  readonly schemas: readonly string[] | null;
  readonly schema: string | null;
  readonly migrations: string | null;
};

const date = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z.string().refine(isDate, "it must be a date like 2027-01-31"),
);

const schema = z.strictObject({
  targets: z
    .record(
      z.string(),
      z.strictObject({
        "working-directory": z.string().optional(),
        environment: z.string().optional(),
        schemas: z.array(z.string()).optional(),
        schema: z.string().optional(),
        migrations: z.string().optional(),
      }),
    )
    .optional(),
  environments: z.record(z.string(), z.strictObject({ "on-drift": z.enum(["warn", "block"]).optional() })).optional(),
  ignore: z
    .array(
      z.strictObject({
        object: z.string().min(1, "it is empty"),
        reason: z.string().min(1, "it is empty"),
        until: date.optional(),
      }),
    )
    .optional(),
});

/** Checks the text of a configuration. Loaded only where there is one: the libraries for it are large. Throws UserError `invalid-input`. */
export function parseConfig(file: string, text: string): Config {
  const document = parseDocument(text, { uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== undefined)
    throw new UserError("invalid-input", `${file} is not valid YAML: ${firstLine(syntax.message)}.`, "Mend that line.");
  const parsed = schema.safeParse(contentOf(file, document) ?? {}, {
    error: (issue) => (issue.input === undefined ? "it is missing" : undefined),
  });
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(
      (issue) => `  ${issue.path.map(String).join(".") || "the file itself"}: ${issue.message}`,
    );
    throw new UserError(
      "invalid-input",
      `${file} has ${mistakes.length} ${mistakes.length === 1 ? "mistake" : "mistakes"}:\n${mistakes.join("\n")}`,
      "FORMATS.md lists the keys of this version.",
    );
  }
  return toConfig(file, parsed.data);
}

function contentOf(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    // Aliases without an anchor, and those that unfold into gigabytes.
    if (error instanceof ReferenceError)
      throw new UserError(
        "invalid-input",
        `${file} can't be read: ${error.message}.`,
        "Write out what its aliases (*name) stand for.",
      );
    throw error;
  }
}

/** The parser ends it with a colon, as the line in question would follow. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/:$/, "");
}

function toConfig(path: string, raw: z.infer<typeof schema>): Config {
  return {
    path,
    targets: mapValues(raw.targets ?? {}, (target) => ({
      workingDirectory: target["working-directory"] ?? ".",
      environment: target.environment ?? null,
      schemas: target.schemas ?? null,
      schema: target.schema ?? null,
      migrations: target.migrations ?? null,
    })),
    environments: mapValues(raw.environments ?? {}, (environment) => ({ onDrift: environment["on-drift"] ?? "warn" })),
    ignore: (raw.ignore ?? []).map((rule) => ({ object: rule.object, reason: rule.reason, until: rule.until ?? null })),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
