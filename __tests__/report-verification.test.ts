import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarizeVerification } from "../src/report/terminal-apply.ts";
import { renderVerification } from "../src/report/verification.ts";
import { checkVerification } from "../src/report/verification-checks.ts";
import type { Verification } from "../src/verification.ts";
import { aVerification } from "./support/executions.ts";
import { hostileTexts } from "./support/hostile-names.ts";
import { faultsIn, hiddenIn } from "./support/whole-markdown.ts";

const template = readFileSync(new URL("../templates/04-verification.md", import.meta.url), "utf8");

function render(over: Partial<Verification>): string {
  return renderVerification(aVerification(over), template);
}

function verdictOf(over: Partial<Verification>): string {
  return render(over).split("\n")[2] ?? "";
}

function summary(over: Partial<Verification>): readonly string[] {
  return summarizeVerification(aVerification(over), (_style, text) => text).split("\n");
}

/** The line of the table about this. */
function rowOf(what: string, over: Partial<Verification>): string {
  const row = render(over)
    .split("\n")
    .find((line) => line.split("|")[2]?.trim() === what);
  return (row ?? "").replaceAll(/ +/g, " ");
}

const everythingWrong: Partial<Verification> = {
  outcome: "diverged",
  differences: [
    { object: "column public.users.email", summary: "type is text, not varchar(20)" },
    { object: "table public.t", summary: "is missing" },
  ],
  history: [
    { migration: "20260101_a", ok: true, message: "" },
    { migration: "20260102_b", ok: false, message: "is not in the history of the database." },
  ],
  unfinished: [{ object: "index public.users_email_key", what: "the index is invalid", promised: false }],
  command: { command: "npm run smoke", exitCode: 3, output: "one\ntwo\nthree\nfour\nfive\n::error::six" },
  secondPlan: { outcome: "not-empty", statements: ["ALTER TABLE users ADD x int"] },
};

describe("the verdict of a verification", () => {
  it.each<[string, Partial<Verification>]>([
    ["✅ Verified: prod (`db:5432/shop`) is exactly what plan `3f9c1a7e20b4` promised.", {}],
    [
      "✅ Verified: prod (`db:5432/shop`) is exactly what plan `3f9c1a7e20b4` promised. To look at: objects of extensions, fewer rows.",
      {
        rows: [{ table: "table public.users", rows: 5, exact: true, before: { rows: 9, exact: true } }],
        extensions: [{ name: "postgis", before: 900, after: 800 }],
      },
    ],
    [
      "🛑 Diverged: prod (`db:5432/shop`) is not what plan `3f9c1a7e20b4` promised: 2 objects differ, 1 migration not recorded as applied, 1 index or constraint left invalid, the verify command failed with 3, a second plan has 1 statement.",
      everythingWrong,
    ],
    [
      "🛑 Diverged: prod (`db:5432/shop`) is not what plan `3f9c1a7e20b4` promised: a second plan is blocked.",
      { outcome: "diverged", secondPlan: { outcome: "blocked", reasons: [] } },
    ],
  ])("%s", (verdict, over) => {
    expect(verdictOf(over)).toBe(verdict);
  });
});

