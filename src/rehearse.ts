import type { Dialect, Rehearsed, RehearsedBatch, Scope, SessionSetting, StandIn } from "./dialects/dialect.ts";
import { changedId } from "./diff/change.ts";
import { describeChange } from "./diff/describe-change.ts";
import { diff } from "./diff/diff.ts";
import { respellable } from "./diff/respellable.ts";
import { UserError } from "./errors.ts";
import type { RollbackStep } from "./plan/plan.ts";
import { partToRehearse } from "./plan/rehearsed-part.ts";
import { verifiable } from "./plan/verifiable.ts";
import type { NotReproduced, Rehearsal } from "./rehearsal.ts";
import { compareEnd, rolesOf, type Sides, tablesIn, tryWayBack } from "./rehearsed-end.ts";
import type { ObjectId, SchemaObject, Snapshot } from "./schema/snapshot.ts";

/** What is tried, on a copy of what. */
export type RehearsalInput = {
  readonly dialect: Dialect;
  /** Opens an empty stand-in that has these roles and, as far as it can, all extensions of the live database. */
  readonly open: (roles: readonly string[]) => Promise<StandIn>;
  readonly scope: Scope;
  readonly defaultSchema: string | null;
  readonly serverMajor: number;
  readonly settings: readonly SessionSetting[];
  /** Which of these tables have rows; asked only where the dialect needs to know. */
  readonly filled: (tables: readonly ObjectId[]) => Promise<readonly ObjectId[]>;
  /** The whole live schema. */
  readonly live: Snapshot;
  readonly batches: readonly RehearsedBatch[];
  readonly touches: readonly ObjectId[];
  /** Null: nobody said in what it must end. */
  readonly expected: Snapshot | null;
  readonly rollback: readonly RollbackStep[];
  /** Leaves out what the expected end leaves out. */
  readonly cover: (snapshot: Snapshot) => Snapshot;
  /** Whether the statements change rights: else grants are not compared. */
  readonly rights: boolean;
};

/** Runs the statements on a copy of the live schema that has no rows, and says what was seen. Whatever goes wrong is part of the answer. */
export async function rehearse(input: RehearsalInput): Promise<Rehearsal> {
  const statements = input.batches.flatMap((batch) => batch.statements);
  if (statements.length === 0) return notRehearsed(null, "There is nothing to try: the plan has no statements.");
  const all = copyable(input.live.objects);
  const part = partToRehearse(all, input.touches, statements);
  const tried = await tryOn(part, input);
  // A name that only running code shows (EXECUTE in a DO block) may lie outside of the part.
  const missesSomething = tried.stopped !== null && undefinedCodes.has(tried.stopped) && part.length < all.length;
  return (missesSomething ? await tryOn(all, input) : tried).rehearsal;
}

/** What a copy can and has to have: indexes that nothing uses are nobody's, owners are roles of another server. */
function copyable(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  return verifiable(objects).filter((object) => object.kind !== "index" || object.valid);
}

type Tried = { readonly rehearsal: Rehearsal /** Code of the refusal that ended it. */; readonly stopped: string | null };

async function tryOn(part: readonly SchemaObject[], input: RehearsalInput): Promise<Tried> {
  let engine: string | null = null;
  try {
    await using standIn = await input.open(rolesOf(part));
    engine = standIn.engine;
    return await tryWith(standIn, part, input);
  } catch (error) {
    // Whatever goes wrong on a stand-in, the plan and the rest of the report are as good as without it.
    const message = error instanceof Error ? error.message : String(error);
    const reason = error instanceof UserError ? message : `The stand-in did something that it should not: ${message}`;
    return { rehearsal: notRehearsed(engine, reason), stopped: null };
  }
}

