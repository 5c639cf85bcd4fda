import type { Client } from "pg";
import { type ChildLimits, outOfMemory, outOfTime } from "../child.ts";
import { residentBytes } from "../resident-memory.ts";
import { type Engine, EngineGone, type Executed, mostNotices } from "./engine.ts";
import { noticeText } from "./notice-text.ts";

export type ServerEngineOptions = {
  readonly description: (serverVersion: string) => string;
  readonly limits: ChildLimits;
  /** The server's processes are on this machine: their memory can be watched. */
  readonly local: boolean;
  /** Ends what is running on the server, for good: closing the connection alone does not. `pid` is the session's process. */
  end(pid: number): Promise<void>;
};

type Gone = Extract<Executed, { readonly outcome: "killed" }>;

const memoryWatchMs = 100;

/** One connected session of a real server, under the same limits as a child. Disposing closes the connection and calls `end`. */
export async function openServerEngine(client: Client, options: ServerEngineOptions): Promise<Engine> {
  const { rows } = await client.query<{ version: string; pid: number }>(
    "SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid",
  );
  const { version = "", pid = 0 } = rows[0] ?? {};
  return engineOver(client, version.split(" ", 1)[0] ?? version, pid, options);
}

function engineOver(client: Client, version: string, pid: number, options: ServerEngineOptions): Engine {
  const { limits } = options;
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  let previous: Promise<unknown> = Promise.resolve();
  let gone: Gone | null = null;
  let ending: Promise<void> | null = null;
  let remainingMs = limits.timeMs;
  let notices: string[] = [];

  function end(why: Gone): Promise<void> {
    gone ??= why;
    ended.reject(new EngineGone(gone.message));
    ending ??= Promise.allSettled([client.end(), options.end(pid)]).then(() => clearInterval(memoryWatch));
    return ending;
  }

  client.on("notice", (notice) => {
    if (notices.length < mostNotices) notices.push(noticeText(notice));
  });
  client.on("error", (error) => void end({ outcome: "killed", message: `The server ended the connection (${error.message}).` }));
  const memoryWatch = setInterval(async () => {
    if (options.local && (await residentBytes(pid)) > limits.memoryBytes) void end(outOfMemory(limits));
  }, memoryWatchMs);
  memoryWatch.unref();

  function goneError(): EngineGone | null {
    return gone === null ? null : new EngineGone(gone.message);
  }

  /** One after the other: else each question would pay for the time of those before it. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = previous.then(() => withinLimits(work));
    previous = result.catch(() => undefined);
    return result;
  }

  async function withinLimits<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = goneError();
    if (before !== null) throw before;
    const startedAt = performance.now();
    const timer = setTimeout(() => void end(outOfTime(limits.timeMs)), Math.max(remainingMs, 0));
    try {
      return await Promise.race([work(), ended.promise]);
    } catch (error) {
      // A connection that breaks is an error first and an "error" event later.
      if (isConnectionLoss(error)) await end({ outcome: "killed", message: "The server ended the connection." });
      throw goneError() ?? error;
    } finally {
      clearTimeout(timer);
      remainingMs -= performance.now() - startedAt;
    }
  }

  return {
    description: options.description(version),
    serverMajor: Number.parseInt(version, 10),
    async execute(statements: readonly string[]): Promise<Executed> {
      notices = [];
      for (const [index, statement] of statements.entries()) {
        try {
          await inTurn(() => client.query(statement));
        } catch (error) {
          if (error instanceof EngineGone) return { outcome: "killed", message: error.message };
          const { message, code, constraint } = error as Readonly<Record<"message", string>> &
            Readonly<{ [Field in "code" | "constraint"]?: string }>;
          return { outcome: "failed", index, message, code: code ?? null, constraint: constraint ?? null, notices };
        }
      }
      return { outcome: "done", notices };
    },
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
      const { rows } = await inTurn(() => client.query<Row>(sql, [...values]));
      return rows;
    },
    [Symbol.asyncDispose]: () => end({ outcome: "killed", message: "It was closed." }),
  };
}

/** An error of the server itself carries an SQLSTATE. */
function isConnectionLoss(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === undefined ? /terminated|closed|not queryable/i.test(String(error)) : code.startsWith("E") || code === "57P01";
}
