import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { runCli } from "./support/cli.ts";
import { init, liveFile, lockFile, model, orders, schemaFile, scriptOf } from "./support/orders.ts";
import { unprivilegedAccount } from "./support/private-postgres.ts";
import { folderOf, schemaText } from "./support/prisma-project.ts";
import { type Asked, refusal, sharedHome } from "./support/refusal.ts";

/** What a user can get wrong before any server is asked. Every message says what happened to which thing, and what to do next. */
vi.setConfig({ maxConcurrency: 2 });
const home = sharedHome();

type Row = readonly [name: string, asked: Partial<Asked>, status: number, reason: string, ...says: readonly string[]];

function table(rows: readonly Row[]): void {
  test.concurrent.for(rows)("%s", async ([, asked, status, reason, ...says], { expect }) => {
    const complete = { files: orders("sqlite"), url: "file:./live.db", prepare: liveFile(), ...asked };
    expect(await refusal(complete, home.path)).toEqual({ status, reason, says });
  });
}

const help = "`schemagate help` lists the commands, `schemagate help preflight` the flags of one.";
const flags = "`schemagate help` lists the flags.";

describe("the command line", () => {
  const usage = (name: string, asked: Partial<Asked>, says: string): Row => [name, asked, 64, "invalid-input", says];
  const reverse =
    "Schemagate never writes the schema from a database: the code is the source of truth. To see what the database has and the code has not, run `schemagate drift`; each difference comes with the text to adopt it.";
  table([
    usage("an unknown command", { command: "preflite" }, `Unknown command 'preflite'. Did you mean preflight? ${help}`),
    usage("the other direction: pull", { command: "pull" }, reverse),
    usage("the other direction: introspect", { command: "introspect" }, reverse),
    usage("an unknown flag", { args: ["--frobnicate"] }, `Unknown option '--frobnicate'. ${help}`),
    usage("a misspelled flag with a secret", { args: ["--ulr=postgresql://app:correct-horse@db/shop"] }, `Unknown option '--ulr=postgresql://app:***@db/shop'. ${help}`),
    usage("a flag of another command", { command: "check", args: ["--strategy", "push"] }, `Unknown option '--strategy'. ${help}`),
    usage("a flag without its value", { args: ["--schema"] }, "--schema has no value: --json follows it. Put the value right after the flag."),
    usage("a word too many", { args: ["shop"] }, `Too many arguments for 'preflight'. Expected 0 arguments but got 1. ${help}`),
    usage("an empty environment", { args: ["--environment", ""] }, `--environment is empty. ${flags}`),
    usage("an unknown strategy", { args: ["--strategy", "pull"] }, `--strategy pull is unknown; it can be migrate, push, sync. ${flags}`),
    usage("an unknown source", { args: ["--source", "drizzle"] }, `--source drizzle is unknown; it can be prisma, alembic. ${flags}`),
    usage("push without a reason", { args: ["--strategy", "push", "--push-until", "2099-01-31"] }, `--strategy push needs --push-reason TEXT: why this database is changed without a migration. It is recorded in the plan. ${flags}`),
    usage("push until a day that is none", { args: ["--strategy", "push", "--push-reason", "x", "--push-until", "2099-02-31"] }, `--push-until 2099-02-31 is not a day of the calendar, written like 2027-01-31. ${flags}`),
    usage("push until a day that has passed", { args: ["--strategy", "push", "--push-reason", "x", "--push-until", "2020-01-31"] }, `--push-until 2020-01-31 has passed. ${flags}`),
    usage("a reason without push", { args: ["--push-reason", "x"] }, `--push-reason and --push-until belong to --strategy push. ${flags}`),
    usage("--drop without push", { args: ["--drop", "orders"] }, `--drop belongs to --strategy push; migrate drops what its files say, sync never drops. ${flags}`),
    usage("--shadow-schema without --dev-url", { args: ["--shadow-schema", "s"] }, `--shadow-schema needs --dev-url: it names a schema of that scratch database. ${flags}`),
    usage("a task that is no name", { args: ["--task", "../x"] }, `--task may hold letters, digits, dots, dashes and underscores, and starts with a letter or digit. ${flags}`),
    usage("a target without a configuration", { args: ["--target", "billing"] }, `--target billing is not in the configuration (it has no targets). ${flags}`),
    usage("a working directory that is not there", { args: ["--working-directory", "services/shop"] }, `The working directory services/shop is not a folder of <project>. ${flags}`),
    usage("a working directory outside", { args: ["--working-directory", "../.."] }, "../.. lies outside of <project>. Nothing outside of it is read: start the command further up, in the root of the repository."),
    usage("two mistakes", { args: ["--strategy", "pull", "--task", "-"] }, `--strategy pull is unknown; it can be migrate, push, sync.\n--task may hold letters, digits, dots, dashes and underscores, and starts with a letter or digit. ${flags}`),
  ]);

  test.concurrent("without --environment", async ({ expect }) => {
    await using folder = await folderOf(orders("sqlite"));
    const { status, stdout, stderr } = await runCli(["preflight", "--url", "file:./live.db"], { cwd: folder.path, home: home.path });
    expect({ status, stdout, stderr }).toEqual({
      status: 64,
      stdout: "",
      stderr: `✗ invalid-input  --environment is missing: say which environment this database is (dev, staging, prod, or as GitHub's environment is called). It is never guessed.\n→ ${flags}\n`,
    });
  });

  test.concurrent("snapshot without --out", async ({ expect }) => {
    const { status, stdout, stderr } = await runCli(["snapshot"], { cwd: home.path, home: home.path });
    expect({ status, stdout, stderr }).toEqual({ status: 64, stdout: "", stderr: `✗ invalid-input  Required option '--out <file>' not specified.\n→ ${help}\n` });
  });

  test.concurrent("nothing at all: the help", async ({ expect }) => {
    const { status, stdout, stderr } = await runCli([], { cwd: home.path, home: home.path });
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toMatch(/^Usage: schemagate[^]*preflight/);
  });
});

