import { describe, expect, test } from "vitest";
import { introspect, pinnedSettings } from "../src/dialects/postgres/introspect.ts";
import { changedId } from "../src/diff/change.ts";
import { diff } from "../src/diff/diff.ts";
import type { Snapshot } from "../src/schema/snapshot.ts";
import { sameDefault } from "../src/source/prisma/language/defaults.ts";
import type { Reduced } from "../src/source/source.ts";
import { folderOf, openIn, schemaText } from "./support/prisma-project.ts";
import { createDatabase, servers } from "./support/servers.ts";
import { memoryDatabase, snapshotOf } from "./support/sqlite.ts";

type Case = {
  readonly live: string;
  readonly models: string;
  readonly settings?: string;
  readonly features?: readonly string[];
  readonly config?: string;
};

/** What a reader of a report would see, in words. */
type Seen = { readonly changes: readonly string[]; readonly kept: readonly string[]; readonly rules: readonly string[] };

function seen({ from, to, kept, rules }: Reduced): Seen {
  return {
    changes: diff(from, to).map(
      (change) => `${change.kind} ${changedId(change)}${change.kind === "alter" ? ` (${change.fields.join(", ")})` : ""}`,
    ),
    kept: kept.map(({ object, reason }) => `${object}: ${reason}`),
    rules: rules.map(({ rule, object }) => `${rule}: ${object}`),
  };
}

async function projectOf(provider: string, { models, settings = "", features = [], config }: Case) {
  const generator =
    features.length === 0 ? "" : `generator g {\n provider = "x"\n previewFeatures = ${JSON.stringify(features)}\n}\n`;
  const schema = generator + schemaText(provider, models, settings);
  const folder = await folderOf(
    config === undefined ? { "schema.prisma": schema } : { "schema.prisma": schema, "prisma.config.ts": config },
  );
  return { folder, project: await openIn(folder) };
}

async function onSqlite(given: Case): Promise<Seen> {
  const { folder, project } = await projectOf("sqlite", given);
  await using _ = folder;
  const to = await snapshotOf(memoryDatabase(await project.desiredDdl(null)));
  return seen(project.language.reduce(await snapshotOf(memoryDatabase(given.live)), to));
}

async function onPostgres(given: Case): Promise<Seen> {
  const { folder, project } = await projectOf("postgresql", given);
  await using _ = folder;
  return seen(
    project.language.reduce(await postgresSnapshot(given.live), await postgresSnapshot(await project.desiredDdl("public"))),
  );
}

async function postgresSnapshot(sql: string): Promise<Snapshot> {
  const [server] = await servers(16);
  await using database = await createDatabase(server);
  await database.admin.query(sql);
  await database.admin.query(["BEGIN READ ONLY", ...pinnedSettings].join("; "));
  const session = {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await database.admin.query<Row>(text, [...values])).rows,
  };
  return await introspect(session, { include: null, exclude: [], absent: "refuse" });
}

const user = 'CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';
const userModel = "model User {\n  id String @id\n  email String?\n}\n";
const nothing: Seen = { changes: [], kept: [], rules: [] };

