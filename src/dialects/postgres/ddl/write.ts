import {
  type Column,
  type EnumType,
  type Index,
  type ObjectId,
  objectId,
  type SchemaObject,
  type Sequence,
} from "../../../schema/snapshot.ts";
import type { Catalogue } from "./catalogue.ts";
import { alterColumn, attachDefault, continueAfterRows, createColumn, detachDefault, dropColumn } from "./columns.ts";
import { removeComment, setComment } from "./comments.ts";
import { alterConstraint, createConstraint, dropConstraint, renameConstraint } from "./constraints.ts";
import { conversion } from "./conversion.ts";
import type { Draft, Form } from "./draft.ts";
import { alterIndex, createIndex, dropIndex, renameIndex } from "./indexes.ts";
import { createExtension, createSchema, dropNamespace, moveExtension } from "./namespaces.ts";
import type { Alteration, Operation } from "./operations.ts";
import { alterRights, createRights, dropRights } from "./rights.ts";
import { createRoutine, dropRoutine } from "./routines.ts";
import { alterSequence, createSequence, dropSequence, ownSequence } from "./sequences.ts";
import { alterTable, createTable, dropTable, leaveParents } from "./tables.ts";
import { alterPolicy, createPolicy, createTrigger, dropPolicy, dropTrigger, enableTrigger } from "./triggers.ts";
import { alterDomain, alterEnum, createComposite, createDomain, createEnum, dropDomain, dropType } from "./types.ts";
import { alterMaterializedView, createMaterializedView, createView, dropView, replaceView } from "./views.ts";

export type Writing = {
  readonly form: Form;
  /** The whole is written for `sync`, whatever the form of one statement. */
  readonly sync: boolean;
  readonly before: Catalogue;
  readonly after: Catalogue;
  readonly isEnum: (type: string) => boolean;
  /** Tables that leave their parents. */
  readonly leaving: ReadonlySet<ObjectId>;
  /** Ordinary columns that have to move to the new type of an enum that is made anew. */
  readonly movingColumns: (type: EnumType) => readonly Column[];
};

/** The statements of one operation. Empty where another operation's statement does the work. */
export function write(operation: Operation, writing: Writing): readonly Draft[] {
  switch (operation.verb) {
    case "create":
      return create(operation.object, operation.parts, { ...writing, form: formOf(operation.object, writing) });
    case "drop":
      return drop(operation.object, writing);
    case "alter":
      return alter(operation, writing);
    case "rename":
      return rename(operation.from, operation.to);
    case "own":
      return own(operation.object, writing);
    case "leave parents":
      return leaveParents(operation.object, operation.parents, writing.before);
    case "detach default":
      return detachDefault(operation.object, writing.form);
    case "attach default":
      return attachDefault(operation.object);
  }
}

/**
 * `sync` runs beside the application: an index on a table that is there already is built without keeping writers out. Partitioned
 * tables can't have that.
 */
function isInUse(index: Index, { sync, before }: Writing): boolean {
  const table = before.objects.get(objectId("table", index.schema, index.table));
  return sync && index.constraint === null && table?.kind === "table" && table.partitionBy === null;
}

/** A table that leaves its parents keeps what it had of them: it may have its "new" indexes and constraints already. */
function formOf(object: SchemaObject, { form, leaving }: Writing): Form {
  return "table" in object && leaving.has(objectId("table", object.schema, object.table)) ? "guarded" : form;
}

function own(sequence: Sequence, { before, after }: Writing): readonly Draft[] {
  const column = after.objects.get(sequence.ownedBy ?? "");
  const had = before.objects.get(sequence.ownedBy ?? "");
  const newlyCounted = column?.kind === "column" && column.autoIncrement && had?.kind === "column" && !had.autoIncrement;
  return [...ownSequence(sequence, after), ...(newlyCounted ? [continueAfterRows(column)] : [])];
}

