import type { Execution, StatementRecord, Stop } from "../execution.ts";
import type { Plan } from "../plan/plan.ts";
import type { Verification } from "../verification.ts";
import { byOutcome } from "./by-outcome.ts";
import { commandLine } from "./command-line.ts";
import { ranges } from "./figures.ts";

/** One thing to do next. `say` is a sentence (names between back-ticks), `commands` run as they stand. */
export type Step = { readonly say: string; readonly commands: readonly string[] };

/** What the reader of a log does next, in this order; empty where there is nothing to do. A refusal's reasons say it themselves. */
export function nextSteps(execution: Execution, plan: Plan | null): readonly Step[] {
  switch (execution.outcome) {
    case "applied":
      return [
        {
          say: "Whether the database is what the plan promised stands in 04. To look again later:",
          commands: [verify(execution)],
        },
      ];
    case "nothing-to-do":
    case "refused":
      return [];
    case "partially-applied":
    case "failed":
      return afterFailure(execution, plan);
  }
}

export function nextAfterVerification(verification: Verification): readonly Step[] {
  if (verification.outcome === "verified") return [];
  const { environment, strategy } = verification;
  if (onlyCommandFailed(verification))
    return [
      {
        say: "The database is as promised; the verify command says no. Its last lines are in 04. Once that is mended, look again:",
        commands: [verify(verification)],
      },
    ];
  const say = "See each difference with its cause, and what can be done about it:";
  // A preflight would put another plan where this one is, and then nothing could be verified against it.
  if (strategy === "migrate")
    return [
      { say, commands: [commandLine(["schemagate", "drift", "--environment", environment])] },
      { say: "Once it is mended, look again:", commands: [verify(verification)] },
    ];
  return [
    { say, commands: [commandLine(["schemagate", "preflight", "--environment", environment, ...strategyFlags(strategy, null)])] },
  ];
}

function onlyCommandFailed({ differences, history, unfinished, secondPlan, command }: Verification): boolean {
  return (
    command !== null &&
    command.exitCode !== 0 &&
    differences.length === 0 &&
    history.every(({ ok }) => ok) &&
    unfinished.every(({ promised }) => promised) &&
    (secondPlan.outcome === "empty" || secondPlan.outcome === "not-checked")
  );
}

function afterFailure(execution: Execution, plan: Plan | null): readonly Step[] {
  const { stop } = execution;
  if (leftUnknown(execution)) return lookFirst(execution, plan);
  if (stop?.file?.left === "partly" && execution.strategy === "migrate")
    return resolveByHand(execution, stop.file.migration, plan);
  if (execution.permission.kind === "standing") return syncAgain(execution);
  if (execution.strategy !== "migrate" && byOutcome(execution).committed.length > 0) return planTheRest(execution, plan);
  return againOrCorrect(execution, plan);
}

function leftUnknown(execution: Execution): boolean {
  const { stop } = execution;
  return stop?.file?.left === "unknown" || stop?.kind === "lost" || byOutcome(execution).unknown.length > 0;
}

function lookFirst(execution: Execution, plan: Plan | null): readonly Step[] {
  const look = { say: "Run nothing by hand before you have looked; this only reads:", commands: [preflight(execution, plan)] };
  if (execution.permission.kind === "standing") return [look, ...syncAgain(execution)];
  const then = (say: string) => [look, { say, commands: [] }];
  if (execution.strategy !== "migrate") return then("What it plans is what is left; have that approved.");
  const file = fileWords(execution.stop) ?? "a file";
  const means = `If ${file} is pending there, nothing of it is left behind; if it is not, it was committed; if it is called failed, it is half there.`;
  if (execution.permission.kind !== "approve") return then(`${means} ${resumeElsewhere}`);
  return [
    look,
    {
      say: `${means} In each of these cases this goes on with what is left, if the database is in a state that the plan passes through, and says what differs if it is not:`,
      commands: [applyAgain(execution, ["--resume"])],
    },
  ];
}

const resumeElsewhere =
  "What is pending is planned again, and approved again. A file that is half there is completed by `schemagate apply --resume` on a command line, with the same plan, or by hand.";

function resolveByHand(execution: Execution, migration: string, plan: Plan | null): readonly Step[] {
  const own = execution.statements.filter(({ origin }) => origin === migration);
  const committed = own.filter(isCommitted);
  const rest = own.filter((record) => !isCommitted(record));
  const resolve = (how: "--applied" | "--rolled-back") => [commandLine(["npx", "prisma", "migrate", "resolve", how, migration])];
  const noted =
    "It is noted as failed in `_prisma_migrations`, as Prisma itself would, and nothing else is applied until that is resolved";
  const onwards = { say: "Then make the plan for what is left, and have it approved:", commands: [preflight(execution, plan)] };
  const resume = (say: string): Step =>
    execution.permission.kind === "approve"
      ? { say: `${say}:`, commands: [applyAgain(execution, ["--resume"])] }
      : { say: `${say}, with the same plan on a command line: \`schemagate apply --resume\`.`, commands: [] };
  if (rest.length === 0)
    return [
      { say: `Everything of \`${migration}\` ran. ${noted}.`, commands: [] },
      resume("Mend the cause, and let it be completed"),
      { say: "Or say that it is applied:", commands: resolve("--applied") },
      onwards,
    ];
  const extent =
    committed.length === 0
      ? "a part of it may be"
      : `${statementWords(committed)} of it ${committed.length === 1 ? "is" : "are"}`;
  return [
    { say: `\`${migration}\` is half applied: ${extent} in the database. ${noted}, in one of three ways.`, commands: [] },
    resume("Either mend the cause, and go on where it stopped"),
    {
      say: `Or complete it by hand: mend the cause, run the rest of it (${statementWords(rest)}) by hand, then say so:`,
      commands: resolve("--applied"),
    },
    {
      say: "Or undo it: take back by hand what is there of it, correct the file, then say so:",
      commands: resolve("--rolled-back"),
    },
    onwards,
  ];
}

