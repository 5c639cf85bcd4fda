import type { Caller, Permission, State } from "./state.ts";

export type Call = {
  readonly method: string;
  readonly query: URLSearchParams;
  /** The parts of the path in braces, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Where the API is, with its prefix. */
  readonly url: URL;
};

export type Answer = {
  readonly status: number;
  /** Null: no body. A buffer goes as it is, everything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One of these scopes is enough. Empty: every token may. */
export type Needs = readonly (readonly [scope: string, access: Exclude<Permission, "none">])[];

export type Route = {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** `/repos/{owner}/{repo}` is put before it; `{name}` is one part of the path, `{name...}` the rest. */
  readonly path: string;
  readonly needs: Needs | ((state: State, parameters: Readonly<Record<string, string>>) => Needs);
  readonly answer: (state: State, call: Call) => Answer | Promise<Answer>;
};

export const read = (...scopes: readonly string[]): Needs => scopes.map((scope) => [scope, "read"] as const);
export const write = (...scopes: readonly string[]): Needs => scopes.map((scope) => [scope, "write"] as const);

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204, body: null };

export const notFound: Answer = failure(404, "Not Found");

export function failure(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) } };
}

export function invalid(resource: string, code: string, field: string, message: string | null = null): Answer {
  const error = message === null ? { resource, code, field } : { resource, code, field, message };
  return { status: 422, body: { message: "Validation Failed", errors: [error] } };
}

/** Of several the newest is last; `wrap` puts the page into an object with `total_count`. */
export function page<Item>(
  call: Call,
  items: readonly Item[],
  render: (item: Item) => unknown,
  wrap: string | null = null,
): Answer {
  const size = Math.min(positive(call.query.get("per_page"), 30), 100);
  const number = positive(call.query.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((number - 1) * size, number * size).map(render);
  const link = (to: number, relation: string) => {
    const url = new URL(call.url);
    url.searchParams.set("page", String(to));
    return `<${url.href}>; rel="${relation}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, "prev")] : []),
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
    ...(number > 1 ? [link(1, "first")] : []),
  ];
  return {
    status: 200,
    body: wrap === null ? shown : { total_count: items.length, [wrap]: shown },
    ...(links.length === 0 ? {} : { headers: { link: links.join(", ") } }),
  };
}

function positive(text: string | null, otherwise: number): number {
  const number = Number.parseInt(text ?? "", 10);
  return Number.isFinite(number) && number > 0 ? number : otherwise;
}

export type Match = { readonly route: Route; readonly parameters: Readonly<Record<string, string>> };

/** The route of a path that is still percent-encoded: a slash inside a name does not separate. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | "wrong-method" | null {
  let isKnown = false;
  for (const route of routes) {
    const groups = pattern(route.path).exec(path)?.groups;
    if (groups === undefined) continue;
    isKnown = true;
    if (route.method !== method) continue;
    return {
      route,
      parameters: Object.fromEntries(Object.entries(groups).map(([name, part]) => [name, decodeURIComponent(part)])),
    };
  }
  return isKnown ? "wrong-method" : null;
}

const patterns = new Map<string, RegExp>();

function pattern(path: string): RegExp {
  const known = patterns.get(path);
  if (known !== undefined) return known;
  const source = `/repos/{owner}/{repo}${path}`
    .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace(
      /\{(\w+)(\\\.\\\.\\\.)?\}/g,
      (_, name: string, rest: string | undefined) => `(?<${name}>${rest === undefined ? "[^/]+" : ".+"})`,
    );
  const made = new RegExp(`^${source}$`);
  patterns.set(path, made);
  return made;
}

export function isAllowed(caller: Caller, needs: Needs): boolean {
  return (
    needs.length === 0 ||
    needs.some(([scope, access]) => {
      const has = caller.permissions[scope] ?? "none";
      return has === "write" || has === access;
    })
  );
}
