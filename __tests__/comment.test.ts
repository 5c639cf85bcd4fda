import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Drift } from "../src/diff/drift.ts";
import type { Effect, Plan } from "../src/plan/plan.ts";
import { severities } from "../src/plan/plan.ts";
import type { Blocked } from "../src/plan/verdict.ts";
import {
  type CommentContext,
  type CommentPart,
  marker,
  readMarker,
  renderComment,
  renderComments,
  renderSummary,
} from "../src/report/comment/comment.ts";
import { tablesDiagram } from "../src/report/comment/diagram.ts";
import { effects } from "../src/report/effects.ts";
import { hashObjects } from "../src/schema/fingerprint.ts";
import { byHand, dropTable, harmless, hostileParts, planOf, preflight } from "./support/comment-parts.ts";
import {
  aFailure,
  anExecution,
  aPlan,
  aVerification,
  connectionLost,
  failedWhole,
  partlyApplied,
  refused,
} from "./support/executions.ts";
import { hostileTexts } from "./support/hostile-names.ts";
import { aColumn, aSnapshot, aTable } from "./support/objects.ts";
import { aHazard, aPreflight, aStatement, pending, threePending, threeStatements } from "./support/preflights.ts";
import { faultsIn } from "./support/whole-markdown.ts";

const context: CommentContext = {
  key: ".github/workflows/schema-production.yml",
  runUrl: "https://github.com/acme/shop/actions/runs/1",
  commit: "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334",
  environment: "production",
  target: null,
};

function bodyOf(part: CommentPart, limit?: number): string {
  return renderComment(part, context, limit).body;
}

function headingOf(part: CommentPart): string {
  return bodyOf(part).split("\n")[1] ?? "";
}

const blocked: Blocked = {
  reason: "drift-detected",
  object: "table public.users",
  message: "Changed by hand, and the plan touches it: table public.users.",
  hint: "Adopt the change in a migration, or undo it.",
};

function blockedBy(reasons: readonly Blocked[], plan: Plan | null = threeStatements()): CommentPart {
  const [first = blocked, ...rest] = reasons;
  return preflight({ plan, verdict: { outcome: "blocked", reasons: [first, ...rest] } });
}

describe("the heading of a comment", () => {
  it.each<[string, CommentPart]>([
    [
      "### 🛑 production: 1 statement deletes data (column `members.fax`), 1 makes others wait (table `orders`)",
      preflight({ plan: threeStatements(), drift: threePending }),
    ],
    ["### 📋 production: 1 statement, no data is lost", preflight({ plan: planOf([harmless(1)]) })],
    ["### ✅ production: nothing to do", preflight()],
    ["### ⚠️ production: nothing to apply, but there is drift", preflight({ drift: [byHand] })],
    [
      "### ⛔ production: blocked by 1 reason (`drift-detected`); 1 statement deletes data (column `members.fax`), 1 more to mind",
      blockedBy([blocked]),
    ],
    [
      "### ⛔ production: blocked by 2 reasons (`drift-detected`, `policy`)",
      blockedBy([blocked, { ...blocked, reason: "policy" }], null),
    ],
    [
      "### ⛔ production: not applied, nothing was written (`drift-detected`, `destructive-not-allowed`, `target-mismatch`)",
      { kind: "refused", execution: refused(), plan: null },
    ],
    ["### ✅ production: applied, and verified", applied(aVerification())],
    ["### ⚠️ production: applied, not verified", applied(null)],
    [
      "### 🛑 production: applied, but the database is not what the plan promised",
      applied(aVerification({ outcome: "diverged" })),
    ],
    [
      "### 🛑 production: only partly applied; statement 4 failed with `23505` (`users_email_key`)",
      { kind: "applied", execution: partlyApplied(), verification: null, plan: aPlan() },
    ],
    [
      "### 🛑 production: not applied, statement 2 failed with `23505` (`users_email_key`)",
      { kind: "applied", execution: failedWhole(aFailure()), verification: null, plan: aPlan() },
    ],
    [
      "### ⚠️ production: nothing to do, not verified",
      { kind: "applied", execution: anExecution({ outcome: "nothing-to-do" }), verification: null, plan: aPlan() },
    ],
  ])("%s", (heading, part) => {
    expect(headingOf(part)).toBe(heading);
    expect(faults(bodyOf(part))).toEqual([]);
  });

  it("names the target where there are several", () => {
    expect(renderComment(preflight(), { ...context, target: "billing" }).body).toContain(
      "\n### ✅ billing on production: nothing to do\n",
    );
  });
});