async function tryWith(standIn: StandIn, part: readonly SchemaObject[], input: RehearsalInput): Promise<Tried> {
  const copy = await makeCopy(standIn, part, input);
  if (copy.outcome === "gone") return { rehearsal: notRehearsed(standIn.engine, copy.reason), stopped: null };
  const { start, notReproduced } = copy;

  const rehearsed = await standIn.rehearse({
    batches: input.batches,
    settings: input.settings,
    defaultSchema: input.defaultSchema,
    filled: await filledOf(part, input),
  });
  const watched = {
    engine: standIn.engine,
    observations: rehearsed.observations,
    notReproduced,
    tables: { copied: tablesIn(part), of: tablesIn(input.live.objects) },
  };
  if (rehearsed.stopped !== null) {
    const judged = judgeStop(rehearsed, standIn, notReproduced, input);
    const rehearsal: Rehearsal =
      judged.outcome === "failed"
        ? { ...watched, ...judged }
        : { outcome: "not-rehearsed", engine: standIn.engine, reason: judged.reason, observations: rehearsed.observations };
    return { rehearsal, stopped: rehearsed.stopped.code };
  }
  const newer = await newerThanServer(standIn, input);
  if (newer !== null) return { rehearsal: { ...watched, ...newer }, stopped: null };

  const sides: Sides = { live: input.live.objects, part, start: start.objects, input };
  const end = await compareEnd(standIn, sides);
  return { rehearsal: { ...watched, outcome: "rehearsed", end, wayBack: await tryWayBack(standIn, sides) }, stopped: null };
}

async function filledOf(part: readonly SchemaObject[], { dialect, filled }: RehearsalInput): Promise<readonly ObjectId[]> {
  if (!dialect.traits.refusesByRows) return [];
  return filled(part.flatMap((object) => (object.kind === "table" ? [object.id] : [])));
}

type Copy =
  | { readonly outcome: "made"; readonly start: Snapshot; readonly notReproduced: readonly NotReproduced[] }
  | { readonly outcome: "gone"; readonly reason: string };

/** Writes the schema with our own DDL, reads it back, and names what is not there or not the same. */
async function makeCopy(standIn: StandIn, part: readonly SchemaObject[], input: RehearsalInput): Promise<Copy> {
  const { dialect, scope, live } = input;
  const missing = new Set(standIn.missingExtensions);
  const empty = await standIn.introspect(scope);
  const wanted = part.filter((object) => object.kind !== "extension" || !missing.has(object.name));
  const changes = diff(verifiable(empty.objects), wanted).filter(({ kind }) => kind !== "drop");
  const { statements, refused } = dialect.writeDdl(changes, { from: empty, to: { ...live, objects: wanted }, form: "plain" });
  const built = await standIn.build(statements.map(({ sql }) => sql));
  if (built.outcome === "killed") return { outcome: "gone", reason: `The live schema could not be copied: ${built.message}` };
  const start = await standIn.introspect(scope);
  const known: NotReproduced[] = [
    ...[...missing].map((name) => ({ object: `extension ${name}`, reason: "the stand-in does not have it" })),
    ...refused.map(({ change, reason }) => ({ object: changedId(change), reason })),
    ...built.failed.flatMap(({ index, message }) =>
      (statements[index]?.changes ?? []).flatMap((change) => {
        const failed = changes[change];
        return failed === undefined ? [] : [{ object: changedId(failed), reason: message }];
      }),
    ),
  ];
  const named = new Set(known.map(({ object }) => object));
  const different = diff(wanted, verifiable(start.objects))
    // What the stand-in has besides is nobody's loss, and its own spelling is none.
    .filter(
      (change) =>
        change.kind !== "create" && !(change.kind === "alter" && change.fields.every((field) => respellable.has(field))),
    )
    .filter((change) => !named.has(changedId(change)))
    .map((change) => ({ object: changedId(change), reason: describeChange(change) }));
  const unique = new Map([...known, ...different].map((entry) => [entry.object, entry]));
  return { outcome: "made", start, notReproduced: [...unique.values()].sort((a, b) => (a.object < b.object ? -1 : 1)) };
}

