/** The service that @actions/artifact talks to: Twirp as JSON for the names, and something like Azure's blob storage for the bytes. */
import { createHash, createHmac } from "node:crypto";
import { type Answer, failure } from "./http.ts";
import { type Artifact, type Run, type State, timestamp } from "./state.ts";

const service = "/twirp/github.actions.results.api.v1.ArtifactService/";
const storage = "/storage/actions-results/";
const keptForDays = 90;

export type ArtifactCall = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

/** What the runner gives each step: which run and job may have artifacts through it. It is no JWT that anybody could check. */
export function runtimeToken(run: Run, job: string): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = {
    scp: `Actions.ExampleScope Actions.Results:${run.backendId}:${backendId(`${run.id}/${job}`)}`,
    exp: 4_102_444_800,
  };
  return `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}.${signature(JSON.stringify(claims))}`;
}

/** Looks like a UUID and is always the same for the same name. */
export function backendId(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

export function signedUrl(origin: string, artifact: number): string {
  return `${origin}${storage}${artifact}/artifact.zip?se=2099-01-01T00%3A00%3A00Z&sig=${signature(String(artifact))}`;
}

function signature(of: string): string {
  return createHmac("sha256", "a key of the tests").update(of).digest("base64url");
}

/** Null when the address is no part of the service. */
export function answerArtifacts(state: State, call: ArtifactCall): Answer | null {
  const path = call.url.pathname;
  if (path.startsWith(storage)) return answerStorage(state, call, Number(path.slice(storage.length).split("/")[0]));
  if (!path.startsWith(service)) return null;
  const scope = scopeOf(call);
  const run = [...state.runs.values()].find((each) => each.backendId === scope?.run);
  if (scope === null || run === undefined) return twirp(401, "unauthenticated", "the token names no run");
  const body = JSON.parse(call.body.toString("utf8")) as Readonly<Record<string, unknown>>;
  if (body["workflow_run_backend_id"] !== run.backendId) return twirp(403, "permission_denied", "the token is for another run");
  const named = [...state.artifacts.values()].filter((each) => each.run === run.id && each.name === body["name"]);
  const newest = named.filter((each) => each.finalized).at(-1);
  switch (path.slice(service.length)) {
    case "CreateArtifact": {
      if (named.some((each) => each.attempt === run.attempt && each.finalized))
        return twirp(409, "already_exists", "an artifact with this name already exists on the workflow run");
      const made = newArtifact(state, run, scope.job, body);
      return ok({ ok: true, signed_upload_url: signedUrl(call.url.origin, made.id) });
    }
    case "FinalizeArtifact": {
      const started = named.filter((each) => !each.finalized).at(-1);
      if (started?.content == null) return twirp(404, "not_found", "no such upload");
      if (Number(body["size"]) !== started.content.length) return twirp(400, "invalid_argument", "size does not match");
      started.finalized = true;
      started.digest = `sha256:${createHash("sha256").update(started.content).digest("hex")}`;
      return ok({ ok: true, artifact_id: String(started.id) });
    }
    case "ListArtifacts": {
      const [name, id] = [body["name_filter"] ?? null, body["id_filter"] ?? null];
      const listed = [...state.artifacts.values()]
        .filter((each) => each.run === run.id && each.finalized)
        .filter((each) => (name === null || each.name === name) && (id === null || String(each.id) === String(id)));
      return ok({ artifacts: listed.map((each) => listedArtifact(run, each)) });
    }
    case "GetSignedArtifactURL":
      if (newest === undefined) return twirp(404, "not_found", "no such artifact");
      return ok({ name: newest.name, signed_url: signedUrl(call.url.origin, newest.id) });
    case "DeleteArtifact":
      if (newest === undefined) return twirp(404, "not_found", "no such artifact");
      state.artifacts.delete(newest.id);
      return ok({ ok: true, artifact_id: String(newest.id) });
    default:
      return twirp(404, "bad_route", `no handler for ${path}`);
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const twirp = (status: number, code: string, msg: string): Answer => ({ status, body: { code, msg } });

function scopeOf({ headers }: ArtifactCall): { readonly run: string; readonly job: string } | null {
  const [, claims] = /^Bearer [^.]+\.([^.]+)\./.exec(String(headers["authorization"] ?? "")) ?? [];
  if (claims === undefined) return null;
  const { scp } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as { readonly scp: string };
  const [, run, job] = /Actions\.Results:([^: ]+):([^: ]+)/.exec(scp) ?? [];
  return run === undefined || job === undefined ? null : { run, job };
}

function newArtifact(state: State, run: Run, job: string, body: Readonly<Record<string, unknown>>): Artifact {
  const kept = new Date(state.now().getTime() + keptForDays * 86_400_000).toISOString();
  const made: Artifact = {
    id: state.nextId(),
    run: run.id,
    attempt: run.attempt,
    name: String(body["name"]),
    backendJobId: job,
    mimeType: typeof body["mime_type"] === "string" ? body["mime_type"] : "application/zip",
    blocks: new Map(),
    content: null,
    digest: null,
    createdAt: timestamp(state),
    expiresAt: typeof body["expires_at"] === "string" ? body["expires_at"] : kept,
    finalized: false,
  };
  state.artifacts.set(made.id, made);
  return made;
}

function listedArtifact(run: Run, artifact: Artifact) {
  return {
    workflow_run_backend_id: run.backendId,
    workflow_job_run_backend_id: artifact.backendJobId,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.content?.length ?? 0),
    created_at: artifact.createdAt,
    digest: artifact.digest,
  };
}

function answerStorage(state: State, { method, url, body }: ArtifactCall, id: number): Answer {
  const artifact = state.artifacts.get(id);
  if (artifact === undefined) return failure(404, "BlobNotFound");
  if (url.searchParams.get("sig") !== signature(String(id))) return failure(403, "AuthenticationFailed");
  if (method === "GET" || method === "HEAD") {
    if (artifact.content === null) return failure(404, "BlobNotFound");
    const type = { "content-type": artifact.mimeType, "content-disposition": `attachment; filename="${artifact.name}.zip"` };
    return { status: 200, body: artifact.content, headers: type };
  }
  if (method !== "PUT" || artifact.finalized) return failure(405, "UnsupportedHttpVerb");
  const block = url.searchParams.get("blockid");
  switch (url.searchParams.get("comp")) {
    case "block":
      artifact.blocks.set(block ?? "", body);
      break;
    case "blocklist": {
      const ids = [...body.toString("utf8").matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)].map(([, each = ""]) => each);
      artifact.content = Buffer.concat(ids.map((each) => artifact.blocks.get(each) ?? Buffer.alloc(0)));
      break;
    }
    default:
      artifact.content = body;
  }
  const stamp = { etag: `"${id}"`, "last-modified": state.now().toUTCString(), "x-ms-request-id": backendId(`${id}`) };
  return { status: 201, body: null, headers: stamp };
}
