import { canonicalJson, sha256 } from "../schema/fingerprint.ts";
import type { Plan } from "./plan.ts";

/**
 * sha256 in hex over what decides what will run and where. Left out: when and by which version of the tool it was made, the commit
 * (the gate checks that apart), sizes, evidence and the texts of hazards. In: the server's major version, so that a moved `@v1`
 * or a minor release of the server keeps an approval, and an upgrade does not.
 */
export function digestOf(plan: Omit<Plan, "digest">): string {
  const { target, source } = plan;
  return sha256(
    canonicalJson({
      version: plan.version,
      environment: plan.environment,
      strategy: plan.strategy,
      push: plan.push,
      source: { kind: source.kind, files: source.files },
      target: { ...target, serverVersion: majorOf(target.serverVersion) },
      migrations: plan.migrations,
      visibleKinds: plan.visibleKinds,
      touches: plan.touches,
      base: plan.base,
      expected: { fingerprint: plan.expected.fingerprint },
      batches: plan.batches,
      statements: plan.statements.map(({ sql, origin, batch, effects }) => ({ sql, origin, batch, effects })),
    }),
  );
}

/** The name of a plan, as the approval shows it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** `16` of `16.4`. */
export function majorOf(version: string): string {
  return version.split(".")[0] ?? version;
}
