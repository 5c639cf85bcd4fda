import { readFile, stat } from "node:fs/promises";
import { posix } from "node:path";
import { homePath } from "./assets.ts";
import { UserError } from "./errors.ts";
import { inside } from "./files.ts";
import { type Chosen, chooseProjects } from "./init/choose-projects.ts";
import { configText } from "./init/config-text.ts";
import type { InitDocument } from "./init/document.ts";
import { lookAtFiles, type WantedFile, writeMissing } from "./init/files.ts";
import { readRepository } from "./init/repository.ts";
import { setupSteps } from "./init/steps.ts";
import { type InitTarget, nameTargets } from "./init/targets.ts";
import { type Surroundings, workflowFor, workflowForAll, workflowForTogether } from "./init/workflow-text.ts";
import { initDocument } from "./report/json.ts";
import { summarizeInit } from "./report/terminal-init.ts";
import { type Done, exitStatus, type Flags, paint, type Session } from "./session.ts";
import { detectSource } from "./source/detect.ts";
import { type FoundProjects, findProjects } from "./source/find-projects.ts";
import type { SourceKind } from "./source/source.ts";

/** Writes workflows and configuration for the projects of a repository, and says what is left to set up. Contacts no database. */
export async function runInit(flags: Flags, { surroundings }: Session): Promise<Done> {
  const folder = await folderNamed(surroundings.currentDirectory, flags.workingDirectory ?? ".");
  const repository = await readRepository(folder, surroundings.environment["PATH"]);
  const { projects, leftOut } = await projectsOf(flags, folder, repository.files);
  const environment = flags.environment ?? "production";
  const targets = nameTargets(
    projects.map(({ folder: own, project: { description, dialect, schemas } }) => ({
      folder: posix.join(repository.folder, own),
      description,
      dialect,
      schemas,
    })),
    environment,
  );
  const around = {
    defaultBranch: repository.defaultBranch.name,
    environment,
    inputs: flags.source === undefined ? {} : { source: flags.source },
  };
  const wanted = await wantedFiles(targets, around, flags);
  const looked = await lookAtFiles(repository.root, wanted);
  const files = flags.dryRun === true ? looked : await writeMissing(repository.root, looked);
  const document: InitDocument = {
    root: repository.root,
    defaultBranch: repository.defaultBranch,
    targets,
    leftOut: leftOut.map(({ folder: own, message }) => ({ folder: posix.join(repository.folder, own), message })),
    files,
    steps: setupSteps({
      targets,
      defaultBranch: repository.defaultBranch.name,
      github: repository.github,
      paths: wanted.map(({ path }) => path),
    }),
  };
  return { document: initDocument(environment, document), text: summarizeInit(document, paint), status: exitStatus.done };
}

async function folderNamed(root: string, path: string): Promise<string> {
  const folder = inside(root, path);
  const stats = await stat(folder).catch(() => null);
  if (stats?.isDirectory() === true) return folder;
  throw new UserError("invalid-input", `The working directory ${path} is not a folder of ${root}.`, "Check --working-directory.");
}

/** Where paths are named, the one project that they belong to; else all that there are. */
async function projectsOf(flags: Flags, root: string, paths: readonly string[]): Promise<Chosen> {
  const source = sourceOf(flags);
  const named = { workingDirectory: root, schema: flags.schema ?? null, migrations: flags.migrations ?? null };
  const found: FoundProjects =
    named.schema === null && named.migrations === null ? await findProjects(root, paths, source) : { projects: [], unusable: [] };
  if (found.projects.length > 0) return chooseProjects(found);
  const [first] = found.unusable;
  if (first !== undefined) throw first.error;
  // Says why, where there is a project of another kind.
  const project = await detectSource(named, source);
  if (project !== null) return { projects: [{ folder: ".", project }], leftOut: [] };
  throw new UserError(
    "invalid-source",
    `No Prisma schema was found in ${root}, among the files that git knows or does not ignore.`,
    "Start it in the root of the repository, or name the folder with --working-directory, or the schema with --schema.",
  );
}

function sourceOf({ source }: Flags): SourceKind | null {
  if (source === undefined || source === "prisma" || source === "alembic") return source ?? null;
  throw new UserError(
    "invalid-input",
    `--source ${source} is unknown; it can be prisma or alembic.`,
    "Leave it out, or write prisma.",
  );
}

/** The workflows as they ship, with the names of this repository in them. */
async function wantedFiles(
  targets: readonly InitTarget[],
  around: Surroundings,
  { schema, migrations }: Flags,
): Promise<readonly WantedFile[]> {
  const names = ["schema.yml", "schema-production.yml", "schema-watch.yml"] as const;
  const [pullRequests = "", production = "", watch = ""] = await Promise.all(names.map(templateNamed));
  return [
    { path: ".github/workflows/schema.yml", content: workflowForTogether(pullRequests, targets, around) },
    ...targets.map((target) => ({
      path: `.github/workflows/schema-${target.slug}.yml`,
      content: workflowFor(production, target, around),
    })),
    { path: ".github/workflows/schema-watch.yml", content: workflowForAll(watch, targets, around) },
    { path: ".github/schemagate.yml", content: configText(targets, { schema: schema ?? null, migrations: migrations ?? null }) },
  ];
}

function templateNamed(name: string): Promise<string> {
  return readFile(homePath(`templates/workflows/${name}`), "utf8");
}
