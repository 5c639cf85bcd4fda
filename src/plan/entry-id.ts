import { sha256 } from "../schema/fingerprint.ts";

/**
 * The id of a row of the migration history that says by itself which plan's run wrote it: twelve random digits, then a hash over them,
 * the plan's digest and the migration. A UUID of version 8, whose content is the writer's own (RFC 9562, 5.8).
 */
export function entryId(random: string, digest: string, migration: string): string {
  const salt = random.replaceAll("-", "").slice(0, 12);
  const hash = sha256([salt, digest, migration].join("\0"));
  return `${salt.slice(0, 8)}-${salt.slice(8, 12)}-8${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

/** Whether a run of this plan wrote the row: what it counts there can be relied on. */
export function isEntryOf(id: string, digest: string, migration: string): boolean {
  return id === entryId(id, digest, migration);
}
