import { nothingAround } from "../../hazards/circumstances.ts";
import type { Dialect } from "../dialect.ts";
import { writeDdl } from "./ddl.ts";
import { groupStatements } from "./group-statements.ts";
import { writeProbe } from "./probes.ts";
import { parseScript } from "./statements.ts";
import { quoteIdentifier } from "./types.ts";

export const sqlite: Dialect = {
  name: "sqlite",
  title: "SQLite",
  traits: { schemas: false, transactionalDdl: true, concurrentIndexes: false, maxIdentifierBytes: null, refusesByRows: true },
  quote: quoteIdentifier,
  parseScript: async (sql, context) => parseScript(sql, context),
  groupStatements,
  writeDdl,
  // The stand-in and the runner are the same library.
  newerThan: async () => [],
  writeProbe,
  readCircumstances: async () => nothingAround,
};