function isCommitted({ outcome }: StatementRecord): boolean {
  return outcome === "done" || outcome === "applied-before";
}

function fileWords(stop: Stop | null): string | null {
  return stop === null || stop.file === null ? null : `\`${stop.file.migration}\``;
}

function statementWords(records: readonly StatementRecord[]): string {
  if (records.length === 0) return "no statement";
  return `${records.length === 1 ? "statement" : "statements"} ${ranges(records.map(({ number }) => number))}`;
}

/** Statements of `sync` may run twice, and the command is its own approval. */
function syncAgain({ environment }: Execution): readonly Step[] {
  return [
    {
      say: "Mend the cause, and run it again; what is there already is skipped:",
      commands: [commandLine(["schemagate", "sync", "--environment", environment, "--apply"])],
    },
  ];
}

function planTheRest(execution: Execution, plan: Plan | null): readonly Step[] {
  return [
    {
      say: "Mend the cause. The database is no longer what this plan started from, so it can't be applied again; make the plan for what is left, and have it approved:",
      commands: [preflight(execution, plan)],
    },
  ];
}

/** The database is as the plan, or its rest, expects it: either the cause lies outside of the plan, or the plan has to change. */
function againOrCorrect(execution: Execution, plan: Plan | null): readonly Step[] {
  const { stop, strategy } = execution;
  const rest = byOutcome(execution).committed.length > 0 ? "; it goes on where this run stopped" : "";
  const again = (say: string): Step =>
    execution.permission.kind !== "approve"
      ? { say: `${say}${rest}: start a new run of the workflow, and have its plan approved.`, commands: [] }
      : { say: `${say}${rest}:`, commands: [applyAgain(execution)] };
  const correct = (say: string): Step => ({ say, commands: [preflight(execution, plan)] });
  const editable = `${fileWords(stop) ?? "The file"} is not applied here, so it may still be edited; a database that has it already will refuse the edited file.`;
  switch (causeOf(stop)) {
    case "outside":
      return [again(againWords[stop?.kind === "signal" ? "interrupted" : (stop?.failure?.kind ?? "other")])];
    case "rows":
      return [
        again("Mend the rows that stand in the way, and apply the same plan again"),
        correct(
          strategy === "migrate"
            ? `Or let a migration mend them. ${editable} Then make a new plan, and have it approved:`
            : "Or change the schema in the code, make a new plan, and have it approved:",
        ),
      ];
    case "statement":
      return [
        correct(
          strategy === "migrate"
            ? `Correct the file. ${editable} Then make a new plan, and have it approved:`
            : "This statement was computed from the difference. Change the schema in the code, or write a migration by hand; make a new plan, and have it approved:",
        ),
      ];
  }
}

/** Whether the same plan may succeed as it stands. */
function causeOf(stop: Stop | null): "outside" | "rows" | "statement" {
  if (stop === null || stop.kind === "signal" || stop.kind === "history" || stop.kind === "log") return "outside";
  const { failure, kind } = stop;
  // A file that leaves its transaction open is refused by us, not by the database.
  if (failure === null && kind === "statement") return "statement";
  if (failure === null || failure.kind !== "other") return "outside";
  const code = failure.code ?? "";
  if (/^23|^SQLITE_CONSTRAINT/.test(code)) return "rows";
  // Serialization and deadlock, resources, a read-only server, shutdown, a system error.
  return /^(?:40|53|25006|57|58)|^SQLITE_(?:BUSY|FULL|IOERR|READONLY|LOCKED|NOMEM|CANTOPEN)/.test(code) ? "outside" : "statement";
}

const againWords = {
  "lock-timeout": "When the session that holds the lock is done, apply the same plan again",
  timeout: "With a longer time limit, or at a quieter hour, apply the same plan again",
  interrupted: "Nothing has to be mended. Apply the same plan again",
  "connection-lost": "When the database can be reached, apply the same plan again",
  permission: "When the role may do it, apply the same plan again",
  other: "When that is mended, apply the same plan again",
} as const;

function preflight({ environment, strategy }: Execution, plan: Plan | null): string {
  return commandLine(["schemagate", "preflight", "--environment", environment, ...strategyFlags(strategy, plan)]);
}

function strategyFlags(strategy: Execution["strategy"], plan: Plan | null): readonly string[] {
  if (strategy === null || strategy === "migrate") return [];
  if (strategy === "sync") return ["--strategy", strategy];
  return ["--strategy", strategy, "--push-reason", plan?.push?.reason ?? "REASON", "--push-until", plan?.push?.until ?? "DATE"];
}

/** The command that applies the same plan, with what was allowed. */
export function applyAgain(
  execution: Pick<Execution, "environment" | "planPath" | "digest" | "permission">,
  more: readonly string[] = [],
): string {
  const { environment, planPath, digest, permission } = execution;
  const { destructive } = permission;
  return commandLine([
    ...["schemagate", "apply", "--environment", environment, "--plan", planPath],
    ...["--approve", digest ?? permission.named ?? "DIGEST"],
    ...(destructive.allowed ? ["--allow-destructive"] : []),
    ...(destructive.allowed && destructive.backup !== null ? ["--backup", destructive.backup] : []),
    ...(destructive.allowed && destructive.acceptedRisk !== null ? ["--accept-risk", destructive.acceptedRisk] : []),
    ...more,
  ]);
}

function verify({ environment, planPath }: Pick<Execution, "environment" | "planPath">): string {
  return commandLine(["schemagate", "verify", "--environment", environment, "--plan", planPath]);
}
