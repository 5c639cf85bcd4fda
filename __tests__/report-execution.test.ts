import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Execution, StatementRecord } from "../src/execution.ts";
import type { Plan } from "../src/plan/plan.ts";
import { renderExecution } from "../src/report/execution.ts";
import { durationWords, ranges } from "../src/report/figures.ts";
import { nextSteps } from "../src/report/next-steps.ts";
import { summarizeExecution } from "../src/report/terminal-apply.ts";
import {
  aFailure,
  anExecution,
  aPlan,
  connectionLost,
  failedWhole,
  partlyApplied,
  records,
  refused,
} from "./support/executions.ts";
import { hostileTexts } from "./support/hostile-names.ts";
import { faultsIn, hiddenIn } from "./support/whole-markdown.ts";

const template = readFileSync(new URL("../templates/03-execution-log.md", import.meta.url), "utf8");

function render(execution: Execution, plan: Plan | null = aPlan()): string {
  return renderExecution(execution, plan, template);
}

function verdictOf(execution: Execution, plan: Plan | null = aPlan()): string {
  return render(execution, plan).split("\n")[2] ?? "";
}

function summary(execution: Execution): string {
  return summarizeExecution(execution, (_style, text) => text);
}

/** The commands of a report, in their order. */
function commandsOf(execution: Execution, plan: Plan | null = aPlan()): readonly string[] {
  return nextSteps(execution, plan).flatMap(({ commands }) => commands);
}

const digest = "3f9c1a7e20b4".padEnd(64, "0");
const planPath = "dev-docs/active/pr-12/db/artifacts/plan.json";
const applyAgain = `schemagate apply --environment prod --plan ${planPath} --approve ${digest}`;
const resume = `${applyAgain} --resume`;
const preflight = "schemagate preflight --environment prod";
const where = "prod (`db:5432/shop`)";
const lockTimeout = aFailure({
  code: "55P03",
  kind: "lock-timeout",
  message: "canceling statement due to lock timeout",
  constraint: null,
  table: null,
});
const noSuchTable = aFailure({
  code: "42P01",
  message: 'relation "nope" does not exist',
  constraint: null,
  table: null,
  hint: null,
});
const stopped = anExecution({
  outcome: "partially-applied",
  statements: records(["done", "done", "not-run", "not-run", "not-run", "not-run"]),
  stop: {
    kind: "signal",
    statement: null,
    failure: null,
    message: "This run was asked to stop.",
    file: { migration: "20260102_b", left: "nothing" },
  },
});

describe("the verdict of an execution log", () => {
  it.each<[string, Execution]>([
    [`✅ Applied plan \`3f9c1a7e20b4\` to ${where}: 6 statements in 5.1 s, everything committed.`, anExecution()],
    [
      `✅ Applied the rest of plan \`3f9c1a7e20b4\` to ${where}: 4 statements in 3.1 s, everything committed.`,
      anExecution({
        alreadyApplied: ["20260101_a"],
        statements: records(["applied-before", "applied-before", "done", "done", "done", "done"]),
      }),
    ],
    [`✅ Applied plan \`3f9c1a7e20b4\` to ${where}: no statement had to run.`, anExecution({ statements: [] })],
    [
      `✅ Nothing to do: ${where} has everything of plan \`3f9c1a7e20b4\` already. Nothing was written.`,
      anExecution({ outcome: "nothing-to-do", statements: [] }),
    ],
    [
      `⛔ Refused: nothing was written to ${where}. 3 reasons: \`drift-detected\`, \`destructive-not-allowed\`, \`target-mismatch\`.`,
      refused(),
    ],
    [
      "⛔ Refused: nothing was written to prod. 3 reasons: `drift-detected`, `destructive-not-allowed`, `target-mismatch`.",
      { ...refused(), target: null, digest: null },
    ],
    [
      `🛑 Partly applied to ${where}: 3 of 6 statements are committed; statement 4 failed with \`23505\` (\`users_email_key\`).`,
      partlyApplied(),
    ],
    [
      `🛑 Partly applied to ${where}: 5 of 6 statements are committed; the connection was lost at statement 6, and it is not known what of it took effect.`,
      connectionLost(),
    ],
    [
      `🛑 Partly applied to ${where}: 3 of 6 statements are committed (2 of them before this run); statement 4 failed with \`23505\` (\`users_email_key\`).`,
      partlyApplied({ statements: records(["applied-before", "applied-before", "done", "failed", "not-run", "not-run"]) }),
    ],
    [
      `🛑 Partly applied to ${where}: 2 of 6 statements are committed; the run was stopped between two statements (\`20260102_b\`).`,
      stopped,
    ],
    [
      `❌ Failed on ${where}: statement 2 failed with \`23505\` (\`users_email_key\`); nothing of the plan is in the database.`,
      failedWhole(aFailure()),
    ],
    [
      `❌ Failed on ${where}: statement 2 gave up waiting for a lock (\`55P03\`); nothing of the plan is in the database.`,
      failedWhole(lockTimeout),
    ],
    [
      `❌ Failed on ${where}: the commit failed with \`23503\` (\`20260101_a\`, \`orders_user\`); nothing of the plan is in the database.`,
      failedWhole(aFailure(), {
        stop: {
          kind: "commit",
          statement: null,
          failure: aFailure({ code: "23503", constraint: "orders_user" }),
          message: "The end of the transaction was refused.",
          file: { migration: "20260101_a", left: "nothing" },
        },
      }),
    ],
  ])("%s", (verdict, execution) => {
    expect(verdictOf(execution)).toBe(verdict);
  });

  it("does not say that nothing is there when it is not known", () => {
    const execution = { ...connectionLost(), outcome: "failed" as const, statements: records(["unknown"]) };
    expect(verdictOf(execution)).toContain("it is not known what of it took effect");
    expect(render(execution)).not.toMatch(/nothing of (?:the plan|this run)/);
  });

  it("says at the end that something was written when something was", () => {
    for (const execution of [anExecution(), partlyApplied(), connectionLost(), stopped]) {
      expect(render(execution)).toContain("The database was written to");
      expect(render(execution)).not.toContain("othing was written");
    }
    expect(render(refused())).toContain("nothing was written to it.");
    expect(render(failedWhole(aFailure()))).toContain("What was begun was undone.");
  });
});

