import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import type { ReadSession, Scope } from "../src/dialects/dialect.ts";
import { introspect, pinnedSettings } from "../src/dialects/postgres/introspect.ts";
import { hashObjects } from "../src/schema/fingerprint.ts";
import type { ObjectKind, SchemaObject, Snapshot } from "../src/schema/snapshot.ts";
import { createDatabase, servers, type TestDatabase } from "./support/servers.ts";

const everything = await readFile(new URL("./cases/postgres-introspect/everything.sql", import.meta.url), "utf8");
const all: Scope = { include: null, exclude: [], absent: "refuse" };

async function read(admin: pg.Client, scope: Scope = all): Promise<Snapshot> {
  const session: ReadSession = {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await admin.query<Row>(sql, [...values])).rows,
  };
  return inPinnedTransaction(admin, () => introspect(session, scope));
}

async function inPinnedTransaction<Result>(admin: pg.Client, work: () => Promise<Result>): Promise<Result> {
  await admin.query(["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ...pinnedSettings].join("; "));
  try {
    return await work();
  } finally {
    await admin.query("ROLLBACK");
  }
}

/** What somebody else's query says, spelled with the same settings. */
function ask<Row extends object>(admin: pg.Client, sql: string): Promise<Row[]> {
  return inPinnedTransaction(admin, async () => (await admin.query<Row>(sql)).rows);
}

function of<Kind extends ObjectKind>(snapshot: Snapshot, kind: Kind): readonly Extract<SchemaObject, { readonly kind: Kind }>[] {
  return snapshot.objects.filter((object): object is Extract<SchemaObject, { readonly kind: Kind }> => object.kind === kind);
}

const byText = (a: string, b: string) => (a < b ? -1 : 1);
const ident = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);
const path = (schema: string | null, name: string) => `${ident(schema ?? "")}.${ident(name)}`;
const list = (names: readonly string[]) => names.map(ident).join(", ");
const mine = "('app', 'public', 'Weird \"Schema\"')";
const notOfExtension = (catalogue: string, oid: string) =>
  `${oid} NOT IN (SELECT objid FROM pg_depend WHERE classid = '${catalogue}'::regclass AND deptype = 'e')`;

describe.each(await servers())("everything on $label", (server) => {
  let database: TestDatabase;
  let snapshot: Snapshot;

  beforeAll(async () => {
    database = await createDatabase(server);
    await database.admin.query(everything);
    snapshot = await read(database.admin);
    return () => database[Symbol.asyncDispose]();
  });

  test("is sorted, with unique ids", () => {
    const ids = snapshot.objects.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort(byText));
    expect(snapshot.schemas).toEqual(['Weird "Schema"', "app", "public"]);
    expect(snapshot.serverVersion).toMatch(new RegExp(`^${server.major}(\\.\\d+)?$`));
    expect(snapshot.invisible).toEqual([]);
  });

  test("columns are those of information_schema", async () => {
    const rows = await ask<{
      name: string;
      nullable: string;
      default: string | null;
      generated: string | null;
      identity: string | null;
    }>(
      database.admin,
      `SELECT table_schema || '.' || table_name || '.' || column_name AS name, is_nullable AS nullable, column_default AS default,
         generation_expression AS generated, identity_generation AS identity
       FROM information_schema.columns JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE table_schema IN ${mine} AND t.table_type = 'BASE TABLE'
         AND (table_name NOT IN ('logs_2020', 'logs_rest', 'child') OR table_name || column_name IN ('logs_restmessage', 'childy'))`,
    );
    const columns = of(snapshot, "column").map((column) => ({
      name: `${column.schema}.${column.table}.${column.name}`,
      nullable: column.nullable ? "YES" : "NO",
      default: column.default,
      generated: column.generated?.expression ?? null,
      identity: column.identity === null ? null : column.identity.toUpperCase(),
    }));
    // information_schema counts a column of a NOT NULL domain as not nullable.
    const expected = rows.map((row) => (row.name === "app.users.E-Mail" ? { ...row, nullable: "YES" } : row));
    expect(columns).toEqual(expected.sort((a, b) => byText(`column ${a.name}`, `column ${b.name}`)));
  });

  test("types of columns are those of format_type, serials are marked", async () => {
    const rows = await ask<{ name: string; type: string; sequence: string | null }>(
      database.admin,
      `SELECT a.attrelid::regclass || '.' || quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type,
         CASE WHEN a.attidentity = '' THEN pg_get_serial_sequence(a.attrelid::regclass::text, a.attname) END AS sequence
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text IN ('app', 'public', '"Weird ""Schema"""') AND a.attnum > 0`,
    );
    const byName = new Map(rows.map((row) => [row.name, row]));
    for (const column of of(snapshot, "column")) {
      const row = byName.get(`${path(column.schema, column.table)}.${ident(column.name)}`);
      expect({ name: column.id, type: column.type, serial: column.autoIncrement }).toEqual({
        name: column.id,
        type: row?.type,
        serial: row?.sequence !== null,
      });
    }
  });

  test("keys and checks say what pg_get_constraintdef says", async () => {
    const rows = await ask<{ id: string; definition: string }>(
      database.admin,
      `SELECT conrelid::regclass || '.' || quote_ident(conname) AS id, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint
       WHERE connamespace::regnamespace::text IN ('app', 'public', '"Weird ""Schema"""') AND contype IN ('p', 'u', 'f', 'c', 'x')
         AND conrelid <> 0 AND (conislocal AND conparentid = 0)`,
    );
    const deferred = {
      no: "",
      "initially immediate": " DEFERRABLE",
      "initially deferred": " DEFERRABLE INITIALLY DEFERRED",
    } as const;
    const written = snapshot.objects.flatMap((object) => {
      const id = "table" in object ? `${path(object.schema, object.table)}.${ident(object.name)}` : "";
      switch (object.kind) {
        case "primary key":
          return [
            {
              id,
              definition: `PRIMARY KEY (${list(object.columns)})${object.include.length > 0 ? ` INCLUDE (${list(object.include)})` : ""}`,
            },
          ];
        case "check":
          return [
            {
              id,
              definition: `CHECK (${object.expression})${object.noInherit ? " NO INHERIT" : ""}${object.validated ? "" : " NOT VALID"}`,
            },
          ];
        case "exclusion":
          return [{ id, definition: object.definition }];
        case "index":
          if (object.constraint === null) return [];
          return [
            {
              id,
              definition: `UNIQUE (${list(object.keys.map((key) => key.column ?? ""))})${deferred[object.constraint.deferrable]}`,
            },
          ];
        case "foreign key": {
          const target = of(snapshot, "table").find((table) => table.id === object.references);
          const actions = [
            object.match === "full" ? " MATCH FULL" : "",
            object.onUpdate === "no action" ? "" : ` ON UPDATE ${object.onUpdate.toUpperCase()}`,
            object.onDelete === "no action" ? "" : ` ON DELETE ${object.onDelete.toUpperCase()}`,
            deferred[object.deferrable],
            object.validated ? "" : " NOT VALID",
          ].join("");
          return [
            {
              id,
              definition: `FOREIGN KEY (${list(object.columns)}) REFERENCES ${path(target?.schema ?? "", target?.name ?? "")}(${list(object.referencedColumns)})${actions}`,
            },
          ];
        }
        default:
          return [];
      }
    });
    const sorted = (items: readonly { id: string; definition: string }[]) => [...items].sort((a, b) => byText(a.id, b.id));
    expect(sorted(written)).toEqual(sorted(rows));
  });

  test("indexes say what pg_get_indexdef says", async () => {
    const rows = await ask<{ name: string; definition: string }>(
      database.admin,
      `SELECT c.oid::regclass::text AS name, pg_get_indexdef(c.oid) AS definition
       FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
       WHERE c.relnamespace::regnamespace::text IN ('app', 'public', '"Weird ""Schema"""') AND NOT c.relispartition AND NOT i.indisprimary AND NOT i.indisexclusion`,
    );
    const tables = new Map(
      snapshot.objects.flatMap((object) => (object.kind === "table" ? [[object.name, object.partitionBy !== null]] : [])),
    );
    const written = of(snapshot, "index").map((index) => {
      const keys = index.keys.map((key) => {
        const nulls = key.nulls === (key.order === "asc" ? "last" : "first") ? "" : ` NULLS ${key.nulls.toUpperCase()}`;
        const collation = key.collation === null ? "" : ` COLLATE ${key.collation}`;
        const opclass = key.opclass === null ? "" : ` ${key.opclass.replace("(", " (")}`;
        return `${key.expression ?? ident(key.column ?? "")}${collation}${opclass}${key.order === "desc" ? " DESC" : ""}${nulls}`;
      });
      const include = index.include.length > 0 ? ` INCLUDE (${list(index.include)})` : "";
      const options =
        index.options.length > 0 ? ` WITH (${index.options.map((option) => option.replace(/=(.*)/, "='$1'")).join(", ")})` : "";
      const where = index.where === null ? "" : ` WHERE ${index.where}`;
      const only = tables.get(index.table) === true ? "ONLY " : "";
      return {
        name: path(index.schema, index.name),
        definition: `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${ident(index.name)} ON ${only}${path(index.schema, index.table)} USING ${index.method} (${keys.join(", ")})${include}${options}${where}`,
      };
    });
    // The collation of an expression is named even where the server leaves it out.
    const same = (definition: string) => definition.replace('lower((name)::text) COLLATE "C"', "lower((name)::text)");
    const sorted = (items: readonly { name: string; definition: string }[]) =>
      items.map((item) => ({ ...item, definition: same(item.definition) })).sort((a, b) => byText(a.name, b.name));
    expect(sorted(written)).toEqual(sorted(rows));
  });

  test("views, functions, triggers, policies, sequences and enums are those of the server's own views", async () => {
    const names = async (sql: string) => (await ask<{ name: string }>(database.admin, sql)).map((row) => row.name).sort(byText);
    const text = <Kind extends ObjectKind>(
      kind: Kind,
      spell: (object: Extract<SchemaObject, { readonly kind: Kind }>) => string,
    ) => of(snapshot, kind).map(spell).sort(byText);

    expect(text("view", (view) => `${view.schema}.${view.name}: ${view.definition};`)).toEqual(
      await names(
        `SELECT schemaname || '.' || viewname || ': ' || trim(definition) AS name FROM pg_views WHERE schemaname IN ${mine}`,
      ),
    );
    expect(text("materialized view", (view) => `${view.schema}.${view.name}: ${view.definition};`)).toEqual(
      await names(
        `SELECT schemaname || '.' || matviewname || ': ' || trim(definition) AS name FROM pg_matviews WHERE schemaname IN ${mine}`,
      ),
    );
    expect(text("function", (routine) => `${routine.schema}.${routine.name}`)).toEqual(
      await names(`SELECT n.nspname || '.' || proname || '(' || oidvectortypes(proargtypes) || ')' AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
        WHERE n.nspname IN ${mine} AND ${notOfExtension("pg_proc", "p.oid")} AND proname NOT IN ('float_range', 'float_multirange')`),
    );
    expect(text("trigger", (trigger) => `${trigger.table}.${trigger.name}`)).toEqual(
      await names(
        "SELECT DISTINCT event_object_table || '.' || trigger_name AS name FROM information_schema.triggers WHERE event_object_table NOT LIKE 'logs\\_%'",
      ),
    );
    expect(
      text("policy", (policy) =>
        [
          policy.name,
          policy.permissive ? "PERMISSIVE" : "RESTRICTIVE",
          policy.roles.join("+"),
          policy.command.toUpperCase(),
          policy.using,
          policy.check,
        ].join(" "),
      ),
    ).toEqual(
      await names(
        "SELECT concat_ws(' ', policyname, permissive, array_to_string(ARRAY(SELECT unnest(roles) ORDER BY 1), '+'), cmd, qual, coalesce(with_check, '')) AS name FROM pg_policies",
      ),
    );
    expect(
      text("sequence", (sequence) =>
        [
          sequence.schema,
          sequence.name,
          sequence.type,
          sequence.start,
          sequence.min,
          sequence.max,
          sequence.increment,
          sequence.cycle,
          sequence.cache,
        ].join(" "),
      ),
    ).toEqual(
      await names(
        "SELECT concat_ws(' ', schemaname, sequencename, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size) AS name FROM pg_sequences WHERE sequencename NOT IN ('users_always_seq', 'users_by_default_seq')",
      ).then((rows) => rows.map((row) => row.replace(/ t (\d+)$/, " true $1").replace(/ f (\d+)$/, " false $1"))),
    );
    expect(of(snapshot, "enum")[0]?.values).toEqual(
      (await ask<{ name: string }>(database.admin, "SELECT unnest(enum_range(NULL::app.status))::text AS name")).map(
        (row) => row.name,
      ),
    );
  });

  test("a partition and a child have only what is their own", () => {
    const partition = of(snapshot, "table").find((table) => table.name === "logs_2020");
    expect(partition?.partitionOf).toEqual({
      table: "table app.logs",
      bound: "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
    });
    const parts = snapshot.objects.filter(
      (object) => "table" in object && ["logs_2020", "logs_rest", "child"].includes(object.table),
    );
    expect(parts.map(({ id }) => id)).toEqual([
      "column app.child.y",
      "column app.logs_rest.message",
      "index app.of_one_partition",
    ]);
    expect(of(snapshot, "table").find((table) => table.name === "child")?.inherits).toEqual(["table app.base"]);
    expect(of(snapshot, "table").find((table) => table.name === "logs")?.partitionBy).toBe("RANGE (at)");
  });

  test("rights are told against those of a new object", () => {
    const grants = of(snapshot, "rights").flatMap((rights) => rights.grants.map((grant) => `${rights.of} → ${grant}`));
    expect(grants).toEqual([
      "function app.touch(integer, text[]) → PUBLIC: none",
      "schema app → pg_monitor: USAGE",
      "table app.orders → pg_monitor: INSERT, SELECT",
      "table app.orders → pg_monitor: UPDATE (a, b) WITH GRANT OPTION",
      "table app.users → pg_monitor: ALL",
      "view app.shown → PUBLIC: SELECT",
    ]);
  });

  test("comments are found again at their objects", () => {
    expect(of(snapshot, "comment").map((comment) => `${comment.of}: ${comment.text}`)).toEqual([
      "column app.orders.a: of a column",
      "enum app.status: of an enum",
      "foreign key app.orders.of_user: of a foreign key",
      "function app.on_change(): of a function",
      "index app.hashed: of an index",
      "policy app.orders.readable: of a policy",
      "primary key app.orders.orders_pkey: of a primary key",
      "schema app: of a schema",
      "table app.orders: of a table",
      "trigger app.orders.changed: of a trigger",
      "type app.address: of a type",
    ]);
  });

  test("kinds that nobody compares are named", () => {
    expect(snapshot.notCompared.map(({ kind, names }) => `${kind}: ${names.join(", ")}`)).toEqual([
      "collation: app.own",
      expect.stringMatching(/^default privileges: app\..* S /),
      "operator: app.===(integer,integer)",
      "replica identity: app.users",
      "rule: app.base.ignored",
      "sequence of an identity column: app.users.by_default",
      "statistics object: app.both",
    ]);
  });

  test("settings of the session change nothing", async () => {
    await database.admin.query(
      "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'SQL, DMY'; SET IntervalStyle = 'iso_8601'; SET quote_all_identifiers = on; SET search_path = app, public; SET bytea_output = 'escape'",
    );
    expect(await read(database.admin)).toEqual(snapshot);
    await database.admin.query("RESET ALL");
  });

  test("a schema that is left out is not read, and keys still name what they point at", async () => {
    const app = await read(database.admin, { include: ["app"], exclude: [], absent: "refuse" });
    expect(app.schemas).toEqual(["app"]);
    expect(await read(database.admin, { include: null, exclude: ["public", 'Weird "Schema"'], absent: "refuse" })).toEqual(app);
    const inApp = snapshot.objects.filter(
      (object) => object.schema === "app" || object.kind === "extension" || /^\w+ schema app$|^schema app$/.test(object.id),
    );
    expect(app.objects).toEqual(inApp);
  });
});

