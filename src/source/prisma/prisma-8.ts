import { UserError } from "../../errors.ts";
import { entryAt } from "./files.ts";

/** Where Prisma 8 keeps its contract by default, as source and as emitted. */
export const contractFiles: readonly string[] = ["prisma", "src/prisma", "."].flatMap((folder) =>
  ["contract.prisma", "contract.ts", "contract.json"].map((name) => (folder === "." ? name : `${folder}/${name}`)),
);

/** Throws UserError when one of the paths exists, naming it. */
export async function refusePrisma8(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await entryAt(root, path)) !== "none") throw prisma8Error(path);
  }
}

/** Prisma 8 replaced schema and migrations by a contract and a graph of operations: https://www.prisma.io/docs/orm/core-concepts */
export function prisma8Error(sign: string): UserError {
  return new UserError(
    "invalid-source",
    `This is a Prisma 8 project (${sign}): its contract format is not supported, only the schemas and SQL migrations of Prisma up to 7.`,
    "Keep the Prisma 7 schema and name it with --schema, or use Prisma 8's own `prisma migration status` and `prisma db verify`.",
  );
}
