import type { NotCompared, Snapshot } from "../../schema/snapshot.ts";
import type { ReadSession, Scope } from "../dialect.ts";
import { readColumns } from "./introspect/columns.ts";
import { readComments } from "./introspect/comments.ts";
import { readConstraints } from "./introspect/constraints.ts";
import { readTypes } from "./introspect/data-types.ts";
import { readExtensions } from "./introspect/extensions.ts";
import { readIndexes } from "./introspect/indexes.ts";
import { openReading } from "./introspect/namespaces.ts";
import { readNotCompared } from "./introspect/not-compared.ts";
import type { Found, Reading } from "./introspect/reading.ts";
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
  const { reading, serverVersion, blockSize, schemas, invisible, found: namespaces } = await openReading(session, scope);
  const columns = readColumns(reading);
  const sequences = readSequences(reading);
  const relations = readRelations(reading, columns, sequences);
  const indexes = readIndexes(reading, relations, columns);
  const found: Promise<readonly Found[]> = Promise.all([
    namespaces,
    readExtensions(reading),
    readTypes(reading, columns),
    sequences.then((read) => read.found),
    relations.then((read) => read.found),
    indexes.then((read) => read.found),
    readConstraints(reading, relations, columns),
    unlessHidden(reading, "pg_proc", readRoutines),
    unlessHidden(reading, "pg_trigger", () => readTriggers(reading, relations)),
    unlessHidden(reading, "pg_policy", () => readPolicies(reading, relations)),
  ]).then((kinds) => kinds.flat());
  const [objects, rights, comments, notCompared, { unusualIdentities }, { sizes }, { pages }] = await Promise.all([
    found.then((all) => all.map(({ object }) => object)),
    readRights(reading, found),
    unlessHidden(reading, "pg_description", () => readComments(reading, found)),
    readNotCompared(reading),
    sequences,
    relations,
    indexes,
  ]);
  return {
    format: 1,
    dialect: "postgres",
    serverVersion,
    schemas,
    objects: [...objects, ...rights, ...comments].sort((a, b) => (a.id < b.id ? -1 : 1)),
    notCompared: [...notCompared, ...identitySequences(unusualIdentities)].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    invisible,
    statistics: statistics(sizes, pages, blockSize),
  };
}

/** What can't be read is listed as invisible. */
async function unlessHidden<Read>(
  reading: Reading,
  catalogue: string,
  read: (reading: Reading) => Promise<readonly Read[]>,
): Promise<readonly Read[]> {
  return reading.hidden.has(catalogue) ? [] : read(reading);
}

function identitySequences(columns: readonly string[]): readonly NotCompared[] {
  if (columns.length === 0) return [];
  return [
    {
      kind: "sequence of an identity column",
      names: [...columns].sort(),
      reason: "its start, step or limits are not the usual ones",
    },
  ];
}
