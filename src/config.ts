import type { Config } from "./config-format.ts";
import { UserError } from "./errors.ts";
import { readRegularFile } from "./files.ts";

const defaultConfigPath = ".github/schemagate.yml";

/** Reads `.github/schemagate.yml` or the file that was named. Throws UserError `invalid-input` with every mistake in it. */
export async function readConfig(root: string, path: string | null): Promise<Config> {
  const file = path ?? defaultConfigPath;
  const content = await readRegularFile(root, file, 1_000_000);
  if (content === null) {
    if (path !== null) throw new UserError("invalid-input", `The configuration ${path} does not exist.`, "Check --config.");
    return { path: null, targets: {}, environments: {}, approvers: [], ignore: [] };
  }
  const { parseConfig } = await import("./config-format.ts");
  return parseConfig(file, content.toString("utf8"));
}
