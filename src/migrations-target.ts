import { sourceChange } from "./concern.ts";
import type { ConnectionFacts, EnvironmentFacts, StandInRequest } from "./dialects/dialect.ts";
import { type Engine, loadEngine } from "./dialects/engines.ts";
import { UserError } from "./errors.ts";
import type { GitFacts } from "./git.ts";
import type { Inputs } from "./inputs.ts";
import { sha256 } from "./schema/fingerprint.ts";
import type { Snapshot } from "./schema/snapshot.ts";
import type { History, Migration, SourceProject } from "./source/source.ts";
import { neededBy } from "./stand-in-setting.ts";
import { chooseScope, type OpenTarget, type Target } from "./target.ts";
import type { Tools } from "./tools.ts";

/**
 * What the migrations of the base branch make, in place of a database that nobody here may look at: as if all of them were applied,
 * and nothing had been changed by hand. Throws UserError `history-missing` where there is nothing to build that from.
 */
export const openMigrations: OpenTarget = async (inputs, project, tools) => {
  const git = await tools.readGit(inputs.workingDirectory);
  if (project === null || git === null || !git.base.available || inputs.strategy !== "migrate" || project.migrations.length === 0)
    throw new UserError("history-missing", "There are no migrations of a base branch to compare with.", "");
  if ((await sourceChange(project, git, inputs.workingDirectory))?.moved === true)
    throw new UserError(
      "history-missing",
      "Schema and migrations lie elsewhere now: which of them ran, only the database knows.",
      "",
    );
  if (project.dialect === "mysql")
    throw new UserError("unsupported-version", "MySQL and MariaDB are not supported yet.", "PostgreSQL and SQLite are.");
  const merged = await migrationsBefore(project, git);
  const engine = await loadEngine(project.dialect);
  const of = git.base.ref;
  const connection = connectionOf(project, of);
  const scope = chooseScope(inputs, project, connection);
  const live = await build({ inputs, project, tools, engine, scope, connection, merged });
  const facts = factsOf(live);
  return {
    engine,
    database: {
      connection: { ...connection, serverVersion: live.serverVersion },
      introspect: async () => live,
      inspectEnvironment: async () => facts,
    },
    scope,
    live: null,
    instead: { kind: "migrations", of },
    readHistory: async () => historyOf(merged, tools.clock()),
    [Symbol.asyncDispose]: async () => undefined,
  };
};

/** Those of the base, with the text that they have there: a pull request may edit one that is applied, or delete it. */
async function migrationsBefore(project: SourceProject, git: GitFacts): Promise<readonly Migration[]> {
  const files = git.base.available ? git.base.files : new Set<string>();
  const here = new Map(project.migrations.map((migration) => [migration.path, migration]));
  const paths = [...files].filter((path) => here.has(path) || isMigration(project, path)).sort();
  const changed = await git.changedAmong(paths);
  const before: Migration[] = [];
  for (const path of paths) {
    const kept = changed.has(path) ? undefined : here.get(path);
    const sql = kept === undefined ? await git.readFromBase(path) : null;
    if (kept !== undefined) before.push(kept);
    else if (sql !== null) before.push({ id: nameOf(path), parents: [], path, checksum: sha256(sql), sql, opaque: null });
  }
  return before;
}

/** `prisma/migrations/1_init/migration.sql`: the folder is the migration's name. */
function nameOf(path: string): string {
  return path.split("/").at(-2) ?? "";
}

function isMigration(project: SourceProject, path: string): boolean {
  return project.pathOf(nameOf(path)) === path;
}

type Building = {
  readonly inputs: Inputs;
  readonly project: SourceProject;
  readonly tools: Tools;
  readonly engine: Engine;
  readonly scope: Target["scope"];
  readonly connection: ConnectionFacts;
  readonly merged: readonly Migration[];
};

async function build({ inputs, project, tools, engine, scope, connection, merged }: Building): Promise<Snapshot> {
  const { defaultSchema } = connection;
  const context = { defaultSchema, historyTables: project.historyTables(defaultSchema) };
  const needed = await neededBy(engine.dialect, project, merged, context);
  const request: StandInRequest = {
    serverMajor: null,
    schemas: defaultSchema === null ? [] : [defaultSchema],
    extensions: needed.extensions.map((name) => ({ name, installedIn: defaultSchema ?? "public" })),
    roles: needed.roles,
    devUrl: inputs.devUrl,
    shadowSchema: inputs.shadowSchema,
    targetIdentity: null,
    limits: tools.standInLimits,
  };
  tools.progress.step(`Replaying ${merged.length} migrations in place of a database`);
  await using standIn = await engine.driver.openStandIn(request);
  const run = await standIn.run(merged.map(({ id, sql }) => ({ name: id, sql: sql ?? "" })));
  if (run.outcome === "done") return await standIn.introspect({ ...scope, absent: "leave out" });
  throw new UserError("history-missing", `The merged migrations can't be replayed: ${run.script}: ${run.message}.`, "");
}

function connectionOf({ dialect }: SourceProject, of: string): ConnectionFacts {
  const description = "none was opened";
  return {
    dialect,
    display: `the migrations of ${of}`,
    database: "",
    user: null,
    serverVersion: "",
    serverMajor: dialect === "sqlite" ? 3 : 18,
    identity: sha256(`the migrations of ${of}`),
    encryption: { encrypted: false, certificateVerified: false, description },
    route: { kind: "local", description },
    defaultSchema: dialect === "postgres" ? "public" : null,
    readOnlyProof: ["No connection was opened: the migrations were replayed on a stand-in."],
  };
}

function factsOf({ objects, schemas }: Snapshot): EnvironmentFacts {
  const extensions = objects.flatMap((object) => (object.kind === "extension" ? [object] : []));
  return {
    encoding: "UTF8",
    collation: "",
    superuser: false,
    schemas: schemas.map((name) => ({
      name,
      inScope: true,
      tables: objects.filter(({ kind, schema }) => kind === "table" && schema === name).length,
      madeBy: null,
    })),
    extensions: extensions.map(({ name, version, installedIn }) => ({
      name,
      version,
      schema: installedIn,
      objects: 0,
      examples: [],
    })),
    permissions: [],
    notes: [],
  };
}

function historyOf(merged: readonly Migration[], at: Date): History {
  return {
    rows: merged.map(({ id, checksum }) => ({
      id,
      migration: id,
      checksum,
      startedAt: at,
      finishedAt: at,
      rolledBackAt: null,
      appliedSteps: 1,
      errorCode: null,
    })),
  };
}
