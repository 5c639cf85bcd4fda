// Runs a command with Node.js 24 first on the path: ours when it is new enough, else the one that npm installed for this platform.
// Plain JavaScript, because an older Node.js has to read it.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [command, ...args] = process.argv.slice(2);
const platform = process.platform === "win32" ? "win" : process.platform;
const installed = join(dirname(fileURLToPath(import.meta.url)), "..", "node_modules", `node-${platform}-${process.arch}`, "bin");
const [major, minor] = process.versions.node.split(".").map(Number);
const newEnough = major > 24 || (major === 24 && minor >= 10);
const folder = newEnough ? dirname(process.execPath) : installed;

if (!existsSync(folder)) {
  console.error(
    `This needs Node.js 24.10 or newer, and this is ${process.versions.node}. Install it from https://nodejs.org, then run the command again.`,
  );
  process.exit(1);
}
const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH ?? ""}` };
const result = spawnSync(command, args, { env, stdio: "inherit", shell: process.platform === "win32" });
if (result.error !== undefined) console.error(result.error.message);
process.exit(result.status ?? 1);
