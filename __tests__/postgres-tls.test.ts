import { execFile } from "node:child_process";
import { chown, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { LiveDatabase } from "../src/dialects/dialect.ts";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";
import { Secret } from "../src/secret.ts";
import { npmPostgres } from "./support/postgres-binaries.ts";
import { type Account, startPostgres, unprivilegedAccount } from "./support/private-postgres.ts";

const run = promisify(execFile);

let folder: string;
let port: number;

function connect(query: string, { host = "localhost", user = "postgres" } = {}): Promise<LiveDatabase> {
  return postgresDriver.connect(new Secret(`postgres://${user}@${host}:${port}/postgres${query}`), {
    applicationName: "schemagate's test",
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 20_000,
    workingDirectory: folder,
  });
}

/** An authority of our own, a server's certificate for `localhost`, a client's for `postgres`, and an authority that signed neither. */
async function makeCertificates(): Promise<void> {
  const openssl = (...args: string[]) => run("openssl", args, { cwd: folder });
  for (const name of ["ca", "stranger"]) {
    await openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
    );
  }
  await writeFile(join(folder, "names"), "subjectAltName=DNS:localhost");
  for (const name of ["localhost", "postgres"]) {
    await openssl(
      "req",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
    );
    const names = name === "localhost" ? ["-extfile", "names"] : [];
    await openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-out",
      `${name}.pem`,
      ...names,
    );
  }
}

const hostRules = `
hostssl   all encrypted 127.0.0.1/32 trust
hostnossl all plain     127.0.0.1/32 trust
hostssl   all certified 127.0.0.1/32 trust clientcert=verify-ca
host      all encrypted,plain,certified 127.0.0.1/32 reject
`;

/** Switches TLS on in a running server. */
async function switchOn(adminUrl: string, serverFolder: string, account: Account): Promise<void> {
  for (const name of ["localhost.pem", "localhost.key", "ca.pem"]) {
    const path = join(serverFolder, name);
    await copyFile(join(folder, name), path);
    if (account !== null) await chown(path, account.uid, account.gid);
  }
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ hba_file: string }>("SHOW hba_file");
  const rules = rows[0]?.hba_file ?? "";
  await writeFile(rules, `${hostRules}${await readFile(rules, "utf8")}`);
  await admin.query("CREATE ROLE encrypted LOGIN; CREATE ROLE plain LOGIN; CREATE ROLE certified LOGIN");
  await admin.query(`ALTER SYSTEM SET ssl_cert_file = ${pg.escapeLiteral(join(serverFolder, "localhost.pem"))}`);
  await admin.query(`ALTER SYSTEM SET ssl_key_file = ${pg.escapeLiteral(join(serverFolder, "localhost.key"))}`);
  await admin.query(`ALTER SYSTEM SET ssl_ca_file = ${pg.escapeLiteral(join(serverFolder, "ca.pem"))}`);
  await admin.query("ALTER SYSTEM SET ssl = on");
  await admin.query("SELECT pg_reload_conf()");
  await admin.end();
}

describe("TLS", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "schemagate-tls-"));
    await makeCertificates();
    const account = await unprivilegedAccount();
    const server = await startPostgres(await npmPostgres(16), account);
    port = server.port;
    await switchOn(server.adminUrl, server.socketFolder, account);
    await vi.waitFor(() => connect("?sslmode=require").then((live) => live[Symbol.asyncDispose]()), { timeout: 10_000 });
    return async () => {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    };
  });

  test.each([
    ["", true, false, "certificate not verified (sslmode=prefer)"],
    ["?sslmode=disable", false, false, "not encrypted (sslmode=disable)"],
    ["?sslmode=allow", false, false, "not encrypted (sslmode=allow)"],
    ["?sslmode=require", true, false, "certificate not verified (sslmode=require)"],
    ["?sslmode=require&sslaccept=accept_invalid_certs", true, false, "certificate not verified (sslmode=require)"],
    ["?sslmode=require&sslrootcert=ca.pem", true, true, "certificate verified, host name not compared"],
    ["?sslmode=verify-ca&sslrootcert=ca.pem", true, true, "certificate verified, host name not compared"],
    ["?sslmode=verify-full&sslrootcert=ca.pem", true, true, "certificate and host name verified"],
    ["?sslmode=require&sslaccept=strict&sslcert=ca.pem", true, true, "certificate and host name verified"],
  ])("%s", async (query, encrypted, certificateVerified, description) => {
    await using live = await connect(query);
    expect(live.connection.encryption).toEqual({
      encrypted,
      certificateVerified,
      description: expect.stringContaining(description),
    });
    const [row] = await live.query<{ ssl: boolean }>("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    expect(row?.ssl).toBe(encrypted);
  });

  test.each([
    ["?sslmode=verify-ca&sslrootcert=stranger.pem", "localhost", /is not trusted: .*\(.*CERT.*\)/],
    ["?sslmode=require&sslrootcert=stranger.pem", "localhost", /is not trusted/],
    ["?sslmode=verify-full", "localhost", /is not trusted/],
    ["?sslrootcert=system", "localhost", /is not trusted/],
    ["?sslmode=verify-full&sslrootcert=ca.pem", "127.0.0.1", /is made out to another host name/],
    ["?sslmode=verify-ca", "localhost", /needs to know who signed/],
    ["?sslmode=require&sslrootcert=system", "localhost", /sslrootcert=system needs sslmode=verify-full/],
  ])("refuses %s at %s", async (query, host, message) => {
    await expect(connect(query, { host })).rejects.toThrow(message);
  });

  test("verify-ca does not look at the host's name", async () => {
    await using live = await connect("?sslmode=verify-ca&sslrootcert=ca.pem", { host: "127.0.0.1" });
    expect(live.connection.encryption.certificateVerified).toBe(true);
  });

  test("prefer and allow try the other way when the server refuses theirs", async () => {
    await using plain = await connect("", { user: "plain" });
    expect(plain.connection.encryption.encrypted).toBe(false);
    await using encrypted = await connect("?sslmode=allow", { user: "encrypted" });
    expect(encrypted.connection.encryption.encrypted).toBe(true);
    await expect(connect("?sslmode=require", { user: "plain" })).rejects.toThrow('does not let user "plain" in');
    await expect(connect("?sslmode=disable", { user: "encrypted" })).rejects.toThrow('does not let user "encrypted" in');
  });

  test("a certificate of the client", async () => {
    await using live = await connect("?sslmode=require&sslcert=postgres.pem&sslkey=postgres.key", { user: "certified" });
    const [row] = await live.query<{ subject: string }>(
      "SELECT client_dn AS subject FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
    );
    expect(row?.subject).toBe("/CN=postgres");
    await expect(connect("?sslmode=require", { user: "certified" })).rejects.toThrow('does not let user "certified" in');
  });
});
