import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { detectSource } from "../src/source/detect.ts";
import { prisma } from "../src/source/prisma/prisma.ts";
import { folderOf, openIn, requestIn, schemaText } from "./support/prisma-project.ts";

const sqlite = schemaText("sqlite");
const lock = 'provider = "sqlite"\n';

describe("where the schema lies", () => {
  test.each([
    ["schema.prisma", { "schema.prisma": sqlite, "prisma/schema.prisma": "" }, "schema.prisma"],
    ["prisma/schema.prisma", { "prisma/schema.prisma": sqlite }, "prisma/schema.prisma"],
    [
      "a folder of files",
      { "prisma/schema/a.prisma": sqlite, "prisma/schema/deep/b.prisma": "enum E {\n  X\n}\n" },
      "prisma/schema/a.prisma",
    ],
    ["package.json", { "package.json": '{"prisma":{"schema":"db/x.prisma"}}', "db/x.prisma": sqlite }, "db/x.prisma"],
    [
      "prisma.config before package.json",
      {
        "prisma.config.ts": 'export default { schema: "db/y.prisma" }',
        "package.json": '{"prisma":{"schema":"db/x.prisma"}}',
        "db/y.prisma": sqlite,
      },
      "db/y.prisma",
    ],
    [
      "prisma7.config before prisma.config",
      {
        "prisma7.config.mjs": 'export default { schema: "db/z.prisma" }',
        "prisma.config.ts": 'export default { schema: "db/y.prisma" }',
        "db/z.prisma": sqlite,
      },
      "db/z.prisma",
    ],
    [
      "a configuration without a path",
      { "prisma.config.ts": "export default {}", "prisma/schema.prisma": sqlite },
      "prisma/schema.prisma",
    ],
    ["package.json that is none", { "package.json": "{", "prisma/schema.prisma": sqlite }, "prisma/schema.prisma"],
  ])("%s", async (_name, files, expected) => {
    await using folder = await folderOf(files);
    const project = await openIn(folder);
    expect(project.files.map(({ path }) => path)).toContain(expected);
    expect(project.files.map(({ path }) => path)).not.toContain("package.json");
  });

  test("a flag comes first", async () => {
    await using folder = await folderOf({
      "prisma.config.ts": 'export default { schema: "gone.prisma" }',
      "db/a.prisma": sqlite,
    });
    expect((await openIn(folder, { schema: "db" })).description).toBe("Prisma schema db (1 model), no migrations folder");
  });

  test("nothing there is no error", async () => {
    await using folder = await folderOf({ "package.json": "{}" });
    expect(await prisma.open(requestIn(folder))).toBeNull();
  });

  test.each([
    [
      "a schema that is missing",
      { "a.txt": "" },
      { schema: "prisma/schema.prisma" },
      'There is no Prisma schema at "prisma/schema.prisma" (named by --schema).',
    ],
    ["a folder without schemas", { "db/a.txt": "" }, { schema: "db" }, 'The folder "db" holds no file that ends in .prisma.'],
    ["a path that leads outside", { "a.txt": "" }, { schema: "../schema.prisma" }, "outside of"],
    ["a schema of 2 MB", { "schema.prisma": `${sqlite}//${"x".repeat(2_000_000)}` }, {}, "the limit is"],
    [
      "a path that only running tells",
      { "prisma.config.ts": "export default { schema: find() }" },
      {},
      "only known when it is run",
    ],
    [
      "mysql",
      { "schema.prisma": schemaText("mysql") },
      {},
      'The provider "mysql" of schema.prisma is not supported yet in this version.',
    ],
    ["mongodb", { "schema.prisma": schemaText("mongodb") }, {}, 'The provider "mongodb" of schema.prisma is not supported.'],
    [
      "Prisma 8 by its contract",
      { "prisma/contract.prisma": "model A {\n}\n" },
      {},
      "This is a Prisma 8 project (prisma/contract.prisma)",
    ],
    [
      "Prisma 8 by its configuration",
      { "prisma.config.ts": 'export default definePrismaConfig({ orm: c({ contract: "x" }) })' },
      {},
      "This is a Prisma 8 project (prisma.config.ts)",
    ],
    [
      "Prisma 8 by its migrations",
      { "schema.prisma": sqlite, "migrations/app/ops.json": "[]" },
      {},
      "This is a Prisma 8 project (migrations/app/ops.json)",
    ],
    [
      "a migration without its script",
      { "schema.prisma": sqlite, "migrations/1_a/README.md": "" },
      {},
      'The migration "1_a" has no migration.sql (Prisma\'s P3015).',
    ],
    [
      "another provider's migrations",
      { "schema.prisma": sqlite, "migrations/migration_lock.toml": 'provider = "postgresql"' },
      {},
      "(Prisma's P3019)",
    ],
    ["a broken lock file", { "schema.prisma": sqlite, "migrations/migration_lock.toml": "<<<<<<<" }, {}, "names no provider"],
    [
      "migrations that are a file",
      { "schema.prisma": sqlite, migrations: "" },
      {},
      'The migrations folder "migrations" is a file.',
    ],
    ["migrations that are missing", { "schema.prisma": sqlite }, { migrations: "db/m" }, 'There is no migrations folder "db/m".'],
  ])("%s is one clear sentence", async (_name, files, named, message) => {
    await using folder = await folderOf(files as Record<string, string>);
    await expect(prisma.open(requestIn(folder, named))).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining(message),
    });
  });

  test.each([
    "schema.prisma",
    "migrations",
    "migrations/1_a",
    "migrations/1_a/migration.sql",
    "package.json",
    "prisma.config.ts",
  ])("a symbolic link in place of %s is not followed", async (link) => {
    await using outside = await folderOf({
      "schema.prisma": sqlite,
      "1_a/migration.sql": "SELECT 1",
      "migration.sql": "SELECT 1",
    });
    const files: Record<string, string> = { "schema.prisma": sqlite, "migrations/1_a/migration.sql": "SELECT 1" };
    for (const path of Object.keys(files)) if (path === link || path.startsWith(`${link}/`)) delete files[path];
    await using folder = await folderOf(files);
    await mkdir(join(folder.path, link, ".."), { recursive: true });
    await symlink(
      link === "migrations/1_a" ? join(outside.path, "1_a") : join(outside.path, link.split("/").at(-1) ?? ""),
      join(folder.path, link),
    );
    if (link === "migrations/1_a") {
      const project = await openIn(folder);
      expect(project.migrations).toEqual([]);
      expect(project.notes.join()).toContain("symbolic links");
    } else {
      await expect(openIn(folder)).rejects.toMatchObject({
        name: "UserError",
        message: expect.stringContaining("symbolic link"),
      });
    }
  });
});

