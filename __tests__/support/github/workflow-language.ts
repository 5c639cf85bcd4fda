/** Workflow files as GitHub reads them: its own schema and its own evaluator of expressions, both offline. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as Parser from "@actions/workflow-parser";
import { build } from "esbuild";

export type Contexts = Readonly<Record<string, unknown>>;
/** `success()` and its like, which know how the jobs and steps before ended. */
export type StatusFunctions = Readonly<Record<"success" | "failure" | "cancelled" | "always", () => boolean>>;

export type WorkflowLanguage = {
  /** What GitHub would refuse the file for. */
  problems(name: string, content: string): Promise<readonly string[]>;
  /** The value of one expression, without `${{ }}`. Throws on a context or a function that is not given. */
  evaluate(expression: string, contexts: Contexts, status?: StatusFunctions): unknown;
};

let loaded: Promise<WorkflowLanguage> | null = null;

export function workflowLanguage(): Promise<WorkflowLanguage> {
  loaded ??= load();
  return loaded;
}

type ExpressionData = { readonly kind: number };
type Expressions = {
  readonly Lexer: new (text: string) => { lex(): { readonly tokens: readonly unknown[] } };
  readonly Parser: new (
    tokens: readonly unknown[],
    contexts: readonly string[],
    functions: readonly unknown[],
  ) => { parse(): unknown };
  readonly Evaluator: new (
    tree: unknown,
    contexts: ExpressionData,
    functions: ReadonlyMap<string, unknown>,
  ) => { evaluate(): ExpressionData };
  readonly data: {
    readonly reviver: (key: string, value: unknown) => unknown;
    readonly replacer: (key: string, value: unknown) => unknown;
    readonly BooleanData: new (value: boolean) => ExpressionData;
  };
};

async function load(): Promise<WorkflowLanguage> {
  // Its JSON imports lack the attribute that Node wants; a bundler doesn't mind.
  const folder = await mkdtemp(join(tmpdir(), "schemagate-workflow-language-"));
  const file = join(folder, "language.mjs");
  await build({
    stdin: {
      contents: `export * from "@actions/workflow-parser";
                 export { Lexer, Parser, Evaluator, data } from "@actions/expressions";`,
      resolveDir: fileURLToPath(new URL("../../..", import.meta.url)),
    },
    bundle: true,
    format: "esm",
    platform: "node",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    outfile: file,
  });
  const module = (await import(pathToFileURL(file).href)) as typeof Parser & Expressions;
  await rm(folder, { recursive: true });
  return {
    async problems(name, content) {
      const parsed = module.parseWorkflow({ name, content }, new module.NoOperationTraceWriter());
      if (parsed.value === undefined) return parsed.context.errors.getErrors().map(({ message }) => message);
      const template = await module.convertWorkflowTemplate(parsed.context, parsed.value);
      return [
        ...new Set([
          ...parsed.context.errors.getErrors().map(({ message }) => message),
          ...(template.errors ?? []).map(({ Message }) => Message),
        ]),
      ];
    },
    evaluate(expression, contexts, status) {
      const functions = Object.entries(status ?? {}).map(([name, answer]) => ({
        name,
        minArgs: 0,
        maxArgs: 0,
        call: () => new module.data.BooleanData(answer()),
      }));
      const { tokens } = new module.Lexer(expression).lex();
      const tree = new module.Parser(tokens, Object.keys(contexts), functions).parse();
      const known = JSON.parse(JSON.stringify(contexts), module.data.reviver) as ExpressionData;
      const value = new module.Evaluator(tree, known, new Map(functions.map((each) => [each.name, each]))).evaluate();
      return JSON.parse(JSON.stringify(value, module.data.replacer));
    },
  };
}
