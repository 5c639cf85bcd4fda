import type { Node } from "libpg-query";
import { hazardOf, presumedHazards, type Risk, riskOf } from "../../hazards/risk.ts";
import type { Effect } from "../../plan/plan.ts";
import type { ObjectId } from "../../schema/snapshot.ts";
import type { ParsedScript, ParsedStatement, ScriptContext } from "../dialect.ts";
import { type Finding, notUnderstood, risk, type Surroundings } from "./findings.ts";
import { KnownSchema } from "./known-schema.ts";
import { type ProceduralBody, readBlock, readRoutine } from "./procedural.ts";
import { placeHazards } from "./script-hazards.ts";
import { type SplitStatement, splitScript } from "./split.ts";
import { createdBy, isNewlyMade } from "./statement-creates.ts";
import { findingsOf } from "./statement-effects.ts";
import { Names } from "./statement-names.ts";
import { rolesIn, touchedBy } from "./statement-touches.ts";
import { controlOf, isTransactional, verbOf } from "./statement-verb.ts";
import { nodesOf, strings } from "./syntax-tree.ts";

/** See `Dialect.parseScript`: PostgreSQL 18's own grammar splits, and the syntax trees say what each statement does. */
export async function parseScript(sql: string, context: ScriptContext): Promise<ParsedScript> {
  const split = await splitScript(sql);
  if (split.outcome === "unreadable") return { statements: [unread(sql, context)], unreadable: split.reason };

  const names = new Names(context.defaultSchema ?? "public");
  const made = new Set<ObjectId>(context.madeEarlier ?? []);
  const calls = new Map<string, readonly Finding[]>();
  const trees = split.statements.map(({ tree }) => tree);
  const everywhere = {
    names,
    isNew: (id: ObjectId) => made.has(id),
    callOf: (name: string) => calls.get(name) ?? null,
    before: new KnownSchema(context.objects ?? null),
  };
  const around = { ...everywhere, ...placeOf(0, trees) };
  for (const [name, findings] of await readExistingRoutines(sql, context, around)) calls.set(name, findings);
  const statements: ParsedStatement[] = [];
  for (const [index, statement] of split.statements.entries()) {
    const { tree } = statement;
    const here: Surroundings = { ...everywhere, ...placeOf(index, trees) };
    const analysis = await analyse(statement, here);
    statements.push(toParsed(statement, analysis, placeHazards(tree, statement.sql, here), context));
    if (isNewlyMade(tree)) for (const id of createdBy(tree, names)) made.add(id);
    if ("CreateFunctionStmt" in tree) calls.set(strings(tree.CreateFunctionStmt.funcname).at(-1) ?? "", analysis.whenCalled);
  }
  return { statements, unreadable: null };
}

/** What comes before and after a statement, and in which transaction it runs: see `groupStatements`. */
function placeOf(
  index: number,
  trees: readonly Node[],
): Pick<Surroundings, "earlier" | "later" | "together" | "inOwnTransaction"> {
  const earlier = trees.slice(0, index);
  const later = trees.slice(index + 1);
  const opened = earlier.findLastIndex((tree) => controlOf(tree) === "begin");
  const ended = earlier.findLastIndex((tree) => controlOf(tree) === "commit" || controlOf(tree) === "rollback");
  const inOwnTransaction = opened > ended;
  if (inOwnTransaction) return { earlier, later, together: earlier.slice(opened + 1), inOwnTransaction };
  const controlled = trees.some((tree) => controlOf(tree) !== null);
  const alone = earlier.findLastIndex((tree) => !isTransactional(tree));
  return { earlier, later, together: controlled ? [] : earlier.slice(alone + 1), inOwnTransaction };
}

/** What the routines do that are there already and that the script names: those of the project's own earlier files, say. */
async function readExistingRoutines(
  sql: string,
  { objects }: ScriptContext,
  around: Surroundings,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const found = new Map<string, readonly Finding[]>();
  for (const object of objects ?? []) {
    const name = object.kind === "function" ? (object.name.split("(", 1)[0] ?? "") : "";
    if (object.kind !== "function" || name === "" || !sql.includes(name)) continue;
    const [statement] = await splitDefinition(object.definition);
    const findings =
      statement !== undefined && "CreateFunctionStmt" in statement.tree
        ? analyseBody(await readRoutine(statement.sql, statement.tree.CreateFunctionStmt), around).findings
        : notUnderstood;
    // Overloads share a name: any of them may be meant.
    found.set(name, [...(found.get(name) ?? []), ...findings]);
  }
  return found;
}

