import { setTimeout as sleep } from "node:timers/promises";

/** How often something that waited in vain for a lock is tried again. Between two tries nothing is held. */
export type LockRetry = {
  readonly times: number;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** A quarter of a second, then twice as long each time up to ten seconds, give or take a half: runs that collided must not meet again. */
export function pauseBefore(retry: number, random: () => number): number {
  return Math.round(Math.min(10_000, 250 * 2 ** (retry - 1)) * (0.5 + random()));
}

/** Ends early when somebody asks the run to stop. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
