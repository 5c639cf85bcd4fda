#!/usr/bin/env node
/**
 * Stands in for the `schema-engine` binary that Prisma's CLI downloads and starts: answers its JSON-RPC (one line each way) with the
 * same engine as WebAssembly. The database is that of DATABASE_URL; ENGINE_LOG names a file that gets each SQL.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { type Adapter, adapterFor } from "./prisma-adapter.ts";
import { urlLine } from "./prisma-cli.ts";

type Request = { readonly id: number; readonly method: string; readonly params: unknown };
type Engine = Readonly<Record<string, (params: unknown) => Promise<unknown>>>;

// `cli can-connect-to-database` is yes: whether it can, the engine says when it does.
if (process.argv[2] === "cli") process.exit(0);

for await (const line of createInterface(process.stdin)) {
  const { id, method, params } = JSON.parse(line) as Request;
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...(await respond(method, params)) })}\n`);
}

/** Whatever goes wrong is an answer: of an engine that stops without one, the CLI says nothing, and ends with 0. */
async function respond(method: string, params: unknown): Promise<object> {
  try {
    // The CLI does not wait for the engine's end, so the database is let go before the answer.
    await using adapter = adapterFor({ url: variable("DATABASE_URL"), log: variable("ENGINE_LOG") });
    const engine = await startEngine(adapter);
    return { result: withUrl(await engine[method]?.(withoutUrl(params))) };
  } catch (error) {
    const { message, code = null } = error as Error & { readonly code?: string };
    return { error: { code: 4466, message, data: { is_panic: false, message, meta: null, error_code: code } } };
  }
}

async function startEngine(adapter: Adapter): Promise<Engine> {
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
  const wasm = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm")
    .replace(/\.js$/, "_bg.wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": bindings });
  (bindings as unknown as { __wbg_set_wasm(exports: object): void }).__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const engine = await bindings.SchemaEngine.new({ datamodels: schemaFiles() }, () => undefined, adapter);
  return engine as unknown as Engine;
}

/** The CLI insists on a URL in the schema, which this engine refuses. */
function schemaFiles(): [string, string][] {
  const paths = process.argv.filter((_, index, all) => all[index - 1] === "--datamodels");
  return paths.map((path) => [path, readFileSync(path, "utf8").replace(urlLine, "")]);
}

/** The same in the files that a message holds: `db pull` sends the schema, and gets one back. */
function withoutUrl(params: unknown): unknown {
  return mapFiles(params, (text) => text.replace(/^\s*url\s*=\s*env\("DATABASE_URL"\)$/m, ""));
}

function withUrl(result: unknown): unknown {
  return mapFiles(result, (text) => text.replace(/^datasource\s+\w+\s*\{/m, `$&${urlLine}`));
}

function mapFiles(message: unknown, edit: (text: string) => string): unknown {
  if (!hasFiles(message)) return message;
  const files = message.schema.files.map((file) => ({ ...file, content: edit(file.content) }));
  return { ...message, schema: { ...message.schema, files } };
}

type WithFiles = { readonly schema: { readonly files: readonly { readonly path: string; readonly content: string }[] } };

function hasFiles(message: unknown): message is WithFiles {
  return typeof message === "object" && message !== null && "schema" in message;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}

type WebAssemblyApi = {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: { __wbindgen_start(): void } } }>;
};
