import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { consentOf } from "../src/action/consent.ts";
import { heldBackBy, needsHeldBackHazards, policyBefore } from "../src/action/policy-before.ts";
import { parseConfig } from "../src/config-format.ts";
import type { Inputs } from "../src/inputs.ts";
import type { Plan } from "../src/plan/plan.ts";
import { aPlan } from "./support/executions.ts";
import { dispatchEvent, type GithubEvent, pushEvent } from "./support/github/events.ts";
import { apiOf, factsOf, noAnswers } from "./support/github-client.ts";
import { startGithub } from "./support/github-server.ts";
import { aPreflight } from "./support/preflights.ts";

/** Nobody brings a change together with the permission for it. */

const inputsOf = (): Inputs => aPreflight().inputs;
const digest = "3f9c1a7e20b40000000000000000000000000000000000000000000000000000";

describe("the configuration that counts", () => {
  const path = ".github/schemagate.yml";
  const relaxed = `approvers: [eve, mallory]
environments:
  production: { unprotected: true, allow-self-review: true, allow-hazards: [reaches-outside], lock-timeout: 7s }
`;
  const strict = "approvers: [Eve]\nenvironments:\n  production: { allow-self-review: true }\n";

  function given(text: string): Inputs {
    return { ...inputsOf(), environment: "production", config: parseConfig(path, text) };
  }

  async function pushed(files: Readonly<Record<string, string>>) {
    const server = await startGithub();
    await server.push("main", { "README.md": "x", ...files });
    await server.push("main", { [path]: relaxed });
    const api = apiOf(server, { contents: "read" });
    const policy = async (event: GithubEvent, inputs = given(relaxed)) =>
      policyBefore({ facts: factsOf(server, event), github: api }, inputs);
    return { server, policy, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }
  const production = ({ inputs }: Awaited<ReturnType<typeof policyBefore>>) => inputs.config.environments["production"];
  const nothing = { unprotected: false, allowSelfReview: false, allowHazards: [] };

  test("of a push is what both allow, the rest as it stands here", async () => {
    await using scene = await pushed({ [path]: strict });
    const inputs = given(relaxed);
    const policy = await scene.policy(await pushEvent(scene.server, "main", "ann"), inputs);
    expect(production(policy)).toMatchObject({ ...nothing, allowSelfReview: true, lockTimeoutMs: 7_000 });
    expect(policy.inputs.config.approvers).toEqual(["eve"]);
    expect(policy.heldBack?.keys).toEqual(["unprotected", "allow-hazards", "approvers"]);
    expect(inputs.config).toEqual(given(relaxed).config);
    const [refusal] = heldBackBy(policy, ["unprotected"], ".github/workflows/schema-production.yml");
    expect(refusal?.message).toMatch(/unprotected does not count for this run: it came with this push/);
    expect(refusal?.hint).toBe("It counts from the next run on: gh workflow run schema-production.yml");
    expect(heldBackBy(policy, ["allow-self-review"], "x")).toEqual([]);
    const reaching = aPlan({
      statements: aPlan().statements.map((each) => ({ ...each, effects: ["reaches-outside"] as const })),
    });
    expect([needsHeldBackHazards(policy, reaching, inputs), needsHeldBackHazards(policy, aPlan(), inputs)]).toEqual([
      true,
      false,
    ]);
  });

  test("is named in the refusal where it would have let a statement run, and nowhere else", async () => {
    await using scene = await pushed({ [path]: strict });
    const facts = factsOf(scene.server, await pushEvent(scene.server, "main", "ann"));
    const run = {
      facts,
      github: apiOf(scene.server, { contents: "read" }),
      workspace: tmpdir(),
      tools: { clock: () => new Date() },
    };
    const reaching = aPlan({
      statements: aPlan().statements.map((each) => ({ ...each, effects: ["reaches-outside"] as const })),
    });
    const inputs = given(relaxed.replace("unprotected: true, ", ""));
    const refusals = async (plan: Plan) =>
      (await consentOf(run, { kind: "none", named: digest }, inputs, plan)).refusals.map(({ message }) => message).join("\n");
    expect(await refusals(reaching)).toContain("says of allow-hazards does not count for this run");
    expect(await refusals(aPlan())).toMatch(/^approval: none is for environments[^\n]*$/);
  });

  test("is stricter at once where this push makes it stricter", async () => {
    await using scene = await pushed({ [path]: relaxed });
    const policy = await scene.policy(await pushEvent(scene.server, "main", "ann"), given(strict));
    expect(production(policy)).toMatchObject({ ...nothing, allowSelfReview: true });
    expect(policy.heldBack).toBeNull();
  });

  test("relaxes nothing where there was none, where it can't be read, where it is not valid", async () => {
    await using none = await pushed({});
    const fresh = await none.policy(await pushEvent(none.server, "main", "ann"));
    expect(production(fresh)).toMatchObject(nothing);
    expect(fresh.inputs.config.approvers).toEqual([]);
    expect(fresh.heldBack?.why).toContain("there was none that this job can read");

    await using broken = await pushed({ [path]: "environments: [" });
    const invalid = await broken.policy(await pushEvent(broken.server, "main", "ann"));
    expect(production(invalid)).toMatchObject(nothing);
    expect(invalid.heldBack?.why).toContain("not valid");

    await using scene = await pushed({ [path]: relaxed });
    const event = await pushEvent(scene.server, "main", "ann");
    expect((await scene.policy(event)).heldBack).toBeNull();
    for (const [name, fault] of [
      ...noAnswers,
      ["a folder", { body: [{ name: "x" }] }],
      ["a link", { body: { type: "symlink" } }],
    ] as const) {
      scene.server.fail({ ...fault, path: /\/contents\// });
      const policy = await scene.policy(event);
      expect(production(policy), name).toMatchObject(nothing);
      if (name !== "401") expect(policy.heldBack?.why, name).toContain("contents: read");
      scene.server.recover();
    }
    for (const dropField of ["type", "content", "encoding"]) {
      scene.server.fail({ path: /\/contents\//, dropField });
      expect(production(await scene.policy(event)), dropField).toMatchObject(nothing);
      scene.server.recover();
    }
  });

  test("relaxes nothing for a branch that is new, and for events that know no commit before", async () => {
    await using scene = await pushed({ [path]: relaxed });
    const push = await pushEvent(scene.server, "main", "ann", "0".repeat(40));
    expect(production(await scene.policy(push))).toMatchObject(nothing);
    expect(production(await scene.policy({ ...push, name: "workflow_run" }))).toMatchObject(nothing);
  });

  test("of a run that was started by hand is the default branch's own, without a question", async () => {
    await using scene = await pushed({});
    const policy = await scene.policy(await dispatchEvent(scene.server, "ann"));
    expect(production(policy)).toMatchObject({ unprotected: true, allowSelfReview: true });
    expect(policy.heldBack).toBeNull();
    expect(scene.server.requests).toEqual([]);
  });
});
