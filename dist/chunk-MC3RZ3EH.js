import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  require_dist
} from "./chunk-IL24N5QA.js";
import {
  commandLine,
  configCandidates,
  detectSource,
  exitStatus,
  gitIn,
  initDocument,
  inside,
  isErrno,
  paint,
  readRegularFile,
  readText,
  safe
} from "./chunk-Y7KZBQ6H.js";
import "./chunk-7WQU5GB5.js";
import "./chunk-ZKYGNOYZ.js";
import "./chunk-QXUCRDIG.js";
import "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-TI3Q4EXQ.js";
import {
  homePath
} from "./chunk-LQ7MRN4E.js";
import {
  __toESM
} from "./chunk-KPJN5OEV.js";

// src/run-init.ts
import { readFile, stat } from "node:fs/promises";
import { posix as posix3 } from "node:path";

// src/init/choose-projects.ts
var most = 20;
var aside = /(?:^|\/)(?:__tests__|__fixtures__|tests?|testdata|specs?|e2e|fixtures?|examples?|samples?|templates?)(?:\/|$)/i;
function chooseProjects({ projects, unusable }) {
  const serious = projects.filter(({ folder }) => !aside.test(folder));
  const kept = serious.length > 0 ? serious : projects;
  if (kept.length > most)
    throw new UserError(
      "invalid-input",
      `There are ${kept.length} Prisma projects, ${kept.slice(0, 3).map(({ folder }) => folder).join(", ")} and others; init sets up ${most} at most.`,
      "Name the folder that is meant with --working-directory."
    );
  const others = projects.filter((project) => !kept.includes(project));
  return {
    projects: kept,
    leftOut: [
      ...unusable.map(({ folder, error }) => ({ folder, message: error.message })),
      ...others.map(({ folder }) => ({
        folder,
        message: "it lies among tests or examples. If it is meant, name it with --working-directory."
      }))
    ]
  };
}

// src/init/config-text.ts
var import_yaml = __toESM(require_dist(), 1);
var head = `# What Schemagate compares, and what it may do. It counts as it stands on the default branch.
# All keys: https://github.com/schemagate/schemagate/blob/main/FORMATS.md#configuration-githubschemagateyml
`;
var onDrift = "# block: no plan while anything differs that was made by hand; warn: only where the plan touches it";
function configText(targets, paths) {
  const described = targets.map((target) => [target.name ?? "app", entryOf(target, paths)]);
  const isPlain = described.every(([, entry]) => Object.keys(entry).length === 0);
  const environments2 = targets.map(({ environment }) => [environment, { "on-drift": "warn" }]);
  return [
    head,
    isPlain ? "" : (0, import_yaml.stringify)({ targets: Object.fromEntries(described) }, { lineWidth: 0 }),
    (0, import_yaml.stringify)({ environments: Object.fromEntries(environments2) }, { lineWidth: 0 }).replace(
      /on-drift: warn$/m,
      (line) => `${line} ${onDrift}`
    )
  ].join("");
}
function entryOf({ name, folder, environment }, { schema, migrations }) {
  return {
    ...folder === "." ? {} : { "working-directory": folder },
    ...name === null ? {} : { environment },
    ...schema === null ? {} : { schema },
    ...migrations === null ? {} : { migrations }
  };
}

