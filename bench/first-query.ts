import { connect, createServer, type Socket } from "node:net";

/** Stands between a client and a server, and notes when the client asks its first question. */
export type FirstQueryWatch = AsyncDisposable & {
  readonly url: string;
  /** `performance.now()` of the first query since the last call; null when there was none. */
  takeTime(): number | null;
};

export async function watchFirstQuery(serverUrl: string): Promise<FirstQueryWatch> {
  const server = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let firstAt: number | null = null;
  const proxy = createServer((client) => {
    const upstream = connect(Number(server.port || 5432), server.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    }
    client.on("data", (bytes) => {
      if (isQuery(bytes)) firstAt ??= performance.now();
    });
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    takeTime: () => {
      const time = firstAt;
      firstAt = null;
      return time;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

/** `Query` and `Parse` of the protocol; the messages before a login begin with their length. */
function isQuery(bytes: Buffer): boolean {
  return bytes[0] === 0x51 || bytes[0] === 0x50;
}
