import { z } from "zod";
import type { ConnectionFacts, EnvironmentFacts, Scope } from "./dialects/dialect.ts";
import { UserError } from "./errors.ts";
import type { Preflight } from "./pipeline.ts";
import type { Strategy } from "./plan/plan.ts";
import type { Snapshot } from "./schema/snapshot.ts";
import { type Service, serviceOf } from "./service.ts";
import type { History } from "./source/source.ts";

/** What a database was when a run of the default branch looked at it: all that a preflight reads, so that pull requests need no credential. No rows. */
export type LiveRecord = Service & {
  readonly version: 1;
  /** ISO time. */
  readonly at: string;
  readonly tool: string;
  /** `sync` reads no history. */
  readonly strategy: Strategy;
  readonly connection: ConnectionFacts;
  readonly facts: EnvironmentFacts;
  readonly scope: Scope & { readonly include: readonly string[] };
  readonly live: Snapshot;
  /** Null: the database had none, or it was not read. */
  readonly history: History | null;
};

/** Name of the file in the artifact. */
export const recordFile = "live-record.json";

/** Everything of a preflight that came from the database. */
export function recordOf(found: Preflight): LiveRecord {
  const { at, tool, inputs, connection, facts, scope, live, history } = found;
  return {
    version: 1,
    at: at.toISOString(),
    tool,
    ...serviceOf(inputs),
    strategy: inputs.strategy,
    connection,
    facts,
    scope,
    live,
    history,
  };
}

/** Reads a stored record as hostile data. Throws UserError `unsupported-format`. */
export function readRecord(text: string): LiveRecord {
  const refused = (what: string) =>
    new UserError(
      "unsupported-format",
      `The record of the live schema can't be read: ${what}.`,
      "The next run of the default branch writes a new one.",
    );
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw refused("it is not JSON");
  }
  const parsed = shape.safeParse(data);
  if (parsed.success) return parsed.data as unknown as LiveRecord;
  const [issue] = parsed.error.issues;
  throw refused(`${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`);
}

const time = z.iso.datetime();
const date = time.nullable().transform((value) => (value === null ? null : new Date(value)));
const texts = z.array(z.string());

const shape = z.object({
  version: z.literal(1),
  at: time,
  tool: z.string(),
  environment: z.string(),
  target: z.string().nullable(),
  folder: z.string(),
  strategy: z.enum(["migrate", "push", "sync"]),
  connection: z.object({
    dialect: z.enum(["postgres", "mysql", "sqlite"]),
    display: z.string(),
    database: z.string(),
    user: z.string().nullable(),
    serverVersion: z.string(),
    serverMajor: z.number(),
    identity: z.string(),
    encryption: z.object({ encrypted: z.boolean(), certificateVerified: z.boolean(), description: z.string() }),
    route: z.object({ kind: z.enum(["direct", "pooled", "local", "unknown"]), description: z.string() }),
    defaultSchema: z.string().nullable(),
    readOnlyProof: texts,
  }),
  facts: z.object({
    encoding: z.string(),
    collation: z.string(),
    superuser: z.boolean(),
    schemas: z.array(z.object({ name: z.string(), inScope: z.boolean(), tables: z.number(), madeBy: z.string().nullable() })),
    extensions: z.array(
      z.object({ name: z.string(), version: z.string(), schema: z.string(), objects: z.number(), examples: texts }),
    ),
    permissions: z.array(
      z.object({ what: z.string(), ok: z.boolean(), needed: z.boolean(), detail: z.string(), grant: z.string().nullable() }),
    ),
    notes: texts,
  }),
  scope: z.object({ include: texts, exclude: texts, absent: z.enum(["refuse", "leave out"]) }),
  live: z.object({
    format: z.literal(1),
    dialect: z.enum(["postgres", "mysql", "sqlite"]),
    serverVersion: z.string(),
    schemas: texts,
    // What an object of each kind holds is not repeated here: it was written by this program, in a run that GitHub vouches for.
    objects: z.array(z.looseObject({ kind: z.string(), id: z.string(), schema: z.string().nullable(), name: z.string() })),
    notCompared: z.array(z.object({ kind: z.string(), names: texts, reason: z.string() })),
    invisible: z.array(z.object({ kind: z.string(), what: z.string(), grant: z.string() })),
    statistics: z.record(z.string(), z.object({ rows: z.number().nullable(), bytes: z.number().nullable() })),
  }),
  history: z
    .object({
      rows: z.array(
        z.object({
          id: z.string(),
          migration: z.string(),
          checksum: z.string().nullable(),
          startedAt: date,
          finishedAt: date,
          rolledBackAt: date,
          appliedSteps: z.number(),
          errorCode: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
});
