import { readFile } from "node:fs/promises";
import { assetPath } from "../../assets.ts";
import { UserError } from "../../errors.ts";
import { listenForPanic } from "./panic.ts";
import type { SchemaFile } from "./schema-text.ts";

/** The providers for which Prisma's WebAssembly engine writes DDL here. */
export type EngineProvider = "postgresql" | "sqlite";

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");

let loading: Promise<EngineModule> | null = null;

/** DDL that builds the schema in an empty database, by Prisma's own engine. Needs no database. */
export async function schemaToDdl(
  files: readonly SchemaFile[],
  provider: EngineProvider,
  defaultSchema: string | null,
): Promise<string> {
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  const panic = listenForPanic();
  try {
    const datamodels = files.map(({ path, text }): [string, string] => [path, text]);
    using engine = await SchemaEngine.new({ datamodels }, () => undefined, adapterToNothing(provider, defaultSchema));
    const { stdout } = await engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files: files.map(({ path, text }) => ({ path, content: text })) },
      script: true,
      exitCode: false,
      // Tables that others manage are built too: foreign keys may point at them.
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout ?? "";
  } catch (error) {
    throw new UserError(
      "invalid-source",
      `Prisma can't turn the schema into SQL: ${panic() ?? engineMessage(error)}`,
      "Mend the schema: `npx prisma validate` says the same.",
      { cause: error },
    );
  }
}

/** The package's own entry imports the .wasm file as a module, which Node.js and bundles can't. */
async function loadEngine(): Promise<EngineModule> {
  const engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
  const { instance } = await WebAssembly.instantiate(await readFile(assetPath("schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": engine,
  });
  (engine as unknown as Bindings).__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engine;
}

/** Node.js' own types leave WebAssembly to those of browsers. */
type WebAssemblyApi = {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: { __wbindgen_start(): void } } }>;
};

/** Exported by wasm-bindgen, and left out of the package's types. */
type Bindings = { __wbg_set_wasm(exports: object): void };

/** The engine wants a database to talk to. This one answers every question with no rows and forgets every command. */
function adapterToNothing(provider: EngineProvider, defaultSchema: string | null): object {
  const adapterName = "schemagate";
  const ok = <Value>(value: Value) => Promise.resolve({ ok: true, value });
  const errorRegistry = { consumeError: () => undefined };
  const connection = {
    provider: provider === "postgresql" ? "postgres" : provider,
    adapterName,
    errorRegistry,
    queryRaw: () => ok({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: () => ok(0),
    executeScript: () => ok(undefined),
    startTransaction: () => Promise.reject(new Error("There is no database here.")),
    getConnectionInfo: () => ({ ok: true, value: { schemaName: defaultSchema ?? "public", supportsRelationJoins: false } }),
    dispose: () => ok(undefined),
  };
  return {
    provider: connection.provider,
    adapterName,
    errorRegistry,
    connect: () => ok(connection),
    connectToShadowDb: () => Promise.reject(new Error("There is no shadow database here.")),
  };
}

function engineMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
