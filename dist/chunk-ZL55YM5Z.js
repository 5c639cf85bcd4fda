import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  applyPolicy,
  external_exports,
  hazardPolicyOf,
  severities,
  usualSmallTable
} from "./chunk-36BEUYFX.js";
import {
  ageWords,
  applyAgain,
  commandLine,
  compareWithCode,
  describeChange,
  detectSource,
  diff,
  differingFields,
  digestOf,
  findDrift,
  isIgnored,
  isIgnoredName,
  majorOf,
  neutralize,
  readRegularFile,
  shortDigest,
  withoutBelongings,
  writeWhole
} from "./chunk-Y7KZBQ6H.js";
import {
  changedId
} from "./chunk-ZKYGNOYZ.js";
import {
  canonicalJson,
  fingerprintOf,
  hashObjects,
  sameValue,
  sha256
} from "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  aroundWords,
  isHeldUp,
  nothingAround
} from "./chunk-HVH5A3JS.js";
import {
  hazardOf
} from "./chunk-MCIORTWX.js";
import {
  entryOf,
  isHazardId
} from "./chunk-2LLQSP74.js";
import {
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/signals.ts
import { constants } from "node:os";
function watchSignals() {
  const stop = new AbortController();
  let held = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (held && !stop.signal.aborted) stop.abort();
      else process.exit(128 + constants.signals[signal]);
    });
  }
  return {
    holdSignals: () => {
      held = true;
      return stop.signal;
    },
    releaseSignals: () => {
      held = false;
    }
  };
}

// src/snapshot-cache.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
function folderCache(folder) {
  return {
    async remember(inputs, make, keep) {
      const path = join(folder, `${sha256(canonicalJson(inputs))}.json.gz`);
      const known = await readEntry(path);
      if (known !== null) return known.result;
      const result = await make();
      if (keep(result)) await writeEntry(path, result);
      return result;
    }
  };
}
async function readEntry(path) {
  try {
    const entry = gunzipSync(await readFile(path));
    const content = entry.subarray(64);
    return sha256(content) === entry.subarray(0, 64).toString("latin1") ? { result: JSON.parse(content.toString("utf8")) } : null;
  } catch {
    return null;
  }
}
async function writeEntry(path, result) {
  const content = JSON.stringify(result);
  await writeWhole(path, gzipSync(`${sha256(content)}${content}`, { level: 1 })).catch(() => void 0);
}

// src/tools.ts
var usualStandInLimits = { timeMs: 3e5, memoryBytes: 2e9 };

// src/version.ts
var version = "0.1.0";

// src/service.ts
import { relative } from "node:path";
function serviceOf({ environment, target, root, workingDirectory }) {
  const folder = relative(root, workingDirectory).replaceAll("\\", "/");
  return { environment: environment ?? "", target, folder: folder === "" ? "." : folder };
}
function placeOf({ target, folder }) {
  return target ?? (folder === "." ? null : folder);
}
function isSameService(a, b) {
  return a.environment === b.environment && a.target === b.target && (a.target !== null || a.folder === b.folder);
}

// src/source/open-source.ts
async function openSource(inputs, need) {
  const request = { workingDirectory: inputs.workingDirectory, schema: inputs.schema, migrations: inputs.migrations };
  const project = await detectSource(request, inputs.source);
  if (project === null && need.required) {
    throw new UserError(
      "invalid-source",
      `No Prisma schema was found in ${inputs.workingDirectory}.`,
      "Run it in the folder of the service, pass --working-directory, or name the schema with --schema prisma/schema.prisma."
    );
  }
  return project;
}

// src/diagnosis.ts
async function diagnoseHistory(project, history, git, { inputs, today: today2 }) {
  const diagnosis = project.diagnose(history, await fromDefaultBranch(project, history, git));
  const problems = diagnosis.problems.map(
    (problem) => problem.kind !== "failed" && isIgnoredName(`migration ${problem.migration}`, inputs.config.ignore, today2) ? { ...problem, blocks: false } : problem
  );
  return { ...diagnosis, problems };
}
async function fromDefaultBranch(project, history, git) {
  if (git === null || !git.base.available) return [];
  const own = new Set(project.migrations.map(({ id }) => id));
  const found = [];
  for (const id of new Set((history?.rows ?? []).map(({ migration }) => migration))) {
    const path = own.has(id) ? null : project.pathOf(id);
    const sql = path === null ? null : await git.readFromBase(path);
    if (path === null || sql === null || (await git.deletedAmong([path])).has(path)) continue;
    found.push({ id, parents: [], path, checksum: sha256(sql), sql, opaque: null });
  }
  return found;
}

// src/diff/respellable.ts
var respellable = /* @__PURE__ */ new Set([
  "definition",
  "expression",
  "where",
  "keys",
  "using",
  "check",
  "default",
  "generated",
  "checks",
  "columns"
]);

// src/provenance.ts
function originOfFile(git, path, changed) {
  if (git === null || !git.base.available) return null;
  return git.base.files.has(path) && !changed.has(path) ? "default-branch" : "this-pull-request";
}
function originOfChange(git, paths, changed) {
  if (git === null || !git.base.available) return null;
  return paths.some((path) => changed.has(path)) ? "this-pull-request" : "default-branch";
}

// src/replay.ts
var readBoundariesUpTo = 25;
function buildDesired(setting, writeDdl) {
  return setting.cache.remember(
    { step: "desired", setting: setting.cacheKey },
    async () => {
      var _stack = [];
      try {
        setting.progress.step("Building the schema of the code on a stand-in");
        const standIn = __using(_stack, await setting.open(), true);
        const run = await standIn.run([{ name: "schema", sql: await writeDdl() }]);
        if (run.outcome !== "done") {
          throw new UserError(
            "invalid-source",
            `The schema can't be built on ${standIn.engine}: ${runMessage(run)}`,
            extensionHint(standIn)
          );
        }
        return await standIn.introspect(setting.scope);
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    },
    () => true
  );
}
function replayHistory(setting, applied, pending) {
  return setting.cache.remember(historyInputs(setting, applied, pending), () => replay(setting, applied, pending), isReplayed);
}
async function replay(setting, applied, pending) {
  var _stack = [];
  try {
    setting.progress.step(`Replaying ${applied.length + pending.length} migrations on a stand-in`);
    const opened = await openOrReason(setting);
    if (typeof opened === "string") return { outcome: "undetermined", engine: null, reason: opened, advice: null };
    const standIn = __using(_stack, opened, true);
    const result = await replayOn(standIn, setting.scope, applied, pending);
    await rememberApplied(setting, [...applied, ...pending], result);
    return result;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function rememberApplied(setting, applied, result) {
  if (result.outcome !== "replayed" || result.end.outcome !== "reached" || result.after.length === 0) return;
  const known = { ...result, before: result.end.snapshot, after: [] };
  await setting.cache.remember(historyInputs(setting, applied, []), () => Promise.resolve(known), isReplayed);
}
function historyInputs({ cacheKey }, applied, pending) {
  return { step: "history", setting: cacheKey, applied: applied.map(toScript), pending: pending.map(toScript) };
}
function isReplayed({ outcome }) {
  return outcome === "replayed";
}
async function replayOn(standIn, scope, applied, pending) {
  const first = await standIn.run(applied.map(toScript));
  if (first.outcome !== "done") {
    return {
      outcome: "undetermined",
      engine: standIn.engine,
      reason: `${first.script}: ${runMessage(first)} (on ${standIn.engine}).`,
      advice: extensionHint(standIn)
    };
  }
  const before = await standIn.introspect(scope);
  const after = [];
  const everyBoundary = pending.length <= readBoundariesUpTo;
  for (const [index, migration] of pending.entries()) {
    const run = await standIn.run([toScript(migration)]);
    if (run.outcome !== "done") {
      return {
        outcome: "replayed",
        engine: standIn.engine,
        before,
        after,
        end: {
          outcome: "failed",
          migration: migration.id,
          message: `${runMessage(run)} (on ${standIn.engine}).`,
          advice: extensionHint(standIn)
        }
      };
    }
    after.push(everyBoundary || index === pending.length - 1 ? await standIn.introspect(scope) : null);
  }
  return {
    outcome: "replayed",
    engine: standIn.engine,
    before,
    after,
    end: { outcome: "reached", snapshot: after.at(-1) ?? before }
  };
}
function respellOnHistory(setting, applied, pairs) {
  const inputs = { step: "respell", setting: setting.cacheKey, applied: applied.map(toScript), pairs };
  return setting.cache.remember(
    inputs,
    async () => {
      var _stack = [];
      try {
        setting.progress.step(`Spelling ${pairs.length} objects alike`);
        const standIn = __using(_stack, await setting.open(), true);
        const run = await standIn.run(applied.map(toScript));
        if (run.outcome !== "done") return { from: pairs.map(({ from: from2 }) => from2), to: pairs.map(({ to: to2 }) => to2) };
        const from = await standIn.respell(
          pairs.map((pair) => pair.from),
          setting.scope
        );
        const to = await standIn.respell(
          pairs.map((pair) => pair.to),
          setting.scope
        );
        return { from, to };
      } catch (_) {
        var _error = _, _hasError = true;
      } finally {
        var _promise = __callDispose(_stack, _error, _hasError);
        _promise && await _promise;
      }
    },
    () => true
  );
}
async function openOrReason({ open, named: named2 }) {
  try {
    return await open();
  } catch (error) {
    if (error instanceof UserError && !named2) return `No stand-in could be started: ${error.message}`;
    throw error;
  }
}
function toScript(migration) {
  return { name: migration.id, sql: migration.sql ?? "" };
}
function runMessage(run) {
  return run.outcome === "killed" || run.code === null ? run.message : `${run.message} [${run.code}]`;
}
function extensionHint({ missingExtensions }) {
  if (missingExtensions.length === 0) return null;
  return `The stand-in has no ${missingExtensions.join(", ")}: pass --dev-url with an empty scratch database of a server that has it.`;
}

// src/stand-in-setting.ts
function standInSetting(side, diagnosis, context, made = "all extensions") {
  const { inputs, project, target, facts, tools } = side;
  const { engine, scope } = target;
  const { defaultSchema, serverMajor, identity } = target.database.connection;
  const present = facts.schemas.filter(({ name }) => scope.include.includes(name) && name !== defaultSchema).map(({ name }) => name);
  const fixed = {
    serverMajor,
    schemas: defaultSchema === null ? [] : [defaultSchema, ...present.sort()],
    extensions: facts.extensions.map(({ name, schema }) => ({ name, installedIn: schema })),
    shadowSchema: inputs.shadowSchema
  };
  const requestFor = async (migrations) => {
    const needed = await neededBy(engine.dialect, project, migrations, context);
    const wanted = new Set(made === "all extensions" ? needed.extensions : project.extensions);
    for (const { name } of fixed.extensions) wanted.delete(name);
    return {
      ...fixed,
      extensions: [...fixed.extensions, ...[...wanted].sort().map((name) => ({ name, installedIn: defaultSchema ?? "public" }))],
      roles: needed.roles,
      devUrl: inputs.devUrl,
      targetIdentity: identity,
      limits: tools.standInLimits
    };
  };
  const openCopy = async (roles, timeMs) => {
    const request = await requestFor(diagnosis.pending);
    return engine.driver.openStandIn({
      ...request,
      schemas: request.schemas.slice(0, 1),
      roles: [.../* @__PURE__ */ new Set([...request.roles, ...roles])].sort(),
      devUrl: inputs.shadowSchema === null ? inputs.devUrl : null,
      shadowSchema: null,
      limits: { ...request.limits, timeMs: Math.min(request.limits.timeMs, timeMs) }
    });
  };
  const standInScope = { ...scope, absent: "leave out" };
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
      made
    }
  };
}
async function neededBy(dialect, project, migrations, context) {
  const scripts = await Promise.all(migrations.map((migration) => dialect.parseScript(migration.sql ?? "", context)));
  const statements = scripts.flatMap((script) => script.statements);
  const prefix = "extension ";
  const made = statements.flatMap(
    ({ creates }) => creates.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length))
  );
  return {
    roles: [.../* @__PURE__ */ new Set([...project.roles, ...statements.flatMap(({ roles }) => roles)])].sort(),
    extensions: [.../* @__PURE__ */ new Set([...project.extensions, ...made])].sort()
  };
}

// src/compare.ts
async function compareThreeSides(side) {
  const { project } = side;
  const diagnosis = await diagnosisOf(side);
  const context = contextOfScripts(side);
  const setting = standInSetting(side, diagnosis, context);
  const code = await buildDesired(setting, () => project.desiredDdl(context.defaultSchema));
  const replay2 = await replayHistory(setting, diagnosis.applied, diagnosis.pending);
  const live = await withoutRemnants(side, diagnosis, context);
  const historyMissing = diagnosis.empty && live.objects.some(({ kind, id }) => kind === "table" && !context.historyTables.includes(id));
  const spelled = replay2.outcome === "replayed" && !historyMissing ? await inOneSpelling({ ...side, live }, setting, diagnosis.applied, replay2.before, context) : live;
  const report = findDrift(
    { live: spelled, code, history: historySide(replay2, diagnosis, historyMissing) },
    contextOfDrift(side, diagnosis, context)
  );
  return { diagnosis, historyMissing, code, replay: replay2, report, changes: [], compared: [], engine: replay2.engine, context };
}
async function withoutRemnants({ live, target }, { pending }, context) {
  if (!live.objects.some((object) => object.kind === "index" && !object.valid)) return live;
  const scripts = await Promise.all(pending.map(({ sql }) => target.engine.dialect.parseScript(sql ?? "", context)));
  const built = new Set(
    scripts.flatMap(
      ({ statements }) => statements.flatMap(({ verb, creates }) => /^CREATE (UNIQUE )?INDEX CONCURRENTLY$/.test(verb) ? creates : [])
    )
  );
  return {
    ...live,
    objects: live.objects.filter((object) => !(object.kind === "index" && !object.valid && built.has(object.id)))
  };
}
function historySide(replay2, diagnosis, historyMissing) {
  if (replay2.outcome === "undetermined")
    return { outcome: "undetermined", reason: [replay2.reason, ...replay2.advice === null ? [] : [replay2.advice]].join(" ") };
  const all = wholeHistory(replay2, diagnosis);
  return historyMissing ? { outcome: "unknown", all } : { outcome: "replayed", applied: replay2.before, all };
}
async function compareCodeAndLive(side) {
  const { inputs, project } = side;
  const diagnosis = await diagnosisOf(side);
  const context = contextOfScripts(side);
  const setting = standInSetting(side, diagnosis, context);
  const code = await buildDesired(setting, () => project.desiredDdl(context.defaultSchema));
  const replay2 = inputs.strategy === "push" && project.migrations.length > 0 ? await replayHistory(setting, project.migrations, []) : null;
  const driftContext = contextOfDrift(side, diagnosis, context);
  const live = side.inputs.strategy === "sync" ? withoutInvalidIndexes(side.live) : side.live;
  const { changes: changes2, ignored, kept, rules, compared } = compareWithCode(live, code, driftContext);
  const report = { drift: [], kept, rules, ignored };
  const extensions = await extensionsToMake(side, diagnosis, context, code, compared);
  return {
    diagnosis,
    historyMissing: false,
    code,
    replay: replay2,
    report,
    changes: [...extensions.map((object) => ({ kind: "create", object, parts: [] })), ...changes2],
    compared: [...compared, ...extensions],
    engine: null,
    context
  };
}
function withoutInvalidIndexes(live) {
  return { ...live, objects: live.objects.filter((object) => !(object.kind === "index" && !object.valid)) };
}
async function extensionsToMake(side, diagnosis, context, code, compared) {
  const known = new Set([...side.live.objects, ...compared].map(({ id }) => id));
  const candidates = code.objects.filter((object) => object.kind === "extension" && !known.has(object.id));
  if (candidates.length === 0) return [];
  const without2 = standInSetting(side, diagnosis, context, "declared extensions");
  try {
    await buildDesired(without2, () => side.project.desiredDdl(context.defaultSchema));
    return [];
  } catch (error) {
    if (error instanceof UserError && error.reason === "invalid-source") return candidates;
    throw error;
  }
}
function wholeHistory({ end }, { problems }) {
  return end.outcome === "reached" && !problems.some(({ kind }) => kind === "failed") ? end.snapshot : null;
}
function contextOfScripts({ project, target }) {
  const { defaultSchema } = target.database.connection;
  return { defaultSchema, historyTables: project.historyTables(defaultSchema) };
}
function diagnosisOf(side) {
  return diagnoseHistory(side.project, side.history, side.git, { inputs: side.inputs, today: today(side) });
}
function today({ tools }) {
  return tools.clock().toISOString().slice(0, 10);
}
function contextOfDrift(side, diagnosis, context) {
  const { project, git } = side;
  const migrationFiles = new Set(project.migrations.map(({ path }) => path));
  const schemaFiles = project.files.map(({ path }) => path).filter((path) => !migrationFiles.has(path));
  return {
    language: side.project.language,
    historyTables: context.historyTables,
    diagnosis,
    ignore: side.inputs.config.ignore,
    originOf: (id) => originOfFile(git, project.migrations.find((migration) => migration.id === id)?.path ?? "", side.changedFiles),
    schemaOrigin: originOfChange(git, schemaFiles, side.changedFiles),
    today: today(side)
  };
}
function differsInSpelling(change) {
  return change.kind === "alter" && change.fields.every((field) => respellable.has(field));
}
async function inOneSpelling(side, setting, applied, history, context) {
  const neutral = neutralize(history, side.live, context.historyTables);
  const pairs = diff(neutral.from, neutral.to).flatMap(
    (change) => change.kind === "alter" && differsInSpelling(change) ? [{ from: change.from, to: change.to }] : []
  );
  if (pairs.length === 0) return side.live;
  const spelled = await respellOnHistory(setting, applied, pairs);
  const equal2 = /* @__PURE__ */ new Map();
  for (const [index, pair] of pairs.entries()) {
    const [from, to] = [spelled.from[index], spelled.to[index]];
    if (from !== void 0 && to !== void 0 && diff([from], [to]).length === 0) equal2.set(pair.to.id, pair.from);
  }
  return { ...side.live, objects: side.live.objects.map((object) => equal2.get(object.id) ?? object) };
}

// src/concern.ts
var limit = 5e7;
async function sourceChange(project, git, workingDirectory) {
  if (git === null || !git.base.available) return null;
  const there = [...git.base.files].filter((path) => project.mayBelong(path));
  const candidates = /* @__PURE__ */ new Set([
    ...there,
    ...project.files.map(({ path }) => path),
    ...await newSettings(project, git, workingDirectory)
  ]);
  const files = /* @__PURE__ */ new Set();
  let moved = false;
  for (const path of await git.changedAmong([...candidates])) {
    if (!project.mayLocate(path)) {
      files.add(path);
      continue;
    }
    const after = await readRegularFile(workingDirectory, path, limit);
    if (!project.locatesAnew(path, await git.readFromBase(path), after?.toString("utf8") ?? null)) continue;
    files.add(path);
    moved = true;
  }
  return { files, moved };
}
async function newSettings(project, git, workingDirectory) {
  const found = [];
  for (const path of project.settings) {
    if (git.base.available && git.base.files.has(path)) continue;
    if (await readRegularFile(workingDirectory, path, limit) !== null) found.push(path);
  }
  return found;
}

