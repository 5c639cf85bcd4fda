import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/dialects/child-program.ts
import { Worker } from "node:worker_threads";
function serve(handle) {
  endWithParent();
  process.on("disconnect", () => process.exit());
  process.on("message", async (message) => {
    try {
      send({ reply: await handle(message.request) ?? null });
    } catch (error) {
      send({ thrown: error instanceof Error ? error.stack ?? error.message : String(error) });
    }
  });
}
function send(answer) {
  process.send?.(answer);
}
function endWithParent() {
  const watch = `
    const parent = ${process.ppid};
    setInterval(() => {
      try {
        process.kill(parent, 0);
        if (process.ppid === parent) return;
      } catch {}
      process.kill(process.pid, "SIGKILL");
    }, 250);`;
  new Worker(watch, { eval: true, env: {}, stdout: false, stderr: false }).unref();
}

export {
  serve
};
