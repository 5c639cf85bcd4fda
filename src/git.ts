import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { readRegularFile } from "./files.ts";

/** What local git tells about the checkout, without running anything that a repository could have configured. Paths are relative to the working directory. */
export type GitFacts = {
  /** Null when HEAD is detached, as in GitHub's checkout of a pull request. */
  readonly branch: string | null;
  /** Null before the first commit. */
  readonly commit: string | null;
  /** Proposed from the branch; null on a default branch. */
  readonly taskSlug: string | null;
  /** What this branch is compared with. */
  readonly base: GitBase;
  /** Which of these files differ from the commit that is shared with the default branch; empty without one. */
  changedAmong(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Which of these files that commit has, and this branch has not any more. */
  deletedAmong(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** A file as the default branch has it; null where it has none. */
  readFromBase(path: string): Promise<string | null>;
};

export type GitBase =
  | {
      readonly available: true;
      /** `origin/main` */
      readonly ref: string;
      /** The last commit that this branch shares with the default branch. */
      readonly mergeBase: string;
      /** Files of the default branch below the working directory. */
      readonly files: ReadonlySet<string>;
    }
  | { readonly available: false; readonly reason: string };

/** Gives null when the folder is in no git repository, or there is no git. */
export type ReadGit = (workingDirectory: string) => Promise<GitFacts | null>;

/** `searchPath` is where git is looked for: the PATH of the environment. Nothing else of the environment reaches it. */
export function gitReader(searchPath: string | undefined): ReadGit {
  return (workingDirectory) => readGit(workingDirectory, gitIn(workingDirectory, searchPath));
}

async function readGit(workingDirectory: string, git: Git): Promise<GitFacts | null> {
  const location = await git("rev-parse", "--show-prefix");
  if (location === null) return null;
  const prefix = line(location);
  const commit = await commitAt(git, "HEAD");
  const symbolic = await git("symbolic-ref", "--quiet", "--short", "HEAD");
  const branch = symbolic === null ? null : line(symbolic);
  const base: GitBase =
    commit === null ? { available: false, reason: "The repository has no commit yet." } : await findBase(git, commit, prefix);
  return {
    branch,
    commit,
    taskSlug: proposeTask(branch),
    base,
    readFromBase: async (path) =>
      base.available && base.files.has(path) ? git("cat-file", "blob", `${base.ref}:${prefix}${path}`) : null,
    changedAmong: async (paths) =>
      base.available ? changedSince(await filesAt(git, base.mergeBase, prefix), paths, workingDirectory) : new Set(),
    deletedAmong: async (paths) =>
      base.available ? deletedSince(await filesAt(git, base.mergeBase, prefix), paths, workingDirectory) : new Set(),
  };
}

/** Which files are not what these blob hashes say. */
export async function changedSince(
  shared: ReadonlyMap<string, string>,
  paths: readonly string[],
  workingDirectory: string,
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const path of paths) {
    const content = await readRegularFile(workingDirectory, path, 50_000_000);
    const hash = shared.get(path);
    if (content === null || hash === undefined || !isBlob(content, hash)) changed.add(path);
  }
  return changed;
}

/** Which files were there, and are not here any more. */
export async function deletedSince(
  shared: ReadonlyMap<string, string>,
  paths: readonly string[],
  workingDirectory: string,
): Promise<ReadonlySet<string>> {
  const deleted = new Set<string>();
  for (const path of paths)
    if (shared.has(path) && (await readRegularFile(workingDirectory, path, 50_000_000)) === null) deleted.add(path);
  return deleted;
}

/** Git's name for a content is a hash, SHA-1 or SHA-256 by the repository; a checkout may have turned its line endings into CRLF. */
function isBlob(content: Buffer, hash: string): boolean {
  const unix = Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
  return [content, unix].some((bytes) => blobHash(bytes, hash.length === 64 ? "sha256" : "sha1") === hash);
}

function blobHash(content: Uint8Array, algorithm: "sha1" | "sha256"): string {
  return createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest("hex");
}

/** `feature/ABC-12 Add nickname` → `abc-12-add-nickname`; null for a default branch and for names with nothing to use. */
function proposeTask(branch: string | null): string | null {
  if (branch === null || ["main", "master", "trunk", "develop"].includes(branch)) return null;
  const own = branch.replace(/^(?:feature|feat|fix|bugfix|hotfix|chore|task|users?\/[^/]+)\//i, "");
  const slug = own
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return slug === "" ? null : slug;
}

/** Standard output, or null when git says no. */
export type Git = (...args: readonly string[]) => Promise<string | null>;

/** Git in one folder, as careful as everywhere here. */
export function gitIn(folder: string, searchPath: string | undefined): Git {
  return (...args) => runGit(folder, searchPath, args);
}

async function findBase(git: Git, head: string, prefix: string): Promise<GitBase> {
  const shallow = line((await git("rev-parse", "--is-shallow-repository")) ?? "") === "true";
  const ref = await findDefaultBranch(git);
  if (ref === null) {
    return {
      available: false,
      reason: `No default branch was found (${defaultBranches.join(", ")}).${shallow ? shallowAdvice : ""}`,
    };
  }
  const mergeBase = await git("merge-base", head, ref.commit);
  if (mergeBase !== null)
    return {
      available: true,
      ref: ref.ref,
      mergeBase: line(mergeBase),
      files: new Set((await filesAt(git, ref.commit, prefix)).keys()),
    };
  return {
    available: false,
    reason: shallow
      ? `The checkout is shallow: what it shares with ${ref.ref} is not in it.${shallowAdvice}`
      : `HEAD and ${ref.ref} share no commit.`,
  };
}

const shallowAdvice = " Check out with `fetch-depth: 0`.";

const defaultBranches = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

async function findDefaultBranch(git: Git): Promise<{ readonly ref: string; readonly commit: string } | null> {
  for (const name of defaultBranches) {
    const commit = await commitAt(git, `refs/${name.startsWith("origin/") ? "remotes" : "heads"}/${name}`);
    if (commit === null) continue;
    const target = name === "origin/HEAD" ? await git("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD") : null;
    return { ref: target === null ? name : line(target), commit };
  }
  return null;
}

async function commitAt(git: Git, revision: string): Promise<string | null> {
  const commit = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`);
  return commit === null ? null : line(commit);
}

/** Blob hashes of a commit's files below the working directory, by path. */
async function filesAt(git: Git, commit: string, prefix: string): Promise<ReadonlyMap<string, string>> {
  const folder = posix.join(prefix, ".").replace(/\/+$/, "");
  const listing = await git("ls-tree", "-r", "-z", "--full-tree", commit, "--", ...(folder === "." ? [] : [folder]));
  return new Map((listing ?? "").split("\0").flatMap((entry) => fileEntry(entry, prefix)));
}

/** `100644 blob <hash>\t<path>`; links and submodules are no files. */
function fileEntry(entry: string, prefix: string): readonly (readonly [string, string])[] {
  const match = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry);
  if (match === null) return [];
  const [, hash = "", path = ""] = match;
  return path.startsWith(prefix) ? [[path.slice(prefix.length), hash]] : [];
}

/**
 * A repository's own configuration can name programs (hooks, file system monitor, pagers, transports): none of them runs. Nothing is
 * fetched, no lock is taken, nobody is asked for a password. With that, the owner of the folder doesn't matter either.
 */
const careful: readonly string[] = [
  "--no-pager",
  "--no-replace-objects",
  "--no-optional-locks",
  "--literal-pathspecs",
  ...[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "protocol.allow=never",
    "safe.directory=*",
  ].flatMap((setting) => ["-c", setting]),
];

const environment: NodeJS.ProcessEnv = {
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
};

async function runGit(directory: string, searchPath: string | undefined, args: readonly string[]): Promise<string | null> {
  return new Promise((settle) => {
    const options = {
      cwd: directory,
      env: { ...environment, PATH: searchPath },
      maxBuffer: 64 * 1024 * 1024,
      timeout: 30_000,
      windowsHide: true,
    };
    execFile("git", [...careful, ...args], options, (error, stdout) => settle(error === null ? stdout : null));
  });
}

function line(output: string): string {
  return output.replace(/\n$/, "");
}
