import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { serve } from "../../src/dialects/child-program.ts";

/** Does as it is told: the worst that SQL could make a stand-in do. */
serve(async (request) => {
  const { act, path } = request as { readonly act: string; readonly path?: string };
  switch (act) {
    case "echo":
      return request;
    case "facts":
      return { pid: process.pid, environment: Object.keys(process.env), directory: process.cwd() };
    case "loop":
      for (;;);
    case "eat": {
      const eaten: Buffer[] = [];
      for (;;) eaten.push(Buffer.alloc(2 ** 24, 1));
    }
    case "exit":
      return process.exit(7);
    case "abort":
      return process.abort();
    case "throw":
      throw new Error("thrown on purpose");
    case "read":
      return attempt(() => readFileSync(path ?? "", "utf8"));
    case "write":
      return attempt(() => writeFileSync(path ?? "", "written"));
    case "run":
      return attempt(() => execFileSync("/bin/true"));
    default:
      throw new Error(`unknown act ${act}`);
  }
});

function attempt(act: () => unknown): string {
  try {
    act();
    return "done";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