describe("the configuration", () => {
  const file = ".github/schemagate.yml";
  const configured = (text: string): Partial<Asked> => ({ files: orders("sqlite", { [file]: text }) });
  const keys = "FORMATS.md lists the keys of this version.";
  table([
    ["is not there", { args: ["--config", "gate.yml"] }, 64, "invalid-input", "The configuration gate.yml does not exist. Check --config."],
    ["is not YAML", configured("targets: {\n  a: [\n"), 64, "invalid-input", `${file} is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 1. Mend that line.`],
    ["is a list", configured("- a\n"), 64, "invalid-input", `${file} has 1 mistake:\n  the file itself: Invalid input: expected object, received array ${keys}`],
    [
      "has several mistakes",
      configured('targts: {}\nenvironments: { dev: { on-drift: stop } }\nignore: [{ object: "table a", until: 2027-02-31 }]\n'),
      64,
      "invalid-input",
      `${file} has 4 mistakes:\n  environments.dev.on-drift: Invalid option: expected one of "warn"|"block"\n  ignore.0.reason: it is missing\n  ignore.0.until: it must be a date like 2027-01-31\n  the file itself: Unrecognized key: "targts" ${keys}`,
    ],
    ["has another environment", configured("targets: { shop: { environment: prod } }\n"), 64, "invalid-input", `--environment dev contradicts the configuration, where this target belongs to prod. ${flags}`],
    ["has two targets", configured("targets: { a: {}, b: {} }\n"), 64, "invalid-input", `The configuration has 2 targets: choose one with --target (a, b). ${flags}`],
  ]);
});

