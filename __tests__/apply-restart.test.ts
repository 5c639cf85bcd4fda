import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closeGate, effects, type Place, stateOf, whoWaits } from "./support/fault-plan.ts";
import { expectTruth, type Ground, openGround, type Scene, until } from "./support/fault-scene.ts";
import { npmPostgres } from "./support/postgres-binaries.ts";
import { type PrivatePostgres, startPostgres, unprivilegedAccount } from "./support/private-postgres.ts";
import type { TestServer } from "./support/servers.ts";

const run = promisify(execFile);
const account = await unprivilegedAccount();
const binaries = await npmPostgres(16);

let server: PrivatePostgres;
let ground: Ground;
beforeAll(async () => {
  server = await startPostgres(binaries, account);
  const shared: TestServer = { major: 16, label: "PostgreSQL 16", adminUrl: server.adminUrl, own: null };
  ground = await openGround(shared);
});
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
  await control("stop");
  await server[Symbol.asyncDispose]();
});

/** With the same settings as before: commits are not waited for, unless the session asks for it. */
async function control(what: "stop" | "restart"): Promise<void> {
  const data = join(server.socketFolder, "data");
  const args = ["-D", data, "-m", "immediate", "-w", "-l", join(server.socketFolder, "again.log"), what];
  await run(join(binaries.bin, "pg_ctl"), args, { ...account, cwd: server.socketFolder });
}

const places: readonly Place[] = [
  [2, "worked"],
  [2, "commit"],
  [4, "noted"],
  [5, "worked"],
  [6, "noted"],
  [7, "commit"],
  [8, "worked"],
  [10, "worked"],
  [11, "commit"],
  [12, "noted"],
];

/** Whether statement 8 took effect can't be seen in the schema when the connection was lost meanwhile. */
async function whatALookSays(scene: Scene, state: number): Promise<readonly string[]> {
  const lost = (await scene.events()).findLast(({ event }) => event === "failed");
  return lost?.["number"] === 8 ? ["--resume", "--resume-from", state === 8 ? "9" : "8"] : ["--resume"];
}

describe("the server is stopped and started", () => {
  test(`at ${places.length} places: the log is true, and --resume reaches the end`, { timeout: 600_000 }, async () => {
    const scene = await ground.open();
    let looking = scene.database.admin;
    for (const place of places) {
      await closeGate(looking, place);
      const before = stateOf(await effects(looking));
      const flags = before === 7 || before === 8 ? await whatALookSays(scene, before) : ["--resume"];
      const applying = scene.start(...flags);
      await until(`${place.join(" ")} is reached`, () => whoWaits(looking, place));
      await control("restart");
      const ended = await applying.ended;
      looking = new pg.Client({ connectionString: scene.database.url });
      looking.on("error", () => undefined);
      await looking.connect();
      expect(ended.status, ended.stderr).toBe(1);
      const seen = await effects(looking);
      expectTruth(scene.told(ended), seen);
      expect(stateOf(seen)).toBeGreaterThanOrEqual(before);
    }
    const said = await scene.apply("--resume");
    expect(said.document, said.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect(stateOf(await effects(looking))).toBe(12);
    await looking.end();
  });
});