describe("what an execution log says to do next", () => {
  it.each<[string, Execution, readonly string[]]>([
    ["after success, nothing but looking", anExecution(), [`schemagate verify --environment prod --plan ${planPath}`]],
    ["after a refusal, what its reasons say", refused(), []],
    ["after nothing, nothing", anExecution({ outcome: "nothing-to-do" }), []],
    [
      "of a file half applied, what Prisma wants to be told",
      partlyApplied(),
      [
        resume,
        "npx prisma migrate resolve --applied 20260102_b",
        "npx prisma migrate resolve --rolled-back 20260102_b",
        preflight,
      ],
    ],
    [
      "of a file that ran and could not be noted, that it is applied",
      partlyApplied({
        statements: records(["done", "done", "done", "done", "done", "not-run"]),
        stop: {
          kind: "history",
          statement: null,
          failure: null,
          message: "No.",
          file: { migration: "20260102_b", left: "partly" },
        },
      }),
      [resume, "npx prisma migrate resolve --applied 20260102_b", preflight],
    ],
    ["after a lost connection, look first", connectionLost(), [preflight, resume]],
    ["of rows in the way, again or another plan", failedWhole(aFailure()), [applyAgain, preflight]],
    ["of a lock, again", failedWhole(lockTimeout), [applyAgain]],
    ["of a wrong statement, another plan", failedWhole(noSuchTable), [preflight]],
    ["of a file that leaves its transaction open, another plan", unterminated(), [preflight]],
    ["of a stop, again", stopped, [applyAgain]],
    [
      "of SQLite's rows in the way, again or another plan",
      failedWhole(aFailure({ code: "SQLITE_CONSTRAINT_FOREIGNKEY" })),
      [applyAgain, preflight],
    ],
    ["of a full disk, again", failedWhole(aFailure({ code: "53100" })), [applyAgain]],
    [
      "with what was allowed",
      failedWhole(lockTimeout, {
        permission: {
          kind: "approve",
          named: digest,
          evidence: [],
          destructive: { allowed: true, backup: "s3://b/1", acceptedRisk: null },
        },
      }),
      [`${applyAgain} --allow-destructive --backup s3://b/1`],
    ],
    [
      "of a standing approval, the same command",
      partlyApplied({
        strategy: "sync",
        permission: { kind: "standing", named: null, evidence: [], destructive: { allowed: false } },
        stop: withoutFile(partlyApplied()),
      }),
      ["schemagate sync --environment prod --apply"],
    ],
    [
      "of a standing approval whose connection was lost, look first",
      connectionLost({
        strategy: "sync",
        permission: { kind: "standing", named: null, evidence: [], destructive: { allowed: false } },
        stop: withoutFile(connectionLost()),
      }),
      [`${preflight} --strategy sync`, "schemagate sync --environment prod --apply"],
    ],
  ])("%s", (_name, execution, commands) => {
    expect(commandsOf(execution)).toEqual(commands);
    for (const command of commands) expect(render(execution)).toContain(command);
    if (execution.outcome !== "applied") for (const command of commands) expect(summary(execution)).toContain(command);
  });

  it("of a push, the flags that it was planned with, as words of a shell", () => {
    const push = partlyApplied({ strategy: "push", stop: withoutFile(partlyApplied()) });
    const plan = aPlan({ strategy: "push", push: { reason: "it's $(rm) `x`", until: "2027-01-01" } });
    expect(commandsOf(push, plan)).toEqual([
      `${preflight} --strategy push --push-reason 'it'\\''s $(rm) \`x\`' --push-until 2027-01-01`,
    ]);
  });

  it("names the statements that are committed of the file, and holds their text and that of the rest", () => {
    const markdown = render(partlyApplied());
    expect(markdown).toContain("`20260102_b` is half applied: statement 3 of it is in the database.");
    expect(markdown).toContain("run the rest of it (statements 4, 5) by hand");
    expect(markdown).toMatch(
      /The rest of <code>20260102_b<\/code>: 2 statements[\s\S]*DROP TABLE old;[\s\S]*What is committed of/,
    );
  });

  it("writes every name as one word of the shell", () => {
    const before = preflight.slice(0, -"prod".length);
    const words = hostileTexts.map(
      (name) => commandsOf({ ...connectionLost(), environment: name })[0]?.slice(before.length) ?? "",
    );
    const read = execFileSync("sh", ["-c", `printf '%s\\0' ${words.join(" ")}`], { encoding: "utf8" });
    expect(read.split("\0").slice(0, -1)).toEqual(hostileTexts);
  });
});

