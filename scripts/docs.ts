/** Writes the tables of commands and flags into README.md; with `--check`, fails when they are not those of the sources. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { withTables } from "./command-tables.ts";

const file = fileURLToPath(new URL("../README.md", import.meta.url));
const readme = await readFile(file, "utf8");
const made = withTables(readme);
if (!process.argv.includes("--check")) {
  await writeFile(file, made);
} else if (made !== readme) {
  console.error("README.md does not list the commands and flags of the sources. Run npm run docs.");
  process.exitCode = 1;
}
