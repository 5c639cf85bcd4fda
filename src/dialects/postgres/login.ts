import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Client } from "pg";
import type { Connection } from "./connection.ts";
import { explainConnecting } from "./failures.ts";
import { NotPostgres, openSocket } from "./socket.ts";
import { attempts, loadTls, type TlsContext, type Verification } from "./tls.ts";

/** A session that has started: the client, and how it got there. */
export type Session = {
  readonly client: Client;
  readonly tls: { readonly protocol: string; readonly verification: Verification } | null;
  /** The server was asked for TLS and has none. */
  readonly tlsRefused: boolean;
  /** Process id that the start of the session named; null when it named none. */
  readonly greetedBy: number | null;
};

export type LoginOptions = { readonly connectTimeoutMs: number; readonly workingDirectory: string };

/**
 * Starts a session with nothing but user and database in it: poolers refuse more, and keep what they accept for other clients.
 * The client answers one question after the other, and many at once. Throws UserError.
 */
export async function login(connection: Connection, options: LoginOptions): Promise<Session> {
  const { address, tls } = connection;
  const timeoutMs = connection.connectTimeoutMs ?? options.connectTimeoutMs;
  const context =
    address.kind === "unix" || tls.mode === "disable" ? null : await loadTls(tls, address.host, options.workingDirectory);
  const ways = context === null ? (["plain"] as const) : attempts(tls.mode);
  const failures: Failure[] = [];
  for (const way of ways) {
    const result = await attempt(connection, way === "tls" ? context : null, ways.length > 1, AbortSignal.timeout(timeoutMs));
    if (result.outcome === "started") return result.session;
    failures.push(result);
    if (!result.retry) break;
  }
  const [failure] = failures;
  if (failure === undefined) throw new Error("No way to connect was tried");
  throw explainConnecting(connection, failure, timeoutMs);
}

export type Failure = {
  readonly outcome: "failed";
  readonly stage: "network" | "protocol" | "tls" | "no-tls" | "login";
  readonly error: Error;
};

type Attempt = { readonly outcome: "started"; readonly session: Session } | (Failure & { readonly retry: boolean });

/** `retry` says whether libpq would try the other way: after a TLS failure, and when the server refuses this kind of connection. */
async function attempt(
  connection: Connection,
  tls: TlsContext | null,
  canFallBack: boolean,
  signal: AbortSignal,
): Promise<Attempt> {
  const opened = await openSocket(connection.address, tls, signal);
  if (opened.outcome === "failed") return { ...opened, retry: opened.stage === "tls" };
  if (opened.outcome === "no-tls" && !canFallBack) {
    opened.open.socket.destroy();
    return { outcome: "failed", stage: "no-tls", error: new Error("The server has no TLS"), retry: false };
  }
  const { socket, tls: secure } = opened.open;
  try {
    const client = await startSession(connection, socket, signal);
    return { outcome: "started", session: describe(client, secure, tls, opened.outcome === "no-tls") };
  } catch (error) {
    socket.destroy();
    const failed = error instanceof Error ? error : new Error(String(error));
    const stage = failed instanceof NotPostgres ? "protocol" : "login";
    return { outcome: "failed", stage, error: failed, retry: (failed as { code?: string }).code === "28000" };
  }
}

async function startSession(connection: Connection, socket: Socket, signal: AbortSignal): Promise<Client> {
  const { Client } = (await import("pg")).default;
  const { user, database, password, channelBinding } = connection;
  const client = new Client({
    user,
    database,
    // Not used for anything: the socket is connected. Unset, pg would look at the environment.
    host: "localhost",
    port: 5432,
    ssl: false,
    password: () => password ?? "",
    stream: () => connected(socket),
    enableChannelBinding: channelBinding === "require",
    pipeline: true,
  });
  // Without this, pg would send what PGOPTIONS and PGAPPNAME say.
  Object.assign(client, { getStartupConf: () => ({ user, database }) });
  client.on("error", () => undefined);
  const refusal = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => refusal.reject(signal.reason));
  const started = client.connect();
  socket.prependOnceListener("data", (chunk: Buffer) => {
    if (!firstMessages.includes(chunk[0] ?? 0)) refusal.reject(new NotPostgres("answered something else"));
  });
  let bound = false;
  client.connection.on("authenticationSASL", ({ mechanisms }: { readonly mechanisms: readonly string[] }) => {
    bound = mechanisms.includes("SCRAM-SHA-256-PLUS");
  });
  await Promise.race([started, refusal.promise]);
  if (channelBinding === "require" && !bound) throw new Error("channel_binding=require, and the server does not offer it");
  return client;
}

/** Request for authentication, error, notice, other version: nothing else can come first. */
const firstMessages: readonly number[] = [..."RENv"].map((letter) => letter.charCodeAt(0));

/** pg calls `connect` on the socket that it is given, and waits for the event. */
function connected(socket: Socket): Socket {
  return Object.assign(socket, {
    connect() {
      queueMicrotask(() => socket.resume().emit("connect"));
      return socket;
    },
  });
}

function describe(client: Client, secure: TLSSocket | null, context: TlsContext | null, tlsRefused: boolean): Session {
  const { processID } = client as Client & { readonly processID: number | null };
  return {
    client,
    tls:
      secure === null || context === null
        ? null
        : { protocol: secure.getProtocol() ?? "TLS", verification: context.verification },
    tlsRefused,
    greetedBy: processID,
  };
}
