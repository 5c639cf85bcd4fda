import type { Extension, SchemaNamespace } from "../../../schema/snapshot.ts";
import { quoteIdentifier } from "../types.ts";
import { type Draft, type Form, ifExists, ifNotExists, statement } from "./draft.ts";

export function createSchema(schema: SchemaNamespace, form: Form): readonly Draft[] {
  return [statement(`CREATE SCHEMA${ifNotExists(form)} ${quoteIdentifier(schema.name)}`)];
}

export function createExtension(extension: Extension, form: Form): readonly Draft[] {
  const place = `WITH SCHEMA ${quoteIdentifier(extension.installedIn)}`;
  return [statement(`CREATE EXTENSION${ifNotExists(form)} ${quoteIdentifier(extension.name)} ${place}`)];
}

export function moveExtension(extension: Extension): readonly Draft[] {
  return [statement(`ALTER EXTENSION ${quoteIdentifier(extension.name)} SET SCHEMA ${quoteIdentifier(extension.installedIn)}`)];
}

export function dropNamespace(object: SchemaNamespace | Extension, form: Form): readonly Draft[] {
  return [statement(`DROP ${object.kind.toUpperCase()}${ifExists(form)} ${quoteIdentifier(object.name)}`)];
}
