import { posix } from "node:path";
import { UserError } from "../errors.ts";
import { inside } from "../files.ts";
import { detectSource } from "./detect.ts";
import { candidateFolders } from "./prisma/candidates.ts";
import { readText } from "./prisma/files.ts";
import type { SourceKind, SourceProject } from "./source.ts";

export type FoundProject = {
  /** Relative to the folder that was searched, with `/`; `.` for itself. */
  readonly folder: string;
  readonly project: SourceProject;
};

export type FoundProjects = {
  readonly projects: readonly FoundProject[];
  /** Looked like one, and can't be used: the reason. */
  readonly unusable: readonly { readonly folder: string; readonly error: UserError }[];
};

const packageLimit = 1024 * 1024;

/** Opens every project among these files, each schema once. `paths` are relative to `root`. */
export async function findProjects(root: string, paths: readonly string[], source: SourceKind | null): Promise<FoundProjects> {
  const named = await foldersOfPackages(root, paths);
  const folders = [...new Set([...named, ...candidateFolders(paths)])];
  const projects: FoundProject[] = [];
  const unusable: FoundProjects["unusable"][number][] = [];
  const seen = new Set<string>();
  for (const folder of folders) {
    const found = await open(root, folder, source);
    if (found instanceof UserError) unusable.push({ folder, error: found });
    if (found === null || found instanceof UserError) continue;
    const schemas = found.files.filter(({ path }) => path.endsWith(".prisma")).map(({ path }) => posix.join(folder, path));
    if (schemas.some((path) => seen.has(path))) continue;
    for (const path of schemas) seen.add(path);
    projects.push({ folder, project: found });
  }
  return { projects: projects.toSorted((a, b) => (a.folder < b.folder ? -1 : 1)), unusable };
}

async function open(root: string, folder: string, source: SourceKind | null): Promise<SourceProject | UserError | null> {
  try {
    return await detectSource({ workingDirectory: inside(root, folder), schema: null, migrations: null }, source);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** Folders whose package.json says where the schema lies. */
async function foldersOfPackages(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const path of paths)
    if (posix.basename(path) === "package.json" && (await namesSchema(root, path))) folders.push(posix.dirname(path));
  return folders.sort();
}

/** A package.json that can't be read or is no JSON names nothing. */
async function namesSchema(root: string, path: string): Promise<boolean> {
  try {
    const settings = JSON.parse((await readText(root, path, packageLimit)).text) as { prisma?: { schema?: unknown } } | null;
    return typeof settings?.prisma?.schema === "string";
  } catch {
    return false;
  }
}
