import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Answer, ask } from "./api.ts";

/** Keeps what a run wrote. The id is what another job of the run asks for: a name could be taken by anybody who may upload. */
export async function uploadFolder(name: string, folder: string): Promise<Answer<{ readonly id: number }>> {
  return ask(async () => {
    const { DefaultArtifactClient } = await import("@actions/artifact");
    const entries: readonly Dirent[] = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const { id } = await new DefaultArtifactClient().uploadArtifact(name, [...files].sort(), folder, { compressionLevel: 6 });
    if (id === undefined) throw new Error("GitHub gave the artifact no id");
    return { id };
  });
}

/** Fetches an artifact of this run into a folder. */
export async function downloadFolder(id: number, folder: string): Promise<Answer<null>> {
  return ask(async () => {
    const { DefaultArtifactClient } = await import("@actions/artifact");
    await new DefaultArtifactClient().downloadArtifact(id, { path: folder });
    return null;
  });
}
