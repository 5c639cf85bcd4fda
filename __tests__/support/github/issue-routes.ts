import { type Call, created, invalid, type Needs, noContent, notFound, ok, page, type Route, read, write } from "./http.ts";
import { comment, issue } from "./render.ts";
import { type State, timestamp } from "./state.ts";

const longestComment = 65_536;
const longestTitle = 256;
const titleTooLong = "title is too long (maximum is 256 characters)";
const tooLong = "Body is too long (maximum is 65536 characters)";

/** Whoever may write pull requests may comment on them, but not on issues. */
function scopesOf(access: typeof read) {
  return (state: State, { number }: Readonly<Record<string, string>>): Needs =>
    state.pulls.has(Number(number)) ? access("issues", "pull-requests") : access("issues");
}

function scopesOfComment(access: typeof read) {
  return (state: State, { id }: Readonly<Record<string, string>>): Needs =>
    state.pulls.has(state.comments.get(Number(id))?.issue ?? 0) ? access("issues", "pull-requests") : access("issues");
}

export const issueRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/issues/{number}/comments",
    needs: scopesOf(read),
    answer(state, call) {
      const number = Number(call.parameters["number"]);
      if (!state.issues.has(number)) return notFound;
      return page(
        call,
        [...state.comments.values()].filter((each) => each.issue === number),
        (each) => comment(state, each),
      );
    },
  },
  {
    method: "POST",
    path: "/issues/{number}/comments",
    needs: scopesOf(write),
    answer(state, call) {
      const number = Number(call.parameters["number"]);
      const body = call.body["body"];
      if (!state.issues.has(number)) return notFound;
      if (typeof body !== "string" || body.trim() === "") return invalid("IssueComment", "missing_field", "body");
      if (body.length > longestComment) return invalid("IssueComment", "unprocessable", "data", tooLong);
      const at = timestamp(state);
      const author = { login: call.caller.login, type: call.caller.type };
      const made = { id: state.nextId(), issue: number, author, body, createdAt: at, updatedAt: at, edits: 0 };
      state.comments.set(made.id, made);
      return created(comment(state, made));
    },
  },
  {
    method: "GET",
    path: "/issues/comments/{id}",
    needs: scopesOfComment(read),
    answer(state, call) {
      const found = state.comments.get(Number(call.parameters["id"]));
      return found === undefined ? notFound : ok(comment(state, found));
    },
  },
  {
    method: "PATCH",
    path: "/issues/comments/{id}",
    needs: scopesOfComment(write),
    answer(state, call) {
      const found = state.comments.get(Number(call.parameters["id"]));
      const body = call.body["body"];
      if (found === undefined) return notFound;
      if (typeof body !== "string" || body.trim() === "") return invalid("IssueComment", "missing_field", "body");
      if (body.length > longestComment) return invalid("IssueComment", "unprocessable", "data", tooLong);
      found.body = body;
      found.updatedAt = timestamp(state);
      found.edits += 1;
      return ok(comment(state, found));
    },
  },
  {
    method: "DELETE",
    path: "/issues/comments/{id}",
    needs: scopesOfComment(write),
    answer: (state, call) => (state.comments.delete(Number(call.parameters["id"])) ? noContent : notFound),
  },
  {
    method: "GET",
    path: "/issues",
    needs: read("issues"),
    answer(state, call) {
      const wanted = (call.query.get("labels") ?? "").split(",").filter(Boolean);
      const creator = call.query.get("creator");
      const which = call.query.get("state") ?? "open";
      const found = [...state.issues.values()]
        .filter((each) => which === "all" || each.state === which)
        .filter((each) => creator === null || each.author.login.toLowerCase() === creator.toLowerCase())
        .filter((each) => wanted.every((label) => each.labels.includes(label)))
        .sort((a, b) => b.number - a.number);
      return page(call, call.query.get("direction") === "asc" ? found.reverse() : found, (each) => issue(state, each));
    },
  },
  {
    method: "POST",
    path: "/issues",
    needs: write("issues"),
    answer(state, call) {
      const { title, body } = call.body;
      if (typeof title !== "string" || title === "") return invalid("Issue", "missing_field", "title");
      if (title.length > longestTitle) return invalid("Issue", "custom", "title", titleTooLong);
      if (typeof body === "string" && body.length > longestComment) return invalid("Issue", "unprocessable", "data", tooLong);
      const at = timestamp(state);
      const made = {
        number: Math.max(0, ...state.issues.keys()) + 1,
        author: { login: call.caller.login, type: call.caller.type },
        title,
        body: typeof body === "string" ? body : "",
        state: "open" as const,
        stateReason: null,
        labels: labelsIn(call) ?? [],
        createdAt: at,
        updatedAt: at,
      };
      state.issues.set(made.number, made);
      return created(issue(state, made));
    },
  },
  {
    method: "GET",
    path: "/issues/{number}",
    needs: scopesOf(read),
    answer(state, call) {
      const found = state.issues.get(Number(call.parameters["number"]));
      return found === undefined ? notFound : ok(issue(state, found));
    },
  },
  {
    method: "PATCH",
    path: "/issues/{number}",
    needs: scopesOf(write),
    answer(state, call) {
      const found = state.issues.get(Number(call.parameters["number"]));
      if (found === undefined) return notFound;
      const { title, body, state: wanted, state_reason: reason } = call.body;
      if (typeof title === "string" && title.length > longestTitle) return invalid("Issue", "custom", "title", titleTooLong);
      if (typeof body === "string" && body.length > longestComment) return invalid("Issue", "unprocessable", "data", tooLong);
      if (wanted !== undefined && wanted !== "open" && wanted !== "closed") return invalid("Issue", "invalid", "state");
      if (typeof title === "string") found.title = title;
      if (typeof body === "string") found.body = body;
      if (wanted !== undefined) {
        found.state = wanted;
        found.stateReason = wanted === "closed" ? (typeof reason === "string" ? reason : "completed") : null;
      }
      found.labels = labelsIn(call) ?? found.labels;
      found.updatedAt = timestamp(state);
      return ok(issue(state, found));
    },
  },
];

/** Names, or objects that have one. */
function labelsIn({ body }: Call): readonly string[] | null {
  const labels = body["labels"];
  if (!Array.isArray(labels)) return null;
  return labels.map((label: string | { readonly name: string }) => (typeof label === "string" ? label : label.name));
}
