import { describe, expect, test } from "vitest";
import { readAssignments, readBlocks } from "../src/source/prisma/blocks.ts";
import { prepareSchema } from "../src/source/prisma/schema-text.ts";
import { stringValue, tokenize } from "../src/source/prisma/tokens.ts";
import { folderOf, openIn, schemaText } from "./support/prisma-project.ts";
import { memoryDatabase } from "./support/sqlite.ts";

const prepared = (text: string) => prepareSchema([{ path: "schema.prisma", text }]);

describe("tokens and blocks", () => {
  test("every character belongs to a token or to space", () => {
    const text = 'model Ä_1 {\n  a String @default("}\\" // no") // } {\n  /* { */ b Int[]\n}\n"open';
    const rest = [...tokenize(text)].reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
    expect(rest.trim()).toBe("");
  });

  test("braces in strings and comments close nothing", () => {
    const blocks = readBlocks('// model X {\nmodel A {\n a String @default("}")\n // }\n /* } */\n}\nenum B {\n C\n}');
    expect(blocks.map(({ keyword, name }) => [keyword, name])).toEqual([
      ["model", "A"],
      ["enum", "B"],
    ]);
  });

  test("a value runs over several lines inside of brackets", () => {
    const [block] = readBlocks('generator g {\n previewFeatures = [\n "a", // b\n "c"\n ]\n output = "x"\n}');
    const values =
      block === undefined ? [] : readAssignments(block).map(({ key, value }) => [key, value.map(({ text }) => text).join("")]);
    expect(values).toEqual([
      ["previewFeatures", '["a","c"]'],
      ["output", '"x"'],
    ]);
  });

  test("string escapes", () => {
    expect(stringValue({ kind: "string", text: '"a\\n\\"\\u00e4"', start: 0, end: 0 })).toBe('a\n"ä');
  });
});

describe("preparing the text", () => {
  const text = [
    "generator client {",
    '  provider        = "prisma-client-js"',
    '  previewFeatures = ["postgresqlExtensions", "fullTextSearch", "noLongerKnown"]',
    "}",
    "datasource db {",
    '  provider = "postgresql" // url = "kept in a comment"',
    '  url      = env("A")',
    '  directUrl = env("B")',
    '  shadowDatabaseUrl = env("C")',
    '  referentialIntegrity = "prisma"',
    '  extensions = [pg_trgm, uuidOssp(map: "uuid-ossp", schema: "ext")]',
    '  schemas = ["b", "a"]',
    "}",
    "model url {",
    '  url String @id @default("url = x")',
    '  @@schema("a")',
    "}",
  ].join("\n");

  test("says what the datasource and the generators say", () => {
    const schema = prepared(text);
    expect(schema).toMatchObject({ provider: "postgresql", schemas: ["a", "b"], models: 1, datasourceFile: "schema.prisma" });
    expect(schema.extensions).toEqual([
      { name: "pg_trgm", schema: null },
      { name: "uuid-ossp", schema: "ext" },
    ]);
    expect(schema.previewFeatures).toEqual(["fullTextSearch", "noLongerKnown", "postgresqlExtensions"]);
  });

  test("drops connections and generators, and keeps every line where it was", () => {
    const [file] = prepared(text).files;
    const lines = file?.text.split("\n") ?? [];
    expect(lines[13]).toBe("model url {");
    expect(lines[14]).toBe('  url String @id @default("url = x")');
    expect(file?.text).not.toMatch(/env\(|noLongerKnown|prisma-client-js|referentialIntegrity/);
    expect(file?.text).toContain('relationMode = "prisma"');
    expect(file?.text).toContain('previewFeatures = ["postgresqlExtensions"]');
  });

  test("refuses no datasource, two of them, and one without a provider", () => {
    expect(() => prepared("model A {\n id Int @id\n}")).toThrow("schema.prisma has no datasource block.");
    expect(() => prepared(schemaText("sqlite") + schemaText("sqlite"))).toThrow("several datasources");
    expect(() => prepared("datasource db {\n}\n")).toThrow("names no provider");
  });
});

describe("DDL", () => {
  test("of a schema that stands on one line", async () => {
    await using folder = await folderOf({
      "schema.prisma":
        'datasource db { provider = "sqlite" url = "file:x" }\ngenerator g { provider = "x" }\n' +
        'model User { id Int @id @default(autoincrement()) name String? @unique @default("a } b") posts Post[] @@map("users") }\n' +
        "model Post { id Int @id user User @relation(fields: [userId], references: [id], onDelete: Cascade) userId Int @@index([userId, id(sort: Desc)]) }",
    });
    const ddl = await (await openIn(folder)).desiredDdl(null);
    const tables = memoryDatabase(ddl)
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
      .all();
    expect(tables.map((row) => row["name"])).toEqual(["Post", "users"]);
    expect(ddl).toContain('CREATE INDEX "Post_userId_id_idx" ON "Post"("userId", "id" DESC)');
  });

  test("of several schemas and extensions", async () => {
    const features = 'generator g {\n provider = "x"\n previewFeatures = ["postgresqlExtensions"]\n}\n';
    await using folder = await folderOf({
      "schema.prisma":
        features +
        schemaText(
          "postgresql",
          'model A {\n id Int @id\n @@schema("auth")\n}\n',
          '  schemas = ["auth", "public"]\n  extensions = [citext]\n',
        ),
    });
    const project = await openIn(folder);
    expect(project).toMatchObject({ dialect: "postgres", schemas: ["auth", "public"], extensions: ["citext"], roles: [] });
    const ddl = await project.desiredDdl("public");
    expect(ddl).toContain('CREATE EXTENSION IF NOT EXISTS "citext"');
    expect(ddl).toContain('CREATE SCHEMA IF NOT EXISTS "auth"');
    expect(ddl).toContain('CREATE TABLE "auth"."A"');
  });

  test("of an empty schema", async () => {
    await using folder = await folderOf({ "schema.prisma": schemaText("sqlite", "") });
    memoryDatabase(await (await openIn(folder)).desiredDdl(null));
  });

  test("a mistake comes in Prisma's words, with file and line and without colours", async () => {
    await using folder = await folderOf({
      "db/a.prisma": `generator g {\n  provider = "x"\n}\n${schemaText("sqlite", "")}`,
      "db/b.prisma": "model A {\n  id Int @id\n  b  Missing\n}\n",
    });
    await expect(openIn(folder, { schema: "db" })).rejects.toMatchObject({
      reason: "invalid-source",
      message: expect.stringMatching(/Type "Missing" is neither a built-in type[\s\S]*db\/b\.prisma:3/),
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
    await expect(openIn(folder, { schema: "db" })).rejects.toMatchObject({ message: expect.not.stringMatching(/\u001b/) });
  });
});
