import type { ConnectionFacts } from "../dialect.ts";
import type { DatabaseFile } from "./database-file.ts";

export function connectionFacts(
  file: DatabaseFile,
  display: string,
  serverVersion: string,
  readOnlyProof: readonly string[],
): ConnectionFacts {
  return {
    dialect: "sqlite",
    display,
    database: file.path,
    user: null,
    serverVersion,
    serverMajor: 3,
    identity: file.identity,
    encryption: { encrypted: false, certificateVerified: false, description: "a local file: nothing goes over a network" },
    route: { kind: "local", description: "a file on this machine" },
    defaultSchema: null,
    readOnlyProof,
  };
}

export function environmentNotes(journal: "rollback" | "wal", ignoredParameters: readonly string[]): readonly string[] {
  return [
    `The database is in ${journal === "wal" ? "WAL" : "rollback journal"} mode.`,
    ...ignoredParameters.map(
      (name) => `The parameter ${nameable.has(name) ? `"${name}" ` : ""}of the URL means nothing to SQLite and was ignored.`,
    ),
  ];
}

/** Of Prisma and SQLite. Only these are named: what else stands in a URL may be a part of a secret. */
const nameable: ReadonlySet<string> = new Set([
  "cache",
  "connect_timeout",
  "connection_limit",
  "immutable",
  "mode",
  "pool_timeout",
  "schema",
  "socket_timeout",
  "vfs",
]);
