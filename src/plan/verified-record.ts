import { z } from "zod";
import type { History } from "../source/source.ts";

/** What an environment had applied when it was verified last. Kept by runs of the default branch (FORMATS.md). */
export type VerifiedRecord = {
  readonly version: 1;
  /** ISO time. */
  readonly at: string;
  readonly tool: string;
  readonly environment: string;
  /** Of the service, relative to the root of the repository. */
  readonly folder: string;
  readonly outcome: "verified" | "diverged";
  /** Everything that its history calls applied, with the checksums noted there. */
  readonly migrations: readonly { readonly id: string; readonly checksum: string }[];
};

/** Name of the file in the artifact. */
export const verifiedFile = "verified.json";

/** Rows that are finished, and not rolled back. */
export function appliedIn(history: History | null): VerifiedRecord["migrations"] {
  return (history?.rows ?? []).flatMap(({ migration, checksum, finishedAt, rolledBackAt }) =>
    finishedAt === null || rolledBackAt !== null || checksum === null ? [] : [{ id: migration, checksum }],
  );
}

/** Reads a stored record as foreign data; null where it is none. */
export function readVerified(text: string): VerifiedRecord | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const shape = z.object({
  version: z.literal(1),
  at: z.iso.datetime(),
  tool: z.string(),
  environment: z.string(),
  folder: z.string(),
  outcome: z.enum(["verified", "diverged"]),
  migrations: z.array(z.object({ id: z.string(), checksum: z.string() })),
});
