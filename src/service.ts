import { relative } from "node:path";
import type { Inputs } from "./inputs.ts";

/** Whose database it is. */
export type Service = {
  readonly environment: string;
  readonly target: string | null;
  /** Relative to the repository, with slashes; `.` is its root. */
  readonly folder: string;
};

export function serviceOf({ environment, target, root, workingDirectory }: Inputs): Service {
  const folder = relative(root, workingDirectory).replaceAll("\\", "/");
  return { environment: environment ?? "", target, folder: folder === "" ? "." : folder };
}

/** What people call it within its environment: its target, else its folder; null for the service at the root, which needs no name. */
export function placeOf({ target, folder }: Service): string | null {
  return target ?? (folder === "." ? null : folder);
}

/** A target may move to another folder and stays what it is; without one, the folder is all there is. */
export function isSameService(a: Service, b: Service): boolean {
  return a.environment === b.environment && a.target === b.target && (a.target !== null || a.folder === b.folder);
}
