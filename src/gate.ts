import type { ConnectionFacts } from "./dialects/dialect.ts";
import type { Permission } from "./execution.ts";
import { applyPolicy, type HazardPolicy } from "./hazards/policy.ts";
import { majorOf, shortDigest } from "./plan/digest.ts";
import type { Effect, Plan } from "./plan/plan.ts";
import type { Blocked } from "./plan/verdict.ts";
import { ageWords } from "./report/figures.ts";

/** What can be decided about an apply before anything is connected to. */
export type Request = {
  readonly plan: Plan;
  readonly environment: string;
  readonly permission: Permission;
  /** Effects that the configuration lets run in this environment although they are refused elsewhere. */
  readonly allowed: readonly Effect[];
  /** Which hazards the configuration does not let this environment have. */
  readonly hazards: HazardPolicy;
  /** Files of the source that are not what they were when the plan was made. */
  readonly changedFiles: readonly string[];
  /** How old the plan may be, in milliseconds; null: of any age. */
  readonly maxPlanAgeMs: number | null;
  readonly now: Date;
};

/** Whether this plan may run, as far as plan, approval and policy tell: every reason at once. Pure. */
export function gatePlan(request: Request): readonly Blocked[] {
  return [
    ...otherEnvironment(request),
    ...otherApproval(request),
    ...otherFiles(request),
    ...expired(request),
    ...destroys(request),
    ...unreviewable(request),
    ...applyPolicy(request.plan.statements, request.hazards).reasons,
  ];
}

/** Whether this is the database that was planned for, and can be written to in the way that a plan needs. Pure. */
export function gateTarget(plan: Plan, connection: ConnectionFacts, schemas: readonly string[]): readonly Blocked[] {
  return [...otherDatabase(plan, connection, schemas), ...gateRoute(connection)];
}

/** Whether this environment and this database are those that the plan speaks of. Pure. */
export function gateIdentity(
  plan: Plan,
  environment: string,
  connection: ConnectionFacts,
  schemas: readonly string[],
): readonly Blocked[] {
  return [...otherEnvironment({ plan, environment }), ...otherDatabase(plan, connection, schemas)];
}

function otherEnvironment({ plan, environment }: Pick<Request, "plan" | "environment">): readonly Blocked[] {
  if (plan.environment === environment) return [];
  return [
    {
      reason: "target-mismatch",
      object: null,
      message: `The plan was made for the environment "${plan.environment}", and this is "${environment}".`,
      hint: "Make a plan for this environment with `schemagate preflight`, and have it approved.",
    },
  ];
}

function otherApproval({ plan, permission }: Request): readonly Blocked[] {
  if (permission.kind === "standing" || permission.named === plan.digest) return [];
  const named = permission.named ?? "";
  if (permission.kind !== "approve")
    return [
      {
        reason: "approval-missing",
        object: null,
        message: `The input approve names another plan than the one of this run (${shortDigest(plan.digest)}).`,
        hint: "Give it the output digest of the preflight in the same run.",
      },
    ];
  const onlyName = named.length >= 7 && plan.digest.startsWith(named);
  return [
    {
      reason: "approval-missing",
      object: null,
      message: onlyName
        ? `--approve has ${named.length} characters of the plan's digest: that names it, but does not prove which plan was meant.`
        : `--approve names another plan than this one (${shortDigest(plan.digest)}).`,
      hint: onlyName
        ? `Give all 64 characters: ${plan.digest}`
        : "Read this plan (02-migration-plan.md), and approve its own digest.",
    },
  ];
}

function otherFiles({ changedFiles }: Request): readonly Blocked[] {
  if (changedFiles.length === 0) return [];
  const shown = changedFiles.slice(0, 5).map((path) => `\`${path}\``);
  return [
    {
      reason: "plan-changed",
      object: changedFiles.length === 1 ? (changedFiles[0] ?? null) : null,
      message: `The code is not what was planned: ${shown.join(", ")}${changedFiles.length > 5 ? ` and ${changedFiles.length - 5} more` : ""} differ from the files of the plan.`,
      hint: "Check out the commit that the plan was made of, or make a new plan of this one and have it approved.",
    },
  ];
}

/** Clocks of two machines differ; a plan of the future is none of this tool's. */
const clocksDifferBy = 5 * 60_000;

function expired({ plan, maxPlanAgeMs, now }: Request): readonly Blocked[] {
  if (maxPlanAgeMs === null) return [];
  const age = now.getTime() - Date.parse(plan.createdAt);
  if (age >= -clocksDifferBy && age <= maxPlanAgeMs) return [];
  const limit = `The configuration lets plans for "${plan.environment}" be ${ageWords(maxPlanAgeMs)} old (max-plan-age)`;
  return [
    {
      reason: "plan-expired",
      object: null,
      message:
        age > maxPlanAgeMs
          ? `${limit}, and this one is ${ageWords(age)} old.`
          : `${limit}, and of this one it can't be told: it says that it was made at ${JSON.stringify(plan.createdAt)}.`,
      hint: "Make a new plan with `schemagate preflight`, and have it approved.",
    },
  ];
}

