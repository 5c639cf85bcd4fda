/**
 * Built-in functions that came with a major version: the difference between the catalogues of servers of 14, 16 and 18, with the
 * versions between them from the release notes.
 */
const since: Readonly<Record<number, readonly string[]>> = {
  14: ["bit_count", "date_bin", "range_agg", "string_to_table", "trim_array", "unistr"],
  15: ["has_parameter_privilege", "pg_settings_get_flags", "regexp_count", "regexp_instr", "regexp_like", "regexp_substr"],
  16: [
    "any_value",
    "array_sample",
    "array_shuffle",
    "date_add",
    "date_subtract",
    "erf",
    "erfc",
    "pg_input_error_info",
    "pg_input_is_valid",
    "random_normal",
    "system_user",
  ],
  17: [
    "icu_unicode_version",
    "jsonb_populate_record_valid",
    "pg_basetype",
    "to_bin",
    "to_oct",
    "to_regtypemod",
    "unicode_assigned",
    "unicode_version",
    "uuid_extract_timestamp",
    "uuid_extract_version",
    "xmltext",
  ],
  18: [
    "array_reverse",
    "array_sort",
    "casefold",
    "crc32",
    "crc32c",
    "gamma",
    "has_largeobject_privilege",
    "lgamma",
    "pg_get_acl",
    "uuidv4",
    "uuidv7",
  ],
};

/** Major version in which a built-in function came, by its name. */
export const functionsSince: ReadonlyMap<string, number> = new Map(
  Object.entries(since).flatMap(([major, names]) => names.map((name) => [name, Number(major)] as const)),
);
