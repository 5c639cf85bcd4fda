/** The inputs of the action: `action.yml` and README's table are made of this. The words are those of the command line. */
export type InputSpec = { readonly description: string; readonly default?: string; readonly required?: true };

export const inputs = {
  command: { description: "preflight, apply, drift, check, or verify", required: true },
  environment: {
    description:
      "name of the GitHub environment that protects the database, spelled as there; never guessed. With several targets it may be left out: the configuration has it",
  },
  url: {
    description:
      "connection URL, from a secret of the environment; nothing else is looked for. With several targets a line NAME=URL for each",
  },
  config: { description: "configuration", default: ".github/schemagate.yml" },
  live: {
    description:
      "on pull requests: database, or recorded, which compares with what a run of the default branch saw and needs no url",
    default: "database",
  },
  target: { description: "target of the configuration; on pull requests several with commas, or all" },
  "working-directory": { description: "folder of the service", default: "." },
  source: { description: "prisma; needed where another source of truth is there too" },
  schema: { description: "path of the schema, where it is not found by the tool's own rules" },
  migrations: { description: "folder of the migrations, where it is not found by the tool's own rules" },
  strategy: { description: "migrate, push or sync", default: "migrate" },
  "push-reason": { description: "push: why there is no migration; recorded" },
  "push-until": { description: "push: the day on which the project is back to migrations" },
  "include-schemas": { description: "PostgreSQL schemas to compare, with commas" },
  "exclude-schemas": { description: "PostgreSQL schemas to leave out, with commas" },
  "dev-url": { description: "empty scratch database to use instead of the embedded engine" },
  plan: { description: "apply: the output plan of the preflight in the same run; verify: that, or that of the apply" },
  approve: { description: "apply: the output digest of the preflight in the same run" },
  approval: {
    description: "apply: environment, pull-request-review (by the configuration's approvers), or none where it says unprotected",
    default: "environment",
  },
  "verify-command": { description: "apply, verify: run afterwards, without a shell and without the URL; its exit status counts" },
  rehearsal: {
    description: "preflight: off does not try the plan on a copy of the live schema, and the report says so",
    default: "on",
  },
  "fail-on": {
    description: "preflight: severities of hazards that fail the check on a pull request, with commas",
    default: "unexecutable",
  },
  task: { description: "names the folder of the log (default: pr-NUMBER, or run-NUMBER)" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub fills it in.
  "github-token": { description: "for the comment, the artifacts and the approvals", default: "${{ github.token }}" },
} as const satisfies Readonly<Record<string, InputSpec>>;

export type InputName = keyof typeof inputs;

/** The outputs: fixed words, digits and hexadecimal only, so that no masked value can make GitHub drop one. */
export const outputs = {
  outcome: "what came out, as in `--json`",
  "failure-reason": "why not, as in `--json`; empty if there is no reason",
  "has-changes": "true when a plan with at least one statement waits: the `if:` of the apply job",
  "has-drift": "true when the database differs from its history for another reason than pending migrations",
  destructive: "true when the plan deletes data or could not be understood",
  title: "`3f9c1a7e20b4: 3 statements, deletes data`: the name of the apply job, so that the approval dialogue shows it",
  digest: "sha256 of the plan",
  plan: "id of the artifact with plan, reports and log",
  report: "folder with 00 to 04 on this runner",
  "comment-url": "the comment, if there is one",
  "issue-url": "the issue about drift, while there is drift",
} as const;

export type OutputName = keyof typeof outputs;
