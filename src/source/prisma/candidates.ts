import { posix } from "node:path";
import { configCandidates } from "./locate.ts";

/** Folders in which a Prisma project may be rooted, told by the names of files alone; those with settings first, then the shorter paths. */
export function candidateFolders(paths: readonly string[]): readonly string[] {
  const configured = paths.flatMap(folderOfConfig);
  const usual = paths.flatMap(folderOfSchema);
  return [...new Set([...byDepth(configured), ...byDepth(usual)])];
}

function byDepth(folders: readonly string[]): readonly string[] {
  const depth = (folder: string) => (folder === "." ? 0 : folder.split("/").length);
  return folders.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

/** `prisma.schema` may stand in any package.json: whether it does is found out when the folder is opened. */
function folderOfConfig(path: string): readonly string[] {
  const ending = configCandidates.find((candidate) => path === candidate || path.endsWith(`/${candidate}`));
  return ending === undefined ? [] : [path.slice(0, -ending.length).replace(/\/$/, "") || "."];
}

function folderOfSchema(path: string): readonly string[] {
  if (!path.endsWith(".prisma")) return [];
  const [, ofFolder] = /^((?:.*\/)?)prisma\/schema\/.+$/.exec(path) ?? [];
  if (ofFolder !== undefined) return [ofFolder.replace(/\/$/, "") || "."];
  if (posix.basename(path) !== "schema.prisma") return [];
  const folder = posix.dirname(path);
  return [posix.basename(folder) === "prisma" ? posix.dirname(folder) : folder];
}