describe("a name with a line feed", () => {
  it("breaks no command in two", () => {
    const markdown = render({ ...connectionLost(), environment: "prod\nrm -rf" });
    expect(markdown).toContain("schemagate preflight --environment 'prod\\nrm -rf'\n");
  });
});

describe("the body of an execution log", () => {
  it("says where a failure leaves the database", () => {
    const markdown = render(partlyApplied());
    expect(markdown).toContain("- **Committed:** statements 1–3 (all of `20260101_a` and 1 of 3 of `20260102_b`)\n");
    expect(markdown).toContain("- **Failed:** statement 4 of `20260102_b`\n");
    expect(markdown).toContain("- **Not run:** statements 5, 6 of `20260102_b` and `20260103_c`\n");
    expect(render(failedWhole(aFailure()))).toContain("- **Committed:** nothing\n");
  });

  it("says what is one transaction", () => {
    expect(render(anExecution())).toContain("One transaction: committed together.");
    expect(render(partlyApplied())).toContain("Not one transaction: each statement commits for itself.");
    expect(render(partlyApplied())).toContain("One transaction, not begun.");
    expect(render(failedWhole(aFailure()))).toContain("One transaction: nothing of it is in the database.");
    expect(render(connectionLost())).toContain("One transaction; whether it was committed is not known.");
  });

  it("says that a concurrent build leaves an invalid index", () => {
    expect(render(partlyApplied())).toContain("leaves an invalid index behind");
    expect(render(failedWhole(aFailure()))).not.toContain("invalid index");
  });

  it("names permission, session and lock", () => {
    const allowed = { allowed: true, backup: null, acceptedRisk: "the table is empty" } as const;
    const markdown = render(
      anExecution({ permission: { kind: "approve", named: digest, evidence: [], destructive: allowed }, lockWaitMs: 4200 }),
    );
    expect(markdown).toContain("`3f9c1a7e20b4` was named, which is this plan");
    expect(markdown).toContain("**Destruction:** allowed, the risk was accepted: the table is empty");
    expect(markdown).toContain("**Session:** user deploy, server process 4711");
    expect(markdown).toContain("**Lock:** taken after 4.2 s");
    expect(render(anExecution())).toContain("not allowed; no statement of the plan deletes data");
  });

  it("folds a long list of what moved elsewhere", () => {
    const moved = Array.from({ length: 6 }, (_, at) => ({ object: `table public.t${at}`, how: "appeared" as const }));
    expect(render(anExecution({ moved }))).toContain("<summary>6 objects</summary>");
    expect(render(anExecution({ moved: moved.slice(0, 5) }))).not.toContain("<summary>5 objects</summary>");
  });

  it("folds a long plan, and never what failed, was rolled back or is unknown", () => {
    const outcomes = Array.from({ length: 120 }, (_, at): StatementRecord["outcome"] => {
      if (at < 100) return "done";
      return at < 110 ? "rolled-back" : at === 110 ? "failed" : "not-run";
    });
    const markdown = render(partlyApplied({ statements: records(outcomes) }));
    const visible = unfolded(markdown.slice(markdown.indexOf("## Statements"), markdown.indexOf("## SQL")));
    expect(numbersIn(visible)).toEqual(Array.from({ length: 11 }, (_, at) => 101 + at));
  });

  it("shows the numbers of a long file that was rolled back as a whole", () => {
    const outcomes = Array.from({ length: 300 }, (_, at): StatementRecord["outcome"] => (at === 299 ? "failed" : "rolled-back"));
    const markdown = render(failedWhole(aFailure(), { statements: records(outcomes) }));
    expect(markdown).toContain("Rolled back: 1–299.");
  });

  it("cuts a long statement where it failed, and shows all of it below", () => {
    const long = Array.from({ length: 200 }, (_, at) => `-- line ${at}`).join("\n");
    const statements = records(["failed"]).map((record) => ({ ...record, sql: long }));
    const [shown = "", below = ""] = render(
      failedWhole(aFailure(), { statements, stop: { ...stopOf(failedWhole(aFailure())), statement: 1 } }),
    ).split("## Where it stands");
    expect(shown).toContain("all of it stands under SQL");
    expect(shown).not.toContain("line 150");
    expect(below).toContain("line 199");
  });

  it("shows the first notices, and counts the rest", () => {
    const statements = records(["done"]).map((record) => ({ ...record, rows: 12_345, notices: ["a", "b", "c", "d", "e"] }));
    expect(render(anExecution({ statements }))).toMatch(/\| 12,345 \| a; b; c; and 2 more \|/);
  });
});

