import { userInfo } from "node:os";
import { UserError } from "../../errors.ts";
import type { Secret } from "../../secret.ts";

/** What a URL says about a connection, in libpq's meaning. https://www.postgresql.org/docs/current/libpq-connect.html */
export type Connection = {
  readonly address: Address;
  readonly database: string;
  readonly user: string;
  /** Null: the URL has none. */
  readonly password: string | null;
  /** Prisma's `?schema=`. */
  readonly schema: string | null;
  readonly tls: TlsSettings;
  readonly connectTimeoutMs: number | null;
  /** `pgbouncer=true`, a host or a port that is known for poolers; null when nothing hints at one. */
  readonly poolerHint: string | null;
  readonly channelBinding: "disable" | "prefer" | "require";
  /** Options that are not known here, by name. */
  readonly ignored: readonly string[];
};

export type Address =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly folder: string; readonly port: number };

const tlsModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
export type TlsMode = (typeof tlsModes)[number];

export type TlsSettings = {
  readonly mode: TlsMode;
  /** Null: not given. Paths are as the URL has them. */
  readonly rootCertificate: "system" | { readonly path: string } | null;
  readonly certificate: { readonly path: string; readonly keyPath: string } | null;
  /** Prisma's `sslidentity`: certificate and key in one PKCS #12 file. */
  readonly identityPath: string | null;
  readonly passphrase: string | null;
};

/** Reads a `postgres://` URL. Throws UserError `invalid-input`, which never quotes the URL. */
export function parseConnection(url: Secret): Connection {
  const { authority, path, query } = split(url.reveal().trim());
  const at = authority.lastIndexOf("@");
  const [user = "", ...password] = authority.slice(0, Math.max(at, 0)).split(":");
  const options = readOptions(query);
  const take = (name: string): string | null => {
    const value = options.get(name) ?? null;
    options.delete(name);
    return value === "" ? null : value;
  };
  const login = take("user") ?? (decode(user) || userInfo().username);
  const address = readAddress(authority.slice(at + 1), take("host"), take("port"));
  const pooled = take("pgbouncer") === "true";
  const connection: Omit<Connection, "ignored"> = {
    address,
    user: login,
    password: take("password") ?? (password.length === 0 ? null : decode(password.join(":"))),
    database: take("dbname") ?? (decode(path) || login),
    schema: take("schema"),
    tls: readTls(take),
    connectTimeoutMs: readSeconds(take("connect_timeout")),
    poolerHint: pooled ? "the URL says pgbouncer=true" : hintOf(address),
    channelBinding: oneOf("channel_binding", take("channel_binding"), ["disable", "prefer", "require"]) ?? "prefer",
  };
  for (const name of harmless) options.delete(name);
  return { ...connection, ignored: [...options.keys()].sort() };
}

/** `db.example.com:5432/shop`: nothing in it is secret. */
export function display({ address, database }: Pick<Connection, "address" | "database">): string {
  return `${displayAddress(address)}/${database}`;
}

