import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DistFile } from "../scripts/binaries.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const oldNode = await findOldNode();
let alone = "";

// The bundle as a user gets it: no sources, no node_modules and no package.json of ours above it.
beforeAll(async () => {
  alone = await mkdtemp(join(tmpdir(), "schemagate-alone-"));
  await cp(join(root, "dist"), join(alone, "dist"), { recursive: true });
});

afterAll(() => rm(alone, { recursive: true, force: true }));

describe("the bundle on its own", () => {
  test("says its version", async () => {
    const { version } = await readJson<{ version: string }>(join(root, "package.json"));
    const { stdout, stderr } = await run(process.execPath, ["dist/cli.js", "--version"], { cwd: alone, env: {} });
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: version, stderr: "" });
  });

  test.skipIf(oldNode === null)(`answers ${oldNode?.version ?? "an old Node.js"} with one sentence`, async () => {
    const failed = await run(oldNode?.path ?? "", ["dist/cli.js", "--version"], { cwd: alone, env: {} }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 64, stdout: "" });
    expect((failed as { stderr: string }).stderr).toMatch(
      /^Schemagate needs Node\.js 24\.10 or newer, and this is \d+\.\d+\.\d+\. .*\n$/,
    );
  });

  test("has no link to what it was built from", async () => {
    const entries = await readdir(join(alone, "dist"), { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => entry.isSymbolicLink())).toEqual([]);
  });
});

describe("ASSETS.json", () => {
  test("lists every binary, with its hash and the package that package-lock.json pins", async () => {
    const { assets } = await readJson<{ assets: readonly DistFile[] }>(join(root, "dist/ASSETS.json"));
    const { packages } = await readJson<{ packages: Record<string, { version: string; integrity: string }> }>(
      join(root, "package-lock.json"),
    );
    for (const asset of assets) {
      const sha256 = createHash("sha256")
        .update(await readFile(join(root, "dist", asset.file)))
        .digest("hex");
      const locked = packages[`node_modules/${asset.package}`];
      expect(asset, asset.file).toMatchObject({ sha256, version: locked?.version, integrity: locked?.integrity });
    }
    const files = await readdir(join(root, "dist"));
    const binary = files.filter((file) => /\.(wasm|data|node|gz|tgz)$/.test(file));
    expect(assets.map((asset) => asset.file)).toEqual(binary.sort());
  });
});

async function readJson<Value>(path: string): Promise<Value> {
  return JSON.parse(await readFile(path, "utf8")) as Value;
}

/** A Node.js before 24 on the path, as on many developers' machines. */
async function findOldNode(): Promise<{ readonly path: string; readonly version: string } | null> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, "node");
    const version = await run(path, ["--version"]).then(
      ({ stdout }) => stdout.trim(),
      () => null,
    );
    if (version !== null && Number.parseInt(version.slice(1), 10) < 24) return { path, version };
  }
  return null;
}
