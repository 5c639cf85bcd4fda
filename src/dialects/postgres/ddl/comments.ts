import type { Comment, SchemaObject } from "../../../schema/snapshot.ts";
import { quoteIdentifier, quoteLiteral } from "../types.ts";
import { type Draft, statement } from "./draft.ts";
import { holder, target } from "./names.ts";

export function setComment(comment: Comment, object: SchemaObject): readonly Draft[] {
  return [statement(`COMMENT ON ${commentTarget(object)} IS ${quoteLiteral(comment.text)}`)];
}

export function removeComment(object: SchemaObject): readonly Draft[] {
  return [statement(`COMMENT ON ${commentTarget(object)} IS NULL`)];
}

/** The comment of a unique constraint hangs on the constraint, not on its index. */
function commentTarget(object: SchemaObject): string {
  if (object.kind !== "index" || object.constraint === null) return target(object);
  return `CONSTRAINT ${quoteIdentifier(object.name)} ON ${holder(object)}`;
}
