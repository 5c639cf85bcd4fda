import { diagnosisOf, type Side } from "./compare.ts";
import type { EnvironmentFacts, WritableDatabase } from "./dialects/dialect.ts";
import { UserError } from "./errors.ts";
import { type ExecutionResult, execute, type Journal } from "./execute.ts";
import type { ApplyOutcome, Execution, Moved, Permission, TableRows, Unverified } from "./execution.ts";
import { gatePlan, gateTarget } from "./gate.ts";
import { hazardPolicyOf } from "./hazards/policy.ts";
import type { Inputs } from "./inputs.ts";
import { preflight } from "./pipeline.ts";
import { shortDigest } from "./plan/digest.ts";
import { type HalfDone, halfDone } from "./plan/half-done.ts";
import type { Plan } from "./plan/plan.ts";
import { standingOf } from "./plan/standing.ts";
import type { Blocked } from "./plan/verdict.ts";
import type { RunningExecution } from "./report/execution.ts";
import { applyAgain } from "./report/next-steps.ts";
import { type Asked, type Resume, resumeOf } from "./resume.ts";
import { countRows } from "./row-counts.ts";
import { openSource } from "./source/open-source.ts";
import type { SourceProject } from "./source/source.ts";
import { type LiveTarget, openTarget, openWritableTarget } from "./target.ts";
import type { Tools } from "./tools.ts";
import type { CommandResult, Verification } from "./verification.ts";
import { compareWithExpected, coveredOf, type LiveSide, sideOf, verify } from "./verify.ts";

export type ApplyRequest = {
  readonly plan: Plan;
  /** As the user would type it. */
  readonly planPath: string;
  /** The same, of the copy that stays when another plan is made. */
  readonly keptPlanPath: string;
  readonly permission: Permission;
  /** What else speaks against it, known to the caller: approvals, environments. */
  readonly refusals: readonly Blocked[];
  readonly task: string;
  /** Opened when the first statement is about to run. */
  readonly openJournal: (run: RunningExecution) => Promise<Journal>;
  /** Hears what was done as soon as that is known: before anything is verified, which may take long or fail. */
  readonly onEnd: (execution: Execution) => Promise<void>;
  /** What `--resume` says; left out: it was not asked for. */
  readonly resume?: Asked;
  /** Aborted when somebody asks the run to stop. */
  readonly signal: AbortSignal;
  readonly newId: () => string;
  /** Null: none was given. */
  readonly runCommand: (() => Promise<CommandResult>) | null;
};

export type Applied = {
  readonly execution: Execution;
  /** Null when there was nothing to verify: refused, or stopped half way. */
  readonly verification: Verification | null;
  /** Set when it should have been verified, and could not be. */
  readonly unverified: Unverified | null;
};

const usualLockRetries = 5;

/** How long to wait for another run that holds the session lock; it will usually have done the work by then. */
const lockWaitMs = 10_000;

/**
 * Runs exactly the approved plan, once, and proves the result:
 *
 *     gate → look, read-only → lock → look again → execute → verify on a fresh connection
 */
export async function apply(given: Inputs, request: ApplyRequest, tools: Tools): Promise<Applied> {
  const { plan } = request;
  const inputs: Inputs = { ...given, strategy: plan.strategy, push: plan.push };
  const run = { inputs, request, tools, startedAt: tools.clock(), project: await openSource(inputs, { required: true }) };
  const changedFiles = changedSince(plan, run.project);
  const configured = inputs.config.environments[inputs.environment ?? ""];
  const gated = gatePlan({
    plan,
    environment: inputs.environment ?? "",
    permission: request.permission,
    allowed: (configured?.allowHazards ?? []).filter((name) => name === "not-understood" || name === "reaches-outside"),
    hazards: hazardPolicyOf(inputs),
    changedFiles,
    maxPlanAgeMs: configured?.maxPlanAgeMs ?? null,
    now: run.startedAt,
  });
  const early = [...request.refusals, ...gated];

  const look = await lookReadOnly(run, early);
  if (look.kind === "refused") return refused(run, look);
  if (look.kind === "end") return finish(run, { look, outcome: "nothing-to-do" });

  tools.progress.step("Waiting for the session lock");
  const written = await write(run);
  if (written.look.kind === "refused") return refused(run, written.look);
  return finish(run, written);
}

