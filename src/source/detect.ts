import { parse } from "smol-toml";
import { UserError } from "../errors.ts";
import { entryAt, readText } from "./prisma/files.ts";
import { prisma } from "./prisma/prisma.ts";
import type { SourceKind, SourceProject, SourceRequest } from "./source.ts";

const pyprojectLimit = 1024 * 1024;

/** The project's source of truth; null when there is none. Throws UserError when it can't be told, or can't be read in this version. */
export async function detectSource(request: SourceRequest, wanted: SourceKind | null): Promise<SourceProject | null> {
  if (wanted === "alembic") throw alembicUnsupported("--source alembic");
  if (wanted === "prisma") return prisma.open(request);
  const alembic = await findAlembic(request.workingDirectory);
  if (alembic === null) return prisma.open(request);
  const project = await prisma.open(request);
  if (project === null) throw alembicUnsupported(alembic);
  // A path that was given names its owner.
  if (request.schema !== null) return project;
  throw new UserError(
    "invalid-source",
    `There are two sources of truth: Alembic (${alembic}) and ${project.description}.`,
    "Say which one counts: --source prisma, or --source alembic, which this version can't read yet.",
  );
}

/** The file that says so: `alembic.ini`, or `pyproject.toml` with a table `[tool.alembic]`. */
async function findAlembic(root: string): Promise<string | null> {
  if ((await entryAt(root, "alembic.ini")) === "file") return "alembic.ini";
  if ((await entryAt(root, "pyproject.toml")) !== "file") return null;
  return hasAlembicTable((await readText(root, "pyproject.toml", pyprojectLimit)).text) ? "pyproject.toml" : null;
}

function hasAlembicTable(text: string): boolean {
  try {
    const { tool } = parse(text);
    return typeof tool === "object" && "alembic" in tool;
  } catch {
    return false;
  }
}

function alembicUnsupported(sign: string): UserError {
  return new UserError(
    "invalid-source",
    `This is an Alembic project (${sign}): this version reads Prisma only.`,
    "Run it in the folder of a Prisma schema, or pass --schema.",
  );
}