function create(object: SchemaObject, parts: readonly SchemaObject[], writing: Writing): readonly Draft[] {
  const { form, after } = writing;
  switch (object.kind) {
    case "schema":
      return createSchema(object, form);
    case "extension":
      return createExtension(object, form);
    case "enum":
      return createEnum(object, form);
    case "domain":
      return createDomain(object, form);
    case "type":
      return createComposite(object, form);
    case "sequence":
      return createSequence(object, form);
    case "table":
      return createTable(object, parts, after, form);
    case "column":
      return createColumn(object, form);
    case "primary key":
    case "foreign key":
    case "check":
    case "exclusion":
      return createConstraint(object, after, form);
    case "index":
      return createIndex(object, form, isInUse(object, writing) ? "concurrently" : "at once");
    case "view":
      return createView(object, form);
    case "materialized view":
      return createMaterializedView(object, form);
    case "function":
      return createRoutine(object, form);
    case "trigger":
      return createTrigger(object, form);
    case "policy":
      return createPolicy(object, form);
    case "rights":
      return onTarget(object.of, after, (target) => createRights(object, target));
    case "comment":
      return onTarget(object.of, after, (target) => setComment(object, target));
  }
}

function drop(object: SchemaObject, { form, before }: Writing): readonly Draft[] {
  switch (object.kind) {
    case "schema":
    case "extension":
      return dropNamespace(object, form);
    case "enum":
    case "type":
      return dropType(object, form);
    case "domain":
      return dropDomain(object, form);
    case "sequence":
      return dropSequence(object, form);
    case "table":
      return dropTable(object, form);
    case "column":
      return dropColumn(object, form);
    case "primary key":
    case "foreign key":
    case "check":
    case "exclusion":
      return dropConstraint(object, form);
    case "index":
      return dropIndex(object, form);
    case "view":
    case "materialized view":
      return dropView(object, form);
    case "function":
      return dropRoutine(object, form);
    case "trigger":
      return dropTrigger(object, form);
    case "policy":
      return dropPolicy(object, form);
    case "rights":
      return onTarget(object.of, before, (target) => dropRights(object, target));
    case "comment":
      return onTarget(object.of, before, removeComment);
  }
}

function alter({ from, to, fields }: Alteration, { form, before, after, isEnum, movingColumns }: Writing): readonly Draft[] {
  switch (to.kind) {
    case "extension":
      return moveExtension(to);
    case "enum":
      return from.kind === "enum" ? alterEnum(from, to, movingColumns(from), namesIn(to.schema, before, after), form) : [];
    case "domain":
      return from.kind === "domain" ? alterDomain(from, to) : [];
    case "sequence":
      return from.kind === "sequence" ? alterSequence(from, to) : [];
    case "table":
      return from.kind === "table" ? alterTable(from, to, after) : [];
    case "column":
      return from.kind === "column" ? alterColumn(from, to, fields, conversion(from.type, to.type, isEnum), form) : [];
    case "foreign key":
    case "check":
      return from.kind === "foreign key" || from.kind === "check" ? alterConstraint(from, to) : [];
    case "index":
      return from.kind === "index" ? alterIndex(from, to) : [];
    case "view":
      return replaceView(to);
    case "materialized view":
      return from.kind === "materialized view" ? alterMaterializedView(from, to) : [];
    case "function":
      return createRoutine(to, form);
    case "trigger":
      return enableTrigger(to);
    case "policy":
      return alterPolicy(to);
    case "rights":
      return from.kind === "rights" ? onTarget(to.of, after, (target) => alterRights(from, to, target)) : [];
    case "comment":
      return onTarget(to.of, after, (target) => setComment(to, target));
    case "schema":
    case "type":
    case "primary key":
    case "exclusion":
      return [];
  }
}

function rename(from: SchemaObject, to: SchemaObject): readonly Draft[] {
  if (from.kind === "index" && to.kind === "index") return renameIndex(from, to);
  if (isConstraint(from) && isConstraint(to)) return renameConstraint(from, to);
  return [];
}

type Constraint = Extract<SchemaObject, { readonly kind: "primary key" | "foreign key" | "check" | "exclusion" }>;

function isConstraint(object: SchemaObject): object is Constraint {
  return ["primary key", "foreign key", "check", "exclusion"].includes(object.kind);
}

function onTarget(of: ObjectId, catalogue: Catalogue, drafts: (target: SchemaObject) => readonly Draft[]): readonly Draft[] {
  const target = catalogue.objects.get(of);
  return target === undefined ? [] : drafts(target);
}

function namesIn(schema: string | null, ...catalogues: readonly Catalogue[]): ReadonlySet<string> {
  const objects = catalogues.flatMap((catalogue) => [...catalogue.objects.values()]);
  return new Set(objects.filter((object) => object.schema === schema).map((object) => object.name));
}
