import type { ChangedFile } from "./git-repository.ts";
import { type Answer, failure, invalid, notFound, ok, page, type Route, read } from "./http.ts";
import { activity, person, pull, repository, review } from "./render.ts";
import { fullName, type State } from "./state.ts";

const mostFiles = 3_000;
const mostEntries = 100_000;
/** What the contents of a file are given inline for. */
const largestInline = 1_000_000;

export const repositoryRoutes: readonly Route[] = [
  { method: "GET", path: "", needs: [], answer: (state) => ok(repository(state)) },
  {
    method: "GET",
    path: "/branches/{branch...}",
    needs: read("contents"),
    async answer(state, call) {
      const name = call.parameters["branch"] ?? "";
      const sha = await state.git.resolve(`refs/heads/${name}`);
      if (sha === null) return failure(404, "Branch not found");
      return ok({ name, protected: state.protectedBranches.includes(name), commit: await commit(state, sha) });
    },
  },
  {
    method: "GET",
    path: "/activity",
    needs: read("contents"),
    answer(state, call) {
      const ref = call.query.get("ref");
      const found = state.activities
        .filter((each) => each.repository === fullName(state))
        .filter((each) => ref === null || each.ref === ref || each.ref === `refs/heads/${ref}`);
      return page(call, found.toReversed(), activity);
    },
  },
  {
    method: "GET",
    path: "/contents/{path...}",
    needs: read("contents"),
    async answer(state, call) {
      const ref = call.query.get("ref");
      const sha = await find(state, ref ?? state.defaultBranch);
      if (sha === null) return failure(404, `No commit found for the ref ${ref}`);
      const path = call.parameters["path"] ?? "";
      const content = await state.git.read(sha, path);
      if (content === null) return notFound;
      if (!Buffer.isBuffer(content)) return ok(content.map((name) => ({ name, path: `${path}/${name}` })));
      const isInline = content.length <= largestInline;
      return ok({
        type: "file",
        name: path.split("/").at(-1),
        path,
        size: content.length,
        encoding: isInline ? "base64" : "none",
        content: isInline ? content.toString("base64").replace(/(.{60})/g, "$1\n") : "",
      });
    },
  },
  {
    method: "GET",
    path: "/git/trees/{sha}",
    needs: read("contents"),
    async answer(state, call) {
      const sha = await find(state, call.parameters["sha"] ?? "");
      if (sha === null) return notFound;
      const entries = await state.git.tree(sha, call.query.has("recursive") ? "recursive" : "flat");
      const isTooLong = entries.length > mostEntries;
      return ok({ sha: (await state.git.commit(sha)).tree, tree: entries.slice(0, mostEntries), truncated: isTooLong });
    },
  },
  {
    method: "GET",
    path: "/git/blobs/{sha}",
    needs: read("contents"),
    async answer(state, call) {
      const sha = call.parameters["sha"] ?? "";
      const content = /^[0-9a-f]{40}$/.test(sha) ? await state.git.git("cat-file", "blob", sha).catch(() => null) : null;
      if (content === null) return notFound;
      return ok({ sha, size: content.length, encoding: "base64", content: content.toString("base64") });
    },
  },
  {
    method: "GET",
    path: "/commits/{sha}/pulls",
    needs: read("pull-requests"),
    async answer(state, call) {
      const sha = await find(state, call.parameters["sha"] ?? "");
      if (sha === null) return invalid("Commit", "invalid", "sha", `No commit found for SHA: ${call.parameters["sha"]}`);
      const found = [];
      for (const each of state.pulls.values()) {
        const commits = await state.git.between(each.baseSha, each.headSha);
        if (each.merged?.sha === sha || commits.includes(sha)) found.push(each);
      }
      return page(call, found, (each) => pull(state, each));
    },
  },
  {
    method: "GET",
    path: "/commits/{ref...}",
    needs: read("contents"),
    async answer(state, call) {
      const sha = await find(state, call.parameters["ref"] ?? "");
      if (sha === null) return failure(422, `No commit found for SHA: ${call.parameters["ref"]}`);
      return ok(await commit(state, sha));
    },
  },
  {
    method: "GET",
    path: "/compare/{range...}",
    needs: read("contents"),
    answer: (state, call) => compare(state, call.parameters["range"] ?? ""),
  },
  {
    method: "GET",
    path: "/pulls",
    needs: read("pull-requests"),
    answer(state, call) {
      const head = call.query.get("head");
      const base = call.query.get("base");
      const which = call.query.get("state") ?? "open";
      const found = [...state.pulls.values()]
        .filter((each) => which === "all" || state.issues.get(each.number)?.state === which)
        .filter((each) => base === null || each.base === base)
        .filter((each) => head === null || `${(each.headRepository ?? "").split("/")[0]}:${each.headBranch}` === head)
        .sort((a, b) => b.number - a.number);
      return page(call, found, (each) => pull(state, each));
    },
  },
  {
    method: "GET",
    path: "/pulls/{number}",
    needs: read("pull-requests"),
    answer(state, call) {
      const found = state.pulls.get(Number(call.parameters["number"]));
      return found === undefined ? notFound : ok(pull(state, found));
    },
  },
  {
    method: "GET",
    path: "/pulls/{number}/files",
    needs: read("pull-requests"),
    async answer(state, call) {
      const found = state.pulls.get(Number(call.parameters["number"]));
      if (found === undefined) return notFound;
      const shared = await state.git.mergeBase(found.baseSha, found.headSha);
      const files = shared === null ? [] : await state.git.changed(shared, found.headSha);
      return page(call, files.slice(0, mostFiles), file);
    },
  },
  {
    method: "GET",
    path: "/pulls/{number}/commits",
    needs: read("pull-requests"),
    async answer(state, call) {
      const found = state.pulls.get(Number(call.parameters["number"]));
      if (found === undefined) return notFound;
      const commits = await state.git.between(found.baseSha, found.headSha);
      const shown = await Promise.all(commits.slice(0, 250).map((sha) => commit(state, sha)));
      return page(call, shown, (each) => each);
    },
  },
  {
    method: "GET",
    path: "/pulls/{number}/reviews",
    needs: read("pull-requests"),
    answer(state, call) {
      const found = state.pulls.get(Number(call.parameters["number"]));
      return found === undefined ? notFound : page(call, found.reviews, (each) => review(state, found.number, each));
    },
  },
];

