import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { Engine } from "../scripts/scratch-database.ts";
import { runCli } from "./support/cli.ts";
import { leaks, type SeenProcess, type Watch, watchDescendants } from "./support/leaks.ts";
import { first, historyOf, init, liveFile, orders } from "./support/orders.ts";
import { folderOf } from "./support/prisma-project.ts";
import { passwordRole } from "./support/private-postgres.ts";
import { filesIn, sharedHome } from "./support/refusal.ts";
import {
  envFile,
  malformedFrames,
  type Place,
  postgresFrames,
  type SecretUrl,
  secretUrls,
  sqliteFrames,
} from "./support/secret-urls.ts";
import { createDatabase, databaseUrl, servers } from "./support/servers.ts";

/** No eight characters of a password come out of the program: not on stdout or stderr, in no file, in no child process. */
vi.setConfig({ testTimeout: 240_000 });
const home = sharedHome();
const [server] = await servers(18);
const address = new URL(server.adminUrl).host;

const places: readonly Place[] = ["--url", "DATABASE_URL", ".env"];

/** Everything else about a trial follows from its number. */
type Trial = SecretUrl & { readonly number: number };

/** What is the same in all trials of a group. Where the URL is of the scratch database, `target` is that of the target. */
type Setup = { readonly command: string; readonly engine: Engine; readonly target?: string };

type Outcome = { readonly status: number | null; readonly leaked: readonly string[] };

async function attempt({ url, secret, number }: Trial, { command, engine, target }: Setup): Promise<Outcome> {
  const place = target !== undefined ? "--dev-url" : (places[number % places.length] ?? "--url");
  await using folder = await folderOf({ ...orders(engine), ...(place === ".env" ? { ".env": envFile(url, number) } : {}) });
  liveFile()(folder);
  const flags = [
    ...(place.startsWith("--") ? [place, url] : []),
    ...(target === undefined ? [] : ["--url", target]),
    ...(number % 2 === 0 ? ["--json"] : []),
  ];
  const environment = place === "DATABASE_URL" ? { DATABASE_URL: url } : {};
  const { status, stdout, stderr } = await runCli([command, "--environment", "dev", "--out", "out", ...flags], {
    cwd: folder.path,
    home: home.path,
    environment,
  });
  await rm(join(folder.path, ".env"), { force: true });
  const shown = [stdout, stderr, ...Object.entries(await filesIn(folder.path)).flat()];
  return { status, leaked: shown.flatMap((text) => leaks([secret], text)) };
}

/** Two at a time. Gives what leaked, by URL, and how often the program ended with which status. */
async function attemptAll(urls: readonly SecretUrl[], setup: Setup) {
  const leaked: (Trial & Outcome)[] = [];
  const statuses: Record<string, number> = {};
  const waiting = urls.map((url, number): Trial => ({ ...url, number }));
  const work = async () => {
    for (let trial = waiting.pop(); trial !== undefined; trial = waiting.pop()) {
      const outcome = await attempt(trial, setup);
      statuses[`${outcome.status}`] = (statuses[`${outcome.status}`] ?? 0) + 1;
      if (outcome.leaked.length > 0) leaked.push({ ...trial, ...outcome });
    }
  };
  await Promise.all([work(), work()]);
  return { leaked, statuses };
}

