import { pathToFileURL } from "node:url";
import type { Extension } from "@electric-sql/pglite";
import { bundled, homePath } from "../../assets.ts";

const contrib = "node_modules/@electric-sql/pglite/dist";

/** Extensions that PGlite can have, by their name in SQL, and the archive of each in a checkout; the bundle has it under its own name. */
export const extensionArchives: Readonly<Record<string, string>> = {
  amcheck: `${contrib}/amcheck.tar.gz`,
  bloom: `${contrib}/bloom.tar.gz`,
  btree_gin: `${contrib}/btree_gin.tar.gz`,
  btree_gist: `${contrib}/btree_gist.tar.gz`,
  citext: `${contrib}/citext.tar.gz`,
  cube: `${contrib}/cube.tar.gz`,
  dict_int: `${contrib}/dict_int.tar.gz`,
  dict_xsyn: `${contrib}/dict_xsyn.tar.gz`,
  earthdistance: `${contrib}/earthdistance.tar.gz`,
  file_fdw: `${contrib}/file_fdw.tar.gz`,
  fuzzystrmatch: `${contrib}/fuzzystrmatch.tar.gz`,
  hstore: `${contrib}/hstore.tar.gz`,
  intarray: `${contrib}/intarray.tar.gz`,
  isn: `${contrib}/isn.tar.gz`,
  lo: `${contrib}/lo.tar.gz`,
  ltree: `${contrib}/ltree.tar.gz`,
  moddatetime: `${contrib}/spi.tar.gz`,
  pageinspect: `${contrib}/pageinspect.tar.gz`,
  pg_buffercache: `${contrib}/pg_buffercache.tar.gz`,
  pg_freespacemap: `${contrib}/pg_freespacemap.tar.gz`,
  pg_stat_statements: `${contrib}/pg_stat_statements.tar.gz`,
  pg_surgery: `${contrib}/pg_surgery.tar.gz`,
  pg_trgm: `${contrib}/pg_trgm.tar.gz`,
  pg_visibility: `${contrib}/pg_visibility.tar.gz`,
  pg_walinspect: `${contrib}/pg_walinspect.tar.gz`,
  pgcrypto: `${contrib}/pgcrypto.tar.gz`,
  seg: `${contrib}/seg.tar.gz`,
  tablefunc: `${contrib}/tablefunc.tar.gz`,
  tcn: `${contrib}/tcn.tar.gz`,
  tsm_system_rows: `${contrib}/tsm_system_rows.tar.gz`,
  tsm_system_time: `${contrib}/tsm_system_time.tar.gz`,
  unaccent: `${contrib}/unaccent.tar.gz`,
  "uuid-ossp": `${contrib}/uuid-ossp.tar.gz`,
  vector: "node_modules/@electric-sql/pglite-pgvector/dist/vector.tar.gz",
};

/** Extensions that need another one to be created. */
const needs: Readonly<Record<string, readonly string[]>> = { earthdistance: ["cube"] };

/** PGlite's option `extensions` for these names; names that it can't have are left out. */
export function pgliteExtensions(names: readonly string[]): Readonly<Record<string, Extension>> {
  const wanted = new Set(names.flatMap((name) => [name, ...(needs[name] ?? [])]));
  return Object.fromEntries(
    Object.entries(extensionArchives)
      .filter(([name]) => wanted.has(name))
      .map(([name, archive]) => [name, { name, setup: async () => ({ bundlePath: pathToFileURL(archivePath(archive)) }) }]),
  );
}

function archivePath(archive: string): string {
  return homePath(bundled ? archive.slice(archive.lastIndexOf("/") + 1) : archive);
}
