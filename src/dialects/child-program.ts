import { Worker } from "node:worker_threads";

/**
 * Turns this process into a child of `startChild`: every request is answered with what `handle` returns, both as JSON.
 * It ends when the parent does, also in the middle of an endless loop.
 */
export function serve(handle: (request: unknown) => Promise<unknown>): void {
  endWithParent();
  process.on("disconnect", () => process.exit());
  process.on("message", async (message: { readonly request: unknown }) => {
    try {
      send({ reply: (await handle(message.request)) ?? null });
    } catch (error) {
      send({ thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

function send(answer: object): void {
  process.send?.(answer);
}

/** A loop inside of WASM or SQLite lets no event through, so a thread of its own looks whether the parent is still there. */
function endWithParent(): void {
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