// src/hazards/answers.ts
function weighAnswer({ hazard, question }, answer, changedBefore) {
  if (question === null || answer === null) return hazard;
  if (answer.outcome === "unknown") return { ...hazard, evidence: `Not looked at in the database: ${answer.reason}` };
  const { count: count2 } = answer;
  if (changedBefore === "yes") {
    const words3 = `${inWords(answer)} ${subject(question)} as of now; an earlier statement writes to the table.`;
    return { ...hazard, evidence: capital(words3) };
  }
  if (!isHarmless(question, count2))
    return { ...hazard, ...weight(hazard, question, count2), evidence: said(hazard, question, answer) };
  if (hazard.severity !== "destructive" || question.ask === "unfit") return null;
  return { ...hazard, severity: "advisory", evidence: said(hazard, question, answer) };
}
var numbersRunOut = 70;
var fewRows = 1e3;
function isHarmless({ ask: ask2 }, count2) {
  return ask2 === "numbers-used" ? count2 < numbersRunOut : count2 === 0;
}
function weight(hazard, { ask: ask2 }, count2) {
  return { severity: ask2 === "matches" && count2 <= fewRows ? "advisory" : hazard.severity };
}
function said({ id }, question, answer) {
  const { count: count2 } = answer;
  const what = `${capital(inWords(answer))} ${subject(question)}`;
  if (question.ask === "invalid-index") return "An index of this name is there, and it is invalid.";
  if (question.ask === "publications")
    return count2 === 1 ? "A publication sends its changes." : `${count2} publications send its changes.`;
  if (question.ask === "numbers-used") return `${count2} % of its numbers are used.`;
  return failing.has(id) ? `${what}: it fails.` : `${what}.`;
}
var failing = /* @__PURE__ */ new Set([
  "add-required-column",
  "check-violations",
  "enum-value-removed",
  "foreign-key-orphans",
  "set-not-null-nulls",
  "type-cast-may-fail",
  "unique-duplicates"
]);
function subject(question) {
  switch (question.ask) {
    case "rows":
      return "rows in the table";
    case "values":
      return "rows have a value in it";
    case "nulls":
      return "rows are NULL there";
    case "duplicates":
      return "values occur more than once";
    case "orphans":
      return "rows have no parent";
    case "violations":
      return "rows break it";
    case "matches":
      return "rows match";
    case "unfit":
      return "values do not fit";
    case "labels":
      return "rows have such a value";
    case "invalid-index":
      return "such indexes are invalid";
    case "publications":
      return "publications send its changes";
    case "numbers-used":
      return "percent of its numbers are used";
  }
}
function inWords({ count: count2, more }) {
  if (count2 === 0) return "no";
  if (count2 < 5) return "a few";
  return `${more ? "more than " : ""}${count2.toLocaleString("en-US")}`;
}
function capital(words3) {
  return `${words3.charAt(0).toUpperCase()}${words3.slice(1)}`;
}

// src/hazards/observed.ts
function isRoutine(mode) {
  return !strongModes.has(mode);
}
var strongModes = /* @__PURE__ */ new Set([
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock"
]);
function unexplained({ verb, risks }, observation) {
  if (observation.outcome.kind !== "done") return [];
  const expected = (seen2, of) => risks.some(({ sign }) => sign !== null && sign.seen === seen2 && (sign.of === of || sign.of === null));
  const empties = verb.startsWith("TRUNCATE") || risks.some(({ hazard }) => emptying.has(hazard.id));
  const rewritten = empties ? [] : observation.rewrites.filter((id) => !expected("rewrite", id));
  const tables = new Set(observation.rewrites);
  const built = rewritten.length > 0 || tables.size > 0 ? [] : observation.builds;
  const opaque = risks.some(({ hazard }) => hazard.id === "opaque-sql");
  const builders = risks.some(({ hazard }) => building.has(hazard.id));
  const blocked = observation.locks.filter(({ relation, mode }) => relation.startsWith("table ") && !isRoutine(mode));
  return [
    ...rewritten.map((id) => seenHazard("table-rewrite", id, `Rehearsed: it rewrites ${id}.`)),
    ...built.length > 0 && !builders && !expected("build", null) && !expected("only build", null) ? blocked.slice(0, 1).map(
      ({ relation, mode }) => seenHazard(
        "index-build-blocks-writes",
        relation,
        `Rehearsed: it builds ${built.slice(0, 3).join(", ")} under ${mode}.`
      )
    ) : [],
    ...observation.drops.length > 0 && !expected("drop", null) && !collateralIsKnown(risks) ? [
      seenHazard(
        opaque || !observation.drops.every(isPart) ? "drop-cascade-collateral" : "drop-column-collateral",
        observation.drops[0] ?? null,
        `Rehearsed: ${observation.drops.slice(0, 5).join(", ")} ${observation.drops.length === 1 ? "goes" : "go"}, too.`
      )
    ] : []
  ];
}
var emptying = /* @__PURE__ */ new Set([
  "truncate-table",
  "truncate-cascade",
  "matview-refresh-blocks",
  "reindex-blocks",
  "sequence-rewind",
  "sqlite-table-rebuild"
]);
var building = /* @__PURE__ */ new Set([
  "index-build-blocks-writes",
  "partitioned-index-fanout",
  "reindex-blocks",
  "table-rewrite",
  "matview-refresh-blocks"
]);
function collateralIsKnown(risks) {
  return risks.some(
    ({ hazard }) => hazard.id === "drop-schema-or-database" || hazard.id === "drop-table" || hazard.id === "drop-partition"
  );
}
function isPart(id) {
  return /^(?:index|check|foreign key|primary key|exclusion) /.test(id);
}
function failureHazards({ touches }, { outcome }) {
  if (outcome.kind !== "failed") return [];
  const id = failures.find(
    ({ code, message }) => code === outcome.code && (message === null || message.test(outcome.message))
  )?.id;
  if (id === void 0) return [];
  const table = touches.find((touched) => touched.startsWith("table ")) ?? null;
  return [seenHazard(id, table, `Rehearsed: it fails (${outcome.code ?? "no code"}).`)];
}
var failures = [
  { code: "25001", message: null, id: "concurrently-in-transaction" },
  { code: "0A000", message: /on partitioned table/, id: "concurrent-index-on-partitioned-parent" },
  { code: "0A000", message: /used by a|depends on|cannot alter type of a column/, id: "dependent-object-blocks-change" },
  { code: "2BP01", message: null, id: "dependent-object-blocks-change" },
  { code: "42830", message: null, id: "foreign-key-unusable" },
  { code: "42804", message: /foreign key/, id: "foreign-key-unusable" },
  { code: "55P04", message: null, id: "enum-add-value-used-in-transaction" },
  { code: "42601", message: /multiple assignments/, id: "duplicate-column-assignment" },
  { code: "42701", message: /specified more than once/, id: "duplicate-column-assignment" },
  { code: "SQLITE_ERROR", message: /error in (?:index|view|table|trigger)|cannot drop/i, id: "sqlite-drop-column-refused" },
  { code: "SQLITE_ERROR", message: /cannot add a (?:UNIQUE|PRIMARY|STORED|REFERENCES)/i, id: "sqlite-add-column-restricted" }
];
function workHazards(statements, observations, index) {
  const own = statements[index];
  const here = observations[index];
  if (own === void 0 || here == null || here.outcome.kind !== "done" || own.transactional === "no") return [];
  const before = statements.flatMap((statement, at) => {
    const seen2 = at < index && statement.batch === own.batch ? observations[at] : null;
    return seen2 == null ? [] : [seen2];
  });
  return [...heldBefore(own, here, before), ...severalTables(here, before), ...readAgain(own, here, before)];
}
function heldBefore(own, here, before) {
  const work = here.scans.length > 0 || here.rewrites.length > 0 || here.builds.length > 0 || own.writesRows === "yes";
  if (!work || own.risks.some(({ hazard }) => hazard.id === "validate-in-same-transaction")) return [];
  const locks = (seen2) => seen2.locks.flatMap(
    ({ relation, mode }) => mode === "AccessExclusiveLock" && relation.startsWith("table ") ? [relation] : []
  );
  const same = /* @__PURE__ */ new Set([...locks(here), ...own.verb === "ALTER TABLE" ? own.touches : []]);
  const held = before.flatMap(locks).find((relation) => !same.has(relation));
  return held === void 0 ? [] : [seenHazard("statement-under-held-exclusive-lock", held, null)];
}
function severalTables(here, before) {
  const strong = ({ locks }) => locks.flatMap(
    ({ relation, mode }) => relation.startsWith("table ") && (mode === "AccessExclusiveLock" || mode === "ShareRowExclusiveLock") ? [relation] : []
  );
  const earlier = new Set(before.flatMap(strong));
  const added = strong(here).find((relation) => !earlier.has(relation));
  const told = before.some((seen2, at) => {
    const sofar = new Set(before.slice(0, at).flatMap(strong));
    return sofar.size > 0 && strong(seen2).some((relation) => !sofar.has(relation));
  });
  return earlier.size === 0 || added === void 0 || told ? [] : [seenHazard("multi-table-lock-order", added, null)];
}
function readAgain({ risks }, here, before) {
  if (!risks.some(({ sign }) => sign !== null && (sign.seen === "scan" || sign.seen === "rewrite"))) return [];
  const read = ({ scans, rewrites }) => [...scans, ...rewrites];
  const earlier = new Set(before.flatMap(read));
  const again2 = read(here).find((id) => earlier.has(id));
  return again2 === void 0 ? [] : [seenHazard("repeated-table-scans", again2, null)];
}
function seenHazard(id, object, evidence) {
  return { ...hazardOf(id, object), evidence };
}