describe("200 URLs", () => {
  test("of a host that is not reached", async () => {
    const urls = secretUrls(40, 1, postgresFrames("app", "127.0.0.1:1", "shop"));
    const { leaked, statuses } = await attemptAll(urls, { command: "check", engine: "postgresql" });
    expect(leaked).toEqual([]);
    expect(statuses).toEqual({ 1: expect.any(Number), 64: expect.any(Number) });
  });

  test("with a wrong password", async () => {
    const urls = secretUrls(40, 2, postgresFrames(passwordRole.user, address, "postgres"));
    const { leaked, statuses } = await attemptAll(urls, { command: "check", engine: "postgresql" });
    expect(leaked).toEqual([]);
    expect(statuses).toEqual({ 1: expect.any(Number), 64: expect.any(Number) });
  });

  test.each(["sqlite", "postgresql"] as const)("that are malformed, for %s", async (engine) => {
    const { leaked, statuses } = await attemptAll(secretUrls(30, 3, malformedFrames), { command: "check", engine });
    expect(leaked).toEqual([]);
    expect(statuses["0"]).toBeUndefined();
  });

  test("of SQLite", async () => {
    const { leaked, statuses } = await attemptAll(secretUrls(20, 4, sqliteFrames), { command: "preflight", engine: "sqlite" });
    expect(leaked).toEqual([]);
    expect(statuses["0"]).toBeGreaterThan(3);
  });

  test("that let us in, and nothing of them in the cache", async () => {
    await using shop = await createDatabase(server, "sg_secret_shop");
    await shop.admin.query(init + historyOf("postgresql", [first, init]));
    const urls = secretUrls(30, 5, postgresFrames("postgres", address, shop.name));
    const checked = await attemptAll(urls.slice(0, 20), { command: "check", engine: "postgresql" });
    const planned = await attemptAll(urls.slice(20), { command: "preflight", engine: "postgresql" });
    const own = { url: databaseUrl(server.adminUrl, "postgres", passwordRole), secret: passwordRole.password };
    const right = await attemptAll([own], { command: "check", engine: "postgresql" });
    expect([...checked.leaked, ...planned.leaked, ...right.leaked]).toEqual([]);
    expect([checked.statuses["0"], planned.statuses["0"]]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(right.statuses).toEqual({ 0: 1 });
    const cached = Object.values(await filesIn(home.path)).join("\n");
    expect(urls.flatMap(({ secret }) => leaks([secret], cached))).toEqual([]);
  });

  test("of scratch databases", async () => {
    await using shop = await createDatabase(server, "sg_secret_target");
    await shop.admin.query(init + historyOf("postgresql", [first, init]));
    const frames = [
      ...postgresFrames("app", "127.0.0.1:1", "shop"),
      ...postgresFrames(passwordRole.user, address, "postgres"),
      ...malformedFrames,
    ];
    const { leaked, statuses } = await attemptAll(secretUrls(10, 6, frames), {
      command: "preflight",
      engine: "postgresql",
      target: shop.url,
    });
    expect(leaked).toEqual([]);
    expect(statuses["0"]).toBeUndefined();
  });
});

describe("other ways out", () => {
  const secret = "correct-horse-battery";
  const url = `postgresql://app:${secret}@db/shop`;

  test.each([
    ["a flag that is misspelled", ["preflight", `--ulr=${url}`]],
    ["the place of a command", [url]],
    ["a word too many", ["preflight", url]],
    ["the value of another flag", ["preflight", "--environment", "dev", "--task", url]],
    ["a path", ["preflight", "--environment", "dev", "--config", url]],
  ])("%s", async (_name, args) => {
    const { status, stdout, stderr } = await runCli([...args, "--json"], { cwd: home.path, home: home.path });
    expect(status).toBe(64);
    expect(leaks([secret], stdout + stderr)).toEqual([]);
  });

  test.skipIf(process.platform !== "linux")("child processes: neither in their arguments nor in their environment", async () => {
    await using shop = await createDatabase(server, "sg_secret_children");
    await shop.admin.query(init + historyOf("postgresql", [first, init]));
    const withPassword = (password: string) => databaseUrl(server.adminUrl, shop.name, { user: "postgres", password });
    await using folder = await folderOf({
      ...orders("postgresql"),
      ".env": envFile(withPassword(`${secret}-file`), 1),
      "home/.keep": "",
    });
    let watch: Watch | null = null;
    const { status } = await runCli(["preflight", "--environment", "dev", "--out", "out", "--url", withPassword(secret)], {
      cwd: folder.path,
      home: join(folder.path, "home"),
      environment: { DATABASE_URL: withPassword(`${secret}-variable`), SOMEBODY_ELSES: "secret" },
      onStart: (pid) => {
        watch = watchDescendants(pid);
      },
    });
    const seen = await seenBy(watch);
    const standIns = seen.filter(({ program }) => program === process.execPath);
    expect(status).toBe(0);
    expect(standIns).not.toEqual([]);
    expect(
      standIns
        .flatMap(({ environment }) => environment.split("\0"))
        .filter((variable) => !/^(NODE_CHANNEL_\w+=.*)?$/.test(variable)),
    ).toEqual([]);
    expect(seen.filter(({ commandLine, environment }) => leaks([secret], commandLine + environment).length > 0)).toEqual([]);
    expect(seen.filter(({ environment }) => environment.includes("SOMEBODY_ELSES"))).toEqual([]);
  });
});

async function seenBy(watch: Watch | null): Promise<readonly SeenProcess[]> {
  return watch === null ? [] : watch.stop();
}
