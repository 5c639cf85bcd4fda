import type { Side } from "./compare.ts";
import type { Dialect, Scope, ScriptContext, StandIn, StandInRequest } from "./dialects/dialect.ts";
import { sha256 } from "./schema/fingerprint.ts";
import type { ResultCache } from "./snapshot-cache.ts";
import type { HistoryDiagnosis, Migration, SourceProject } from "./source/source.ts";
import type { Progress } from "./tools.ts";

/** How stand-ins for this target are opened, and where their results are kept. */
export type StandInSetting = {
  open(): Promise<StandIn>;
  /** For a copy of the live schema, which has these roles: it ends earlier, and takes no schema of a scratch database for the whole. */
  openCopy(roles: readonly string[], timeMs: number): Promise<StandIn>;
  readonly scope: Scope;
  /** A scratch database that somebody named must work; an engine of ours may fail, and that is a result. */
  readonly named: boolean;
  readonly cache: ResultCache;
  readonly progress: Progress;
  /** Everything but the repository's files that decides a stand-in's result. */
  readonly cacheKey: unknown;
};

/** The files are read for extensions and roles only when a stand-in is really needed. */
export function standInSetting(
  side: Side,
  diagnosis: HistoryDiagnosis,
  context: ScriptContext,
  /** `declared`: only those that the source's schema names itself, and those that the live database has. */
  made: "all extensions" | "declared extensions" = "all extensions",
): StandInSetting {
  const { inputs, project, target, facts, tools } = side;
  const { engine, scope } = target;
  const { defaultSchema, serverMajor, identity } = target.database.connection;
  const present = facts.schemas
    .filter(({ name }) => scope.include.includes(name) && name !== defaultSchema)
    .map(({ name }) => name);
  const fixed = {
    serverMajor,
    schemas: defaultSchema === null ? [] : [defaultSchema, ...present.sort()],
    extensions: facts.extensions.map(({ name, schema }) => ({ name, installedIn: schema })),
    shadowSchema: inputs.shadowSchema,
  };
  const requestFor = async (migrations: readonly Migration[]): Promise<StandInRequest> => {
    const needed = await neededBy(engine.dialect, project, migrations, context);
    const wanted = new Set(made === "all extensions" ? needed.extensions : project.extensions);
    for (const { name } of fixed.extensions) wanted.delete(name);
    return {
      ...fixed,
      extensions: [...fixed.extensions, ...[...wanted].sort().map((name) => ({ name, installedIn: defaultSchema ?? "public" }))],
      roles: needed.roles,
      devUrl: inputs.devUrl,
      targetIdentity: identity,
      limits: tools.standInLimits,
    };
  };
  const openCopy = async (roles: readonly string[], timeMs: number): Promise<StandIn> => {
    const request = await requestFor(diagnosis.pending);
    return engine.driver.openStandIn({
      ...request,
      schemas: request.schemas.slice(0, 1),
      roles: [...new Set([...request.roles, ...roles])].sort(),
      devUrl: inputs.shadowSchema === null ? inputs.devUrl : null,
      shadowSchema: null,
      limits: { ...request.limits, timeMs: Math.min(request.limits.timeMs, timeMs) },
    });
  };
  const standInScope: Scope = { ...scope, absent: "leave out" };
  const devUrl = inputs.devUrl === null ? null : sha256(inputs.devUrl.reveal());
  return {
    open: async () => engine.driver.openStandIn(await requestFor([...diagnosis.applied, ...diagnosis.pending])),
    openCopy,
    scope: standInScope,
    named: inputs.devUrl !== null,
    cache: tools.cache,
    progress: tools.progress,
    cacheKey: {
      tool: tools.version,
      dialect: engine.dialect.name,
      fixed,
      scope: standInScope,
      devUrl,
      files: project.files,
      made,
    },
  };
}

/** Roles and extensions that a stand-in has to have before these files run. */
export async function neededBy(
  dialect: Dialect,
  project: SourceProject,
  migrations: readonly Migration[],
  context: ScriptContext,
): Promise<{ readonly roles: readonly string[]; readonly extensions: readonly string[] }> {
  const scripts = await Promise.all(migrations.map((migration) => dialect.parseScript(migration.sql ?? "", context)));
  const statements = scripts.flatMap((script) => script.statements);
  const prefix = "extension ";
  const made = statements.flatMap(({ creates }) =>
    creates.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length)),
  );
  return {
    roles: [...new Set([...project.roles, ...statements.flatMap(({ roles }) => roles)])].sort(),
    extensions: [...new Set([...project.extensions, ...made])].sort(),
  };
}
