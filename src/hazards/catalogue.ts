import type { Severity } from "../plan/plan.ts";
import type { DialectName } from "../schema/snapshot.ts";
import { contractHazards } from "./catalogue-contract.ts";
import { dataHazards } from "./catalogue-data.ts";
import { planHazards } from "./catalogue-plan.ts";
import { postgresHazards } from "./catalogue-postgres.ts";
import { sqliteHazards } from "./catalogue-sqlite.ts";

/** What is known of one hazard, whatever statement raises it. `docs/hazards.md` is written from it. */
export type HazardEntry = {
  readonly severity: Severity;
  readonly dialects: readonly DialectName[];
  /** One sentence; `{object}` stands for the id of what is at risk. */
  readonly message: string;
  readonly saferWay: string | null;
  /** What shows it, in the order in which it is believed: an answer of the live database, a rehearsal, the statement's own text. */
  readonly shownBy: readonly ("text" | "schema" | "rehearsal" | "probe")[];
};

export const catalogue = {
  ...dataHazards,
  ...postgresHazards,
  ...contractHazards,
  ...sqliteHazards,
  ...planHazards,
} as const satisfies Readonly<Record<string, HazardEntry>>;

export type HazardId = keyof typeof catalogue;

export function entryOf(id: HazardId): HazardEntry {
  return catalogue[id];
}

export function isHazardId(id: string): id is HazardId {
  return Object.hasOwn(catalogue, id);
}