describe("the URL", () => {
  const postgres = orders("postgresql");
  const wrong = (name: string, url: string, says: string, asked: Partial<Asked> = {}): Row => [name, { url, ...asked }, 64, "invalid-input", says];
  const fits = "Pass the URL of the database that belongs to this schema, or choose the schema with --schema.";
  const supported = "PostgreSQL and SQLite are supported.";
  table([
    ["is missing", { url: null }, 64, "invalid-input", `No database URL: pass --url, or set DATABASE_URL in the environment or in .env. ${flags}`],
    wrong("is empty", " ", `--url is empty. ${flags}`),
    wrong("is for SQLite, the schema for PostgreSQL", "file:./live.db", `The database URL (--url) is for SQLite, and the schema in the code is for PostgreSQL. ${fits}`, { files: postgres }),
    wrong("is nonsense, the schema for PostgreSQL", "nonsense", `The database URL (--url) is no URL but the path of a file, and the schema in the code is for PostgreSQL. ${fits}`, { files: postgres }),
    wrong("is for PostgreSQL, the schema for SQLite", "postgresql://app:correct-horse@db/shop", `The database URL (--url) is for PostgreSQL, and the schema in the code is for SQLite. ${fits}`),
    ["is for MySQL", { url: "mysql://app:correct-horse@db/shop" }, 1, "unsupported-version", `The database URL (--url) is for MySQL or MariaDB, which this version does not support yet. ${supported}`],
    wrong("is for MongoDB", "mongodb+srv://app:correct-horse@db/shop", `The database URL (--url) is for MongoDB, which has no schema to compare. ${supported}`),
    wrong("is for SQL Server", "sqlserver://db:1433;password=correct-horse", `The database URL (--url) is for SQL Server, which is not supported. ${supported}`),
    wrong("is Prisma Accelerate's", "prisma://accelerate.prisma-data.net/?api_key=correct-horse", "The database URL (--url) names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only. Give the direct URL of the database, which starts with postgresql://."),
    wrong("is Prisma Postgres'", "prisma+postgres://localhost:51213/?api_key=correct-horse", "The database URL (--url) names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only. Give the direct URL of the database, which starts with postgresql://."),
    wrong("is JDBC's", "jdbc:postgresql://db/shop?password=correct-horse", "The database URL (--url) is a JDBC URL. Write it as postgresql://user:password@host:5432/database."),
    wrong("has an unknown scheme", "correct-horse:battery@db", "The database URL (--url) names no database that this version can read. It starts with postgresql:// for PostgreSQL, or with file: for SQLite."),
    wrong("has no slashes", "postgresql:app@db/shop", "Can't use the database URL: the scheme is not followed by //. It looks like postgresql://user:password@host:5432/database.", { files: postgres }),
    wrong("has a password that is not encoded", "postgresql://app:correct/horse@db/shop", "Can't use the database URL: it holds a character that has a meaning in URLs. In user name and password write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25.", { files: postgres }),
    wrong("has a password with a percent sign", "postgresql://app:correct%horse@db/shop", "Can't use the database URL: it holds a % that is not followed by two hexadecimal digits. Write the character % as %25.", { files: postgres }),
    wrong("has a port that is none", "postgresql://app@db:99999/shop", "Can't use the database URL: its port is not a number from 1 to 65535. If the password holds a colon or an @, write them as %3A and %40.", { files: postgres }),
    wrong("names several hosts", "postgresql://app@one,two/shop", "Can't use the database URL: it names several hosts. Name the one that may be written to.", { files: postgres }),
    wrong("has an unknown sslmode", "postgresql://app@db/shop?sslmode=sure", "Can't use the database URL: its sslmode has an unknown value. It may be disable, allow, prefer, require, verify-ca, verify-full, no-verify.", { files: postgres }),
    wrong("names no file", "file:", "The URL names no file, so there is no database to read. Give the path of the file: file:./dev.db"),
    ["names a file that is not there", { url: "file:./nowhere.db" }, 1, "connection-failed", "There is no database file at <project>/nowhere.db. Check the path and the folder it is relative to. Nothing is ever created here."],
    ["names a file that is no database", { url: `file:./${schemaFile}` }, 1, "connection-failed", `Can't read <project>/${schemaFile}: it is not a SQLite database, or it is encrypted. Check the path. Encrypted databases (SQLCipher and others) can't be read here.`],
    ["names a folder", { url: "file:./prisma" }, 1, "connection-failed", "Can't open <project>/prisma: it is a directory. Give the path of the database file in it."],
  ]);
});

