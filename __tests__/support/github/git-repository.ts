/**
 * A bare git repository as GitHub keeps one: branches, the heads of forks, and for each pull request `refs/pull/N/head` and `refs/pull/N/merge`.
 */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Files = Readonly<Record<string, string | null>>;
export type Commit = {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Login. */
  readonly author: string;
  readonly date: string;
  readonly message: string;
};
export type ChangedFile = {
  readonly path: string;
  readonly previous: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly blob: string;
};

export type TreeEntry = { readonly path: string; readonly mode: string; readonly type: string; readonly sha: string };

export type GitRepository = AsyncDisposable & {
  readonly folder: string;
  /** Null when there is no such branch, tag or commit. */
  resolve(revision: string): Promise<string | null>;
  commit(sha: string): Promise<Commit>;
  /** Writes files (null removes one) as a commit on top of `parent`, and moves `ref` to it. */
  write(ref: string, parent: string | null, files: Files, by: { login: string; message: string }): Promise<string>;
  /** Null when the two sides conflict. The commit is in the repository, but no ref names it. */
  merge(
    base: string,
    head: string,
    how: "merge" | "squash" | "rebase",
    by: { login: string; message: string },
  ): Promise<string | null>;
  setRef(ref: string, sha: string): Promise<void>;
  deleteRef(ref: string): Promise<void>;
  refs(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** Null when the commit has no such file; a list of names when it is a folder. */
  read(sha: string, path: string): Promise<Buffer | readonly string[] | null>;
  tree(sha: string, depth: "flat" | "recursive"): Promise<readonly TreeEntry[]>;
  mergeBase(a: string, b: string): Promise<string | null>;
  /** The commits that `to` has and `from` has not, oldest first. */
  between(from: string, to: string): Promise<readonly string[]>;
  changed(from: string, to: string): Promise<readonly ChangedFile[]>;
  git(...args: readonly string[]): Promise<Buffer>;
};

export async function openGitRepository(defaultBranch: string): Promise<GitRepository> {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-github-"));
  const git = (...args: readonly string[]) => runGit(folder, args);
  const text = async (...args: readonly string[]) => (await git(...args)).toString("utf8").replace(/\n$/, "");
  const attempt = async (...args: readonly string[]) => text(...args).catch(() => null);
  await git("init", "--quiet", "--bare", `--initial-branch=${defaultBranch}`, ".");
  // A checkout asks for single commits, as on GitHub.
  await git("config", "uploadpack.allowAnySHA1InWant", "true");
  await git("config", "gc.auto", "0");

  const resolve = (revision: string) => attempt("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
  const between = async (from: string, to: string) =>
    (await text("rev-list", "--reverse", `${from}..${to}`)).split("\n").filter((sha) => sha !== "");

  return {
    folder,
    git,
    resolve,
    between,
    async commit(sha) {
      const shown = await text("show", "--no-patch", "--format=%H%x00%T%x00%P%x00%an%x00%aI%x00%B", sha);
      const [full = "", tree = "", parents = "", author = "", date = "", message = ""] = shown.split("\0");
      return { sha: full, tree, parents: parents.split(" ").filter(Boolean), author, date, message: message.trim() };
    },
    async write(ref, parent, files, { login, message }) {
      const lines: Buffer[] = [Buffer.from(`commit ${ref}\ncommitter ${identity(login)} ${seconds()} +0000\n`), data(message)];
      if (parent !== null) lines.push(Buffer.from(`from ${parent}\n`));
      for (const [path, content] of Object.entries(files)) {
        if (content === null) lines.push(Buffer.from(`D ${path}\n`));
        else lines.push(Buffer.from(`M 100644 inline ${path}\n`), data(content));
      }
      await runGit(folder, ["fast-import", "--quiet", "--force", "--done"], Buffer.concat([...lines, Buffer.from("\ndone\n")]));
      const sha = await resolve(ref);
      if (sha === null) throw new Error(`git fast-import left no ${ref}.`);
      return sha;
    },
    async merge(base, head, how, { login, message }) {
      const tree = await attempt("merge-tree", "--write-tree", base, head);
      if (tree === null) return null;
      if (how === "rebase") return replay(await between(base, head), base);
      const parents = how === "merge" ? ["-p", base, "-p", head] : ["-p", base];
      const made = await runGit(folder, ["commit-tree", tree, ...parents, "-m", message], null, author(login));
      return made.toString("utf8").trim();
    },
    setRef: async (ref, sha) => void (await git("update-ref", ref, sha)),
    deleteRef: async (ref) => void (await git("update-ref", "-d", ref)),
    async refs(prefix) {
      const listed = await text("for-each-ref", "--format=%(objectname) %(refname)", prefix);
      return new Map(
        listed
          .split("\n")
          .filter(Boolean)
          .map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))] as const),
      );
    },
    async read(sha, path) {
      const object = `${sha}:${path.replace(/\/+$/, "")}`;
      const kind = await attempt("cat-file", "-t", object);
      if (kind === "blob") return git("cat-file", "blob", object);
      if (kind === "tree") return (await text("ls-tree", "--name-only", object)).split("\n").filter(Boolean);
      return null;
    },
    async tree(sha, depth) {
      const listed = await text("ls-tree", "-z", ...(depth === "recursive" ? ["-r", "-t"] : []), sha);
      return listed
        .split("\0")
        .filter(Boolean)
        .map((entry) => {
          const [, mode = "", type = "", object = "", path = ""] = /^(\d+) (\w+) (\w+)\t([\s\S]*)$/.exec(entry) ?? [];
          return { path, mode, type, sha: object };
        });
    },
    mergeBase: (a, b) => attempt("merge-base", a, b),
    async changed(from, to) {
      const fields = (await text("diff", "--raw", "-z", "-M", "--no-abbrev", from, to)).split("\0");
      const files: ChangedFile[] = [];
      while (fields.length > 1) {
        const [, , , blob = "", letter = ""] = (fields.shift() ?? "").split(" ");
        const path = fields.shift() ?? "";
        const renamed = letter.startsWith("R") ? (fields.shift() ?? "") : null;
        const status = ({ A: "added", D: "removed", R: "renamed" } as const)[letter.slice(0, 1)] ?? "modified";
        files.push({ path: renamed ?? path, previous: renamed === null ? null : path, status, blob });
      }
      return files;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };

  async function replay(commits: readonly string[], onto: string): Promise<string | null> {
    let tip = onto;
    for (const sha of commits) {
      // The merge base must be the commit before, whatever the tip descends from.
      const ours = await runGit(folder, ["commit-tree", `${tip}^{tree}`, "-p", `${sha}^`, "-m", "ours"]);
      const tree = await attempt("merge-tree", "--write-tree", ours.toString("utf8").trim(), sha);
      if (tree === null) return null;
      const [name = "", message = ""] = (await text("show", "--no-patch", "--format=%an%x00%B", sha)).split("\0");
      const made = await runGit(folder, ["commit-tree", tree, "-p", tip, "-m", message.trim()], null, author(name));
      tip = made.toString("utf8").trim();
    }
    return tip;
  }
}

/** Git as nobody configured it; gives what it wrote, throws with what it complained about. */
export function runGit(
  folder: string,
  args: readonly string[],
  input: Buffer | null = null,
  environment: Readonly<Record<string, string>> = author("github"),
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, {
      cwd: folder,
      env: { PATH: process.env["PATH"], LC_ALL: "C", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", ...environment },
    });
    const [out, complaints]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve(Buffer.concat(out)) : reject(new Error(`git ${args.join(" ")}: ${Buffer.concat(complaints)}`)),
    );
    child.stdin.on("error", () => undefined).end(input ?? undefined);
  });
}

function author(login: string): Readonly<Record<string, string>> {
  const mail = `${login}@users.noreply.github.com`;
  return { GIT_AUTHOR_NAME: login, GIT_AUTHOR_EMAIL: mail, GIT_COMMITTER_NAME: login, GIT_COMMITTER_EMAIL: mail };
}

function identity(login: string): string {
  return `${login} <${login}@users.noreply.github.com>`;
}

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function data(content: string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}
