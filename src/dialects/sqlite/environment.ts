import type { EnvironmentFacts, ReadSession } from "../dialect.ts";

/** SQLite has no roles, schemas or installed extensions: who can read the file sees everything in it. */
export async function inspectEnvironment(session: ReadSession, notes: readonly string[]): Promise<EnvironmentFacts> {
  const [row] = await session.query<{ readonly encoding: string }>("SELECT encoding FROM pragma_encoding");
  return {
    encoding: row?.encoding ?? "",
    collation: "BINARY",
    superuser: false,
    schemas: [],
    extensions: [],
    permissions: [
      {
        what: "the whole file",
        ok: true,
        needed: true,
        detail: "SQLite has no roles: who can read the file sees everything in it.",
        grant: null,
      },
    ],
    notes,
  };
}
