import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { prisma } from "../../src/source/prisma/prisma.ts";
import type { SourceProject, SourceRequest } from "../../src/source/source.ts";

export type Folder = AsyncDisposable & { readonly path: string };

/** A folder with these files, by relative path. Removed with `await using`. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "schemagate-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export function requestIn(folder: Folder, named: Partial<SourceRequest> = {}): SourceRequest {
  return { workingDirectory: folder.path, schema: null, migrations: null, ...named };
}

/** The project in a folder that has one. */
export async function openIn(folder: Folder, named: Partial<SourceRequest> = {}): Promise<SourceProject> {
  const project = await prisma.open(requestIn(folder, named));
  if (project === null) throw new Error("There is no project.");
  return project;
}

/** A schema with one datasource; `settings` are further lines of it. */
export function schemaText(provider: string, body = "model A {\n  id Int @id\n}\n", settings = ""): string {
  return `datasource db {\n  provider = "${provider}"\n${settings}}\n\n${body}`;
}
