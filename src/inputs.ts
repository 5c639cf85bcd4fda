import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { parse as parseEnvFile } from "dotenv";
import { readConfig } from "./config.ts";
import type { Config } from "./config-format.ts";
import { isDate } from "./date.ts";
import { UserError } from "./errors.ts";
import { inside, readRegularFile } from "./files.ts";
import type { Strategy } from "./plan/plan.ts";
import { Secret } from "./secret.ts";
import type { SourceKind } from "./source/source.ts";

/** What the user typed, before anything is looked up; the names are those of the flags. */
export type RawInputs = {
  readonly environment?: string;
  readonly url?: string;
  readonly config?: string;
  readonly target?: string;
  readonly workingDirectory?: string;
  readonly source?: string;
  readonly schema?: string;
  readonly migrations?: string;
  readonly strategy?: string;
  readonly pushReason?: string;
  readonly pushUntil?: string;
  readonly drop?: readonly string[];
  readonly includeSchemas?: string;
  readonly excludeSchemas?: string;
  readonly devUrl?: string;
  readonly shadowSchema?: string;
  /** False: `--no-rehearsal`. */
  readonly rehearsal?: boolean;
  readonly task?: string;
};

/** Checked and complete: the only form in which inputs travel on. */
export type Inputs = {
  readonly environment: string | null;
  readonly target: string | null;
  /** Absolute. */
  readonly root: string;
  /** Absolute; the folder of the service. */
  readonly workingDirectory: string;
  readonly config: Config;
  /** Null where no database is to be opened: a record is compared instead. */
  readonly url: Secret | null;
  /** For the report: `--url`, `DATABASE_URL`, `.env`, `a record`. */
  readonly urlFrom: string;
  readonly source: SourceKind | null;
  readonly schema: string | null;
  readonly migrations: string | null;
  readonly strategy: Strategy;
  readonly push: { readonly reason: string; readonly until: string } | null;
  readonly drop: readonly string[];
  readonly includeSchemas: readonly string[] | null;
  readonly excludeSchemas: readonly string[];
  readonly devUrl: Secret | null;
  readonly shadowSchema: string | null;
  /** Whether a plan is tried on a copy of the live schema. */
  readonly rehearsal: "on" | "off";
  /** Names the folder of the task log; checked, safe in a path. Null: proposed from the branch. */
  readonly task: string | null;
};

export type Surroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly currentDirectory: string;
  readonly today: string;
};

/** Reads flags, configuration, and the URL. Throws UserError `invalid-input` with all mistakes at once. */
export async function readInputs(
  raw: RawInputs,
  around: Surroundings,
  needs: { readonly environment: "required" | "optional"; readonly url?: "none" },
): Promise<Inputs> {
  const root = resolve(around.currentDirectory);
  const config = await readConfig(root, raw.config ?? null);
  const mistakes: string[] = [];
  const target = chooseTarget(raw, config, mistakes);
  const environment = chooseEnvironment(raw, target?.environment ?? null, needs.environment, mistakes);
  const strategy = oneOf(raw.strategy ?? "migrate", ["migrate", "push", "sync"] as const, "--strategy", mistakes) ?? "migrate";
  const source = raw.source === undefined ? null : oneOf(raw.source, ["prisma", "alembic"] as const, "--source", mistakes);
  const push = readPush(raw, strategy, around.today, mistakes);
  if (raw.shadowSchema !== undefined && raw.devUrl === undefined)
    mistakes.push("--shadow-schema needs --dev-url: it names a schema of that scratch database.");
  if (raw.drop !== undefined && raw.drop.length > 0 && strategy !== "push")
    mistakes.push("--drop belongs to --strategy push; migrate drops what its files say, sync never drops.");
  if (raw.task !== undefined && !isSlug(raw.task))
    mistakes.push("--task may hold letters, digits, dots, dashes and underscores, and starts with a letter or digit.");
  const workingDirectory = await findFolder(root, raw.workingDirectory ?? target?.workingDirectory ?? ".", mistakes);
  const url = needs.url === "none" ? null : await findUrl(raw, around, workingDirectory, mistakes);
  if (mistakes.length > 0) throw new UserError("invalid-input", mistakes.join("\n"), "`schemagate help` lists the flags.");
  return {
    environment,
    target: raw.target ?? null,
    root,
    workingDirectory,
    config,
    url: url?.url ?? null,
    urlFrom: url?.from ?? "a record",
    source,
    schema: raw.schema ?? target?.schema ?? null,
    migrations: raw.migrations ?? target?.migrations ?? null,
    strategy,
    push,
    drop: raw.drop ?? [],
    includeSchemas: list(raw.includeSchemas) ?? target?.schemas ?? null,
    excludeSchemas: list(raw.excludeSchemas) ?? [],
    devUrl: raw.devUrl === undefined ? null : new Secret(raw.devUrl),
    shadowSchema: raw.shadowSchema ?? null,
    rehearsal: raw.rehearsal === false ? "off" : "on",
    task: raw.task ?? null,
  };
}