// src/init/files.ts
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
var limit = 1e6;
async function lookAtFiles(root, wanted) {
  const looked = [];
  for (const file of wanted) looked.push(await lookAt(root, file));
  return looked;
}
async function writeMissing(root, files) {
  const done = [];
  for (const file of files) {
    if (file.state !== "would-be-written") done.push(file);
    else done.push(await writeNew(root, file));
  }
  return done;
}
async function lookAt(root, file) {
  const bytes = await readRegularFile(root, file.path, limit);
  if (bytes === null) return { ...file, state: "would-be-written", differences: [] };
  const differences = differencesOf(comparable(bytes.toString("utf8")), comparable(file.content));
  return { ...file, state: differences.length === 0 ? "same" : "differs", differences };
}
function comparable(text) {
  return text.split(/\r?\n/).map((line) => line.replace(/^(\s*(?:- )?uses: [^@\s]+)@\S+(?:\s+#.*)?$/, "$1").trimEnd());
}
function differencesOf(theirs, ours) {
  const only = (lines2, others, sign) => {
    const rest = /* @__PURE__ */ new Map();
    for (const line of others) rest.set(line, (rest.get(line) ?? 0) + 1);
    return lines2.flatMap((line) => {
      const left = rest.get(line) ?? 0;
      rest.set(line, left - 1);
      return left > 0 ? [] : [`${sign} ${line}`];
    });
  };
  const lines = [...only(theirs, ours, "-"), ...only(ours, theirs, "+")];
  const isReordered = lines.length === 0 && theirs.join("\n") !== ours.join("\n");
  return isReordered ? ["the same lines in another order"] : lines;
}
async function writeNew(root, file) {
  const full = join(root, file.path);
  try {
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, file.content, { flag: "wx" });
    return { ...file, state: "written" };
  } catch (error) {
    throw new UserError(
      "invalid-input",
      `Can't write ${file.path} in ${root}: ${reasonOf(error)}.`,
      "Mend that and run it again: what has been written already is recognised. With --dry-run it prints the files.",
      { cause: error }
    );
  }
}
function reasonOf(error) {
  if (isErrno(error, "EACCES") || isErrno(error, "EPERM")) return "permission denied";
  if (isErrno(error, "EROFS")) return "the file system is read-only";
  if (isErrno(error, "ENOSPC")) return "no space left on the device";
  if (isErrno(error, "EEXIST")) return "something else is in the way";
  if (isErrno(error, "ENOTDIR")) return "a part of the path is a file, not a folder";
  return error instanceof Error ? error.message : String(error);
}

// src/init/repository.ts
import { realpath } from "node:fs/promises";
import { relative, sep } from "node:path";
async function readRepository(folder, searchPath) {
  const git = gitIn(folder, searchPath);
  const root = await git("rev-parse", "--show-toplevel");
  if (root === null)
    throw new UserError(
      "invalid-input",
      `${folder} is in no git repository, or there is no git on this machine.`,
      "Start it in a checkout of the repository; for a new one, run `git init` first."
    );
  const files = await git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
  if (files === null)
    throw new UserError(
      "invalid-input",
      `git can't list the files of ${folder}.`,
      "Run `git status` there and mend what it says."
    );
  const top = root.replace(/\n$/, "");
  const way = relative(await realpath(top), await realpath(folder));
  return {
    root: top,
    folder: way === "" ? "." : way.split(sep).join("/"),
    defaultBranch: await defaultBranchOf(git),
    github: githubOf(await git("config", "--get", "remote.origin.url")),
    files: [...new Set(files.split("\0").filter((path) => path !== ""))]
  };
}
async function defaultBranchOf(git) {
  const remote = await git("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
  if (remote !== null) return { name: remote.trim().replace(/^origin\//, ""), from: "origin/HEAD" };
  for (const name of ["main", "master"]) {
    for (const place of ["remotes/origin", "heads"]) {
      const ref = `refs/${place}/${name}`;
      if (await git("show-ref", "--verify", "--quiet", ref) !== null) return { name, from: ref };
    }
  }
  const current = await git("symbolic-ref", "--quiet", "--short", "HEAD");
  return current === null ? { name: "main", from: "nothing: it is only the usual name" } : { name: current.trim(), from: "HEAD" };
}
function githubOf(url) {
  const [, owner, name] = /^(?:https?:\/\/(?:[^@/]*@)?|ssh:\/\/git@|git@)github\.com[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?\s*$/.exec(url ?? "") ?? [];
  return owner === void 0 || name === void 0 ? null : `${owner}/${name}`;
}

// src/init/steps.ts
var guide = "https://github.com/schemagate/schemagate/blob/main/docs";
function setupSteps(setup) {
  return [
    pinning(setup),
    roles(setup),
    ...setup.targets.map((target) => environments(setup, target)),
    secrets(setup),
    first(setup)
  ];
}
function pinning({ paths }) {
  const workflows = paths.filter((path) => path.includes("/workflows/"));
  return {
    title: "Pin the action: a tag can be moved, a commit can't",
    notes: [],
    commands: [
      "sha=$(gh api repos/schemagate/schemagate/commits/v0 --jq .sha)",
      `perl -pi -e "s|schemagate/schemagate\\@v0|schemagate/schemagate\\@$sha # v0|" ${commandLine(workflows)}`
    ]
  };
}
function roles({ targets }) {
  const servers = targets.filter(({ dialect }) => dialect === "postgres");
  const files = targets.filter(({ dialect }) => dialect === "sqlite");
  const schemas = [...new Set(servers.flatMap((target) => target.schemas.length === 0 ? ["public"] : target.schemas))].sort();
  return {
    title: servers.length === 0 ? "Where the database lies" : "Two roles of the database, one that looks and one that writes",
    notes: [
      ...servers.length === 0 ? [] : [
        `In psql, as an administrator, connected to ${servers.length === 1 ? "the database" : "each of the databases"}. The one that writes owns the tables: take the role that ran the migrations until now; for a new database make one (grants: ${guide}/connection.md).`,
        "The last line fails in a database without migrations: run it after the first apply."
      ],
      ...files.length === 0 ? [] : [
        "A SQLite file has to lie on the machine that runs the jobs: replace ubuntu-24.04 by the labels of a self-hosted runner. The URL is file:/srv/shop/shop.db, for example."
      ]
    ],
    commands: servers.length === 0 ? [] : [
      "CREATE ROLE schemagate_read LOGIN PASSWORD '\u2026';",
      'GRANT CONNECT ON DATABASE :"DBNAME" TO schemagate_read;',
      ...schemas.map((schema) => `GRANT USAGE ON SCHEMA ${identifier(schema)} TO schemagate_read;`),
      "GRANT SELECT ON public._prisma_migrations TO schemagate_read;"
    ]
  };
}
function environments({ defaultBranch, github }, { environment, name }) {
  const plan = `${environment}-plan`;
  const settings = github === null ? "Settings \u2192 Environments" : `https://github.com/${github}/settings/environments`;
  return {
    title: `Two environments${name === null ? "" : ` for ${name}`}: ${environment}, which asks somebody, and ${plan}, which does not`,
    notes: [
      `In both: "Deployment branches and tags" is "Selected branches and tags" with ${defaultBranch} only.`,
      `In ${environment}: "Required reviewers" with at least one name, and "Prevent self-review". LOGIN below is who approves.`,
      `In ${environment} as well, by hand, as there is no command for it: untick "Allow administrators to bypass configured protection rules" (${settings}). Without all of that apply refuses.`,
      `A private repository gets required reviewers with GitHub Enterprise only: ${guide}/approvals.md.`
    ],
    commands: [
      put(environment, [
        "-F prevent_self_review=true",
        "-f 'reviewers[][type]=User'",
        '-F "reviewers[][id]=$(gh api users/LOGIN --jq .id)"'
      ]),
      branchRule(environment, defaultBranch),
      put(plan, []),
      branchRule(plan, defaultBranch)
    ]
  };
}
function put(environment, fields) {
  const selected = [
    "-F 'deployment_branch_policy[protected_branches]=false'",
    "-F 'deployment_branch_policy[custom_branch_policies]=true'"
  ];
  return ["gh api --silent --method PUT", pathOf(environment), ...fields, ...selected].join(" ");
}
function branchRule(environment, branch) {
  return [
    "gh api --silent --method POST",
    pathOf(environment, "/deployment-branch-policies"),
    commandLine(["-f", `name=${branch}`])
  ].join(" ");
}
function pathOf(environment, rest = "") {
  return commandLine([`repos/{owner}/{repo}/environments/${encodeURIComponent(environment)}${rest}`]);
}
function secrets({ targets }) {
  return {
    title: "The URLs as secrets of the environments; each command asks for one",
    notes: [
      "With -plan: the role that looks. The other one: the role that writes, over a direct connection, not through a pooler.",
      "Pull requests need none: they are compared with what the last run on the default branch saw."
    ],
    commands: targets.flatMap(({ environment }) => [
      commandLine(["gh", "secret", "set", "DATABASE_URL", "--env", `${environment}-plan`]),
      commandLine(["gh", "secret", "set", "DATABASE_URL", "--env", environment])
    ])
  };
}
function first({ paths }) {
  return {
    title: "Read the files, commit them, open a pull request",
    notes: [
      "Environments first: a workflow that names one which does not exist makes GitHub create it without any rule.",
      "Once it is merged, the first run compares the default branch with the database, and keeps what it saw. From then on pull requests with a migration get the comment."
    ],
    commands: [commandLine(["git", "add", ...paths])]
  };
}
function identifier(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

// src/init/targets.ts
function nameTargets(projects, environment) {
  refuseOddEnvironment(environment);
  const slug = slugOf(environment);
  const [only] = projects;
  if (only !== void 0 && projects.length === 1) return [{ ...only, name: null, environment, slug }];
  const names = namesOf(projects.map(({ folder }) => folder));
  return projects.map((project, index) => {
    const name = names[index] ?? "";
    return {
      ...project,
      name,
      environment: `${environment}-${name}`,
      slug: `${slug}-${name}`
    };
  });
}
function refuseOddEnvironment(environment) {
  if (slugOf(environment) === "watch")
    throw new UserError(
      "invalid-input",
      `The environment ${environment} would need a file that is called like the one of the watch, schema-watch.yml.`,
      "Give it another name, or copy the files of templates/workflows and name them yourself."
    );
  if (/^[\p{L}\p{N}](?:[\p{L}\p{N} ._/-]{0,98}[\p{L}\p{N}])?$/u.test(environment) && slugOf(environment) !== "") return;
  throw new UserError(
    "invalid-input",
    "--environment may hold letters, digits, blanks, dots, dashes, slashes and underscores, begins and ends with a letter or digit, has one of a to z or 0 to 9, and is at most 100 characters long.",
    "Choose the name that the environment has, or shall have, on GitHub, such as production."
  );
}
function namesOf(folders) {
  const named = folders.map((folder) => folder === "." ? "app" : folder);
  const short = named.map((folder) => slugOf(folder.split("/").at(-1) ?? ""));
  const long = named.map(slugOf);
  const isUnique = (names) => new Set(names).size === names.length && names.every((name) => name !== "");
  if (isUnique(short)) return short;
  if (isUnique(long)) return long;
  return folders.map((_, index) => `app-${index + 1}`);
}
function slugOf(text) {
  return text.normalize("NFKD").toLowerCase().replace(new RegExp("\\p{M}", "gu"), "").replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "");
}

// src/init/workflow-text.ts
var import_yaml2 = __toESM(require_dist(), 1);
var written = { branch: "main", environment: "production" };
function workflowFor(template, target, around) {
  return edited(template, [...renamed(template, target, around), ...addedInputs(template, target, around)]);
}
function workflowForAll(template, targets, around) {
  const texts = targets.map((target) => workflowFor(template, target, around));
  if (targets.length === 1) return texts[0] ?? "";
  const parts = texts.map((text, index) => splitAtJob(text, targets[index]?.name ?? ""));
  return `${headOf(template, around)}${parts.join("")}`;
}
function workflowForTogether(template, targets, around) {
  const [only] = targets;
  if (only !== void 0 && targets.length === 1) return workflowFor(template, only, around);
  const together = environmentInputs(template).map(({ start, end }) => ({ start, end, text: "target: all" }));
  const inside2 = ({ start }) => together.some((edit) => edit.start <= start && start < edit.end);
  const others = [...renamed(template, around, around), ...addedInputs(template, { ...around, name: null }, around)];
  return edited(template, [...together, ...others.filter((edit) => !inside2(edit))]);
}
function edited(text, edits) {
  return edits.toSorted((a, b) => b.start - a.start).reduce((result, { start, end, text: fresh }) => `${result.slice(0, start)}${fresh}${result.slice(end)}`, text);
}
function renamed(template, target, around) {
  const edits = [];
  (0, import_yaml2.visit)((0, import_yaml2.parseDocument)(template), {
    Scalar(key, node, path) {
      if (key === "key" || typeof node.value !== "string" || node.range == null) return;
      const isBranch = path.some((parent) => (0, import_yaml2.isPair)(parent) && (0, import_yaml2.isScalar)(parent.key) && parent.key.value === "branches");
      const value = isBranch ? node.value.replace(written.branch, () => branchPattern(around.defaultBranch)) : node.value.replaceAll(written.environment, () => target.environment);
      if (value !== node.value) edits.push({ start: node.range[0], end: node.range[1], text: yamlOf(value) });
    }
  });
  return edits;
}
function addedInputs(template, target, { inputs }) {
  const added = Object.entries({ ...target.name === null ? {} : { target: target.name }, ...inputs });
  if (added.length === 0) return [];
  return environmentInputs(template).map(({ start }) => {
    const indent = " ".repeat(start - template.lastIndexOf("\n", start) - 1);
    const at = template.indexOf("\n", start) + 1;
    return { start: at, end: at, text: added.map(([name, value]) => `${indent}${name}: ${yamlOf(value)}
`).join("") };
  });
}
function environmentInputs(template) {
  const places = [];
  (0, import_yaml2.visit)((0, import_yaml2.parseDocument)(template), {
    Pair(_key, pair) {
      if (!(0, import_yaml2.isScalar)(pair.key) || pair.key.value !== "with" || !(0, import_yaml2.isMap)(pair.value)) return;
      const environment = pair.value.items.find((item) => (0, import_yaml2.isScalar)(item.key) && item.key.value === "environment");
      if (environment === void 0) return;
      const end = (0, import_yaml2.isScalar)(environment.value) ? environment.value.range?.[1] : void 0;
      if (end === void 0) throw new Error("The input environment of the template has no value.");
      places.push({ start: startOf(environment), end });
    }
  });
  return places;
}
function splitAtJob(text, name) {
  const { start, id } = jobOf(text);
  return text.slice(start).replace(id, () => `${id}-${name}`);
}
function headOf(template, around) {
  const { start } = jobOf(template);
  return edited(
    template.slice(0, start),
    renamed(template, around, around).filter(({ end }) => end <= start)
  );
}
function jobOf(text) {
  const jobs = (0, import_yaml2.parseDocument)(text).get("jobs");
  const [job, ...more] = (0, import_yaml2.isMap)(jobs) ? jobs.items : [];
  if (job === void 0 || more.length > 0 || !(0, import_yaml2.isScalar)(job.key)) throw new Error("This template does not have one job.");
  return { start: text.lastIndexOf("\n", startOf(job)) + 1, id: String(job.key.value) };
}
function startOf({ key }) {
  const start = (0, import_yaml2.isScalar)(key) ? key.range?.[0] : void 0;
  if (start === void 0) throw new Error("A key of the template has no place.");
  return start;
}
var reserved = /^(?:true|false|null|yes|no|on|off|[yn])$/i;
function yamlOf(value) {
  if (/^[A-Za-z](?:[\w ./${}-]*[\w}])?$/.test(value) && !reserved.test(value)) return value;
  const quoted = new import_yaml2.Scalar(value);
  quoted.type = import_yaml2.Scalar.QUOTE_DOUBLE;
  return (0, import_yaml2.stringify)(quoted, { lineWidth: 0 }).trimEnd();
}
function branchPattern(branch) {
  if (!/^[\p{L}\p{N}._/+@#!,=-]+$/u.test(branch))
    throw new UserError(
      "invalid-input",
      `The default branch is called ${JSON.stringify(branch)}: that can't be put into a workflow safely.`,
      "Copy the files of templates/workflows and write it yourself, or rename the branch."
    );
  return branch.replaceAll("+", "\\+").replace(/^!/, "\\!");
}

// src/report/terminal-init.ts
var mostDifferences = 12;
function summarizeInit(document, paint2) {
  return [
    ...found(document, paint2),
    "",
    ...document.files.flatMap((file) => fileLines(file, paint2)),
    "",
    ...stepLines(document, paint2)
  ].join("\n");
}
function found({ root, defaultBranch, targets, leftOut }, paint2) {
  return [
    `${paint2("bold", safe(root))}  ${paint2("dim", `default branch ${safe(defaultBranch.name)}, from ${safe(defaultBranch.from)}`)}`,
    ...targets.map(
      ({ name, folder, description, dialect, environment }) => `  ${name === null ? "" : `${safe(name)}: `}${safe(folder)}: ${safe(description)}, ${engines[dialect]} \u2192 ${safe(environment)}`
    ),
    ...leftOut.map(({ folder, message }) => `  ${paint2("yellow", "!")} ${safe(folder)} is left out: ${safe(message)}`)
  ];
}
var engines = {
  postgres: "PostgreSQL",
  mysql: "MySQL",
  sqlite: "SQLite"
};
function fileLines(file, paint2) {
  const path = safe(file.path);
  switch (file.state) {
    case "written":
      return [`${paint2("green", "+")} ${path}`];
    case "same":
      return [`${paint2("green", "\u2713")} ${path} ${paint2("dim", "(is there)")}`];
    case "would-be-written":
      return [`${paint2("cyan", "+")} ${path} ${paint2("dim", "(not written: --dry-run)")}`, ...contentLines(file.content)];
    case "differs":
      return [
        `${paint2("yellow", "!")} ${path} is there with other content, and was left alone. Compare:`,
        ...file.differences.slice(0, mostDifferences).map((line) => `    ${safe(line)}`),
        ...file.differences.length > mostDifferences ? [paint2("dim", `    \u2026 and ${file.differences.length - mostDifferences} more lines (--json has all)`)] : []
      ];
  }
}
function contentLines(content) {
  return content.trimEnd().split("\n").map((line) => `    ${safe(line)}`.trimEnd());
}
function stepLines({ steps }, paint2) {
  return [
    "What is left to do:",
    ...steps.flatMap(({ title, notes, commands }, index) => [
      "",
      paint2("bold", `${index + 1}. ${safe(title)}`),
      ...notes.map((note) => `   ${safe(note)}`),
      ...commands.map((command) => `     ${safe(command)}`)
    ])
  ];
}

// src/source/find-projects.ts
import { posix as posix2 } from "node:path";

// src/source/prisma/candidates.ts
import { posix } from "node:path";
function candidateFolders(paths) {
  const configured = paths.flatMap(folderOfConfig);
  const usual = paths.flatMap(folderOfSchema);
  return [.../* @__PURE__ */ new Set([...byDepth(configured), ...byDepth(usual)])];
}
function byDepth(folders) {
  const depth = (folder) => folder === "." ? 0 : folder.split("/").length;
  return folders.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}
function folderOfConfig(path) {
  const ending = configCandidates.find((candidate) => path === candidate || path.endsWith(`/${candidate}`));
  return ending === void 0 ? [] : [path.slice(0, -ending.length).replace(/\/$/, "") || "."];
}
function folderOfSchema(path) {
  if (!path.endsWith(".prisma")) return [];
  const [, ofFolder] = /^((?:.*\/)?)prisma\/schema\/.+$/.exec(path) ?? [];
  if (ofFolder !== void 0) return [ofFolder.replace(/\/$/, "") || "."];
  if (posix.basename(path) !== "schema.prisma") return [];
  const folder = posix.dirname(path);
  return [posix.basename(folder) === "prisma" ? posix.dirname(folder) : folder];
}

// src/source/find-projects.ts
var packageLimit = 1024 * 1024;
async function findProjects(root, paths, source) {
  const named = await foldersOfPackages(root, paths);
  const folders = [.../* @__PURE__ */ new Set([...named, ...candidateFolders(paths)])];
  const projects = [];
  const unusable = [];
  const seen = /* @__PURE__ */ new Set();
  for (const folder of folders) {
    const found2 = await open(root, folder, source);
    if (found2 instanceof UserError) unusable.push({ folder, error: found2 });
    if (found2 === null || found2 instanceof UserError) continue;
    const schemas = found2.files.filter(({ path }) => path.endsWith(".prisma")).map(({ path }) => posix2.join(folder, path));
    if (schemas.some((path) => seen.has(path))) continue;
    for (const path of schemas) seen.add(path);
    projects.push({ folder, project: found2 });
  }
  return { projects: projects.toSorted((a, b) => a.folder < b.folder ? -1 : 1), unusable };
}
async function open(root, folder, source) {
  try {
    return await detectSource({ workingDirectory: inside(root, folder), schema: null, migrations: null }, source);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
async function foldersOfPackages(root, paths) {
  const folders = [];
  for (const path of paths)
    if (posix2.basename(path) === "package.json" && await namesSchema(root, path)) folders.push(posix2.dirname(path));
  return folders.sort();
}
async function namesSchema(root, path) {
  try {
    const settings = JSON.parse((await readText(root, path, packageLimit)).text);
    return typeof settings?.prisma?.schema === "string";
  } catch {
    return false;
  }
}

// src/run-init.ts
async function runInit(flags, { surroundings }) {
  const folder = await folderNamed(surroundings.currentDirectory, flags.workingDirectory ?? ".");
  const repository = await readRepository(folder, surroundings.environment["PATH"]);
  const { projects, leftOut } = await projectsOf(flags, folder, repository.files);
  const environment = flags.environment ?? "production";
  const targets = nameTargets(
    projects.map(({ folder: own, project: { description, dialect, schemas } }) => ({
      folder: posix3.join(repository.folder, own),
      description,
      dialect,
      schemas
    })),
    environment
  );
  const around = {
    defaultBranch: repository.defaultBranch.name,
    environment,
    inputs: flags.source === void 0 ? {} : { source: flags.source }
  };
  const wanted = await wantedFiles(targets, around, flags);
  const looked = await lookAtFiles(repository.root, wanted);
  const files = flags.dryRun === true ? looked : await writeMissing(repository.root, looked);
  const document = {
    root: repository.root,
    defaultBranch: repository.defaultBranch,
    targets,
    leftOut: leftOut.map(({ folder: own, message }) => ({ folder: posix3.join(repository.folder, own), message })),
    files,
    steps: setupSteps({
      targets,
      defaultBranch: repository.defaultBranch.name,
      github: repository.github,
      paths: wanted.map(({ path }) => path)
    })
  };
  return { document: initDocument(environment, document), text: summarizeInit(document, paint), status: exitStatus.done };
}
async function folderNamed(root, path) {
  const folder = inside(root, path);
  const stats = await stat(folder).catch(() => null);
  if (stats?.isDirectory() === true) return folder;
  throw new UserError("invalid-input", `The working directory ${path} is not a folder of ${root}.`, "Check --working-directory.");
}
async function projectsOf(flags, root, paths) {
  const source = sourceOf(flags);
  const named = { workingDirectory: root, schema: flags.schema ?? null, migrations: flags.migrations ?? null };
  const found2 = named.schema === null && named.migrations === null ? await findProjects(root, paths, source) : { projects: [], unusable: [] };
  if (found2.projects.length > 0) return chooseProjects(found2);
  const [first2] = found2.unusable;
  if (first2 !== void 0) throw first2.error;
  const project = await detectSource(named, source);
  if (project !== null) return { projects: [{ folder: ".", project }], leftOut: [] };
  throw new UserError(
    "invalid-source",
    `No Prisma schema was found in ${root}, among the files that git knows or does not ignore.`,
    "Start it in the root of the repository, or name the folder with --working-directory, or the schema with --schema."
  );
}
function sourceOf({ source }) {
  if (source === void 0 || source === "prisma" || source === "alembic") return source ?? null;
  throw new UserError(
    "invalid-input",
    `--source ${source} is unknown; it can be prisma or alembic.`,
    "Leave it out, or write prisma."
  );
}
async function wantedFiles(targets, around, { schema, migrations }) {
  const names = ["schema.yml", "schema-production.yml", "schema-watch.yml"];
  const [pullRequests = "", production = "", watch = ""] = await Promise.all(names.map(templateNamed));
  return [
    { path: ".github/workflows/schema.yml", content: workflowForTogether(pullRequests, targets, around) },
    ...targets.map((target) => ({
      path: `.github/workflows/schema-${target.slug}.yml`,
      content: workflowFor(production, target, around)
    })),
    { path: ".github/workflows/schema-watch.yml", content: workflowForAll(watch, targets, around) },
    { path: ".github/schemagate.yml", content: configText(targets, { schema: schema ?? null, migrations: migrations ?? null }) }
  ];
}
function templateNamed(name) {
  return readFile(homePath(`templates/workflows/${name}`), "utf8");
}
export {
  runInit
};