function applied(verification: ReturnType<typeof aVerification> | null): CommentPart {
  return { kind: "applied", execution: anExecution(), verification, plan: aPlan() };
}

describe("how bad a comment is", () => {
  it.each<[number, string, CommentPart]>([
    [0, "nothing to do", preflight()],
    [1, "harmless work", preflight({ plan: planOf([harmless(1)]) })],
    [2, "a plan that destroys", preflight({ plan: threeStatements() })],
    [
      2,
      "a plan that may fail on rows",
      preflight({ plan: planOf([aStatement("x", { hazards: [aHazard({ severity: "data-dependent" })] })]) }),
    ],
    [3, "blocked", blockedBy([blocked])],
    [3, "refused", { kind: "refused", execution: refused(), plan: null }],
    [0, "applied and verified", applied(aVerification())],
    [4, "applied and diverged", applied(aVerification({ outcome: "diverged" }))],
    [4, "failed", { kind: "applied", execution: failedWhole(aFailure()), verification: null, plan: aPlan() }],
    [4, "partly applied", { kind: "applied", execution: partlyApplied(), verification: null, plan: aPlan() }],
  ])("%d: %s", (badness, _what, part) => {
    const comment = renderComment(part, context);
    expect(comment.badness).toBe(badness);
    expect(readMarker(comment.body)?.badness).toBe(badness);
  });
});

describe("whether there is something to say", () => {
  const untouched = {
    changedFiles: new Set<string>(),
    git: gitWith([]),
    sourceChanged: { files: new Set<string>(), moved: false },
  };
  it.each<[boolean, string, CommentPart]>([
    [false, "on a pull request that touches no schema", preflight({ over: untouched })],
    [
      false,
      "when only others' work is pending",
      preflight({ plan: threeStatements(), drift: [pending("a", "default-branch")], over: untouched }),
    ],
    [
      false,
      "when others' work is blocked",
      {
        ...blockedBy([blocked]),
        preflight: aPreflight({ verdict: { outcome: "blocked", reasons: [blocked] }, over: untouched }),
      } as CommentPart,
    ],
    [true, "when the schema changes and nothing has to run", preflight()],
    [
      true,
      "when a migration is this pull request's",
      preflight({ plan: threeStatements(), drift: threePending, over: untouched }),
    ],
    [
      true,
      "when nobody can tell whose it is",
      preflight({ plan: threeStatements(), over: { ...untouched, git: null, sourceChanged: null } }),
    ],
    [
      true,
      "when a migration is taken away",
      preflight({
        verdict: { outcome: "blocked", reasons: [blocked] },
        over: { ...untouched, sourceChanged: { files: new Set(["prisma/migrations/1/migration.sql"]), moved: false } },
      }),
    ],
    [false, "after a merge with nothing to do", preflight({}, false)],
    [true, "after a merge, with a plan", preflight({ plan: threeStatements(), over: untouched }, false)],
    [true, "after a refusal", { kind: "refused", execution: refused(), plan: null }],
  ])("%s %s", (says, _when, part) => {
    expect(renderComment(part, context).hasSomethingToSay).toBe(says);
  });
});

function gitWith(files: readonly string[]): NonNullable<ReturnType<typeof aPreflight>["git"]> {
  return {
    branch: null,
    commit: "a1b2c3d",
    taskSlug: null,
    base: { available: true, ref: "origin/main", mergeBase: "0000000", files: new Set(files) },
    changedAmong: () => Promise.resolve(new Set<string>()),
    deletedAmong: () => Promise.resolve(new Set<string>()),
    readFromBase: () => Promise.resolve(null),
  };
}