export function displayAddress(address: Address): string {
  if (address.kind === "unix") return `${address.folder}/.s.PGSQL.${address.port}`;
  return `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
}

/** Options of clients that change nothing about what is read. */
const harmless = [
  "application_name",
  "client_encoding",
  "connection_limit",
  "fallback_application_name",
  "gssencmode",
  "keepalives",
  "keepalives_count",
  "keepalives_idle",
  "keepalives_interval",
  "max_idle_connection_lifetime",
  "pool_timeout",
  "single_use_connections",
  "socket_timeout",
  "statement_cache_size",
];

function split(url: string): { authority: string; path: string; query: string } {
  refuseOtherSchemes(url);
  const [, authority = "", path = "", query = "", fragment] =
    /^[a-z]+:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/is.exec(url) ?? [];
  // A password with one of / ? # in it ends up in one of these parts: to go on would print it as a host or an option.
  if (fragment !== undefined || path.includes("@") || query.includes("@")) {
    throw malformed(
      "it holds a character that has a meaning in URLs",
      "In user name and password write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25.",
    );
  }
  return { authority, path, query };
}

function refuseOtherSchemes(url: string): void {
  const scheme = /^(jdbc:[a-z]+|[a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") {
    if (!/^[a-z]+:\/\//i.test(url))
      throw malformed("the scheme is not followed by //", "It looks like postgresql://user:password@host:5432/database.");
    return;
  }
  if (scheme?.startsWith("jdbc:")) {
    throw malformed("it is a JDBC URL", "Write it as postgresql://user:password@host:5432/database.");
  }
  if (scheme === "prisma" || scheme === "prisma+postgres") {
    throw malformed(
      "it names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only",
      "Give the direct URL of the database, which starts with postgresql://.",
    );
  }
  throw malformed("it does not start with postgresql://", "It looks like postgresql://user:password@host:5432/database.");
}

function readOptions(query: string): Map<string, string> {
  const pairs = query.split("&").filter((pair) => pair !== "");
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return equals === -1 ? [decode(pair), ""] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    }),
  );
}

function readAddress(authority: string, hostOption: string | null, portOption: string | null): Address {
  const [, bracketed, plain = "", portText] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/s.exec(authority) ?? [];
  const host = hostOption ?? (decode(bracketed ?? plain) || "localhost");
  if (host.includes(",") || portText?.includes(",")) {
    throw malformed("it names several hosts", "Name the one that may be written to.");
  }
  const port = readPort(portOption ?? (portText === undefined || portText === "" ? "5432" : portText));
  return host.startsWith("/") ? { kind: "unix", folder: host.replace(/(?<=.)\/+$/, ""), port } : { kind: "tcp", host, port };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw malformed(
      "its port is not a number from 1 to 65535",
      "If the password holds a colon or an @, write them as %3A and %40.",
    );
  }
  return port;
}

function readSeconds(text: string | null): number | null {
  const seconds = Number(text ?? 0);
  if (!Number.isInteger(seconds))
    throw malformed("its connect_timeout is not a number of seconds", "Write it as connect_timeout=10.");
  return seconds > 0 ? seconds * 1000 : null;
}

function readTls(take: (name: string) => string | null): TlsSettings {
  const unverified = take("ssl") === "true" ? "require" : null;
  const asked = oneOf("sslmode", take("sslmode"), [...tlsModes, "no-verify"]);
  const strict = oneOf("sslaccept", take("sslaccept"), ["strict", "accept_invalid_certs"]) === "strict";
  const root = take("sslrootcert");
  const [certificate, key, identityPath, passphrase] = [
    take("sslcert"),
    take("sslkey"),
    take("sslidentity"),
    take("sslpassword"),
  ];
  // To libpq `sslcert` is the client's certificate, which needs a key; to Prisma it is the one that signed the server's.
  const rootPath = root ?? (key === null ? certificate : null);
  const rootCertificate =
    asked === "no-verify" || rootPath === null ? null : rootPath === "system" ? "system" : { path: rootPath };
  const named = asked === "no-verify" ? "require" : (asked ?? unverified);
  return {
    mode: strict && named !== "disable" ? "verify-full" : (named ?? (rootCertificate === "system" ? "verify-full" : "prefer")),
    rootCertificate,
    certificate: certificate !== null && key !== null ? { path: certificate, keyPath: key } : null,
    identityPath,
    passphrase,
  };
}

function oneOf<const Value extends string>(name: string, value: string | null, allowed: readonly Value[]): Value | null {
  if (value === null) return null;
  const known = allowed.find((candidate) => candidate === value);
  if (known === undefined) throw malformed(`its ${name} has an unknown value`, `It may be ${allowed.join(", ")}.`);
  return known;
}

/** Only a hint: what counts is which process answers. */
function hintOf(address: Address): string | null {
  if (address.kind === "tcp" && /(^|[.-])pooler[.-]/.test(address.host)) return "the host is called a pooler";
  if (address.port === 6432 || address.port === 6543) return `port ${address.port} is usually a pooler's`;
  return null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed("it holds a % that is not followed by two hexadecimal digits", "Write the character % as %25.");
  }
}

function malformed(what: string, hint: string): UserError {
  return new UserError("invalid-input", `Can't use the database URL: ${what}.`, hint);
}
