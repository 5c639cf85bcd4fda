/** Names through which SQL leaves the database: files, programs, other servers. */

const fileFunctions =
  /^(lo_import|lo_export|pg_read_file|pg_read_file_old|pg_read_binary_file|pg_stat_file|pg_ls_\w+|pg_file_\w+|pg_logdir_ls|pg_current_logfile|pg_hba_file_rules|pg_ident_file_mappings|pg_show_all_file_settings)$/;

const connecting =
  /^(dblink|dblink_\w+|postgres_fdw|postgres_fdw_\w+|file_fdw|mysql_fdw|oracle_fdw|tds_fdw|mongo_fdw|redis_fdw|http|http_\w+|pg_net|pgsql_http)$/;

const untrustedLanguage = /^(c|internal|plperlu|pltclu|plsh|plr|\w*u)$/;
const trustedLanguages: ReadonlySet<string> = new Set(["sql", "plpgsql", "plperl", "pltcl", "plv8", "plrust", "pllua", "pljs"]);

/** Functions that read or write files of the server. */
export function readsOrWritesFiles(functionName: string): boolean {
  return fileFunctions.test(functionName);
}

/** Functions and extensions that talk to other servers. */
export function connects(name: string): boolean {
  return connecting.test(name);
}

/** Languages (and the extensions of the same name) whose functions may do what the server's own account may do. */
export function isUntrustedLanguage(name: string | null): boolean {
  if (name === null || trustedLanguages.has(name.toLowerCase())) return false;
  return untrustedLanguage.test(name.toLowerCase());
}