it("what somebody lets pass is on the first screen, with who and why", () => {
  const found = aPreflight({ plan: threeStatements() });
  const relaxed = [
    { statement: 1, id: "index-build-blocks-writes", severity: "blocking", object: null, by: "comment", reason: "at *night*" },
    { statement: 2, id: "drop-column", severity: "destructive", object: null, by: "configuration", reason: null },
  ] as const;
  const part: CommentPart = {
    kind: "preflight",
    preflight: { ...found, proposal: { ...found.proposal, relaxed } },
    isPullRequest: true,
    rules: null,
  };
  const shown = firstScreen(bodyOf(part));
  expect(shown).toContain(
    "**Let pass, although it is a risk:** `index-build-blocks-writes` (statement 2; a comment in the file: “at &#42;night&#42;”)",
  );
  expect(shown).toContain("`drop-column` (statement 3; the configuration)");
});

describe("the first screen", () => {
  const body = bodyOf(preflight({ plan: threeStatements(), drift: [...threePending, byHand] }));
  it("says what merging does, and what is mine", () => {
    expect(firstScreen(body)).toContain("Merging runs nothing by itself: the plan then waits for an approval of `production`.");
    expect(firstScreen(body)).toContain(
      "3 migrations are pending: **2 from this pull request**, 1 already on the default branch (`20261118101500_nickname`).",
    );
  });

  it("counts every kind of statement, those with none as well", () => {
    expect(firstScreen(body)).toContain(
      "3 statements: **1 deletes data** (statement 2); none changes data, changes rights, reaches outside of the database, touches a history table or was not understood.\n",
    );
  });

  it("says what to mind before the merge, and what an approval must say", () => {
    expect(firstScreen(body)).toContain(
      "**Before you merge**\n\n1. **Statement 2:** Drops column `members.fax` with its values.",
    );
    expect(firstScreen(body)).toContain("`backup=NAME` or `accept-risk=WHY`");
    expect(bodyOf(preflight({ plan: planOf([harmless(1)]) }))).not.toContain("Before you merge");
  });

  it("says once what several reasons ask for, and says it above the fold", () => {
    const reasons = ["a", "b", "c"].map((name) => ({
      ...blocked,
      object: `index public.${name}`,
      message: `By hand: index public.${name}.`,
    }));
    expect(firstScreen(bodyOf(blockedBy(reasons)))).toContain(
      "1. `drift-detected`: By hand: index `a`.\n2. `drift-detected`: By hand: index `b`.\n3. `drift-detected`: By hand: index `c`. **For each of these:** Adopt",
    );
    expect(firstScreen(bodyOf(blockedBy([...reasons, ...reasons, ...reasons, ...reasons])))).toContain(
      "**For each of these:** Adopt",
    );
  });

  it("names an object only where the sentence means it", () => {
    const longer = { ...blocked, object: "index public.a", message: "By hand: index public.ab, index public.a.b" };
    expect(firstScreen(bodyOf(blockedBy([longer])))).toContain("By hand: index public.ab, index public.a.b");
  });

  it("says that apply refuses what was not understood", () => {
    const plan = planOf([aStatement("DO $$ BEGIN END $$", { effects: ["not-understood"] })]);
    expect(bodyOf(preflight({ plan }))).toContain("**Apply refuses** what was not understood, unless");
  });

  it("shows the worst statement first", () => {
    expect(body.indexOf("| 🛑\u00A02")).toBeGreaterThan(0);
    expect(body.indexOf("| 🛑\u00A02")).toBeLessThan(body.indexOf("| ⚠️\u00A03"));
  });

  it("of a refusal holds the command, and warns of the other button", () => {
    const text = firstScreen(bodyOf({ kind: "refused", execution: refused(), plan: threeStatements() }));
    expect(text).toContain("gh workflow run schema-production.yml\n");
    expect(text).toContain("Don't press “Re-run jobs”");
    expect(text).toContain("**1 deletes data** (statement 2)");
  });

  it("of a failure says where it stands and what to do", () => {
    const text = firstScreen(bodyOf({ kind: "applied", execution: partlyApplied(), verification: null, plan: aPlan() }));
    expect(text).toContain("- **Committed:** statements 1–3");
    expect(text).toContain("npx prisma migrate resolve --applied 20260102_b");
    expect(text).not.toMatch(/^schemagate /m);
  });

  it("ends with the digest, the run and the commit", () => {
    expect(body.split("\n").at(-2)).toBe(
      "Plan `3f9c1a7e20b4`: the approval shows the same 12 characters, or code or database have moved · [run](https://github.com/acme/shop/actions/runs/1) · `a1b2c3d`",
    );
    expect(body).toContain(`- **Digest:** \`${threeStatements().digest}\``);
  });
});

