import { describe, expect, test } from "vitest";
import type { Drift } from "../src/diff/drift.ts";
import type { Preflight } from "../src/pipeline.ts";
import { type CommentContext, readMarker } from "../src/report/comment/comment.ts";
import { renderDriftGone, renderDriftIssue, renderDriftSummary } from "../src/report/issue/drift-issue.ts";
import type { Ways } from "../src/ways.ts";
import { hostileTexts } from "./support/hostile-names.ts";
import { aColumn, anIndex, aTable } from "./support/objects.ts";
import { aPreflight, pending } from "./support/preflights.ts";
import { faultsIn } from "./support/whole-markdown.ts";

const context: CommentContext = {
  key: "drift production",
  runUrl: "https://github.com/acme/shop/actions/runs/1",
  commit: "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334",
  environment: "production",
  target: null,
};

function byHand(name: string): Drift {
  const object = anIndex(name, `${name}_idx`, [name]);
  const change = { kind: "create", object, parts: [] } as const;
  return { cause: "unmanaged", from: null, object: object.id, summary: `${object.id}: added (${name})`, change, hint: null };
}

function without(name: string): Drift {
  const object = aColumn(name, name, { type: name });
  const change = { kind: "create", object, parts: [] } as const;
  return { cause: "missing-migration", from: null, object: object.id, summary: object.id, change, hint: null };
}

const waysOf = (name: string): Ways => ({
  adopt: { sql: `CREATE INDEX ${name};\n` },
  undo: { refused: `There is no way back from \`${name}\`.` },
  ignore: `- { object: "${name}", reason: "why it is there", until: 2027-02-22 }`,
});

function preflight(drift: readonly Drift[], over: Partial<Preflight> = {}): Preflight {
  const ways = new Map(drift.flatMap((entry) => (entry.cause === "unmanaged" ? [[entry, waysOf(entry.object)]] : [])));
  return aPreflight({ drift, over: { ways, ...over } });
}

