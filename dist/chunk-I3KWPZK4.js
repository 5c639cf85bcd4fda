import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  require_dist
} from "./chunk-IL24N5QA.js";
import {
  external_exports,
  isHazardRule
} from "./chunk-36BEUYFX.js";
import {
  isDate
} from "./chunk-7WQU5GB5.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  __toESM
} from "./chunk-KPJN5OEV.js";

// src/config-format.ts
var import_yaml = __toESM(require_dist(), 1);
var date = external_exports.preprocess(
  (value) => value instanceof Date ? value.toISOString().slice(0, 10) : value,
  external_exports.string().refine(isDate, "it must be a date like 2027-01-31")
);
var day = 864e5;
var units = { ms: 1, s: 1e3, min: 6e4, h: 36e5, d: day };
var duration = durationOf({
  unit: "ms|s|min|h",
  atLeast: 0,
  atMost: day,
  message: "it must be a duration like 500ms, 5s, 10min or 1h, or 0 for no limit"
});
var age = durationOf({
  unit: "min|h|d",
  atLeast: 6e4,
  atMost: 366 * day,
  message: "it must be a duration like 30min, 72h or 14d; leave it out for no limit"
});
function durationOf(allowed) {
  return external_exports.union([external_exports.string(), external_exports.number()]).transform((value, context) => {
    const [, number = "", unit = ""] = new RegExp(`^(\\d{1,9})\\s*(${allowed.unit})$`).exec(String(value)) ?? [];
    const ms = String(value) === "0" ? 0 : number === "" ? Number.NaN : Number(number) * (units[unit] ?? Number.NaN);
    if (ms >= allowed.atLeast && ms <= allowed.atMost) return ms;
    context.addIssue({ code: "custom", message: allowed.message });
    return external_exports.NEVER;
  });
}
var hazardRule = external_exports.string().refine(isHazardRule, "it is neither a severity nor the id of a hazard: docs/hazards.md lists them");
var allowance = external_exports.string().refine(
  (name) => name === "not-understood" || name === "reaches-outside" || isHazardRule(name),
  "it is none of not-understood, reaches-outside, the severities and the ids of docs/hazards.md"
);
var schema = external_exports.strictObject({
  targets: external_exports.record(
    external_exports.string(),
    external_exports.strictObject({
      "working-directory": external_exports.string().optional(),
      environment: external_exports.string().optional(),
      schemas: external_exports.array(external_exports.string()).optional(),
      schema: external_exports.string().optional(),
      migrations: external_exports.string().optional()
    })
  ).optional(),
  environments: external_exports.record(
    external_exports.string(),
    external_exports.strictObject({
      "on-drift": external_exports.enum(["warn", "block"]).optional(),
      "lock-timeout": duration.optional(),
      "lock-retries": external_exports.int().min(0).max(100).optional(),
      "statement-timeout": duration.optional(),
      "max-plan-age": age.optional(),
      after: external_exports.string().min(1, "it is empty").optional(),
      unprotected: external_exports.boolean().optional(),
      "allow-self-review": external_exports.boolean().optional(),
      "allow-hazards": external_exports.array(allowance).optional(),
      "fail-on": external_exports.array(hazardRule).optional(),
      "small-table": external_exports.int().nonnegative().optional()
    })
  ).superRefine((environments, context) => {
    for (const [name, { after }] of Object.entries(environments))
      if (after === name) context.addIssue({ code: "custom", path: [name, "after"], message: "it names itself" });
  }).optional(),
  approvers: external_exports.array(external_exports.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "it must be the login of a person on GitHub, without @")).optional(),
  ignore: external_exports.array(
    external_exports.strictObject({
      object: external_exports.string().min(1, "it is empty"),
      reason: external_exports.string().min(1, "it is empty"),
      until: date.optional()
    })
  ).optional()
});
function parseConfig(file, text) {
  const document = (0, import_yaml.parseDocument)(text, { uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== void 0)
    throw new UserError("invalid-input", `${file} is not valid YAML: ${firstLine(syntax.message)}.`, "Mend that line.");
  const parsed = schema.safeParse(contentOf(file, document) ?? {}, {
    error: (issue) => issue.input === void 0 ? "it is missing" : void 0
  });
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(
      (issue) => `  ${issue.path.map(String).join(".") || "the file itself"}: ${issue.message}`
    );
    throw new UserError(
      "invalid-input",
      `${file} has ${mistakes.length} ${mistakes.length === 1 ? "mistake" : "mistakes"}:
${mistakes.join("\n")}`,
      "FORMATS.md lists the keys of this version."
    );
  }
  return toConfig(file, parsed.data);
}
function contentOf(file, document) {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch (error) {
    if (error instanceof ReferenceError)
      throw new UserError(
        "invalid-input",
        `${file} can't be read: ${error.message}.`,
        "Write out what its aliases (*name) stand for."
      );
    throw error;
  }
}
function firstLine(message) {
  return (message.split("\n")[0] ?? "").replace(/:$/, "");
}
function toConfig(path, raw) {
  return {
    path,
    targets: mapValues(raw.targets ?? {}, (target) => ({
      workingDirectory: target["working-directory"] ?? ".",
      environment: target.environment ?? null,
      schemas: target.schemas ?? null,
      schema: target.schema ?? null,
      migrations: target.migrations ?? null
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
      smallTable: environment["small-table"] ?? null
    })),
    approvers: raw.approvers ?? [],
    ignore: (raw.ignore ?? []).map((rule) => ({ object: rule.object, reason: rule.reason, until: rule.until ?? null }))
  };
}
function mapValues(record, map) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

export {
  parseConfig
};
