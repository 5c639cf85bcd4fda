import { stringify } from "yaml";
import type { InitTarget } from "./targets.ts";

/** Paths that were named because they are not found by the tool's own rules. */
export type NamedPaths = { readonly schema: string | null; readonly migrations: string | null };

const head = `# What Schemagate compares, and what it may do. It counts as it stands on the default branch.
# All keys: https://github.com/schemagate/schemagate/blob/main/FORMATS.md#configuration-githubschemagateyml
`;

const onDrift = "# block: no plan while anything differs that was made by hand; warn: only where the plan touches it";

/** `.github/schemagate.yml`: the targets, where there is something to say of them, and the environments. */
export function configText(targets: readonly InitTarget[], paths: NamedPaths): string {
  const described = targets.map((target) => [target.name ?? "app", entryOf(target, paths)] as const);
  const isPlain = described.every(([, entry]) => Object.keys(entry).length === 0);
  const environments = targets.map(({ environment }) => [environment, { "on-drift": "warn" }] as const);
  return [
    head,
    isPlain ? "" : stringify({ targets: Object.fromEntries(described) }, { lineWidth: 0 }),
    stringify({ environments: Object.fromEntries(environments) }, { lineWidth: 0 }).replace(
      /on-drift: warn$/m,
      (line) => `${line} ${onDrift}`,
    ),
  ].join("");
}

/** Of several targets each is bound to its environment, so that nobody's approval counts for another database. */
function entryOf(
  { name, folder, environment }: InitTarget,
  { schema, migrations }: NamedPaths,
): Readonly<Record<string, string>> {
  return {
    ...(folder === "." ? {} : { "working-directory": folder }),
    ...(name === null ? {} : { environment }),
    ...(schema === null ? {} : { schema }),
    ...(migrations === null ? {} : { migrations }),
  };
}
