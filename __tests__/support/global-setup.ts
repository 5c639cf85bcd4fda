import { createServer, type Server } from "node:http";
import type { TestProject } from "vitest/node";
import { type Major, majors, npmPostgres } from "./postgres-binaries.ts";
import { type Account, type PrivatePostgres, startPostgres, unprivilegedAccount } from "./private-postgres.ts";
import { provideTool, type Tool } from "./system-tools.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the keeper: it starts a server when the first test file asks for it, and stops them all at the end. */
    readonly keeper: string;
  }
}

const started = new Map<string, Promise<unknown>>();
const running: PrivatePostgres[] = [];
let keeper: Server | null = null;

export async function setup(project: TestProject): Promise<void> {
  const account = await unprivilegedAccount();
  keeper = createServer((request, response) => {
    const path = request.url ?? "/";
    const answer = started.get(path) ?? respond(path, account);
    started.set(path, answer);
    answer.then(
      (body) => response.end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => keeper?.listen(0, "127.0.0.1", resolve));
  const address = keeper.address();
  if (address === null || typeof address === "string") throw new Error("The keeper of the test servers has no port.");
  project.provide("keeper", `http://127.0.0.1:${address.port}`);
}

export async function teardown(): Promise<void> {
  keeper?.close();
  keeper?.closeAllConnections();
  await Promise.allSettled(started.values());
  await Promise.all(running.map((server) => server[Symbol.asyncDispose]()));
}

async function respond(path: string, account: Account): Promise<unknown> {
  const [, what, name] = path.split("/");
  if (what === "tool") return provideTool(name as Tool);
  const major = majors.find((candidate) => candidate === Number(name));
  if (what !== "postgres" || major === undefined) throw new Error(`The keeper does not know ${path}.`);
  return startMajor(major, account);
}

async function startMajor(major: Major, account: Account): Promise<{ adminUrl: string; socketFolder: string }> {
  const server = await startPostgres(await npmPostgres(major), account);
  running.push(server);
  return { adminUrl: server.adminUrl, socketFolder: server.socketFolder };
}
