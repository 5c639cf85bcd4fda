import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "./failures.ts";

/** How long SQLite itself waits, with the whole process; the rest of a wait leaves the event loop, and so signals, their turn. */
export const busyTimeoutMs = 100;

/** Tries until the database is not busy or the time is over; then throws what SQLite threw. Only what has no effect when it fails may be tried again. */
export async function whenNotBusy<Result>(waitMs: number, attempt: () => Result): Promise<Result> {
  const end = performance.now() + waitMs;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
    }
    await sleep(25);
  }
}

/** SQLITE_BUSY_SNAPSHOT is not among them: no waiting brings a transaction forward to what others wrote meanwhile. */
export function isBusy(error: unknown): boolean {
  const code = errorCode(error);
  return code !== null && ["SQLITE_BUSY", "SQLITE_BUSY_TIMEOUT", "SQLITE_BUSY_RECOVERY"].includes(code);
}
