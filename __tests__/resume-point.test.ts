import { describe, expect, test } from "vitest";
import { loggedOf } from "../src/attempt-log.ts";
import { entryId, isEntryOf } from "../src/plan/entry-id.ts";
import type { Effect } from "../src/plan/plan.ts";
import { resumePoint, type Seen } from "../src/plan/resume-point.ts";
import type { Unit } from "../src/plan/units.ts";
import { aPlan } from "./support/executions.ts";

/** Statement 4 of the plan, the second of its file. */
function unit(...effects: readonly Effect[]): Unit {
  const [statement] = aPlan().statements;
  if (statement === undefined) throw new Error("The plan has no statement.");
  return { noted: false, statements: [{ ...statement, number: 4, position: 2, effects }] };
}

const differs = [{ object: "table t", summary: "t is missing" }];
const seen = (over: Partial<Seen>): Seen => ({
  migration: "2_steps",
  first: 3,
  committed: 1,
  next: unit("changes-data"),
  here: [],
  there: [],
  logged: "unknown",
  said: null,
  ...over,
});

describe("where a half-done file goes on", () => {
  test.each<[string, Partial<Seen>, number | string]>([
    ["the schema is that of before", { there: differs }, 1],
    ["the schema is that of after", { here: differs }, 2],
    ["nothing could be committed unnoticed", { there: null }, 1],
    ["everything ran", { next: null, there: null }, 1],
    ["neither state", { here: differs, there: differs }, "drift-detected"],
    ["not the state that the history counts", { here: differs, there: null }, "drift-detected"],
    ["the log says that it ran", { logged: "committed" }, 2],
    ["the log says that it did not", { logged: "not-committed" }, 1],
    ["nobody knows, and it changes rows", {}, "history-failed-state"],
    ["nobody knows, and it deletes rows", { next: unit("deletes-data") }, "history-failed-state"],
    ["nobody knows, and it could be anything", { next: unit("not-understood") }, "history-failed-state"],
    ["nobody knows, and it changes no rows", { next: unit() }, 1],
    ["somebody looked: it did not run", { said: 4 }, 1],
    ["somebody looked: it ran", { said: 5 }, 2],
    ["somebody says what can't be", { said: 3 }, "history-failed-state"],
    ["somebody contradicts the schema", { there: differs, said: 5 }, "invalid-input"],
    ["somebody contradicts the log", { logged: "committed", said: 4 }, "invalid-input"],
    ["somebody agrees with the schema", { there: differs, said: 4 }, 1],
  ])("%s", (_name, over, expected) => {
    const point = resumePoint(seen(over));
    expect(point.outcome === "go" ? point.done : point.reasons[0].reason).toBe(expected);
  });
});

describe("what the log of the run that stopped says", () => {
  const noted = (entry: string) => JSON.stringify({ event: "noted", entry });
  const event = (name: string, more: object = {}) => JSON.stringify({ event: name, number: 4, ...more });
  test.each<[string, readonly string[], string]>([
    ["not begun", [noted("a")], "not-committed"],
    ["begun", [noted("a"), event("statement")], "unknown"],
    ["done", [noted("a"), event("statement"), event("done")], "committed"],
    ["refused by the engine", [noted("a"), event("statement"), event("failed", { failure: { kind: "other" } })], "not-committed"],
    ["cut off", [noted("a"), event("statement"), event("failed", { failure: { kind: "connection-lost" } })], "unknown"],
    ["of another try", [event("statement"), event("done"), noted("b")], "unknown"],
    ["of an earlier try, then of this one", [noted("b"), event("done"), noted("a")], "not-committed"],
    ["a full disk", [noted("a"), `{"event":"state`], "unknown"],
  ])("%s", (_name, lines, expected) => {
    expect(loggedOf(lines.join("\n"), "a", unit())).toBe(expected);
  });

  test("no log", () => {
    expect(loggedOf(null, "a", unit())).toBe("unknown");
  });
});

test("a row of the history says whose it is", () => {
  const id = entryId("6f1c9e52-6f0b-4d57-a4f5-3f7d2b3f1c11", "digest", "2_steps");
  expect(id).toMatch(/^6f1c9e52-6f0b-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(isEntryOf(id, "digest", "2_steps")).toBe(true);
  expect(isEntryOf(id, "another", "2_steps")).toBe(false);
  expect(isEntryOf(id, "digest", "3_more")).toBe(false);
  expect(isEntryOf("6f1c9e52-6f0b-4d57-a4f5-3f7d2b3f1c11", "digest", "2_steps")).toBe(false);
});
