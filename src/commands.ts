import { Option } from "commander";
import type { Command } from "./report/json.ts";

/** What a command is for, and its flags; README's table is made of this. */
export type CommandSpec = { readonly description: string; readonly options: readonly (() => Option)[] };

const option = {
  environment: () =>
    new Option(
      "--environment <name>",
      "which environment this database is: dev, staging, prod, or as GitHub's environment is called",
    ),
  initEnvironment: () =>
    new Option("--environment <name>", "GitHub's environment that protects the database (default: production)"),
  url: () => new Option("--url <url>", "connection URL; else DATABASE_URL, else .env"),
  config: () => new Option("--config <file>", "configuration (default: .github/schemagate.yml)"),
  target: () => new Option("--target <name>", "target of the configuration"),
  workingDirectory: () => new Option("--working-directory <dir>", "folder of the service (default: .)"),
  source: () => new Option("--source <kind>", "prisma; needed where another source of truth is there too"),
  schema: () => new Option("--schema <path>", "Prisma schema, a file or a folder"),
  migrations: () => new Option("--migrations <dir>", "folder of the migrations"),
  includeSchemas: () => new Option("--include-schemas <a,b>", "PostgreSQL schemas to compare"),
  excludeSchemas: () => new Option("--exclude-schemas <a,b>", "PostgreSQL schemas to leave out"),
  devUrl: () => new Option("--dev-url <url>", "empty scratch database to use instead of the embedded engine"),
  shadowSchema: () => new Option("--shadow-schema <name>", "schema of the scratch database to build in, where it keeps several"),
  noRehearsal: () => new Option("--no-rehearsal", "do not try the plan on a copy of the live schema"),
  task: () => new Option("--task <slug>", "names the folder of the log (default: proposed from the branch)"),
  out: () => new Option("--out <dir>", "folder for the reports 00 to 04 and artifacts/ (default: dev-docs/active/<task>/db)"),
  outFile: () => new Option("--out <file>", "file to write").makeOptionMandatory(),
  json: () => new Option("--json", "print one JSON document instead of text"),
  exitCode: () => new Option("--exit-code", "exit with 2 when there is something to do"),
  strategy: () => new Option("--strategy <name>", "migrate (default), push or sync"),
  pushReason: () => new Option("--push-reason <text>", "push: why there is no migration"),
  pushUntil: () => new Option("--push-until <date>", "push: the day on which the project is back to migrations"),
  drop: () =>
    new Option("--drop <name>", "push: a table or column that may be dropped; may be repeated").argParser(
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    ),
  dryRun: () => new Option("--dry-run", "show what would be added, and write nothing (the default)"),
  initDryRun: () => new Option("--dry-run", "print what would be written, and write nothing"),
  apply: () => new Option("--apply", "add it: a standing approval for changes that only add").conflicts("dryRun"),
  plan: () => new Option("--plan <file>", "plan.json of a preflight").makeOptionMandatory(),
  approve: () =>
    new Option("--approve <digest>", "digest of the plan that was reviewed, all 64 characters").makeOptionMandatory(),
  approveRows: () =>
    new Option(
      "--approve <digest>",
      "baseline: digest of the rows that were shown, all 64 characters; without it nothing is written",
    ),
  upTo: () => new Option("--up-to <migration>", "baseline: the last migration that ran here, where the schema alone can't tell"),
  allowDestructive: () => new Option("--allow-destructive", "let the plan delete data"),
  backup: () => new Option("--backup <ref>", "with --allow-destructive: where the backup is; recorded"),
  acceptRisk: () => new Option("--accept-risk <reason>", "with --allow-destructive: why no backup is needed; recorded"),
  resume: () => new Option("--resume", "go on with what an earlier run of this plan left half done"),
  resumeFrom: () =>
    new Option("--resume-from <number>", "with --resume: the statement to go on with, where neither schema nor log can tell"),
  withoutPromotion: () =>
    new Option(
      "--without-promotion <reason>",
      "apply although the environment that the configuration wants first can't be looked up here; recorded",
    ),
  verifyCommand: () =>
    new Option("--verify-command <command>", "run afterwards, without a shell; its exit status is part of the verification"),
  sql: () => new Option("--sql <file>", "file of SQL to try").makeOptionMandatory(),
  transaction: () =>
    new Option(
      "--transaction <how>",
      "single (default): one transaction as far as the engine allows; none: each statement for itself",
    ),
  passUrl: () => new Option("--pass-url", "give the database URL to the verify command as DATABASE_URL"),
} as const;

const connecting = [
  option.environment,
  option.url,
  option.config,
  option.target,
  option.workingDirectory,
  option.includeSchemas,
  option.excludeSchemas,
  option.json,
];
const reading = [option.source, option.schema, option.migrations];
const verifying = [option.verifyCommand, option.passUrl];
const building = [option.devUrl, option.shadowSchema];

export const commands: Readonly<Record<Command, CommandSpec>> = {
  init: {
    description:
      "writes the workflows and the configuration for what it finds, and says what to set up on GitHub; reads no database",
    options: [option.initEnvironment, option.workingDirectory, ...reading, option.initDryRun, option.json],
  },
  check: {
    description: "connection, version, encryption, extensions, permissions (00)",
    options: [...connecting, ...reading, option.task, option.out],
  },
  snapshot: { description: "the live schema as JSON", options: [...connecting, ...reading, option.outFile] },
  preflight: {
    description: "drift report and migration plan (00, 01, 02, plan.json); never writes to the database",
    options: [
      ...connecting,
      ...reading,
      option.strategy,
      option.pushReason,
      option.pushUntil,
      option.drop,
      ...building,
      option.noRehearsal,
      option.task,
      option.out,
      option.exitCode,
    ],
  },
  apply: {
    description: "runs exactly the approved plan, logs it, and verifies the result (03, 04)",
    options: [
      ...connecting,
      option.plan,
      option.approve,
      option.allowDestructive,
      option.backup,
      option.acceptRisk,
      option.withoutPromotion,
      option.resume,
      option.resumeFrom,
      ...verifying,
      ...reading,
      ...building,
      option.out,
    ],
  },
  verify: {
    description: "whether the database is still what an applied plan promised (04)",
    options: [...connecting, option.plan, ...verifying, ...reading, ...building, option.out],
  },
  rehearse: {
    description: "what a file of SQL would do to the database, tried on a copy of its schema; needs no project, writes nothing",
    options: [...connecting, option.sql, option.transaction, option.devUrl],
  },
  baseline: {
    description: "which migrations a database without a history holds, and with --approve records them",
    options: [...connecting, ...reading, ...building, option.upTo, option.approveRows, option.task, option.out],
  },
  drift: {
    description: "what differs and why; for a schedule",
    options: [...connecting, ...reading, ...building, option.out, option.exitCode],
  },
  sync: {
    description: "what is missing, and with --apply adds it, without touching what exists; for release pipelines",
    options: [
      ...connecting,
      ...reading,
      ...building,
      option.noRehearsal,
      option.dryRun,
      option.apply,
      ...verifying,
      option.task,
      option.out,
      option.exitCode,
    ],
  },
};
