import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { runCli } from "./support/cli.ts";
import { liveFile, orders, schemaFile } from "./support/orders.ts";
import { folderOf } from "./support/prisma-project.ts";
import { unprivilegedAccount } from "./support/private-postgres.ts";
import { type Asked, type Refused, refusals, sharedHome } from "./support/refusal.ts";

/** What a user can get wrong before anything is read. Every message says what happened to which thing, and what to do next. */
vi.setConfig({ maxConcurrency: 2 });
const home = sharedHome();

const help = "`schemagate help` lists the commands, `schemagate help preflight` the flags of one.";
const flags = "`schemagate help` lists the flags.";

describe("the command line", () => {
  const usage = (name: string, asked: Partial<Asked>, says: string): Refused => [name, asked, 64, "invalid-input", says];
  const reverse =
    "Schemagate never writes the schema from a database: the code is the source of truth. To see what the database has and the code has not, run `schemagate drift`; each difference comes with the text to adopt it.";
  refusals(home, [
    usage("an unknown command", { command: "preflite" }, `Unknown command 'preflite'. Did you mean preflight? ${help}`),
    usage("the other direction: pull", { command: "pull" }, reverse),
    usage("the other direction: introspect", { command: "introspect" }, reverse),
    usage("an unknown flag", { args: ["--frobnicate"] }, `Unknown option '--frobnicate'. ${help}`),
    usage(
      "a misspelled flag with a secret",
      { args: ["--ulr=postgresql://app:correct-horse@db/shop"] },
      `Unknown option '--ulr=postgresql://app:***@db/shop'. ${help}`,
    ),
    usage(
      "a flag of another command",
      { command: "check", args: ["--strategy", "push"] },
      `Unknown option '--strategy'. ${help}`,
    ),
    usage(
      "a flag without its value",
      { args: ["--schema"] },
      "--schema has no value: --json follows it. Put the value right after the flag.",
    ),
    usage("a word too many", { args: ["shop"] }, `Too many arguments for 'preflight'. Expected 0 arguments but got 1. ${help}`),
    usage("an empty environment", { args: ["--environment", ""] }, `--environment is empty. ${flags}`),
    usage(
      "an unknown strategy",
      { args: ["--strategy", "pull"] },
      `--strategy pull is unknown; it can be migrate, push, sync. ${flags}`,
    ),
    usage(
      "an unknown source",
      { args: ["--source", "drizzle"] },
      `--source drizzle is unknown; it can be prisma, alembic. ${flags}`,
    ),
    usage(
      "push without a reason",
      { args: ["--strategy", "push", "--push-until", "2099-01-31"] },
      `--strategy push needs --push-reason TEXT: why this database is changed without a migration. It is recorded in the plan. ${flags}`,
    ),
    usage(
      "push until a day that is none",
      { args: ["--strategy", "push", "--push-reason", "x", "--push-until", "2099-02-31"] },
      `--push-until 2099-02-31 is not a day of the calendar, written like 2027-01-31. ${flags}`,
    ),
    usage(
      "push until a day that has passed",
      { args: ["--strategy", "push", "--push-reason", "x", "--push-until", "2020-01-31"] },
      `--push-until 2020-01-31 has passed. ${flags}`,
    ),
    usage(
      "a reason without push",
      { args: ["--push-reason", "x"] },
      `--push-reason and --push-until belong to --strategy push. ${flags}`,
    ),
    usage(
      "--drop without push",
      { args: ["--drop", "orders"] },
      `--drop belongs to --strategy push; migrate drops what its files say, sync never drops. ${flags}`,
    ),
    usage(
      "--shadow-schema without --dev-url",
      { args: ["--shadow-schema", "s"] },
      `--shadow-schema needs --dev-url: it names a schema of that scratch database. ${flags}`,
    ),
    usage(
      "a task that is no name",
      { args: ["--task", "../x"] },
      `--task may hold letters, digits, dots, dashes and underscores, and starts with a letter or digit. ${flags}`,
    ),
    usage(
      "a target without a configuration",
      { args: ["--target", "billing"] },
      `--target billing is not in the configuration (it has no targets). ${flags}`,
    ),
    usage(
      "a working directory that is not there",
      { args: ["--working-directory", "services/shop"] },
      `The working directory services/shop is not a folder of <project>. ${flags}`,
    ),
    usage(
      "a working directory outside",
      { args: ["--working-directory", "../.."] },
      "../.. lies outside of <project>. Nothing outside of it is read: start the command further up, in the root of the repository.",
    ),
    usage(
      "two mistakes",
      { args: ["--strategy", "pull", "--task", "-"] },
      `--strategy pull is unknown; it can be migrate, push, sync.\n--task may hold letters, digits, dots, dashes and underscores, and starts with a letter or digit. ${flags}`,
    ),
  ]);

  test.concurrent("without --environment", async ({ expect }) => {
    await using folder = await folderOf(orders("sqlite"));
    const { status, stdout, stderr } = await runCli(["preflight", "--url", "file:./live.db"], {
      cwd: folder.path,
      home: home.path,
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 64,
      stdout: "",
      stderr: `✗ invalid-input  --environment is missing: say which environment this database is (dev, staging, prod, or as GitHub's environment is called). It is never guessed.\n→ ${flags}\n`,
    });
  });

  test.concurrent("snapshot without --out", async ({ expect }) => {
    const { status, stdout, stderr } = await runCli(["snapshot"], { cwd: home.path, home: home.path });
    expect({ status, stdout, stderr }).toEqual({
      status: 64,
      stdout: "",
      stderr: `✗ invalid-input  Required option '--out <file>' not specified.\n→ ${help}\n`,
    });
  });

  test.concurrent("nothing at all: the help", async ({ expect }) => {
    const { status, stdout, stderr } = await runCli([], { cwd: home.path, home: home.path });
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toMatch(/^Usage: schemagate[\s\S]*preflight/);
  });
});

