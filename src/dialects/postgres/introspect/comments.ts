import { type Comment, objectId } from "../../../schema/snapshot.ts";
import { addressOf, type Found, type Reading } from "./reading.ts";

/** Those that a new database has are left out: of the server's own objects, and of schema public. */
const commentsQuery = `
SELECT d.classoid::regclass::text AS catalogue, d.objoid AS oid, d.objsubid AS position, d.description AS text
FROM pg_description d
WHERE d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.description <> 'standard public schema'`;

type CommentRow = { readonly catalogue: string; readonly oid: number; readonly position: number; readonly text: string };

export async function readComments({ session }: Reading, found: readonly Found[]): Promise<readonly Comment[]> {
  const rows = await session.query<CommentRow>(commentsQuery);
  const byAddress = new Map(found.map(({ object, address }) => [address, object]));
  return rows.flatMap((row) => {
    const object = byAddress.get(addressOf(row.catalogue, row.oid, row.position));
    if (object === undefined) return [];
    const { id, schema, name } = object;
    return [{ kind: "comment", id: objectId("comment", id), schema, name, of: id, text: row.text }];
  });
}