describe("others' work on a pull request", () => {
  const [merged, mine] = [
    pending("20261118101500_theirs", "default-branch"),
    pending("20261121140200_members", "this-pull-request"),
  ];
  const theirs = { ...dropTable, origin: "20261118101500_theirs" };

  it("is not its verdict, and is said all the same", () => {
    const { body, badness } = renderComment(preflight({ plan: planOf([theirs, harmless(1)]), drift: [merged, mine] }), context);
    expect(body.split("\n")[1]).toBe("### 📋 production: 1 statement, no data is lost");
    expect(badness).toBe(1);
    expect(firstScreen(body)).toContain(
      "1 already on the default branch (`20261118101500_theirs`), where **1 statement deletes data (table `old_orders`)**.",
    );
    expect(firstScreen(body)).toContain("2 statements: **1 deletes data** (statement 1)");
    expect(firstScreen(body)).toContain("`backup=NAME`");
  });

  it("is all there is of some", () => {
    const part = preflight({ plan: planOf([theirs]), drift: [merged] });
    expect(headingOf(part)).toBe("### 📋 production: nothing from this pull request, 1 statement waiting already");
  });

  it("is everybody's after the merge", () => {
    expect(headingOf(preflight({ plan: planOf([theirs]), drift: [merged] }, false))).toBe(
      "### 🛑 production: 1 statement deletes data (table `old_orders`)",
    );
  });
});

describe("the marker", () => {
  it.each([".github/workflows/schema.yml", "a b", "--> <b>", "a--b--!>", "é😀", "%41", "", "x\ny", "\u202E"])(
    "keeps %j",
    (key) => {
      const { body } = renderComment(preflight(), { ...context, key });
      expect(body.startsWith(marker(key))).toBe(true);
      expect(readMarker(body)?.key).toBe(key);
      expect(body.match(/<!-- schemagate /g)).toHaveLength(1);
      expect(marker(key).slice(4, -3)).not.toMatch(/--|[<>\n]/);
    },
  );

  it("is read from the first line only", () => {
    const { body } = renderComment(preflight(), context);
    expect(readMarker(`Somebody quotes:\n${body}`)).toBeNull();
    expect(readMarker("<!-- schemagate x -->\nbadness=3")).toBeNull();
    expect(readMarker(body.replaceAll("\n", "\r\n"))?.key).toBe(context.key);
    expect(readMarker("")).toBeNull();
  });

  it("has the hash of the content, not of the run and its time", () => {
    const part = preflight({ plan: threeStatements(), drift: threePending });
    const hash = (own: CommentPart, over: Partial<CommentContext> = {}) =>
      readMarker(renderComment(own, { ...context, ...over }).body)?.hash;
    const later = preflight({ plan: threeStatements(), drift: threePending, over: { at: new Date("2026-11-22T00:00:00Z") } });
    expect(hash(part, { runUrl: "https://github.com/acme/shop/actions/runs/2" })).toBe(hash(part));
    expect(hash(later)).toBe(hash(part));
    expect(hash(part, { commit: "fffffff" })).not.toBe(hash(part));
    expect(hash(preflight({ plan: planOf([dropTable]), drift: threePending }))).not.toBe(hash(part));
    const run = (finishedAt: string): CommentPart => ({ kind: "refused", execution: { ...refused(), finishedAt }, plan: null });
    expect(hash(run("2026-11-20T18:00:00.000Z"))).toBe(hash(run("2026-11-20T19:00:00.000Z")));
  });
});