describe("PostgreSQL", () => {
  test("equal schemas have nothing to say", async () => {
    expect(await onPostgres({ live: user, models: userModel })).toEqual(nothing);
  });

  test("what the language can say is a change", async () => {
    const live = `${user} CREATE TABLE "Old" (a int); CREATE TYPE "E" AS ENUM ('x'); ALTER TABLE "User" ADD b int, ADD o text REFERENCES "User"; CREATE INDEX i ON "User" (email DESC); ALTER TABLE "User" ALTER email SET NOT NULL; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER t BEFORE INSERT ON "Old" FOR EACH ROW EXECUTE FUNCTION f()`;
    const result = await onPostgres({ live, models: `${userModel}model New {\n  id Int @id\n}\n` });
    expect(result.changes).toEqual(
      [
        "alter column public.User.email (nullable)",
        "create table public.New",
        "drop column public.User.b",
        "drop column public.User.o",
        "drop enum public.E",
        "drop foreign key public.User.User_o_fkey",
        "drop index public.i",
        "drop table public.Old",
      ].sort((a, b) => (a.split(" ").slice(1).join(" ") < b.split(" ").slice(1).join(" ") ? -1 : 1)),
    );
    expect(result.kept).toEqual(["function public.f(): Prisma's language has no functions"]);
  });

  test("what it can't say is kept and listed, part by part", async () => {
    const live = `${user}
      ALTER TABLE "User" ADD CONSTRAINT c CHECK (email <> ''), ENABLE ROW LEVEL SECURITY, SET (fillfactor = 70);
      CREATE INDEX partial ON "User" (email) WHERE email IS NOT NULL;
      CREATE INDEX expression ON "User" (lower(email));
      CREATE INDEX covering ON "User" (email) INCLUDE (id);
      CREATE INDEX pattern ON "User" (email text_pattern_ops);
      CREATE UNIQUE INDEX nulls ON "User" (email) NULLS NOT DISTINCT;
      CREATE VIEW v AS SELECT id FROM "User";
      CREATE MATERIALIZED VIEW mv AS SELECT id FROM "User";
      CREATE INDEX on_view ON mv (id);
      CREATE DOMAIN d AS text;
      CREATE TYPE pair AS (a int, b int);
      CREATE SEQUENCE own;
      CREATE POLICY p ON "User" USING (true);
      CREATE SCHEMA other CREATE TABLE t (id int);
      CREATE EXTENSION citext SCHEMA other;
      CREATE TABLE parted (id int) PARTITION BY RANGE (id);
      CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (9);
      CREATE TABLE _prisma_migrations (id text PRIMARY KEY);
      COMMENT ON COLUMN "User".email IS 'x';`;
    const result = await onPostgres({ live, models: `${userModel}model parted {\n  id Int?\n  @@ignore\n}\n` });
    expect(result.changes).toEqual([]);
    const kept = new Set(result.kept.map((line) => line.split(":")[0]));
    for (const id of [
      "check public.User.c",
      "index public.partial",
      "index public.expression",
      "index public.covering",
      "index public.pattern",
      "index public.nulls",
      "view public.v",
      "materialized view public.mv",
      "domain public.d",
      "type public.pair",
      "sequence public.own",
      "policy public.User.p",
      "table other.t",
      "schema other",
      "extension citext",
      "table public.parted_1",
      "table public.parted",
      "table public.User",
      "table public._prisma_migrations",
      "comment column public.User.email",
    ]) {
      expect(kept).toContain(id);
    }
    expect(kept).not.toContain("column other.t.id");
  });

  test("attributes of what both have are taken over", async () => {
    const live = `CREATE DOMAIN mail AS text; CREATE UNLOGGED TABLE "User" ("id" TEXT COLLATE "C" NOT NULL, "email" mail, CONSTRAINT "User_pkey" PRIMARY KEY ("id") DEFERRABLE);
      CREATE INDEX "User_email_idx" ON "User" (email NULLS FIRST) INCLUDE (id) WHERE email <> '' ;`;
    const result = await onPostgres({ live, models: userModel.replace("email String?", "email String?\n  @@index([email])") });
    expect(result.changes).toEqual([]);
    expect(result.rules).toEqual(["domain-base-type: column public.User.email"]);
    expect(result.kept.map((line) => line.split(":")[0])).toEqual(
      expect.arrayContaining([
        "column public.User.id",
        "index public.User_email_idx",
        "primary key public.User.User_pkey",
        "table public.User",
      ]),
    );
  });

  test("numbering by serial, identity or any sequence is autoincrement()", async () => {
    const live = `CREATE SEQUENCE shared; CREATE TABLE a (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY DEFAULT nextval('shared'));
      CREATE TABLE old_c (id serial PRIMARY KEY); ALTER TABLE old_c RENAME TO c; ALTER TABLE c RENAME CONSTRAINT old_c_pkey TO c_pkey; CREATE TABLE d (id int PRIMARY KEY);`;
    const model = (name: string) => `model ${name} {\n  id Int @id @default(autoincrement())\n}\n`;
    const result = await onPostgres({ live, models: ["a", "b", "c", "d"].map(model).join("") });
    expect(result.rules).toEqual(["a", "b", "c"].map((table) => `autoincrement: column public.${table}.id`));
    expect(result.changes).toEqual(["alter column public.d.id (autoIncrement, default)", "create sequence public.d_id_seq"]);
    expect(result.kept).toEqual(["sequence public.shared: Prisma's language has no sequences of their own"]);
  });

  test("spellings of types and defaults", async () => {
    const live = `CREATE TYPE "E" AS ENUM ('b', 'a'); CREATE TABLE t (id int PRIMARY KEY, a text[] NOT NULL DEFAULT '{}', b timestamp DEFAULT now(), c "E" DEFAULT 'a', d json DEFAULT '{"x": 1}', e text DEFAULT 'by hand', f timestamp(3) DEFAULT '2020-01-01', g text DEFAULT 'real');`;
    const models =
      'enum E {\n  a\n  b\n  c\n}\nmodel t {\n  id Int @id\n  a String[] @default([])\n  b DateTime? @default(now())\n  c E? @default(a)\n  d Json? @default("{\\"x\\":1}") @db.Json\n  e String? @default(dbgenerated())\n  f DateTime? @default("2021-01-01T00:00:00Z")\n  g String? @default("other")\n}\n';
    const result = await onPostgres({ live, models });
    expect(result.changes).toEqual(["alter column public.t.g (default)", "alter enum public.E (values)"]);
    expect(result.rules.map((line) => line.split(":")[0])).toEqual(
      expect.arrayContaining([
        "list-nullability",
        "default-spelling",
        "timestamp-precision",
        "enum-value-order",
        "unspecified-default",
        "datetime-default",
      ]),
    );
  });

  test("keys and indexes under other names", async () => {
    const long = "a_table_with_a_name_that_is_really_very_long_and_goes_on";
    const live = `CREATE TABLE "User" (id text CONSTRAINT "PK" PRIMARY KEY, email text UNIQUE, other text); CREATE INDEX "one" ON "User" (other); CREATE INDEX "User_other_idx" ON "User" (other);
      CREATE TABLE "${long}" (id int CONSTRAINT "${long}_pkey" PRIMARY KEY, column_name int); CREATE INDEX "${long}.column_name_index" ON "${long}" (column_name);
      CREATE TABLE "_CategoryToPost" ("A" text NOT NULL, "B" text NOT NULL); CREATE UNIQUE INDEX "_CategoryToPost_AB_unique" ON "_CategoryToPost" ("A", "B"); CREATE INDEX "_CategoryToPost_B_index" ON "_CategoryToPost" ("B");
      CREATE TABLE "Category" (id text CONSTRAINT "Category_pkey" PRIMARY KEY); CREATE TABLE "Post" (id text CONSTRAINT "Post_pkey" PRIMARY KEY);
      ALTER TABLE "_CategoryToPost" ADD CONSTRAINT "_CategoryToPost_A_fkey" FOREIGN KEY ("A") REFERENCES "Category" ON DELETE CASCADE ON UPDATE CASCADE NOT VALID, ADD CONSTRAINT wrong FOREIGN KEY ("B") REFERENCES "Post" ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE;`;
    const models = `model User {\n  id String @id\n  email String? @unique\n  other String?\n  @@index([other])\n}\nmodel ${long} {\n  id Int @id\n  column_name Int?\n  @@index([column_name])\n}\nmodel Category {\n  id String @id\n  posts Post[]\n}\nmodel Post {\n  id String @id\n  categories Category[]\n}\n`;
    const result = await onPostgres({ live, models });
    expect(result.changes).toEqual(
      [
        "rename foreign key public._CategoryToPost.wrong",
        "rename index public.User_email_key",
        "rename primary key public.User.PK",
      ].filter((line) => !line.includes("email")),
    );
    expect(result.rules.map((line) => line.split(":")[0]).sort()).toEqual([
      "duplicate-index",
      "implicit-m2m-primary-key",
      "name-cut-at-63-bytes",
      "unique-constraint",
    ]);
  });

  test("partial indexes count with the preview feature", async () => {
    const live = `${user} CREATE INDEX partial ON "User" (email) WHERE email IS NOT NULL`;
    expect((await onPostgres({ live, models: userModel, features: ["partialIndexes"] })).changes).toEqual([
      "drop index public.partial",
    ]);
  });

  test("declared extensions and schemas are created, never dropped", async () => {
    const models = 'model A {\n  id Int @id\n  @@schema("auth")\n}\n';
    const given = { models, settings: '  schemas = ["auth"]\n  extensions = [citext]\n', features: ["postgresqlExtensions"] };
    expect((await onPostgres({ ...given, live: "SELECT 1" })).changes).toEqual([
      "create extension citext",
      "create schema auth",
      "create table auth.A",
    ]);
    const moved =
      'CREATE SCHEMA x CREATE TABLE t (id int); CREATE EXTENSION citext SCHEMA x; CREATE SCHEMA auth CREATE TABLE "A" (id int CONSTRAINT "A_pkey" PRIMARY KEY)';
    const { changes, kept } = await onPostgres({ ...given, live: moved });
    expect(changes).toEqual([]);
    expect(kept.map((line) => line.split(":")[0])).toEqual(expect.arrayContaining(["extension citext", "schema x", "table x.t"]));
  });

  test("tables and enums of others are left alone on both sides", async () => {
    const config =
      'export default { schema: "schema.prisma", experimental: { externalTables: true }, tables: { external: ["public.Theirs"] }, enums: { external: ["Kind"] } }';
    const live = `${user} CREATE TABLE "Theirs" (id int PRIMARY KEY, extra text); CREATE TYPE "Kind" AS ENUM ('x')`;
    const models = `${userModel}enum Kind {\n  y\n}\nmodel Theirs {\n  id Int @id\n  kind Kind\n}\n`;
    const result = await onPostgres({ live, models, config });
    expect(result.changes).toEqual([]);
    expect(result.kept).toEqual([
      "enum public.Kind: the Prisma configuration leaves this enum to others",
      "table public.Theirs: the Prisma configuration leaves this table to others",
    ]);
  });

  test("every rule that is used is explained", async () => {
    const { folder, project } = await projectOf("sqlite", { live: "", models: userModel });
    await using _ = folder;
    for (const text of Object.values(project.language.rules)) expect(text).toMatch(/\.$/);
  });
});

