/** SQLite's name of an extended result code; the name of its class where it has no own one here; null for no code (https://sqlite.org/rescode.html). */
export function resultCodeName(errcode: number): string | null {
  const primary = classes[errcode & 0xff];
  if (primary === undefined) return null;
  const detail = details[primary]?.[(errcode >> 8) - 1];
  return detail === undefined ? `SQLITE_${primary}` : `SQLITE_${primary}_${detail}`;
}

const classes: Readonly<Record<number, string>> = Object.fromEntries(
  `ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL EMPTY SCHEMA TOOBIG CONSTRAINT
  MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB`
    .split(/\s+/)
    .map((name, index) => [index + 1, name]),
);

/** By number, from 1. */
const details: Readonly<Record<string, readonly string[]>> = {
  ERROR: ["MISSING_COLLSEQ", "RETRY", "SNAPSHOT"],
  BUSY: ["RECOVERY", "SNAPSHOT", "TIMEOUT"],
  LOCKED: ["SHAREDCACHE", "VTAB"],
  READONLY: ["RECOVERY", "CANTLOCK", "ROLLBACK", "DBMOVED", "CANTINIT", "DIRECTORY"],
  CORRUPT: ["VTAB", "SEQUENCE", "INDEX"],
  CANTOPEN: ["NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK"],
  CONSTRAINT: [
    "CHECK",
    "COMMITHOOK",
    "FOREIGNKEY",
    "FUNCTION",
    "NOTNULL",
    "PRIMARYKEY",
    "TRIGGER",
    "UNIQUE",
    "VTAB",
    "ROWID",
    "PINNED",
    "DATATYPE",
  ],
};
