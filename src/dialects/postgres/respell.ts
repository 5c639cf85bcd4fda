import type { Check, Column, DomainType, Exclusion, Index, ObjectId, Policy, SchemaObject } from "../../schema/snapshot.ts";
import { objectId } from "../../schema/snapshot.ts";
import type { Scope } from "../dialect.ts";
import { createIndex } from "./ddl/indexes.ts";
import type { Engine } from "./engine.ts";
import { introspect } from "./introspect.ts";
import { quoteIdentifier, quoteQualified } from "./types.ts";

/** How one object is made again from its own text, and what is taken from the object that is read back. */
type Respelling = {
  readonly statements: readonly string[];
  /** Where it is read back; its own id, but for what can't be replaced in place. */
  readonly readAs: ObjectId;
  readonly adopt: (spelled: SchemaObject) => SchemaObject;
};

/** See `StandIn.respell`; runs inside of a transaction that the caller rolls back. */
export async function respell(engine: Engine, objects: readonly SchemaObject[], scope: Scope): Promise<readonly SchemaObject[]> {
  const made = new Map<SchemaObject, Respelling>();
  await engine.execute(["SET LOCAL check_function_bodies = off"]);
  for (const [index, object] of objects.entries()) {
    const respelling = respellingOf(object, index);
    if (respelling !== null && (await runs(engine, respelling.statements))) made.set(object, respelling);
  }
  if (made.size === 0) return objects;
  const readBack = new Map((await introspect(engine, scope)).objects.map((object) => [object.id, object]));
  return objects.map((object) => {
    const respelling = made.get(object);
    const spelled = respelling === undefined ? undefined : readBack.get(respelling.readAs);
    return respelling === undefined || spelled === undefined ? object : respelling.adopt(spelled);
  });
}

async function runs(engine: Engine, statements: readonly string[]): Promise<boolean> {
  const executed = await engine.execute(["SAVEPOINT respell", ...statements, "RELEASE respell"]);
  if (executed.outcome === "failed") await engine.execute(["ROLLBACK TO respell"]);
  return executed.outcome === "done";
}

function respellingOf(object: SchemaObject, index: number): Respelling | null {
  switch (object.kind) {
    case "view":
      return inPlace(object, [`CREATE OR REPLACE VIEW ${pathOf(object)} AS ${object.definition}`], ["definition"]);
    case "materialized view": {
      // Whatever depends on it would go with it, so a view of its text is read instead.
      const name = `schemagate ${index}`;
      return {
        statements: [`CREATE VIEW ${quoteQualified(object.schema, name)} AS ${object.definition}`],
        readAs: objectId("view", object.schema, name),
        adopt: (spelled) => (spelled.kind === "view" ? { ...object, definition: spelled.definition } : object),
      };
    }
    case "check":
      return inPlace(object, checkAgain(object), ["expression"]);
    case "exclusion":
      return inPlace(object, exclusionAgain(object), ["definition"]);
    case "index":
      return hasExpression(object) ? inPlace(object, indexAgain(object), ["keys", "where"]) : null;
    case "trigger":
      return inPlace(
        object,
        [`DROP TRIGGER ${quoteIdentifier(object.name)} ON ${tableOf(object)}`, object.definition],
        ["definition"],
      );
    case "policy":
      return object.using === null && object.check === null ? null : inPlace(object, [policyAgain(object)], ["using", "check"]);
    case "function":
      return object.routine === "aggregate" ? null : inPlace(object, [object.definition], ["definition"]);
    case "column":
      return columnAgain(object);
    case "domain":
      return inPlace(object, domainAgain(object), ["default", "checks"]);
    case "schema":
    case "extension":
    case "enum":
    case "type":
    case "sequence":
    case "table":
    case "primary key":
    case "foreign key":
    case "rights":
    case "comment":
      return null;
  }
}

/** The fields of the object that is read back replace the object's own; everything else of it is left as it was. */
function inPlace<Object extends SchemaObject>(
  object: Object,
  statements: readonly string[],
  fields: readonly (keyof Object)[],
): Respelling {
  return {
    statements,
    readAs: object.id,
    adopt: (spelled) =>
      spelled.kind === object.kind
        ? { ...object, ...Object.fromEntries(fields.map((field) => [field, (spelled as Object)[field]])) }
        : object,
  };
}

function checkAgain(check: Check): readonly string[] {
  const name = quoteIdentifier(check.name);
  return [
    `ALTER TABLE ${tableOf(check)} DROP CONSTRAINT ${name}`,
    `ALTER TABLE ${tableOf(check)} ADD CONSTRAINT ${name} CHECK (${check.expression})${check.noInherit ? " NO INHERIT" : ""} NOT VALID`,
  ];
}

function exclusionAgain(exclusion: Exclusion): readonly string[] {
  const name = quoteIdentifier(exclusion.name);
  return [
    `ALTER TABLE ${tableOf(exclusion)} DROP CONSTRAINT ${name}`,
    `ALTER TABLE ${tableOf(exclusion)} ADD CONSTRAINT ${name} ${exclusion.definition}`,
  ];
}

function hasExpression(index: Index): boolean {
  return index.where !== null || index.keys.some(({ expression }) => expression !== null);
}

function indexAgain(index: Index): readonly string[] {
  const create = createIndex(index, "plain").flatMap((draft) => (draft.kind === "statement" ? [draft.sql] : []));
  return [`DROP INDEX ${pathOf(index)}`, ...create];
}

/** Only the expressions: who is concerned, and by which command, is no text. */
function policyAgain(policy: Policy): string {
  const clauses = [
    ...(policy.using === null ? [] : [`USING (${policy.using})`]),
    ...(policy.check === null ? [] : [`WITH CHECK (${policy.check})`]),
  ];
  return `ALTER POLICY ${quoteIdentifier(policy.name)} ON ${tableOf(policy)} ${clauses.join(" ")}`;
}

function columnAgain(column: Column): Respelling | null {
  const alter = `ALTER TABLE ${tableOf(column)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
  if (column.generated !== null) {
    return inPlace(column, [`${alter} SET EXPRESSION AS (${column.generated.expression})`], ["generated"]);
  }
  return column.default === null || column.autoIncrement
    ? null
    : inPlace(column, [`${alter} SET DEFAULT ${column.default}`], ["default"]);
}

function domainAgain(domain: DomainType): readonly string[] {
  const alter = `ALTER DOMAIN ${pathOf(domain)}`;
  return [
    ...(domain.default === null ? [] : [`${alter} SET DEFAULT ${domain.default}`]),
    ...domain.checks.flatMap(({ name, expression, validated }) => [
      `${alter} DROP CONSTRAINT ${quoteIdentifier(name)}`,
      `${alter} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${expression})${validated ? "" : " NOT VALID"}`,
    ]),
  ];
}

function pathOf({ schema, name }: { readonly schema: string | null; readonly name: string }): string {
  return quoteQualified(schema, name);
}

function tableOf({ schema, table }: { readonly schema: string | null; readonly table: string }): string {
  return quoteQualified(schema, table);
}
