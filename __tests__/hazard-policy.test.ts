import { describe, expect, test } from "vitest";
import { parseConfig } from "../src/config-format.ts";
import { allowancesIn, applyPolicy } from "../src/hazards/policy.ts";
import { hazardOf } from "../src/hazards/risk.ts";

const dropped = hazardOf("drop-column", "column public.member.fax");
const indexed = hazardOf("index-build-blocks-writes", "table public.member");

function judged(sql: string, policy: { readonly failOn: readonly string[]; readonly allowed: readonly string[] }) {
  const found = applyPolicy([{ sql, hazards: [dropped, indexed] }], policy as Parameters<typeof applyPolicy>[1]);
  return {
    relaxed: found.relaxed.map(({ statement, id, by, reason }) => [statement, id, by, reason]),
    refused: found.reasons.map(({ reason, object }) => [reason, object]),
  };
}

const sql = "ALTER TABLE member DROP COLUMN fax";

test("nothing is refused that the configuration does not name", () => {
  expect(judged(sql, { failOn: [], allowed: [] })).toEqual({ relaxed: [], refused: [] });
});

test.each([
  ["a severity", ["destructive"], [["policy", dropped.object]]],
  ["an id", ["index-build-blocks-writes"], [["policy", indexed.object]]],
  [
    "both",
    ["blocking", "drop-column"],
    [
      ["policy", dropped.object],
      ["policy", indexed.object],
    ],
  ],
])("fail-on takes %s", (_what, failOn, refused) => {
  expect(judged(sql, { failOn, allowed: [] })).toEqual({ relaxed: [], refused });
});

test("what the configuration lets pass is listed, and does not fail", () => {
  expect(judged(sql, { failOn: ["destructive", "blocking"], allowed: ["drop-column"] })).toEqual({
    relaxed: [[0, "drop-column", "configuration", null]],
    refused: [["policy", indexed.object]],
  });
});

test("a comment before the statement lets its hazard pass, with its reason", () => {
  const said = `-- schemagate: allow drop-column nobody reads it since 4.2\n${sql}`;
  expect(judged(said, { failOn: ["destructive", "blocking"], allowed: [] })).toEqual({
    relaxed: [[0, "drop-column", "comment", "nobody reads it since 4.2"]],
    refused: [["policy", indexed.object]],
  });
});

describe("comments that let nothing pass", () => {
  test.each([
    ["without a reason", `-- schemagate: allow drop-column\n${sql}`],
    ["of no hazard", `-- schemagate: allow everything because\n${sql}`],
    ["of a severity", `-- schemagate: allow destructive because\n${sql}`],
    ["after the statement began", `ALTER TABLE member\n-- schemagate: allow drop-column because\nDROP COLUMN fax`],
    ["in a text", `INSERT INTO note VALUES ('\n-- schemagate: allow drop-column because\n')`],
    ["in a block comment", `/*\n-- schemagate: allow drop-column because\n*/ ${sql}`],
  ])("%s", (_what, text) => {
    expect(allowancesIn(text)).toEqual([]);
  });
});

test("several comments, and others between them", () => {
  const text = `-- first\n-- schemagate: allow drop-column a b \n/* more */\n--schemagate: allow drop-table c\n${sql}`;
  expect(allowancesIn(text)).toEqual([
    { id: "drop-column", reason: "a b" },
    { id: "drop-table", reason: "c" },
  ]);
});

describe("the configuration", () => {
  const parse = (line: string) => parseConfig("c.yml", `environments:\n  production:\n    ${line}\n`).environments["production"];
  test("takes ids, severities and effects", () => {
    expect(parse("allow-hazards: [not-understood, blocking, drop-column]")).toMatchObject({
      allowHazards: ["not-understood", "blocking", "drop-column"],
    });
    expect(parse("fail-on: [destructive, set-not-null-scan]")).toMatchObject({ failOn: ["destructive", "set-not-null-scan"] });
    expect(parse("small-table: 500")).toMatchObject({ smallTable: 500, failOn: [], allowHazards: [] });
  });
  test.each([
    "fail-on: [distructive]",
    "fail-on: [not-understood]",
    "allow-hazards: [all]",
    "small-table: -1",
    "small-table: many",
  ])("refuses %s", (line) => {
    expect(() => parse(line)).toThrow(/production/);
  });
});
