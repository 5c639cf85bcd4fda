import { type Comparison, compareCodeAndLive, compareThreeSides } from "./compare.ts";
import { type SourceChange, sourceChange } from "./concern.ts";
import type { ConnectionFacts, EnvironmentFacts } from "./dialects/dialect.ts";
import type { Drift } from "./diff/drift.ts";
import type { GitFacts } from "./git.ts";
import type { Inputs } from "./inputs.ts";
import type { LiveRecord } from "./live-record.ts";
import { type Proposal, proposePlan } from "./propose.ts";
import type { Snapshot } from "./schema/snapshot.ts";
import { serviceOf } from "./service.ts";
import { openSource } from "./source/open-source.ts";
import type { History, SourceProject } from "./source/source.ts";
import { type Instead, type OpenTarget, openTarget, type Target } from "./target.ts";
import type { Tools } from "./tools.ts";
import { type MissingMigration, missingMigration, type Ways, waysOut, waysOutOfAll } from "./ways.ts";

/** What the connection check found. */
export type Checked = {
  readonly inputs: Inputs;
  readonly task: string;
  readonly at: Date;
  readonly tool: string;
  readonly connection: ConnectionFacts;
  readonly facts: EnvironmentFacts;
  readonly scope: Target["scope"];
  readonly project: SourceProject | null;
  /** What was compared instead of a live database; null where it was one. */
  readonly instead: Instead | null;
};

/** What a preflight found: everything a report is made of. */
export type Preflight = Checked & {
  readonly project: SourceProject;
  readonly git: GitFacts | null;
  readonly changedFiles: ReadonlySet<string>;
  /** What this branch changes of the source; null where there is no base to compare with. */
  readonly sourceChanged: SourceChange | null;
  readonly live: Snapshot;
  /** Null: the database has none, or `sync`, which reads none. */
  readonly history: History | null;
  readonly comparison: Comparison;
  readonly proposal: Proposal;
  readonly ways: ReadonlyMap<Drift, Ways>;
  /** For all changes made by hand at once; null where there are not several. */
  readonly waysOfAll: Omit<Ways, "ignore"> | null;
  readonly missing: MissingMigration | null;
};

/** 00: who are we talking to, and what may we see? */
export async function check(inputs: Inputs, task: string, tools: Tools): Promise<Checked> {
  const project = await openSource(inputs, { required: false });
  await using target = await openTarget(inputs, project, tools);
  tools.progress.step("Looking at permissions and extensions");
  const facts = await target.database.inspectEnvironment(target.scope);
  const { connection } = target.database;
  return { inputs, task, at: tools.clock(), tool: tools.version, connection, facts, scope: target.scope, project, instead: null };
}

/** The live schema as data. */
export async function snapshot(inputs: Inputs, tools: Tools): Promise<Snapshot> {
  const project = await openSource(inputs, { required: false });
  await using target = await openTarget(inputs, project, tools);
  tools.progress.step("Reading the schema");
  return await target.database.introspect(target.scope);
}

/** The live database as a record: what a preflight would read of it. */
export async function recordLive(inputs: Inputs, tools: Tools): Promise<LiveRecord> {
  const project = await openSource(inputs, { required: true });
  await using target = await openTarget(inputs, project, tools);
  const { database, scope } = target;
  return {
    version: 1,
    at: tools.clock().toISOString(),
    tool: tools.version,
    ...serviceOf(inputs),
    strategy: inputs.strategy,
    connection: database.connection,
    facts: await database.inspectEnvironment(scope),
    scope,
    live: await database.introspect(scope),
    history: inputs.strategy === "sync" ? null : await target.readHistory(project),
  };
}

/**
 * 00, 01, 02; never writes to the target.
 *
 *     source of truth → stand-in → snapshot ┐
 *     live, read-only →            snapshot ┴→ diff → drift → plan → verdict
 */
export async function preflight(inputs: Inputs, task: string, tools: Tools, open: OpenTarget = openTarget): Promise<Preflight> {
  tools.progress.step("Reading the source of truth");
  const project = await openSource(inputs, { required: true });
  const git = await tools.readGit(inputs.workingDirectory);
  const sourceChanged = await sourceChange(project, git, inputs.workingDirectory);
  const changedFiles = sourceChanged?.files ?? new Set<string>();

  await using target = await open(inputs, project, tools);
  const { database, scope, instead } = target;
  tools.progress.step("Reading the live database");
  const facts = await database.inspectEnvironment(scope);
  const live = await database.introspect(scope);
  const history = inputs.strategy === "sync" ? null : await target.readHistory(project);

  const side = { inputs, project, target, facts, live, history, task, git, changedFiles, tools };
  const comparison = inputs.strategy === "migrate" ? await compareThreeSides(side) : await compareCodeAndLive(side);
  const proposal = await proposePlan(side, comparison);
  return {
    inputs,
    task,
    at: tools.clock(),
    tool: tools.version,
    connection: database.connection,
    facts,
    scope,
    project,
    git,
    changedFiles,
    sourceChanged,
    live,
    history,
    instead,
    comparison,
    proposal,
    ways: new Map(comparison.report.drift.flatMap((drift) => entryOf(drift, waysOut(side, comparison, drift)))),
    waysOfAll: waysOutOfAll(side, comparison),
    missing: missingMigration(side, comparison),
  };
}

function entryOf(drift: Drift, ways: Ways | null): readonly (readonly [Drift, Ways])[] {
  return ways === null ? [] : [[drift, ways]];
}
