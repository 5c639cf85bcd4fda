import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

const shortest = 8;

/** A secret as it was typed, decoded, and encoded. */
function spellingsOf(typed: string): readonly string[] {
  const plain = decoded(typed);
  return [...new Set([typed, plain, encodeURIComponent(plain.toWellFormed())])];
}

/** The pieces of eight characters of the secrets that a text shows: plainly, in the strings of JSON, or with Markdown's backslashes between. */
export function leaks(secrets: readonly string[], text: string): readonly string[] {
  const readings = [text, text.replaceAll("\\", ""), unescaped(text)];
  const pieces = new Set(secrets.flatMap(spellingsOf).flatMap(piecesOf));
  return readings.flatMap((reading) => piecesOf(reading).filter((piece) => pieces.has(piece)));
}

function piecesOf(secret: string): readonly string[] {
  return Array.from({ length: Math.max(secret.length - shortest + 1, 0) }, (_, at) => secret.slice(at, at + shortest));
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, unit: string | undefined, plain: string | undefined) =>
    unit === undefined
      ? ({ n: "\n", t: "\t", r: "\r" }[plain ?? ""] ?? plain ?? "")
      : String.fromCharCode(Number.parseInt(unit, 16)),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export type SeenProcess = { readonly program: string; readonly commandLine: string; readonly environment: string };

export type Watch = { stop(): Promise<readonly SeenProcess[]> };

/** Looks at every process below one, again and again, until it is told to stop. Needs Linux' /proc. */
export function watchDescendants(pid: number): Watch {
  const seen = new Map<string, SeenProcess>();
  let ended = false;
  const watching = (async () => {
    const own = await look(String(pid));
    while (!ended) {
      for (const descendant of await descendantsOf(pid)) {
        const found = await look(descendant);
        // Between fork and exec a child is still a copy of its parent.
        if (found !== null && found.commandLine !== own?.commandLine) seen.set(`${descendant} ${found.commandLine}`, found);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return {
    async stop() {
      ended = true;
      await watching;
      return [...seen.values()];
    },
  };
}

async function descendantsOf(root: number): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = new Map(await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const)));
  const isBelow = (pid: string): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && parent !== null && (parent === String(root) || isBelow(parent));
  };
  return pids.filter(isBelow);
}

/** The name of the program, in brackets before it, may hold anything. */
async function parentOf(pid: string): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => null);
  return stat === null ? null : (stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? null);
}

async function look(pid: string): Promise<SeenProcess | null> {
  const file = join("/proc", pid);
  try {
    const [program, commandLine, environment] = await Promise.all([
      readlink(join(file, "exe")),
      readFile(join(file, "cmdline"), "utf8"),
      readFile(join(file, "environ"), "utf8"),
    ]);
    return { program, commandLine, environment };
  } catch {
    // It ended between the listing and the look.
    return null;
  }
}
