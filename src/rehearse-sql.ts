import type { ParsedStatement, RehearsedBatch, StandIn } from "./dialects/dialect.ts";
import type { Inputs } from "./inputs.ts";
import { judgePlan } from "./judge-plan.ts";
import type { Batch, PlanStatement } from "./plan/plan.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { rehearse } from "./rehearse.ts";
import { observedIn, withRows } from "./rehearse-plan.ts";
import { rolesOf } from "./rehearsed-end.ts";
import type { Snapshot } from "./schema/snapshot.ts";
import { openTarget } from "./target.ts";
import type { Tools } from "./tools.ts";

/** `single`: one transaction as far as the engine allows it, as a migration tool would; `none`: each statement for itself. */
export type TransactionMode = "single" | "none";

export type RehearsedSql = {
  /** The name of the file. */
  readonly name: string;
  readonly target: { readonly display: string; readonly dialect: string; readonly serverVersion: string };
  readonly live: Snapshot;
  readonly batches: readonly Batch[];
  readonly statements: readonly PlanStatement[];
  readonly rehearsal: Rehearsal;
};

/** What a SQL script would do to a live database, tried on a copy of its schema. Only reads from the database. */
export async function rehearseSql(
  inputs: Inputs,
  file: { readonly name: string; readonly sql: string; readonly transaction: TransactionMode },
  tools: Tools,
): Promise<RehearsedSql> {
  await using target = await openTarget(inputs, null, tools);
  const { database, engine } = target;
  const { connection } = database;
  tools.progress.step("Reading the live database");
  const facts = await database.inspectEnvironment(target.scope);
  // Without a project nobody has said which schemas count: a script may mean any.
  const own = facts.schemas.flatMap(({ name, madeBy }) => (madeBy === null ? [name] : []));
  const include =
    inputs.includeSchemas === null ? own.filter((name) => !target.scope.exclude.includes(name)) : target.scope.include;
  const scope = { ...target.scope, include, absent: "leave out" } as const;
  const live = await database.introspect(scope);

  const context = { defaultSchema: connection.defaultSchema, historyTables: [], objects: live.objects };
  const parsed = (await engine.dialect.parseScript(file.sql, context)).statements;
  const groups =
    file.transaction === "single"
      ? engine.dialect.groupStatements(parsed)
      : [{ transactional: false, foreignKeys: null, statements: parsed }];
  const ordered = groups.flatMap(({ statements }) => statements);
  const batches = groups.map(
    ({ transactional, foreignKeys }): Batch => ({ origin: file.name, transactional, foreignKeys, after: null }),
  );
  tools.progress.step("Rehearsing the statements on a copy of the live schema");
  const rehearsal = await rehearse({
    dialect: engine.dialect,
    open: (roles): Promise<StandIn> =>
      engine.driver.openStandIn({
        serverMajor: connection.serverMajor,
        schemas: connection.defaultSchema === null ? [] : [connection.defaultSchema],
        extensions: [
          ...facts.extensions.map(({ name, schema }) => ({ name, installedIn: schema })),
          ...createdExtensions(ordered).map((name) => ({ name, installedIn: connection.defaultSchema ?? "public" })),
        ],
        roles: [...new Set([...roles, ...rolesOf(live.objects), ...ordered.flatMap((statement) => statement.roles)])].sort(),
        devUrl: inputs.devUrl,
        shadowSchema: null,
        targetIdentity: connection.identity,
        limits: tools.standInLimits,
      }),
    scope,
    defaultSchema: connection.defaultSchema,
    serverMajor: connection.serverMajor,
    settings: await database.sessionSettings(),
    filled: (tables) => withRows(tables, { target, live }),
    live,
    batches: groups.map(
      ({ transactional, foreignKeys, statements }): RehearsedBatch => ({
        origin: file.name,
        transactional,
        foreignKeys,
        statements: statements.map(({ sql }) => sql),
      }),
    ),
    touches: ordered.flatMap(({ touches }) => touches),
    expected: null,
    rollback: [],
    cover: (snapshot) => snapshot,
    rights: true,
  });
  const statements = groups.flatMap((group, batch) =>
    group.statements.map((statement) => toStatement(statement, file.name, batch)),
  );
  const { plan } = await judgePlan(
    { inputs, live, target, tools },
    { batches, statements: observedIn(statements, rehearsal) },
    ordered.map((statement) => [statement]),
    { rehearsal, verdict: { outcome: "planned" } },
  );
  const { display, dialect, serverVersion } = connection;
  return { name: file.name, target: { display, dialect, serverVersion }, live, batches, statements: plan.statements, rehearsal };
}

function toStatement({ sql, effects, hazards }: ParsedStatement, origin: string, batch: number): PlanStatement {
  return { sql, origin, batch, changes: [], effects, hazards, locks: [], rewrites: [] };
}

function createdExtensions(statements: readonly ParsedStatement[]): readonly string[] {
  return statements.flatMap(({ creates }) =>
    creates.flatMap((id) => (id.startsWith("extension ") ? [id.slice("extension ".length)] : [])),
  );
}