describe("foreign text in an execution log", () => {
  it.each(hostileTexts)("stays inert: %j", (text) => {
    for (const execution of everywhere(text)) {
      const plan = aPlan({ strategy: "push", push: { reason: text, until: text } });
      for (const markdown of [render(execution, plan), render(execution, null)]) expect(faults(markdown)).toEqual([]);
      expect(hiddenIn(summary(execution))).toEqual([]);
      expect(summary(execution)).not.toMatch(/^\s*::|##\[/m);
    }
  });

  it("leaves no slot, and one verdict, whatever happened", () => {
    fc.assert(
      fc.property(anyExecution(), (execution) => {
        const markdown = render(execution, null);
        expect(markdown).not.toMatch(/\{\{[a-z-]+\}\}/);
        expect(markdown.split("\n")[2]).toMatch(/^(?:✅|⛔|🛑|❌) /u);
        expect(faults(markdown)).toEqual([]);
        const shown = unfolded(markdown.slice(0, markdown.indexOf("## SQL")));
        for (const { number, outcome } of execution.statements)
          if (outcome === "failed" || outcome === "unknown") expect(shown).toMatch(new RegExp(`\\| ${number} +\\|`));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the terminal after an apply", () => {
  it("puts the failure before what is committed, and the next command last", () => {
    const lines = summary(failedWhole(lockTimeout)).split("\n");
    expect(lines[0]).toBe("✗ failed  prod (db:5432/shop)  plan 3f9c1a7e20b4");
    expect(lines[1]).toContain("statement 2 gave up waiting for a lock (20260101_a, 55P03)");
    expect(lines.at(-1)).toBe(`      ${applyAgain}`);
  });

  it("is one line when all went well", () => {
    expect(summary(anExecution())).toBe(
      "✓ applied  prod (db:5432/shop)  plan 3f9c1a7e20b4: 6 statements in 5.1 s, everything committed",
    );
  });

  it("gives each reason of a refusal with what to do", () => {
    expect(summary(refused())).toContain("  target-mismatch  This is another database.\n  → Check the URL.");
  });
});

describe("figures", () => {
  it("writes numbers as ranges that hold exactly them", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 })), (numbers) => {
        const sorted = numbers.toSorted((a, b) => a - b);
        const read = ranges(sorted)
          .split(", ")
          .filter((part) => part !== "")
          .flatMap((part) => {
            const [first = 0, last = first] = part.split("–").map(Number);
            return Array.from({ length: last - first + 1 }, (_, at) => first + at);
          });
        expect(read).toEqual(sorted);
      }),
    );
  });

  it.each([
    [0, "0 ms"],
    [999.6, "1.0 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min 0 s"],
    [3_599_600, "1 h 0 min"],
    [3_840_000, "1 h 4 min"],
  ])("writes %d milliseconds as %s", (milliseconds, words) => {
    expect(durationWords(milliseconds)).toBe(words);
  });
});

