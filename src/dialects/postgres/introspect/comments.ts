import { type Comment, objectId } from "../../../schema/snapshot.ts";
import { addressOf, type Found, type Reading } from "./reading.ts";

/** Left out are those that nobody wrote: of the server's own objects, of schema public, of extensions. */
const commentsQuery = `
SELECT d.classoid::regclass::text AS catalogue, d.objoid AS oid, d.objsubid AS position, d.description AS text
FROM pg_description d
WHERE d.classoid <> 'pg_extension'::regclass
  AND (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.description <> 'standard public schema')`;

type CommentRow = { readonly catalogue: string; readonly oid: number; readonly position: number; readonly text: string };

export async function readComments({ ask }: Reading, asked: Promise<readonly Found[]>): Promise<readonly Comment[]> {
  const [rows, found] = await Promise.all([ask<CommentRow>(commentsQuery), asked]);
  const texts = new Map(rows.map((row) => [addressOf(row.catalogue, row.oid, row.position), row.text]));
  return found.flatMap(({ object: { id, schema, name }, address }) => {
    const text = texts.get(address);
    return text === undefined ? [] : [{ kind: "comment", id: objectId("comment", id), schema, name, of: id, text }];
  });
}
