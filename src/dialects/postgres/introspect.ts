import type { Invisible, NotCompared, Snapshot } from "../../schema/snapshot.ts";
import type { ReadSession, Scope } from "../dialect.ts";
import { readColumns } from "./introspect/columns.ts";
import { readComments } from "./introspect/comments.ts";
import { readConstraints } from "./introspect/constraints.ts";
import { readTypes } from "./introspect/data-types.ts";
import { readExtensions } from "./introspect/extensions.ts";
import { readIndexes } from "./introspect/indexes.ts";
import { openReading } from "./introspect/namespaces.ts";
import { readNotCompared } from "./introspect/not-compared.ts";
import type { Found } from "./introspect/reading.ts";
import { readRelations, statistics } from "./introspect/relations.ts";
import { readRights } from "./introspect/rights.ts";
import { readRoutines } from "./introspect/routines.ts";
import { readSequences } from "./introspect/sequences.ts";
import { readPolicies, readTriggers } from "./introspect/triggers.ts";

/**
 * Settings that decide how the server spells what it tells: run these inside the transaction before `introspect`, on both
 * sides of a comparison. `pg_temp` comes last, so that no temporary table takes the place of a catalogue.
 */
export const pinnedSettings: readonly string[] = [
  "SET LOCAL search_path = pg_catalog, pg_temp",
  "SET LOCAL TimeZone = 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
  "SET LOCAL IntervalStyle = 'postgres'",
  "SET LOCAL quote_all_identifiers = off",
  "SET LOCAL standard_conforming_strings = on",
  "SET LOCAL bytea_output = 'hex'",
  "SET LOCAL extra_float_digits = 1",
  "SET LOCAL lc_monetary = 'C'",
  "SET LOCAL jit = off",
];

/**
 * Reads the schemas in scope (all that no extension made, when `include` is empty) on PostgreSQL 13 to 18. The caller opens the
 * transaction, REPEATABLE READ for one consistent picture, and runs `pinnedSettings` in it.
 * Throws UserError `invalid-input` when a schema in scope does not exist.
 */
export async function introspect(session: ReadSession, scope: Scope): Promise<Snapshot> {
  const { reading, serverVersion, blockSize, schemas, found: namespaces } = await openReading(session, scope);
  const columns = await readColumns(reading);
  const sequences = await readSequences(reading);
  const relations = await readRelations(reading, columns, sequences.serialDefaults);
  const indexes = await readIndexes(reading, relations.byOid, columns);
  const found: readonly Found[] = [
    ...namespaces,
    ...(await readExtensions(reading)),
    ...(await readTypes(reading, columns)),
    ...sequences.found,
    ...relations.found,
    ...indexes.found,
    ...(await readConstraints(reading, relations.byOid, columns)),
    ...(await readRoutines(reading)),
    ...(await readTriggers(reading, relations.byOid)),
    ...(await readPolicies(reading, relations.byOid)),
  ];
  const objects = [...found.map(({ object }) => object), ...(await readRights(reading, found)), ...(await readComments(reading, found))];
  return {
    format: 1,
    dialect: "postgres",
    serverVersion,
    schemas,
    objects: objects.sort((a, b) => (a.id < b.id ? -1 : 1)),
    notCompared: [...(await readNotCompared(reading)), ...unusualIdentities(sequences.unusualIdentities)].sort((a, b) =>
      a.kind < b.kind ? -1 : 1,
    ),
    invisible: [] satisfies readonly Invisible[],
    statistics: statistics(relations.sizes, indexes.pages, blockSize),
  };
}

function unusualIdentities(columns: readonly string[]): readonly NotCompared[] {
  if (columns.length === 0) return [];
  return [{ kind: "sequence of an identity column", names: [...columns].sort(), reason: "its start, step or limits are not the usual ones" }];
}