describe("what does not fit", () => {
  it("is harmless: 5,000 statements with one DROP TABLE in the middle", () => {
    const plan = planOf(Array.from({ length: 5000 }, (_, index) => (index === 2500 ? dropTable : harmless(index))));
    const body = bodyOf(preflight({ plan, drift: threePending }));
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(headingOf(preflight({ plan }))).toBe("### 🛑 production: 1 statement deletes data (table `old_orders`)");
    expect(firstScreen(body)).toContain("5,000 statements: **1 deletes data** (statement 2501)");
    expect(firstScreen(body)).toMatch(/\| 🛑\u00A02501 \| \*\*deletes data\*\* \| `DROP TABLE "old_orders"`/);
    expect(firstScreen(body)).toContain("**Shortened to fit:** the SQL of ");
    expect(body).toContain("-- 2501\nDROP TABLE");
    expect(faults(body)).toEqual([]);
  });

  it("is harmless: 60,000 characters of SQL around one DROP TABLE", () => {
    const long = aStatement(`COMMENT ON TABLE a IS '${"x".repeat(30_000)}'`);
    const body = bodyOf(preflight({ plan: planOf([long, dropTable, long]) }));
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(firstScreen(body)).toContain("`DROP TABLE");
    expect(body).toContain("-- 2\nDROP TABLE");
    expect(firstScreen(body)).toContain("Shortened to fit");
    expect(faults(body)).toEqual([]);
    expect(renderSummary(preflight({ plan: planOf([long, dropTable, long]) }), context).length).toBeGreaterThan(60_000);
  });

  it("is no reason: all of 40 are there", () => {
    const reasons = Array.from({ length: 40 }, (_, index) => ({
      ...blocked,
      message: `Reason number ${index}: ${"y".repeat(3000)}.`,
    }));
    const execution = { ...refused(), reasons };
    for (const part of [blockedBy(reasons), { kind: "refused", execution, plan: null } as const]) {
      const body = bodyOf(part);
      expect(body.length).toBeLessThanOrEqual(60_000);
      for (let index = 0; index < 40; index++) expect(body).toContain(`Reason number ${index}:`);
      expect(body).toContain("Shortened to fit");
      expect(faults(body)).toEqual([]);
    }
  });

  it("is counted still when everything destroys", () => {
    const plan = planOf(Array.from({ length: 5000 }, () => dropTable));
    const body = bodyOf(preflight({ plan }));
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(firstScreen(body)).toContain("5,000 statements: **5,000 delete data** (statements 1–5000)");
    expect(firstScreen(body)).toContain("Not in this table: 4,985 🛑.");
    expect(firstScreen(body)).toContain("Approve only from the whole.");
  });

  it("leaves the worst on the first screen of a section of 2,000 characters", () => {
    const plan = planOf(Array.from({ length: 5000 }, (_, index) => (index === 2500 ? dropTable : harmless(index))));
    const body = bodyOf(preflight({ plan, drift: [...threePending, byHand] }), 2000);
    expect(body.length).toBeLessThanOrEqual(2000);
    expect(body).toContain("1 statement deletes data (table `old_orders`)");
    expect(body).toContain("**1 deletes data** (statement 2501)");
    expect(faults(body)).toEqual([]);
  });
});

describe("one comment for several targets", () => {
  const targetsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      part: preflight({
        plan: planOf(
          index === count - 1 ? [harmless(1), dropTable] : Array.from({ length: 300 }, (_each, number) => harmless(number)),
        ),
        drift: threePending,
      }),
      context: { ...context, target: `service-${index}` },
    }));

  it.each([1, 2, 40, 60, 400])("fits, with the worst of %d first", (count) => {
    const { body, badness } = renderComments(targetsOf(count), context.key);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body.split("\n")[1]).toBe(
      `### 🛑 service-${count - 1} on production: 1 statement deletes data (table \`old_orders\`)`,
    );
    expect(firstScreen(body)).toContain("**1 deletes data** (statement 2)");
    expect(badness).toBe(2);
    expect(body.match(/<!-- schemagate /g)).toHaveLength(1);
    if (count < 400) expect(body.match(/^### /gm)).toHaveLength(count);
    expect(body.includes("more targets have no room here")).toBe(count === 400);
  });
});

