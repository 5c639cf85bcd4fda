import type { Dialect } from "../dialect.ts";
import { readCircumstances } from "./circumstances.ts";
import { writeDdl } from "./ddl.ts";
import { groupStatements } from "./group-statements.ts";
import { newerThan } from "./newer-than.ts";
import { writeProbe } from "./probes.ts";
import { parseScript } from "./statements.ts";
import { quoteIdentifier } from "./types.ts";

export const postgres: Dialect = {
  name: "postgres",
  title: "PostgreSQL",
  traits: { schemas: true, transactionalDdl: true, concurrentIndexes: true, maxIdentifierBytes: 63, refusesByRows: false },
  quote: quoteIdentifier,
  parseScript,
  groupStatements,
  writeDdl,
  newerThan,
  writeProbe,
  readCircumstances,
};