describe("what was checked", () => {
  it.each<[string, string, Partial<Verification>]>([
    ["Structure", "| ✓ | Structure | 312 objects as promised |", {}],
    ["Structure", "| ✗ | Structure | 2 objects differ, 312 as promised |", everythingWrong],
    [
      "Structure",
      "| ✓ | Structure | 312 objects as promised; 1 other object changed since the plan was made, by somebody else |",
      { elsewhere: [{ object: "table public.x", summary: "is new" }] },
    ],
    ["Migration history", "| ✓ | Migration history | 1 migration recorded as applied |", {}],
    [
      "Migration history",
      "| – | Migration history | nothing to check: push keeps no history |",
      { strategy: "push", history: [] },
    ],
    [
      "Migration history",
      "| ✗ | Migration history | 1 migration not recorded as applied: 20260102_b: is not in the history of the database |",
      everythingWrong,
    ],
    ["Objects of extensions", "| – | Objects of extensions | nothing to check: there are no extensions |", {}],
    [
      "Objects of extensions",
      "| – | Objects of extensions | not checked: it is not known how many there were before |",
      { extensions: [{ name: "pg_trgm", before: null, after: 31 }] },
    ],
    [
      "Objects of extensions",
      "| ✓ | Objects of extensions | as many as before in 1 extension; not known of 1 more |",
      {
        extensions: [
          { name: "citext", before: null, after: 1 },
          { name: "pg_trgm", before: 31, after: 31 },
        ],
      },
    ],
    ["Rows", "| – | Rows | nothing to check: no table that the plan touches is there |", {}],
    [
      "Rows",
      "| – | Rows | not checked: there is no count from before to compare with |",
      { rows: [{ table: "table public.users", rows: 5, exact: true, before: null }] },
    ],
    [
      "Rows",
      "| ! | Rows | fewer than before in table public.users; 1 table could not be compared |",
      {
        rows: [
          { table: "table public.users", rows: 5, exact: true, before: { rows: 9, exact: true } },
          { table: "table public.orders", rows: null, exact: false, before: { rows: 9, exact: true } },
        ],
      },
    ],
    ["Verify command", "| – | Verify command | not checked: none was given (--verify-command) |", {}],
    ["Verify command", "| ✗ | Verify command | npm run smoke: exit status 3 |", everythingWrong],
    ["A second plan", "| ✓ | A second plan | is empty |", {}],
    [
      "A second plan",
      "| – | A second plan | not checked: The code has moved on |",
      { secondPlan: { outcome: "not-checked", reason: "The code has moved on." } },
    ],
    [
      "Invalid indexes, constraints not validated",
      "| ✓ | Invalid indexes, constraints not validated | only what the plan itself leaves so (1) |",
      { unfinished: [{ object: "check public.t.c", what: "is not validated", promised: true }] },
    ],
  ])("%s: %s", (what, row, over) => {
    expect(rowOf(what, over)).toBe(row);
  });

  it("never calls good what was not checked", () => {
    fc.assert(
      fc.property(anyVerification(), (verification) => {
        const checks = checkVerification(verification);
        expect(checks.map(({ id }) => id)).toHaveLength(new Set(checks.map(({ id }) => id)).size);
        for (const { state, seen, brief } of checks) {
          expect(/^(?:not checked|nothing to check): /.test(seen)).toBe(state === "none");
          expect(brief === "").toBe(state === "good" || state === "none");
        }
      }),
    );
  });

  it("finds something wrong exactly where the database diverged", () => {
    fc.assert(
      fc.property(anyVerification(), (verification) => {
        const bad = checkVerification(verification).some(({ state }) => state === "bad");
        expect(bad).toBe(verification.outcome === "diverged");
      }),
    );
  });
});

describe("the body of a verification", () => {
  it("names each difference, and what to do", () => {
    const markdown = render(everythingWrong);
    expect(markdown).toContain("## What differs\n\n- `column public.users.email`: type is text, not varchar(20)\n");
    expect(markdown).toContain("schemagate drift --environment prod\n");
    expect(markdown).toContain("schemagate verify --environment prod --plan dev-docs/active/pr-12/db/artifacts/plan.json\n");
    expect(markdown).toContain("```sql\nALTER TABLE users ADD x int;\n```");
    expect(markdown).toContain("```\none\ntwo\nthree\nfour\nfive\n::error::six\n```");
    expect(render({})).not.toContain("## ");
  });

  it("folds a long list of differences", () => {
    const differences = Array.from({ length: 25 }, (_, at) => ({ object: `table public.t${at}`, summary: "is missing" }));
    expect(render({ ...everythingWrong, differences })).toContain("<summary>15 more</summary>");
  });

  it("marks estimates and what became fewer", () => {
    const markdown = render({
      rows: [
        { table: "table public.a", rows: 1_200, exact: true, before: { rows: 1_300, exact: true } },
        { table: "table public.b", rows: 2_000_000, exact: false, before: { rows: 1_900_000, exact: false } },
        { table: "table public.c", rows: 7, exact: true, before: { rows: 7, exact: true } },
        { table: "table public.d", rows: 7, exact: true, before: null },
      ],
    }).replaceAll(/ +/g, " ");
    expect(markdown).toContain("| `table public.a` | 1,300 | 1,200 | **−100** |");
    expect(markdown).toContain("| `table public.b` | ≈ 1,900,000 | ≈ 2,000,000 | ≈ +100,000 |");
    expect(markdown).toContain("| `table public.c` | 7 | 7 | 0 |");
    expect(markdown).toContain("| `table public.d` | not counted | 7 | – |");
  });
});