describe("across versions", async () => {
  const running = await servers();

  async function built(server: (typeof running)[number], sql: string): Promise<Snapshot> {
    await using database = await createDatabase(server);
    await database.admin.query(sql);
    return await read(database.admin);
  }

  test("the same SQL gives the same objects on every major, and in PGlite", async () => {
    // View text of another major is respelled by a stand-in before it is compared.
    const comparable = ({ objects }: Snapshot) =>
      hashObjects(
        objects
          .map((object) => (object.kind === "view" ? { ...object, definition: "" } : object))
          .filter(({ kind }) => kind !== "rights"),
      );
    const [first, ...others] = await Promise.all(running.map((server) => built(server, everything)));
    for (const other of others) expect(comparable(other)).toEqual(comparable(first as Snapshot));

    const pglite = await PGlite.create({ extensions: { btree_gist, pg_trgm } });
    await pglite.exec(everything);
    const session: ReadSession = {
      query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
        (await pglite.query<Row>(sql, [...values])).rows,
    };
    await pglite.exec(["BEGIN ISOLATION LEVEL REPEATABLE READ", ...pinnedSettings].join("; "));
    const embedded = await introspect(session, all);
    await pglite.close();
    expect(comparable(embedded)).toEqual(comparable(first as Snapshot));
    expect(embedded.notCompared).toEqual(first?.notCompared);
  });

  test.each(running.filter(({ major }) => major >= 16))("what came with 15: $label", async (server) => {
    const { objects } = await built(
      server,
      `CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b));
       CREATE TABLE child (a int, b int, UNIQUE NULLS NOT DISTINCT (b), FOREIGN KEY (a, b) REFERENCES parent ON DELETE SET NULL (b));
       CREATE VIEW invoked WITH (security_invoker = true) AS SELECT 1 AS one;`,
    );
    expect(objects).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ kind: "foreign key", onDelete: "set null", onDeleteColumns: ["b"] }),
        expect.objectContaining({ id: "index public.child_b_key", nullsNotDistinct: true }),
        expect.objectContaining({ kind: "view", options: ["security_invoker=true"] }),
      ]),
    );
  });

  test.each(running.filter(({ major }) => major >= 18))("what came with 18: $label", async (server) => {
    const { objects, notCompared } = await built(
      server,
      `CREATE EXTENSION btree_gist;
       CREATE TABLE t (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL, n int CONSTRAINT known NOT NULL,
         CONSTRAINT loose CHECK (n > 0) NOT ENFORCED);
       ALTER TABLE t ADD COLUMN late int; ALTER TABLE t ADD CONSTRAINT late_known NOT NULL late NOT VALID;
       CREATE TABLE o (t int CONSTRAINT free REFERENCES t NOT ENFORCED);
       CREATE TABLE booked (room int, during tstzrange, CONSTRAINT once PRIMARY KEY (room, during WITHOUT OVERLAPS));`,
    );
    expect(objects).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          id: "column public.t.twice",
          generated: { expression: "(id * 2)", stored: false },
          default: null,
        }),
        expect.objectContaining({ id: "column public.t.n", nullable: false }),
        expect.objectContaining({ id: "check public.t.loose", enforced: false }),
        expect.objectContaining({ id: "foreign key public.o.free", enforced: false }),
      ]),
    );
    expect(objects.filter(({ id }) => /known|once/.test(id))).toEqual([]);
    expect(notCompared.map(({ kind, names }) => [kind, names])).toEqual([
      ["NOT NULL that is not validated", ["public.t.late_known"]],
      ["temporal key", ["public.booked.once"]],
    ]);
  });
});

