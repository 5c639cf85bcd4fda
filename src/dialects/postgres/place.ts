import type { Engine } from "./engine.ts";
import type { Sessions } from "./prepare.ts";
import type { SchemaRename } from "./reading-transaction.ts";

/** Where a stand-in builds: its engine, and what differs between PGlite, a private server and a scratch database. */
export type Place = Sessions & {
  /** Ends everything that was started for it. */
  readonly engine: Engine;
  /** What unqualified names mean, first the schema in which they are created. */
  readonly searchPath: readonly string[];
  /** Set when everything is built in another schema than the one it stands for. */
  readonly rename: SchemaRename | null;
};
