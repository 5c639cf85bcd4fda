#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/bin.ts
var [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24 || major === 24 && minor < 10) {
  console.error(
    `Schemagate needs Node.js 24.10 or newer, and this is ${process.versions.node}. Install a newer one from https://nodejs.org.`
  );
  process.exitCode = 64;
} else {
  const { main } = await import("./chunk-7BVUI3ND.js");
  await main(process.argv.slice(2));
}