describe("the configuration", () => {
  const file = ".github/schemagate.yml";
  const configured = (text: string): Partial<Asked> => ({ files: orders("sqlite", { [file]: text }) });
  const keys = "FORMATS.md lists the keys of this version.";
  refusals(home, [
    [
      "is not there",
      { args: ["--config", "gate.yml"] },
      64,
      "invalid-input",
      "The configuration gate.yml does not exist. Check --config.",
    ],
    [
      "is not YAML",
      configured("targets: {\n  a: [\n"),
      64,
      "invalid-input",
      `${file} is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 3, column 1. Mend that line.`,
    ],
    [
      "is a list",
      configured("- a\n"),
      64,
      "invalid-input",
      `${file} has 1 mistake:\n  the file itself: Invalid input: expected object, received array ${keys}`,
    ],
    [
      "has several mistakes",
      configured('targts: {}\nenvironments: { dev: { on-drift: stop } }\nignore: [{ object: "table a", until: 2027-02-31 }]\n'),
      64,
      "invalid-input",
      `${file} has 4 mistakes:\n  environments.dev.on-drift: Invalid option: expected one of "warn"|"block"\n  ignore.0.reason: it is missing\n  ignore.0.until: it must be a date like 2027-01-31\n  the file itself: Unrecognized key: "targts" ${keys}`,
    ],
    [
      "has another environment",
      configured("targets: { shop: { environment: prod } }\n"),
      64,
      "invalid-input",
      `--environment dev contradicts the configuration, where this target belongs to prod. ${flags}`,
    ],
    [
      "has two targets",
      configured("targets: { a: {}, b: {} }\n"),
      64,
      "invalid-input",
      `The configuration has 2 targets: choose one with --target (a, b). ${flags}`,
    ],
  ]);
});

describe("an output that can't be written", () => {
  const place = "Choose another place with --out, or make this one writable.";
  refusals(home, [
    [
      "a file in the way",
      { args: ["--out", schemaFile] },
      64,
      "invalid-input",
      `Can't write <project>/${schemaFile}/00-connection-check.md: a file is in the way. ${place}`,
    ],
    [
      "a file in the way further up",
      { args: ["--out", `${schemaFile}/log`] },
      64,
      "invalid-input",
      `Can't write <project>/${schemaFile}/log/00-connection-check.md: a part of the path is a file, not a folder. ${place}`,
    ],
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
    expect((await readdir(join(folder.path, "out"), { recursive: true })).sort()).toEqual([
      "00-connection-check.md",
      "01-drift-report.md",
      "01-drift-report.md/x",
      "artifacts",
    ]);
  });

  test("a folder that is read-only", async ({ skip }) => {
    const account = await unprivilegedAccount();
    await using folder = await folderOf({
      ...orders("sqlite"),
      "out/00-connection-check.md": "# An earlier check\n",
      "home/.keep": "",
    });
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
