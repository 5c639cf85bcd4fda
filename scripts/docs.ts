/** Writes what documents say of commands, flags, inputs and outputs, action.yml and docs/hazards.md; with `--check`, fails when they are not those of the sources. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { actionYml, withActionTables } from "./action-yml.ts";
import { withTables } from "./command-tables.ts";
import { hazardsMd } from "./hazard-docs.ts";

const made: readonly (readonly [name: string, make: (text: string) => string])[] = [
  ["README.md", (text) => withActionTables(withTables(text))],
  ["action.yml", () => actionYml()],
  ["docs/hazards.md", () => hazardsMd()],
];

for (const [name, make] of made) {
  const file = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const text = await readFile(file, "utf8");
  const fresh = make(text);
  if (!process.argv.includes("--check")) {
    await writeFile(file, fresh);
  } else if (fresh !== text) {
    console.error(`${name} is not what the sources say. Run npm run docs.`);
    process.exitCode = 1;
  }
}
