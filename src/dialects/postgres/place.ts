import type { Engine } from "./engine.ts";
import type { Sessions } from "./prepare.ts";
import type { SchemaRename } from "./reading-transaction.ts";
import { quoteIdentifier } from "./types.ts";

/** Where a stand-in builds: its engine, and what differs between PGlite, a private server and a scratch database. */
export type Place = Sessions & {
  /** Ends everything that was started for it. */
  readonly engine: Engine;
  /** Makes a session as a migration tool finds it. */
  readonly newSession: readonly string[];
  /** Set when everything is built in another schema than the one it stands for. */
  readonly rename: SchemaRename | null;
};

/** A session in which unqualified names mean these schemas, as Prisma's `?schema=` does it. */
export function newSession(searchPath: readonly string[]): readonly string[] {
  return ["DISCARD ALL", `SET search_path = ${searchPath.map(quoteIdentifier).join(", ")}`];
}
