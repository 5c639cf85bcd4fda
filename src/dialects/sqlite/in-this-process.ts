/**
 * Who has a file open here. Closing any descriptor of a file drops all locks that its process holds on it
 * (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_). So while `node:sqlite` has a file
 * open for writing, neither Node.js nor better-sqlite3, which bring descriptors of their own, may open it in the same process.
 */
export type Opener = "node:sqlite" | "others";

const uses = new Set<{ readonly identity: string; readonly opener: Opener }>();

/** Throws when it does not go together with another use: our own mistake, never the user's. */
export function enter(identity: string, opener: Opener): Disposable {
  const entry = { identity, opener };
  if ([...uses].some((other) => other.identity === identity && other.opener !== opener)) {
    throw new Error(
      `The database is open in this process, by ${opener === "others" ? "node:sqlite" : "a reading connection"}: close that first.`,
    );
  }
  uses.add(entry);
  return { [Symbol.dispose]: () => void uses.delete(entry) };
}

/** Where this says `node:sqlite`, nothing else may open the file for now. */
export function openerFor(identity: string): Opener {
  return [...uses].some((use) => use.identity === identity && use.opener === "node:sqlite") ? "node:sqlite" : "others";
}
