#!/usr/bin/env node
/** The command `schemagate`. An old Node.js can't parse the program itself, so this file, which it can, looks at the version first. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 24 || (major === 24 && minor < 10)) {
  console.error(
    `Schemagate needs Node.js 24.10 or newer, and this is ${process.versions.node}. Install a newer one from https://nodejs.org.`,
  );
  process.exitCode = 64;
} else {
  const { main } = await import("./cli.ts");
  await main(process.argv.slice(2));
}
