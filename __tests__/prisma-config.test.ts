import { describe, expect, test } from "vitest";
import { readConfig } from "../src/source/prisma/config-file.ts";

const read = (text: string, file = "prisma.config.ts") => readConfig(file, text);

describe("a configuration that is read, not run", () => {
  test.each([
    [
      "defineConfig",
      'import { defineConfig, env } from "prisma/config";\nexport default defineConfig({ schema: "db/schema.prisma", migrations: { path: "db/m" }, datasource: { url: env("X") } });',
    ],
    [
      "satisfies",
      'import type { PrismaConfig } from "prisma";\nexport default { schema: "./db/schema.prisma", migrations: { path: "db/m/" } } satisfies PrismaConfig;',
    ],
    [
      "CommonJS",
      'const { defineConfig } = require("prisma/config");\nmodule.exports = defineConfig({ schema: "db/schema.prisma", migrations: { path: "db/m" } });',
    ],
    [
      "constants and templates",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template of the configuration
      'const root = "db" as const;\nconst config = { schema: `${root}/schema.prisma`, "migrations": { path: root + "/m" } };\nexport default config;',
    ],
    [
      "path.join",
      'import path from "node:path";\nexport default { schema: path.join("db", "schema.prisma"), migrations: { path: path.join(__dirname, "db", "m") } };',
    ],
    [
      "path.resolve",
      'import { resolve, dirname } from "node:path";\nimport { fileURLToPath } from "node:url";\nconst here = dirname(fileURLToPath(import.meta.url));\nexport default { schema: resolve(here, "db/schema.prisma"), migrations: { path: resolve(process.cwd(), "db/m") } };',
    ],
    [
      "import.meta.dirname",
      'import path from "node:path";\nexport default { schema: path.join(import.meta.dirname, "db/schema.prisma"), migrations: { path: path.resolve("db/m") } };',
    ],
  ])("%s", async (_name, text) => {
    const config = await read(text);
    expect({ schema: config.schema, migrations: config.migrations?.replace(/\/$/, ""), unreadable: config.unreadable }).toEqual({
      schema: "db/schema.prisma",
      migrations: "db/m",
      unreadable: [],
    });
  });

  test("paths are relative to the file", async () => {
    const config = await read(
      'import path from "path";\nexport default { schema: "../a.prisma", migrations: { path: path.resolve("m") } };',
      ".config/prisma.ts",
    );
    expect([config.schema, config.migrations]).toEqual(["a.prisma", "m"]);
  });

  test("what others manage", async () => {
    const config = await read(
      'export default { experimental: { externalTables: true }, tables: { external: ["public.users", "a"] }, enums: { external: ["e"] }, migrations: { initShadowDb: "CREATE TABLE users ()" } };',
    );
    expect(config).toMatchObject({ externalTables: ["a", "public.users"], externalEnums: ["e"], preparesShadowDatabase: true });
  });

  test.each([
    ["a function", 'export default () => ({ schema: "a" });', ["the exported configuration"]],
    ["the environment", "export default { schema: process.env.SCHEMA };", ["schema"]],
    ["a spread", 'import base from "./base";\nexport default { ...base, migrations: { path: "m" } };', ["schema"]],
    ["a conditional", 'export default { schema: "a", migrations: { path: x ? "b" : "c" } };', ["migrations.path"]],
    ["an own function", 'const join = () => "x";\nexport default { schema: find("a") };', ["schema"]],
  ])("%s is named as unreadable", async (_name, text, unreadable) => {
    expect((await read(text)).unreadable).toEqual(expect.arrayContaining(unreadable));
  });

  test("circular constants end", async () => {
    expect((await read("const a = b; const b = a; export default { schema: a };")).unreadable).toContain("schema");
  });

  test("an endless expression ends", async () => {
    expect((await read("const a = a + a; export default { schema: a };")).unreadable).toContain("schema");
  });

  test("a syntax error is an error with the file", async () => {
    await expect(read("export default {")).rejects.toMatchObject({
      reason: "invalid-source",
      message: expect.stringContaining("prisma.config.ts can't be read"),
    });
  });

  test("Prisma 8 is recognised", async () => {
    expect(
      (await read('export default definePrismaConfig({ orm: ormConfig({ contract: "./prisma/contract.prisma" }) });')).isPrisma8,
    ).toBe(true);
  });
});
