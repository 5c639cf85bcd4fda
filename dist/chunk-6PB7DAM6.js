import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  Names,
  controlOf,
  createIndex,
  createdBy,
  groupStatements,
  isTransactional,
  readBlock,
  touchedBy,
  verbOf
} from "./chunk-AJ27WIU3.js";
import {
  EngineGone,
  newSession
} from "./chunk-3UVYDGSF.js";
import {
  startChild
} from "./chunk-IZJLRMYL.js";
import {
  nodesOf,
  ofTag,
  splitScript,
  strings
} from "./chunk-67743SDL.js";
import {
  introspect,
  pinnedSettings
} from "./chunk-2DLNQABW.js";
import {
  quoteIdentifier,
  quoteQualified
} from "./chunk-4PLWE6NW.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  objectId
} from "./chunk-TI3Q4EXQ.js";
import {
  bundled,
  homePath,
  programPath
} from "./chunk-LQ7MRN4E.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/postgres/pglite-child.ts
var startLimitMs = 12e4;
async function askPglite(child, request) {
  const called = await child.call(request, request.ask === "open" ? startLimitMs : void 0);
  if (called.outcome === "killed") throw new EngineGone(called.message);
  return called.reply;
}

// src/dialects/postgres/pglite-data.ts
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
async function preparePgliteData() {
  var _stack = [];
  try {
    const child = __using(_stack, await startChild(programPath("postgres-stand-in.js"), { timeMs: 12e4, memoryBytes: 2 ** 31 }), true);
    await askPglite(child, { ask: "open", data: null, extensions: [] });
    return Buffer.from(await askPglite(child, { ask: "dump" }), "base64");
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function pgliteData() {
  if (bundled) return homePath("pglite-data.tgz");
  const path = homePath(`node_modules/.cache/schemagate/pglite-data-${await installedVersion()}.tgz`);
  if (await exists(path)) return path;
  try {
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}`;
    await writeFile(unfinished, await preparePgliteData());
    await rename(unfinished, path);
    return path;
  } catch (error) {
    if (isReadOnly(error)) return null;
    throw error;
  }
}
async function installedVersion() {
  const manifest = JSON.parse(await readFile(homePath("node_modules/@electric-sql/pglite/package.json"), "utf8"));
  return manifest.version;
}
async function exists(path) {
  return stat(path).then(
    () => true,
    () => false
  );
}
function isReadOnly(error) {
  const { code } = error;
  return code === "EACCES" || code === "EPERM" || code === "EROFS";
}

// src/dialects/postgres/pglite.ts
async function openPglite(extensions, limits) {
  const data = await pgliteData();
  const child = await startChild(programPath("postgres-stand-in.js"), limits);
  try {
    const { pglite, postgres } = await askPglite(child, { ask: "open", data, extensions });
    return engineIn(child, `PGlite ${pglite} (PostgreSQL ${postgres})`, Number.parseInt(postgres, 10));
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}
function engineIn(child, description, serverMajor) {
  let gone = null;
  return {
    description,
    serverMajor,
    async execute(statements) {
      if (gone !== null) return gone;
      const called = await child.call({ ask: "execute", statements });
      const executed = called.outcome === "replied" ? called.reply : called;
      if (executed.outcome !== "killed") return executed;
      gone = executed;
      await child[Symbol.asyncDispose]();
      return gone;
    },
    async query(sql, values = []) {
      if (gone !== null) throw new EngineGone(gone.message);
      const answer = await askPglite(child, { ask: "query", sql, values });
      if (answer.outcome === "failed") throw Object.assign(new Error(answer.message), { code: answer.code });
      return answer.rows;
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]()
  };
}

// src/dialects/postgres/prepare.ts
async function prepare(sessions, request) {
  const roles = await prepareRoles(sessions, request.roles);
  const schemas = new Set([...request.schemas, ...request.extensions.map(({ installedIn }) => installedIn)].filter(isOwnName));
  for (const schema of schemas) await sessions.session.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  const missingExtensions = [];
  for (const extension of request.extensions) {
    if (!await prepareExtension(sessions, extension)) missingExtensions.push(extension.name);
  }
  const extensions = request.extensions.map(({ name }) => name).filter((name) => !missingExtensions.includes(name));
  return { schemas: [...schemas], roles, extensions, missingExtensions };
}
function lookForPrepared(tree, prepared) {
  if ("CreateSchemaStmt" in tree) {
    const { schemaname = "", schemaElts } = tree.CreateSchemaStmt;
    if (schemaElts !== void 0 || !prepared.schemas.includes(schemaname)) return null;
    return { sql: "SELECT FROM pg_namespace WHERE nspname = $1", name: schemaname };
  }
  if ("CreateRoleStmt" in tree) {
    const { role = "" } = tree.CreateRoleStmt;
    return prepared.roles.includes(role) ? { sql: "SELECT FROM pg_roles WHERE rolname = $1", name: role } : null;
  }
  if ("CreateExtensionStmt" in tree) {
    const { extname = "" } = tree.CreateExtensionStmt;
    return prepared.extensions.includes(extname) ? { sql: "SELECT FROM pg_extension WHERE extname = $1", name: extname } : null;
  }
  return null;
}
async function prepareRoles({ session, administrator }, wanted2) {
  const names = [...new Set(wanted2)].filter(isOwnName);
  const rows = await administrator.query("SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[])", [
    names
  ]);
  const there = new Set(rows.map(({ rolname }) => rolname));
  const [me] = await session.query("SELECT current_user AS name");
  for (const name of names.filter((name2) => !there.has(name2))) {
    await administrator.query(`CREATE ROLE ${quoteIdentifier(name)}`);
    await administrator.query(`GRANT ${quoteIdentifier(name)} TO ${quoteIdentifier(me?.name ?? "")}`);
  }
  return names;
}
async function prepareExtension({ session, administrator }, extension) {
  const [available] = await session.query("SELECT FROM pg_available_extensions WHERE name = $1", [extension.name]);
  if (available === void 0) return false;
  const place = extension.installedIn === "public" || isOwnName(extension.installedIn) ? ` WITH SCHEMA ${quoteIdentifier(extension.installedIn)}` : "";
  const create = `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension.name)}${place} CASCADE`;
  if (await succeeds(session, create)) return true;
  return !connectingExtensions.has(extension.name) && succeeds(administrator, create);
}
var connectingExtensions = /* @__PURE__ */ new Set(["dblink", "postgres_fdw"]);
async function succeeds(session, sql) {
  return session.query(sql).then(
    () => true,
    () => false
  );
}
function isOwnName(name) {
  return !name.startsWith("pg_") && name !== "public" && name !== "none" && name !== "information_schema" && name !== "";
}

// src/dialects/postgres/reading-transaction.ts
async function inReadingTransaction(engine, rename2, work) {
  await engine.query("DISCARD ALL");
  await engine.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  try {
    if (rename2 !== null) await renameSchema(engine, rename2);
    for (const setting of pinnedSettings) await engine.query(setting);
    return await work();
  } finally {
    await engine.execute(["ROLLBACK"]);
  }
}
async function renameSchema(engine, { from, to }) {
  const [taken] = await engine.query("SELECT FROM pg_namespace WHERE nspname = $1", [to]);
  if (taken !== void 0)
    await engine.query(`ALTER SCHEMA ${quoteIdentifier(to)} RENAME TO ${quoteIdentifier(`schemagate ${to}`.slice(0, 40))}`);
  await engine.query(`ALTER SCHEMA ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);
  await engine.query(`COMMENT ON SCHEMA ${quoteIdentifier(to)} IS NULL`);
}