type ApplyRun = {
  readonly inputs: Inputs;
  readonly request: ApplyRequest;
  readonly tools: Tools;
  readonly startedAt: Date;
  readonly project: SourceProject;
};

type Connected = Execution["target"];

/** Where the database stands, and whether the plan may run from there. */
type Look =
  | {
      readonly kind: "refused";
      readonly target: Connected;
      readonly reasons: readonly Blocked[];
      /** Set when that is why. */
      readonly lockWaitMs?: number;
    }
  | { readonly kind: "end"; readonly target: Connected; readonly before: Before }
  | {
      readonly kind: "go";
      readonly target: Connected;
      readonly moved: readonly Moved[];
      readonly alreadyApplied: readonly string[];
      readonly resume: Resume | null;
      readonly historyExists: boolean;
      readonly before: Before;
    };

type Before = { readonly rows: readonly TableRows[]; readonly extensions: EnvironmentFacts["extensions"] };

type Written =
  | { readonly look: Extract<Look, { kind: "refused" | "end" }>; readonly outcome: "refused" | "nothing-to-do" }
  | {
      readonly look: Extract<Look, { kind: "go" }>;
      readonly outcome: ApplyOutcome;
      readonly result: ExecutionResult;
      readonly session: readonly string[];
      readonly inTheWay: readonly string[];
      readonly lockWaitMs: number;
    };

/** Everything that can be known without being able to write; all reasons at once. */
async function lookReadOnly(run: ApplyRun, early: readonly Blocked[]): Promise<Look> {
  try {
    await using target = await openTarget(run.inputs, run.project, run.tools);
    return await lookAt(run, target, early);
  } catch (error) {
    // What is wrong with the plan itself is worth more than that the database can't be reached.
    if (early.length === 0 || !(error instanceof UserError)) throw error;
    const unreachable: Blocked = { reason: error.reason, object: null, message: error.message, hint: error.hint ?? "" };
    return { kind: "refused", target: null, reasons: [...early, unreachable] };
  }
}

async function lookAt(run: ApplyRun, target: LiveTarget, early: readonly Blocked[]): Promise<Look> {
  const { inputs, request, tools, project } = run;
  const { plan } = request;
  const { connection } = target.database;
  const at: Connected = { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion };
  const mismatches = gateTarget(plan, connection, target.scope.include);
  // The state of another database says nothing.
  if (mismatches.some(({ reason }) => reason === "target-mismatch"))
    return { kind: "refused", target: at, reasons: [...early, ...mismatches] };

  const side = await sideOf(inputs, project, target, request.task, tools);
  const diagnosis = await diagnosisOf(side);
  const reasons = [...early, ...mismatches];
  const go = async (moved: readonly Moved[], alreadyApplied: readonly string[], resume: Resume | null): Promise<Look> =>
    reasons.length > 0
      ? { kind: "refused", target: at, reasons }
      : {
          kind: "go",
          target: at,
          moved,
          alreadyApplied,
          resume,
          historyExists: side.history !== null,
          before: await notesBefore(side, plan),
        };
  const half = halfDone(plan, side.history, diagnosis);
  if (half !== null) {
    const resume =
      request.resume === undefined
        ? { reasons: [halfDoneReason(run, half)] }
        : await resumeOf(side, plan, diagnosis, half, request.resume);
    return "reasons" in resume
      ? { kind: "refused", target: at, reasons: [...reasons, ...resume.reasons] }
      : go([], half.applied, resume);
  }
  const standing = standingOf(
    plan,
    coveredOf(side, side.live),
    side.history === null && plan.strategy !== "migrate" ? null : diagnosis,
  );
  switch (standing.kind) {
    case "elsewhere":
      return { kind: "refused", target: at, reasons: [...reasons, ...standing.reasons] };
    case "base":
      return go(standing.moved, [], null);
    case "boundary": {
      const stale = await whyNotTheRest(side, plan, standing.applied);
      return stale.length > 0 ? { kind: "refused", target: at, reasons: [...reasons, ...stale] } : go([], standing.applied, null);
    }
    case "maybe-end": {
      const { differences } = await compareWithExpected(side, diagnosis, plan);
      if (differences.length > 0) return { kind: "refused", target: at, reasons: [...reasons, ...standing.otherwise] };
      return reasons.length > 0
        ? { kind: "refused", target: at, reasons }
        : { kind: "end", target: at, before: await notesBefore(side, plan) };
    }
  }
}

