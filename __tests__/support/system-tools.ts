import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { promisify } from "node:util";
import { distributionPostgres } from "./postgres-binaries.ts";

const run = promisify(execFile);

/** What some tests need from the distribution, because npm has no package of it. */
const tools = {
  pgbouncer: {
    packages: ["pgbouncer"],
    find: () => firstExisting(["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"]),
  },
  /** Server and `pg_dump` of the distribution's own version. Gives the folder of the programs. */
  postgresql: { packages: ["postgresql"], find: () => distributionPostgres()[0]?.bin ?? null },
  /** The same with PostGIS for it. */
  postgis: {
    packages: ["postgresql", "postgresql-postgis"],
    find: () =>
      distributionPostgres().find(({ major }) => existsSync(`/usr/share/postgresql/${major}/extension/postgis.control`))?.bin ??
      null,
  },
  chromium: {
    packages: ["chromium", "fonts-liberation", "fonts-noto-color-emoji"],
    find: () =>
      firstExisting([
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "/usr/bin/chromium-browser",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      ]),
  },
} as const;

export type Tool = keyof typeof tools;

export type ToolAnswer = { readonly found: true; readonly path: string } | { readonly found: false; readonly advice: string };

/** Finds a tool, and installs it when we may (root, with apt). */
export async function provideTool(tool: Tool): Promise<ToolAnswer> {
  const { packages, find } = tools[tool];
  const present = find();
  if (present !== null) return { found: true, path: present };
  const command = `apt-get install ${packages.join(" ")}`;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return { found: false, advice: `needs ${tool}: ${command}` };
  try {
    await install(packages);
  } catch (error) {
    return {
      found: false,
      advice: `needs ${tool}; \`${command}\` failed: ${error instanceof Error ? error.message.split("\n").at(-2) : error}`,
    };
  }
  const path = find();
  return path === null ? { found: false, advice: `needs ${tool}, which ${command} did not bring` } : { found: true, path };
}

async function install(packages: readonly string[]): Promise<void> {
  const aptGet = (...args: string[]) =>
    run("apt-get", ["-qq", ...args], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 2 ** 26 });
  const lists = "/var/lib/apt/lists";
  const known = existsSync(lists) && readdirSync(lists).some((name) => name.includes("_Packages"));
  if (!known) await aptGet("update");
  const installAll = () => aptGet("install", "-y", "--no-install-recommends", ...packages);
  // Lists that are older than the archive name versions that are gone.
  await installAll().catch(async () => {
    await aptGet("update");
    await installAll();
  });
}

function firstExisting(paths: readonly string[]): string | null {
  return paths.find((path) => existsSync(path)) ?? null;
}
