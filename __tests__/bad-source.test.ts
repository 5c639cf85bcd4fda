import { describe, test, vi } from "vitest";
import { runCli } from "./support/cli.ts";
import { first, init, liveFile, lockFile, model, orders, schemaFile, scriptOf } from "./support/orders.ts";
import { folderOf, schemaText } from "./support/prisma-project.ts";
import { type Refused, refusals, sharedHome } from "./support/refusal.ts";

/** Repositories whose source of truth can't be told or can't be read. */
vi.setConfig({ maxConcurrency: 2 });
const home = sharedHome();

describe("the source of truth", () => {
  const invalid = (name: string, files: Readonly<Record<string, string>>, says: string, ...args: readonly string[]): Refused => [
    name,
    { files, args },
    1,
    "invalid-source",
    says,
  ];
  const schema = (text: string) => orders("sqlite", { [schemaFile]: text });
  const validate = "Mend it: `npx prisma validate` says the same.";
  const others = "PostgreSQL and SQLite are. Pass --schema to name another schema.";
  const prisma8 = (sign: string) =>
    `This is a Prisma 8 project (${sign}): its contract format is not supported, only the schemas and SQL migrations of Prisma up to 7. Keep the Prisma 7 schema and name it with --schema, or use Prisma 8's own \`prisma migration status\` and \`prisma db verify\`.`;
  refusals(home, [
    invalid(
      "none at all",
      { "README.md": "Hello" },
      "No Prisma schema was found in <project>. Run it in the folder of the service, pass --working-directory, or name the schema with --schema prisma/schema.prisma.",
    ),
    invalid(
      "a schema that is not there",
      orders("sqlite"),
      'There is no Prisma schema at "db/schema.prisma" (named by --schema). Check the path; it is relative to the working directory.',
      "--schema",
      "db/schema.prisma",
    ),
    invalid(
      "a syntax error",
      schema(schemaText("sqlite", "model Order {\n  id Int @id\n  note String? nonsense\n}\n")),
      `The Prisma schema is not valid.\nerror: Error validating: This line is not a valid field or attribute definition.\n  -->  prisma/schema.prisma:7\n   | \n 6 |   id Int @id\n 7 |   note String? nonsense\n 8 | }\n   | \n\nValidation Error Count: 1 ${validate}`,
    ),
    invalid(
      "an unknown type",
      schema(schemaText("sqlite", "model Order {\n  id   Int @id\n  note Text\n}\n")),
      `The Prisma schema is not valid.\nerror: Type "Text" is neither a built-in type, nor refers to another model, composite type, or enum.\n  -->  prisma/schema.prisma:7\n   | \n 6 |   id   Int @id\n 7 |   note Text\n   | \n\nValidation Error Count: 1 ${validate}`,
    ),
    invalid(
      "no datasource",
      schema(model),
      "prisma/schema.prisma has no datasource block. Pass --schema with the file or folder that holds the whole Prisma schema.",
    ),
    invalid(
      "MySQL",
      schema(schemaText("mysql", model)),
      `The provider "mysql" of prisma/schema.prisma is not supported yet in this version. ${others}`,
    ),
    invalid(
      "MongoDB",
      schema(schemaText("mongodb", model)),
      `The provider "mongodb" of prisma/schema.prisma is not supported. ${others}`,
    ),
    invalid(
      "CockroachDB",
      schema(schemaText("cockroachdb", model)),
      `The provider "cockroachdb" of prisma/schema.prisma is not supported. ${others}`,
    ),
    invalid("Prisma 8's contract", { "prisma/contract.prisma": model }, prisma8("prisma/contract.prisma")),
    invalid(
      "Prisma 8's configuration",
      {
        "prisma.config.ts":
          'import { defineConfig } from "prisma/config";\nexport default defineConfig({ contract: "./contract.ts" });\n',
      },
      prisma8("prisma.config.ts"),
    ),
    invalid(
      "Prisma and Alembic",
      orders("sqlite", { "alembic.ini": "[alembic]\n" }),
      `There are two sources of truth: Alembic (alembic.ini) and Prisma schema prisma/schema.prisma (1 model), 1 migration in prisma/migrations. Say which one counts: --source prisma, or --source alembic, which this version can't read yet.`,
    ),
    invalid(
      "Alembic alone",
      { "alembic.ini": "[alembic]\n" },
      "This is an Alembic project (alembic.ini): this version reads Prisma only. Run it in the folder of a Prisma schema, or pass --schema.",
    ),
    invalid(
      "Alembic, asked for",
      orders("sqlite"),
      "This is an Alembic project (--source alembic): this version reads Prisma only. Run it in the folder of a Prisma schema, or pass --schema.",
      "--source",
      "alembic",
    ),
    invalid(
      "a migrations folder that is not there",
      orders("sqlite"),
      'There is no migrations folder "db/migrate". Check the path; it is relative to the working directory.',
      "--migrations",
      "db/migrate",
    ),
    invalid(
      "a folder without migration.sql",
      orders("sqlite", { "prisma/migrations/20260201_note/README.md": "" }),
      'The migration "20260201_note" has no migration.sql (Prisma\'s P3015). Restore prisma/migrations/20260201_note/migration.sql, or delete the folder if no database has applied it.',
    ),
    invalid(
      "a broken migration_lock.toml",
      orders("sqlite", { [lockFile]: "provider = [\n" }),
      `${lockFile} names no provider. It must say: provider = "sqlite"`,
    ),
    invalid(
      "a migration_lock.toml of another provider",
      orders("sqlite", { [lockFile]: 'provider = "postgresql"\n' }),
      `The schema's provider is "sqlite", but ${lockFile} says that the migrations were written for "postgresql" (Prisma's P3019). Pass --migrations with the folder for this provider, or --schema with the schema for these migrations.`,
    ),
  ]);

  test.concurrent.for([
    [
      "env() in the datasource",
      orders("sqlite", { [schemaFile]: schemaText("sqlite", model, '  url = env("DATABASE_URL")\n') }),
      [],
    ],
    [
      "Prisma 7's configuration",
      orders("sqlite", {
        "prisma.config.ts":
          'import { defineConfig } from "prisma/config";\nexport default defineConfig({ schema: "prisma/schema.prisma" });\n',
      }),
      [],
    ],
    ["Prisma and Alembic, and one of them chosen", orders("sqlite", { "alembic.ini": "[alembic]\n" }), ["--source", "prisma"]],
    [
      "line endings of Windows in an applied migration",
      orders("sqlite", { [scriptOf(first)]: init.replaceAll("\n", "\r\n") }),
      [],
    ],
  ] as const)("no mistake: %s", async ([, files, args], { expect }) => {
    await using folder = await folderOf(files);
    liveFile()(folder);
    const { status, stderr } = await runCli(
      ["preflight", "--environment", "dev", "--url", "file:./live.db", "--out", "out", ...args, "--json"],
      { cwd: folder.path, home: home.path },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});
