import { failure, noContent, notFound, ok, page, type Route, read, write } from "./http.ts";
import { approval, artifact, environment, isExpired, pendingDeployment, run } from "./render.ts";
import type { Run, State } from "./state.ts";

export const actionRoutes = (signedUrl: (origin: string, artifact: number) => string): readonly Route[] => [
  {
    method: "GET",
    path: "/environments",
    needs: read("actions"),
    answer: (state, call) => page(call, [...state.environments.values()], (each) => environment(state, each), "environments"),
  },
  {
    method: "GET",
    path: "/environments/{name}",
    needs: read("actions"),
    answer(state, call) {
      const found = environmentNamed(state, call.parameters["name"] ?? "");
      return found === null ? notFound : ok(environment(state, found));
    },
  },
  // Only who administrates a repository may change it, which no token of a workflow does.
  { method: "PUT", path: "/environments/{name}", needs: write("administration"), answer: () => notFound },
  {
    method: "GET",
    path: "/environments/{name}/deployment-branch-policies",
    needs: read("actions"),
    answer(state, call) {
      const found = environmentNamed(state, call.parameters["name"] ?? "");
      if (found === null || !Array.isArray(found.branches)) return notFound;
      const render = (name: string) => ({ id: found.id + name.length, node_id: `BP_${name}`, name, type: "branch" });
      return page(call, found.branches as readonly string[], render, "branch_policies");
    },
  },
  {
    method: "GET",
    path: "/environments/{name}/deployment_protection_rules",
    needs: read("actions"),
    answer: (state, call) =>
      environmentNamed(state, call.parameters["name"] ?? "") === null
        ? notFound
        : ok({ total_count: 0, custom_deployment_protection_rules: [] }),
  },
  {
    method: "GET",
    path: "/actions/runs",
    needs: read("actions"),
    answer: (state, call) => page(call, runsAsked(state, call.query), (each) => run(state, each), "workflow_runs"),
  },
  {
    method: "GET",
    path: "/actions/workflows/{workflow}/runs",
    needs: read("actions"),
    answer(state, call) {
      const name = call.parameters["workflow"] ?? "";
      const found = runsAsked(state, call.query).filter(
        (each) => each.workflow.endsWith(`/${name}`) || String(run(state, each).workflow_id) === name,
      );
      return page(call, found, (each) => run(state, each), "workflow_runs");
    },
  },
  {
    method: "GET",
    path: "/actions/runs/{id}",
    needs: read("actions"),
    answer(state, call) {
      const found = state.runs.get(Number(call.parameters["id"]));
      return found === undefined ? notFound : ok(run(state, found));
    },
  },
  {
    method: "GET",
    path: "/actions/runs/{id}/attempts/{attempt}",
    needs: read("actions"),
    answer(state, call) {
      const found = state.runs.get(Number(call.parameters["id"]));
      const attempt = Number(call.parameters["attempt"]);
      if (found === undefined || !(attempt >= 1 && attempt <= found.attempt)) return notFound;
      return ok({ ...run(state, found), run_attempt: attempt });
    },
  },
  {
    method: "GET",
    path: "/actions/runs/{id}/approvals",
    needs: read("actions"),
    answer(state, call) {
      const found = state.runs.get(Number(call.parameters["id"]));
      return found === undefined ? notFound : ok(found.approvals.map((each) => approval(state, each)));
    },
  },
  {
    method: "GET",
    path: "/actions/runs/{id}/pending_deployments",
    needs: read("actions"),
    answer(state, call) {
      const found = state.runs.get(Number(call.parameters["id"]));
      if (found === undefined) return notFound;
      return ok(
        [...found.pending].flatMap((name) => environmentNamed(state, name) ?? []).map((each) => pendingDeployment(state, each)),
      );
    },
  },
  {
    method: "POST",
    path: "/actions/runs/{id}/pending_deployments",
    needs: [],
    // People approve; GitHub does not offer this to apps.
    answer: () => failure(403, "Resource not accessible by integration"),
  },
  {
    method: "GET",
    path: "/actions/runs/{id}/artifacts",
    needs: read("actions"),
    answer(state, call) {
      const id = Number(call.parameters["id"]);
      if (!state.runs.has(id)) return notFound;
      return page(
        call,
        artifactsAsked(state, call.query).filter((each) => each.run === id),
        (each) => artifact(state, each),
        "artifacts",
      );
    },
  },
  {
    method: "GET",
    path: "/actions/artifacts",
    needs: read("actions"),
    answer: (state, call) => page(call, artifactsAsked(state, call.query), (each) => artifact(state, each), "artifacts"),
  },
  {
    method: "GET",
    path: "/actions/artifacts/{id}",
    needs: read("actions"),
    answer(state, call) {
      const found = state.artifacts.get(Number(call.parameters["id"]));
      return found?.finalized === true ? ok(artifact(state, found)) : notFound;
    },
  },
  {
    method: "DELETE",
    path: "/actions/artifacts/{id}",
    needs: write("actions"),
    answer: (state, call) => (state.artifacts.delete(Number(call.parameters["id"])) ? noContent : notFound),
  },
  {
    method: "GET",
    path: "/actions/artifacts/{id}/zip",
    needs: read("actions"),
    answer(state, call) {
      const found = state.artifacts.get(Number(call.parameters["id"]));
      if (found?.finalized !== true) return notFound;
      if (isExpired(state, found)) return failure(410, "Artifact has expired");
      return { status: 302, body: null, headers: { location: signedUrl(call.origin, found.id) } };
    },
  },
];

/** Names of environments are the same in any case. */
export function environmentNamed(state: State, name: string) {
  return [...state.environments.values()].find((each) => each.name.toLowerCase() === name.toLowerCase()) ?? null;
}

function artifactsAsked(state: State, query: URLSearchParams) {
  const name = query.get("name");
  return [...state.artifacts.values()]
    .filter((each) => each.finalized && (name === null || each.name === name))
    .sort((a, b) => b.id - a.id);
}

function runsAsked(state: State, query: URLSearchParams): readonly Run[] {
  const asked = (name: string) => query.get(name);
  const fits = (name: string, ...values: readonly (string | null)[]) => asked(name) === null || values.includes(asked(name));
  return [...state.runs.values()]
    .filter((each) => fits("branch", each.headBranch) && fits("event", each.event) && fits("head_sha", each.headSha))
    .filter((each) => fits("status", each.status, each.conclusion) && fits("actor", each.actor))
    .sort((a, b) => b.id - a.id);
}