describe("SQLite", () => {
  test("names of keys, row ids, types and defaults by another hand", async () => {
    const live = `CREATE TABLE user (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT "x", ok BOOLEAN NOT NULL DEFAULT 1, at TIMESTAMP NOT NULL DEFAULT (CURRENT_TIMESTAMP), n INT NOT NULL DEFAULT 0, email TEXT UNIQUE, team INTEGER, CONSTRAINT by_hand FOREIGN KEY (team) REFERENCES team (id) ON DELETE SET NULL ON UPDATE CASCADE);
      CREATE TABLE team (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT);`;
    const models =
      'model user {\n  id Int @id @default(autoincrement())\n  name String @default("x")\n  ok Boolean @default(true)\n  at DateTime @default(now())\n  n Int @default(0)\n  email String? @unique\n  team Int?\n  t team? @relation(fields: [team], references: [id])\n}\nmodel team {\n  id Int @id\n  users user[]\n}\n';
    const result = await onSqlite({ live, models });
    expect(result.changes).toEqual([]);
    expect(new Set(result.rules.map((line) => line.split(":")[0]))).toEqual(
      new Set(["sqlite-constraint-name", "sqlite-rowid", "sqlite-type", "default-spelling", "unique-constraint"]),
    );
  });

  test("what it can't say is kept", async () => {
    const live = `CREATE TABLE "A" (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, b TEXT COLLATE NOCASE CHECK (b <> ''), c TEXT AS (b || 'c')) STRICT;
      CREATE INDEX part ON "A" (b) WHERE b IS NOT NULL; CREATE INDEX expr ON "A" (lower(b)); CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE search USING fts5(b);
      CREATE TRIGGER t AFTER INSERT ON "A" BEGIN SELECT 1; END;`;
    const result = await onSqlite({
      live,
      models: "model A {\n  id Int @id @default(autoincrement())\n  b String?\n  c String?\n}\n",
    });
    expect(result.changes).toEqual([]);
    expect(result.kept.map((line) => line.split(":")[0])).toEqual(
      expect.arrayContaining([
        "column A.b",
        "column A.c",
        "index expr",
        "index part",
        "table A",
        "table search",
        "trigger A.t",
        "view v",
      ]),
    );
  });

  test("real differences stay", async () => {
    const live =
      'CREATE TABLE "A" (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, b TEXT, d INTEGER NOT NULL DEFAULT 1); CREATE INDEX "A_b_idx" ON "A" (b);';
    const result = await onSqlite({
      live,
      models: "model A {\n  id Int @id @default(autoincrement())\n  b String\n  c DateTime?\n  d Int @default(2)\n}\n",
    });
    expect(result.changes).toEqual([
      "alter column A.b (nullable)",
      "create column A.c",
      "alter column A.d (default)",
      "drop index A_b_idx",
    ]);
  });
});

