import { UserError } from "../errors.ts";
import type { DialectName } from "../schema/snapshot.ts";

/** One database to be looked after: where its schema is, and what things will be called. */
export type InitTarget = {
  /** In the configuration and as the input `target`; null where there is only one project, and nothing has to be chosen. */
  readonly name: string | null;
  /** Relative to the repository's root, with `/`. */
  readonly folder: string;
  readonly description: string;
  readonly dialect: DialectName;
  readonly schemas: readonly string[];
  /** GitHub's environment that protects the database; `<environment>-plan` is the one for the plan. */
  readonly environment: string;
  /** Ends the names of the files: `production`, `production-billing`. */
  readonly slug: string;
};

export type InitProject = Pick<InitTarget, "folder" | "description" | "dialect" | "schemas">;

/** Several projects get an environment each, since one click approves every job that waits for an environment. */
export function nameTargets(projects: readonly InitProject[], environment: string): readonly InitTarget[] {
  refuseOddEnvironment(environment);
  const slug = slugOf(environment);
  const [only] = projects;
  if (only !== undefined && projects.length === 1) return [{ ...only, name: null, environment, slug }];
  const names = namesOf(projects.map(({ folder }) => folder));
  return projects.map((project, index) => {
    const name = names[index] ?? "";
    return {
      ...project,
      name,
      environment: `${environment}-${name}`,
      slug: `${slug}-${name}`,
    };
  });
}

/** It becomes a name of GitHub's, a key of the configuration and part of names of files and concurrency groups. */
function refuseOddEnvironment(environment: string): void {
  if (slugOf(environment) === "watch")
    throw new UserError(
      "invalid-input",
      `The environment ${environment} would need a file that is called like the one of the watch, schema-watch.yml.`,
      "Give it another name, or copy the files of templates/workflows and name them yourself.",
    );
  if (/^[\p{L}\p{N}](?:[\p{L}\p{N} ._/-]{0,98}[\p{L}\p{N}])?$/u.test(environment) && slugOf(environment) !== "") return;
  throw new UserError(
    "invalid-input",
    "--environment may hold letters, digits, blanks, dots, dashes, slashes and underscores, begins and ends with a letter or digit, has one of a to z or 0 to 9, and is at most 100 characters long.",
    "Choose the name that the environment has, or shall have, on GitHub, such as production.",
  );
}

function namesOf(folders: readonly string[]): readonly string[] {
  const named = folders.map((folder) => (folder === "." ? "app" : folder));
  const short = named.map((folder) => slugOf(folder.split("/").at(-1) ?? ""));
  const long = named.map(slugOf);
  const isUnique = (names: readonly string[]) => new Set(names).size === names.length && names.every((name) => name !== "");
  if (isUnique(short)) return short;
  if (isUnique(long)) return long;
  return folders.map((_, index) => `app-${index + 1}`);
}

function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}