async function splitDefinition(definition: string): Promise<readonly SplitStatement[]> {
  const split = await splitScript(definition);
  return split.outcome === "split" ? split.statements : [];
}

type Analysis = {
  readonly findings: readonly Finding[];
  readonly touches: readonly ObjectId[];
  readonly creates: readonly ObjectId[];
  readonly roles: readonly string[];
  /** Of a function: what a call of it does. */
  readonly whenCalled: readonly Finding[];
};

async function analyse({ sql, tree }: SplitStatement, around: Surroundings): Promise<Analysis> {
  if ("DoStmt" in tree) return analyseBody(await readBlock(sql, tree.DoStmt), around);
  const statement = analyseTree(tree, around);
  if (!("CreateFunctionStmt" in tree)) return statement;
  const body = analyseBody(await readRoutine(sql, tree.CreateFunctionStmt), around);
  return { ...statement, touches: [...statement.touches, ...body.touches], whenCalled: body.findings };
}

function analyseBody({ statements, opaque }: ProceduralBody, around: Surroundings): Analysis {
  const parts = statements.map((inner) => analyseTree(inner, around));
  return {
    findings: [...parts.flatMap(({ findings }) => findings), ...(opaque ? notUnderstood : [])],
    touches: parts.flatMap(({ touches }) => touches),
    creates: parts.flatMap(({ creates }) => creates),
    roles: parts.flatMap(({ roles }) => roles),
    whenCalled: [],
  };
}

function analyseTree(tree: Node, around: Surroundings): Analysis {
  const nodes = nodesOf(tree);
  return {
    findings: findingsOf(tree, nodes, around),
    touches: touchedBy(tree, nodes, around.names),
    creates: createdBy(tree, around.names),
    roles: rolesIn(tree, nodes),
    whenCalled: [],
  };
}

function toParsed(
  { sql, offset, tree }: SplitStatement,
  { findings, touches, creates, roles }: Analysis,
  placed: readonly Finding[],
  context: ScriptContext,
): ParsedStatement {
  const effects = new Set(findings.flatMap((finding) => (finding.kind === "effect" ? [finding.effect] : [])));
  const namesHistory = context.historyTables.some((table) => touches.includes(table));
  if (namesHistory || (effects.has("not-understood") && mayNameHistory(sql, context))) effects.add("touches-history");
  const risks = risksOf([...findings, ...placed, ...(effects.has("touches-history") ? [rewritesHistory] : [])]);
  return {
    sql,
    offset,
    verb: verbOf(tree),
    control: controlOf(tree),
    transactional: isTransactional(tree),
    effects: effectOrder.filter((name) => effects.has(name)),
    touches: [...new Set(touches)].sort(),
    creates: [...new Set(creates)].sort(),
    roles: [...new Set(roles)].sort(),
    hazards: presumedHazards(risks),
    risks,
  };
}

const rewritesHistory = risk("migration-history-rewritten", null);

/** One of each kind and object. */
function risksOf(findings: readonly Finding[]): readonly Risk[] {
  const found = new Map<string, Risk>();
  for (const finding of findings) {
    if (finding.kind !== "hazard" || found.has(`${finding.id} ${finding.object}`)) continue;
    found.set(`${finding.id} ${finding.object}`, riskOf(hazardOf(finding.id, finding.object), finding.details));
  }
  return [...found.values()];
}

const effectOrder: readonly Effect[] = [
  "deletes-data",
  "changes-data",
  "changes-rights",
  "touches-history",
  "reaches-outside",
  "not-understood",
];

function unread(sql: string, context: ScriptContext): ParsedStatement {
  return {
    sql,
    offset: 0,
    verb: "SCRIPT",
    control: null,
    transactional: true,
    effects: mayNameHistory(sql, context) ? ["touches-history", "not-understood"] : ["not-understood"],
    touches: [],
    creates: [],
    roles: [],
    hazards: presumedHazards(opaque),
    risks: opaque,
  };
}

const opaque: readonly Risk[] = [riskOf(hazardOf("opaque-sql", null))];

/** Of SQL that nothing could read, only its text can tell. */
function mayNameHistory(sql: string, { historyTables }: ScriptContext): boolean {
  return historyTables.some((table) => sql.includes(table.slice(table.lastIndexOf(".") + 1)));
}
