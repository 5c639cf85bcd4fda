import type { Hazard } from "../plan/plan.ts";
import type { LockMode, Observation } from "../rehearsal.ts";
import type { ObjectId } from "../schema/snapshot.ts";
import type { HazardId } from "./catalogue.ts";
import type { JudgedStatement } from "./judge.ts";
import { hazardOf } from "./risk.ts";

/** Modes that hold up neither reads nor writes. */
export function isRoutine(mode: LockMode): boolean {
  return !strongModes.has(mode);
}

const strongModes: ReadonlySet<LockMode> = new Set([
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
]);

/** What a statement did that its text does not tell: a DO block, a function, an extension. */
export function unexplained({ verb, risks }: JudgedStatement, observation: Observation): readonly Hazard[] {
  if (observation.outcome.kind !== "done") return [];
  const expected = (seen: string, of: ObjectId | null) =>
    risks.some(({ sign }) => sign !== null && sign.seen === seen && (sign.of === of || sign.of === null));
  const empties = verb.startsWith("TRUNCATE") || risks.some(({ hazard }) => emptying.has(hazard.id));
  const rewritten = empties ? [] : observation.rewrites.filter((id) => !expected("rewrite", id));
  const tables = new Set(observation.rewrites);
  const built = rewritten.length > 0 || tables.size > 0 ? [] : observation.builds;
  const opaque = risks.some(({ hazard }) => hazard.id === "opaque-sql");
  const builders = risks.some(({ hazard }) => building.has(hazard.id));
  const blocked = observation.locks.filter(({ relation, mode }) => relation.startsWith("table ") && !isRoutine(mode));
  return [
    ...rewritten.map((id) => seenHazard("table-rewrite", id, `Rehearsed: it rewrites ${id}.`)),
    ...(built.length > 0 && !builders && !expected("build", null) && !expected("only build", null)
      ? blocked
          .slice(0, 1)
          .map(({ relation, mode }) =>
            seenHazard(
              "index-build-blocks-writes",
              relation,
              `Rehearsed: it builds ${built.slice(0, 3).join(", ")} under ${mode}.`,
            ),
          )
      : []),
    ...(observation.drops.length > 0 && !expected("drop", null) && !collateralIsKnown(risks)
      ? [
          seenHazard(
            opaque || !observation.drops.every(isPart) ? "drop-cascade-collateral" : "drop-column-collateral",
            observation.drops[0] ?? null,
            `Rehearsed: ${observation.drops.slice(0, 5).join(", ")} ${observation.drops.length === 1 ? "goes" : "go"}, too.`,
          ),
        ]
      : []),
  ];
}

const emptying: ReadonlySet<string> = new Set<HazardId>([
  "truncate-table",
  "truncate-cascade",
  "matview-refresh-blocks",
  "reindex-blocks",
  "sequence-rewind",
  "sqlite-table-rebuild",
]);
const building: ReadonlySet<string> = new Set<HazardId>([
  "index-build-blocks-writes",
  "partitioned-index-fanout",
  "reindex-blocks",
  "table-rewrite",
  "matview-refresh-blocks",
]);

function collateralIsKnown(risks: JudgedStatement["risks"]): boolean {
  return risks.some(
    ({ hazard }) => hazard.id === "drop-schema-or-database" || hazard.id === "drop-table" || hazard.id === "drop-partition",
  );
}

function isPart(id: ObjectId): boolean {
  return /^(?:index|check|foreign key|primary key|exclusion) /.test(id);
}

/** What the engine refused, where the catalogue has a name for the reason. */
export function failureHazards({ touches }: JudgedStatement, { outcome }: Observation): readonly Hazard[] {
  if (outcome.kind !== "failed") return [];
  const id = failures.find(
    ({ code, message }) => code === outcome.code && (message === null || message.test(outcome.message)),
  )?.id;
  if (id === undefined) return [];
  const table = touches.find((touched) => touched.startsWith("table ")) ?? null;
  return [seenHazard(id, table, `Rehearsed: it fails (${outcome.code ?? "no code"}).`)];
}

const failures: readonly { readonly code: string; readonly message: RegExp | null; readonly id: HazardId }[] = [
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
  { code: "SQLITE_ERROR", message: /cannot add a (?:UNIQUE|PRIMARY|STORED|REFERENCES)/i, id: "sqlite-add-column-restricted" },
];

/** What several statements of one transaction do to those who wait. */
export function workHazards(
  statements: readonly JudgedStatement[],
  observations: readonly (Observation | null)[],
  index: number,
): readonly Hazard[] {
  const own = statements[index];
  const here = observations[index];
  if (own === undefined || here == null || here.outcome.kind !== "done" || own.transactional === "no") return [];
  const before = statements.flatMap((statement, at) => {
    const seen = at < index && statement.batch === own.batch ? observations[at] : null;
    return seen == null ? [] : [seen];
  });
  return [...heldBefore(own, here, before), ...severalTables(here, before), ...readAgain(own, here, before)];
}

function heldBefore(own: JudgedStatement, here: Observation, before: readonly Observation[]): readonly Hazard[] {
  const work = here.scans.length > 0 || here.rewrites.length > 0 || here.builds.length > 0 || own.writesRows === "yes";
  if (!work || own.risks.some(({ hazard }) => hazard.id === "validate-in-same-transaction")) return [];
  const locks = (seen: Observation) =>
    seen.locks.flatMap(({ relation, mode }) =>
      mode === "AccessExclusiveLock" && relation.startsWith("table ") ? [relation] : [],
    );
  // Two changes of one table lock it once.
  const same = new Set([...locks(here), ...(own.verb === "ALTER TABLE" ? own.touches : [])]);
  const held = before.flatMap(locks).find((relation) => !same.has(relation));
  return held === undefined ? [] : [seenHazard("statement-under-held-exclusive-lock", held, null)];
}

/** Told once, where the second one comes in. */
function severalTables(here: Observation, before: readonly Observation[]): readonly Hazard[] {
  const strong = ({ locks }: Observation) =>
    locks.flatMap(({ relation, mode }) =>
      relation.startsWith("table ") && (mode === "AccessExclusiveLock" || mode === "ShareRowExclusiveLock") ? [relation] : [],
    );
  const earlier = new Set(before.flatMap(strong));
  const added = strong(here).find((relation) => !earlier.has(relation));
  const told = before.some((seen, at) => {
    const sofar = new Set(before.slice(0, at).flatMap(strong));
    return sofar.size > 0 && strong(seen).some((relation) => !sofar.has(relation));
  });
  return earlier.size === 0 || added === undefined || told ? [] : [seenHazard("multi-table-lock-order", added, null)];
}

function readAgain({ risks }: JudgedStatement, here: Observation, before: readonly Observation[]): readonly Hazard[] {
  // What builds indexes is written as one statement each.
  if (!risks.some(({ sign }) => sign !== null && (sign.seen === "scan" || sign.seen === "rewrite"))) return [];
  const read = ({ scans, rewrites }: Observation) => [...scans, ...rewrites];
  const earlier = new Set(before.flatMap(read));
  const again = read(here).find((id) => earlier.has(id));
  return again === undefined ? [] : [seenHazard("repeated-table-scans", again, null)];
}

function seenHazard(id: HazardId, object: ObjectId | null, evidence: string | null): Hazard {
  return { ...hazardOf(id, object), evidence };
}
