import type { ComparedDatabase, Scope } from "./dialects/dialect.ts";
import { loadEngine } from "./dialects/engines.ts";
import { UserError } from "./errors.ts";
import type { Inputs } from "./inputs.ts";
import type { LiveRecord } from "./live-record.ts";
import { objectId, type Snapshot } from "./schema/snapshot.ts";
import { isSameService, placeOf, type Service, serviceOf } from "./service.ts";
import type { SourceProject } from "./source/source.ts";
import { chooseScope, type OpenTarget } from "./target.ts";

const anew = "The next run of the default branch records it; until then, compare with the database itself (live: database).";

/** Opens a record instead of a database: nothing is connected, nothing can be asked that it does not hold. `runUrl`: page of the run that made it. */
export function openRecorded(record: LiveRecord, runUrl: string): OpenTarget {
  return async (inputs, project, tools) => {
    refuseOtherEngine(record, project);
    tools.progress.step(`Taking the record of ${record.at}`);
    const { dialect } = record.connection;
    if (dialect === "mysql")
      throw new UserError("unsupported-version", "The record is of a MySQL database.", "PostgreSQL and SQLite are supported.");
    const database = recordedDatabase(record, runUrl);
    return {
      engine: await loadEngine(dialect),
      database,
      scope: chooseScope(inputs, project, database.connection),
      live: null,
      instead: { kind: "record", at: record.at, runUrl },
      readHistory: async () => record.history,
      [Symbol.asyncDispose]: async () => undefined,
    };
  };
}

/** Why a record is not one of the database that these inputs mean, in words; null where it is. */
export function whyUnfit(record: LiveRecord, inputs: Inputs): string | null {
  const service = serviceOf(inputs);
  if (!isSameService(record, service))
    return `The record is of ${inWords(record)}, and asked was for ${inWords(service)}. Name environment, target and working directory as in the workflow of the default branch.`;
  if (record.strategy === "sync" && inputs.strategy !== "sync")
    return `The record was made with strategy sync, which reads no history of migrations. ${anew}`;
  return null;
}

function recordedDatabase(record: LiveRecord, runUrl: string): ComparedDatabase {
  return {
    connection: {
      ...record.connection,
      readOnlyProof: [`No connection was opened: this is what the run ${runUrl} read at ${record.at}.`],
    },
    introspect: async (scope) => within(record, scope),
    inspectEnvironment: async () => record.facts,
  };
}

function inWords(service: Service): string {
  const place = placeOf(service);
  return place === null ? service.environment : `${place} in ${service.environment}`;
}

function refuseOtherEngine(record: LiveRecord, project: SourceProject | null): void {
  if (project !== null && project.dialect !== record.connection.dialect)
    throw new UserError(
      "invalid-input",
      `The schema in the code is for ${project.dialect}, and the recorded database is ${record.connection.dialect}.`,
      "Choose the schema with the input schema.",
    );
}

/** The part of the record that is asked for. What was not recorded and exists can't be told. */
function within({ live, scope: recorded, facts }: LiveRecord, { include, absent }: Scope): Snapshot {
  if (include === null || recorded.include.length === 0) return live;
  const present = new Set(facts.schemas.map(({ name }) => name));
  const missing = include.filter((name) => (present.has(name) ? !recorded.include.includes(name) : absent === "refuse"));
  if (missing.length > 0)
    throw new UserError("invalid-input", `The record does not hold the schema ${missing.join(", ")}.`, anew);
  const left = new Set(recorded.include.filter((name) => !include.includes(name)).map((name) => objectId("schema", name)));
  if (left.size === 0) return live;
  const objects = live.objects.filter((object) =>
    object.schema === null ? !left.has("of" in object ? object.of : object.id) : include.includes(object.schema),
  );
  const ids = new Set(objects.map(({ id }) => id));
  return {
    ...live,
    schemas: live.schemas.filter((name) => include.includes(name)),
    objects,
    statistics: Object.fromEntries(Object.entries(live.statistics).filter(([id]) => ids.has(id))),
  };
}
