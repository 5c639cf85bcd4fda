import { isUtf8 } from "node:buffer";
import { posix } from "node:path";
import { parse } from "smol-toml";
import { UserError } from "../../errors.ts";
import { sha256 } from "../../schema/fingerprint.ts";
import type { Migration, SourceFile } from "../source.ts";
import { entryAt, listFolder, notUtf8, readBytes, readText, type TextFile } from "./files.ts";
import { refusePrisma8 } from "./prisma-8.ts";

/** The migrations of a project, in the order in which Prisma applies them. */
export type MigrationsFolder = {
  /** Relative; null when there is none. */
  readonly folder: string | null;
  readonly migrations: readonly Migration[];
  /** Every file that was read. */
  readonly files: readonly SourceFile[];
  readonly notes: readonly string[];
};

const scriptLimit = 10 * 1024 * 1024;
const lockFile = "migration_lock.toml";

/** `named`: the folder was asked for, so its absence is an error. */
export async function readMigrations(
  root: string,
  place: { readonly folder: string; readonly named: boolean },
  provider: string,
): Promise<MigrationsFolder> {
  const { folder, named } = place;
  const entry = await entryAt(root, folder);
  if (entry === "file")
    throw new UserError("invalid-source", `The migrations folder "${folder}" is a file.`, "Pass --migrations with the folder.");
  if (entry === "none" && named) {
    throw new UserError(
      "invalid-source",
      `There is no migrations folder "${folder}".`,
      "Check the path; it is relative to the working directory.",
    );
  }
  if (entry === "none") return { folder: null, migrations: [], files: [], notes: [await missingFolderNote(root, folder)] };

  const { files, folders, others } = await listFolder(root, folder);
  const migrations: Migration[] = [];
  // Prisma's command line sorts with localeCompare: `2020_b` comes before `20201_a`.
  for (const name of [...folders].sort((a, b) => a.localeCompare(b, "en"))) {
    migrations.push(await readMigration(root, folder, name, migrations.at(-1) ?? null));
  }
  const notes: string[] = [];
  if (migrations.length === 0) notes.push(`The migrations folder "${folder}" is empty.`);
  const stray = files.filter((name) => name.endsWith(".sql"));
  if (stray.length > 0) notes.push(`Not migrations, as they lie in no folder of their own in ${folder}: ${stray.join(", ")}.`);
  if (others.length > 0) notes.push(`Left out, as they are symbolic links or no files, in ${folder}: ${others.join(", ")}.`);
  const lock = files.includes(lockFile) ? await readText(root, posix.join(folder, lockFile), scriptLimit) : null;
  if (lock !== null) checkLock(lock, provider);
  else if (migrations.length > 0)
    notes.push(`${folder} has no ${lockFile}: Prisma can't tell for which provider the migrations were written.`);
  const read = migrations.map(({ path, checksum }) => ({ path, sha256: checksum }));
  return { folder, migrations, files: lock === null ? read : [...read, { path: lock.path, sha256: lock.sha256 }], notes };
}

async function readMigration(root: string, folder: string, name: string, previous: Migration | null): Promise<Migration> {
  const path = posix.join(folder, name, "migration.sql");
  if ((await entryAt(root, path)) !== "file") {
    await refusePrisma8(root, [posix.join(folder, name, "ops.json"), posix.join(folder, name, "migration.json")]);
    throw new UserError(
      "invalid-source",
      `The migration "${name}" has no migration.sql (Prisma's P3015).`,
      `Restore ${path}, or delete the folder if no database has applied it.`,
    );
  }
  const bytes = await readBytes(root, path, scriptLimit);
  if (!isUtf8(bytes)) throw notUtf8(path);
  return {
    id: name,
    parents: previous === null ? [] : [previous.id],
    path,
    checksum: sha256(bytes),
    sql: bytes.toString("utf8"),
    opaque: null,
  };
}

async function missingFolderNote(root: string, folder: string): Promise<string> {
  const sibling = posix.join(posix.dirname(posix.dirname(folder)), "migrations");
  const hint =
    (await entryAt(root, sibling)) === "folder"
      ? ` There is a folder "${sibling}": pass --migrations ${sibling} if it is meant.`
      : "";
  return `The project has no migrations folder ("${folder}").${hint}`;
}

function checkLock({ path, text }: TextFile, provider: string): void {
  const locked = lockedProvider(text);
  if (locked === null) {
    throw new UserError("invalid-source", `${path} names no provider.`, `It must say: provider = "${provider}"`);
  }
  if (canonicalProvider(locked) === canonicalProvider(provider)) return;
  throw new UserError(
    "invalid-source",
    `The schema's provider is "${provider}", but ${path} says that the migrations were written for "${locked}" (Prisma's P3019).`,
    "Pass --migrations with the folder for this provider, or --schema with the schema for these migrations.",
  );
}

function lockedProvider(text: string): string | null {
  try {
    const { provider } = parse(text);
    return typeof provider === "string" ? provider : null;
  } catch {
    return null;
  }
}

function canonicalProvider(provider: string): string {
  return provider === "postgres" ? "postgresql" : provider;
}
