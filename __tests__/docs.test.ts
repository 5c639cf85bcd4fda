import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { actionYml, withActionTables } from "../scripts/action-yml.ts";
import { withTables } from "../scripts/command-tables.ts";
import { outputs } from "../src/action/action-inputs.ts";
import { parseConfig } from "../src/config-format.ts";
import { driftCauses } from "../src/diff/drift.ts";
import { failureReasons } from "../src/errors.ts";
import { destructivePermission } from "../src/github/approvals.ts";
import { effects } from "../src/report/effects.ts";
import { version } from "../src/version.ts";
import { runCli } from "./support/cli.ts";
import { folderOf } from "./support/prisma-project.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFile(join(root, path), "utf8");
const readme = await read("README.md");
const formats = await read("FORMATS.md");

describe("README.md", () => {
  test("has the tables of commands and flags that the sources make", () => {
    expect(withTables(readme)).toBe(readme);
  });

  test("names every command and flag of the help", async () => {
    await using home = await folderOf({});
    const help = async (...args: readonly string[]) =>
      (await runCli(["help", ...args], { cwd: home.path, home: home.path })).stdout;
    const commands = [...(await help()).matchAll(/^ {2}(\w+) (?!.*display help)/gm)].map(([, name]) => name ?? "");
    expect(commands).toEqual(expect.arrayContaining(["check", "preflight", "drift"]));
    const flags = (await Promise.all(commands.map((name) => help(name)))).flatMap((text) => text.match(/^ {2}--[\w-]+/gm) ?? []);
    for (const name of commands) expect(readme).toContain(`\`schemagate ${name}\``);
    for (const flag of new Set(flags.map((line) => line.trim()))) expect(readme).toMatch(new RegExp(`\`${flag}[ \`]`));
  });
});

describe("what is said of the action", async () => {
  const guide = await read("docs/github.md");
  const blocks = (text: string, language: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, block]) => block ?? "");

  test("README.md has the tables of inputs and outputs, and action.yml is what the sources make", async () => {
    expect(withActionTables(readme)).toBe(readme);
    expect(await read("action.yml")).toBe(actionYml());
  });

  test("README.md shows the workflow as it is shipped", async () => {
    expect(blocks(readme, "yaml")).toContain(await read("templates/workflows/schema.yml"));
  });

  test("FORMATS.md has a row for each output", () => {
    const [, rows = ""] = formats.split("| output | set to |\n");
    for (const name of Object.keys(outputs)) expect(rows).toMatch(new RegExp(`^\\|.*\`${name}\`.*\\|`, "m"));
  });

  test("the configurations that are shown can be read", () => {
    const shown = [...blocks(guide, "yaml"), ...blocks(formats, "yaml")].filter((block) =>
      /^(environments|targets):/.test(block),
    );
    expect(shown).toHaveLength(4);
    for (const block of shown) expect(() => parseConfig("schemagate.yml", block)).not.toThrow();
  });

  test("the approvals that are shown allow what they say", () => {
    const lines = guide.match(/^ {4}(?:backup|accept-risk)=.*$/gm) ?? [];
    expect(lines.map((line) => destructivePermission(line.trim()))).toEqual([
      { allowed: true, backup: "s3://backups/shop/2026-11-22.dump", acceptedRisk: null },
      { allowed: true, backup: null, acceptedRisk: "the table is a cache, it fills itself again" },
    ]);
    const [, both = ""] = /`(backup="[^`]+)`/.exec(guide) ?? [];
    expect(destructivePermission(both)).toEqual({
      allowed: true,
      backup: "shop before fax",
      acceptedRisk: "fax was never used",
    });
  });
});

describe("FORMATS.md", () => {
  /** The words in back-ticks, or the bare words, that follow a term up to the end of its sentence. */
  const listed = (term: string) => {
    const [, list = ""] = formats.split(`- \`${term}\`: `)[1]?.match(/^([\s\S]*?)\.\s/) ?? [];
    return list.match(/(?<![\w/.-])[a-z]+(?:-[a-z]+)+(?![\w/.])|(?<=`)[a-z]+(?=`)/g) ?? [];
  };

  test("lists the causes of drift", () => {
    expect(listed("drift[].cause").sort()).toEqual([...driftCauses].sort());
  });

  test("lists the effects of a statement", () => {
    expect(listed("effects").sort()).toEqual([...effects].sort());
  });

  test("lists no failureReason that the program does not know", () => {
    const [, list = ""] = /This version can answer ([\s\S]*?)\./.exec(formats) ?? [];
    const named = list.split(/,\s+/);
    expect(named.length).toBeGreaterThan(5);
    expect(failureReasons).toEqual(expect.arrayContaining(named));
  });

  test("lists every failureReason that the sources give", async () => {
    const sources = await readdir(join(root, "src"), { recursive: true });
    const texts = await Promise.all(
      sources.filter((path) => path.endsWith(".ts") && path !== "errors.ts").map((path) => read(join("src", path))),
    );
    // Words with a dash mean nothing else.
    const named = failureReasons.filter((reason) => reason.includes("-"));
    const given = named.filter((reason) => texts.some((text) => text.includes(`"${reason}"`)));
    for (const reason of given) expect(formats).toMatch(new RegExp(`\\b${reason}\\b`));
  });
});

test("src/version.ts is the version of package.json", async () => {
  expect((JSON.parse(await read("package.json")) as { version: string }).version).toBe(version);
});

describe("what a document names is there", async () => {
  const inDocs = (await readdir(join(root, "docs"))).map((name) => join("docs", name));
  test.for(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "FORMATS.md", "SECURITY.md", "CHANGELOG.md", ...inDocs])(
    "%s",
    async (path) => {
      const text = (await read(path)).replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, "");
      const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
        .map(([, link]) => link ?? "")
        .filter((link) => !/^[a-z]+:/.test(link));
      const ours = /^(?:src|docs|templates|examples|scripts|bench|__tests__)\/[\w./-]+$/;
      const paths = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? "").filter((span) => ours.test(span));
      const missing = [
        ...links.filter((link) => !existsSync(resolve(root, dirname(path), link))),
        ...paths.filter((named) => !existsSync(join(root, named))),
      ];
      expect(missing).toEqual([]);
    },
  );
});
