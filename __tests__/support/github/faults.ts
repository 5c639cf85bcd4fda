import type { Answer } from "./http.ts";

/** How requests go wrong; `path` is searched for in the path with its query (`/api/v3/...`, `/twirp/...`, `/storage/...`). */
export type Fault = {
  readonly method?: string;
  readonly path: RegExp;
  /** Default: 500. With `body` alone: 200. */
  readonly status?: number;
  /** How many requests it hits; default: all. */
  readonly times?: number;
  /** The request does its work first, and only its answer is lost. */
  readonly afterStoring?: boolean;
  /** No answer at all, until the client gives up. */
  readonly hang?: boolean;
  /** The connection breaks. */
  readonly reset?: boolean;
  /** A string goes as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer is the right one but for this field: a path with dots; lists are gone through. */
  readonly dropField?: string;
};

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** The first that hits, counted. */
  take(method: string, path: string): Fault | null;
};

export function newFaults(): Faults {
  let faults: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear() {
      faults = [];
    },
    take(method, path) {
      const hit = faults.find(
        ({ fault, left }) => left > 0 && (fault.method ?? method).toUpperCase() === method && fault.path.test(path),
      );
      if (hit === undefined) return null;
      hit.left -= 1;
      return hit.fault;
    },
  };
}

export function faultAnswer(fault: Fault): Answer {
  const status = fault.status ?? ("body" in fault ? 200 : 500);
  const body = "body" in fault ? fault.body : { message: messages[status] ?? "Server Error", status: String(status) };
  return { status, body, ...(fault.headers === undefined ? {} : { headers: fault.headers }) };
}

/** Whether the answer is that of the server, but not whole. */
export function isPartial(fault: Fault): boolean {
  return fault.dropField !== undefined;
}

const messages: Readonly<Record<number, string>> = {
  401: "Bad credentials",
  403: "Resource not accessible by integration",
  404: "Not Found",
  422: "Validation Failed",
  429: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
  502: "Server Error",
};

export function withoutField(body: unknown, path: string): unknown {
  if (Array.isArray(body)) return body.map((each) => withoutField(each, path));
  if (typeof body !== "object" || body === null) return body;
  const [field = "", ...rest] = path.split(".");
  const { [field]: found, ...others } = body as Record<string, unknown>;
  if (rest.length === 0) return others;
  return found === undefined ? body : { ...body, [field]: withoutField(found, rest.join(".")) };
}