/** What an earlier run left inside of a file is gone on with only by somebody who knows that it is there. */
function halfDoneReason(run: ApplyRun, { migration, committed }: HalfDone): Blocked {
  const { plan, permission } = run.request;
  const own = plan.statements.filter(({ origin }) => origin === migration);
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `An earlier run of this plan stopped inside of \`${migration}\`: ${committed} of its ${own.length} statements are known to be committed.`,
    hint:
      permission.kind === "approve"
        ? `To go on where it stopped, if the database is in a state that the plan passes through: ${applyAgain(emptyExecution(run), ["--resume"])}`
        : "On a command line, `schemagate apply --resume` with the same plan goes on where it stopped, if the database is in a state that the plan passes through.",
  };
}

async function notesBefore(side: LiveSide, plan: Plan): Promise<Before> {
  const { engine, database } = side.target;
  return { rows: await countRows(plan, side.live, engine.dialect, database), extensions: side.facts.extensions };
}

/** An earlier run, or an earlier merge, applied the first files: the rest may run if it is exactly what would be planned now. */
async function whyNotTheRest({ inputs, task, tools }: Side, plan: Plan, applied: readonly string[]): Promise<readonly Blocked[]> {
  const { verdict, plan: now } = (await preflight(inputs, task, tools)).proposal;
  if (verdict.outcome === "blocked") return verdict.reasons;
  const done = new Set(applied);
  const rest = plan.statements.filter(({ origin }) => !done.has(origin));
  const same =
    now !== null &&
    now.statements.length === rest.length &&
    now.statements.every(({ sql, origin }, index) => sql === rest[index]?.sql && origin === rest[index]?.origin);
  if (same) return [];
  return [
    {
      reason: "plan-changed",
      object: null,
      message: `${applied.length} of the plan's files are applied already, and what is left to do now is not the rest of the plan.`,
      hint: "Run `schemagate preflight` again, and approve the plan that it makes.",
    },
  ];
}

/** Holds the one connection that can write, from the lock to the last statement. */
async function write(run: ApplyRun): Promise<Written> {
  const { inputs, request, tools, project } = run;
  const { plan } = request;
  await using target = await openWritableTarget(inputs, project, `schemagate apply ${shortDigest(plan.digest)}`);
  const { database } = target;
  const waitedFrom = Date.now();
  const lock = await database.lock(lockWaitMs, (holder) =>
    tools.progress.step(`Waiting up to ${lockWaitMs / 1000} seconds: ${holder} holds the lock`),
  );
  if (lock.outcome === "busy") return { look: lockBusy(database, lock.holder, Date.now() - waitedFrom), outcome: "refused" };
  const waited = Date.now() - waitedFrom;
  const look = await lookAt(run, target, []);
  if (look.kind === "refused") return { look, outcome: "refused" };
  if (look.kind === "end") return { look, outcome: "nothing-to-do" };

  tools.progress.step("Applying the plan");
  const inTheWay = await database.holders(plan.touches);
  for (const holder of inTheWay) tools.progress.step(`Holds locks on what the plan touches: ${holder}`);
  const journal = await request.openJournal({ ...emptyExecution(run), planPath: request.keptPlanPath });
  try {
    journal.append({ event: "started", digest: plan.digest, at: tools.clock().toISOString(), session: database.sessionFacts });
  } catch (error) {
    throw noLog(error);
  }
  const result = await execute({
    database,
    plan,
    alreadyApplied: new Set(look.alreadyApplied),
    resume: look.resume,
    lockRetry: {
      times: inputs.config.environments[inputs.environment ?? ""]?.lockRetries ?? usualLockRetries,
      random: Math.random,
    },
    bookkeeping: plan.strategy === "migrate" ? project.bookkeeping(database.connection.defaultSchema) : null,
    historyExists: look.historyExists,
    journal,
    clock: tools.clock,
    newId: request.newId,
    signal: request.signal,
    onStatement: tools.progress.statement,
    onWait: tools.progress.step,
  });
  return { look, outcome: outcomeOf(result), result, session: database.sessionFacts, inTheWay, lockWaitMs: waited };
}

