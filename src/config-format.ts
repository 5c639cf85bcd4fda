import { type Document, parseDocument } from "yaml";
import { z } from "zod";
import { isDate } from "./date.ts";
import type { IgnoreRule } from "./diff/ignore.ts";
import { UserError } from "./errors.ts";
import { type HazardRule, isHazardRule } from "./hazards/policy.ts";

export type Config = {
  /** Relative path of the file; null when there is none. */
  readonly path: string | null;
  readonly targets: Readonly<Record<string, TargetConfig>>;
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;
  /** Logins on GitHub whose review of a pull request may let its plan run. */
  readonly approvers: readonly string[];
  readonly ignore: readonly IgnoreRule[];
};

export type EnvironmentConfig = {
  readonly onDrift: "warn" | "block";
  /** Milliseconds; null: the usual. */
  readonly lockTimeoutMs: number | null;
  /** How often what waited in vain for a lock is tried again; null: as usual. */
  readonly lockRetries: number | null;
  /** Milliseconds; 0: no limit; null: the usual. */
  readonly statementTimeoutMs: number | null;
  /** Nobody has to approve what is applied here. */
  readonly unprotected: boolean;
  /** Who started a run may approve it. */
  readonly allowSelfReview: boolean;
  /** The environment to which the same files must have been applied first; null: none. */
  readonly after: string | null;
  /** How old a plan may be when it is applied, in milliseconds; null: of any age. */
  readonly maxPlanAgeMs: number | null;
  /** Effects that apply lets run here although it refuses them elsewhere; ids and severities of hazards that fail nothing here. */
  readonly allowHazards: readonly (HazardRule | "not-understood" | "reaches-outside")[];
  /** Ids and severities of hazards that keep a plan from being applied here. */
  readonly failOn: readonly HazardRule[];
  /** Rows up to which what blocks a table is over in a moment; null: the usual. */
  readonly smallTable: number | null;
};

export type TargetConfig = {
  readonly workingDirectory: string;
  readonly environment: string | null;
  readonly schemas: readonly string[] | null;
  readonly schema: string | null;
  readonly migrations: string | null;
};

const date = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
  z.string().refine(isDate, "it must be a date like 2027-01-31"),
);

const day = 86_400_000;
const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: day };

/** `500ms`, `5s`, `10min`, `1h`; 0 for none. In milliseconds, at most a day. */
const duration = durationOf({
  unit: "ms|s|min|h",
  atLeast: 0,
  atMost: day,
  message: "it must be a duration like 500ms, 5s, 10min or 1h, or 0 for no limit",
});

/** `30min`, `72h`, `14d`. In milliseconds, from a minute to a year: no plan could be applied within none. */
const age = durationOf({
  unit: "min|h|d",
  atLeast: 60_000,
  atMost: 366 * day,
  message: "it must be a duration like 30min, 72h or 14d; leave it out for no limit",
});

function durationOf(allowed: {
  readonly unit: string;
  readonly atLeast: number;
  readonly atMost: number;
  readonly message: string;
}) {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const [, number = "", unit = ""] = new RegExp(`^(\\d{1,9})\\s*(${allowed.unit})$`).exec(String(value)) ?? [];
    const ms = String(value) === "0" ? 0 : number === "" ? Number.NaN : Number(number) * (units[unit] ?? Number.NaN);
    if (ms >= allowed.atLeast && ms <= allowed.atMost) return ms;
    context.addIssue({ code: "custom", message: allowed.message });
    return z.NEVER;
  });
}

/** `destructive`, `index-build-blocks-writes`: docs/hazards.md has them all. */
const hazardRule = z.string().refine(isHazardRule, "it is neither a severity nor the id of a hazard: docs/hazards.md lists them");

const allowance = z
  .string()
  .refine(
    (name): name is HazardRule | "not-understood" | "reaches-outside" =>
      name === "not-understood" || name === "reaches-outside" || isHazardRule(name),
    "it is none of not-understood, reaches-outside, the severities and the ids of docs/hazards.md",
  );

