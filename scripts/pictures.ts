import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { openChromium } from "../__tests__/support/chromium.ts";
import { showComment } from "../__tests__/support/comment-page.ts";
import { npmPostgres } from "../__tests__/support/postgres-binaries.ts";
import { startPostgres, unprivilegedAccount } from "../__tests__/support/private-postgres.ts";
import { provideTool } from "../__tests__/support/system-tools.ts";
import { playShop } from "./shop-on-github.ts";
import { smallPng } from "./small-png.ts";

/**
 * Plays the life of examples/shop, and takes a picture of each face of the comment, as a phone and a desktop show it. The text goes beside
 * the pictures. What says the same as before is left alone; `--all` takes every picture anew.
 */
const folder = fileURLToPath(new URL("../docs/pictures", import.meta.url));
const widths = { phone: 390, desktop: 920 } as const;

const chromium = await provideTool("chromium");
if (!chromium.found) throw new Error(`The pictures need Chromium: ${chromium.advice}`);
await mkdir(folder, { recursive: true });
await using server = await startPostgres(await npmPostgres(18), await unprivilegedAccount());
const faces = await playShop(server);
await using browser = await openChromium(chromium.path);
for (const [face, body] of Object.entries(faces)) {
  const path = join(folder, `${face}.md`);
  const before = await readFile(path, "utf8").catch(() => "");
  if (!process.argv.includes("--all") && withoutChance(before) === withoutChance(body)) {
    console.log(`${face}: as before`);
    continue;
  }
  await writeFile(path, body);
  await takePictures(browser, face, body);
}

async function takePictures(open: Browser, face: string, body: string): Promise<void> {
  for (const [device, width] of Object.entries(widths)) {
    await using context = await open.newContext({ viewport: { width, height: 200 }, deviceScaleFactor: 1.5 });
    const page = await context.newPage();
    await showComment(page, body);
    const picture = smallPng(await page.screenshot({ fullPage: true }));
    await writeFile(join(folder, `${face}-${device}.png`), picture);
    console.log(`${face}-${device}.png: ${Math.round(picture.length / 1000)} kB`);
  }
}

/** Digests, fingerprints, commits, runs, times and durations are others each time, and columns as wide as they are. */
function withoutChance(body: string): string {
  return body
    .replaceAll("&#58;<!-- -->", ":")
    .replaceAll(/\b[0-9a-f]{7,64}\b/g, "0")
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d[\d.]*)?Z?|\d\d:\d\d:\d\d/g, "0")
    .replaceAll(/\b[\d.]+ m?s\b/g, "0 ms")
    .replaceAll(/ +|-{2,}/g, " ")
    .replaceAll(/127\.0\.0\.1:\d+|runs?[/ ]\d+|process \d+/g, "0");
}