function chooseTarget(raw: RawInputs, config: Config, mistakes: string[]) {
  const names = Object.keys(config.targets);
  if (raw.target !== undefined) {
    const target = config.targets[raw.target];
    if (target === undefined)
      mistakes.push(
        `--target ${raw.target} is not in the configuration (it has ${names.length === 0 ? "no targets" : names.join(", ")}).`,
      );
    return target ?? null;
  }
  if (names.length > 1 && raw.workingDirectory === undefined)
    mistakes.push(`The configuration has ${names.length} targets: choose one with --target (${names.join(", ")}).`);
  return names.length === 1 ? (config.targets[names[0] ?? ""] ?? null) : null;
}

function chooseEnvironment(
  raw: RawInputs,
  configured: string | null,
  need: "required" | "optional",
  mistakes: string[],
): string | null {
  const environment = raw.environment ?? null;
  if (environment === null && need === "required") {
    mistakes.push(
      "--environment is missing: say which environment this database is (dev, staging, prod, or as GitHub's environment is called). It is never guessed.",
    );
  }
  if (environment !== null && configured !== null && environment !== configured) {
    mistakes.push(`--environment ${environment} contradicts the configuration, where this target belongs to ${configured}.`);
  }
  if (environment !== null && environment.trim() === "") mistakes.push("--environment is empty.");
  return environment;
}

function readPush(raw: RawInputs, strategy: Strategy, today: string, mistakes: string[]) {
  if (strategy !== "push") {
    if (raw.pushReason !== undefined || raw.pushUntil !== undefined)
      mistakes.push("--push-reason and --push-until belong to --strategy push.");
    return null;
  }
  const reason = raw.pushReason?.trim() ?? "";
  const until = raw.pushUntil?.trim() ?? "";
  if (reason === "")
    mistakes.push(
      "--strategy push needs --push-reason TEXT: why this database is changed without a migration. It is recorded in the plan.",
    );
  if (until === "")
    mistakes.push(
      "--strategy push needs --push-until YYYY-MM-DD: the day on which the project is back to migrations. It is recorded, and later reports remind of it.",
    );
  else if (!isDate(until)) mistakes.push(`--push-until ${until} is not a day of the calendar, written like 2027-01-31.`);
  else if (until < today) mistakes.push(`--push-until ${until} has passed.`);
  return { reason, until };
}

async function findFolder(root: string, path: string, mistakes: string[]): Promise<string> {
  const folder = inside(root, path);
  const stats = await stat(folder).catch(() => null);
  if (stats?.isDirectory() !== true) mistakes.push(`The working directory ${path} is not a folder of ${root}.`);
  return folder;
}

/** Safe as the name of a folder. */
export function isSlug(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text);
}

async function findUrl(
  raw: RawInputs,
  around: Surroundings,
  workingDirectory: string,
  mistakes: string[],
): Promise<{ url: Secret; from: string } | null> {
  const found = (value: string, from: string) => {
    if (value.trim() !== "") return { url: new Secret(value.trim()), from };
    mistakes.push(`${from} is empty.`);
    return null;
  };
  if (raw.url !== undefined) return found(raw.url, "--url");
  const variable = around.environment["DATABASE_URL"];
  if (variable !== undefined) return found(variable, "DATABASE_URL");
  const file = await readRegularFile(workingDirectory, ".env", 1_000_000);
  const fromFile = file === null ? undefined : parseEnvFile(file)["DATABASE_URL"];
  if (fromFile !== undefined) return found(fromFile, ".env");
  mistakes.push("No database URL: pass --url, or set DATABASE_URL in the environment or in .env.");
  return null;
}

function oneOf<const Value extends string>(
  value: string,
  allowed: readonly Value[],
  flag: string,
  mistakes: string[],
): Value | null {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) mistakes.push(`${flag} ${value} is unknown; it can be ${allowed.join(", ")}.`);
  return found ?? null;
}

function list(value: string | undefined): readonly string[] | null {
  if (value === undefined) return null;
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
