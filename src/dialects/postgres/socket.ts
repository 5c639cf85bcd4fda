import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { type Address, displayAddress } from "./connection.ts";
import type { TlsContext } from "./tls.ts";

/** A socket on which the server expects the start of a session. */
export type OpenSocket = { readonly socket: Socket; readonly tls: TLSSocket | null };

export type Opened =
  | { readonly outcome: "open"; readonly open: OpenSocket }
  /** The server said that it has no TLS; `open` goes on without. */
  | { readonly outcome: "no-tls"; readonly open: OpenSocket }
  | { readonly outcome: "failed"; readonly stage: "network" | "protocol" | "tls"; readonly error: Error };

/** Opens the way to the server up to the first message of the session. `signal` is the time limit. */
export async function openSocket(address: Address, tls: TlsContext | null, signal: AbortSignal): Promise<Opened> {
  const socket =
    address.kind === "unix"
      ? connectTcp({ path: displayAddress(address) })
      : connectTcp({ host: address.host, port: address.port, noDelay: true });
  try {
    await once(socket, "connect", { signal });
  } catch (error) {
    socket.destroy();
    return { outcome: "failed", stage: "network", error: asError(error) };
  }
  if (tls === null || address.kind === "unix") return { outcome: "open", open: { socket, tls: null } };
  return startTls(socket, tls, signal);
}

/** https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL */
async function startTls(socket: Socket, tls: TlsContext, signal: AbortSignal): Promise<Opened> {
  const answer = await requestTls(socket, signal);
  if (answer instanceof Error) {
    socket.destroy();
    return { outcome: "failed", stage: "protocol", error: answer };
  }
  if (answer === "N") return { outcome: "no-tls", open: { socket, tls: null } };
  try {
    const secure = connectTls({ ...tls.options, socket });
    await once(secure, "secureConnect", { signal });
    return { outcome: "open", open: { socket: secure, tls: secure } };
  } catch (error) {
    socket.destroy();
    return { outcome: "failed", stage: "tls", error: asError(error) };
  }
}

const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

async function requestTls(socket: Socket, signal: AbortSignal): Promise<"S" | "N" | Error> {
  socket.write(sslRequest);
  try {
    const closed = once(socket, "close", { signal }).then(() => null);
    const first = await Promise.race([once(socket, "data", { signal }).then(([chunk]) => chunk as Buffer), closed]);
    socket.pause();
    if (first === null) return new NotPostgres("closed the connection");
    const text = first.toString("latin1");
    // More than one byte would be read as if it had come encrypted (CVE-2021-23222).
    return text === "S" || text === "N" ? text : new NotPostgres("answered something else");
  } catch (error) {
    return asError(error);
  }
}

/** Something listens, but it does not speak PostgreSQL's protocol. */
export class NotPostgres extends Error {
  constructor(what: string) {
    super(`The other side ${what}`);
    this.name = "NotPostgres";
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