describe("foreign text in a verification", () => {
  it.each(hostileTexts)("stays inert: %j", (text) => {
    for (const secondPlan of secondPlansWith(text)) {
      const over: Partial<Verification> = {
        tool: text,
        digest: text,
        task: text,
        outcome: "diverged",
        target: { dialect: "postgres", display: text, serverVersion: text },
        at: text,
        differences: Array.from({ length: 12 }, () => ({ object: text, summary: text })),
        elsewhere: [{ object: text, summary: text }],
        history: [{ migration: text, ok: false, message: text }],
        unfinished: [{ object: text, what: text, promised: false }],
        extensions: [{ name: text, before: 1, after: 2 }],
        rows: [{ table: text, rows: 1, exact: true, before: { rows: 2, exact: true } }],
        command: { command: text, exitCode: 1, output: `${text}\n${text}` },
        secondPlan,
      };
      const markdown = render(over);
      expect(faultsIn(markdown)).toEqual([]);
      const terminal = summary(over).join("\n");
      expect(hiddenIn(terminal)).toEqual([]);
      expect(terminal).not.toMatch(/^\s*::|##\[/m);
    }
  });
});

describe("the terminal after a verification", () => {
  it("says the worst first, and the next command last", () => {
    const lines = summary(everythingWrong);
    expect(lines.slice(0, 4)).toEqual([
      "✗ diverged  prod (db:5432/shop)  plan 3f9c1a7e20b4",
      "  ✗ Structure: 2 objects differ, 312 as promised",
      "    column public.users.email: type is text, not varchar(20)",
      "    table public.t: is missing",
    ]);
    expect(lines).toContain("    : :error::six");
    expect(lines).not.toContain("    one");
    expect(lines.at(-1)).toBe("      schemagate verify --environment prod --plan dev-docs/active/pr-12/db/artifacts/plan.json");
  });

  it("says what was not checked after what was", () => {
    const lines = summary({});
    expect(lines[0]).toBe("✓ verified  prod (db:5432/shop)  plan 3f9c1a7e20b4");
    expect(lines[1]).toBe("  ✓ Structure: 312 objects as promised");
    expect(lines.at(-1)).toBe("  – Verify command: not checked: none was given (--verify-command)");
  });
});

function secondPlansWith(text: string): readonly Verification["secondPlan"][] {
  return [
    { outcome: "not-empty", statements: [text] },
    { outcome: "blocked", reasons: [{ reason: "policy", object: text, message: text, hint: text }] },
    { outcome: "not-checked", reason: text },
  ];
}

/** With the outcome that `verify` gives it. */
function anyVerification(): fc.Arbitrary<Verification> {
  const difference = fc.constant({ object: "table public.t", summary: "is missing" });
  const number = fc.option(fc.nat(20));
  return fc
    .record({
      differences: fc.array(difference, { maxLength: 2 }),
      elsewhere: fc.array(difference, { maxLength: 2 }),
      history: fc.array(fc.record({ migration: fc.constant("a"), ok: fc.boolean(), message: fc.constant("") }), { maxLength: 2 }),
      unfinished: fc.array(
        fc.record({ object: fc.constant("index public.i"), what: fc.constant("is invalid"), promised: fc.boolean() }),
        { maxLength: 2 },
      ),
      extensions: fc.array(fc.record({ name: fc.constant("citext"), before: number, after: number }), { maxLength: 2 }),
      rows: fc.array(
        fc.record({
          table: fc.constant("table public.t"),
          rows: number,
          exact: fc.boolean(),
          before: fc.option(fc.record({ rows: number, exact: fc.boolean() })),
        }),
        { maxLength: 3 },
      ),
      command: fc.option(fc.record({ command: fc.constant("true"), exitCode: fc.nat(2), output: fc.constant("") })),
      secondPlan: fc.constantFrom<Verification["secondPlan"]>({ outcome: "empty" }, ...secondPlansWith("x")),
    })
    .map((parts) => {
      const clean =
        parts.differences.length === 0 &&
        parts.history.every(({ ok }) => ok) &&
        parts.unfinished.every(({ promised }) => promised) &&
        parts.secondPlan.outcome !== "not-empty" &&
        parts.secondPlan.outcome !== "blocked" &&
        (parts.command === null || parts.command.exitCode === 0);
      return aVerification({ ...parts, outcome: clean ? "verified" : "diverged" });
    });
}