describe("migrations", () => {
  test("stand beside the file with the datasource, in Prisma's order, with the checksum of their bytes", async () => {
    await using folder = await folderOf({
      "prisma/schema/a.prisma": "enum E {\n  X\n}\n",
      "prisma/schema/base/main.prisma": schemaText("postgresql"),
      "prisma/schema/base/migrations/migration_lock.toml": 'provider = "postgres"\n',
      "prisma/schema/base/migrations/20201_b/migration.sql": "SELECT 2;\r\n",
      "prisma/schema/base/migrations/2020_a/migration.sql": "hello",
      "prisma/schema/base/migrations/0_init/migration.sql": "",
    });
    const project = await openIn(folder);
    expect(project.migrationsFolder).toBe("prisma/schema/base/migrations");
    expect(project.migrations.map(({ id, parents }) => [id, parents])).toEqual([
      ["0_init", []],
      ["2020_a", ["0_init"]],
      ["20201_b", ["2020_a"]],
    ]);
    expect(project.migrations[1]?.checksum).toBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    expect(project.migrations[2]?.sql).toBe("SELECT 2;\r\n");
    expect(project.notes).toEqual([]);
    expect(project.description).toBe(
      "Prisma schema prisma/schema (2 files, 1 model), 3 migrations in prisma/schema/base/migrations",
    );
  });

  test("what is no migration, and an unlocked or missing folder, is said", async () => {
    await using folder = await folderOf({
      "schema.prisma": sqlite,
      "migrations/1/migration.sql": "",
      "migrations/loose.sql": "",
    });
    expect((await openIn(folder)).notes.join("\n")).toMatch(/loose\.sql[\s\S]*migration_lock\.toml/);
    await using empty = await folderOf({ "schema.prisma": sqlite, "migrations/migration_lock.toml": lock });
    expect((await openIn(empty)).notes).toEqual(['The migrations folder "migrations" is empty.']);
    await using elsewhere = await folderOf({ "db/schema/a.prisma": sqlite, "db/migrations/1/migration.sql": "" });
    expect((await openIn(elsewhere, { schema: "db/schema" })).notes.join()).toContain("pass --migrations db/migrations");
  });

  test("settings of the configuration that can't be honoured are said", async () => {
    await using folder = await folderOf({
      "schema.prisma": sqlite,
      "prisma.config.ts":
        'export default { schema: "schema.prisma", migrations: { path: find(), initShadowDb: "x" }, tables: { external: list } }',
    });
    expect((await openIn(folder)).notes.join("\n")).toMatch(/migrations\.path[\s\S]*tables\.external[\s\S]*initShadowDb/);
  });

  test("names are those of Prisma", async () => {
    await using folder = await folderOf({ "schema.prisma": sqlite });
    const project = await openIn(folder);
    const now = new Date("2026-11-21T14:09:00.500Z");
    expect(project.nameMigration("Add nickname: Ünïcode!", now)).toBe("20261121140900_add_nickname_unicode");
    expect(project.nameMigration("…", now)).toBe("20261121140900");
    expect(project.historyTables(null)).toEqual(["table _prisma_migrations"]);
  });
});

describe("which source counts", () => {
  test("Prisma beside Alembic has to be named", async () => {
    await using folder = await folderOf({ "schema.prisma": sqlite, "pyproject.toml": "[tool.alembic]\nscript_location = 'x'\n" });
    await expect(detectSource(requestIn(folder), null)).rejects.toMatchObject({
      message: expect.stringContaining("two sources of truth: Alembic (pyproject.toml) and Prisma schema schema.prisma"),
    });
    expect(await detectSource(requestIn(folder), "prisma")).toMatchObject({ kind: "prisma" });
    await expect(detectSource(requestIn(folder), "alembic")).rejects.toMatchObject({
      message: expect.stringContaining("reads Prisma only"),
    });
  });

  test("Alembic alone is not read yet; another tool's pyproject.toml says nothing", async () => {
    await using alembic = await folderOf({ "alembic.ini": "" });
    await expect(detectSource(requestIn(alembic), null)).rejects.toMatchObject({
      message: "This is an Alembic project (alembic.ini): this version reads Prisma only.",
    });
    await using other = await folderOf({ "pyproject.toml": "[tool.black]\n" });
    expect(await detectSource(requestIn(other), null)).toBeNull();
    await writeFile(join(other.path, "pyproject.toml"), "broken [");
    expect(await detectSource(requestIn(other), null)).toBeNull();
  });
});