test.each([
  ["'a'::text", "'a'::character varying", "text", true],
  ["(1)", "1", "integer", true],
  ["'1'::bigint", "1", "bigint", true],
  ["1.50", "1.5", "numeric(10,2)", true],
  ["0", "0.0", "double precision", true],
  ["-1", "'-1'::integer", "integer", true],
  ["ARRAY[]::text[]", "'{}'::text[]", "text[]", true],
  ["ARRAY['a'::text, 'b,c'::text]", "ARRAY['a', 'b,c']::text[]", "text[]", true],
  ['\'{"b": 1, "a": 2}\'::jsonb', '\'{"a":2,"b":1}\'::jsonb', "jsonb", true],
  ["now()", "CURRENT_TIMESTAMP", "timestamp(3) without time zone", true],
  ["true", "1", "BOOLEAN", true],
  ["true", "false", "boolean", false],
  ["'1'", "'01'", "text", false],
  ["'a'", "'A'", "text", false],
  ["1", "2", "integer", false],
  ["9007199254740993", "9007199254740992", "bigint", false],
  ["(1) + (2)", "1) + (2", "integer", false],
  ["'[1,2]'::jsonb", "'[2,1]'::jsonb", "jsonb", false],
  ["nextval('a'::regclass)", "nextval('b'::regclass)", "integer", false],
])("the defaults %s and %s of %s: %s", (a, b, type, expected) => {
  expect(sameDefault(a, b, type)).toBe(expected);
  expect(sameDefault(b, a, type)).toBe(expected);
});