type Failed = { readonly outcome: "failed"; readonly statement: number; readonly reason: string };
type Unclear = { readonly outcome: "unclear"; readonly reason: string };

/** Whether a refusal says something about the plan, or only about the stand-in. */
function judgeStop(
  { stopped, observations }: Rehearsed,
  { missingExtensions, engine }: StandIn,
  notReproduced: readonly NotReproduced[],
  { batches }: RehearsalInput,
): Failed | Unclear {
  const { kind = "gone", message = "", code = null, statement = null } = stopped ?? {};
  const where = statement === null ? "The end of a transaction" : `Statement ${statement + 1}`;
  if (kind === "gone") return { outcome: "unclear", reason: `${where} ended the rehearsal: ${message}` };
  const said = `${where} is refused by ${engine}: ${sentenceOf(message)}${code === null ? "" : ` [${code}]`}.`;
  const unclear = (why: string): Unclear => ({ outcome: "unclear", reason: `${said} ${why}` });
  if (missingExtensions.length > 0 && !isDuplicate(code))
    return unclear(
      `The stand-in has no ${missingExtensions.join(", ")}, which may be why: --dev-url can name a server that has it.`,
    );
  if (notReproduced.length > 0 && undefinedCodes.has(code ?? ""))
    return unclear(`The copy lacks ${firstFew(notReproduced)}, which may be why.`);
  if (!saysMuch(code)) return unclear("That may be the stand-in's own limit, so it says nothing about the live server.");
  const last = statement ?? lastStatement(batches, observations.length);
  return { outcome: "failed", statement: last, reason: said };
}

function lastStatement(batches: readonly RehearsedBatch[], observed: number): number {
  const total = batches.reduce((sum, { statements }) => sum + statements.length, 0);
  return Math.max(Math.min(total, observed) - 1, 0);
}

function firstFew(notReproduced: readonly NotReproduced[]): string {
  const names = notReproduced.slice(0, 3).map(({ object }) => object);
  return notReproduced.length > names.length
    ? `${names.join(", ")} and ${notReproduced.length - names.length} more`
    : names.join(", ");
}

function sentenceOf(message: string): string {
  return message.replace(/[.\s]+$/, "");
}

/** SQLSTATEs for a table, column, function, type or schema that is not there; SQLite has one code for all. */
const undefinedCodes: ReadonlySet<string> = new Set(["42P01", "42703", "42883", "42704", "3F000", "SQLITE_ERROR"]);

/** What is there already is there on the live database, too. */
function isDuplicate(code: string | null): boolean {
  return code !== null && ["42P07", "42701", "42710", "42723", "42P06"].includes(code);
}

/** Syntax, access rules but for rights, dependencies: a matter of the schema and of nothing else. */
function saysMuch(code: string | null): boolean {
  return code !== null && code !== "42501" && /^(42|2B|3F|0L|55000$|SQLITE_ERROR$)/.test(code);
}

/** The stand-in may be newer than the live server, and take what that refuses. */
async function newerThanServer(standIn: StandIn, input: RehearsalInput): Promise<Failed | null> {
  const { dialect, serverMajor, batches, live, expected } = input;
  if (standIn.serverMajor <= serverMajor) return null;
  const objects = [...live.objects, ...(expected?.objects ?? [])];
  for (const [index, sql] of batches.flatMap(({ statements }) => statements).entries()) {
    const [feature] = await dialect.newerThan(sql, { serverMajor, objects });
    if (feature === undefined) continue;
    const reason = `Statement ${index + 1} needs ${dialect.title} ${feature.since} (${feature.what}), and the server is version ${serverMajor}.`;
    return { outcome: "failed", statement: index, reason };
  }
  return null;
}

function notRehearsed(engine: string | null, reason: string): Rehearsal {
  return { outcome: "not-rehearsed", engine, reason, observations: [] };
}