function destroys({ plan, permission }: Request): readonly Blocked[] {
  const numbers = withEffect(plan, "deletes-data");
  if (numbers.length === 0) return [];
  const { destructive } = permission;
  if (!destructive.allowed) {
    return [
      {
        reason: "destructive-not-allowed",
        object: null,
        message: `${capital(numbered(numbers))} ${numbers.length === 1 ? "deletes" : "delete"} data for good.`,
        hint: howToAllow[permission.kind],
      },
    ];
  }
  if (destructive.backup !== null || destructive.acceptedRisk !== null) return [];
  return [
    {
      reason: "backup-missing",
      object: null,
      message: "The plan deletes data, and no backup is named.",
      hint: "Add --backup REF (where the backup is), or --accept-risk REASON (why none is needed).",
    },
  ];
}

const flags = "add --allow-destructive, and --backup REF (where the backup is) or --accept-risk REASON";

const howToAllow: Readonly<Record<Permission["kind"], string>> = {
  approve: `If that is meant, ${flags}.`,
  standing: `If that is meant, use schemagate apply: ${flags}.`,
  environment:
    "If that is meant, start a new run, and approve it with the comment backup=REF (where the backup is) or accept-risk=REASON.",
  "pull-request-review":
    "If that is meant, approve the pull request once more, with backup=REF (where the backup is) or accept-risk=REASON in the text of the review, and start a new run.",
  none: `With approval: none nobody is asked who could allow it. If that is meant, apply it from the command line (schemagate preflight, then schemagate apply: ${flags}), or give the environment required reviewers and leave approval: none out.`,
};

function unreviewable({ plan, allowed }: Request): readonly Blocked[] {
  const unread = allowed.includes("not-understood") ? [] : withEffect(plan, "not-understood");
  const outside = allowed.includes("reaches-outside") ? [] : withEffect(plan, "reaches-outside");
  return [
    ...(unread.length === 0
      ? []
      : [
          {
            reason: "not-understood" as const,
            object: null,
            message: `What ${numbered(unread)} would do could not be understood, so nobody can have reviewed it.`,
            hint: "Write it in statements that can be read, or allow it for this environment in the configuration: allow-hazards: [not-understood].",
          },
        ]),
    ...(outside.length === 0
      ? []
      : [
          {
            reason: "policy" as const,
            object: null,
            message: `${capital(numbered(outside))} would reach outside of the database: files, programs or other servers.`,
            hint: "Do that apart from migrations, or allow it for this environment in the configuration: allow-hazards: [reaches-outside].",
          },
        ]),
  ];
}

function otherDatabase(plan: Plan, connection: ConnectionFacts, schemas: readonly string[]): readonly Blocked[] {
  const { target } = plan;
  const mismatch = (message: string, hint: string): Blocked => ({ reason: "target-mismatch", object: null, message, hint });
  const again = "Make a plan for this database with `schemagate preflight`, and have it approved.";
  if (target.dialect !== connection.dialect || target.identity !== connection.identity)
    return [
      mismatch(
        `${connection.display} is not the database that the plan was made for (${target.database}).`,
        `Check the URL. ${again}`,
      ),
    ];
  const reasons: Blocked[] = [];
  const planned = majorOf(target.serverVersion);
  if (planned !== String(connection.serverMajor))
    reasons.push(
      mismatch(`The plan was made for version ${planned} of the server, which is now ${connection.serverVersion}.`, again),
    );
  if (schemas.join("\0") !== target.schemas.join("\0"))
    reasons.push(
      mismatch(
        `The plan covers the schemas ${target.schemas.join(", ") || "(none)"}, and here ${schemas.join(", ") || "none"} are looked at.`,
        "Pass the same --include-schemas and --exclude-schemas as when it was planned.",
      ),
    );
  return reasons;
}

/** Whether a session keeps its lock and its settings on this way to the server. Pure. */
export function gateRoute({ route }: ConnectionFacts): readonly Blocked[] {
  if (route.kind === "direct" || route.kind === "local") return [];
  return [
    {
      reason: "pooled-connection",
      object: null,
      message: `This is no direct connection to the server (${route.description}): locks and settings of a session would get lost.`,
      hint: "Give the direct URL, often another port or host of the same database (Prisma calls it directUrl).",
    },
  ];
}

function withEffect(plan: Plan, effect: Effect): readonly number[] {
  return plan.statements.flatMap(({ effects }, index) => (effects.includes(effect) ? [index + 1] : []));
}

function numbered(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(", ");
  return `${numbers.length === 1 ? "statement" : "statements"} ${shown}${numbers.length > 10 ? ` and ${numbers.length - 10} more` : ""}`;
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
