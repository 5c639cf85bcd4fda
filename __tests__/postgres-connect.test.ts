import { connect as connectTcp, createServer, type Server, type Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ConnectOptions, LiveDatabase, Scope } from "../src/dialects/dialect.ts";
import { parseConnection } from "../src/dialects/postgres/connection.ts";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";
import { UserError } from "../src/errors.ts";
import { Secret } from "../src/secret.ts";
import { createDatabase, databaseUrl, servers } from "./support/servers.ts";

const options: ConnectOptions = {
  applicationName: "schemagate's test",
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 20_000,
  workingDirectory: import.meta.dirname,
};
const all: Scope = { include: null, exclude: [], absent: "refuse" };

function connect(url: string, changes: Partial<ConnectOptions> = {}): Promise<LiveDatabase> {
  return postgresDriver.connect(new Secret(url), { ...options, ...changes });
}

async function refusal(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof UserError) return error;
  throw new Error("A UserError was expected", { cause: error });
}

/** A server that speaks something else, on a port of its own. */
async function listen(serve: (socket: Socket) => void): Promise<AsyncDisposable & { readonly port: number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  return {
    port: address.port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

describe("URLs", () => {
  const parse = (url: string) => parseConnection(new Secret(url));

  test.each([
    [
      "postgres://u:p@h/d",
      { address: { kind: "tcp", host: "h", port: 5432 }, user: "u", password: "p", database: "d", schema: null },
    ],
    [
      "postgresql://u:p%40%2F@[::1]:6000/d%20b?schema=shop",
      { address: { kind: "tcp", host: "::1", port: 6000 }, password: "p@/", database: "d b", schema: "shop" },
    ],
    ["postgres://u:a:b@c@h/d", { password: "a:b@c", user: "u" }],
    ["postgres://u@h", { password: null, database: "u" }],
    [
      "postgresql:///d?host=/run/postgresql&user=me&password=x+y&port=5433",
      { address: { kind: "unix", folder: "/run/postgresql", port: 5433 }, user: "me", password: "x+y" },
    ],
    ["postgres://u@%2Frun%2Fpostgresql/d", { address: { kind: "unix", folder: "/run/postgresql", port: 5432 } }],
    [
      "postgres://u:p@h/d?connect_timeout=7&pgbouncer=true",
      { connectTimeoutMs: 7_000, poolerHint: "the URL says pgbouncer=true" },
    ],
    ["postgres://u:p@aws-0.pooler.supabase.com:6543/d", { poolerHint: "the host is called a pooler" }],
    ["postgres://u:p@h/d?options=-c%20search_path%3Dx&connection_limit=5&odd=1", { ignored: ["odd", "options"] }],
  ])("%s", (url, expected) => {
    expect(parse(url)).toMatchObject(expected);
  });

  test.each([
    ["", "prefer", null],
    ["?sslmode=disable", "disable", null],
    ["?sslmode=require&sslrootcert=ca.pem", "require", { path: "ca.pem" }],
    ["?ssl=true", "require", null],
    ["?sslmode=no-verify&sslrootcert=ca.pem", "require", null],
    ["?sslrootcert=system", "verify-full", "system"],
    ["?sslaccept=strict&sslcert=ca.pem", "verify-full", { path: "ca.pem" }],
    ["?sslmode=require&sslaccept=accept_invalid_certs", "require", null],
    ["?sslmode=verify-ca&sslrootcert=ca.pem&sslcert=me.pem&sslkey=me.key", "verify-ca", { path: "ca.pem" }],
  ])("TLS: %s", (query, mode, rootCertificate) => {
    expect(parse(`postgres://u:p@h/d${query}`).tls).toMatchObject({ mode, rootCertificate });
  });

  test.each([
    ["jdbc:postgresql://h/d", "it is a JDBC URL"],
    ["prisma://accelerate.prisma-data.net/?api_key=0123456789", "it names a service of Prisma"],
    ["prisma+postgres://localhost:51213/?api_key=0123456789", "it names a service of Prisma"],
    ["mysql://u:p@h/d", "it does not start with postgresql://"],
    ["postgresql:u:p@h", "the scheme is not followed by //"],
    ["postgres://u:s3cret/w0rd@h/d", "it holds a character that has a meaning in URLs"],
    ["postgres://u:12#s3cretw0rd@h/d", "it holds a character that has a meaning in URLs"],
    ["postgres://u:12?s3cretw0rd@h/d", "it holds a character that has a meaning in URLs"],
    ["postgres://u:100%s3cret@h/d", "it holds a %"],
    ["postgres://u:p@h1,h2/d", "it names several hosts"],
    ["postgres://u:p@h:0/d", "its port is not a number"],
    ["postgres://u:p@h/d?sslmode=s3cretw0rd", "its sslmode has an unknown value"],
  ])("refuses %s", async (url, message) => {
    const error = await refusal((async () => parse(url))());
    expect(error.reason).toBe("invalid-input");
    expect(error.message).toContain(message);
    expect(error.hint).not.toBeNull();
    expect(`${error.message} ${error.hint} ${error.stack}`).not.toMatch(/s3cret|w0rd|0123456789/);
  });

  test("what was encoded comes back, whatever it is", () => {
    const part = fc.string({ unit: "binary", minLength: 1 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(part, part, part, (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent);
        expect(parse(`postgres://${u}:${p}@h/${d}`)).toMatchObject({ user, password, database });
      }),
    );
  });

  test("no piece of a password gets into an error, encoded or not", async () => {
    await using refusing = await listen((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const password = fc.string({
      unit: fc.constantFrom(..."abcXYZ019!#$%&'()*+,/:;=?@[]{}|\\^~ é"),
      minLength: 8,
      maxLength: 24,
    });
    await fc.assert(
      fc.asyncProperty(password, fc.boolean(), async (secret, encoded) => {
        const written = encoded ? encodeURIComponent(secret) : secret;
        const error = await refusal(connect(`postgres://someone:${written}@127.0.0.1:${refusing.port}/shop`));
        const text = [error.message, error.hint, error.stack, String(error.cause), JSON.stringify(error)].join("\n");
        for (let at = 0; at + 8 <= secret.length; at++) expect(text).not.toContain(secret.slice(at, at + 8));
      }),
      { numRuns: 200 },
    );
  });
});

describe.each(await servers())("a connection to $label", (server) => {
  test("tells where it is, and proves that it can't write", async () => {
    await using database = await createDatabase(server);
    await using live = await connect(`${database.url}?schema=shop&odd=1`);
    expect(live.connection).toMatchObject({
      dialect: "postgres",
      database: database.name,
      user: "postgres",
      serverMajor: server.major,
      defaultSchema: "shop",
      identity: expect.stringMatching(/^[0-9a-f]{64}$/),
      encryption: {
        encrypted: false,
        certificateVerified: false,
        description: "not encrypted (sslmode=prefer: the server has no TLS)",
      },
      route: { kind: "direct" },
    });
    expect(live.connection.display).toBe(new URL(database.url).host + new URL(database.url).pathname);
    expect(live.connection.readOnlyProof.join("\n")).toMatch(
      /transaction_read_only was read back as on[\s\S]*SQLSTATE 25006, cannot execute CREATE TABLE/,
    );
    await expect(live.query("CREATE TABLE public.t (id int)")).rejects.toMatchObject({ code: "25006" });
    await expect(
      live.query("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; CREATE TABLE public.t ()"),
    ).rejects.toMatchObject({ code: "42601" });
    await expect(live.query("SET TRANSACTION READ WRITE")).rejects.toMatchObject({ code: "25001" });
    expect((await live.inspectEnvironment(all)).notes).toContain(
      "Options of the URL that were ignored: 1 that PostgreSQL does not know.",
    );
  });

  test("two databases of a server have two identities, one has one", async () => {
    await using one = await createDatabase(server);
    await using other = await createDatabase(server);
    const identities = await Promise.all(
      [one.url, one.url, other.url].map(async (url) => {
        await using live = await connect(url);
        return live.connection.identity;
      }),
    );
    expect(identities[0]).toBe(identities[1]);
    expect(identities[0]).not.toBe(identities[2]);
  });

  test("leaves nothing behind, with a superuser's URL", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t");
    const state = async () =>
      (
        await database.admin.query(
          `SELECT (SELECT json_agg(c.oid ORDER BY c.oid) FROM pg_class c) AS relations, (SELECT json_agg(nspname ORDER BY 1) FROM pg_namespace) AS schemas,
             (SELECT count(*) FROM pg_db_role_setting) AS settings,
             (SELECT count(*) FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()) AS locks`,
        )
      ).rows;
    const before = await state();
    await using live = await connect(database.url);
    const [snapshot] = await Promise.all([
      live.introspect(all),
      live.query("SELECT 1"),
      live.inspectEnvironment(all),
      live.introspect(all),
    ]);
    expect(snapshot.objects.map(({ id }) => id)).toContain("view public.v");
    expect(await state()).toEqual(before);
    const [session] = await live.query<{ name: string; timezone: string }>(
      "SELECT current_setting('application_name') AS name, (SELECT reset_val FROM pg_settings WHERE name = 'TimeZone') AS timezone",
    );
    expect(session?.name).toBe(options.applicationName);
    const { rows } = await database.admin.query(
      "SELECT application_name, state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    expect(rows).toEqual([{ application_name: "", state: "idle" }]);
  });
});

describe("what stands in the way", async () => {
  const [server] = await servers(16);
  const { port } = new URL(server.adminUrl);
  const own = server.own;
  if (own === null) throw new Error("A server of our own was expected");
  const guarded = (database: string) => databaseUrl(server.adminUrl, database, own.passwordRole);

  test.each([
    [
      "a host that is not known",
      () => "postgres://u:s3cretw0rd@host.invalid/d",
      "connection-failed",
      'There is no host "host.invalid"',
    ],
    [
      "a port where nothing listens",
      () => "postgres://u:s3cretw0rd@127.0.0.1:1/d",
      "connection-failed",
      "Nothing listens at 127.0.0.1:1",
    ],
    [
      "a socket that is not there",
      () => "postgres://u:s3cretw0rd@/d?host=/nowhere",
      "connection-failed",
      "No PostgreSQL listens at the socket /nowhere",
    ],
    [
      "a wrong password",
      () => `postgres://guarded:s3cretw0rd@127.0.0.1:${port}/postgres`,
      "connection-failed",
      'refused the password of user "guarded"',
    ],
    [
      "no password",
      () => `postgres://guarded@127.0.0.1:${port}/postgres`,
      "connection-failed",
      'asks for a password of user "guarded"',
    ],
    [
      "a role that is not there",
      () => `postgres://nobody_here@127.0.0.1:${port}/postgres`,
      "connection-failed",
      'does not let user "nobody_here" in',
    ],
    [
      "a database that is not there",
      () => `postgres://postgres@127.0.0.1:${port}/not_here`,
      "connection-failed",
      'has no database "not_here"',
    ],
    [
      "TLS that the server has not",
      () => `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=require`,
      "connection-failed",
      "does not support TLS, and sslmode=require demands it",
    ],
    [
      "a certificate file that is not there",
      () => `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=verify-ca&sslrootcert=missing.pem`,
      "invalid-input",
      "Can't read the file that sslrootcert names",
    ],
  ])("%s", async (_name, url, reason, message) => {
    const error = await refusal(connect(url()));
    expect(error.message).toContain(message);
    expect(error.reason).toBe(reason);
    expect(error.hint).toBeTruthy();
    expect(`${error.message} ${error.hint} ${error.stack} ${error.cause}`).not.toContain("s3cretw0rd");
  });

  test("the right password is taken, with every special character, and never asked from the environment", async () => {
    process.env["PGOPTIONS"] = "-c geqo=off";
    process.env["PGAPPNAME"] = "not this";
    try {
      await using live = await connect(guarded("postgres"));
      const [row] = await live.query(
        "SELECT current_setting('geqo') AS geqo, (SELECT reset_val FROM pg_settings WHERE name = 'application_name') AS name",
      );
      expect(row).toEqual({ geqo: "on", name: "" });
    } finally {
      delete process.env["PGOPTIONS"];
      delete process.env["PGAPPNAME"];
    }
  });

  test("over the Unix socket", async () => {
    await using live = await connect(`postgres://postgres@/postgres?host=${own.socketFolder}&port=${port}&sslmode=require`);
    expect(live.connection.route.kind).toBe("local");
    expect(live.connection.encryption.description).toBe("not encrypted (a Unix socket)");
  });

  test("a database that the role may not enter, and too many connections", async () => {
    await using database = await createDatabase(server);
    await database.admin.query(`REVOKE CONNECT ON DATABASE "${database.name}" FROM PUBLIC`);
    expect(await refusal(connect(guarded(database.name)))).toMatchObject({
      reason: "permission-denied",
      hint: `GRANT CONNECT ON DATABASE "${database.name}" TO "guarded";`,
    });
    await database.admin.query(
      `GRANT CONNECT ON DATABASE "${database.name}" TO PUBLIC; ALTER DATABASE "${database.name}" CONNECTION LIMIT 0`,
    );
    expect((await refusal(connect(guarded(database.name)))).message).toContain("has no connection left");
  });

  test("something that is not PostgreSQL", async () => {
    // MySQL greets before it is asked anything.
    const greeting = Buffer.from("4a0000000a382e302e33360008000000", "hex");
    await using mysql = await listen((socket) => socket.write(greeting));
    await using http = await listen((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    await using closing = await listen((socket) => socket.end());
    for (const { port: wrong } of [mysql, http, closing]) {
      for (const mode of ["prefer", "require"]) {
        const error = await refusal(connect(`postgres://u:p@127.0.0.1:${wrong}/d?sslmode=${mode}`));
        expect(error.message).toBe(`What listens at 127.0.0.1:${wrong} does not speak PostgreSQL's protocol.`);
      }
    }
    for (const { port: wrong } of [mysql, http]) {
      const error = await refusal(connect(`postgres://u:p@127.0.0.1:${wrong}/d?sslmode=disable`));
      expect(error.message).toBe(`What listens at 127.0.0.1:${wrong} does not speak PostgreSQL's protocol.`);
    }
  });

  test("a server that says nothing, and one that is starting", async () => {
    await using silent = await listen(() => undefined);
    for (const mode of ["disable", "prefer"]) {
      const error = await refusal(
        connect(`postgres://u:p@127.0.0.1:${silent.port}/d?sslmode=${mode}`, { connectTimeoutMs: 200 }),
      );
      expect(error.message).toBe(`127.0.0.1:${silent.port} did not answer within 0.2 seconds.`);
    }
    const fields = Buffer.from("SFATAL\0C57P03\0Mthe database system is starting up\0\0");
    const length = Buffer.alloc(4);
    length.writeInt32BE(fields.length + 4);
    await using starting = await listen((socket) =>
      socket.once("data", () => socket.end(Buffer.concat([Buffer.from("E"), length, fields]))),
    );
    expect((await refusal(connect(`postgres://u:p@127.0.0.1:${starting.port}/d?sslmode=disable`))).message).toContain(
      "is not ready",
    );
  });

  test("a proxy that takes READ ONLY out of what it passes on", async () => {
    await using proxy = await listen((socket) => {
      const upstream = connectTcp(Number(port), "127.0.0.1").on("error", () => socket.destroy());
      upstream.pipe(socket);
      socket.on("data", (chunk) =>
        upstream.write(Buffer.from(chunk.toString("latin1").replace("READ READ ONLY", "READ          "), "latin1")),
      );
      socket.on("close", () => upstream.destroy());
    });
    const error = await refusal(connect(`postgres://postgres@127.0.0.1:${proxy.port}/postgres`));
    expect(error).toMatchObject({ reason: "not-read-only", message: expect.stringContaining('transaction_read_only is "off"') });
  });

  test("the connection breaks while it is in use", async () => {
    await using database = await createDatabase(server);
    await using live = await connect(database.url);
    await database.admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    expect((await refusal(live.introspect(all))).message).toMatch(/^The connection to .* was lost\.$/);
  });

  test("a lock on a table that a view reads", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t");
    await using live = await connect(database.url);
    await database.admin.query("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
    expect(await refusal(live.introspect(all))).toMatchObject({ reason: "lock-timeout" });
    await database.admin.query("ROLLBACK");
    expect((await live.introspect(all)).objects.map(({ id }) => id)).toContain("view public.v");
  });

  test("rows that a policy hides are an error, not an empty answer; values stay out of errors", async () => {
    await using database = await createDatabase(server);
    await database.admin.query(
      "CREATE TABLE t (name text); INSERT INTO t VALUES ('private words'); ALTER TABLE t ENABLE ROW LEVEL SECURITY; GRANT SELECT ON t TO guarded",
    );
    await using live = await connect(guarded(database.name));
    expect(await refusal(live.query("SELECT * FROM public.t"))).toMatchObject({ reason: "permission-denied" });
    await using owner = await connect(database.url);
    const error = await owner.query("SELECT name::int FROM public.t").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "22P02" });
    expect(String((error as Error).stack) + String((error as Error).cause)).not.toContain("private words");
  });
});

describe("the environment", async () => {
  const [server] = await servers(16);

  test("what a narrow role may not see comes with the statement that mends it", async () => {
    await using database = await createDatabase(server);
    await database.admin.query(
      `CREATE SCHEMA shop; CREATE TABLE shop.orders (id int PRIMARY KEY); CREATE TABLE shop."Odd one" (id int); CREATE TABLE shop._prisma_migrations (id text);
       GRANT SELECT ON shop.orders TO guarded;
       CREATE SCHEMA geo; CREATE EXTENSION cube SCHEMA geo`,
    );
    const role = server.own?.passwordRole ?? null;
    await using live = await connect(databaseUrl(server.adminUrl, database.name, role));
    const environment = await live.inspectEnvironment({ include: ["shop"], exclude: [], absent: "refuse" });
    expect(environment).toMatchObject({ encoding: "UTF8", superuser: false });
    expect(environment.schemas).toEqual([
      { name: "geo", inScope: false, tables: 0, madeBy: null },
      { name: "public", inScope: false, tables: 0, madeBy: null },
      { name: "shop", inScope: true, tables: 3, madeBy: null },
    ]);
    expect(environment.extensions.find(({ name }) => name === "cube")).toMatchObject({
      schema: "geo",
      examples: ["type geo.cube", expect.any(String), expect.any(String)],
    });
    expect(environment.permissions.filter(({ ok }) => !ok).map(({ what, grant }) => [what, grant])).toEqual([
      ["USAGE on schema shop", 'GRANT USAGE ON SCHEMA "shop" TO "guarded";'],
      ["SELECT on tables of schema shop", 'GRANT SELECT ON "shop"."Odd one", "shop"."_prisma_migrations" TO "guarded";'],
      ["migration history in shop._prisma_migrations", 'GRANT SELECT ON "shop"."_prisma_migrations" TO "guarded";'],
      ["activity of other sessions", 'GRANT pg_read_all_stats TO "guarded";'],
    ]);
    for (const { grant } of environment.permissions) if (grant !== null) await database.admin.query(grant);
    const after = await live.inspectEnvironment({ include: ["shop"], exclude: [], absent: "refuse" });
    expect(after.permissions.every(({ ok }) => ok)).toBe(true);
    await database.admin.query("REVOKE pg_read_all_stats FROM guarded");
  });

  test("the system identifier may be closed: then the address tells databases apart, and a note says so", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
    await using live = await connect(databaseUrl(server.adminUrl, database.name, server.own?.passwordRole ?? null));
    await using privileged = await connect(database.url);
    expect(live.connection.identity).not.toBe(privileged.connection.identity);
    expect((await live.inspectEnvironment(all)).notes.join()).toContain("pg_control_system()");
  });

  test("schemas that an extension made are told from those it was put into", async () => {
    await using database = await createDatabase(server);
    await database.admin.query(
      `CREATE EXTENSION cube;
       CREATE SCHEMA tiger; ALTER EXTENSION cube ADD SCHEMA tiger;
       CREATE SCHEMA topology; CREATE TABLE topology.layer (id int); ALTER EXTENSION cube ADD TABLE topology.layer;
       CREATE TABLE public.spatial_ref_sys (id int); ALTER EXTENSION cube ADD TABLE public.spatial_ref_sys;
       CREATE SCHEMA shared; CREATE TABLE shared.theirs (id int); ALTER EXTENSION cube ADD TABLE shared.theirs; CREATE TABLE shared.ours (id int)`,
    );
    await using live = await connect(database.url);
    const { schemas } = await live.inspectEnvironment(all);
    expect(schemas.map(({ name, madeBy, inScope }) => [name, madeBy, inScope])).toEqual([
      ["public", null, true],
      ["shared", null, true],
      ["tiger", "cube", false],
      ["topology", "cube", false],
    ]);
    const snapshot = await live.introspect({ include: ["public", "shared", "tiger", "topology"], exclude: [], absent: "refuse" });
    expect(snapshot.objects.filter(({ kind }) => kind === "table").map(({ id }) => id)).toEqual(["table shared.ours"]);
  });

  test("an invalid index is mentioned", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)");
    await database.admin.query("CREATE UNIQUE INDEX CONCURRENTLY once ON t (id)").catch(() => undefined);
    await using live = await connect(database.url);
    expect((await live.inspectEnvironment(all)).notes.join()).toContain("Index public.once is invalid");
    const snapshot = await live.introspect(all);
    expect(snapshot.objects.find(({ id }) => id === "index public.once")).toMatchObject({ valid: false });
  });
});
