import type { ConnectionFacts } from "../dialects/dialect.ts";
import { canonicalJson, sha256 } from "../schema/fingerprint.ts";
import type { DialectName, ObjectId } from "../schema/snapshot.ts";
import { majorOf, shortDigest } from "./digest.ts";
import type { Blocked } from "./verdict.ts";

/** The rows that would be written, and into which database. */
export type BaselineRows = {
  readonly environment: string;
  readonly target: {
    readonly dialect: DialectName;
    readonly serverVersion: string;
    readonly identity: string;
    readonly database: string;
    readonly schemas: readonly string[];
  };
  readonly migrations: readonly { readonly id: string; readonly checksum: string }[];
  /** Fingerprint of the schema in which the database was found. */
  readonly live: string;
};

/** History rows for a database that has none: what was found, written and seen afterwards. Stored as `artifacts/baseline.json` (FORMATS.md). */
export type Baseline = {
  readonly version: 1;
  readonly tool: string;
  readonly environment: string;
  readonly task: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly display: string;
  /** `planned`: a dry run. `recorded`: the rows are written. `failed`: they are not, or it is not known. */
  readonly outcome: "planned" | "nothing-to-do" | "refused" | "recorded" | "failed";
  /** Of `rows`; null where none can be told. */
  readonly digest: string | null;
  /** The digest that was named, as it was typed; null: a dry run. */
  readonly approved: string | null;
  readonly rows: BaselineRows | null;
  /** What stays pending, in its order. */
  readonly pending: readonly string[];
  /** Migrations among the rows that change data: whether they did it here, a schema can't show. */
  readonly unseen: readonly string[];
  /** Why it was refused, or why there is nothing to do. */
  readonly reasons: readonly Blocked[];
  readonly session: readonly string[];
  /** Null until the rows are written. */
  readonly verification: BaselineVerification | null;
};

export type BaselineVerification = {
  readonly outcome: "verified" | "diverged";
  readonly history: readonly { readonly migration: string; readonly ok: boolean; readonly message: string }[];
  /** Whether the schema still has the fingerprint of the dry run. */
  readonly sameSchema: boolean;
  readonly differences: readonly { readonly object: ObjectId; readonly summary: string }[];
};

/** sha256 in hex over what decides which rows are written where. */
export function baselineDigest({ environment, target, migrations, live }: BaselineRows): string {
  return sha256(
    canonicalJson({
      version: 1,
      what: "baseline",
      environment,
      target: { ...target, serverVersion: majorOf(target.serverVersion) },
      migrations,
      live,
    }),
  );
}

/** Whether these rows, and no others, were approved. Pure. */
export function gateBaseline(approved: string, digest: string): readonly Blocked[] {
  if (approved === digest) return [];
  const onlyName = approved.length >= 7 && digest.startsWith(approved);
  return [
    {
      reason: "approval-missing",
      object: null,
      message: onlyName
        ? `--approve has ${approved.length} characters of the digest: that names it, but does not prove which rows were meant.`
        : `--approve names other rows than those that would be written now (${shortDigest(digest)}): the database, the migrations or the target are not those that were looked at.`,
      hint: onlyName
        ? `Give all 64 characters: ${digest}`
        : "Run it without --approve, read what it would write, and approve that.",
    },
  ];
}

/** The target as the digest covers it. */
export function baselineTarget(connection: ConnectionFacts, schemas: readonly string[]): BaselineRows["target"] {
  const { dialect, serverVersion, identity, database } = connection;
  return { dialect, serverVersion, identity, database, schemas };
}
