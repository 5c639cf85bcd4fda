import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../src/errors.ts";
import { type RawInputs, readInputs } from "../src/inputs.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "schemagate-inputs-"));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (raw: RawInputs, environment: Readonly<Record<string, string>> = {}) =>
  readInputs(raw, { environment, currentDirectory: folder, today: "2026-11-21" }, { environment: "required" });

const mistakesOf = async (raw: RawInputs) => {
  const error = await read(raw).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
};

const config = async (text: string) => {
  await mkdir(join(folder, ".github"));
  await writeFile(join(folder, ".github/schemagate.yml"), text);
};

describe("the URL", () => {
  it("comes from --url, else DATABASE_URL, else .env", async () => {
    await writeFile(join(folder, ".env"), 'DATABASE_URL="postgresql://file/db"\n');
    expect((await read({ environment: "dev" })).url?.reveal()).toBe("postgresql://file/db");
    expect((await read({ environment: "dev" }, { DATABASE_URL: "postgresql://env/db" })).url?.reveal()).toBe(
      "postgresql://env/db",
    );
    expect((await read({ environment: "dev", url: "postgresql://flag/db" }, { DATABASE_URL: "x" })).urlFrom).toBe("--url");
  });

  it("is not looked for elsewhere when it is there but empty", async () => {
    await writeFile(join(folder, ".env"), "DATABASE_URL=postgresql://file/db\n");
    await expect(read({ environment: "dev" }, { DATABASE_URL: "" })).rejects.toThrow("DATABASE_URL is empty");
  });

  it("is not read through a symbolic link", async () => {
    await writeFile(join(folder, "elsewhere"), "DATABASE_URL=postgresql://x/y\n");
    await symlink(join(folder, "elsewhere"), join(folder, ".env"));
    await expect(read({ environment: "dev" })).rejects.toThrow("symbolic link");
  });
});

describe("mistakes", () => {
  it("come all at once", async () => {
    const { message } = await mistakesOf({ strategy: "psuh", source: "drizzle", shadowSchema: "s", task: "../x" });
    expect(message.split("\n")).toHaveLength(6);
    expect(message).toMatch(/--environment is missing/);
  });

  it.each<[string, RawInputs, RegExp]>([
    ["push without a reason", { strategy: "push", pushUntil: "2027-01-01" }, /--push-reason/],
    ["push without a date", { strategy: "push", pushReason: "x", pushUntil: "" }, /--push-until YYYY/],
    ["push until a day that is none", { strategy: "push", pushReason: "x", pushUntil: "2027-02-31" }, /not a day/],
    ["push until yesterday", { strategy: "push", pushReason: "x", pushUntil: "2026-11-20" }, /has passed/],
    ["a reason without push", { pushReason: "x" }, /belong to --strategy push/],
    ["--drop without push", { drop: ["a"] }, /--drop belongs/],
    ["a folder outside", { workingDirectory: "../.." }, /lies outside/],
    ["a configuration that is not there", { config: "nope.yml" }, /does not exist/],
    ["a target that is not there", { target: "nope" }, /not in the configuration/],
  ])("%s", async (_name, raw, message) => {
    expect((await mistakesOf({ environment: "dev", url: "postgresql://x/y", ...raw })).message).toMatch(message);
  });
});

describe("the configuration", () => {
  it("gives a target its folder, schemas and environment", async () => {
    await config(
      "targets:\n  billing: { working-directory: services/billing, environment: production, schemas: [public, audit] }\n",
    );
    await mkdir(join(folder, "services/billing"), { recursive: true });
    const inputs = await read({ environment: "production", url: "postgresql://x/y" });
    expect(inputs).toMatchObject({ workingDirectory: join(folder, "services/billing"), includeSchemas: ["public", "audit"] });
    await expect(read({ environment: "dev", url: "postgresql://x/y" })).rejects.toThrow("contradicts");
  });

  it("takes a date as YAML writes it, and refuses what it does not know", async () => {
    await config('ignore:\n  - { object: "table public.x", reason: theirs, until: 2027-01-31 }\n');
    expect((await read({ environment: "dev", url: "x" })).config.ignore).toEqual([
      { object: "table public.x", reason: "theirs", until: "2027-01-31" },
    ]);
    await writeFile(join(folder, ".github/schemagate.yml"), "ignored: []\nenvironments: { prod: { on-drift: maybe } }\n");
    const { message } = await mistakesOf({ environment: "dev", url: "x" });
    expect(message).toMatch(/2 mistakes/);
    expect(message).toMatch(/environments\.prod\.on-drift/);
  });

  it("must be YAML", async () => {
    await config("targets: [\n");
    expect((await mistakesOf({ environment: "dev", url: "x" })).message).toMatch(/not valid YAML/);
  });
});
