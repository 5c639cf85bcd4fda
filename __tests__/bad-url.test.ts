import { describe, vi } from "vitest";
import { orders, schemaFile } from "./support/orders.ts";
import { type Asked, type Refused, refusals, sharedHome } from "./support/refusal.ts";

/** URLs that name no database, or none that fits the schema. */
vi.setConfig({ maxConcurrency: 2 });
const home = sharedHome();

describe("the URL", () => {
  const postgres = orders("postgresql");
  const wrong = (name: string, url: string, says: string, asked: Partial<Asked> = {}): Refused => [
    name,
    { url, ...asked },
    64,
    "invalid-input",
    says,
  ];
  const fits = "Pass the URL of the database that belongs to this schema, or choose the schema with --schema.";
  const flags = "`schemagate help` lists the flags.";
  const supported = "PostgreSQL and SQLite are supported.";
  refusals(home, [
    [
      "is missing",
      { url: null },
      64,
      "invalid-input",
      `No database URL: pass --url, or set DATABASE_URL in the environment or in .env. ${flags}`,
    ],
    wrong("is empty", " ", `--url is empty. ${flags}`),
    wrong(
      "is for SQLite, the schema for PostgreSQL",
      "file:./live.db",
      `The database URL (--url) is for SQLite, and the schema in the code is for PostgreSQL. ${fits}`,
      { files: postgres },
    ),
    wrong(
      "is nonsense, the schema for PostgreSQL",
      "nonsense",
      `The database URL (--url) is no URL but the path of a file, and the schema in the code is for PostgreSQL. ${fits}`,
      { files: postgres },
    ),
    wrong(
      "is for PostgreSQL, the schema for SQLite",
      "postgresql://app:correct-horse@db/shop",
      `The database URL (--url) is for PostgreSQL, and the schema in the code is for SQLite. ${fits}`,
    ),
    [
      "is for MySQL",
      { url: "mysql://app:correct-horse@db/shop" },
      1,
      "unsupported-version",
      `The database URL (--url) is for MySQL or MariaDB, which this version does not support yet. ${supported}`,
    ],
    wrong(
      "is for MongoDB",
      "mongodb+srv://app:correct-horse@db/shop",
      `The database URL (--url) is for MongoDB, which has no schema to compare. ${supported}`,
    ),
    wrong(
      "is for SQL Server",
      "sqlserver://db:1433;password=correct-horse",
      `The database URL (--url) is for SQL Server, which is not supported. ${supported}`,
    ),
    wrong(
      "is Prisma Accelerate's",
      "prisma://accelerate.prisma-data.net/?api_key=correct-horse",
      "The database URL (--url) names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only. Give the direct URL of the database, which starts with postgresql://.",
    ),
    wrong(
      "is Prisma Postgres'",
      "prisma+postgres://localhost:51213/?api_key=correct-horse",
      "The database URL (--url) names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only. Give the direct URL of the database, which starts with postgresql://.",
    ),
    wrong(
      "is JDBC's",
      "jdbc:postgresql://db/shop?password=correct-horse",
      "The database URL (--url) is a JDBC URL. Write it as postgresql://user:password@host:5432/database.",
    ),
    wrong(
      "has an unknown scheme",
      "correct-horse:battery@db",
      "The database URL (--url) names no database that this version can read. It starts with postgresql:// for PostgreSQL, or with file: for SQLite.",
    ),
    wrong(
      "has no slashes",
      "postgresql:app@db/shop",
      "Can't use the database URL: the scheme is not followed by //. It looks like postgresql://user:password@host:5432/database.",
      { files: postgres },
    ),
    wrong(
      "has a password that is not encoded",
      "postgresql://app:correct/horse@db/shop",
      "Can't use the database URL: it holds a character that has a meaning in URLs. In user name and password write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25.",
      { files: postgres },
    ),
    wrong(
      "has a password with a percent sign",
      "postgresql://app:correct%horse@db/shop",
      "Can't use the database URL: it holds a % that is not followed by two hexadecimal digits. Write the character % as %25.",
      { files: postgres },
    ),
    wrong(
      "has a port that is none",
      "postgresql://app@db:99999/shop",
      "Can't use the database URL: its port is not a number from 1 to 65535. If the password holds a colon or an @, write them as %3A and %40.",
      { files: postgres },
    ),
    wrong(
      "names several hosts",
      "postgresql://app@one,two/shop",
      "Can't use the database URL: it names several hosts. Name the one that may be written to.",
      { files: postgres },
    ),
    wrong(
      "has an unknown sslmode",
      "postgresql://app@db/shop?sslmode=sure",
      "Can't use the database URL: its sslmode has an unknown value. It may be disable, allow, prefer, require, verify-ca, verify-full, no-verify.",
      { files: postgres },
    ),
    wrong(
      "names no file",
      "file:",
      "The URL names no file, so there is no database to read. Give the path of the file: file:./dev.db",
    ),
    [
      "names a file that is not there",
      { url: "file:./nowhere.db" },
      1,
      "connection-failed",
      "There is no database file at <project>/nowhere.db. Check the path and the folder it is relative to. Nothing is ever created here.",
    ],
    [
      "names a file that is no database",
      { url: `file:./${schemaFile}` },
      1,
      "connection-failed",
      `Can't read <project>/${schemaFile}: it is not a SQLite database, or it is encrypted. Check the path. Encrypted databases (SQLCipher and others) can't be read here.`,
    ],
    [
      "names a folder",
      { url: "file:./prisma" },
      1,
      "connection-failed",
      "Can't open <project>/prisma: it is a directory. Give the path of the database file in it.",
    ],
  ]);
});