// src/hazards/judge.ts
function judgeHazards(statements, evidence) {
  const written = /* @__PURE__ */ new Set();
  const known = ({ id }) => isHazardId(id) && entryOf(id).dialects.includes(evidence.dialect);
  return statements.map((statement, index) => {
    const observation = evidence.observations[index] ?? null;
    const found = [
      ...statement.risks.flatMap((risk) => judged(risk, observation, evidence.answers, written) ?? []),
      ...observation === null ? [] : unexplained(statement, observation).filter(known),
      ...observation === null ? [] : failureHazards(statement, observation).filter(known),
      ...workHazards(statements, evidence.observations, index).filter(known)
    ];
    if (statement.writesRows === "yes") for (const id of statement.touches) written.add(id);
    return withoutMoot(unique(found)).map((hazard) => weighSize(hazard, evidence));
  });
}
function judged(risk, observation, answers, written) {
  const answer = risk.question === null ? null : answers.get(risk.question) ?? null;
  const shown = seen(risk.sign, observation);
  if (shown === "no") return null;
  const asked = risk.question !== null && answer !== null && answer.outcome === "counted";
  if (shown === "unknown" && !risk.presumed && !asked) return null;
  const weighed = weighAnswer(risk, answer, changes(risk, written));
  return weighed === null || shown !== "yes" || weighed.evidence !== null ? weighed : { ...weighed, evidence: signWords(risk.sign, observation) };
}
function changes({ question }, written) {
  if (question === null || !("table" in question)) return "no";
  const { schema, name } = question.table;
  return [...written].some((id) => id.endsWith(` ${schema === null ? "" : `${schema}.`}${name}`)) ? "yes" : "no";
}
function seen(sign, observation) {
  if (sign === null || observation === null || observation.outcome.kind !== "done") return "unknown";
  return matching(sign, observation).length > 0 ? "yes" : "no";
}
function matching({ seen: kind, of }, observation) {
  const found = relations(kind, observation);
  return of === null ? found : found.filter((id) => id === of);
}
function relations(kind, { locks, scans, rewrites, builds, drops, empties }) {
  switch (kind) {
    case "lock":
      return locks.flatMap(({ relation, mode }) => isRoutine(mode) ? [] : [relation]);
    case "scan":
      return [...scans, ...rewrites];
    case "only scan":
      return rewrites.length > 0 || builds.length > 0 ? [] : scans;
    case "only build":
      return rewrites.length > 0 ? [] : builds;
    case "rewrite":
      return rewrites;
    case "build":
      return builds;
    case "drop":
      return drops;
    case "empty":
      return empties;
  }
}
function signWords(sign, observation) {
  if (sign === null || observation === null) return null;
  const found = matching(sign, observation);
  const shown = `${found.slice(0, 5).join(", ")}${found.length > 5 ? ` and ${found.length - 5} more` : ""}`;
  switch (sign.seen) {
    case "lock":
      return `Rehearsed: it takes ${observation.locks.find(({ relation }) => relation === found[0])?.mode ?? "a lock"} on ${found[0]}.`;
    case "scan":
    case "only scan":
      return `Rehearsed: it reads all of ${shown}.`;
    case "rewrite":
      return `Rehearsed: it rewrites ${shown}.`;
    case "build":
    case "only build":
      return `Rehearsed: it builds ${shown}.`;
    case "empty":
      return `Rehearsed: rows of ${shown} are deleted or emptied by it.`;
    case "drop":
      return `Rehearsed: ${shown} ${found.length === 1 ? "goes" : "go"} with it.`;
  }
}
function weighSize(given, { statistics, smallTable, around }) {
  if (given.severity !== "blocking") return given;
  const table = given.object === null ? "" : tableOf(given.object);
  const hazard = { ...given, evidence: joined([given.evidence, ...aroundWords(given, table, around)]) };
  const rows = statistics[table]?.rows ?? null;
  if (rows === null || rows < 0) return hazard;
  const words3 = `About ${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
  const evidence = hazard.evidence === null ? `${words3}.` : `${hazard.evidence} ${words3}.`;
  return rows > smallTable || isHeldUp(around) ? { ...hazard, evidence } : { ...hazard, severity: "advisory", evidence: `${evidence} That is over in a moment.` };
}
function joined(sentences) {
  const said2 = sentences.filter((sentence) => sentence !== null);
  return said2.length === 0 ? null : said2.join(" ");
}
function tableOf(id) {
  if (!id.startsWith("column ")) return id;
  return `table ${id.slice("column ".length, id.lastIndexOf("."))}`;
}
function withoutMoot(hazards) {
  const refused3 = hazards.some(({ severity }) => severity === "unexecutable");
  return refused3 ? hazards.filter(({ severity }) => severity !== "blocking" && severity !== "data-dependent") : hazards;
}
function unique(hazards) {
  return [...new Map(hazards.toReversed().map((hazard) => [`${hazard.id} ${hazard.object}`, hazard])).values()].toReversed();
}

// src/probe.ts
var limits = { count: 1001, rows: 5e6, bytes: 2e9, questions: 100, timeMs: 2e4 };
async function probe(risks, live, database, { dialect, now }) {
  const answers = /* @__PURE__ */ new Map();
  const asked = /* @__PURE__ */ new Map();
  const until = now() + limits.timeMs;
  for (const question of risks.flatMap((risk) => risk.question ?? [])) {
    const sql = dialect.writeProbe(question, limits.count);
    if (sql === null || !isThere(question, live)) continue;
    const known = asked.get(sql);
    const reason = tooMuch(question, live, asked.size, now() > until);
    const answer = known ?? (reason === null ? await ask(sql, database) : { outcome: "unknown", reason });
    asked.set(sql, answer);
    answers.set(question, answer);
  }
  return answers;
}
function isThere(question, live) {
  if (!("table" in question)) return true;
  const ids = new Set(live.objects.map(({ id }) => id));
  const tables = "parent" in question ? [question.table, question.parent] : [question.table];
  return tables.every((table) => ids.has(tableId(table))) && columnsOf(question).every(([table, column]) => ids.has(columnId(table, column)));
}
function columnsOf(question) {
  switch (question.ask) {
    case "nulls":
    case "duplicates":
      return question.columns.map((column) => [question.table, column]);
    case "orphans":
      return [
        ...question.columns.map((column) => [question.table, column]),
        ...question.parentColumns.map((column) => [question.parent, column])
      ];
    case "values":
    case "unfit":
    case "labels":
    case "numbers-used":
      return [[question.table, question.column]];
    case "rows":
    case "violations":
    case "matches":
    case "invalid-index":
    case "publications":
      return [];
  }
}
function tableId({ schema, name }) {
  return objectId("table", schema, name);
}
function columnId({ schema, name }, column) {
  return objectId("column", schema, name, column);
}
function tooMuch(question, live, asked, late) {
  if (late || asked >= limits.questions) return "there was no time left for it.";
  if (!("table" in question) || question.ask === "rows" || question.ask === "publications") return null;
  const { rows, bytes } = live.statistics[tableId(question.table)] ?? { rows: null, bytes: null };
  if ((rows ?? 0) <= limits.rows && (bytes ?? 0) <= limits.bytes) return null;
  return rows === null ? "the table is too large." : `the table has about ${rows.toLocaleString("en-US")} rows.`;
}
async function ask(sql, database) {
  try {
    const [row] = await database.query(sql);
    if (row === void 0) return { outcome: "unknown", reason: "the database gave no answer." };
    const count2 = Number(row.count);
    return { outcome: "counted", count: Math.min(count2, limits.count - 1), more: count2 >= limits.count };
  } catch {
    return { outcome: "unknown", reason: "the role may not read the table, or it took too long." };
  }
}

// src/judge-plan.ts
async function judgePlan(side, plan, parsed, { rehearsal, verdict }) {
  const { inputs, live, target } = side;
  const config = inputs.config.environments[inputs.environment ?? ""];
  const answers = await answersOf(side, parsed);
  const judged2 = judgeHazards(statementsOf(plan, parsed), {
    dialect: target.engine.dialect.name,
    observations: rehearsal.observations,
    answers,
    statistics: live.statistics,
    // They make a report better, and are worth no failure.
    around: target.live === null ? nothingAround : await target.engine.dialect.readCircumstances(target.live).catch(() => nothingAround),
    smallTable: config?.smallTable ?? usualSmallTable
  });
  const statements = plan.statements.map((statement, index) => ({ ...statement, hazards: judged2[index] ?? [] }));
  const { relaxed, reasons: reasons2 } = applyPolicy(statements, hazardPolicyOf(inputs));
  return { plan: { ...plan, statements }, verdict: withReasons(verdict, reasons2), relaxed };
}
async function answersOf({ live, target, tools }, parsed) {
  if (target.live === null) return /* @__PURE__ */ new Map();
  tools.progress.step("Asking the database what the hazards depend on");
  const risks = parsed.flat().flatMap((statement) => statement.risks);
  const { dialect } = target.engine;
  return probe(risks, live, target.live, { dialect, now: () => tools.clock().getTime() });
}
function withReasons(verdict, reasons2) {
  const [first, ...rest] = [...verdict.outcome === "blocked" ? verdict.reasons : [], ...reasons2];
  return first === void 0 ? verdict : { outcome: "blocked", reasons: [first, ...rest] };
}
function statementsOf({ batches, statements }, parsed) {
  return statements.map(({ batch, effects }, index) => {
    const parts = parsed[index] ?? [];
    return {
      verb: parts[0]?.verb ?? "",
      risks: parts.flatMap(({ risks }) => risks),
      touches: parts.flatMap(({ touches }) => touches),
      writesRows: effects.includes("changes-data") || effects.includes("deletes-data") ? "yes" : "no",
      batch,
      transactional: batches[batch]?.transactional === true || opensTransaction(parsed, statements, batch) ? "yes" : "no"
    };
  });
}
function opensTransaction(parsed, statements, batch) {
  return statements.some((statement, index) => statement.batch === batch && parsed[index]?.[0]?.control === "begin");
}

// src/diff/patch.ts
function patch(base, from, to) {
  const objects = new Map(base.map((object) => [object.id, object]));
  const conflicts = [];
  for (const change of diff(from, to)) applyChange(objects, change, conflicts);
  return { objects: [...objects.values()].sort((a, b) => a.id < b.id ? -1 : 1), conflicts };
}
function applyChange(objects, change, conflicts) {
  switch (change.kind) {
    case "create":
      if (objects.has(change.object.id))
        conflicts.push({ object: change.object.id, message: "is created by the plan, but exists already" });
      for (const object of [change.object, ...change.parts]) objects.set(object.id, object);
      return;
    case "drop":
      if (!objects.has(change.object.id))
        conflicts.push({ object: change.object.id, message: "is dropped by the plan, but does not exist" });
      remove(objects, change.object.id);
      return;
    case "rename":
      if (!objects.has(change.from.id))
        conflicts.push({ object: change.from.id, message: "is renamed by the plan, but does not exist" });
      objects.delete(change.from.id);
      objects.set(change.to.id, change.to);
      return;
    case "alter": {
      const present = objects.get(change.from.id);
      if (present === void 0)
        conflicts.push({ object: change.from.id, message: "is changed by the plan, but does not exist" });
      const target = change.to;
      const changed = Object.fromEntries(change.fields.map((field) => [field, target[field]]));
      objects.set(change.from.id, { ...present ?? change.to, ...changed });
      return;
    }
  }
}
function remove(objects, id) {
  objects.delete(id);
  for (const object of [...objects.values()]) {
    if (ownerOf(object) === id) remove(objects, object.id);
  }
}

// src/plan/rollback.ts
function wayBack(statements, expected, base, dialect) {
  const changes2 = diff(expected.objects, base.objects);
  const ddl = dialect.writeDdl(changes2, { from: expected, to: base, form: "plain" });
  return [
    ...statements.flatMap(lostBy),
    ...ddl.refused.map(({ change, reason }) => ({ irreversible: `${describeChange(change)}: ${reason}` })),
    ...ddl.statements.map(({ sql }) => ({ sql }))
  ];
}
function lostBy(statement, index) {
  const number = index + 1;
  if (statement.effects.includes("deletes-data")) {
    return [
      { irreversible: `Statement ${number} deletes data: the structure can be brought back, the data only from a backup.` }
    ];
  }
  if (statement.effects.includes("changes-data")) {
    return [{ irreversible: `Statement ${number} changes data: the old values can only come from a backup.` }];
  }
  if (statement.effects.includes("not-understood")) {
    return [{ irreversible: `Statement ${number} was not understood: what it would take to undo it is not known.` }];
  }
  return [];
}

// src/plan/touches.ts
function dependencies(named2, objects) {
  const result = new Set(named2);
  const byId2 = new Map(objects.map((object) => [object.id, object]));
  for (const id of named2) {
    const object = byId2.get(id);
    if (object === void 0) continue;
    const owner = ownerOf(object);
    if (owner !== null) result.add(owner);
    if (object.kind === "foreign key") result.add(object.references);
  }
  for (const object of objects) {
    const owner = ownerOf(object);
    if (owner !== null && result.has(owner)) result.add(object.id);
  }
  return [...result].sort();
}
function concerns(touches, object) {
  if (touches.has(object.id)) return true;
  if ("table" in object) return touches.has(objectId("table", object.schema, object.table));
  const owner = ownerOf(object);
  return owner !== null && touches.has(owner);
}

// src/plan/verifiable.ts
function verifiable(objects) {
  return objects.flatMap((object) => {
    if (object.kind !== "rights") return [object];
    return object.grants.length === 0 ? [] : [{ ...object, owner: "" }];
  });
}

// src/plan/build-plan.ts
async function planMigrations(request, pending, states) {
  const { base } = request;
  const expected = patch(base.objects, states.before.objects, states.end.objects);
  const batches = [];
  const statements = [];
  const read = [];
  const touched = /* @__PURE__ */ new Set();
  let reached = states.before;
  for (const [index, migration] of pending.entries()) {
    const script = await request.dialect.parseScript(migration.sql ?? "", {
      ...request.context,
      objects: reached.objects,
      madeEarlier: madeBetween(states.before, reached)
    });
    reached = states.after[index] ?? reached;
    for (const group of groupsOf(request.dialect, script.statements)) {
      const { transactional, foreignKeys } = group;
      batches.push({ origin: migration.id, transactional, foreignKeys, after: null });
      for (const parsed of group.statements) {
        statements.push(planStatement(parsed, migration.id, batches.length - 1));
        read.push([parsed]);
        for (const id of [...parsed.touches, ...parsed.creates]) touched.add(id);
      }
    }
    const state = states.after[index] ?? null;
    const last = batches.at(-1);
    if (state !== null && last !== void 0 && last.origin === migration.id) {
      batches[batches.length - 1] = {
        ...last,
        after: {
          objects: boundary(
            verifiable(base.objects),
            verifiable(patch(base.objects, states.before.objects, state.objects).objects)
          )
        }
      };
    }
  }
  const changes2 = diff(states.before.objects, states.end.objects);
  for (const change of changes2) touched.add(changedId(change));
  return {
    plan: finish(request, {
      batches,
      statements,
      migrations: pending.map(({ id, checksum }) => ({ id, checksum })),
      touched,
      expected: expected.objects,
      changes: changes2
    }),
    conflicts: expected.conflicts,
    parsed: read
  };
}
function madeBetween(before, reached) {
  const known = new Set(before.objects.map(({ id }) => id));
  return reached.objects.flatMap(({ id, kind }) => kind === "table" && !known.has(id) ? [id] : []);
}
async function planChanges(request, wanted, desired) {
  const { base, dialect } = request;
  const to = { ...base, objects: desired };
  const form = request.strategy === "sync" ? "guarded" : "plain";
  const first = dialect.writeDdl(wanted, { from: base, to, form });
  const orphaned = orphanedBy(first.refused, wanted);
  const changes2 = wanted.filter((change) => !orphaned.some((refusal) => refusal.change === change));
  const ddl = orphaned.length === 0 ? first : dialect.writeDdl(changes2, { from: base, to, form });
  const refused3 = [...ddl.refused, ...orphaned];
  const touched = new Set(changes2.map(changedId));
  const parsed = await parseOwn(ddl.statements, request);
  for (const part of parsed.flat()) for (const id of [...part.touches, ...part.creates]) touched.add(id);
  const groups = ownGroups(dialect, ddl.statements, parsed);
  const batches = groups.map(
    ({ transactional, foreignKeys }) => ({ origin: "schemagate", transactional, foreignKeys, after: null })
  );
  const statements = groups.flatMap(
    ({ statements: indexes }, batch) => indexes.flatMap((index) => {
      const statement = ddl.statements[index];
      const read = parsed[index] ?? [];
      if (statement === void 0) return [];
      return {
        sql: statement.sql,
        origin: "schemagate",
        batch,
        changes: statement.changes.flatMap((change) => changes2[change] ?? []).map(describeChange),
        effects: unique2(read.flatMap(({ effects }) => effects)),
        hazards: read.flatMap(({ hazards }) => hazards),
        locks: [],
        rewrites: []
      };
    })
  );
  const refusedChanges = new Set(refused3.map(({ change }) => change));
  const planned2 = changes2.filter((change) => !refusedChanges.has(change));
  const expected = patchWith(base.objects, planned2);
  return {
    plan: finish(request, { batches, statements, migrations: [], touched, expected, changes: planned2 }),
    conflicts: [],
    refused: refused3,
    parsed: groups.flatMap(({ statements: indexes }) => indexes.map((index) => parsed[index] ?? []))
  };
}
function orphanedBy(refused3, changes2) {
  const missing = new Set(refused3.map(({ change }) => changedId(change)));
  return changes2.flatMap((change) => {
    const owner = change.kind === "create" && change.object.kind === "sequence" ? change.object.ownedBy : null;
    return owner !== null && missing.has(owner) ? [{ change, reason: `It belongs to ${owner}, which is not planned.` }] : [];
  });
}
async function parseOwn(statements, { dialect, context, base }) {
  const seen2 = { ...context, objects: base.objects };
  const script = await dialect.parseScript(statements.map(({ sql }) => `${sql};
`).join(""), seen2);
  if (script.statements.length === statements.length) return script.statements.map((statement) => [statement]);
  return Promise.all(statements.map(async ({ sql }) => (await dialect.parseScript(sql, seen2)).statements));
}
function groupsOf(dialect, statements) {
  const groups = dialect.groupStatements(statements);
  return groups.length > 0 ? groups : [{ transactional: true, foreignKeys: null, statements: [] }];
}
function ownGroups(dialect, statements, parsed) {
  const indexOf = new Map(parsed.flatMap((parts, index) => parts.slice(0, 1).map((part) => [part, index])));
  const leading = statements.flatMap((_, index) => parsed[index]?.[0] ?? []);
  return dialect.groupStatements(leading).map((group) => ({ ...group, statements: group.statements.flatMap((part) => indexOf.get(part) ?? []) }));
}
function finish(request, parts) {
  const { base, dialect, head } = request;
  const expected = { ...base, objects: parts.expected, statistics: {} };
  const baseHashes = hashObjects(verifiable(base.objects));
  const expectedHashes = hashObjects(verifiable(expected.objects));
  const lastBatch = parts.batches.length - 1;
  const plan = {
    version: 1,
    ...head,
    strategy: request.strategy,
    migrations: parts.migrations,
    visibleKinds: visibleKinds(base),
    // A name in a statement may mean several kinds of object: what is meant is what exists before or after.
    touches: dependencies(
      [...parts.touched].filter((id) => id in baseHashes || id in expectedHashes),
      base.objects
    ),
    base: { fingerprint: fingerprintOf(baseHashes), objects: baseHashes },
    expected: { fingerprint: fingerprintOf(expectedHashes), objects: expectedHashes, snapshot: expected },
    batches: parts.batches.map(
      (batch, index) => index === lastBatch && batch.after === null ? { ...batch, after: { objects: boundary(verifiable(base.objects), verifiable(expected.objects)) } } : batch
    ),
    statements: parts.statements,
    rollback: rollback(parts, expected, base, dialect),
    summary: summarize(parts.changes)
  };
  return { ...plan, digest: digestOf(plan) };
}
function rollback(parts, expected, base, dialect) {
  if (parts.statements.length === 0) return [];
  return wayBack(parts.statements, expected, base, dialect);
}
function planStatement(parsed, origin, batch) {
  return {
    sql: parsed.sql,
    origin,
    batch,
    changes: [],
    effects: parsed.effects,
    hazards: parsed.hazards,
    locks: [],
    rewrites: []
  };
}
function boundary(base, state) {
  const before = new Map(base.map((object) => [object.id, object]));
  const after = new Set(state.map(({ id }) => id));
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id) => [id, null]);
  const moved = state.filter((object) => before.get(object.id) !== object);
  const changed = moved.filter((object) => {
    const from = before.get(object.id);
    return from === void 0 || differingFields(from, object).length > 0;
  });
  return Object.fromEntries([...gone, ...Object.entries(hashObjects(changed))].sort(([a], [b]) => a < b ? -1 : 1));
}
function patchWith(base, changes2) {
  const { from, to } = changes2.reduce(
    (sides, change) => {
      if (change.kind === "create" || change.kind === "drop") {
        sides[change.kind === "create" ? "to" : "from"].push(change.object, ...change.parts);
      } else {
        sides.from.push(change.from);
        sides.to.push(change.to);
      }
      return sides;
    },
    { from: [], to: [] }
  );
  return patch(base, from, to).objects;
}
function visibleKinds(base) {
  const invisible = new Set(base.invisible.map(({ kind }) => kind));
  return unique2(base.objects.map(({ kind }) => kind)).filter((kind) => !invisible.has(kind));
}
function summarize(changes2) {
  const count2 = (...kinds) => changes2.filter(({ kind }) => kinds.includes(kind)).length;
  return { add: count2("create"), change: count2("alter", "rename"), drop: count2("drop") };
}
function unique2(values) {
  return [...new Set(values)].sort();
}

// src/plan/coverage.ts
function covered(snapshot2, { historyTables, ignore, today: today2 }) {
  const partitions = snapshot2.objects.flatMap(
    (object) => object.kind === "table" && object.partitionOf !== null ? [object.id] : []
  );
  const objects = withoutBelongings(snapshot2.objects, /* @__PURE__ */ new Set([...historyTables, ...partitions])).filter(
    (object) => !isIgnored(object, ignore, today2) && !(object.kind === "index" && !object.valid)
  );
  return { ...snapshot2, objects };
}

// src/plan/push.ts
var holdsData = /* @__PURE__ */ new Set(["table", "column"]);
function decidePush(changes2, madeByHistory, named2) {
  const mayDrop = (id) => madeByHistory.has(id) || named2.some((name) => id === name || id.slice(id.indexOf(" ") + 1) === name);
  const forbidden = (change) => change.kind === "drop" && holdsData.has(change.object.kind) && !mayDrop(change.object.id);
  return {
    planned: changes2.filter((change) => !forbidden(change)),
    kept: changes2.flatMap(
      (change) => change.kind === "drop" && forbidden(change) ? [{ change, reason: `No migration of this repository made it; to drop it, pass --drop "${change.object.id}".` }] : []
    )
  };
}

// src/plan/sync.ts
var addable = /* @__PURE__ */ new Set([
  "schema",
  "extension",
  "enum",
  "sequence",
  "table",
  "column",
  "index",
  "primary key",
  "foreign key",
  "check"
]);
function decideSync(live, code, changes2) {
  const differing = new Set(changes2.map(changedId));
  const present = new Set(live.map(({ id }) => id));
  const existing = code.filter(
    (object) => present.has(object.id) && !differing.has(object.id) && (ownerOf(object) === null || object.kind === "index" || object.kind === "column")
  );
  return {
    existing: existing.map(({ id }) => id),
    added: changes2.filter(isAddition),
    left: changes2.filter((change) => !isAddition(change))
  };
}
function isAddition(change) {
  if (change.kind === "create") return addable.has(change.object.kind);
  return change.kind === "alter" && change.from.kind === "enum" && change.to.kind === "enum" && addsValuesOnly(change.from.values, change.to.values);
}
function addsValuesOnly(from, to) {
  return from.every((value) => to.includes(value)) && to.filter((value) => from.includes(value)).join("\0") === from.join("\0");
}

// src/plan/verdict.ts
function judge(findings) {
  const reasons2 = [
    ...missingHistory(findings),
    ...historyProblems(findings.diagnosis),
    ...unreplayable(findings),
    ...failing2(findings),
    ...conflicting(findings),
    ...missingMigration(findings),
    ...unexplained2(findings),
    ...madeByHand(findings)
  ];
  const [first, ...rest] = reasons2;
  if (first !== void 0) return { outcome: "blocked", reasons: [first, ...rest] };
  return { outcome: findings.plan !== null && findings.plan.statements.length > 0 ? "planned" : "up-to-date" };
}
function blockedByRehearsal(verdict, rehearsal) {
  if (rehearsal.outcome !== "failed" || verdict.outcome === "up-to-date") return verdict;
  const reason = {
    reason: "invalid-source",
    object: null,
    message: `The plan fails on a copy of the live schema. ${rehearsal.reason}`,
    hint: "Correct the statement: nothing of it has been applied here. If the copy is wrong and the live database would take it, --no-rehearsal (in the action the input rehearsal: off) leaves the copy out."
  };
  return { outcome: "blocked", reasons: verdict.outcome === "blocked" ? [...verdict.reasons, reason] : [reason] };
}
function missingHistory({ historyMissing, hasMigrations, environment }) {
  if (!historyMissing) return [];
  const hint = hasMigrations ? `\`${commandLine(["schemagate", "baseline", "--environment", environment])}\` finds which migrations it holds, and shows the rows that would record them; it writes them once they are approved. Then run this again.` : "This project has no migrations: compare with --strategy push or sync, or make a first migration and baseline the database with it.";
  return [
    {
      reason: "history-missing",
      object: null,
      message: "The database has tables but no migration history, so it can't be known which migrations it has: no plan without a baseline.",
      hint
    }
  ];
}
var problemReasons = {
  failed: "history-failed-state",
  "rolled-back": "history-failed-state",
  edited: "history-edited",
  "edited-line-endings": "history-edited",
  unknown: "unknown-revision"
};
function historyProblems(diagnosis) {
  const blocking = diagnosis.problems.filter(({ blocks }) => blocks);
  const strange = strangers(diagnosis);
  const single = blocking.filter((problem) => strange.length < 2 || !strange.includes(problem)).map((problem) => ({
    reason: problemReasons[problem.kind],
    object: `migration ${problem.migration}`,
    message: problem.message,
    hint: problem.hint
  }));
  return strange.length < 2 ? single : [...single, otherHistory(strange)];
}
function strangers({ applied, problems }) {
  return applied.length > 0 ? [] : problems.filter(({ kind, blocks }) => kind === "unknown" && blocks);
}
function otherHistory(strange) {
  return {
    reason: "unknown-revision",
    object: null,
    message: `The database has applied ${strange.length} migrations ("${strange[0]?.migration}" is the first), and the repository has none of them.`,
    hint: "Check that this is the right database, and that the migrations are found: --migrations names their folder."
  };
}
function unreplayable({ undetermined }) {
  if (undetermined === null) return [];
  return [
    {
      reason: "invalid-source",
      object: "migration history",
      message: `The applied migrations can't be replayed, so the state that the pending ones lead to can't be known: ${undetermined.reason}`,
      hint: undetermined.advice ?? "Where the file itself is broken, squash the history and baseline. For PostgreSQL, --dev-url with an empty scratch database that has what is missing may help."
    }
  ];
}
function failing2({ failedMigration }) {
  if (failedMigration === null) return [];
  const { migration, message, advice } = failedMigration;
  const correct = "correct the file: it has not been applied here yet, so it may still be edited.";
  return [
    {
      reason: "invalid-source",
      object: `migration ${migration}`,
      message: `The pending migration "${migration}" fails when it is run after the applied ones: ${message}`,
      hint: advice === null ? `C${correct.slice(1)}` : `${advice} If that is not why, ${correct}`
    }
  ];
}
function conflicting({ conflicts }) {
  return conflicts.map(({ object, message }) => ({
    reason: "drift-detected",
    object,
    message: `${object} ${message} in the live database.`,
    hint: "Bring the database back to what the applied migrations say (undo the change made by hand), or adopt that change in a migration that comes first."
  }));
}
function missingMigration({ drift, diagnosis, historyMissing, hasMigrations }) {
  const entries = drift.filter(({ cause, from }) => cause === "missing-migration" && from !== "default-branch");
  if (entries.length === 0 || !hasMigrations && (historyMissing || strangers(diagnosis).length > 0)) return [];
  return [
    {
      reason: "drift-detected",
      object: entries.length === 1 ? entries[0]?.object ?? null : null,
      message: `The schema in the code has changes that no migration makes: ${firstFew(entries)}.`,
      hint: "Commit the missing migration together with the schema; its text is in the drift report."
    }
  ];
}
function firstFew(entries) {
  const named2 = entries.slice(0, 5).map(({ summary }) => summary);
  return `${named2.join("; ")}${entries.length > named2.length ? `; and ${entries.length - named2.length} more` : ""}`;
}
function unexplained2({ drift }) {
  const entries = drift.filter(({ cause, change }) => cause === "undetermined" && change !== null);
  if (entries.length === 0) return [];
  return [
    {
      reason: "drift-detected",
      object: null,
      message: `The database and the code differ, and the migrations can't be replayed to tell why: ${firstFew(entries)}.`,
      hint: "The drift report says what keeps the migrations from being replayed; with that out of the way, each difference gets its cause."
    }
  ];
}
function madeByHand({ drift, plan, onDrift, conflicts }) {
  const touches = new Set(plan?.touches ?? []);
  const reported = new Set(conflicts.map(({ object }) => object));
  return drift.flatMap((entry) => {
    if (entry.cause !== "unmanaged" || reported.has(entry.object)) return [];
    if (changedObjects(entry).some((object) => concerns(touches, object))) {
      return [
        {
          reason: "drift-detected",
          object: entry.object,
          message: `Changed by hand, and the plan touches it: ${entry.summary}.`,
          hint: "Adopt the change in a migration, or undo it; the drift report has the text for both."
        }
      ];
    }
    if (onDrift === "block") {
      return [
        {
          reason: "drift-detected",
          object: entry.object,
          message: `Changed by hand: ${entry.summary}.`,
          hint: "The configuration blocks on drift here: adopt, undo or ignore the change."
        }
      ];
    }
    return [];
  });
}
function changedObjects({ change }) {
  if (change === null) return [];
  return change.kind === "create" || change.kind === "drop" ? [change.object] : [change.from, change.to];
}

