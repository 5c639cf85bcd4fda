import type { IgnoreRule } from "./diff/ignore.ts";
import { UserError } from "./errors.ts";
import { readRegularFile } from "./files.ts";

const defaultConfigPath = ".github/schemagate.yml";

/** A day that is in the calendar, as `2027-01-31`. */
export function isDate(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

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
  const { parseConfig } = await import("./config-format.ts");
  return parseConfig(file, content.toString("utf8"));
}
