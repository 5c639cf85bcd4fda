import { type Browser, chromium } from "playwright-core";

/** A headless Chromium that talks to nobody. Ended with `await using`. */
export function openChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: quiet });
}

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
