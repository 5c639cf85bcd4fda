import { type Extension, objectId } from "../../../schema/snapshot.ts";
import { addressOf, type Found, type Reading } from "./reading.ts";

/** What initdb installs (plpgsql) is in every database. */
const extensionsQuery = `
SELECT x.oid, x.extname AS name, x.extversion AS version, n.nspname AS "installedIn"
FROM pg_extension x
JOIN pg_namespace n ON n.oid = x.extnamespace
WHERE x.oid >= 16384`;

type ExtensionRow = { readonly oid: number; readonly name: string; readonly version: string; readonly installedIn: string };

export async function readExtensions({ ask }: Reading): Promise<readonly Found<Extension>[]> {
  const rows = await ask<ExtensionRow>(extensionsQuery);
  return rows.map(({ oid, ...extension }) => ({
    object: { kind: "extension", id: objectId("extension", extension.name), schema: null, ...extension },
    address: addressOf("pg_extension", oid),
    rights: null,
  }));
}
