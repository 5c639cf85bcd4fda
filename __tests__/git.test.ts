import { execFileSync } from "node:child_process";
import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitReader } from "../src/git.ts";
import { type Folder, folderOf } from "./support/prisma-project.ts";

const read = gitReader(process.env["PATH"]);
const author = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

function git({ path }: Folder, ...args: readonly string[]): string {
  const env = { ...process.env, ...author, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", ["-C", path, "-c", "commit.gpgSign=false", ...args], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

/** Two commits on `main`, then a branch with a new and an edited file, one of them not committed. */
async function repository(): Promise<Folder> {
  const folder = await folderOf({
    "app/schema.prisma": "a\n",
    "app/migrations/1/migration.sql": "one\n",
    "app/migrations/2/migration.sql": "two\n",
    "other.txt": "x",
  });
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "-m", "1");
  git(folder, "checkout", "--quiet", "-b", "feature/ABC-12_Add-nickname");
  await mkdir(join(folder.path, "app/migrations/3"));
  await writeFile(join(folder.path, "app/migrations/3/migration.sql"), "three\n");
  await writeFile(join(folder.path, "app/migrations/1/migration.sql"), "edited\n");
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "-m", "2");
  await writeFile(join(folder.path, "app/schema.prisma"), "b\n");
  return folder;
}

const files = ["schema.prisma", "migrations/1/migration.sql", "migrations/2/migration.sql", "migrations/3/migration.sql"];

describe("what git tells", () => {
  test("in a folder below the top: what is this branch's own", async () => {
    await using folder = await repository();
    const facts = await read(join(folder.path, "app"));
    expect(facts).toMatchObject({
      branch: "feature/ABC-12_Add-nickname",
      commit: git(folder, "rev-parse", "HEAD"),
      taskSlug: "abc-12-add-nickname",
    });
    expect(facts?.base).toMatchObject({ available: true, ref: "main", mergeBase: git(folder, "rev-parse", "main") });
    expect(facts?.base.available === true && [...facts.base.files].sort()).toEqual([
      "migrations/1/migration.sql",
      "migrations/2/migration.sql",
      "schema.prisma",
    ]);
    expect([...((await facts?.changedAmong(files)) ?? [])].sort()).toEqual([
      "migrations/1/migration.sql",
      "migrations/3/migration.sql",
      "schema.prisma",
    ]);
  });

  test("a checkout with CRLF changed nothing", async () => {
    await using folder = await repository();
    await writeFile(join(folder.path, "app/migrations/2/migration.sql"), "two\r\n");
    expect([...((await (await read(join(folder.path, "app")))?.changedAmong(["migrations/2/migration.sql"])) ?? [])]).toEqual([]);
  });

  test("what the default branch changed meanwhile is not this branch's", async () => {
    await using folder = await repository();
    git(folder, "stash", "--quiet");
    git(folder, "checkout", "--quiet", "main");
    await writeFile(join(folder.path, "app/migrations/2/migration.sql"), "by others\n");
    git(folder, "commit", "--quiet", "-a", "-m", "others");
    git(folder, "checkout", "--quiet", "-");
    const facts = await read(join(folder.path, "app"));
    expect([...((await facts?.changedAmong(["migrations/2/migration.sql"])) ?? [])]).toEqual([]);
  });

  test("the remote's default branch counts, in a detached checkout too", async () => {
    await using origin = await repository();
    git(origin, "checkout", "--quiet", "--force", "main");
    await using clone = await folderOf({});
    git(clone, "clone", "--quiet", origin.path, ".");
    git(clone, "checkout", "--quiet", "--detach", "origin/feature/ABC-12_Add-nickname");
    expect(await read(clone.path)).toMatchObject({ branch: null, taskSlug: null, base: { available: true, ref: "origin/main" } });
  });

  test("a shallow checkout says what is missing", async () => {
    await using origin = await repository();
    git(origin, "checkout", "--quiet", "--force", "main");
    await using clone = await folderOf({});
    git(
      clone,
      "clone",
      "--quiet",
      "--depth=1",
      "--no-single-branch",
      "--branch=feature/ABC-12_Add-nickname",
      `file://${origin.path}`,
      ".",
    );
    const facts = await read(clone.path);
    expect(facts?.base).toMatchObject({ available: false, reason: expect.stringMatching(/shallow.*`fetch-depth: 0`/) });
    expect([...((await facts?.changedAmong(files)) ?? ["?"])]).toEqual([]);
  });

  test("no repository, no commit, no default branch, no git", async () => {
    await using folder = await folderOf({});
    expect(await read(folder.path)).toBeNull();
    expect(await gitReader("/nonexistent")(process.cwd())).toBeNull();
    git(folder, "init", "--quiet", "--initial-branch=topic");
    expect(await read(folder.path)).toMatchObject({
      commit: null,
      base: { available: false, reason: "The repository has no commit yet." },
    });
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "1");
    expect(await read(folder.path)).toMatchObject({
      branch: "topic",
      base: { available: false, reason: expect.stringContaining("No default branch") },
    });
  });

  test("nothing that the repository configures runs", async () => {
    await using folder = await repository();
    const trap = join(folder.path, "trap.sh");
    const sprung = join(folder.path, "sprung");
    await writeFile(trap, `#!/bin/sh\ntouch ${sprung}\n`);
    await chmod(trap, 0o755);
    await writeFile(join(folder.path, ".gitattributes"), "* filter=evil diff=evil\n");
    for (const setting of [
      "core.fsmonitor",
      "core.hooksPath",
      "core.pager",
      "core.sshCommand",
      "diff.external",
      "filter.evil.clean",
      "filter.evil.smudge",
      "diff.evil.textconv",
      "core.askPass",
      "credential.helper",
    ]) {
      git(folder, "config", setting, setting === "core.hooksPath" ? folder.path : trap);
    }
    const facts = await read(folder.path);
    await facts?.changedAmong(["other.txt", "app/schema.prisma"]);
    expect(facts?.base).toMatchObject({ available: true });
    await expect(stat(sprung)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
