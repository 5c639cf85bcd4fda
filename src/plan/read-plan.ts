import { z } from "zod";
import type { FailureReason } from "../errors.ts";
import { fingerprintOf, hashObjects } from "../schema/fingerprint.ts";
import { digestOf } from "./digest.ts";
import { type Plan, severities } from "./plan.ts";
import { verifiable } from "./verifiable.ts";

/** A stored plan is only what its digest says: anything else is not read further. */
export type ReadPlan =
  | { readonly outcome: "read"; readonly plan: Plan }
  | { readonly outcome: "refused"; readonly reason: FailureReason; readonly message: string; readonly hint: string };

const again = "Make a new plan with `schemagate preflight`, and have it approved.";

/** Checks the text of a `plan.json`: its format, its shape, and that nobody changed it since it was written. Pure. */
export function readPlan(text: string): ReadPlan {
  const data = parseJson(text);
  if (data === null)
    return refused("invalid-input", "The plan is not JSON.", "Pass the plan.json that `schemagate preflight` wrote.");
  const version = z.object({ version: z.unknown() }).safeParse(data).data?.version;
  if (version !== 1)
    return refused(
      "unsupported-format",
      `The plan has format ${JSON.stringify(version) ?? "none"}; this version reads format 1.`,
      again,
    );
  const parsed = shape.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(
      "plan-changed",
      `The plan is not what was written: ${issue?.path.map(String).join(".")}: ${issue?.message}.`,
      again,
    );
  }
  // The schema looks at what decides; the rest (objects of snapshots) is bound by the hashes below.
  const plan = parsed.data as unknown as Plan;
  const changed = whatChanged(plan);
  return changed === null
    ? { outcome: "read", plan }
    : refused("plan-changed", `The plan was changed after it was made: ${changed}.`, `Use the file as it was written. ${again}`);
}

function refused(reason: FailureReason, message: string, hint: string): ReadPlan {
  return { outcome: "refused", reason, message, hint };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function whatChanged(plan: Plan): string | null {
  const { digest, ...rest } = plan;
  if (digestOf(rest) !== digest) return "it no longer gives the digest that stands in it";
  const { objects, fingerprint, snapshot } = plan.expected;
  if (fingerprintOf(objects) !== fingerprint || !sameHashes(hashObjects(verifiable(snapshot.objects)), objects))
    return "the state that it promises is not the one of its digest";
  if (fingerprintOf(plan.base.objects) !== plan.base.fingerprint)
    return "the state that it starts from is not the one of its digest";
  return null;
}

function sameHashes(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id]);
}

const hashes = z.record(z.string(), z.string());
const snapshotObject = z.looseObject({ kind: z.string(), id: z.string(), name: z.string() });
const effect = z.enum(["deletes-data", "changes-data", "changes-rights", "touches-history", "reaches-outside", "not-understood"]);

const shape = z.object({
  version: z.literal(1),
  digest: z.string().regex(/^[0-9a-f]{64}$/, "it is no sha256"),
  createdAt: z.string(),
  tool: z.string(),
  environment: z.string(),
  // Outside of the digest, and the name of a folder.
  task: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "it is not the name of a task"),
  strategy: z.enum(["migrate", "push", "sync"]),
  push: z.object({ reason: z.string(), until: z.string() }).nullable(),
  source: z.object({
    kind: z.enum(["prisma", "alembic"]),
    commit: z.string().nullable(),
    files: z.array(z.object({ path: z.string(), sha256: z.string() })),
  }),
  target: z.object({
    dialect: z.enum(["postgres", "mysql", "sqlite"]),
    serverVersion: z.string(),
    identity: z.string(),
    database: z.string(),
    schemas: z.array(z.string()),
  }),
  migrations: z.array(z.object({ id: z.string(), checksum: z.string() })),
  visibleKinds: z.array(z.string()),
  touches: z.array(z.string()),
  base: z.object({ fingerprint: z.string(), objects: hashes }),
  expected: z.object({
    fingerprint: z.string(),
    objects: hashes,
    snapshot: z.looseObject({ format: z.literal(1), objects: z.array(snapshotObject), schemas: z.array(z.string()) }),
  }),
  batches: z.array(
    z.object({
      origin: z.string(),
      transactional: z.boolean(),
      foreignKeys: z.enum(["enforced", "suspended"]).nullable(),
      after: z.object({ objects: z.record(z.string(), z.string().nullable()) }).nullable(),
    }),
  ),
  statements: z.array(
    z.object({
      sql: z.string(),
      origin: z.string(),
      batch: z.int().nonnegative(),
      changes: z.array(z.string()),
      effects: z.array(effect),
      hazards: z.array(
        z.object({
          id: z.string(),
          severity: z.enum(severities),
          object: z.string().nullable(),
          message: z.string(),
          evidence: z.string().nullable(),
          saferWay: z.string().nullable(),
        }),
      ),
      locks: z.array(z.object({ relation: z.string(), mode: z.string() })),
      rewrites: z.array(z.string()),
    }),
  ),
  rehearsal: z.object({
    outcome: z.enum(["rehearsed", "failed", "not-rehearsed"]),
    engine: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  rollback: z.array(z.union([z.object({ sql: z.string() }), z.object({ irreversible: z.string() })])),
  summary: z.object({ add: z.number(), change: z.number(), drop: z.number() }),
});
