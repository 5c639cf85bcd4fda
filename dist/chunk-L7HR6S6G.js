import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  outOfMemory,
  outOfTime,
  residentBytes
} from "./chunk-IZJLRMYL.js";
import {
  EngineGone,
  mostNotices
} from "./chunk-VFGNKPCW.js";
import {
  noticeText
} from "./chunk-QTSD2RIJ.js";

// src/dialects/postgres/server-engine.ts
var memoryWatchMs = 100;
async function openServerEngine(client, options) {
  const { rows } = await client.query(
    "SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid"
  );
  const { version = "", pid = 0 } = rows[0] ?? {};
  return engineOver(client, version.split(" ", 1)[0] ?? version, pid, options);
}
function engineOver(client, version, pid, options) {
  const { limits } = options;
  const ended = Promise.withResolvers();
  ended.promise.catch(() => void 0);
  let previous = Promise.resolve();
  let gone = null;
  let ending = null;
  let remainingMs = limits.timeMs;
  let notices = [];
  function end(why) {
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
    if (options.local && await residentBytes(pid) > limits.memoryBytes) void end(outOfMemory(limits));
  }, memoryWatchMs);
  memoryWatch.unref();
  function goneError() {
    return gone === null ? null : new EngineGone(gone.message);
  }
  function inTurn(work) {
    const result = previous.then(() => withinLimits(work));
    previous = result.catch(() => void 0);
    return result;
  }
  async function withinLimits(work) {
    const before = goneError();
    if (before !== null) throw before;
    const startedAt = performance.now();
    const timer = setTimeout(() => void end(outOfTime(limits.timeMs)), Math.max(remainingMs, 0));
    try {
      return await Promise.race([work(), ended.promise]);
    } catch (error) {
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
    async execute(statements) {
      notices = [];
      for (const [index, statement] of statements.entries()) {
        try {
          await inTurn(() => client.query(statement));
        } catch (error) {
          if (error instanceof EngineGone) return { outcome: "killed", message: error.message };
          const { message, code, constraint } = error;
          return { outcome: "failed", index, message, code: code ?? null, constraint: constraint ?? null, notices };
        }
      }
      return { outcome: "done", notices };
    },
    async query(sql, values = []) {
      const { rows } = await inTurn(() => client.query(sql, [...values]));
      return rows;
    },
    [Symbol.asyncDispose]: () => end({ outcome: "killed", message: "It was closed." })
  };
}
function isConnectionLoss(error) {
  const { code } = error;
  return code === void 0 ? /terminated|closed|not queryable/i.test(String(error)) : code.startsWith("E") || code === "57P01";
}

export {
  openServerEngine
};