const schema = z.strictObject({
  targets: z
    .record(
      z.string(),
      z.strictObject({
        "working-directory": z.string().optional(),
        environment: z.string().optional(),
        schemas: z.array(z.string()).optional(),
        schema: z.string().optional(),
        migrations: z.string().optional(),
      }),
    )
    .optional(),
  environments: z
    .record(
      z.string(),
      z.strictObject({
        "on-drift": z.enum(["warn", "block"]).optional(),
        "lock-timeout": duration.optional(),
        "lock-retries": z.int().min(0).max(100).optional(),
        "statement-timeout": duration.optional(),
        "max-plan-age": age.optional(),
        after: z.string().min(1, "it is empty").optional(),
        unprotected: z.boolean().optional(),
        "allow-self-review": z.boolean().optional(),
        "allow-hazards": z.array(allowance).optional(),
        "fail-on": z.array(hazardRule).optional(),
        "small-table": z.int().nonnegative().optional(),
      }),
    )
    .superRefine((environments, context) => {
      for (const [name, { after }] of Object.entries(environments))
        if (after === name) context.addIssue({ code: "custom", path: [name, "after"], message: "it names itself" });
    })
    .optional(),
  approvers: z
    .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "it must be the login of a person on GitHub, without @"))
    .optional(),
  ignore: z
    .array(
      z.strictObject({
        object: z.string().min(1, "it is empty"),
        reason: z.string().min(1, "it is empty"),
        until: date.optional(),
      }),
    )
    .optional(),
});

/** Checks the text of a configuration. Loaded only where there is one: the libraries for it are large. Throws UserError `invalid-input`. */
export function parseConfig(file: string, text: string): Config {
  const document = parseDocument(text, { uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== undefined)
    throw new UserError("invalid-input", `${file} is not valid YAML: ${firstLine(syntax.message)}.`, "Mend that line.");
  const parsed = schema.safeParse(contentOf(file, document) ?? {}, {
    error: (issue) => (issue.input === undefined ? "it is missing" : undefined),
  });
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(
      (issue) => `  ${issue.path.map(String).join(".") || "the file itself"}: ${issue.message}`,
    );
    throw new UserError(
      "invalid-input",
      `${file} has ${mistakes.length} ${mistakes.length === 1 ? "mistake" : "mistakes"}:\n${mistakes.join("\n")}`,
      "FORMATS.md lists the keys of this version.",
    );
  }
  return toConfig(file, parsed.data);
}

function contentOf(file: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    // Aliases without an anchor, and those that unfold into gigabytes.
    if (error instanceof ReferenceError)
      throw new UserError(
        "invalid-input",
        `${file} can't be read: ${error.message}.`,
        "Write out what its aliases (*name) stand for.",
      );
    throw error;
  }
}

/** The parser ends it with a colon, as the line in question would follow. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/:$/, "");
}

function toConfig(path: string, raw: z.infer<typeof schema>): Config {
  return {
    path,
    targets: mapValues(raw.targets ?? {}, (target) => ({
      workingDirectory: target["working-directory"] ?? ".",
      environment: target.environment ?? null,
      schemas: target.schemas ?? null,
      schema: target.schema ?? null,
      migrations: target.migrations ?? null,
    })),
    environments: mapValues(raw.environments ?? {}, (environment) => ({
      onDrift: environment["on-drift"] ?? "warn",
      lockTimeoutMs: environment["lock-timeout"] ?? null,
      lockRetries: environment["lock-retries"] ?? null,
      statementTimeoutMs: environment["statement-timeout"] ?? null,
      unprotected: environment.unprotected ?? false,
      allowSelfReview: environment["allow-self-review"] ?? false,
      after: environment.after ?? null,
      maxPlanAgeMs: environment["max-plan-age"] ?? null,
      allowHazards: environment["allow-hazards"] ?? [],
      failOn: environment["fail-on"] ?? [],
      smallTable: environment["small-table"] ?? null,
    })),
    approvers: raw.approvers ?? [],
    ignore: (raw.ignore ?? []).map((rule) => ({ object: rule.object, reason: rule.reason, until: rule.until ?? null })),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
