import { posix } from "node:path";
import type { Preflight } from "../pipeline.ts";
import { severities } from "../plan/plan.ts";
import { originOfFile } from "../provenance.ts";
import type { Door } from "./door.ts";

/** GitHub shows ten errors and ten warnings of a step: the worst come first, and no more are sent. */
const atMost = 10;

/** What was found, at the file it is about: errors for what blocks, warnings for hazards. */
export function annotateFindings(door: Door, { changedFiles, proposal, project, inputs, git }: Preflight): void {
  const inRepository = (path: string) => posix.join(relativeFolder(inputs.root, inputs.workingDirectory), path);
  const pathOf = (migration: string) => project.migrations.find(({ id }) => id === migration)?.path;
  const { verdict, plan } = proposal;
  if (verdict.outcome === "blocked") {
    for (const { reason, object, message, hint } of verdict.reasons.slice(0, atMost)) {
      const path = object?.startsWith("migration ") === true ? pathOf(object.slice("migration ".length)) : undefined;
      door.annotate("error", `${message}\n${hint}`, {
        title: `Schemagate: ${reason}`,
        ...(path === undefined ? {} : { file: inRepository(path) }),
      });
    }
  }
  // What is merged already is not this pull request's to mend.
  const mine = (path: string) => originOfFile(git, path, changedFiles) !== "default-branch";
  const hazards = (plan?.statements ?? []).flatMap(({ origin, hazards: own }) => {
    const path = pathOf(origin);
    return path === undefined || !mine(path) ? [] : own.map((hazard) => ({ hazard, path }));
  });
  const sorted = hazards.toSorted((a, b) => severities.indexOf(a.hazard.severity) - severities.indexOf(b.hazard.severity));
  for (const { hazard, path } of sorted.slice(0, atMost)) {
    const advice = hazard.saferWay === null ? "" : `\nSafer: ${hazard.saferWay}`;
    door.annotate("warning", `${hazard.message}${hazard.evidence === null ? "" : ` ${hazard.evidence}`}${advice}`, {
      title: `Schemagate: ${hazard.severity} (${hazard.id})`,
      file: inRepository(path),
    });
  }
}

function relativeFolder(root: string, folder: string): string {
  return posix.relative(root.replaceAll("\\", "/"), folder.replaceAll("\\", "/"));
}
