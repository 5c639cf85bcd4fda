import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The licence texts of everything that is bundled, in one file. `packages` are paths from the root: `node_modules/pg`. */
export async function licences(root: string, packages: readonly string[]): Promise<string> {
  const parts = await Promise.all(packages.map((folder) => licenceOf(root, folder)));
  const intro = "Schemagate's bundle contains the following packages, each under its own licence.\n\n";
  return `${intro}${[...new Set(parts), postgresql, sqlite].join("\n")}`;
}

async function licenceOf(root: string, folder: string): Promise<string> {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(await readFile(join(path, "package.json"), "utf8")) as Record<string, string>;
  const names = (await readdir(path)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  const texts = await Promise.all(names.map((file) => readFile(join(path, file), "utf8")));
  const text = texts.length > 0 ? texts.join("\n\n") : await withoutFile(path, license ?? "");
  return section(`${name} ${version} (${license})`, text);
}

/** Some packages have their licence as a chapter of the README, some only by its name. */
async function withoutFile(path: string, license: string): Promise<string> {
  const readme = await readFile(join(path, "README.md"), "utf8").catch(() => "");
  const [, chapter] = readme.match(/^#+ licen[cs]e\s*\n([\s\S]*)/im) ?? [];
  return chapter ?? `The package comes without the text: https://spdx.org/licenses/${license}.html`;
}

const postgresql = section(
  "PostgreSQL, of which PGlite, its extensions and libpg-query contain parts (PostgreSQL)",
  `Portions Copyright (c) 1996-2025, PostgreSQL Global Development Group
Portions Copyright (c) 1994, The Regents of the University of California

Permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee, and without
a written agreement is hereby granted, provided that the above copyright notice and this paragraph and the following two
paragraphs appear in all copies.

IN NO EVENT SHALL THE UNIVERSITY OF CALIFORNIA BE LIABLE TO ANY PARTY FOR DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR
CONSEQUENTIAL DAMAGES, INCLUDING LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS DOCUMENTATION, EVEN IF THE
UNIVERSITY OF CALIFORNIA HAS BEEN ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

THE UNIVERSITY OF CALIFORNIA SPECIFICALLY DISCLAIMS ANY WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF
MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE. THE SOFTWARE PROVIDED HEREUNDER IS ON AN "AS IS" BASIS, AND THE
UNIVERSITY OF CALIFORNIA HAS NO OBLIGATIONS TO PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR MODIFICATIONS.`,
);

const sqlite = section("SQLite, which better-sqlite3 contains (public domain)", "https://sqlite.org/copyright.html");

function section(title: string, text: string): string {
  return `${"=".repeat(78)}\n${title}\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
}