// src/plan/rehearsed-part.ts
var wholeUpTo = 60;
function partToRehearse(objects, touches, statements) {
  const wholes = wholesOf(objects);
  if (wholes.filter(({ id }) => id.startsWith("table ")).length <= wholeUpTo) return objects;
  const graph = graphOf(wholes);
  const seeds = named(graph, touches, statements);
  const around = [...seeds].flatMap((id) => [...graph.pointsTo.get(id) ?? [], ...graph.pointedAtBy.get(id) ?? []]);
  const included = /* @__PURE__ */ new Set([...seeds, ...around, ...dependents(graph, seeds)]);
  for (const id of included) for (const needed of graph.mentions.get(id) ?? []) included.add(needed);
  const always = ({ id }) => id.startsWith("schema ") || id.startsWith("extension ");
  return wholes.filter((whole) => included.has(whole.id) || always(whole)).flatMap(({ objects: own }) => own.filter((object) => staysIn(object, included)));
}
function wholesOf(objects) {
  const byId2 = new Map(objects.map((object) => [object.id, object]));
  const root = (object) => {
    const seen2 = /* @__PURE__ */ new Set();
    for (let current = object; ; ) {
      const owner = holder(current, byId2);
      if (owner === null || seen2.has(owner.id)) return current.id;
      seen2.add(owner.id);
      current = owner;
    }
  };
  return [...Map.groupBy(objects, root)].map(([id, own]) => ({ id, name: bareName(byId2.get(id)), objects: own }));
}
function holder(object, byId2) {
  const owner = ownerOf(object);
  if (owner === null) return null;
  const views = "table" in object ? ["view", "materialized view"].map((kind) => objectId(kind, object.schema, object.table)) : [];
  for (const id of [owner, ...views]) {
    const found = byId2.get(id);
    if (found !== void 0) return found;
  }
  return null;
}
function bareName(object) {
  const name = object?.name ?? "";
  return object?.kind === "function" ? name.split("(", 1)[0] ?? name : name;
}
function graphOf(wholes) {
  const byName = /* @__PURE__ */ new Map();
  for (const { id, name } of wholes) byName.set(name, [...byName.get(name) ?? [], id]);
  const mentions = new Map(
    wholes.map(({ id, objects }) => [
      id,
      [
        ...[...words(objects.flatMap(textsOf).join("\n"))].flatMap((word) => byName.get(word) ?? []),
        // A child needs its parent, although no text says so.
        ...objects.flatMap(parentsOf)
      ].filter((other) => other !== id)
    ])
  );
  const pointsTo = new Map(
    wholes.map(({ id, objects }) => [
      id,
      [...objects.flatMap(referenced), ...objects.flatMap(parentsOf)]
    ])
  );
  return {
    wholes: new Map(wholes.map((whole) => [whole.id, whole])),
    byName,
    pointsTo,
    pointedAtBy: inverted(pointsTo),
    mentions,
    mentionedBy: inverted(mentions)
  };
}
function inverted(edges) {
  const result = /* @__PURE__ */ new Map();
  for (const [from, targets] of edges) for (const to of targets) result.set(to, [...result.get(to) ?? [], from]);
  return result;
}
function referenced(object) {
  return object.kind === "foreign key" ? [object.references] : [];
}
function parentsOf(object) {
  if (object.kind !== "table") return [];
  return [...object.inherits, ...object.partitionOf === null ? [] : [object.partitionOf.table]];
}
function textsOf(object) {
  switch (object.kind) {
    case "column":
      return [object.type, object.default ?? "", object.generated?.expression ?? ""];
    case "domain":
      return [object.type, object.default ?? "", ...object.checks.map(({ expression }) => expression)];
    case "check":
      return [object.expression];
    case "index":
      return [object.where ?? "", ...object.keys.map(({ expression }) => expression ?? "")];
    case "policy":
      return [object.using ?? "", object.check ?? ""];
    case "type":
    case "exclusion":
    case "view":
    case "materialized view":
    case "function":
    case "trigger":
      return [object.definition];
    case "table":
      return [object.partitionBy ?? ""];
    case "schema":
    case "extension":
    case "enum":
    case "sequence":
    case "primary key":
    case "foreign key":
    case "rights":
    case "comment":
      return [];
  }
}
function words(text) {
  const found = /* @__PURE__ */ new Set();
  for (const [token, quoted] of text.matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu)) {
    found.add(quoted?.replaceAll('""', '"') ?? token);
    if (quoted === void 0) found.add(token.toLowerCase());
  }
  return found;
}
function named(graph, touches, statements) {
  const byWord = [...words(statements.join("\n"))].flatMap((word) => graph.byName.get(word) ?? []);
  const parts = new Map(
    [...graph.wholes.values()].flatMap(({ id, objects }) => objects.map((object) => [object.id, id]))
  );
  return /* @__PURE__ */ new Set([...byWord, ...touches.flatMap((id) => parts.get(id) ?? [])]);
}
function dependents(graph, seeds) {
  const found = new Set(seeds);
  for (const id of found) for (const other of graph.mentionedBy.get(id) ?? []) found.add(other);
  return found;
}
function staysIn(object, included) {
  return object.kind !== "foreign key" || included.has(object.references);
}

// src/rehearsed-end.ts
async function compareEnd(standIn, sides) {
  const { input, live, part } = sides;
  if (input.expected === null) return { outcome: "not-promised", changes: await changesSince(standIn, sides) };
  const [copied, existing] = [idsOf(part), idsOf(live)];
  const expected = verifiable(input.cover(input.expected).objects).filter(({ id }) => copied.has(id) || !existing.has(id));
  const end = verifiable(input.cover(await standIn.introspect(input.scope)).objects);
  const differing = diff(expected, end).filter((change) => counts(change, sides));
  const differences = (await withoutSpelling(standIn, differing, sides)).map(toDifference);
  return differences.length === 0 ? { outcome: "as-expected" } : { outcome: "differs", differences };
}
async function changesSince(standIn, { start, input }) {
  const end = await standIn.introspect(input.scope);
  return diff(verifiable(start), verifiable(end.objects)).map(toDifference);
}
async function tryWayBack(standIn, sides) {
  const { input, start } = sides;
  const sql = input.rollback.flatMap((step) => "sql" in step ? [`${step.sql};
`] : []).join("");
  if (sql === "") return { outcome: "none" };
  const parsed = await input.dialect.parseScript(sql, { defaultSchema: input.defaultSchema, historyTables: [] });
  const batches = input.dialect.groupStatements(parsed.statements).map(
    ({ transactional, foreignKeys, statements }) => ({
      origin: "way back",
      transactional,
      foreignKeys,
      statements: statements.map((statement) => statement.sql)
    })
  );
  const { stopped } = await standIn.rehearse({
    batches,
    settings: input.settings,
    defaultSchema: input.defaultSchema,
    filled: []
  });
  if (stopped !== null)
    return { outcome: "failed", reason: `${stopped.message}${stopped.code === null ? "" : ` [${stopped.code}]`}` };
  const end = await standIn.introspect(input.scope);
  const differing = diff(verifiable(start), verifiable(end.objects)).filter((change) => input.rights || !isAboutRights(change));
  return differing.length === 0 ? { outcome: "as-before" } : { outcome: "differs", differences: differing.map(toDifference) };
}
function rolesOf(objects) {
  const roles = objects.flatMap((object) => {
    if (object.kind === "policy") return object.roles;
    return object.kind === "rights" ? object.grants.map(granteeOf) : [];
  });
  return [...new Set(roles)].filter((role) => role !== "PUBLIC" && role !== "public" && role !== "").sort();
}
function granteeOf(grant) {
  const [, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^:]*)): /.exec(grant) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain ?? "";
}
function tablesIn(objects) {
  return objects.filter(({ kind }) => kind === "table").length;
}
function idsOf(objects) {
  return new Set(objects.map(({ id }) => id));
}
function counts(change, { live, start, input }) {
  if (isAboutRights(change) && !input.rights) return false;
  const inLive = live.some(({ id }) => id === changedId(change));
  const inStart = start.some(({ id }) => id === changedId(change));
  if (change.kind === "drop") return inStart || !inLive;
  return change.kind === "create" ? inLive || !inStart : true;
}
function isAboutRights(change) {
  return (change.kind === "create" || change.kind === "drop" ? change.object : change.to).kind === "rights";
}
async function withoutSpelling(standIn, changes2, sides) {
  const [live, start] = [byId(sides.live), byId(sides.start)];
  const moved = changes2.flatMap((change) => {
    if (change.kind !== "alter") return [change];
    const untouched = (field) => sameField(change.from, live.get(change.from.id), field) && sameField(change.to, start.get(change.to.id), field);
    const fields = change.fields.filter((field) => !untouched(field));
    return fields.length === 0 ? [] : [{ ...change, fields }];
  });
  const spelled = moved.filter((change) => change.kind === "alter" && change.fields.every((field) => respellable.has(field)));
  if (spelled.length === 0) return moved;
  const pairs = spelled.flatMap((change) => change.kind === "alter" ? [change] : []);
  const from = await standIn.respell(
    pairs.map((pair) => pair.from),
    sides.input.scope
  );
  const to = await standIn.respell(
    pairs.map((pair) => pair.to),
    sides.input.scope
  );
  const equal2 = new Set(
    pairs.filter((pair, index) => pair.fields.every((field) => sameField(from[index], to[index], field)))
  );
  return moved.filter((change) => !equal2.has(change));
}
function byId(objects) {
  return new Map(objects.map((object) => [object.id, object]));
}
function sameField(a, b, field) {
  if (a === void 0 || b === void 0) return false;
  const value = (object) => object[field];
  return sameValue(value(a), value(b));
}
function toDifference(change) {
  return { object: changedId(change), summary: describeChange(change) };
}

