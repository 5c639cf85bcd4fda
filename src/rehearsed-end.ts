import type { RehearsedBatch, StandIn } from "./dialects/dialect.ts";
import { type Change, changedId } from "./diff/change.ts";
import { describeChange } from "./diff/describe-change.ts";
import { diff } from "./diff/diff.ts";
import { respellable } from "./diff/respellable.ts";
import { verifiable } from "./plan/verifiable.ts";
import type { Difference, RehearsedEnd, RehearsedWayBack } from "./rehearsal.ts";
import type { RehearsalInput } from "./rehearse.ts";
import { sameValue } from "./schema/fingerprint.ts";
import type { ObjectId, SchemaObject } from "./schema/snapshot.ts";

/** The live schema, the part of it that was copied, and the copy as it was before the first statement. */
export type Sides = {
  readonly live: readonly SchemaObject[];
  readonly part: readonly SchemaObject[];
  readonly start: readonly SchemaObject[];
  readonly input: RehearsalInput;
};

/** Whether the copy ended as expected, apart from what it could not have from the beginning and from the engine's own spelling. */
export async function compareEnd(standIn: StandIn, sides: Sides): Promise<RehearsedEnd> {
  const { input, live, part } = sides;
  if (input.expected === null) return { outcome: "not-promised", changes: await changesSince(standIn, sides) };
  const [copied, existing] = [idsOf(part), idsOf(live)];
  const expected = verifiable(input.cover(input.expected).objects).filter(({ id }) => copied.has(id) || !existing.has(id));
  const end = verifiable(input.cover(await standIn.introspect(input.scope)).objects);
  const differing = diff(expected, end).filter((change) => counts(change, sides));
  const differences = (await withoutSpelling(standIn, differing, sides)).map(toDifference);
  return differences.length === 0 ? { outcome: "as-expected" } : { outcome: "differs", differences };
}

async function changesSince(standIn: StandIn, { start, input }: Sides): Promise<readonly Difference[]> {
  const end = await standIn.introspect(input.scope);
  return diff(verifiable(start), verifiable(end.objects)).map(toDifference);
}

/** Runs the way back on what the plan left, and compares with the beginning. */
export async function tryWayBack(standIn: StandIn, sides: Sides): Promise<RehearsedWayBack> {
  const { input, start } = sides;
  const sql = input.rollback.flatMap((step) => ("sql" in step ? [`${step.sql};\n`] : [])).join("");
  if (sql === "") return { outcome: "none" };
  const parsed = await input.dialect.parseScript(sql, { defaultSchema: input.defaultSchema, historyTables: [] });
  const batches = input.dialect.groupStatements(parsed.statements).map(
    ({ transactional, foreignKeys, statements }): RehearsedBatch => ({
      origin: "way back",
      transactional,
      foreignKeys,
      statements: statements.map((statement) => statement.sql),
    }),
  );
  const { stopped } = await standIn.rehearse({
    batches,
    settings: input.settings,
    defaultSchema: input.defaultSchema,
    filled: [],
  });
  if (stopped !== null)
    return { outcome: "failed", reason: `${stopped.message}${stopped.code === null ? "" : ` [${stopped.code}]`}` };
  const end = await standIn.introspect(input.scope);
  const differing = diff(verifiable(start), verifiable(end.objects)).filter((change) => input.rights || !isAboutRights(change));
  return differing.length === 0 ? { outcome: "as-before" } : { outcome: "differs", differences: differing.map(toDifference) };
}

/** Roles that have to be there before anything is granted to them. */
export function rolesOf(objects: readonly SchemaObject[]): readonly string[] {
  const roles = objects.flatMap((object) => {
    if (object.kind === "policy") return object.roles;
    return object.kind === "rights" ? object.grants.map(granteeOf) : [];
  });
  return [...new Set(roles)].filter((role) => role !== "PUBLIC" && role !== "public" && role !== "").sort();
}

/** `role: SELECT`, `"a role": SELECT` */
function granteeOf(grant: string): string {
  const [, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^:]*)): /.exec(grant) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain ?? "";
}

export function tablesIn(objects: readonly SchemaObject[]): number {
  return objects.filter(({ kind }) => kind === "table").length;
}

function idsOf(objects: readonly SchemaObject[]): ReadonlySet<ObjectId> {
  return new Set(objects.map(({ id }) => id));
}

/** What was missing from the copy at the beginning is named already; what it had besides belongs to the stand-in. */
function counts(change: Change, { live, start, input }: Sides): boolean {
  if (isAboutRights(change) && !input.rights) return false;
  const inLive = live.some(({ id }) => id === changedId(change));
  const inStart = start.some(({ id }) => id === changedId(change));
  if (change.kind === "drop") return inStart || !inLive;
  return change.kind === "create" ? inLive || !inStart : true;
}

function isAboutRights(change: Change): boolean {
  return (change.kind === "create" || change.kind === "drop" ? change.object : change.to).kind === "rights";
}

/** Without fields that the plan left alone on both sides, and without texts that one engine spells alike. */
async function withoutSpelling(standIn: StandIn, changes: readonly Change[], sides: Sides): Promise<readonly Change[]> {
  const [live, start] = [byId(sides.live), byId(sides.start)];
  const moved = changes.flatMap((change): readonly Change[] => {
    if (change.kind !== "alter") return [change];
    const untouched = (field: string) =>
      sameField(change.from, live.get(change.from.id), field) && sameField(change.to, start.get(change.to.id), field);
    const fields = change.fields.filter((field) => !untouched(field));
    return fields.length === 0 ? [] : [{ ...change, fields }];
  });
  const spelled = moved.filter((change) => change.kind === "alter" && change.fields.every((field) => respellable.has(field)));
  if (spelled.length === 0) return moved;
  const pairs = spelled.flatMap((change) => (change.kind === "alter" ? [change] : []));
  const from = await standIn.respell(
    pairs.map((pair) => pair.from),
    sides.input.scope,
  );
  const to = await standIn.respell(
    pairs.map((pair) => pair.to),
    sides.input.scope,
  );
  const equal = new Set<Change>(
    pairs.filter((pair, index) => pair.fields.every((field) => sameField(from[index], to[index], field))),
  );
  return moved.filter((change) => !equal.has(change));
}

function byId(objects: readonly SchemaObject[]): ReadonlyMap<ObjectId, SchemaObject> {
  return new Map(objects.map((object) => [object.id, object]));
}

function sameField(a: SchemaObject | undefined, b: SchemaObject | undefined, field: string): boolean {
  if (a === undefined || b === undefined) return false;
  const value = (object: SchemaObject) => (object as unknown as Readonly<Record<string, unknown>>)[field];
  return sameValue(value(a), value(b));
}

function toDifference(change: Change): Difference {
  return { object: changedId(change), summary: describeChange(change) };
}