function noLog(error: unknown): UserError {
  return new UserError(
    "apply-failed",
    `The log can't be written, and nothing runs without one: ${error instanceof Error ? error.message : error}. Nothing was changed.`,
    "Make room there, or give this user the right to write, or choose another folder with --out.",
    { cause: error },
  );
}

function lockBusy({ connection }: WritableDatabase, holder: string, lockWaitMs: number): Extract<Look, { kind: "refused" }> {
  return {
    kind: "refused",
    target: { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion },
    lockWaitMs,
    reasons: [
      {
        reason: "lock-busy",
        object: null,
        message: `Somebody else is migrating this database: ${holder} holds the lock.`,
        hint: "Wait until that run has ended, then run this again: it goes on from the state it finds.",
      },
    ],
  };
}

function outcomeOf({ statements, stop }: ExecutionResult): ApplyOutcome {
  if (stop === null) return "applied";
  const left = stop.file?.left ?? "nothing";
  const something = left !== "nothing" || statements.some(({ outcome }) => outcome === "done" || outcome === "unknown");
  return something ? "partially-applied" : "failed";
}

async function refused(run: ApplyRun, look: Extract<Look, { kind: "refused" }>): Promise<Applied> {
  const execution: Execution = {
    ...emptyExecution(run),
    target: look.target,
    outcome: "refused",
    reasons: look.reasons,
    lockWaitMs: look.lockWaitMs ?? null,
  };
  await run.request.onEnd(execution);
  return { execution, verification: null, unverified: null };
}

async function finish(
  run: ApplyRun,
  written: Written | { readonly look: Extract<Look, { kind: "end" }>; readonly outcome: "nothing-to-do" },
): Promise<Applied> {
  const { inputs, request, tools, project } = run;
  const { look } = written;
  if (look.kind === "refused") return refused(run, look);
  const ran = "result" in written ? written : null;
  const execution: Execution = {
    ...emptyExecution(run),
    target: look.target,
    outcome: written.outcome,
    rowsBefore: look.before.rows,
    ...(look.kind === "go" ? { moved: look.moved, alreadyApplied: look.alreadyApplied, resumed: resumedOf(look.resume) } : {}),
    ...(ran === null
      ? {}
      : {
          planPath: request.keptPlanPath,
          session: ran.session,
          inTheWay: ran.inTheWay,
          lockWaitMs: ran.lockWaitMs,
          statements: ran.result.statements,
          stop: ran.result.stop,
        }),
  };
  await request.onEnd(execution);
  if (execution.outcome !== "applied" && execution.outcome !== "nothing-to-do")
    return { execution, verification: null, unverified: null };
  const { plan, task, runCommand } = request;
  const { planPath } = execution;
  try {
    const verification = await verify(
      inputs,
      { plan, planPath, project, task, changedFiles: [], before: look.before, runCommand },
      tools,
    );
    return { execution, verification, unverified: null };
  } catch (error) {
    // What was committed stays committed: that it could not be looked at afterwards must not hide it.
    if (!(error instanceof UserError)) throw error;
    return { execution, verification: null, unverified: { message: error.message, hint: error.hint } };
  }
}

function resumedOf(resume: Resume | null): Execution["resumed"] {
  return resume === null ? null : { migration: resume.migration, done: resume.done, why: resume.why };
}

function emptyExecution({ inputs, request, tools, startedAt }: ApplyRun): Execution {
  const { plan, planPath, permission, task } = request;
  return {
    version: 1,
    tool: tools.version,
    digest: plan.digest,
    planPath,
    environment: inputs.environment ?? "",
    task,
    strategy: plan.strategy,
    target: null,
    startedAt: startedAt.toISOString(),
    finishedAt: tools.clock().toISOString(),
    outcome: "refused",
    permission,
    reasons: [],
    moved: [],
    alreadyApplied: [],
    resumed: null,
    inTheWay: [],
    session: [],
    lockWaitMs: null,
    statements: [],
    stop: null,
    rowsBefore: [],
  };
}

/** Files of the source that differ from those that the plan was made of, sorted. */
export function changedSince(plan: Plan, project: SourceProject): readonly string[] {
  const planned = new Map(plan.source.files.map(({ path, sha256 }) => [path, sha256]));
  const present = new Map(project.files.map(({ path, sha256 }) => [path, sha256]));
  return [...new Set([...planned.keys(), ...present.keys()])].filter((path) => planned.get(path) !== present.get(path)).sort();
}
