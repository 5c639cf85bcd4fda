import { parseDocument } from "yaml";
import { z } from "zod";
import type { IgnoreRule } from "./diff/ignore.ts";
import { UserError } from "./errors.ts";
import { readRegularFile } from "./files.ts";

export const defaultConfigPath = ".github/schemagate.yml";

const date = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date like 2027-01-31"),
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
  ignore: z.array(z.strictObject({ object: z.string().min(1), reason: z.string().min(1, "a reason"), until: date.optional() })).optional(),
});

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

/** Reads `.github/schemagate.yml` or the file that was named. Throws UserError `invalid-input` with every mistake in it. */
export async function readConfig(root: string, path: string | null): Promise<Config> {
  const file = path ?? defaultConfigPath;
  const content = await readRegularFile(root, file, 1_000_000);
  if (content === null) {
    if (path !== null) throw new UserError("invalid-input", `The configuration ${path} does not exist.`, "Check --config.");
    return { path: null, targets: {}, environments: {}, ignore: [] };
  }
  const document = parseDocument(content.toString("utf8"), { uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== undefined) throw new UserError("invalid-input", `${file} is not valid YAML: ${syntax.message.split("\n")[0] ?? ""}`, "Mend the line it names.");
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 20 }) ?? {});
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `  ${issue.path.map(String).join(".") || "(top)"}: ${issue.message}`);
    throw new UserError("invalid-input", `${file} has ${mistakes.length} ${mistakes.length === 1 ? "mistake" : "mistakes"}:\n${mistakes.join("\n")}`, "FORMATS.md lists the keys of this version.");
  }
  return toConfig(file, parsed.data);
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
