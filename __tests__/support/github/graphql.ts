import { type Answer, ok } from "./http.ts";
import { user } from "./render.ts";
import type { Author, Caller, State } from "./state.ts";

/** The questions that are asked of GraphQL. An error there is an answer with the status 200. */
export function answerGraphql(state: State, body: unknown, caller: Caller): Answer {
  const { query, variables } = (body ?? {}) as {
    readonly query?: string;
    readonly variables?: Readonly<Record<string, unknown>>;
  };
  if (/^query\s*\{\s*viewer\s*\{/.test(query ?? "")) return ok({ data: { viewer: viewer(caller) } });
  if (/^query \(\$id: ID!\) \{ node\(id: \$id\) \{ \.\.\. on PullRequestReview \{/.test(query ?? "")) {
    const node = review(state, String(variables?.["id"] ?? ""));
    if ((caller.permissions["pull-requests"] ?? "none") === "none")
      return ok({ data: { node: null }, errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }] });
    if (node === null)
      return ok({
        data: { node: null },
        errors: [{ type: "NOT_FOUND", message: "Could not resolve to a node with the global id" }],
      });
    return ok({ data: { node } });
  }
  return ok({ errors: [{ message: `This server does not know the query ${query}` }] });
}

/** Its id says that it is an app. */
function viewer({ login, type }: Author) {
  const { id } = user({ login, type });
  return { id: type === "Bot" ? `BOT_kgDO${id}` : `U_kgDO${id}`, databaseId: id, login };
}

function review(state: State, nodeId: string) {
  const all = [...state.pulls.values()].flatMap(({ reviews }) => reviews);
  const found = all.find(({ id }) => nodeId === `PRR_${id}`);
  return found === undefined ? null : { lastEditedAt: found.editedAt };
}
