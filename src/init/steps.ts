import { commandLine } from "../report/command-line.ts";
import type { InitTarget } from "./targets.ts";

/** Something that only people can do, with the commands as far as there are any. */
export type SetupStep = {
  readonly title: string;
  /** Sentences. */
  readonly notes: readonly string[];
  /** For a shell, or for psql where a line says so. */
  readonly commands: readonly string[];
};

export type Setup = {
  readonly targets: readonly InitTarget[];
  readonly defaultBranch: string;
  /** `acme/shop`; null where it is not known. */
  readonly github: string | null;
  /** Of the files, relative to the repository's root. */
  readonly paths: readonly string[];
};

const guide = "https://github.com/schemagate/schemagate/blob/main/docs";

/** What is left to do in the database and on GitHub, in the order in which it has to be done. */
export function setupSteps(setup: Setup): readonly SetupStep[] {
  return [
    pinning(setup),
    roles(setup),
    ...setup.targets.map((target) => environments(setup, target)),
    secrets(setup),
    first(setup),
  ];
}

function pinning({ paths }: Setup): SetupStep {
  const workflows = paths.filter((path) => path.includes("/workflows/"));
  return {
    title: "Pin the action: a tag can be moved, a commit can't",
    notes: [],
    commands: [
      "sha=$(gh api repos/schemagate/schemagate/commits/v0 --jq .sha)",
      `perl -pi -e "s|schemagate/schemagate\\@v0|schemagate/schemagate\\@$sha # v0|" ${commandLine(workflows)}`,
    ],
  };
}

function roles({ targets }: Setup): SetupStep {
  const servers = targets.filter(({ dialect }) => dialect === "postgres");
  const files = targets.filter(({ dialect }) => dialect === "sqlite");
  const schemas = [...new Set(servers.flatMap((target) => (target.schemas.length === 0 ? ["public"] : target.schemas)))].sort();
  return {
    title: servers.length === 0 ? "Where the database lies" : "Two roles of the database, one that looks and one that writes",
    notes: [
      ...(servers.length === 0
        ? []
        : [
            `In psql, as an administrator, connected to ${servers.length === 1 ? "the database" : "each of the databases"}. The one that writes owns the tables: take the role that ran the migrations until now; for a new database make one (grants: ${guide}/connection.md).`,
            "The last line fails in a database without migrations: run it after the first apply.",
          ]),
      ...(files.length === 0
        ? []
        : [
            "A SQLite file has to lie on the machine that runs the jobs: replace ubuntu-24.04 by the labels of a self-hosted runner. The URL is file:/srv/shop/shop.db, for example.",
          ]),
    ],
    commands:
      servers.length === 0
        ? []
        : [
            "CREATE ROLE schemagate_read LOGIN PASSWORD '…';",
            'GRANT CONNECT ON DATABASE :"DBNAME" TO schemagate_read;',
            ...schemas.map((schema) => `GRANT USAGE ON SCHEMA ${identifier(schema)} TO schemagate_read;`),
            "GRANT SELECT ON public._prisma_migrations TO schemagate_read;",
          ],
  };
}

function environments({ defaultBranch, github }: Setup, { environment, name }: InitTarget): SetupStep {
  const plan = `${environment}-plan`;
  const settings = github === null ? "Settings → Environments" : `https://github.com/${github}/settings/environments`;
  return {
    title: `Two environments${name === null ? "" : ` for ${name}`}: ${environment}, which asks somebody, and ${plan}, which does not`,
    notes: [
      `In both: "Deployment branches and tags" is "Selected branches and tags" with ${defaultBranch} only.`,
      `In ${environment}: "Required reviewers" with at least one name, and "Prevent self-review". LOGIN below is who approves.`,
      `In ${environment} as well, by hand, as there is no command for it: untick "Allow administrators to bypass configured protection rules" (${settings}). Without all of that apply refuses.`,
      `A private repository gets required reviewers with GitHub Enterprise only: ${guide}/approvals.md.`,
    ],
    commands: [
      put(environment, [
        "-F prevent_self_review=true",
        "-f 'reviewers[][type]=User'",
        '-F "reviewers[][id]=$(gh api users/LOGIN --jq .id)"',
      ]),
      branchRule(environment, defaultBranch),
      put(plan, []),
      branchRule(plan, defaultBranch),
    ],
  };
}

function put(environment: string, fields: readonly string[]): string {
  const selected = [
    "-F 'deployment_branch_policy[protected_branches]=false'",
    "-F 'deployment_branch_policy[custom_branch_policies]=true'",
  ];
  return ["gh api --silent --method PUT", pathOf(environment), ...fields, ...selected].join(" ");
}

function branchRule(environment: string, branch: string): string {
  return [
    "gh api --silent --method POST",
    pathOf(environment, "/deployment-branch-policies"),
    commandLine(["-f", `name=${branch}`]),
  ].join(" ");
}

/** `{owner}` and `{repo}` are filled in by `gh`. */
function pathOf(environment: string, rest = ""): string {
  return commandLine([`repos/{owner}/{repo}/environments/${encodeURIComponent(environment)}${rest}`]);
}

function secrets({ targets }: Setup): SetupStep {
  return {
    title: "The URLs as secrets of the environments; each command asks for one",
    notes: [
      "With -plan: the role that looks. The other one: the role that writes, over a direct connection, not through a pooler.",
      "Pull requests need none: they are compared with what the last run on the default branch saw.",
    ],
    commands: targets.flatMap(({ environment }) => [
      commandLine(["gh", "secret", "set", "DATABASE_URL", "--env", `${environment}-plan`]),
      commandLine(["gh", "secret", "set", "DATABASE_URL", "--env", environment]),
    ]),
  };
}

function first({ paths }: Setup): SetupStep {
  return {
    title: "Read the files, commit them, open a pull request",
    notes: [
      "Environments first: a workflow that names one which does not exist makes GitHub create it without any rule.",
      "Once it is merged, the first run compares the default branch with the database, and keeps what it saw. From then on pull requests with a migration get the comment.",
    ],
    commands: [commandLine(["git", "add", ...paths])],
  };
}

function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