function faults(markdown: string): readonly string[] {
  return faultsIn(markdown);
}

function unfolded(markdown: string): string {
  return markdown.replaceAll(/<details>[\s\S]*?<\/details>/g, "");
}

function numbersIn(markdown: string): readonly number[] {
  return [...markdown.matchAll(/^\| (\d+) +\|/gm)].map(([, number]) => Number(number));
}

function stopOf({ stop }: Execution): NonNullable<Execution["stop"]> {
  if (stop === null) throw new Error("This execution did not stop.");
  return stop;
}

function withoutFile(execution: Execution): Execution["stop"] {
  return { ...stopOf(execution), file: null };
}

function unterminated(): Execution {
  const failed = failedWhole(aFailure());
  return { ...failed, stop: { ...stopOf(failed), failure: null, message: "The file opens a transaction and does not end it." } };
}

/** Executions of each kind with the same text in every place that takes one. */
function everywhere(text: string): readonly Execution[] {
  const failure = aFailure({ code: text, message: text, constraint: text, table: text, column: text, hint: text });
  const statements = records(["done", "failed", "rolled-back", "unknown", "not-run", "applied-before"]).map((record) => ({
    ...record,
    origin: text,
    sql: text,
    notices: [text, text],
    startedAt: text,
  }));
  const hostile: Partial<Execution> = {
    tool: text,
    digest: text,
    // A name with white space would not be one word of the title.
    environment: "prod",
    task: text,
    target: { dialect: "postgres", display: text, serverVersion: text },
    startedAt: text,
    finishedAt: text,
    permission: { kind: "approve", named: text, evidence: [], destructive: { allowed: true, backup: text, acceptedRisk: text } },
    moved: [{ object: text, how: "changed" }],
    alreadyApplied: [text],
    session: [text],
    statements,
    rowsBefore: [{ table: text, rows: 3, exact: false }],
  };
  const reasons = [{ reason: "policy" as const, object: text, message: text, hint: text }];
  const lefts = ["nothing", "partly", "unknown"] as const;
  return [
    anExecution(hostile),
    anExecution({ ...hostile, outcome: "refused", reasons }),
    ...lefts.map((left) =>
      anExecution({
        ...hostile,
        outcome: "partially-applied",
        // Nothing is unknown, so that each kind of next step is written.
        statements: statements.filter(({ outcome }) => left === "unknown" || outcome !== "unknown"),
        stop: { kind: "statement", statement: 2, failure, message: text, file: { migration: text, left } },
      }),
    ),
  ];
}

function anyExecution(): fc.Arbitrary<Execution> {
  const outcome = fc.constantFrom<StatementRecord["outcome"]>(
    "done",
    "rolled-back",
    "failed",
    "unknown",
    "not-run",
    "applied-before",
  );
  return fc
    .record({
      outcomes: fc.array(outcome, { maxLength: 150, size: "max" }),
      outcome: fc.constantFrom<Execution["outcome"]>("applied", "nothing-to-do", "refused", "partially-applied", "failed"),
      strategy: fc.constantFrom<Execution["strategy"]>("migrate", "push", "sync", null),
      kind: fc.constantFrom("statement", "commit", "history", "signal", "lost"),
      left: fc.constantFrom("nothing", "partly", "unknown"),
      statement: fc.option(fc.integer({ min: 1, max: 160 })),
      failed: fc.boolean(),
      standing: fc.boolean(),
    })
    .map(({ outcomes, outcome: ended, strategy, kind, left, statement, failed, standing }) =>
      anExecution({
        outcome: ended,
        strategy,
        statements: records(outcomes),
        stop: {
          kind,
          statement,
          failure: failed ? aFailure() : null,
          message: "It stopped.",
          file: { migration: "20260101_a", left },
        },
        permission: { kind: standing ? "standing" : "approve", named: null, evidence: [], destructive: { allowed: false } },
      }),
    );
}
