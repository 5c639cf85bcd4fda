import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type ConnectionOptions, checkServerIdentity, getCACertificates } from "node:tls";
import { UserError } from "../../errors.ts";
import type { TlsMode, TlsSettings } from "./connection.ts";

/** What is checked of the server's certificate: nothing, who signed it, or that and the host's name. */
export type Verification = "none" | "ca" | "full";

export type TlsContext = { readonly verification: Verification; readonly options: ConnectionOptions };

/** The order in which libpq tries. https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION */
export function attempts(mode: TlsMode): readonly ("plain" | "tls")[] {
  switch (mode) {
    case "disable":
      return ["plain"];
    case "allow":
      return ["plain", "tls"];
    case "prefer":
      return ["tls", "plain"];
    case "require":
    case "verify-ca":
    case "verify-full":
      return ["tls"];
  }
}

/** Reads the certificates. Throws UserError `invalid-input` for files that are missing and for modes that contradict each other. */
export async function loadTls(settings: TlsSettings, host: string, workingDirectory: string): Promise<TlsContext> {
  const root = settings.rootCertificate ?? defaultRoot();
  if (settings.rootCertificate === "system" && settings.mode !== "verify-full") {
    throw new UserError(
      "invalid-input",
      `sslrootcert=system needs sslmode=verify-full, and the URL says sslmode=${settings.mode}.`,
      "Leave sslmode out, or write sslmode=verify-full.",
    );
  }
  if (settings.mode === "verify-ca" && root === null) {
    throw new UserError(
      "invalid-input",
      "sslmode=verify-ca needs to know who signed the server's certificate.",
      "Name the file with sslrootcert=, or use sslmode=verify-full, which falls back to the authorities of the system.",
    );
  }
  const verification = verificationOf(settings.mode, root !== null);
  const path = (name: string) => resolve(workingDirectory, name);
  const read = (option: string, name: string) => readCertificate(option, path(name));
  return {
    verification,
    options: {
      // SNI must not hold an address (RFC 6066, section 3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: verification !== "none",
      checkServerIdentity: (_name, certificate) => (verification === "full" ? checkServerIdentity(host, certificate) : undefined),
      ...(verification === "none" ? {} : { ca: await authorities(root, workingDirectory) }),
      ...(settings.certificate === null
        ? {}
        : { cert: await read("sslcert", settings.certificate.path), key: await read("sslkey", settings.certificate.keyPath) }),
      ...(settings.identityPath === null ? {} : { pfx: await read("sslidentity", settings.identityPath) }),
      ...(settings.passphrase === null ? {} : { passphrase: settings.passphrase }),
    },
  };
}

/** With a root certificate at hand, libpq's `require` means `verify-ca`. */
function verificationOf(mode: TlsMode, hasRoot: boolean): Verification {
  if (mode === "verify-full") return "full";
  if (mode === "verify-ca") return "ca";
  return mode === "require" && hasRoot ? "ca" : "none";
}

/** The file that libpq uses without being told. */
function defaultRoot(): { readonly path: string } | null {
  const path = join(homedir(), ".postgresql", "root.crt");
  return existsSync(path) ? { path } : null;
}

async function authorities(root: TlsSettings["rootCertificate"], workingDirectory: string): Promise<(string | Buffer)[]> {
  if (root !== null && root !== "system") return [await readCertificate("sslrootcert", resolve(workingDirectory, root.path))];
  return [...getCACertificates("system"), ...getCACertificates("bundled")];
}

async function readCertificate(option: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UserError(
      "invalid-input",
      `Can't read the file that ${option} names: ${path}.`,
      "Check the path; relative ones start at the working directory.",
      {
        cause: error,
      },
    );
  }
}