const issueOf = (found: Preflight, own: Partial<CommentContext> = {}) => renderDriftIssue(found, { ...context, ...own });
/** The title stands above a body, so its headings are one rank lower than those of a file. */
function faults(body: string): readonly string[] {
  const [, heading = "", ...rest] = body.split("\n");
  const plain = ["# 00 Issue: x", heading.slice("## ".length), ...rest].join("\n").replaceAll(/^#### /gm, "### ");
  return [...(heading.startsWith("## ") ? [] : [heading]), ...faultsIn(plain.replaceAll(`](${context.runUrl})`, "]"))];
}

describe("the issue about drift", () => {
  test("says in its title where it is and how much of what", () => {
    expect(issueOf(preflight([byHand("a"), byHand("b")])).title).toBe("Schema drift in production: 2 changes made by hand");
    expect(issueOf(preflight([byHand("a"), pending("1_x", null)]), { target: "billing" }).title).toBe(
      "Schema drift in production, billing: 1 change made by hand",
    );
    expect(issueOf(preflight([without("a")])).title).toBe(
      "Schema drift in production: 1 change of the schema without a migration",
    );
  });

  test("has the verdict first, the three ways of each difference, and what was not seen", () => {
    const live = { ...preflight([]).live, invisible: [{ kind: "function", what: "bodies of functions", grant: "GRANT x" }] };
    const { body } = issueOf(preflight([byHand("a")], { live: live as Preflight["live"] }));
    expect(body.split("\n")[1]).toBe("## ⚠️ production: 1 change made by hand");
    expect(body).toContain("CREATE INDEX index public.a_idx;");
    expect(body).toContain("There is no way back from");
    expect(body).toContain("until: 2027-02-22");
    expect(body).toContain("Not visible to this role: bodies of functions");
    expect(faults(body)).toEqual([]);
  });

  test("is the same the next night, and another when something else differs or could not be seen", () => {
    const hashOf = (drift: readonly Drift[], over: Partial<Preflight> = {}, own: Partial<CommentContext> = {}) =>
      issueOf(preflight(drift, over), own).hash;
    const first = byHand("a");
    const hash = hashOf([first]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(readMarker(issueOf(preflight([first])).body)).toMatchObject({ key: "drift production", hash });
    const later = { at: new Date("2027-01-01T00:00:00Z"), tool: "schemagate 9.9.9" };
    const tomorrow = { ...waysOf(first.object), ignore: waysOf(first.object).ignore.replace("2027-02-22", "2027-02-23") };
    const night = { runUrl: "https://github.com/acme/shop/actions/runs/2", commit: "b".repeat(40) };
    expect(hashOf([first], { ...later, ways: new Map([[first, tomorrow]]) }, night)).toBe(hash);
    expect(hashOf([first, pending("1_x", null)])).toBe(hash);
    expect(hashOf([first, byHand("b")])).not.toBe(hash);
    expect(hashOf([first], { ways: new Map([[first, { ...tomorrow, adopt: { sql: "another" } }]]) })).not.toBe(hash);
    const { live } = preflight([]);
    const blind = { ...live, invisible: [{ kind: "function", what: "functions", grant: "GRANT x" }] } as Preflight["live"];
    expect(hashOf([first], { live: blind })).not.toBe(hash);
  });

  test("fits however much there is, and gives up the names last", () => {
    const many = Array.from({ length: 5000 }, (_, number) => byHand(`t${number}`));
    const kept = Array.from({ length: 3000 }, (_, number) => ({ object: `table public.k${number}`, reason: "left alone" }));
    const found = preflight([...many, ...Array.from({ length: 2000 }, (_, number) => pending(`${number}_x`, null))]);
    const full = {
      ...found,
      comparison: { ...found.comparison, report: { ...found.comparison.report, kept } },
    } as Preflight;
    const { body, title } = renderDriftIssue(full, context);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(title).toBe("Schema drift in production: 5,000 changes made by hand");
    expect(body.split("\n")[1]).toBe("## ⚠️ production: 5,000 changes made by hand");
    expect(body).toContain("Shortened to fit");
    expect(body).toContain("index public.t0_idx");
    expect(body).toContain("CREATE INDEX");
    expect(faults(body)).toEqual([]);
    // The script for all at once goes before the ways out of each.
    const twenty = many.slice(0, 20);
    const together = { adopt: { sql: "CREATE ALL;\n".repeat(10_000) }, undo: { sql: "DROP ALL;\n" } };
    const single = issueOf(preflight(twenty, { waysOfAll: together })).body;
    expect(single).not.toContain("CREATE ALL");
    for (const { object } of twenty) expect(single).toContain(`CREATE INDEX ${object};`);
    // One of them is worse than the limit.
    const huge = byHand("huge");
    const long = { ...waysOf("x"), adopt: { sql: `${"-- \n".repeat(100_000)};` } };
    const cut = issueOf(preflight([huge], { ways: new Map([[huge, long]]) })).body;
    expect(cut.length).toBeLessThanOrEqual(60_000);
    expect(cut).toContain("index public.huge_idx");
    expect(faults(cut)).toEqual([]);
    const summary = renderDriftSummary(full, context);
    expect(summary.length).toBeLessThanOrEqual(900_000);
  });

  test.each(hostileTexts)("stays whole whatever is called %j", (text) => {
    const own = { ...context, key: `drift ${text}`, environment: text, target: text, runUrl: text };
    const found = preflight([byHand(text), without(text), pending(text, null)], {
      live: { ...preflight([]).live, objects: [aTable(text)] },
    });
    const { body, title, changed, back } = renderDriftIssue(found, own);
    expect(faults(body)).toEqual([]);
    expect(title.length).toBeLessThanOrEqual(256);
    expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    for (const comment of [changed, back, renderDriftGone(found, own)])
      expect(faultsIn(`# 00 Comment: x\n${comment}`)).toEqual([]);
  });
});
