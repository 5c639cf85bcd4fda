import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StandIn, StandInRequest } from "../src/dialects/dialect.ts";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";
import type { Observation } from "../src/rehearsal.ts";
import { Secret } from "../src/secret.ts";
import { type HazardExample, readExamples, tryFiles } from "./support/hazard-examples.ts";
import { differsOnServers } from "./support/hazards-not-shown.ts";
import { createDatabase, servers, type TestDatabase } from "./support/servers.ts";

const request = (devUrl: Secret | null): StandInRequest => ({
  serverMajor: null,
  schemas: ["public"],
  extensions: [],
  roles: [],
  devUrl,
  shadowSchema: null,
  targetIdentity: null,
  limits: { timeMs: 300_000, memoryBytes: 2_000_000_000 },
});

type Seen = Pick<Observation, "locks" | "rewrites" | "scans" | "builds" | "drops"> & { readonly outcome: string };

async function seen(example: HazardExample, standIn: StandIn): Promise<readonly Seen[]> {
  const { observations } = await tryFiles(example, example.bad, standIn);
  return observations.map(({ outcome, locks, rewrites, scans, builds, drops }) => ({
    outcome: outcome.kind === "failed" ? `failed ${outcome.code}` : outcome.kind,
    locks,
    rewrites,
    scans,
    builds,
    drops,
  }));
}

describe.each(await servers(14, 16, 18))("$label does to its tables what the embedded one does", (server) => {
  let database: TestDatabase;
  let real: StandIn;
  let embedded: StandIn;
  beforeAll(async () => {
    database = await createDatabase(server);
    real = await postgresDriver.openStandIn(request(new Secret(database.url)));
    embedded = await postgresDriver.openStandIn(request(null));
  }, 120_000);
  afterAll(async () => {
    await real[Symbol.asyncDispose]();
    await embedded[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  test.each(readExamples("postgres").map((example) => [example.id, example] as const))(
    "%s",
    { timeout: 60_000 },
    async (id, example) => {
      const onServer = await seen(example, real).catch((error: unknown) => String(error));
      const onEmbedded = await seen(example, embedded);
      if (differsOnServers[id] === undefined) expect(onServer).toEqual(onEmbedded);
      else expect(onServer).not.toEqual(onEmbedded);
    },
  );
});
