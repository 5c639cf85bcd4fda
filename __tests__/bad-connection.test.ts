import { createServer, type Server } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { runCli } from "./support/cli.ts";
import { first, historyOf, init, orders } from "./support/orders.ts";
import { folderOf } from "./support/prisma-project.ts";
import { passwordRole } from "./support/private-postgres.ts";
import { type Asked, type Refusal, refusal, sharedHome } from "./support/refusal.ts";
import { createDatabase, databaseUrl, servers, type TestDatabase } from "./support/servers.ts";

/** Servers that can't be reached or don't let us in, and roles that may see too little. */
vi.setConfig({ maxConcurrency: 2 });
const home = sharedHome();

const [server] = await servers(18);
let shop: TestDatabase;
let scratch: TestDatabase;
let silent: Server;

const roles = ["sg_bad_outsider", "sg_bad_no_usage", "sg_bad_no_history", "sg_bad_columns", "sg_bad_catalogue"] as const;

beforeAll(async () => {
  shop = await createDatabase(server, "sg_bad_shop");
  scratch = await createDatabase(server, "sg_bad_scratch");
  await shop.admin.query(init + historyOf("postgresql", [first, init]));
  await scratch.admin.query("CREATE TABLE precious (id int)");
  for (const role of roles) await shop.admin.query(`DROP ROLE IF EXISTS ${role}; CREATE ROLE ${role} LOGIN`);
  await shop.admin.query(`
    REVOKE ALL ON DATABASE sg_bad_shop FROM PUBLIC;
    GRANT CONNECT ON DATABASE sg_bad_shop TO sg_bad_no_usage, sg_bad_no_history, sg_bad_columns, sg_bad_catalogue;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO sg_bad_no_history, sg_bad_columns, sg_bad_catalogue;
    GRANT SELECT ON orders TO sg_bad_no_history;
    GRANT SELECT (migration_name, checksum) ON _prisma_migrations TO sg_bad_columns;
    GRANT SELECT ON _prisma_migrations TO sg_bad_catalogue`);
  silent = createServer((socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  silent.close();
  for (const role of roles) await shop.admin.query(`DROP OWNED BY ${role}`);
  await shop[Symbol.asyncDispose]();
  await scratch[Symbol.asyncDispose]();
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  for (const role of roles) await admin.query(`DROP ROLE ${role}`);
  await admin.end();
});

const password = "correct-horse-battery";
const address = new URL(server.adminUrl).host;

function as(user: string, database = "sg_bad_shop"): string {
  return databaseUrl(server.adminUrl, database, { user, password });
}

function ask(url: string, asked: Partial<Asked> = {}): Promise<Refusal> {
  return refusal({ files: orders("postgresql"), url, ...asked }, home.path);
}

function failed(says: string, reason = "connection-failed"): Refusal {
  return { status: 1, reason, says: [says] };
}

function misused(says: string): Refusal {
  return { status: 64, reason: "invalid-input", says: [says] };
}

describe("a server that is not reached", () => {
  test.concurrent("because nobody knows its name", async ({ expect }) => {
    expect(await ask(`postgresql://app:${password}@db.nowhere.invalid/shop`)).toEqual(
      failed(
        'There is no host "db.nowhere.invalid": the name is not known. Check the host in the URL. Names of private networks are known only inside of them.',
      ),
    );
  });

  test.concurrent("because nothing listens there", async ({ expect }) => {
    expect(await ask(`postgresql://app:${password}@127.0.0.1:1/shop`)).toEqual(
      failed(
        "Nothing listens at 127.0.0.1:1: the connection was refused. Check host and port, and that the server runs and accepts connections over TCP (listen_addresses).",
      ),
    );
  });

  test.concurrent.for(["disable", "prefer", "require"])("because it never answers (sslmode=%s)", async (mode, { expect }) => {
    const at = `127.0.0.1:${portOf(silent)}`;
    expect(await ask(`postgresql://app:${password}@${at}/shop?connect_timeout=1&sslmode=${mode}`)).toEqual(
      failed(
        `${at} did not answer within 1 seconds. Check host and port, and that a firewall or an allow list lets this machine in.`,
      ),
    );
  });

  test.concurrent("because it has no TLS", async ({ expect }) => {
    expect(await ask(`${as("postgres")}?sslmode=require`)).toEqual(
      failed(
        `The server at ${address} does not support TLS, and sslmode=require demands it. Switch TLS on in the server, or use sslmode=prefer where the network can be trusted.`,
      ),
    );
  });
});

describe("a server that does not let us in", () => {
  test.concurrent("because the password is wrong", async ({ expect }) => {
    expect(await ask(as(passwordRole.user))).toEqual(
      failed(
        `The server at ${address} refused the password of user "guarded". Check user and password; special characters in a URL must be percent-encoded.`,
      ),
    );
  });

  test.concurrent("because the URL has no password", async ({ expect }) => {
    expect(await ask(`postgresql://guarded@${address}/sg_bad_shop`)).toEqual(
      failed(
        `The server at ${address} asks for a password of user "guarded", and the URL has none. Write it as postgresql://user:password@host/database.`,
      ),
    );
  });

  test.concurrent("because there is no such role", async ({ expect }) => {
    expect(await ask(as("sg_bad_nobody"))).toEqual(
      failed(
        `The server at ${address} does not let user "sg_bad_nobody" in: role "sg_bad_nobody" does not exist. Check the user, and the server's pg_hba.conf for this user, database, address and encryption.`,
      ),
    );
  });

  test.concurrent("because there is no such database", async ({ expect }) => {
    expect(await ask(as("postgres", "sg_bad_nowhere"))).toEqual(
      failed(
        `The server at ${address} has no database "sg_bad_nowhere". Check its name in the URL. Nothing is ever created here.`,
      ),
    );
  });

  test.concurrent("because the role may not connect", async ({ expect }) => {
    expect(await ask(as("sg_bad_outsider"))).toEqual(
      failed(
        'User "sg_bad_outsider" may not connect to database "sg_bad_shop". GRANT CONNECT ON DATABASE "sg_bad_shop" TO "sg_bad_outsider";',
        "permission-denied",
      ),
    );
  });
});

describe("a role that may see too little", () => {
  const grants = (role: string) =>
    `User "${role}" may not read the migration history "public"."_prisma_migrations", so it can't be known which migrations are applied. GRANT USAGE ON SCHEMA "public" TO "${role}"; GRANT SELECT ON "public"."_prisma_migrations" TO "${role}";`;

  test.concurrent.for(["sg_bad_no_usage", "sg_bad_no_history", "sg_bad_columns"])("%s", async (role, { expect }) => {
    expect(await ask(as(role))).toEqual(failed(grants(role), "permission-denied"));
  });

  test.concurrent("the catalogue and the history are enough", async ({ expect }) => {
    await using folder = await folderOf(orders("postgresql"));
    const asked = ["preflight", "--environment", "dev", "--url", as("sg_bad_catalogue"), "--out", "out", "--json"];
    const { status, stderr } = await runCli(asked, { cwd: folder.path, home: home.path });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test.concurrent("check names the grants that are missing, and is no failure", async ({ expect }) => {
    await using folder = await folderOf({});
    const asked = ["check", "--environment", "dev", "--url", as("sg_bad_no_usage"), "--out", "out"];
    const { status, stdout } = await runCli(asked, { cwd: folder.path, home: home.path });
    expect(status).toBe(0);
    expect(stdout).toContain('GRANT USAGE ON SCHEMA "public" TO "sg_bad_no_usage";');
    expect(stdout).toContain('GRANT SELECT ON "public"."_prisma_migrations" TO "sg_bad_no_usage";');
  });
});

describe("a schema that is not there", () => {
  const missing = misused(
    'The database has no schema "shop". It has "public". Name schemas that exist with --include-schemas, or with ?schema= in the URL.',
  );
  const none = misused(
    "No schema is left to compare: every one is excluded. Name one with --include-schemas that --exclude-schemas leaves in.",
  );

  test.concurrent("?schema=", async ({ expect }) => {
    expect(await ask(`${as("postgres")}?schema=shop`)).toEqual(missing);
  });

  test.concurrent("?schema=, for check", async ({ expect }) => {
    expect(await ask(`${as("postgres")}?schema=shop`, { command: "check" })).toEqual(missing);
  });

  test.concurrent("--include-schemas", async ({ expect }) => {
    expect(await ask(as("postgres"), { args: ["--include-schemas", "public,shop"] })).toEqual(missing);
  });

  test.concurrent("--exclude-schemas with all of them", async ({ expect }) => {
    expect(await ask(as("postgres"), { args: ["--exclude-schemas", "public"] })).toEqual(none);
  });
});

describe("a scratch database that must not be used", () => {
  const dev = (url: string, ...args: readonly string[]): Partial<Asked> => ({ args: ["--dev-url", url, ...args] });

  test.concurrent("the target itself", async ({ expect }) => {
    expect(await ask(as("postgres"), dev(as("postgres")))).toEqual(
      misused(
        `Can't use the scratch database ${address}/sg_bad_shop: it is the target itself. Name a database that may be emptied.`,
      ),
    );
    expect((await shop.admin.query("SELECT FROM orders")).rowCount).toBe(0);
  });

  test.concurrent("one that holds something", async ({ expect }) => {
    expect(await ask(as("postgres"), dev(scratch.url))).toEqual(
      misused(
        `Can't use the scratch database ${address}/sg_bad_scratch: it is not empty: it has table public.precious. Name an empty database, or one schema of this one with --shadow-schema.`,
      ),
    );
    expect((await scratch.admin.query("SELECT FROM precious")).rowCount).toBe(0);
  });

  test.concurrent("a schema of it that is somebody else's", async ({ expect }) => {
    expect(await ask(as("postgres"), dev(scratch.url, "--shadow-schema", "public"))).toEqual(
      misused(
        `Can't use the scratch database ${address}/sg_bad_scratch: its schema "public" was not made by Schemagate. Name a schema that does not exist yet with --shadow-schema.`,
      ),
    );
  });

  test.concurrent("one of another owner", async ({ expect }) => {
    await using theirs = await createDatabase(server);
    expect(await ask(as("postgres"), dev(as("sg_bad_outsider", theirs.name)))).toEqual(
      misused(
        `Can't use the scratch database ${address}/${theirs.name}: must be owner of database ${theirs.name}. Name a database that belongs to user "sg_bad_outsider".`,
      ),
    );
  });

  test.concurrent("one that is not reached", async ({ expect }) => {
    expect(await ask(as("postgres"), dev(`postgresql://app:${password}@127.0.0.1:1/scratch`))).toEqual(
      failed(
        "--dev-url: Nothing listens at 127.0.0.1:1: the connection was refused. Check host and port, and that the server runs and accepts connections over TCP (listen_addresses).",
      ),
    );
  });

  test.concurrent("one of another engine", async ({ expect }) => {
    expect(await ask(as("postgres"), dev("file:./scratch.db"))).toEqual(
      misused(
        "--dev-url: Can't use the database URL: it does not start with postgresql://. It looks like postgresql://user:password@host:5432/database.",
      ),
    );
  });
});

function portOf(listening: Server): number {
  const where = listening.address();
  if (where === null || typeof where === "string") throw new Error("No port");
  return where.port;
}