describe("the source of truth", () => {
  const invalid = (name: string, files: Readonly<Record<string, string>>, says: string, ...args: readonly string[]): Row => [name, { files, args }, 1, "invalid-source", says];
  const schema = (text: string) => orders("sqlite", { [schemaFile]: text });
  const validate = "Mend it: `npx prisma validate` says the same.";
  const others = "PostgreSQL and SQLite are. Pass --schema to name another schema.";
  const prisma8 = (sign: string) =>
    `This is a Prisma 8 project (${sign}): its contract format is not supported, only the schemas and SQL migrations of Prisma up to 7. Keep the Prisma 7 schema and name it with --schema, or use Prisma 8's own \`prisma migration status\` and \`prisma db verify\`.`;
  table([
    invalid("none at all", { "README.md": "Hello" }, "No Prisma schema was found in <project>. Run it in the folder of the service, pass --working-directory, or name the schema with --schema prisma/schema.prisma."),
    invalid("a schema that is not there", orders("sqlite"), 'There is no Prisma schema at "db/schema.prisma" (named by --schema). Check the path; it is relative to the working directory.', "--schema", "db/schema.prisma"),
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
    invalid("no datasource", schema(model), "prisma/schema.prisma has no datasource block. Pass --schema with the file or folder that holds the whole Prisma schema."),
    invalid("MySQL", schema(schemaText("mysql", model)), `The provider "mysql" of prisma/schema.prisma is not supported yet in this version. ${others}`),
    invalid("MongoDB", schema(schemaText("mongodb", model)), `The provider "mongodb" of prisma/schema.prisma is not supported. ${others}`),
    invalid("CockroachDB", schema(schemaText("cockroachdb", model)), `The provider "cockroachdb" of prisma/schema.prisma is not supported. ${others}`),
    invalid("Prisma 8's contract", { "prisma/contract.prisma": model }, prisma8("prisma/contract.prisma")),
    invalid("Prisma 8's configuration", { "prisma.config.ts": 'import { defineConfig } from "prisma/config";\nexport default defineConfig({ contract: "./contract.ts" });\n' }, prisma8("prisma.config.ts")),
    invalid("Prisma and Alembic", orders("sqlite", { "alembic.ini": "[alembic]\n" }), `There are two sources of truth: Alembic (alembic.ini) and Prisma schema prisma/schema.prisma (1 model), 1 migration in prisma/migrations. Say which one counts: --source prisma, or --source alembic, which this version can't read yet.`),
    invalid("Alembic alone", { "alembic.ini": "[alembic]\n" }, "This is an Alembic project (alembic.ini): this version reads Prisma only. Run it in the folder of a Prisma schema, or pass --schema."),
    invalid("Alembic, asked for", orders("sqlite"), "This is an Alembic project (--source alembic): this version reads Prisma only. Run it in the folder of a Prisma schema, or pass --schema.", "--source", "alembic"),
    invalid("a migrations folder that is not there", orders("sqlite"), 'There is no migrations folder "db/migrate". Check the path; it is relative to the working directory.', "--migrations", "db/migrate"),
    invalid("a folder without migration.sql", orders("sqlite", { "prisma/migrations/20260201_note/README.md": "" }), 'The migration "20260201_note" has no migration.sql (Prisma\'s P3015). Restore prisma/migrations/20260201_note/migration.sql, or delete the folder if no database has applied it.'),
    invalid("a broken migration_lock.toml", orders("sqlite", { [lockFile]: "provider = [\n" }), `${lockFile} names no provider. It must say: provider = "sqlite"`),
    invalid("a migration_lock.toml of another provider", orders("sqlite", { [lockFile]: 'provider = "postgresql"\n' }), `The schema's provider is "sqlite", but ${lockFile} says that the migrations were written for "postgresql" (Prisma's P3019). Pass --migrations with the folder for this provider, or --schema with the schema for these migrations.`),
  ]);

  test.concurrent.for([
    ["env() in the datasource", orders("sqlite", { [schemaFile]: schemaText("sqlite", model, '  url = env("DATABASE_URL")\n') }), []],
    ["Prisma 7's configuration", orders("sqlite", { "prisma.config.ts": 'import { defineConfig } from "prisma/config";\nexport default defineConfig({ schema: "prisma/schema.prisma" });\n' }), []],
    ["Prisma and Alembic, and one of them chosen", orders("sqlite", { "alembic.ini": "[alembic]\n" }), ["--source", "prisma"]],
    ["line endings of Windows in an applied migration", orders("sqlite", { [scriptOf("20260105090000_init")]: init.replaceAll("\n", "\r\n") }), []],
  ] as const)("no mistake: %s", async ([, files, args], { expect }) => {
    await using folder = await folderOf(files);
    liveFile()(folder);
    const { status, stderr } = await runCli(["preflight", "--environment", "dev", "--url", "file:./live.db", "--out", "out", ...args, "--json"], { cwd: folder.path, home: home.path });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("an output that can't be written", () => {
  const place = "Choose another place with --out, or make this one writable.";
  table([
    ["a file in the way", { args: ["--out", schemaFile] }, 64, "invalid-input", `Can't write <project>/${schemaFile}/00-connection-check.md: a file is in the way. ${place}`],
    ["a file in the way further up", { args: ["--out", `${schemaFile}/log`] }, 64, "invalid-input", `Can't write <project>/${schemaFile}/log/00-connection-check.md: a part of the path is a file, not a folder. ${place}`],
  ]);

  test("a folder in the place of a report: no plan of an earlier run is left beside the new ones", async () => {
    await using folder = await folderOf({ ...orders("sqlite"), "out/artifacts/plan.json": "{}" });
    liveFile()(folder);
    await mkdir(join(folder.path, "out/01-drift-report.md/x"), { recursive: true });
    const asked = ["preflight", "--environment", "dev", "--url", "file:./live.db", "--out", "out"];
    const { status, stderr } = await runCli(asked, { cwd: folder.path, home: home.path });
    expect({ status, stderr: stderr.split("\n").slice(-3) }).toEqual({
      status: 64,
      stderr: [`✗ invalid-input  Can't write ${folder.path}/out/01-drift-report.md: it is a folder.`, `→ ${place}`, ""],
    });
    expect((await readdir(join(folder.path, "out"), { recursive: true })).sort()).toEqual(["00-connection-check.md", "01-drift-report.md", "01-drift-report.md/x", "artifacts"]);
  });

  test("a folder that is read-only", async ({ skip }) => {
    const account = await unprivilegedAccount();
    await using folder = await folderOf({ ...orders("sqlite"), "out/00-connection-check.md": "# An earlier check\n", "home/.keep": "" });
    liveFile()(folder);
    await chmod(folder.path, 0o777);
    await chmod(join(folder.path, "home"), 0o777);
    await chmod(join(folder.path, "out"), 0o555);
    const run = (args: readonly string[]) => runCli(args, { cwd: folder.path, home: join(folder.path, "home"), account });
    if ((await run(["--version"]).catch(() => null))?.status !== 0) skip("the account that may not write can't read the bundle");
    const { status, stderr } = await run(["preflight", "--environment", "dev", "--url", "file:./live.db", "--out", "out"]);
    expect({ status, stderr: stderr.split("\n").slice(-3) }).toEqual({
      status: 64,
      stderr: [`✗ invalid-input  Can't write ${folder.path}/out/00-connection-check.md: permission denied.`, `→ ${place}`, ""],
    });
  });
});