// src/dialects/postgres/respell.ts
async function respell(engine, objects, scope) {
  const made = /* @__PURE__ */ new Map();
  await engine.execute(["SET LOCAL check_function_bodies = off"]);
  for (const [index, object] of objects.entries()) {
    const respelling = respellingOf(object, index);
    if (respelling !== null && await runs(engine, respelling.statements)) made.set(object, respelling);
  }
  if (made.size === 0) return objects;
  const readBack = new Map((await introspect(engine, scope)).objects.map((object) => [object.id, object]));
  return objects.map((object) => {
    const respelling = made.get(object);
    const spelled = respelling === void 0 ? void 0 : readBack.get(respelling.readAs);
    return respelling === void 0 || spelled === void 0 ? object : respelling.adopt(spelled);
  });
}
async function runs(engine, statements) {
  const executed = await engine.execute(["SAVEPOINT respell", ...statements, "RELEASE respell"]);
  if (executed.outcome === "failed") await engine.execute(["ROLLBACK TO respell"]);
  return executed.outcome === "done";
}
function respellingOf(object, index) {
  switch (object.kind) {
    case "view":
      return inPlace(object, [`CREATE OR REPLACE VIEW ${pathOf(object)} AS ${object.definition}`], ["definition"]);
    case "materialized view": {
      const name = `schemagate ${index}`;
      return {
        statements: [`CREATE VIEW ${quoteQualified(object.schema, name)} AS ${object.definition}`],
        readAs: objectId("view", object.schema, name),
        adopt: (spelled) => spelled.kind === "view" ? { ...object, definition: spelled.definition } : object
      };
    }
    case "check":
      return inPlace(object, checkAgain(object), ["expression"]);
    case "exclusion":
      return inPlace(object, exclusionAgain(object), ["definition"]);
    case "index":
      return hasExpression(object) ? inPlace(object, indexAgain(object), ["keys", "where"]) : null;
    case "trigger":
      return inPlace(
        object,
        [`DROP TRIGGER ${quoteIdentifier(object.name)} ON ${tableOf(object)}`, object.definition],
        ["definition"]
      );
    case "policy":
      return object.using === null && object.check === null ? null : inPlace(object, [policyAgain(object)], ["using", "check"]);
    case "function":
      return object.routine === "aggregate" ? null : inPlace(object, [object.definition], ["definition"]);
    case "column":
      return columnAgain(object);
    case "domain":
      return inPlace(object, domainAgain(object), ["default", "checks"]);
    case "schema":
    case "extension":
    case "enum":
    case "type":
    case "sequence":
    case "table":
    case "primary key":
    case "foreign key":
    case "rights":
    case "comment":
      return null;
  }
}
function inPlace(object, statements, fields) {
  return {
    statements,
    readAs: object.id,
    adopt: (spelled) => spelled.kind === object.kind ? { ...object, ...Object.fromEntries(fields.map((field) => [field, spelled[field]])) } : object
  };
}
function checkAgain(check) {
  const name = quoteIdentifier(check.name);
  return [
    `ALTER TABLE ${tableOf(check)} DROP CONSTRAINT ${name}`,
    `ALTER TABLE ${tableOf(check)} ADD CONSTRAINT ${name} CHECK (${check.expression})${check.noInherit ? " NO INHERIT" : ""} NOT VALID`
  ];
}
function exclusionAgain(exclusion) {
  const name = quoteIdentifier(exclusion.name);
  return [
    `ALTER TABLE ${tableOf(exclusion)} DROP CONSTRAINT ${name}`,
    `ALTER TABLE ${tableOf(exclusion)} ADD CONSTRAINT ${name} ${exclusion.definition}`
  ];
}
function hasExpression(index) {
  return index.where !== null || index.keys.some(({ expression }) => expression !== null);
}
function indexAgain(index) {
  const create = createIndex(index, "plain").flatMap((draft) => draft.kind === "statement" ? [draft.sql] : []);
  return [`DROP INDEX ${pathOf(index)}`, ...create];
}
function policyAgain(policy) {
  const clauses = [
    ...policy.using === null ? [] : [`USING (${policy.using})`],
    ...policy.check === null ? [] : [`WITH CHECK (${policy.check})`]
  ];
  return `ALTER POLICY ${quoteIdentifier(policy.name)} ON ${tableOf(policy)} ${clauses.join(" ")}`;
}
function columnAgain(column) {
  const alter = `ALTER TABLE ${tableOf(column)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
  if (column.generated !== null) {
    return inPlace(column, [`${alter} SET EXPRESSION AS (${column.generated.expression})`], ["generated"]);
  }
  return column.default === null || column.autoIncrement ? null : inPlace(column, [`${alter} SET DEFAULT ${column.default}`], ["default"]);
}
function domainAgain(domain) {
  const alter = `ALTER DOMAIN ${pathOf(domain)}`;
  return [
    ...domain.default === null ? [] : [`${alter} SET DEFAULT ${domain.default}`],
    ...domain.checks.flatMap(({ name, expression, validated }) => [
      `${alter} DROP CONSTRAINT ${quoteIdentifier(name)}`,
      `${alter} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${expression})${validated ? "" : " NOT VALID"}`
    ])
  ];
}
function pathOf({ schema, name }) {
  return quoteQualified(schema, name);
}
function tableOf({ schema, table }) {
  return quoteQualified(schema, table);
}

// src/dialects/postgres/named-schemas.ts
async function namedSchemas({ sql, tree }) {
  const trees = "DoStmt" in tree ? (await readBlock(sql, tree.DoStmt)).statements : [tree];
  return [...new Set(trees.flatMap(schemasIn))].filter((schema) => !schema.startsWith("pg_") && schema !== "information_schema");
}
function schemasIn(tree) {
  const names = new Names("");
  const nodes = nodesOf(tree);
  touchedBy(tree, nodes, names);
  createdBy(tree, names);
  const called = ofTag(nodes, "FuncCall").flatMap(({ funcname }) => strings(funcname).slice(-2, -1));
  return [...names.written, ...called, ...schemaItself(tree)];
}
function schemaItself(tree) {
  if ("CreateSchemaStmt" in tree) return [tree.CreateSchemaStmt.schemaname ?? ""];
  if ("DropStmt" in tree && tree.DropStmt.removeType === "OBJECT_SCHEMA")
    return (tree.DropStmt.objects ?? []).flatMap((node) => strings([node]));
  if ("AlterObjectSchemaStmt" in tree) return [tree.AlterObjectSchemaStmt.newschema ?? ""];
  if ("VariableSetStmt" in tree && tree.VariableSetStmt.name === "search_path") {
    return (tree.VariableSetStmt.args ?? []).flatMap((arg) => "A_Const" in arg ? [arg.A_Const.sval?.sval ?? ""] : []);
  }
  return [];
}

// src/dialects/postgres/run-scripts.ts
async function runScripts(place, prepared, scripts) {
  for (const script of scripts) {
    const run = await runScript(place, prepared, script);
    if (run.outcome !== "done") {
      if (run.outcome === "failed") await place.engine.execute(["ROLLBACK"]);
      return run;
    }
  }
  return { outcome: "done" };
}
async function runScript({ engine, newSession: newSession2, rename: rename2 }, prepared, script) {
  const started = await engine.execute(newSession2);
  if (started.outcome !== "done") return asRun(script, started, []);
  const split = await splitScript(script.sql);
  if (split.outcome === "unreadable") {
    const executed = await engine.execute([script.sql]);
    return executed.outcome === "done" ? finish(engine, script) : asRun(script, executed, [null]);
  }
  if (rename2 !== null) {
    for (const statement of split.statements) {
      const [schema] = await namedSchemas(statement);
      if (schema !== void 0)
        return failedFor(
          script,
          statement.sql,
          `it names the schema "${schema}", and everything is built in the schema "${rename2.from}"`
        );
    }
  }
  for (const group of groupsOf(split.statements)) {
    const [before, after] = group.transactional && group.statements.length > 1 ? [["BEGIN"], ["COMMIT"]] : [[], []];
    const begun = await engine.execute(before);
    if (begun.outcome !== "done") return asRun(script, begun, []);
    for (const segment of segments(group.statements, prepared)) {
      if (segment.lookFor !== null) {
        const [found] = await engine.query(segment.lookFor.sql, [segment.lookFor.name]);
        if (found !== void 0) continue;
      }
      const executed = await engine.execute(segment.statements);
      if (executed.outcome !== "done") return asRun(script, executed, segment.statements);
    }
    const ended = await engine.execute(after);
    if (ended.outcome !== "done") return asRun(script, ended, []);
  }
  return split.statements.some(({ tree }) => "TransactionStmt" in tree) ? finish(engine, script) : { outcome: "done" };
}
function groupsOf(statements) {
  const described = statements.map((statement) => ({
    ...statement,
    control: controlOf(statement.tree),
    transactional: isTransactional(statement.tree),
    verb: verbOf(statement.tree)
  }));
  return groupStatements(described);
}
function segments(statements, prepared) {
  const found = [];
  let together = [];
  for (const { sql, tree } of statements) {
    const lookFor = lookForPrepared(tree, prepared);
    if (lookFor === null) together.push(sql);
    else {
      found.push({ statements: together, lookFor: null }, { statements: [sql], lookFor });
      together = [];
    }
  }
  return [...found, { statements: together, lookFor: null }].filter((segment) => segment.statements.length > 0);
}
async function finish(engine, script) {
  const savepoint = await engine.execute(["SAVEPOINT schemagate"]);
  switch (savepoint.outcome) {
    case "killed":
      return asRun(script, savepoint, []);
    case "failed":
      return { outcome: "done" };
    case "done":
      return failedFor(script, null, "it opens a transaction and does not end it");
  }
}
function failedFor(script, statement, message) {
  return { outcome: "failed", script: script.name, statement, message, code: null };
}
function asRun(script, executed, statements) {
  switch (executed.outcome) {
    case "done":
      return executed;
    case "failed":
      return {
        outcome: "failed",
        script: script.name,
        statement: statements[executed.index] ?? null,
        message: executed.message,
        code: executed.code
      };
    case "killed":
      return { outcome: "killed", script: script.name, message: executed.message };
  }
}

// src/dialects/postgres/stand-in.ts
async function openStandIn(request) {
  const place = await explained("made ready", () => openPlace(request));
  try {
    const prepared = await explained("made ready", () => prepare(place, wanted(request, place.rename)));
    return standInAt(place, prepared);
  } catch (error) {
    await place.engine[Symbol.asyncDispose]();
    throw error;
  }
}
async function openPlace(request) {
  if (request.devUrl !== null) {
    const { openScratchDatabase } = await import("./chunk-NPT23E5X.js");
    return openScratchDatabase(request.devUrl, request);
  }
  const { findServer, openNativeServer } = await import("./chunk-OKAJVYBI.js");
  const installed = request.serverMajor === null ? null : await findServer(request.serverMajor);
  if (installed !== null) return openNativeServer(installed, request);
  const engine = await openPglite(
    request.extensions.map(({ name }) => name),
    request.limits
  );
  return {
    engine,
    session: engine,
    administrator: engine,
    newSession: newSession([request.schemas[0] ?? "public"]),
    rename: null
  };
}
function wanted({ roles, schemas, extensions }, rename2) {
  if (rename2 === null) return { roles, schemas, extensions };
  const moved = extensions.map(({ name, installedIn }) => ({
    name,
    installedIn: installedIn === rename2.to ? rename2.from : installedIn
  }));
  return { roles, schemas: [], extensions: moved };
}
function standInAt(place, prepared) {
  const { engine, rename: rename2 } = place;
  return {
    engine: engine.description,
    serverMajor: engine.serverMajor,
    missingExtensions: prepared.missingExtensions,
    async run(scripts) {
      return explained("used", () => runScripts(place, prepared, scripts));
    },
    async introspect(scope) {
      return explained("read", () => inReadingTransaction(engine, rename2, () => introspect(engine, scope)));
    },
    async respell(objects, scope) {
      return explained("read", () => inReadingTransaction(engine, rename2, () => respell(engine, objects, scope)));
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]()
  };
}
async function explained(what, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineGone)) throw error;
    throw new UserError(
      "invalid-source",
      `Can't rebuild the schema: the stand-in could not be ${what}. ${error.message}`,
      "Name a scratch database with --dev-url.",
      {
        cause: error
      }
    );
  }
}
export {
  openStandIn
};