/** A branch's, a tag's or a commit's name, as the API takes it. */
async function find(state: State, ref: string): Promise<string | null> {
  for (const name of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref.startsWith("refs/") ? ref : `refs/${ref}`, ref]) {
    const sha = await state.git.resolve(name);
    if (sha !== null) return sha;
  }
  return null;
}

async function commit(state: State, sha: string) {
  const found = await state.git.commit(sha);
  const signature = { name: found.author, email: `${found.author}@users.noreply.github.com`, date: found.date };
  return {
    sha: found.sha,
    node_id: `C_${found.sha}`,
    html_url: `https://github.com/${fullName(state)}/commit/${found.sha}`,
    commit: { author: signature, committer: signature, message: found.message, tree: { sha: found.tree } },
    author: person(found.author),
    committer: person(found.author),
    parents: found.parents.map((parent) => ({ sha: parent })),
  };
}

function file(changed: ChangedFile) {
  return {
    sha: changed.blob,
    filename: changed.path,
    status: changed.status,
    additions: 0,
    deletions: 0,
    changes: 0,
    ...(changed.previous === null ? {} : { previous_filename: changed.previous }),
  };
}

/** `base...head`, where each side may be `owner:branch`. */
async function compare(state: State, range: string): Promise<Answer> {
  const [from = "", to = ""] = range.split("...").map((side) => side.replace(new RegExp(`^${state.owner}:`), ""));
  const [base, head] = [await find(state, from), await find(state, to)];
  const shared = base === null || head === null ? null : await state.git.mergeBase(base, head);
  if (base === null || head === null || shared === null) return notFound;
  const [ahead, behind] = [await state.git.between(base, head), await state.git.between(head, base)];
  const status = ahead.length > 0 ? (behind.length > 0 ? "diverged" : "ahead") : behind.length > 0 ? "behind" : "identical";
  return ok({
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    base_commit: await commit(state, base),
    merge_base_commit: await commit(state, shared),
    commits: await Promise.all(ahead.slice(0, 250).map((sha) => commit(state, sha))),
    files: (await state.git.changed(shared, head)).slice(0, 300).map(file),
  });
}