describe("text from outside", () => {
  it.each(hostileTexts)("stays inert: %j", (text) => {
    for (const part of hostileParts(text)) {
      const own = { ...context, key: text, environment: text, target: text, commit: text };
      for (const limit of [2500, 60_000]) {
        const { body } = renderComment(part, own, limit);
        expect(body.length).toBeLessThanOrEqual(limit);
        expect(faults(body)).toEqual([]);
      }
    }
  });

  it("makes no link of an address that is none", () => {
    expect(renderComment(preflight(), { ...context, runUrl: "https://x/)[a](javascript:1" }).body).not.toContain("](");
  });
});

describe("every comment", () => {
  it("fits, is whole, and has one marker", () => {
    fc.assert(
      fc.property(anyPart(), fc.integer({ min: 2500, max: 60_000 }), (part, limit) => {
        const { body } = renderComment(part, context, limit);
        expect(body.length).toBeLessThanOrEqual(limit);
        expect(faults(body)).toEqual([]);
        // SQL may quote one inside of a fence; `faults` finds any other outside of it.
        expect(body.startsWith(marker(context.key))).toBe(true);
        expect(readMarker(body)).not.toBeNull();
        if (
          part.kind === "preflight" &&
          part.preflight.proposal.plan !== null &&
          part.preflight.proposal.plan.statements.length > 0
        )
          for (const effect of effects) expect(countOf(body, effect)).toBe(withEffect(part.preflight.proposal.plan, effect));
      }),
      { numRuns: 60, endOnFailure: true, interruptAfterTimeLimit: 40_000 },
    );
  });
});