// src/rehearse.ts
async function rehearse(input) {
  const statements = input.batches.flatMap((batch) => batch.statements);
  if (statements.length === 0) return notRehearsed(null, "There is nothing to try: the plan has no statements.");
  const all = copyable(input.live.objects);
  const part = partToRehearse(all, input.touches, statements);
  const tried = await tryOn(part, input);
  const missesSomething = tried.stopped !== null && undefinedCodes.has(tried.stopped) && part.length < all.length;
  return (missesSomething ? await tryOn(all, input) : tried).rehearsal;
}
function copyable(objects) {
  return verifiable(objects).filter((object) => object.kind !== "index" || object.valid);
}
async function tryOn(part, input) {
  let engine = null;
  try {
    var _stack = [];
    try {
      const standIn = __using(_stack, await input.open(rolesOf(part)), true);
      engine = standIn.engine;
      return await tryWith(standIn, part, input);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = error instanceof UserError ? message : `The stand-in did something that it should not: ${message}`;
    return { rehearsal: notRehearsed(engine, reason), stopped: null };
  }
}
async function tryWith(standIn, part, input) {
  const copy = await makeCopy(standIn, part, input);
  if (copy.outcome === "gone") return { rehearsal: notRehearsed(standIn.engine, copy.reason), stopped: null };
  const { start, notReproduced } = copy;
  const rehearsed = await standIn.rehearse({
    batches: input.batches,
    settings: input.settings,
    defaultSchema: input.defaultSchema,
    filled: await filledOf(part, input)
  });
  const watched = {
    engine: standIn.engine,
    observations: rehearsed.observations,
    notReproduced,
    tables: { copied: tablesIn(part), of: tablesIn(input.live.objects) }
  };
  if (rehearsed.stopped !== null) {
    const judged2 = judgeStop(rehearsed, standIn, notReproduced, input);
    const rehearsal = judged2.outcome === "failed" ? { ...watched, ...judged2 } : { outcome: "not-rehearsed", engine: standIn.engine, reason: judged2.reason, observations: rehearsed.observations };
    return { rehearsal, stopped: rehearsed.stopped.code };
  }
  const newer = await newerThanServer(standIn, input);
  if (newer !== null) return { rehearsal: { ...watched, ...newer }, stopped: null };
  const sides = { live: input.live.objects, part, start: start.objects, input };
  const end = await compareEnd(standIn, sides);
  return { rehearsal: { ...watched, outcome: "rehearsed", end, wayBack: await tryWayBack(standIn, sides) }, stopped: null };
}
async function filledOf(part, { dialect, filled }) {
  if (!dialect.traits.refusesByRows) return [];
  return filled(part.flatMap((object) => object.kind === "table" ? [object.id] : []));
}
async function makeCopy(standIn, part, input) {
  const { dialect, scope, live } = input;
  const missing = new Set(standIn.missingExtensions);
  const empty = await standIn.introspect(scope);
  const wanted = part.filter((object) => object.kind !== "extension" || !missing.has(object.name));
  const changes2 = diff(verifiable(empty.objects), wanted).filter(({ kind }) => kind !== "drop");
  const { statements, refused: refused3 } = dialect.writeDdl(changes2, { from: empty, to: { ...live, objects: wanted }, form: "plain" });
  const built = await standIn.build(statements.map(({ sql }) => sql));
  if (built.outcome === "killed") return { outcome: "gone", reason: `The live schema could not be copied: ${built.message}` };
  const start = await standIn.introspect(scope);
  const known = [
    ...[...missing].map((name) => ({ object: `extension ${name}`, reason: "the stand-in does not have it" })),
    ...refused3.map(({ change, reason }) => ({ object: changedId(change), reason })),
    ...built.failed.flatMap(
      ({ index, message }) => (statements[index]?.changes ?? []).flatMap((change) => {
        const failed = changes2[change];
        return failed === void 0 ? [] : [{ object: changedId(failed), reason: message }];
      })
    )
  ];
  const named2 = new Set(known.map(({ object }) => object));
  const different = diff(wanted, verifiable(start.objects)).filter(
    (change) => change.kind !== "create" && !(change.kind === "alter" && change.fields.every((field) => respellable.has(field)))
  ).filter((change) => !named2.has(changedId(change))).map((change) => ({ object: changedId(change), reason: describeChange(change) }));
  const unique3 = new Map([...known, ...different].map((entry) => [entry.object, entry]));
  return { outcome: "made", start, notReproduced: [...unique3.values()].sort((a, b) => a.object < b.object ? -1 : 1) };
}
function judgeStop({ stopped, observations }, { missingExtensions, engine }, notReproduced, { batches }) {
  const { kind = "gone", message = "", code = null, statement = null } = stopped ?? {};
  const where = statement === null ? "The end of a transaction" : `Statement ${statement + 1}`;
  if (kind === "gone") return { outcome: "unclear", reason: `${where} ended the rehearsal: ${message}` };
  const said2 = `${where} is refused by ${engine}: ${sentenceOf(message)}${code === null ? "" : ` [${code}]`}.`;
  const unclear = (why) => ({ outcome: "unclear", reason: `${said2} ${why}` });
  if (missingExtensions.length > 0 && !isDuplicate(code))
    return unclear(
      `The stand-in has no ${missingExtensions.join(", ")}, which may be why: --dev-url can name a server that has it.`
    );
  if (notReproduced.length > 0 && undefinedCodes.has(code ?? ""))
    return unclear(`The copy lacks ${firstFew2(notReproduced)}, which may be why.`);
  if (!saysMuch(code)) return unclear("That may be the stand-in's own limit, so it says nothing about the live server.");
  const last = statement ?? lastStatement(batches, observations.length);
  return { outcome: "failed", statement: last, reason: said2 };
}
function lastStatement(batches, observed) {
  const total = batches.reduce((sum, { statements }) => sum + statements.length, 0);
  return Math.max(Math.min(total, observed) - 1, 0);
}
function firstFew2(notReproduced) {
  const names = notReproduced.slice(0, 3).map(({ object }) => object);
  return notReproduced.length > names.length ? `${names.join(", ")} and ${notReproduced.length - names.length} more` : names.join(", ");
}
function sentenceOf(message) {
  return message.replace(/[.\s]+$/, "");
}
var undefinedCodes = /* @__PURE__ */ new Set(["42P01", "42703", "42883", "42704", "3F000", "SQLITE_ERROR"]);
function isDuplicate(code) {
  return code !== null && ["42P07", "42701", "42710", "42723", "42P06"].includes(code);
}
function saysMuch(code) {
  return code !== null && code !== "42501" && /^(42|2B|3F|0L|55000$|SQLITE_ERROR$)/.test(code);
}
async function newerThanServer(standIn, input) {
  const { dialect, serverMajor, batches, live, expected } = input;
  if (standIn.serverMajor <= serverMajor) return null;
  const objects = [...live.objects, ...expected?.objects ?? []];
  for (const [index, sql] of batches.flatMap(({ statements }) => statements).entries()) {
    const [feature] = await dialect.newerThan(sql, { serverMajor, objects });
    if (feature === void 0) continue;
    const reason = `Statement ${index + 1} needs ${dialect.title} ${feature.since} (${feature.what}), and the server is version ${serverMajor}.`;
    return { outcome: "failed", statement: index, reason };
  }
  return null;
}
function notRehearsed(engine, reason) {
  return { outcome: "not-rehearsed", engine, reason, observations: [] };
}

// src/rehearse-plan.ts
var longestMs = 6e4;
async function rehearsePlan(side, comparison, plan) {
  const { inputs, target, tools, live } = side;
  if (inputs.rehearsal === "off")
    return { outcome: "not-rehearsed", engine: null, reason: "It was switched off.", observations: [] };
  const { connection } = target.database;
  const setting = standInSetting(side, comparison.diagnosis, comparison.context);
  tools.progress.step("Rehearsing the plan on a copy of the live schema");
  return rehearse({
    dialect: target.engine.dialect,
    open: (roles) => setting.openCopy(roles, longestMs),
    scope: setting.scope,
    defaultSchema: connection.defaultSchema,
    serverMajor: connection.serverMajor,
    settings: await target.live?.sessionSettings() ?? [],
    filled: (tables) => withRows(tables, side),
    live,
    batches: batchesOf(plan),
    touches: plan.touches,
    expected: plan.expected.snapshot,
    rollback: plan.rollback,
    cover: (snapshot2) => covered(snapshot2, { historyTables: comparison.context.historyTables, ignore: inputs.config.ignore, today: today(side) }),
    rights: plan.statements.some(({ effects }) => effects.includes("changes-rights"))
  });
}
function withRehearsal(plan, rehearsal) {
  return {
    ...plan,
    statements: observedIn(plan.statements, rehearsal),
    rehearsal: {
      outcome: rehearsal.outcome,
      engine: rehearsal.engine,
      reason: rehearsal.outcome === "rehearsed" ? null : rehearsal.reason
    }
  };
}
function observedIn(statements, { observations }) {
  return statements.map((statement, index) => {
    const { locks = [], rewrites = [] } = observations[index] ?? {};
    return { ...statement, locks, rewrites };
  });
}
async function withRows(tables, { target, live }) {
  if (target.live === null) return tables;
  const { dialect } = target.engine;
  const names = new Map(live.objects.map((object) => [object.id, object]));
  const filled = [];
  for (const id of tables) {
    const table = names.get(id);
    if (table === void 0) continue;
    const name = [table.schema, table.name].flatMap((part) => part === null ? [] : [dialect.quote(part)]).join(".");
    const rows = await target.live.query(`SELECT 1 AS one FROM ${name} LIMIT 1`).catch(() => [{}]);
    if (rows.length > 0) filled.push(id);
  }
  return filled;
}
function batchesOf({ batches, statements }) {
  return batches.map(({ origin, transactional, foreignKeys }, index) => ({
    origin,
    transactional,
    foreignKeys,
    statements: statements.filter(({ batch }) => batch === index).map(({ sql }) => sql)
  }));
}

// src/propose.ts
async function proposePlan(side, comparison) {
  const { parsed, ...proposal } = await planned(side, comparison);
  const { plan, verdict } = proposal;
  if (plan === null || plan.statements.length === 0) return proposal;
  const rehearsal = await rehearsePlan(side, comparison, plan);
  const judged2 = await judgePlan(side, withRehearsal(plan, rehearsal), parsed, {
    rehearsal,
    verdict: blockedByRehearsal(verdict, rehearsal)
  });
  return { ...proposal, ...judged2, rehearsal };
}
async function planned(side, comparison) {
  switch (side.inputs.strategy) {
    case "migrate":
      return proposeMigrate(side, comparison);
    case "push":
      return proposePush(side, comparison);
    case "sync":
      return proposeSync(side, comparison);
  }
}
async function proposeMigrate(side, comparison) {
  const { diagnosis, historyMissing, replay: replay2 } = comparison;
  const failed = replay2?.outcome === "replayed" && replay2.end.outcome === "failed" ? replay2.end : null;
  let built = null;
  if (!historyMissing && replay2?.outcome === "replayed" && replay2.end.outcome === "reached") {
    const states = { before: replay2.before, after: replay2.after, end: replay2.end.snapshot };
    built = await planMigrations(planRequest(side, comparison), diagnosis.pending, states);
  }
  const verdict = judge({
    drift: comparison.report.drift,
    diagnosis,
    plan: built?.plan ?? null,
    conflicts: built?.conflicts ?? [],
    onDrift: onDriftOf(side),
    failedMigration: failed,
    historyMissing,
    environment: side.inputs.environment ?? "",
    hasMigrations: side.project.migrations.length > 0,
    undetermined: replay2?.outcome === "undetermined" && diagnosis.pending.length > 0 ? replay2 : null
  });
  return {
    plan: historyMissing ? null : built?.plan ?? null,
    verdict,
    rehearsal: null,
    relaxed: [],
    parsed: built?.parsed ?? [],
    push: null,
    sync: null,
    refused: []
  };
}
async function proposePush(side, comparison) {
  const { replay: replay2 } = comparison;
  const made = replay2?.outcome === "replayed" ? new Set(replay2.before.objects.map(({ id }) => id)) : /* @__PURE__ */ new Set();
  const push = decidePush(comparison.changes, made, side.inputs.drop);
  const built = await planChanges(planRequest(side, comparison), push.planned, comparison.compared);
  return {
    plan: built.plan,
    verdict: simpleVerdict(built.plan),
    rehearsal: null,
    relaxed: [],
    parsed: built.parsed,
    push,
    sync: null,
    refused: built.refused
  };
}
async function proposeSync(side, comparison) {
  const sync = decideSync(side.live.objects, comparison.compared, comparison.changes);
  const built = await planChanges(planRequest(side, comparison), sync.added, comparison.compared);
  return {
    plan: built.plan,
    verdict: simpleVerdict(built.plan),
    rehearsal: null,
    relaxed: [],
    parsed: built.parsed,
    push: null,
    sync,
    refused: built.refused
  };
}
function simpleVerdict(plan) {
  return { outcome: plan.statements.length > 0 ? "planned" : "up-to-date" };
}
function onDriftOf({ inputs }) {
  return inputs.config.environments[inputs.environment ?? ""]?.onDrift ?? "warn";
}
function planRequest(side, comparison) {
  const { inputs, project, target, tools } = side;
  const { connection } = target.database;
  return {
    strategy: inputs.strategy,
    dialect: target.engine.dialect,
    context: comparison.context,
    base: covered(side.live, {
      historyTables: comparison.context.historyTables,
      ignore: inputs.config.ignore,
      today: tools.clock().toISOString().slice(0, 10)
    }),
    head: {
      createdAt: tools.clock().toISOString(),
      tool: tools.version,
      environment: inputs.environment ?? "",
      task: side.task,
      push: inputs.push,
      source: { kind: project.kind, commit: side.git?.commit ?? null, files: project.files },
      target: {
        dialect: target.engine.dialect.name,
        serverVersion: connection.serverVersion,
        identity: connection.identity,
        database: connection.database,
        schemas: target.scope.include
      },
      rehearsal: { outcome: "not-rehearsed", engine: null, reason: "There is nothing to try: the plan has no statements." }
    }
  };
}

// src/target.ts
import { existsSync } from "node:fs";
import { dirname, join as join2 } from "node:path";

// src/dialects/engines.ts
var engines = {
  postgres: async () => {
    const [{ postgres }, { postgresDriver }] = await Promise.all([
      import("./chunk-DYEXXTAW.js"),
      import("./chunk-AM7QES6K.js")
    ]);
    return { dialect: postgres, driver: postgresDriver };
  },
  sqlite: async () => {
    const [{ sqlite }, { sqliteDriver }] = await Promise.all([import("./chunk-AEXLMOGM.js"), import("./chunk-AHVUTVF6.js")]);
    return { dialect: sqlite, driver: sqliteDriver };
  }
};
function loadEngine(name) {
  return engines[name]();
}
function dialectOfUrl(url) {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") return "postgres";
  if (scheme === "mysql" || scheme === "mariadb") return "mysql";
  if (scheme === "file" || scheme === "sqlite" || scheme === void 0) return "sqlite";
  return scheme.length === 1 ? "sqlite" : null;
}

// src/target.ts
var titles = { postgres: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" };
async function openTarget(inputs, project, tools) {
  const url = urlOf(inputs);
  const engine = await loadEngine(chooseDialect(inputs, url, project));
  tools.progress.step(`Connecting to ${engine.dialect.title}`);
  const options = connectOptions(inputs, url, project, engine, "schemagate (read-only)");
  return withScope(inputs, project, engine, await engine.driver.connect(url, options));
}
async function openWritableTarget(inputs, project, applicationName) {
  const url = urlOf(inputs);
  const engine = await loadEngine(chooseDialect(inputs, url, project));
  const configured = inputs.config.environments[inputs.environment ?? ""];
  const database = await engine.driver.openForWriting(url, {
    ...connectOptions(inputs, url, project, engine, applicationName),
    lockTimeoutMs: configured?.lockTimeoutMs ?? 5e3,
    writeTimeoutMs: configured?.statementTimeoutMs ?? 0
  });
  return withScope(inputs, project, engine, database);
}
function urlOf({ url }) {
  if (url === null) throw new Error("a database was to be opened without a URL");
  return url;
}
function connectOptions(inputs, url, project, engine, applicationName) {
  return {
    applicationName,
    connectTimeoutMs: 15e3,
    statementTimeoutMs: 6e4,
    workingDirectory: sqliteFolder(inputs, url, project, engine)
  };
}
async function withScope(inputs, project, engine, database) {
  try {
    return {
      engine,
      database,
      live: database,
      instead: null,
      scope: chooseScope(inputs, project, database.connection),
      readHistory: (source) => source.readHistory(database, database.connection.defaultSchema),
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]()
    };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}
function chooseDialect(inputs, url, project) {
  const fromUrl = dialectOfUrl(url.reveal());
  if (fromUrl === null) throw notReadable(inputs, url);
  if (fromUrl === "mysql") {
    throw new UserError(
      "unsupported-version",
      `The database URL (${inputs.urlFrom}) is for MySQL or MariaDB, which this version does not support yet.`,
      "PostgreSQL and SQLite are supported."
    );
  }
  if (project !== null && project.dialect !== fromUrl) {
    throw new UserError(
      "invalid-input",
      `The database URL (${inputs.urlFrom}) ${url.reveal().includes(":") ? `is for ${titles[fromUrl]}` : "is no URL but the path of a file"}, and the schema in the code is for ${titles[project.dialect]}.`,
      "Pass the URL of the database that belongs to this schema, or choose the schema with --schema."
    );
  }
  return fromUrl;
}
var otherSchemes = [
  [/^jdbc:/i, "is a JDBC URL", "Write it as postgresql://user:password@host:5432/database."],
  [
    /^prisma(\+postgres)?:/i,
    "names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only",
    "Give the direct URL of the database, which starts with postgresql://."
  ],
  [/^mongodb(\+srv)?:/i, "is for MongoDB, which has no schema to compare", "PostgreSQL and SQLite are supported."],
  [/^(sqlserver|mssql):/i, "is for SQL Server, which is not supported", "PostgreSQL and SQLite are supported."],
  [
    /^(libsql|https?|wss?):/i,
    "names a database behind HTTP, which this version can't read",
    "Give the URL of a PostgreSQL server, or the path of a SQLite file."
  ]
];
function notReadable({ urlFrom }, url) {
  const [, what, instead] = otherSchemes.find(([scheme]) => scheme.test(url.reveal())) ?? [];
  return new UserError(
    "invalid-input",
    `The database URL (${urlFrom}) ${what ?? "names no database that this version can read"}.`,
    instead ?? "It starts with postgresql:// for PostgreSQL, or with file: for SQLite."
  );
}
function sqliteFolder(inputs, url, project, engine) {
  if (engine.dialect.name !== "sqlite") return inputs.workingDirectory;
  const path = url.reveal().replace(/^(file|sqlite):(\/\/)?/, "").split("?")[0] ?? "";
  const schemaFile = project?.files.find((file) => file.path.endsWith(".prisma"))?.path;
  if (schemaFile === void 0 || existsSync(join2(inputs.workingDirectory, path))) return inputs.workingDirectory;
  const beside = join2(inputs.workingDirectory, dirname(schemaFile));
  return existsSync(join2(beside, path)) ? beside : inputs.workingDirectory;
}
function chooseScope(inputs, project, connection) {
  const exclude = inputs.excludeSchemas;
  if (connection.defaultSchema === null) return { include: [], exclude: [], absent: "refuse" };
  const declared = project?.schemas ?? [];
  const byDeclaration = inputs.includeSchemas === null && declared.length > 0;
  const include = without(byDeclaration ? declared : inputs.includeSchemas ?? [connection.defaultSchema], exclude);
  if (include.length > 0) return { include, exclude, absent: byDeclaration ? "leave out" : "refuse" };
  throw new UserError(
    "invalid-input",
    "No schema is left to compare: every one is excluded.",
    "Name one with --include-schemas that --exclude-schemas leaves in."
  );
}
function without(names, excluded) {
  return [...new Set(names)].filter((name) => !excluded.includes(name)).sort();
}

// src/ways.ts
function waysOut(side, comparison, drift) {
  const both = drift.cause === "unmanaged" && drift.change !== null ? adoptAndUndo(side, comparison, [drift.change]) : null;
  if (both === null) return null;
  return {
    ...both,
    ignore: `- { object: ${yamlText(drift.object)}, reason: "why it is there", until: ${inMonths(side.tools.clock(), 3)} }`
  };
}
function yamlText(text) {
  return JSON.stringify(text).replaceAll(new RegExp("\\p{C}|[\\p{Zl}\\p{Zp}]", "gu"), (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}
function waysOutOfAll(side, comparison) {
  const changes2 = comparison.report.drift.flatMap(
    ({ cause, change }) => cause === "unmanaged" && change !== null ? [change] : []
  );
  return changes2.length < 2 ? null : adoptAndUndo(side, comparison, changes2);
}
function adoptAndUndo(side, { replay: replay2 }, changes2) {
  if (replay2?.outcome !== "replayed") return null;
  const history = withoutOwners(replay2.before);
  const { dialect } = side.target.engine;
  return {
    adopt: wayOf(dialect.writeDdl(changes2, { from: history, to: withoutOwners(side.live), form: "plain" })),
    undo: wayOf(dialect.writeDdl(changes2.map(reverse), { from: side.live, to: history, form: "plain" }))
  };
}
function wayOf({ statements, refused: refused3 }) {
  const reasons2 = refused3.map(({ reason }) => reason);
  if (reasons2.length > 0) return { refused: [...new Set(reasons2)].join(" ") };
  return statements.length > 0 ? { sql: scriptOf(statements) } : { refused: "No statement does this." };
}
function missingMigration2(side, comparison) {
  const { replay: replay2 } = comparison;
  const changes2 = comparison.report.drift.flatMap(
    ({ cause, change }) => cause === "missing-migration" && change !== null ? [change] : []
  );
  if (changes2.length === 0 || replay2?.outcome !== "replayed" || replay2.end.outcome !== "reached") return null;
  const ddl = side.target.engine.dialect.writeDdl(changes2, {
    from: withoutOwners(replay2.end.snapshot),
    to: comparison.code,
    form: "plain"
  });
  return {
    name: side.project.nameMigration("schema_change", side.tools.clock()),
    sql: scriptOf(ddl.statements),
    refused: ddl.refused.map(({ reason }) => reason)
  };
}
function withoutOwners(snapshot2) {
  return {
    ...snapshot2,
    objects: snapshot2.objects.map((object) => object.kind === "rights" ? { ...object, owner: "" } : object)
  };
}
function scriptOf(statements) {
  return statements.map(({ sql }) => `${sql};
`).join("");
}
function reverse(change) {
  switch (change.kind) {
    case "create":
      return { ...change, kind: "drop" };
    case "drop":
      return { ...change, kind: "create" };
    case "alter":
    case "rename":
      return { ...change, from: change.to, to: change.from };
  }
}
function inMonths(now, months) {
  const date = new Date(now);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

// src/pipeline.ts
async function check(inputs, task, tools) {
  var _stack = [];
  try {
    const project = await openSource(inputs, { required: false });
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
    tools.progress.step("Looking at permissions and extensions");
    const facts = await target.database.inspectEnvironment(target.scope);
    const { connection } = target.database;
    return { inputs, task, at: tools.clock(), tool: tools.version, connection, facts, scope: target.scope, project, instead: null };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function snapshot(inputs, tools) {
  var _stack = [];
  try {
    const project = await openSource(inputs, { required: false });
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
    tools.progress.step("Reading the schema");
    return await target.database.introspect(target.scope);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function recordLive(inputs, tools) {
  var _stack = [];
  try {
    const project = await openSource(inputs, { required: true });
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
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
      history: inputs.strategy === "sync" ? null : await target.readHistory(project)
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function preflight(inputs, task, tools, open = openTarget) {
  var _stack = [];
  try {
    tools.progress.step("Reading the source of truth");
    const project = await openSource(inputs, { required: true });
    const git = await tools.readGit(inputs.workingDirectory);
    const sourceChanged = await sourceChange(project, git, inputs.workingDirectory);
    const changedFiles = sourceChanged?.files ?? /* @__PURE__ */ new Set();
    const target = __using(_stack, await open(inputs, project, tools), true);
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
      ways: new Map(comparison.report.drift.flatMap((drift) => entryOf2(drift, waysOut(side, comparison, drift)))),
      waysOfAll: waysOutOfAll(side, comparison),
      missing: missingMigration2(side, comparison)
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function entryOf2(drift, ways) {
  return ways === null ? [] : [[drift, ways]];
}

// src/gate.ts
function gatePlan(request) {
  return [
    ...otherEnvironment(request),
    ...otherApproval(request),
    ...otherFiles(request),
    ...expired(request),
    ...destroys(request),
    ...unreviewable(request),
    ...applyPolicy(request.plan.statements, request.hazards).reasons
  ];
}
function gateTarget(plan, connection, schemas) {
  return [...otherDatabase(plan, connection, schemas), ...gateRoute(connection)];
}
function gateIdentity(plan, environment, connection, schemas) {
  return [...otherEnvironment({ plan, environment }), ...otherDatabase(plan, connection, schemas)];
}
function otherEnvironment({ plan, environment }) {
  if (plan.environment === environment) return [];
  return [
    {
      reason: "target-mismatch",
      object: null,
      message: `The plan was made for the environment "${plan.environment}", and this is "${environment}".`,
      hint: "Make a plan for this environment with `schemagate preflight`, and have it approved."
    }
  ];
}
function otherApproval({ plan, permission }) {
  if (permission.kind === "standing" || permission.named === plan.digest) return [];
  const named2 = permission.named ?? "";
  if (permission.kind !== "approve")
    return [
      {
        reason: "approval-missing",
        object: null,
        message: `The input approve names another plan than the one of this run (${shortDigest(plan.digest)}).`,
        hint: "Give it the output digest of the preflight in the same run."
      }
    ];
  const onlyName = named2.length >= 7 && plan.digest.startsWith(named2);
  return [
    {
      reason: "approval-missing",
      object: null,
      message: onlyName ? `--approve has ${named2.length} characters of the plan's digest: that names it, but does not prove which plan was meant.` : `--approve names another plan than this one (${shortDigest(plan.digest)}).`,
      hint: onlyName ? `Give all 64 characters: ${plan.digest}` : "Read this plan (02-migration-plan.md), and approve its own digest."
    }
  ];
}
function otherFiles({ changedFiles }) {
  if (changedFiles.length === 0) return [];
  const shown = changedFiles.slice(0, 5).map((path) => `\`${path}\``);
  return [
    {
      reason: "plan-changed",
      object: changedFiles.length === 1 ? changedFiles[0] ?? null : null,
      message: `The code is not what was planned: ${shown.join(", ")}${changedFiles.length > 5 ? ` and ${changedFiles.length - 5} more` : ""} differ from the files of the plan.`,
      hint: "Check out the commit that the plan was made of, or make a new plan of this one and have it approved."
    }
  ];
}
var clocksDifferBy = 5 * 6e4;
function expired({ plan, maxPlanAgeMs, now }) {
  if (maxPlanAgeMs === null) return [];
  const age = now.getTime() - Date.parse(plan.createdAt);
  if (age >= -clocksDifferBy && age <= maxPlanAgeMs) return [];
  const limit2 = `The configuration lets plans for "${plan.environment}" be ${ageWords(maxPlanAgeMs)} old (max-plan-age)`;
  return [
    {
      reason: "plan-expired",
      object: null,
      message: age > maxPlanAgeMs ? `${limit2}, and this one is ${ageWords(age)} old.` : `${limit2}, and of this one it can't be told: it says that it was made at ${JSON.stringify(plan.createdAt)}.`,
      hint: "Make a new plan with `schemagate preflight`, and have it approved."
    }
  ];
}
function destroys({ plan, permission }) {
  const numbers = withEffect(plan, "deletes-data");
  if (numbers.length === 0) return [];
  const { destructive } = permission;
  if (!destructive.allowed) {
    return [
      {
        reason: "destructive-not-allowed",
        object: null,
        message: `${capital2(numbered(numbers))} ${numbers.length === 1 ? "deletes" : "delete"} data for good.`,
        hint: howToAllow[permission.kind]
      }
    ];
  }
  if (destructive.backup !== null || destructive.acceptedRisk !== null) return [];
  return [
    {
      reason: "backup-missing",
      object: null,
      message: "The plan deletes data, and no backup is named.",
      hint: "Add --backup REF (where the backup is), or --accept-risk REASON (why none is needed)."
    }
  ];
}
var flags = "add --allow-destructive, and --backup REF (where the backup is) or --accept-risk REASON";
var howToAllow = {
  approve: `If that is meant, ${flags}.`,
  standing: `If that is meant, use schemagate apply: ${flags}.`,
  environment: "If that is meant, start a new run, and approve it with the comment backup=REF (where the backup is) or accept-risk=REASON.",
  "pull-request-review": "If that is meant, approve the pull request once more, with backup=REF (where the backup is) or accept-risk=REASON in the text of the review, and start a new run.",
  none: `With approval: none nobody is asked who could allow it. If that is meant, apply it from the command line (schemagate preflight, then schemagate apply: ${flags}), or give the environment required reviewers and leave approval: none out.`
};
function unreviewable({ plan, allowed }) {
  const unread = allowed.includes("not-understood") ? [] : withEffect(plan, "not-understood");
  const outside = allowed.includes("reaches-outside") ? [] : withEffect(plan, "reaches-outside");
  return [
    ...unread.length === 0 ? [] : [
      {
        reason: "not-understood",
        object: null,
        message: `What ${numbered(unread)} would do could not be understood, so nobody can have reviewed it.`,
        hint: "Write it in statements that can be read, or allow it for this environment in the configuration: allow-hazards: [not-understood]."
      }
    ],
    ...outside.length === 0 ? [] : [
      {
        reason: "policy",
        object: null,
        message: `${capital2(numbered(outside))} would reach outside of the database: files, programs or other servers.`,
        hint: "Do that apart from migrations, or allow it for this environment in the configuration: allow-hazards: [reaches-outside]."
      }
    ]
  ];
}
function otherDatabase(plan, connection, schemas) {
  const { target } = plan;
  const mismatch = (message, hint) => ({ reason: "target-mismatch", object: null, message, hint });
  const again2 = "Make a plan for this database with `schemagate preflight`, and have it approved.";
  if (target.dialect !== connection.dialect || target.identity !== connection.identity)
    return [
      mismatch(
        `${connection.display} is not the database that the plan was made for (${target.database}).`,
        `Check the URL. ${again2}`
      )
    ];
  const reasons2 = [];
  const planned2 = majorOf(target.serverVersion);
  if (planned2 !== String(connection.serverMajor))
    reasons2.push(
      mismatch(`The plan was made for version ${planned2} of the server, which is now ${connection.serverVersion}.`, again2)
    );
  if (schemas.join("\0") !== target.schemas.join("\0"))
    reasons2.push(
      mismatch(
        `The plan covers the schemas ${target.schemas.join(", ") || "(none)"}, and here ${schemas.join(", ") || "none"} are looked at.`,
        "Pass the same --include-schemas and --exclude-schemas as when it was planned."
      )
    );
  return reasons2;
}
function gateRoute({ route }) {
  if (route.kind === "direct" || route.kind === "local") return [];
  return [
    {
      reason: "pooled-connection",
      object: null,
      message: `This is no direct connection to the server (${route.description}): locks and settings of a session would get lost.`,
      hint: "Give the direct URL, often another port or host of the same database (Prisma calls it directUrl)."
    }
  ];
}
function withEffect(plan, effect2) {
  return plan.statements.flatMap(({ effects }, index) => effects.includes(effect2) ? [index + 1] : []);
}
function numbered(numbers) {
  const shown = numbers.slice(0, 10).join(", ");
  return `${numbers.length === 1 ? "statement" : "statements"} ${shown}${numbers.length > 10 ? ` and ${numbers.length - 10} more` : ""}`;
}
function capital2(words3) {
  return `${words3.charAt(0).toUpperCase()}${words3.slice(1)}`;
}

// src/row-counts.ts
var countUpTo = { rows: 1e6, bytes: 2e8, tables: 100 };
async function countRows(plan, live, dialect, session) {
  const touched = withReferring(new Set(plan.touches), live);
  const tables = live.objects.filter((object) => object.kind === "table" && touched.has(object.id));
  const counts2 = [];
  for (const table of tables) {
    const { rows: estimate, bytes } = live.statistics[table.id] ?? { rows: null, bytes: null };
    const large = (estimate ?? 0) > countUpTo.rows || (bytes ?? 0) > countUpTo.bytes;
    const exact = large || counts2.length >= countUpTo.tables ? null : await count(table, dialect, session);
    counts2.push({ table: table.id, rows: exact ?? estimate, exact: exact !== null });
  }
  return counts2;
}
function withReferring(touched, { objects }) {
  const reached = new Set(touched);
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const object of objects)
      if (object.kind === "foreign key" && reached.has(object.references))
        reached.add(objectId("table", object.schema, object.table));
  }
  return reached;
}
async function count({ schema, name }, dialect, session) {
  const table = [schema, name].flatMap((part) => part === null ? [] : [dialect.quote(part)]).join(".");
  try {
    const [row] = await session.query(`SELECT count(*) AS rows FROM ${table}`);
    return row === void 0 ? null : Number(row.rows);
  } catch {
    return null;
  }
}

// src/verify.ts
async function verify(inputs, request, tools) {
  const { plan, task } = request;
  const looked = await lookAtEnd(inputs, request, tools);
  const secondPlan = await planAgain(inputs, request, tools);
  if (request.runCommand !== null) tools.progress.step("Running the command that verifies");
  const command = await request.runCommand?.() ?? null;
  const clean = looked.differences.length === 0 && looked.history.every(({ ok }) => ok) && looked.unfinished.every(({ promised }) => promised) && secondPlan.outcome !== "not-empty" && secondPlan.outcome !== "blocked" && (command === null || command.exitCode === 0);
  return {
    version: 1,
    tool: tools.version,
    digest: plan.digest,
    planPath: request.planPath,
    environment: inputs.environment ?? plan.environment,
    task,
    strategy: plan.strategy,
    at: tools.clock().toISOString(),
    outcome: clean ? "verified" : "diverged",
    ...looked,
    command,
    secondPlan
  };
}
async function lookAtEnd(inputs, request, tools) {
  var _stack = [];
  try {
    const { plan, project } = request;
    const target = __using(_stack, await openTarget(inputs, project, tools), true);
    const { connection } = target.database;
    const [wrong] = gateIdentity(plan, inputs.environment ?? "", connection, target.scope.include);
    if (wrong !== void 0) throw new UserError(wrong.reason, wrong.message, wrong.hint);
    tools.progress.step("Comparing the database with what the plan promised");
    const side = await sideOf(inputs, project, target, request.task, tools);
    const diagnosis = await diagnosisOf(side);
    const compared = await compareWithExpected(side, diagnosis, plan);
    const rows = await countRows(plan, side.live, target.engine.dialect, target.database);
    return {
      target: { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion },
      ...compared,
      history: historyOf(plan, diagnosis),
      unfinished: unfinished(plan, side.live),
      extensions: extensionsOf(request.before, side.facts.extensions),
      rows: rowsOf(request.before, rows)
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function extensionsOf(before, now) {
  const counts2 = (extensions) => new Map(extensions.map(({ name, objects }) => [name, objects]));
  const [earlier, later] = [counts2(before?.extensions ?? []), counts2(now)];
  return [.../* @__PURE__ */ new Set([...earlier.keys(), ...later.keys()])].sort().map((name) => ({ name, before: earlier.get(name) ?? null, after: later.get(name) ?? null }));
}
function rowsOf(before, now) {
  const none = { rows: 0, exact: true };
  const earlier = new Map((before?.rows ?? []).map((counted) => [counted.table, counted]));
  const later = new Set(now.map(({ table }) => table));
  const gone = [...earlier.values()].filter(({ table }) => !later.has(table));
  const past = (table) => {
    const counted = earlier.get(table);
    if (counted !== void 0) return { rows: counted.rows, exact: counted.exact };
    return before === null ? null : none;
  };
  return [...now, ...gone.map(({ table }) => ({ table, ...none }))].map((counted) => ({ ...counted, before: past(counted.table) })).sort((a, b) => a.table < b.table ? -1 : 1);
}
async function sideOf(inputs, project, target, task, tools) {
  const { database, scope } = target;
  const facts = await database.inspectEnvironment(scope);
  const live = await database.introspect(scope);
  const history = inputs.strategy === "migrate" ? await target.readHistory(project) : null;
  const git = await tools.readGit(inputs.workingDirectory);
  return { inputs, project, target, facts, live, history, task, git, changedFiles: /* @__PURE__ */ new Set(), tools };
}
function coveredOf(side, snapshot2) {
  const { historyTables } = contextOfScripts(side);
  return covered(snapshot2, { historyTables, ignore: side.inputs.config.ignore, today: today(side) });
}
async function compareWithExpected(side, diagnosis, plan) {
  const context = contextOfScripts(side);
  const expected = coveredOf(side, plan.expected.snapshot);
  const live = coveredOf(side, side.live);
  const steps = plan.strategy === "migrate" ? diagnosis.applied : [await schemaAsStep(side, context.defaultSchema)];
  const setting = standInSetting(side, diagnosis, context);
  const spelled = await inOneSpelling({ ...side, live }, setting, steps, expected, context);
  const [promised, found] = [verifiable(expected.objects), verifiable(spelled.objects)];
  const touches = new Set(plan.touches);
  const grants = plan.statements.some(({ effects }) => effects.includes("changes-rights"));
  const differing = diff(promised, found).map((change) => {
    const objects = change.kind === "create" || change.kind === "drop" ? [change.object] : [change.from, change.to];
    const counts2 = objects.some((object) => concerns(touches, object) && (grants || object.kind !== "rights"));
    return { object: changedId(change), summary: describeChange(change), counts: counts2 };
  });
  const strip = ({ object, summary }) => ({ object, summary });
  return {
    differences: differing.filter(({ counts: counts2 }) => counts2).map(strip),
    elsewhere: differing.filter(({ counts: counts2 }) => !counts2).map(strip),
    equal: promised.length - new Set(differing.map(({ object }) => object)).size
  };
}
async function schemaAsStep({ project }, defaultSchema) {
  const sql = await project.desiredDdl(defaultSchema);
  return { id: "schema", parents: [], path: "", checksum: sha256(sql), sql, opaque: null };
}
function historyOf(plan, { applied, problems }) {
  const known = new Set(applied.map(({ id }) => id));
  return plan.migrations.map(({ id }) => {
    const problem = problems.find(({ migration, kind }) => migration === id && kind !== "edited-line-endings");
    if (problem !== void 0) return { migration: id, ok: false, message: problem.message };
    return known.has(id) ? { migration: id, ok: true, message: "finished, with the checksum of its file" } : { migration: id, ok: false, message: "is not in the history of the database" };
  });
}
function unfinished(plan, live) {
  const touches = new Set(plan.touches);
  const promised = new Map(plan.expected.snapshot.objects.map((object) => [object.id, object]));
  return live.objects.flatMap((object) => {
    const what = whatIsUnfinished(object);
    if (what === null || !concerns(touches, object)) return [];
    const intended = promised.get(object.id);
    return [{ object: object.id, what, promised: intended !== void 0 && whatIsUnfinished(intended) === what }];
  });
}
function whatIsUnfinished(object) {
  if (object.kind === "index" && !object.valid) return "the index is invalid: no query uses it";
  if ((object.kind === "foreign key" || object.kind === "check") && !object.validated)
    return "the constraint is not validated: rows from before may break it";
  return null;
}
async function planAgain(inputs, request, tools) {
  if (request.changedFiles.length > 0)
    return {
      outcome: "not-checked",
      reason: `The code has moved on since the plan was made (${request.changedFiles.length} files differ), so a plan made now says nothing about this one.`
    };
  tools.progress.step("Planning once more: nothing may be left to do");
  const { verdict, plan } = (await preflight({ ...inputs, rehearsal: "off" }, request.task, tools)).proposal;
  if (verdict.outcome === "blocked") return { outcome: "blocked", reasons: verdict.reasons };
  if (verdict.outcome === "up-to-date" || plan === null) return { outcome: "empty" };
  return { outcome: "not-empty", statements: plan.statements.map(({ sql }) => sql) };
}

// src/lock-retry.ts
import { setTimeout as sleep } from "node:timers/promises";
function pauseBefore(retry, random) {
  return Math.round(Math.min(1e4, 250 * 2 ** (retry - 1)) * (0.5 + random()));
}
async function pause(ms, signal) {
  await sleep(ms, void 0, { signal }).catch(() => void 0);
}

// src/plan/entry-id.ts
function entryId(random, digest, migration) {
  const salt = random.replaceAll("-", "").slice(0, 12);
  const hash = sha256([salt, digest, migration].join("\0"));
  return `${salt.slice(0, 8)}-${salt.slice(8, 12)}-8${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}
function isEntryOf(id, digest, migration) {
  return id === entryId(id, digest, migration);
}

// src/plan/units.ts
function statementsOf2({ statements }, migration) {
  const placed = statements.map((statement, index) => ({ ...statement, number: index + 1 }));
  return placed.filter(({ origin }) => origin === migration).map((statement, index) => ({ ...statement, position: index + 1 }));
}
function unitsOf({ batches }, statements, controls) {
  const units = [];
  let open = false;
  for (const [index, statement] of statements.entries()) {
    const noted = batches[statement.batch]?.transactional === true;
    const last = units.at(-1);
    const together = noted ? last?.statements.at(-1)?.batch === statement.batch : open;
    if (last !== void 0 && together) last.statements.push(statement);
    else units.push({ statements: [statement], noted });
    open = !noted && staysOpen(open, controls[index] ?? null, statement.sql);
  }
  return units;
}
function staysOpen(open, control, sql) {
  switch (control) {
    case "begin":
      return true;
    case "commit":
    case "rollback":
      return /\bAND\s+CHAIN\b/i.test(sql);
    case "savepoint":
    case null:
      return open;
  }
}

// src/execute.ts
async function execute(request) {
  const run = new Run(request);
  for (const file of filesOf(request.plan)) {
    if (request.alreadyApplied.has(file.origin)) run.skip(file);
    else await run.file(file);
    if (run.stop !== null) break;
  }
  return { statements: run.records(), stop: run.stop };
}
function filesOf(plan) {
  const files = [...Map.groupBy(plan.batches, ({ origin }) => origin).keys()];
  return files.map((origin) => {
    const own = statementsOf2(plan, origin);
    const groups = plan.batches.flatMap(
      (batch, index) => batch.origin === origin ? [{ ...batch, statements: own.filter((statement) => statement.batch === index) }] : []
    );
    return { origin, length: own.length, groups };
  });
}
var Run = class {
  stop = null;
  #request;
  #records = /* @__PURE__ */ new Map();
  /** Ran, and not committed yet. */
  #open = /* @__PURE__ */ new Set();
  #historyExists;
  /** Set when the log could not be written: what runs without one is not known to anybody. */
  #logFailure = null;
  /** A part that waits in vain for a lock now is tried again instead of ending the run. */
  #mayTryAgain = false;
  /** What waited in vain. */
  #lockedAt = null;
  #waits = /* @__PURE__ */ new Map();
  constructor(request) {
    this.#request = request;
    this.#historyExists = request.historyExists;
  }
  records() {
    return this.#request.plan.statements.map((statement, at) => this.#records.get(at + 1) ?? notRun(statement, at + 1));
  }
  skip(file) {
    for (const statement of file.groups.flatMap(({ statements }) => statements))
      this.#records.set(statement.number, { ...notRun(statement, statement.number), outcome: "applied-before" });
  }
  async file(file) {
    const { database, bookkeeping, resume, signal } = this.#request;
    if (signal.aborted) return this.#halt(file, "signal", null, null, askedToStop);
    if (this.#logFailure !== null) return this.#haltWithoutLog(file);
    try {
      await database.startFile();
    } catch (error) {
      return this.#haltOn(file, "statement", "The session could not be prepared", error);
    }
    const entry = bookkeeping === null ? null : this.#entryOf(file);
    const [only] = file.groups;
    if (resume?.migration === file.origin) await this.#theRest(file, resume, entry);
    else if (only !== void 0 && isAtomic(file)) await this.#atomic(file, only, entry);
    else await this.#inSteps(file, entry);
  }
  /** The file and its row in the history commit or fail together. */
  async #atomic(file, group, entry) {
    await this.#again(file, group, async () => {
      const ran = await this.#begin(file, group) && await this.#statements(file, group);
      if (!ran || entry !== null && !await this.#note(file, (note) => this.#writeApplied(note, entry))) return false;
      return this.#commit(file, group);
    });
  }
  /** Noted as started, then step by step; what is left of it when it fails decides what the history says. */
  async #inSteps(file, entry) {
    this.#write({ event: "noted", origin: file.origin, entry: entry?.id ?? null });
    if (entry !== null && !await this.#note(file, (note) => this.#writeStarted(note, entry))) return;
    await this.#steps(file, file.groups, entry);
  }
  /** Of a file that an earlier run began: what it left out. */
  async #theRest(file, resume, entry) {
    const all = file.groups.flatMap(({ statements }) => statements);
    for (const statement of all.filter(({ position }) => position <= resume.done))
      this.#records.set(statement.number, { ...notRun(statement, statement.number), outcome: "applied-before" });
    this.#write({ event: "noted", origin: file.origin, entry: entry?.id ?? null });
    if (entry !== null && !await this.#note(file, (note) => note((books) => books.resumed(resume.entry, entry, resume.done))))
      return;
    const groups = file.groups.map((group) => ({
      ...group,
      statements: group.statements.filter(({ position }) => position > resume.done)
    }));
    const settings = all.filter(({ number }) => resume.repeat.includes(number));
    const rest = groups.filter(({ statements }) => statements.length > 0);
    if (!await this.#settings(file, settings, entry)) return;
    await this.#steps(file, rest, entry);
  }
  async #settings(file, statements, entry) {
    if (await this.#statements(file, { statements })) return true;
    await this.#noteFailure(file, entry);
    return false;
  }
  async #steps(file, groups, entry) {
    for (const group of groups) {
      const run = () => group.transactional ? this.#transaction(file, group, entry) : this.#oneByOne(file, group, entry);
      if (!await this.#again(file, group, run)) return this.#noteFailure(file, entry);
    }
    const { clock } = this.#request;
    if (entry !== null && groups.at(-1)?.transactional !== true)
      await this.#note(file, (note) => note((books) => books.finished(entry, clock())));
  }
  #takeLocked() {
    const locked = this.#lockedAt;
    this.#lockedAt = null;
    return locked;
  }
  /** How far the file is commits together with what it says. */
  async #transaction(file, group, entry) {
    const ran = await this.#begin(file, group) && await this.#statements(file, group);
    return ran && await this.#noteProgress(file, group.statements.at(-1), entry) && await this.#commit(file, group);
  }
  async #noteProgress(file, last, entry) {
    if (entry === null || last === void 0) return true;
    const { clock } = this.#request;
    return this.#note(
      file,
      (note) => note((books) => last.position === file.length ? books.finished(entry, clock()) : books.advanced(entry, last.position))
    );
  }
  /** Once more, as often as is allowed, where it waited in vain for a lock, and nothing of it is left. */
  async #again(file, group, run) {
    const { database, lockRetry, onWait, plan, signal } = this.#request;
    const repeatable = group.transactional || group.statements.length === 1;
    const historyExisted = this.#historyExists;
    for (let retry = 1; ; retry++) {
      this.#mayTryAgain = repeatable && retry <= lockRetry.times && !signal.aborted;
      const done = await run();
      this.#mayTryAgain = false;
      const locked = this.#takeLocked();
      if (done || locked === null) return done;
      const { statement } = locked;
      this.#historyExists = historyExisted;
      for (const { number } of group.statements) this.#records.delete(number);
      const holders = await database.holders(plan.touches);
      const ms = pauseBefore(retry, lockRetry.random);
      this.#write({ event: "waiting", origin: file.origin, statement, retry, ms, holders });
      const held = holders.length === 0 ? "" : ` (held by ${holders.join("; ")})`;
      const what = `waited in vain for a lock${held}`;
      if (statement !== null) this.#waits.set(statement, [...this.#waits.get(statement) ?? [], what]);
      onWait(
        `${statement === null ? file.origin : `Statement ${statement}`} ${what}; trying again in ${(ms / 1e3).toFixed(1)} s`
      );
      await pause(ms, signal);
    }
  }
  /** Each for itself, or in the transactions that the file opens. */
  async #oneByOne(file, group, entry) {
    const { database } = this.#request;
    if (!await this.#statements(file, group, entry)) return false;
    if (!database.inTransaction) return true;
    const last = group.statements.at(-1)?.number ?? null;
    await this.#rollBack(file, group.statements);
    this.#halt(
      file,
      "statement",
      last,
      null,
      "The file opens a transaction and does not end it, so what it did there was rolled back"
    );
    return false;
  }
  async #begin(file, group) {
    try {
      await this.#request.database.begin(group.foreignKeys);
      return true;
    } catch (error) {
      this.#haltOn(file, "statement", "The transaction could not be started", error);
      return false;
    }
  }
  /** Runs the statements of a group; on failure everything that is not committed is rolled back and marked so. `entry`: notes each that is committed. */
  async #statements(file, group, entry = null) {
    const { database, signal } = this.#request;
    for (const statement of group.statements) {
      if (signal.aborted) {
        await this.#rollBack(file, group.statements);
        this.#halt(file, "signal", null, null, askedToStop);
        return false;
      }
      const executed = await this.#statement(file, statement);
      if (executed === null) return this.#stopWithoutLog(file, group.statements);
      if (executed.outcome === "done") {
        if (!database.inTransaction) {
          this.#settle(group.statements);
          this.#mayTryAgain = false;
          const last = statement.position === file.length;
          if (!last && !await this.#noteProgress(file, entry === null ? void 0 : statement, entry)) return false;
        }
        if (this.#logFailure !== null) return this.#stopWithoutLog(file, group.statements);
        continue;
      }
      const lost = isUnknown(file, executed.failure);
      await this.#rollBack(file, group.statements);
      this.#halt(
        file,
        lost ? "lost" : executed.failure.kind === "interrupted" ? "signal" : "statement",
        statement.number,
        executed.failure,
        executed.failure.message
      );
      return false;
    }
    return true;
  }
  async #stopWithoutLog(file, statements) {
    await this.#rollBack(file, statements);
    this.#haltWithoutLog(file);
    return false;
  }
  #haltWithoutLog(file) {
    this.#halt(file, "log", null, null, `The log can't be written, and nothing runs without one: ${this.#logFailure}`);
  }
  /** To the log. Once that has failed, nothing more is tried: the run ends as soon as it can. */
  #write(event) {
    if (this.#logFailure !== null) return;
    try {
      this.#request.journal.append(event);
    } catch (error) {
      this.#logFailure = messageOf(error);
    }
  }
  /** Null: not run, since that could not be written down before. */
  async #statement(file, statement) {
    const { database, clock, onStatement, plan, signal } = this.#request;
    const { number, sql, origin } = statement;
    const startedAt = clock();
    onStatement(number, plan.statements.length, sql);
    this.#write({ event: "statement", number, origin, sql, at: startedAt.toISOString() });
    if (this.#logFailure !== null) return null;
    const interrupt = () => {
      if (database.inTransaction) void database.interrupt().catch(() => void 0);
    };
    signal.addEventListener("abort", interrupt, { once: true });
    const executed = await database.execute(sql);
    signal.removeEventListener("abort", interrupt);
    const durationMs = clock().getTime() - startedAt.getTime();
    const { outcome, notices } = executed;
    const rows = executed.outcome === "done" ? executed.rows : null;
    this.#records.set(number, {
      ...notRun(statement, number),
      outcome: executed.outcome === "done" ? "done" : isUnknown(file, executed.failure) ? "unknown" : "failed",
      startedAt: startedAt.toISOString(),
      durationMs,
      rows,
      notices: [...this.#waits.get(number) ?? [], ...notices]
    });
    if (executed.outcome === "done" && database.inTransaction) this.#open.add(number);
    this.#write({
      event: outcome,
      number,
      durationMs,
      rows,
      notices,
      ...executed.outcome === "failed" ? { failure: executed.failure } : {}
    });
    return executed;
  }
  #settle(statements) {
    for (const { number } of statements) this.#open.delete(number);
  }
  async #commit(file, group) {
    const committed = await this.#request.database.commit();
    this.#write({ event: committed.outcome === "done" ? "committed" : "not-committed", origin: file.origin });
    if (committed.outcome === "done") {
      this.#settle(group.statements);
      return true;
    }
    const { failure } = committed;
    const lost = failure.kind === "connection-lost";
    if (lost) this.#mark(group.statements, "unknown");
    else await this.#rollBack(file, group.statements);
    this.#halt(file, lost ? "lost" : "commit", null, failure, `The end of the transaction was refused: ${failure.message}`);
    return false;
  }
  async #rollBack(file, statements) {
    await this.#request.database.rollback();
    this.#mark(statements, "rolled-back");
    this.#write({ event: "rolled-back", origin: file.origin });
  }
  #mark(statements, outcome) {
    for (const { number } of statements) {
      const record = this.#records.get(number);
      if (record !== void 0 && this.#open.has(number)) this.#records.set(number, { ...record, outcome });
    }
    this.#settle(statements);
  }
  #halt(file, kind, statement, failure, message) {
    if (this.stop !== null) return;
    if (failure?.kind === "lock-timeout" && this.#mayTryAgain) {
      this.#lockedAt = { statement };
      return;
    }
    const left = this.#leftOf(file, kind === "lost");
    this.stop = {
      kind,
      statement,
      failure,
      message: message.endsWith(".") ? message : `${message}.`,
      file: this.#request.bookkeeping === null ? null : { migration: file.origin, left }
    };
    this.#write({ event: "stopped", ...this.stop });
  }
  /** What went wrong between two statements; an error that is none of ours means that the connection is gone. */
  #haltOn(file, kind, what, error) {
    const message = `${what === null ? "" : `${what}: `}${messageOf(error)}`;
    if (isLost(error)) {
      this.#halt(file, "lost", null, null, message);
      return;
    }
    const reason = error instanceof UserError ? error.reason : null;
    const failure = {
      code: null,
      message,
      constraint: null,
      table: null,
      column: null,
      kind: reason === "lock-timeout" ? "lock-timeout" : reason === "permission-denied" ? "permission" : "other",
      hint: error instanceof UserError ? error.hint : null
    };
    this.#halt(file, kind, null, failure, message);
  }
  #leftOf(file, lost) {
    const { resume } = this.#request;
    if (!lost && resume?.migration === file.origin && resume.done > 0) return "partly";
    const outcomes = file.groups.flatMap(({ statements }) => statements.map(({ number }) => this.#records.get(number)?.outcome));
    if (lost || outcomes.includes("unknown")) return "unknown";
    return outcomes.includes("done") ? "partly" : "nothing";
  }
  #entryOf({ origin }) {
    const { newId, clock, plan } = this.#request;
    const checksum = plan.migrations.find(({ id }) => id === origin)?.checksum ?? "";
    return { id: entryId(newId(), plan.digest, origin), migration: origin, checksum, startedAt: clock() };
  }
  /** Writes to the history; a refusal stops the run as a failing statement does. */
  async #note(file, write2) {
    const { database, bookkeeping } = this.#request;
    if (bookkeeping === null) return true;
    try {
      await write2(async (statementOf) => {
        const { sql, values } = statementOf(bookkeeping);
        await database.write(sql, values);
      });
      return true;
    } catch (error) {
      const all = file.groups.flatMap(({ statements }) => statements);
      if (isLost(error)) this.#mark(all, "unknown");
      else await this.#rollBack(file, all);
      this.#haltOn(file, "history", null, error);
      return false;
    }
  }
  async #writeApplied(note, entry) {
    await this.#makeTable(note);
    await note((books) => books.applied(entry, this.#request.clock()));
  }
  async #writeStarted(note, entry) {
    await this.#makeTable(note);
    await note((books) => books.started(entry));
  }
  async #makeTable(note) {
    if (!this.#historyExists) await note((books) => books.create);
    this.#historyExists = true;
  }
  /** Nothing left: as if it had not been tried. Something left: noted as failed, as the tool itself would, so that nothing builds on it. */
  async #noteFailure(file, entry) {
    const { stop } = this;
    if (entry === null || stop === null || stop.kind === "lost") return;
    const logs = `${stop.message}${stop.failure?.code == null ? "" : `
Database error code: ${stop.failure.code}`}`;
    await this.#note(
      file,
      (note) => note((books) => stop.file?.left === "nothing" ? books.forget(entry) : books.failed(entry, logs))
    );
  }
};
var askedToStop = "This run was asked to stop";
function notRun({ sql, origin, batch }, number) {
  return { number, origin, batch, sql, outcome: "not-run", startedAt: null, durationMs: null, rows: null, notices: [] };
}
function isAtomic({ groups }) {
  return groups.length === 1 && groups[0]?.transactional === true;
}
function isUnknown(file, { kind }) {
  return kind === "connection-lost" && !isAtomic(file);
}
function isLost(error) {
  return !(error instanceof UserError) || error.reason === "connection-failed";
}
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

// src/plan/half-done.ts
function halfDone(plan, history, diagnosis) {
  if (plan.strategy !== "migrate") return null;
  const [row, ...others] = (history?.rows ?? []).filter(
    ({ finishedAt, rolledBackAt }) => finishedAt === null && rolledBackAt === null
  );
  if (row === void 0 || others.length > 0 || !isEntryOf(row.id, plan.digest, row.migration)) return null;
  const files = plan.migrations.map(({ id }) => id);
  const at = files.indexOf(row.migration);
  const known = new Set(diagnosis.applied.map(({ id }) => id));
  const applied = files.filter((id) => known.has(id));
  const problems = diagnosis.problems.filter(({ blocks, migration }) => blocks && migration !== row.migration);
  const fits = plan.migrations[at]?.checksum === row.checksum && problems.length === 0 && equal(applied, files.slice(0, at)) && equal(
    diagnosis.pending.map(({ id }) => id),
    files.slice(at + 1)
  );
  return fits ? { migration: row.migration, entry: row.id, committed: row.appliedSteps, applied } : null;
}
function equal(a, b) {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

// src/plan/standing.ts
function standingOf(plan, live, diagnosis) {
  const moved = movedSince(plan, live);
  return diagnosis === null || plan.strategy !== "migrate" ? byState(plan, moved) : byHistory(plan, diagnosis, moved);
}
function byState(plan, moved) {
  const [first, ...rest] = moved.map((move) => staleReason(plan, move));
  return first === void 0 ? { kind: "base", moved: [] } : { kind: "maybe-end", otherwise: [first, ...rest] };
}
function byHistory(plan, diagnosis, moved) {
  const [problem, ...problems] = historyProblems(diagnosis);
  if (problem !== void 0) return { kind: "elsewhere", reasons: [problem, ...problems] };
  const known = new Set(diagnosis.applied.map(({ id }) => id));
  const files = plan.migrations.map(({ id }) => id);
  const applied = files.filter((id) => known.has(id));
  const rest = files.filter((id) => !known.has(id));
  const pending = diagnosis.pending.map(({ id }) => id);
  if (rest.length === 0 && pending.length === 0) return { kind: "maybe-end", otherwise: [endMissed(plan)] };
  if (!sameOrder(rest, pending) || !sameOrder(applied, files.slice(0, applied.length)))
    return { kind: "elsewhere", reasons: [otherFiles2(files, pending)] };
  if (applied.length > 0) return { kind: "boundary", applied };
  const [first, ...others] = moved.filter(({ touched }) => touched).map((move) => staleReason(plan, move));
  if (first !== void 0) return { kind: "elsewhere", reasons: [first, ...others] };
  return { kind: "base", moved: moved.map(({ object, how }) => ({ object, how })) };
}
function movedSince(plan, live) {
  const objects = verifiable(live.objects);
  const now = hashObjects(objects);
  const byId2 = new Map(objects.map((object) => [object.id, object]));
  const unseen = live.invisible.map(({ kind }) => `${kind} `);
  const touches = new Set(plan.touches);
  const ids = [.../* @__PURE__ */ new Set([...Object.keys(plan.base.objects), ...Object.keys(now)])].sort();
  return ids.flatMap((id) => {
    const [before, after] = [plan.base.objects[id], now[id]];
    if (before === after) return [];
    if (after === void 0 && unseen.some((kind) => id.startsWith(kind))) return [];
    const object = byId2.get(id);
    const touched = object === void 0 ? touches.has(id) : concerns(touches, object);
    return [{ object: id, how: before === void 0 ? "appeared" : after === void 0 ? "vanished" : "changed", touched }];
  });
}
var moves = { appeared: "was added", vanished: "was dropped", changed: "was changed" };
function staleReason(plan, { object, how }) {
  return {
    reason: "drift-detected",
    object,
    message: `\`${object}\` ${moves[how]} since this plan was made${plan.strategy === "migrate" ? ", and the plan touches it" : ""}.`,
    hint: "Run `schemagate preflight` again: the new plan starts from the database as it is now, and needs an approval of its own."
  };
}
function endMissed({ strategy }) {
  return {
    reason: "plan-changed",
    object: null,
    message: "Every migration of this plan is applied already, and the database is not what the plan promised.",
    hint: `Run \`schemagate preflight --strategy ${strategy}\`: its drift report says what differs, and what to do about it.`
  };
}
function otherFiles2(planned2, pending) {
  return {
    reason: "plan-changed",
    object: null,
    message: `The plan is for ${listed(planned2)}; what the database lacks now is ${listed(pending)}.`,
    hint: "Run `schemagate preflight` again, and approve the plan that it makes."
  };
}
function listed(ids) {
  if (ids.length === 0) return "nothing";
  const shown = ids.slice(0, 3).map((id) => `\`${id}\``);
  return `${shown.join(", ")}${ids.length > 3 ? ` and ${ids.length - 3} more` : ""}`;
}
function sameOrder(a, b) {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

// src/attempt-log.ts
function loggedOf(text, entry, unit) {
  const ending = unit.statements.at(-1)?.number;
  const events = eventsOf(text);
  const from = events === null ? -1 : events.findLastIndex((event) => event.event === "noted" && event.entry === entry);
  if (events === null || from === -1 || ending === void 0) return "unknown";
  const last = events.slice(from).findLast(({ event, number }) => number === ending || event === "cut off");
  if (last === void 0) return "not-committed";
  switch (last.event) {
    case "done":
      return "committed";
    case "failed":
      return last.failure?.kind === "connection-lost" ? "unknown" : "not-committed";
    default:
      return "unknown";
  }
}
function eventsOf(text) {
  if (text === null) return null;
  return text.split("\n").filter((line) => line !== "").map(readEvent);
}
function readEvent(line) {
  try {
    return JSON.parse(line);
  } catch {
    return { event: "cut off" };
  }
}

// src/plan/resume-point.ts
function resumePoint(seen2) {
  const found = decide(seen2);
  if (found.outcome === "refused" || seen2.said === null) return found;
  const shown = seen2.first + found.done;
  if (shown === seen2.said) return found;
  return refuse(
    "invalid-input",
    null,
    `--resume-from ${seen2.said}: the database shows that the plan goes on with statement ${shown}.`,
    "Leave --resume-from out: it is for statements of which the schema can't tell."
  );
}
function decide(seen2) {
  const { committed, here, next, there } = seen2;
  const further = committed + (next?.statements.length ?? 0);
  const [isHere, isThere2] = [here.length === 0, there !== null && there.length === 0];
  if (isHere && (there === null || next === null))
    return { outcome: "go", done: committed, why: "The history says how far it is, and the schema is as it was after that." };
  if (isHere && !isThere2)
    return { outcome: "go", done: committed, why: `The schema shows that ${words2(next)} did not take effect.` };
  if (!isHere && isThere2) return { outcome: "go", done: further, why: `The schema shows that ${words2(next)} took effect.` };
  if (!isHere) return elsewhere(seen2);
  return bySomethingElse(seen2, next, further);
}
function bySomethingElse(seen2, next, further) {
  const { committed, logged, said: said2 } = seen2;
  switch (logged) {
    case "committed":
      return { outcome: "go", done: further, why: `The log of the run that stopped says that ${words2(next)} took effect.` };
    case "not-committed":
      return {
        outcome: "go",
        done: committed,
        why: `The log of the run that stopped says that ${words2(next)} did not take effect.`
      };
    case "unknown":
      break;
  }
  if (next === null || next.statements.every(({ effects }) => !effects.some((effect2) => unrepeatable.has(effect2))))
    return { outcome: "go", done: committed, why: `Whether ${words2(next)} took effect is not known; it may run twice.` };
  const [before, after] = [seen2.first + committed, seen2.first + further];
  const told = `--resume-from ${said2} was given for what the schema can't tell.`;
  if (said2 === before) return { outcome: "go", done: committed, why: told };
  if (said2 === after) return { outcome: "go", done: further, why: told };
  const one = next.statements.length === 1;
  return refuse(
    "history-failed-state",
    `migration ${seen2.migration}`,
    `Whether ${words2(next)} took effect can't be known: ${one ? "it changes" : "they change"} rows or what can't be seen, the schema is the same either way, and the run ended before it could write it down.`,
    `Look at the rows. If ${one ? "it" : "they"} did not take effect, add --resume-from ${before}; if ${one ? "it" : "they"} did, --resume-from ${after}.`
  );
}
var unrepeatable = /* @__PURE__ */ new Set([
  "changes-data",
  "deletes-data",
  "touches-history",
  "reaches-outside",
  "not-understood"
]);
function elsewhere({ migration, committed, here, next, there }) {
  const nearest = there !== null && there.length < here.length ? there : here;
  const where = nearest === here ? committed === 0 ? "before its first statement" : `after the first ${committed} of its statements` : `after ${words2(next)}`;
  const shown = nearest.slice(0, 5).map(({ summary }) => summary);
  const more = nearest.length > shown.length ? `; and ${nearest.length - shown.length} more` : "";
  return refuse(
    "drift-detected",
    nearest[0]?.object ?? null,
    `The database is in no state that \`${migration}\` passes through. Compared with the state ${where}: ${shown.join("; ")}${more}.`,
    "Undo what was changed by hand since that run stopped, and run this again; or complete or undo the file by hand, and resolve it in the history."
  );
}
function words2(unit) {
  const numbers = (unit?.statements ?? []).map(({ number }) => number);
  return numbers.length === 1 ? `statement ${numbers[0]}` : `statements ${numbers[0]} to ${numbers.at(-1)}`;
}
function refuse(reason, object, message, hint) {
  return { outcome: "refused", reasons: [{ reason, object, message, hint }] };
}

// src/replay-halfway.ts
function replayHalfway(setting, applied, parts) {
  const scripts = applied.map(({ id, sql }) => ({ name: id, sql: sql ?? "" }));
  return setting.cache.remember(
    { step: "halfway", setting: setting.cacheKey, scripts, parts },
    () => rebuild(setting, scripts, parts),
    ({ outcome }) => outcome === "rebuilt"
  );
}
async function rebuild(setting, applied, parts) {
  setting.progress.step("Rebuilding the states that the half-done file passes through");
  try {
    var _stack = [];
    try {
      const standIn = __using(_stack, await setting.open(), true);
      const states = [];
      for (const scripts of [applied, ...parts]) {
        const run = await standIn.run(scripts);
        if (run.outcome !== "done") return { outcome: "failed", reason: `${run.script}: ${run.message} (on ${standIn.engine}).` };
        states.push(await standIn.introspect(setting.scope));
      }
      return { outcome: "rebuilt", states: states.slice(1) };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (error instanceof UserError && !setting.named) return { outcome: "failed", reason: error.message };
    throw error;
  }
}

// src/resume.ts
async function resumeOf(side, plan, diagnosis, half, asked) {
  const statements = statementsOf2(plan, half.migration);
  const { dialect } = side.target.engine;
  const context = contextOfScripts(side);
  const scripts = await Promise.all(statements.map(({ sql }) => dialect.parseScript(sql, context)));
  const parsed = scripts.map((script) => script.statements[0]);
  const units = unitsOf(
    plan,
    statements,
    parsed.map((statement) => statement?.control ?? null)
  );
  const at = placeOf2(units, half.committed);
  if (at === null) return { reasons: [notAtAnEnd(half)] };
  const lost = statements.slice(0, half.committed).find((_, index) => leavesInSession(parsed[index]));
  if (lost !== void 0) return { reasons: [sessionLost(half, lost)] };
  const settings = (upTo) => statements.slice(0, upTo).filter((_, index) => setsSession(units, statements[index], parsed[index]));
  const next = units[at] ?? null;
  const further = half.committed + (next?.statements.length ?? 0);
  const compared = await compareStates(
    { side, plan, diagnosis, half, statements, settings },
    half.committed,
    next === null || next.noted ? null : further
  );
  if (typeof compared === "string") return { reasons: [notRebuilt(half, compared)] };
  const point = resumePoint({
    migration: half.migration,
    first: statements[0]?.number ?? 0,
    committed: half.committed,
    next,
    ...compared,
    logged: next === null ? "unknown" : loggedOf(await asked.readLog(), half.entry, next),
    said: asked.from
  });
  if (point.outcome === "refused") return { reasons: point.reasons };
  const { done, why } = point;
  return { migration: half.migration, entry: half.entry, done, repeat: settings(done).map(({ number }) => number), why };
}
function placeOf2(units, committed) {
  let counted = 0;
  for (const [index, { statements }] of [...units, { statements: [] }].entries()) {
    if (counted === committed) return index;
    counted += statements.length;
  }
  return null;
}
function setsSession(units, statement, parsed) {
  if (statement === void 0 || parsed === void 0) return false;
  if (/^(?:SET|RESET)\b/.test(parsed.verb) || /^SELECT\s+(?:pg_catalog\s*\.\s*)?set_config\s*\(/i.test(bare(parsed))) return true;
  const unit = units.find(({ statements }) => statements.includes(statement));
  return parsed.verb.startsWith("PRAGMA") && unit?.noted === false;
}
function leavesInSession(parsed) {
  return parsed !== void 0 && /^(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:LOCAL\s+|GLOBAL\s+)?TEMP(?:ORARY)?|PREPARE|DECLARE)\s/i.test(bare(parsed));
}
function bare({ sql }) {
  return sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, "");
}
async function compareStates(states, here, there) {
  const { side, plan, diagnosis, half, statements, settings } = states;
  const known = new Map(side.project.migrations.map((migration) => [migration.id, migration]));
  const part = (from, to) => [...settings(from), ...statements.slice(from, to)].map(({ sql }) => sql).join("\n;\n");
  const file = known.get(half.migration);
  const partial = (upTo) => ({
    id: half.migration,
    parents: [],
    path: "",
    checksum: "",
    opaque: null,
    ...file,
    sql: part(0, upTo)
  });
  const whole = { ...diagnosis, pending: [...file === void 0 ? [] : [file], ...diagnosis.pending] };
  const setting = standInSetting(side, whole, contextOfScripts(side));
  const middle = there ?? here;
  const rebuilt = await replayHalfway(setting, diagnosis.applied, [
    [{ name: half.migration, sql: part(0, here) }],
    [{ name: half.migration, sql: part(here, middle) }],
    [
      { name: half.migration, sql: part(middle, statements.length) },
      ...diagnosis.pending.map(({ id, sql }) => ({ name: id, sql: sql ?? "" }))
    ]
  ]);
  if (rebuilt.outcome === "failed") return rebuilt.reason;
  const [stateHere, stateThere, end] = rebuilt.states;
  if (stateHere === void 0 || stateThere === void 0 || end === void 0) throw new Error("A state was not read.");
  const differences = async (state, upTo) => {
    const { snapshot: snapshot2 } = plan.expected;
    const objects = patch(snapshot2.objects, end.objects, state.objects).objects;
    const reached = { ...plan, expected: { ...plan.expected, snapshot: { ...snapshot2, objects } } };
    const applied = { ...diagnosis, applied: [...diagnosis.applied, partial(upTo)] };
    return (await compareWithExpected(side, applied, reached)).differences;
  };
  return {
    here: await differences(stateHere, here),
    there: there === null ? null : [...await differences(stateThere, there), ...halfDropped(side.live, stateHere, stateThere)]
  };
}
function halfDropped(live, before, after) {
  const [was, is] = [new Set(before.objects.map(({ id }) => id)), new Set(after.objects.map(({ id }) => id))];
  return live.objects.flatMap(
    (object) => object.kind === "index" && !object.valid && was.has(object.id) && !is.has(object.id) ? [{ object: object.id, summary: `${object.id} is invalid, and not dropped yet` }] : []
  );
}
var byHand = "Complete or undo the file by hand, and resolve it in the history.";
function notAtAnEnd({ migration, committed }) {
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `The history says that ${committed} statements of \`${migration}\` are committed, and the file commits nothing after that many.`,
    hint: byHand
  };
}
function sessionLost({ migration }, { number }) {
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `Statement ${number} of the half-done \`${migration}\` made something that ended with the session of that run; what follows may need it.`,
    hint: byHand
  };
}
function notRebuilt({ migration }, reason) {
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `The states inside of the half-done \`${migration}\` can't be rebuilt to compare the database with them: ${reason}`,
    hint: byHand
  };
}

// src/apply.ts
var usualLockRetries = 5;
var lockWaitMs = 1e4;
async function apply(given, request, tools) {
  const { plan } = request;
  const inputs = { ...given, strategy: plan.strategy, push: plan.push };
  const run = { inputs, request, tools, startedAt: tools.clock(), project: await openSource(inputs, { required: true }) };
  const changedFiles = changedSince(plan, run.project);
  const configured = inputs.config.environments[inputs.environment ?? ""];
  const gated = gatePlan({
    plan,
    environment: inputs.environment ?? "",
    permission: request.permission,
    allowed: (configured?.allowHazards ?? []).filter((name) => name === "not-understood" || name === "reaches-outside"),
    hazards: hazardPolicyOf(inputs),
    changedFiles,
    maxPlanAgeMs: configured?.maxPlanAgeMs ?? null,
    now: run.startedAt
  });
  const early = [...request.refusals, ...gated];
  const look = await lookReadOnly(run, early);
  if (look.kind === "refused") return refused(run, look);
  if (look.kind === "end") return finish2(run, { look, outcome: "nothing-to-do" });
  tools.progress.step("Waiting for the session lock");
  const written = await write(run);
  if (written.look.kind === "refused") return refused(run, written.look);
  return finish2(run, written);
}
async function lookReadOnly(run, early) {
  try {
    var _stack = [];
    try {
      const target = __using(_stack, await openTarget(run.inputs, run.project, run.tools), true);
      return await lookAt(run, target, early);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (early.length === 0 || !(error instanceof UserError)) throw error;
    const unreachable = { reason: error.reason, object: null, message: error.message, hint: error.hint ?? "" };
    return { kind: "refused", target: null, reasons: [...early, unreachable] };
  }
}
async function lookAt(run, target, early) {
  const { inputs, request, tools, project } = run;
  const { plan } = request;
  const { connection } = target.database;
  const at = { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion };
  const mismatches = gateTarget(plan, connection, target.scope.include);
  if (mismatches.some(({ reason }) => reason === "target-mismatch"))
    return { kind: "refused", target: at, reasons: [...early, ...mismatches] };
  const side = await sideOf(inputs, project, target, request.task, tools);
  const diagnosis = await diagnosisOf(side);
  const reasons2 = [...early, ...mismatches];
  const go = async (moved, alreadyApplied, resume) => reasons2.length > 0 ? { kind: "refused", target: at, reasons: reasons2 } : {
    kind: "go",
    target: at,
    moved,
    alreadyApplied,
    resume,
    historyExists: side.history !== null,
    before: await notesBefore(side, plan)
  };
  const half = halfDone(plan, side.history, diagnosis);
  if (half !== null) {
    const resume = request.resume === void 0 ? { reasons: [halfDoneReason(run, half)] } : await resumeOf(side, plan, diagnosis, half, request.resume);
    return "reasons" in resume ? { kind: "refused", target: at, reasons: [...reasons2, ...resume.reasons] } : go([], half.applied, resume);
  }
  const standing = standingOf(
    plan,
    coveredOf(side, side.live),
    side.history === null && plan.strategy !== "migrate" ? null : diagnosis
  );
  switch (standing.kind) {
    case "elsewhere":
      return { kind: "refused", target: at, reasons: [...reasons2, ...standing.reasons] };
    case "base":
      return go(standing.moved, [], null);
    case "boundary": {
      const stale = await whyNotTheRest(side, plan, standing.applied);
      return stale.length > 0 ? { kind: "refused", target: at, reasons: [...reasons2, ...stale] } : go([], standing.applied, null);
    }
    case "maybe-end": {
      const { differences } = await compareWithExpected(side, diagnosis, plan);
      if (differences.length > 0) return { kind: "refused", target: at, reasons: [...reasons2, ...standing.otherwise] };
      return reasons2.length > 0 ? { kind: "refused", target: at, reasons: reasons2 } : { kind: "end", target: at, before: await notesBefore(side, plan) };
    }
  }
}
function halfDoneReason(run, { migration, committed }) {
  const { plan, permission } = run.request;
  const own = plan.statements.filter(({ origin }) => origin === migration);
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `An earlier run of this plan stopped inside of \`${migration}\`: ${committed} of its ${own.length} statements are known to be committed.`,
    hint: permission.kind === "approve" ? `To go on where it stopped, if the database is in a state that the plan passes through: ${applyAgain(emptyExecution(run), ["--resume"])}` : "On a command line, `schemagate apply --resume` with the same plan goes on where it stopped, if the database is in a state that the plan passes through."
  };
}
async function notesBefore(side, plan) {
  const { engine, database } = side.target;
  return { rows: await countRows(plan, side.live, engine.dialect, database), extensions: side.facts.extensions };
}
async function whyNotTheRest({ inputs, task, tools }, plan, applied) {
  const { verdict, plan: now } = (await preflight(inputs, task, tools)).proposal;
  if (verdict.outcome === "blocked") return verdict.reasons;
  const done = new Set(applied);
  const rest = plan.statements.filter(({ origin }) => !done.has(origin));
  const same = now !== null && now.statements.length === rest.length && now.statements.every(({ sql, origin }, index) => sql === rest[index]?.sql && origin === rest[index]?.origin);
  if (same) return [];
  return [
    {
      reason: "plan-changed",
      object: null,
      message: `${applied.length} of the plan's files are applied already, and what is left to do now is not the rest of the plan.`,
      hint: "Run `schemagate preflight` again, and approve the plan that it makes."
    }
  ];
}
async function write(run) {
  var _stack = [];
  try {
    const { inputs, request, tools, project } = run;
    const { plan } = request;
    const target = __using(_stack, await openWritableTarget(inputs, project, `schemagate apply ${shortDigest(plan.digest)}`), true);
    const { database } = target;
    const waitedFrom = Date.now();
    const lock = await database.lock(
      lockWaitMs,
      (holder2) => tools.progress.step(`Waiting up to ${lockWaitMs / 1e3} seconds: ${holder2} holds the lock`)
    );
    if (lock.outcome === "busy") return { look: lockBusy(database, lock.holder, Date.now() - waitedFrom), outcome: "refused" };
    const waited = Date.now() - waitedFrom;
    const look = await lookAt(run, target, []);
    if (look.kind === "refused") return { look, outcome: "refused" };
    if (look.kind === "end") return { look, outcome: "nothing-to-do" };
    tools.progress.step("Applying the plan");
    const inTheWay = await database.holders(plan.touches);
    for (const holder2 of inTheWay) tools.progress.step(`Holds locks on what the plan touches: ${holder2}`);
    const journal = await request.openJournal({ ...emptyExecution(run), planPath: request.keptPlanPath });
    try {
      journal.append({ event: "started", digest: plan.digest, at: tools.clock().toISOString(), session: database.sessionFacts });
    } catch (error) {
      throw noLog(error);
    }
    const result = await execute({
      database,
      plan,
      alreadyApplied: new Set(look.alreadyApplied),
      resume: look.resume,
      lockRetry: {
        times: inputs.config.environments[inputs.environment ?? ""]?.lockRetries ?? usualLockRetries,
        random: Math.random
      },
      bookkeeping: plan.strategy === "migrate" ? project.bookkeeping(database.connection.defaultSchema) : null,
      historyExists: look.historyExists,
      journal,
      clock: tools.clock,
      newId: request.newId,
      signal: request.signal,
      onStatement: tools.progress.statement,
      onWait: tools.progress.step
    });
    return { look, outcome: outcomeOf(result), result, session: database.sessionFacts, inTheWay, lockWaitMs: waited };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function noLog(error) {
  return new UserError(
    "apply-failed",
    `The log can't be written, and nothing runs without one: ${error instanceof Error ? error.message : error}. Nothing was changed.`,
    "Make room there, or give this user the right to write, or choose another folder with --out.",
    { cause: error }
  );
}
function lockBusy({ connection }, holder2, lockWaitMs2) {
  return {
    kind: "refused",
    target: { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion },
    lockWaitMs: lockWaitMs2,
    reasons: [
      {
        reason: "lock-busy",
        object: null,
        message: `Somebody else is migrating this database: ${holder2} holds the lock.`,
        hint: "Wait until that run has ended, then run this again: it goes on from the state it finds."
      }
    ]
  };
}
function outcomeOf({ statements, stop }) {
  if (stop === null) return "applied";
  const left = stop.file?.left ?? "nothing";
  const something = left !== "nothing" || statements.some(({ outcome }) => outcome === "done" || outcome === "unknown");
  return something ? "partially-applied" : "failed";
}
async function refused(run, look) {
  const execution = {
    ...emptyExecution(run),
    target: look.target,
    outcome: "refused",
    reasons: look.reasons,
    lockWaitMs: look.lockWaitMs ?? null
  };
  await run.request.onEnd(execution);
  return { execution, verification: null, unverified: null };
}
async function finish2(run, written) {
  const { inputs, request, tools, project } = run;
  const { look } = written;
  if (look.kind === "refused") return refused(run, look);
  const ran = "result" in written ? written : null;
  const execution = {
    ...emptyExecution(run),
    target: look.target,
    outcome: written.outcome,
    rowsBefore: look.before.rows,
    ...look.kind === "go" ? { moved: look.moved, alreadyApplied: look.alreadyApplied, resumed: resumedOf(look.resume) } : {},
    ...ran === null ? {} : {
      planPath: request.keptPlanPath,
      session: ran.session,
      inTheWay: ran.inTheWay,
      lockWaitMs: ran.lockWaitMs,
      statements: ran.result.statements,
      stop: ran.result.stop
    }
  };
  await request.onEnd(execution);
  if (execution.outcome !== "applied" && execution.outcome !== "nothing-to-do")
    return { execution, verification: null, unverified: null };
  const { plan, task, runCommand } = request;
  const { planPath } = execution;
  try {
    const verification = await verify(
      inputs,
      { plan, planPath, project, task, changedFiles: [], before: look.before, runCommand },
      tools
    );
    return { execution, verification, unverified: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { execution, verification: null, unverified: { message: error.message, hint: error.hint } };
  }
}
function resumedOf(resume) {
  return resume === null ? null : { migration: resume.migration, done: resume.done, why: resume.why };
}
function emptyExecution({ inputs, request, tools, startedAt }) {
  const { plan, planPath, permission, task } = request;
  return {
    version: 1,
    tool: tools.version,
    digest: plan.digest,
    planPath,
    environment: inputs.environment ?? "",
    task,
    strategy: plan.strategy,
    target: null,
    startedAt: startedAt.toISOString(),
    finishedAt: tools.clock().toISOString(),
    outcome: "refused",
    permission,
    reasons: [],
    moved: [],
    alreadyApplied: [],
    resumed: null,
    inTheWay: [],
    session: [],
    lockWaitMs: null,
    statements: [],
    stop: null,
    rowsBefore: []
  };
}
function changedSince(plan, project) {
  const planned2 = new Map(plan.source.files.map(({ path, sha256: sha2562 }) => [path, sha2562]));
  const present = new Map(project.files.map(({ path, sha256: sha2562 }) => [path, sha2562]));
  return [.../* @__PURE__ */ new Set([...planned2.keys(), ...present.keys()])].filter((path) => planned2.get(path) !== present.get(path)).sort();
}

// src/plan/promotion.ts
function judgePromotion(plan, promotion) {
  if (promotion.kind === "not-asked" || promotion.kind === "waived") return [];
  const blocked = (message, hint) => [
    { reason: "promotion-missing", object: null, message, hint }
  ];
  if (promotion.kind === "unknown") return blocked(promotion.message, promotion.hint);
  const { after, record } = promotion;
  if (plan.strategy !== "migrate")
    return blocked(
      `A plan of the strategy ${plan.strategy} has no migrations, so it can't be told whether ${after} has had it.`,
      "Write migrations, or take after: out of the configuration of this environment."
    );
  if (record.outcome !== "verified")
    return blocked(
      `The newest verification of ${after} (${record.at}) says that it is not what was promised.`,
      `Mend ${after} first; then run its workflow again.`
    );
  const applied = new Map(record.migrations.map(({ id, checksum }) => [id, checksum]));
  const missing = plan.migrations.filter(({ id }) => !applied.has(id)).map(({ id }) => id);
  const other = plan.migrations.filter(({ id, checksum }) => (applied.get(id) ?? checksum) !== checksum).map(({ id }) => id);
  return [
    ...missing.length === 0 ? [] : blocked(
      `${listed2(missing)} ${missing.length === 1 ? "was" : "were"} not applied to ${after} when it was verified last (${record.at}).`,
      `Apply ${missing.length === 1 ? "it" : "them"} to ${after}; then start a new run here.`
    ),
    ...other.length === 0 ? [] : blocked(
      `${after} has applied another text of ${listed2(other)}: the file was edited since.`,
      "Restore the file as it was applied, and put the change into a new migration."
    )
  ];
}
function promotionEvidence(promotion) {
  switch (promotion.kind) {
    case "not-asked":
    case "unknown":
      return [];
    case "waived":
      return [`Goes without ${promotion.after}, which the configuration wants first: ${promotion.reason}`];
    case "seen":
      return [`Verified in ${promotion.after} at ${promotion.record.at}: ${promotion.runUrl}`];
  }
}
function listed2(ids) {
  const shown = ids.slice(0, 3).map((id) => `\`${id}\``);
  return `${shown.join(", ")}${ids.length > 3 ? ` and ${ids.length - 3} more` : ""}`;
}

// src/plan/read-plan.ts
var again = "Make a new plan with `schemagate preflight`, and have it approved.";
function readPlan(text) {
  const data = parseJson(text);
  if (data === null)
    return refused2("invalid-input", "The plan is not JSON.", "Pass the plan.json that `schemagate preflight` wrote.");
  const version2 = external_exports.object({ version: external_exports.unknown() }).safeParse(data).data?.version;
  if (version2 !== 1)
    return refused2(
      "unsupported-format",
      `The plan has format ${JSON.stringify(version2) ?? "none"}; this version reads format 1.`,
      again
    );
  const parsed = shape.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused2(
      "plan-changed",
      `The plan is not what was written: ${issue?.path.map(String).join(".")}: ${issue?.message}.`,
      again
    );
  }
  const plan = parsed.data;
  const changed = whatChanged(plan);
  return changed === null ? { outcome: "read", plan } : refused2("plan-changed", `The plan was changed after it was made: ${changed}.`, `Use the file as it was written. ${again}`);
}
function refused2(reason, message, hint) {
  return { outcome: "refused", reason, message, hint };
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
function whatChanged(plan) {
  const { digest, ...rest } = plan;
  if (digestOf(rest) !== digest) return "it no longer gives the digest that stands in it";
  const { objects, fingerprint, snapshot: snapshot2 } = plan.expected;
  if (fingerprintOf(objects) !== fingerprint || !sameHashes(hashObjects(verifiable(snapshot2.objects)), objects))
    return "the state that it promises is not the one of its digest";
  if (fingerprintOf(plan.base.objects) !== plan.base.fingerprint)
    return "the state that it starts from is not the one of its digest";
  return null;
}
function sameHashes(a, b) {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id]);
}
var hashes = external_exports.record(external_exports.string(), external_exports.string());
var snapshotObject = external_exports.looseObject({ kind: external_exports.string(), id: external_exports.string(), name: external_exports.string() });
var effect = external_exports.enum(["deletes-data", "changes-data", "changes-rights", "touches-history", "reaches-outside", "not-understood"]);
var shape = external_exports.object({
  version: external_exports.literal(1),
  digest: external_exports.string().regex(/^[0-9a-f]{64}$/, "it is no sha256"),
  createdAt: external_exports.string(),
  tool: external_exports.string(),
  environment: external_exports.string(),
  // Outside of the digest, and the name of a folder.
  task: external_exports.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "it is not the name of a task"),
  strategy: external_exports.enum(["migrate", "push", "sync"]),
  push: external_exports.object({ reason: external_exports.string(), until: external_exports.string() }).nullable(),
  source: external_exports.object({
    kind: external_exports.enum(["prisma", "alembic"]),
    commit: external_exports.string().nullable(),
    files: external_exports.array(external_exports.object({ path: external_exports.string(), sha256: external_exports.string() }))
  }),
  target: external_exports.object({
    dialect: external_exports.enum(["postgres", "mysql", "sqlite"]),
    serverVersion: external_exports.string(),
    identity: external_exports.string(),
    database: external_exports.string(),
    schemas: external_exports.array(external_exports.string())
  }),
  migrations: external_exports.array(external_exports.object({ id: external_exports.string(), checksum: external_exports.string() })),
  visibleKinds: external_exports.array(external_exports.string()),
  touches: external_exports.array(external_exports.string()),
  base: external_exports.object({ fingerprint: external_exports.string(), objects: hashes }),
  expected: external_exports.object({
    fingerprint: external_exports.string(),
    objects: hashes,
    snapshot: external_exports.looseObject({ format: external_exports.literal(1), objects: external_exports.array(snapshotObject), schemas: external_exports.array(external_exports.string()) })
  }),
  batches: external_exports.array(
    external_exports.object({
      origin: external_exports.string(),
      transactional: external_exports.boolean(),
      foreignKeys: external_exports.enum(["enforced", "suspended"]).nullable(),
      after: external_exports.object({ objects: external_exports.record(external_exports.string(), external_exports.string().nullable()) }).nullable()
    })
  ),
  statements: external_exports.array(
    external_exports.object({
      sql: external_exports.string(),
      origin: external_exports.string(),
      batch: external_exports.int().nonnegative(),
      changes: external_exports.array(external_exports.string()),
      effects: external_exports.array(effect),
      hazards: external_exports.array(
        external_exports.object({
          id: external_exports.string(),
          severity: external_exports.enum(severities),
          object: external_exports.string().nullable(),
          message: external_exports.string(),
          evidence: external_exports.string().nullable(),
          saferWay: external_exports.string().nullable()
        })
      ),
      locks: external_exports.array(external_exports.object({ relation: external_exports.string(), mode: external_exports.string() })),
      rewrites: external_exports.array(external_exports.string())
    })
  ),
  rehearsal: external_exports.object({
    outcome: external_exports.enum(["rehearsed", "failed", "not-rehearsed"]),
    engine: external_exports.string().nullable(),
    reason: external_exports.string().nullable()
  }),
  rollback: external_exports.array(external_exports.union([external_exports.object({ sql: external_exports.string() }), external_exports.object({ irreversible: external_exports.string() })])),
  summary: external_exports.object({ add: external_exports.number(), change: external_exports.number(), drop: external_exports.number() })
});

// src/plan/uncomparable.ts
var reasons = /* @__PURE__ */ new Set(["history-missing", "history-failed-state", "invalid-source"]);
function uncomparable(verdict) {
  return verdict.outcome === "blocked" ? verdict.reasons.filter(({ reason }) => reasons.has(reason)) : [];
}

// src/verify-command.ts
import { setTimeout as sleep2 } from "node:timers/promises";
var lastLines = 40;
var secretNames = /^(?:DATABASE_URL$|INPUT_|ACTIONS_.*TOKEN$)/;
var timeLimitMs = 15 * 6e4;
function commandRunner(given, inputs, around) {
  const command = given.command?.trim() ?? "";
  if (command === "") return null;
  return async () => {
    const { getExecOutput } = await import("./chunk-W6BZRSXP.js");
    const url = inputs.url?.reveal() ?? "";
    const tells = (name, value) => secretNames.test(name) || url !== "" && value.includes(url) || around.redact(value) !== value;
    const environment = Object.fromEntries(
      Object.entries(around.environment).flatMap(
        ([name, value]) => value === void 0 || tells(name, value) ? [] : [[name, value]]
      )
    );
    const running = getExecOutput(command, [], {
      cwd: inputs.workingDirectory,
      env: given.passUrl ? { ...environment, DATABASE_URL: url } : environment,
      ignoreReturnCode: true,
      silent: true
    }).catch((error) => ({ exitCode: 127, stdout: "", stderr: error instanceof Error ? error.message : String(error) }));
    const late = new AbortController();
    const tooLate = sleep2(
      timeLimitMs,
      { exitCode: 124, stdout: "", stderr: "It did not end within 15 minutes." },
      { signal: late.signal }
    );
    const { exitCode, stdout, stderr } = await Promise.race([running, tooLate]);
    late.abort();
    tooLate.catch(() => void 0);
    const lines = around.redact(`${stdout}${stderr}`).trimEnd().split("\n");
    return { command: around.redact(command), exitCode, output: lines.slice(-lastLines).join("\n") };
  };
}

export {
  originOfFile,
  replayHistory,
  standInSetting,
  neededBy,
  contextOfScripts,
  diagnosisOf,
  today,
  differsInSpelling,
  inOneSpelling,
  gateRoute,
  sourceChange,
  judgePlan,
  verifiable,
  historyProblems,
  rolesOf,
  rehearse,
  observedIn,
  withRows,
  serviceOf,
  placeOf,
  isSameService,
  openSource,
  loadEngine,
  openTarget,
  openWritableTarget,
  chooseScope,
  check,
  snapshot,
  recordLive,
  preflight,
  verify,
  sideOf,
  coveredOf,
  apply,
  changedSince,
  judgePromotion,
  promotionEvidence,
  readPlan,
  uncomparable,
  commandRunner,
  watchSignals,
  folderCache,
  usualStandInLimits,
  version
};
