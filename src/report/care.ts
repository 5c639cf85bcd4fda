import type { Preflight } from "../pipeline.ts";

export type CareCheck = { readonly state: "good" | "bad" | "unknown"; readonly what: string; readonly seen: string };

/** Habits that keep the code the source of truth: schema and migration together, scope written down, applied files left alone. */
export function checkCare(preflight: Preflight): readonly CareCheck[] {
  return [together(preflight), scopeWritten(preflight), untouched(preflight), editedAgainstDefaultBranch(preflight)];
}

function together({ comparison, inputs }: Preflight): CareCheck {
  const what = "Schema and migrations say the same";
  if (inputs.strategy !== "migrate") return { state: "unknown", what, seen: `not looked at by ${inputs.strategy}` };
  const { replay, report } = comparison;
  if (replay?.outcome !== "replayed" || replay.end.outcome !== "reached")
    return { state: "unknown", what, seen: "the migrations could not be replayed to their end" };
  const missing = report.drift.filter(({ cause }) => cause === "missing-migration").length;
  return missing === 0
    ? { state: "good", what, seen: "every change of the schema has its migration" }
    : {
        state: "bad",
        what,
        seen: missing === 1 ? "a change of the schema has no migration" : `${missing} changes of the schema have no migration`,
      };
}

function scopeWritten({ inputs, project, scope }: Preflight): CareCheck {
  const what = "The scope is written down in the repository";
  if (scope.include.length === 0) return { state: "good", what, seen: "the whole file" };
  if (project.schemas.length > 0) return { state: "good", what, seen: `the schema declares ${project.schemas.join(", ")}` };
  const configured = Object.values(inputs.config.targets).some(({ schemas }) => schemas !== null);
  if (configured) return { state: "good", what, seen: `${inputs.config.path ?? ""} names ${scope.include.join(", ")}` };
  return {
    state: "bad",
    what,
    seen: `only ${scope.include.join(", ")} is compared, and no file says so (templates/schema-scope-config.md)`,
  };
}

function untouched({ comparison, inputs }: Preflight): CareCheck {
  const what = "Applied migrations were not edited afterwards";
  if (inputs.strategy === "sync") return { state: "unknown", what, seen: "sync keeps no history" };
  if (comparison.historyMissing) return { state: "unknown", what, seen: "the database has no history" };
  if (comparison.diagnosis.empty) return { state: "good", what, seen: "nothing was applied yet" };
  const edited = comparison.diagnosis.problems.filter(({ kind }) => kind === "edited" || kind === "edited-line-endings");
  if (edited.length === 0) return { state: "good", what, seen: "every checksum is the one that was applied" };
  return {
    state: "bad",
    what,
    seen: edited.map(({ migration, kind }) => (kind === "edited" ? migration : `${migration} (line endings only)`)).join(", "),
  };
}

function editedAgainstDefaultBranch({ git, changedFiles, project }: Preflight): CareCheck {
  const what = "This branch edits no migration of the default branch";
  if (git === null) return { state: "unknown", what, seen: "no git repository" };
  const { base } = git;
  if (!base.available) return { state: "unknown", what, seen: base.reason };
  const edited = project.migrations.filter(({ path }) => base.files.has(path) && changedFiles.has(path));
  return edited.length === 0
    ? { state: "good", what, seen: `none (compared with ${base.ref})` }
    : { state: "bad", what, seen: edited.map(({ id }) => id).join(", ") };
}
