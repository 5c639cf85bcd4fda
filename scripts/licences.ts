import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The licence texts of everything that is bundled, in one file. `packages` are paths from the root: `node_modules/pg`. */
export async function licences(root: string, packages: readonly string[]): Promise<string> {
  const parts = await Promise.all(packages.map((folder) => licenceOf(root, folder)));
  return `Schemagate's bundle contains the following packages, each under its own licence.\n\n${[...new Set(parts)].join("\n")}`;
}

async function licenceOf(root: string, folder: string): Promise<string> {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(await readFile(join(path, "package.json"), "utf8")) as Record<string, string>;
  const files = (await readdir(path)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(path, file), "utf8")));
  return `${"=".repeat(78)}\n${name} ${version} (${license})\n\n${texts.map((text) => text.replaceAll("\r\n", "\n").trim()).join("\n\n")}\n`;
}