describe("what the role may not see, and what is not there", async () => {
  const [server] = await servers(16);

  test("a schema that does not exist is named, with those that do", async () => {
    await using database = await createDatabase(server);
    await expect(read(database.admin, { include: ["public", "shop"], exclude: [], absent: "refuse" })).rejects.toMatchObject({
      reason: "invalid-input",
      message: 'The database has no schema "shop".',
      hint: expect.stringContaining('It has "public".'),
    });
    expect(await read(database.admin, { include: ["public"], exclude: [], absent: "refuse" })).toMatchObject({
      notCompared: [],
      invisible: [],
    });
  });

  test("members of extensions are left out, what was added to their schema is not", async () => {
    await using database = await createDatabase(server);
    await database.admin.query(
      "CREATE SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE TABLE ext.mine (h ext.hstore); CREATE INDEX ON ext.mine USING gin (h)",
    );
    const snapshot = await read(database.admin, { include: ["ext"], exclude: [], absent: "refuse" });
    expect(snapshot.objects.map(({ id }) => id)).toEqual([
      "column ext.mine.h",
      "extension hstore",
      "index ext.mine_h_idx",
      "rights schema ext",
      "rights table ext.mine",
      "schema ext",
      "table ext.mine",
    ]);
    expect(of(snapshot, "column")[0]?.type).toBe("ext.hstore");
    expect(snapshot.notCompared).toEqual([]);
  });

  test("a catalogue that was closed to everybody becomes an invisible kind with its grant, an essential one an error", async () => {
    await using database = await createDatabase(server);
    const { admin } = database;
    await admin.query("DROP ROLE IF EXISTS sg_narrow");
    await admin.query(
      "CREATE ROLE sg_narrow LOGIN PASSWORD 'narrow' SUPERUSER; ALTER ROLE sg_narrow NOSUPERUSER; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    );
    await admin.query("SET ROLE sg_narrow");
    expect((await read(admin)).invisible).toEqual([]);
    await admin.query("RESET ROLE; REVOKE SELECT ON pg_proc FROM PUBLIC; SET ROLE sg_narrow");
    const snapshot = await read(admin);
    expect(snapshot.invisible).toEqual([
      {
        kind: "function",
        what: "functions, procedures and aggregates",
        grant: 'GRANT SELECT ON pg_catalog.pg_proc TO "sg_narrow";',
      },
    ]);
    expect(of(snapshot, "function")).toEqual([]);
    await admin.query("RESET ROLE; REVOKE SELECT ON pg_index FROM PUBLIC; SET ROLE sg_narrow");
    await expect(read(admin)).rejects.toMatchObject({
      reason: "permission-denied",
      message: "The role may not read the catalogue: pg_index.",
    });
    await admin.query("RESET ROLE; DROP ROLE sg_narrow");
  });

  test("sizes are the planner's, and null before anything was analysed", async () => {
    await using database = await createDatabase(server);
    await database.admin.query(
      "CREATE TABLE t (id int PRIMARY KEY) WITH (autovacuum_enabled = false); INSERT INTO t SELECT generate_series(1, 1000)",
    );
    expect((await read(database.admin)).statistics).toEqual({ "table public.t": { rows: null, bytes: null } });
    await database.admin.query("ANALYZE t");
    const { "table public.t": size } = (await read(database.admin)).statistics;
    expect(size?.rows).toBe(1000);
    expect(size?.bytes).toBeGreaterThan(5 * 8192);
  });
});
