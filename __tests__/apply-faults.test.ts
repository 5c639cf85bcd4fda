import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { effects, type Place, places } from "./support/fault-plan.ts";
import { expectTruth, type Ground, openGround, type Scene } from "./support/fault-scene.ts";
import { servers } from "./support/servers.ts";

const [server] = await servers(16);
let ground: Ground;
beforeAll(async () => {
  ground = await openGround(server);
});
afterAll(() => ground[Symbol.asyncDispose]());

/** Goes on until everything is applied; a person looks where only a person can. */
async function complete(scene: Scene): Promise<void> {
  const said = await scene.apply(...(await goOn(scene)));
  expect(said.document, said.stdout + said.stderr).toMatchObject({ verification: { outcome: "verified" } });
  expect(["applied", "nothing-to-do"]).toContain(said.document.outcome);
  expect(await scene.state()).toBe(12);
  expect((await scene.preflight()).document.outcome).toBe("up-to-date");
}

/** The flags with which it goes on: neither schema nor log can tell whether statement 8 ran when the process was killed meanwhile. */
async function goOn(scene: Scene): Promise<readonly string[]> {
  const last = (await scene.events()).findLast(({ event }) => ["statement", "done", "failed"].includes(String(event)));
  if (last?.["number"] !== 8 || last["event"] === "done") return ["--resume"];
  const state = await scene.state();
  const refused = await scene.apply("--resume");
  expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "history-failed-state" });
  expect(refused.document.reasons[0]?.hint).toMatch(/--resume-from 8; if it did, --resume-from 9/);
  expect(await scene.state()).toBe(state);
  return ["--resume", "--resume-from", state === 8 ? "9" : "8"];
}

/** Kills the process at each of the places, one after the other, on as few databases as there can be; what a killed run leaves, the next goes on with. */
async function killAt(
  todo: readonly Place[],
  after: (scene: Scene, pid: number, place: Place) => Promise<void>,
): Promise<number> {
  let left = [...todo];
  let cases = 0;
  while (left.length > 0) {
    await using scene = await ground.open();
    const skipped: Place[] = [];
    let first = true;
    for (const place of left) {
      const state = await scene.state();
      if (place[0] < state || (place[0] === state && !isOpenAfter(place, state))) {
        skipped.push(place);
        continue;
      }
      const flags = first ? [] : await goOn(scene);
      first = false;
      await scene.close(place);
      const run = scene.start(...flags);
      const pid = await scene.reached(run, place);
      run.kill("SIGKILL");
      expect((await run.ended).status).toBeNull();
      expect(await scene.log("03-execution-log.md")).toContain("⏳ Applying plan");
      await after(scene, pid, place);
      await scene.quiet();
      const reached = await scene.state();
      expect(reached).toBeGreaterThanOrEqual(state);
      cases++;
    }
    await complete(scene);
    left = skipped;
  }
  return cases;
}

/** Places that are passed although the statement is committed. */
function isOpenAfter([statement, moment]: Place, state: number): boolean {
  return statement === 12 && state === 12 && moment === "noted";
}

describe("the process is killed", () => {
  test.concurrent(`at ${places.length} places, and the server gives up what it did`, { timeout: 600_000 }, async () => {
    const cases = await killAt(places, async ({ database, open }, pid, place) => {
      await database.admin.query("SELECT pg_terminate_backend($1)", [pid]);
      await open(place);
    });
    expect(cases).toBe(places.length);
  });

  test.concurrent(`at ${places.length} places, and the server ends the statement that it is at`, {
    timeout: 600_000,
  }, async () => {
    const cases = await killAt(places, async ({ open }, _pid, place) => open(place));
    expect(cases).toBe(places.length);
  });
});

describe("the connection is cut", () => {
  test.concurrent(`at ${places.length} places`, { timeout: 600_000 }, async () => {
    let left = [...places];
    while (left.length > 0) {
      await using scene = await ground.open();
      const skipped: Place[] = [];
      let first = true;
      for (const place of left) {
        const state = await scene.state();
        if (place[0] < state || (place[0] === state && !isOpenAfter(place, state))) {
          skipped.push(place);
          continue;
        }
        await scene.close(place);
        const run = scene.start(...(first ? [] : await goOn(scene)));
        first = false;
        const pid = await scene.reached(run, place);
        await scene.database.admin.query("SELECT pg_terminate_backend($1)", [pid]);
        const ended = await run.ended;
        await scene.open(place);
        await scene.quiet();
        expect(ended.status).toBe(1);
        const seen = await effects(scene.database.admin);
        expectTruth(scene.told(ended), seen);
        expect(await scene.state()).toBeGreaterThanOrEqual(state);
      }
      await complete(scene);
      left = skipped;
    }
  });
});