describe("the picture", () => {
  it("shows what becomes of tables and columns", () => {
    const found = aPreflight({ plan: threeStatements() });
    expect(tablesDiagram(found.live, threeStatements())?.diagram).toContain(
      '  "members" {\n    integer id\n    text nickname "new"\n    text fax "dropped"\n  }\n',
    );
  });

  it("has at most twelve tables, and different names for different tables", () => {
    const tables = Array.from({ length: 14 }, (_, index) => aTable("-".repeat(index + 1)));
    const plan = aPlan({ expected: { fingerprint: "e", objects: hashObjects(tables), snapshot: aSnapshot(tables) } });
    const drawn = tablesDiagram(aSnapshot([]), plan);
    expect(drawn?.left).toBe(2);
    const names = [...(drawn?.diagram.matchAll(/^ {2}"(.*)" \{$/gm) ?? [])].map(([, name]) => name);
    expect(new Set(names).size).toBe(12);
  });

  it.each(hostileTexts)("says %j in letters that Mermaid can read", (text) => {
    const objects = [aTable(text), aColumn(text, text, { type: text }), aColumn(text, "PK")];
    const plan = aPlan({ expected: { fingerprint: "e", objects: hashObjects(objects), snapshot: aSnapshot(objects) } });
    const lines = tablesDiagram(aSnapshot([]), plan)?.diagram.split("\n").slice(1, -2) ?? [];
    expect(lines[0]).toBe("erDiagram");
    for (const line of lines.slice(1)) expect(line).toMatch(/^ {2}(?:"\w+" \{|\}| {2}[A-Za-z_]\w* [A-Za-z_]\w*(?: "[\w ]+")?)$/);
  });
});

/** Above the first fold. */
function firstScreen(body: string): string {
  return body.split("<details>")[0] ?? "";
}

/** As the first screen counts it: with a number, or among those of which there is none. */
function countOf(body: string, effect: Effect): number {
  const words: Readonly<Record<Effect, RegExp>> = {
    "deletes-data": /([\d,]+) deletes? data/,
    "not-understood": /([\d,]+) not understood/,
    "reaches-outside": /([\d,]+) reach(?:es)? outside/,
    "changes-data": /([\d,]+) changes? data/,
    "changes-rights": /([\d,]+) changes? rights/,
    "touches-history": /([\d,]+) touch(?:es)? a history table/,
  };
  const line = body.split("\n").find((own) => /^[\d,]+ statements?: /.test(own)) ?? "";
  const none: Readonly<Record<Effect, RegExp>> = {
    "deletes-data": /none .*deletes data/,
    "not-understood": /none .*was not understood/,
    "reaches-outside": /none .*reaches outside/,
    "changes-data": /none .*changes data/,
    "changes-rights": /none .*changes rights/,
    "touches-history": /none .*touches a history table/,
  };
  return none[effect].test(line) ? 0 : Number(words[effect].exec(line)?.[1]?.replaceAll(",", ""));
}

function withEffect({ statements }: Plan, effect: Effect): number {
  return statements.filter((statement) => statement.effects.includes(effect)).length;
}

/** What is wrong with a comment as Markdown, beside its own marker, heading and links. */
function faults(body: string): readonly string[] {
  const [first = "", heading = "", ...rest] = body.split("\n");
  const own = [
    ...(/^<!-- schemagate \S* --><!-- badness=\d hash=[0-9a-f]{64} -->$/.test(first) ? [] : [`marker: ${first}`]),
    ...(heading.startsWith("### ") ? [] : [`heading: ${heading}`]),
  ];
  const plain = ["# 00 Comment: x", heading.slice("### ".length), ...rest]
    .join("\n")
    .replaceAll("```mermaid\n", "```sql\n")
    .replaceAll(`](${context.runUrl})`, "]")
    .replaceAll("“Re-run jobs”", "");
  // Folds may stand in folds here.
  const found = faultsIn(plain).filter((fault) => !isNested(fault));
  return [...own, ...found];
}

function isNested(fault: string): boolean {
  let tags = fault.replace(/^folds that do not match: /, "");
  if (tags === fault) return false;
  while (tags.includes("<details><summary></summary></details>"))
    tags = tags.replaceAll("<details><summary></summary></details>", "");
  return tags === "";
}

function anyPart(): fc.Arbitrary<CommentPart> {
  const text = fc.oneof(
    fc.constantFrom(...hostileTexts),
    fc.string({ maxLength: 300, unit: "binary" }),
    fc.constantFrom("@".repeat(5000), "`".repeat(5000), "\u202E".repeat(3000), "x ".repeat(10_000), "|".repeat(2000)),
  );
  const hazard = fc
    .record({
      id: text,
      severity: fc.constantFrom(...severities),
      object: fc.option(text),
      message: text,
      saferWay: fc.option(text),
    })
    .map((own) => ({ ...own, evidence: null }));
  const statement = fc
    .record({
      sql: text,
      origin: text,
      effects: fc.uniqueArray(fc.constantFrom(...effects), { maxLength: 3 }),
      hazards: fc.array(hazard, { maxLength: 3 }),
    })
    .map(({ sql, ...own }) => aStatement(sql, own));
  const plan = fc
    .record({ statements: fc.array(statement, { maxLength: 40, size: "max" }), back: fc.array(text, { maxLength: 5 }) })
    .map(({ statements, back }) => threeStatements({ statements, rollback: back.map((sql) => ({ sql })) }));
  const reason = fc.record({
    reason: fc.constantFrom("policy", "drift-detected", "plan-changed"),
    object: fc.option(text),
    message: text,
    hint: text,
  });
  const reasons = fc.array(reason, { minLength: 1, maxLength: 40, size: "max" });
  const drift = fc.array(
    fc.record({ object: text, summary: text }).map((own): Drift => ({ ...byHand, ...own })),
    { maxLength: 20 },
  );
  return fc.oneof(
    fc.record({ plan, drift }).map((found) => preflight(found)),
    fc.record({ plan, reasons }).map(({ plan: own, reasons: all }) => blockedBy(all, own)),
    fc
      .record({ plan: fc.option(plan), reasons })
      .map(
        ({ plan: own, reasons: all }): CommentPart => ({ kind: "refused", execution: { ...refused(), reasons: all }, plan: own }),
      ),
    fc
      .record({
        plan,
        execution: fc.constantFrom(anExecution(), partlyApplied(), failedWhole(aFailure()), connectionLost()),
        message: text,
      })
      .map(
        ({ plan: own, execution, message }): CommentPart => ({
          kind: "applied",
          execution: execution.stop === null ? execution : { ...execution, stop: { ...execution.stop, message } },
          verification: aVerification({ outcome: "diverged", differences: [{ object: message, summary: message }] }),
          plan: own,
        }),
      ),
  );
}
