/**
 * Names of PostgreSQL's functions that do nothing but compute, lock or wait: taken from `pg_proc` of PostgreSQL 18 (immutable and
 * stable ones, without those behind types and operators), with the harmless volatile ones added.
 */
const builtIn = `
  abbrev abs acos acosd acosh age any_value area array_agg array_append array_dims array_fill array_length array_lower
  array_ndims array_position array_positions array_prepend array_remove array_replace array_reverse array_sample array_shuffle
  array_sort array_to_json array_to_string array_to_tsvector array_upper asin asind asinh atan atan2 atan2d atand atanh avg bit
  bit_and bit_count bit_length bit_or bit_xor bool_and bool_or bound_box bpchar btrim cardinality casefold cbrt ceil ceiling
  center char_length character_length clock_timestamp col_description concat concat_ws convert convert_from convert_to corr cos
  cosd cosh cot cotd count covar_pop covar_samp crc32 crc32c cume_dist current_database current_date current_query
  current_schema current_schemas current_setting current_time current_timestamp current_user currval date_add date_bin
  date_part date_subtract date_trunc datemultirange daterange decode degrees dense_rank diagonal diameter div encode enum_first
  enum_last enum_range erf erfc every exp extract factorial family first_value floor format format_type gamma gcd
  gen_random_uuid generate_series generate_subscripts get_bit get_byte get_current_ts_config getdatabaseencoding getpgusername
  grouping has_column_privilege has_schema_privilege has_table_privilege height host hostmask icu_unicode_version inet
  inet_merge inet_same_family initcap interval is_normalized isclosed isempty isfinite ishorizontal isopen isparallel isperp
  isvertical json_agg json_agg_strict json_array_elements json_array_elements_text json_array_length json_build_array
  json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object json_object_agg
  json_object_keys json_populate_record json_populate_recordset json_strip_nulls json_to_record json_to_recordset
  json_to_tsvector json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object
  jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz
  jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz
  jsonb_path_query_tz jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset jsonb_pretty jsonb_set
  jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours
  justify_interval lag last_value lastval lcm lead left length lgamma line ln localtime localtimestamp log log10 lower
  lower_inc lower_inf lpad lseg ltrim make_date make_interval make_time make_timestamp make_timestamptz masklen max md5 min
  min_scale mod mode multirange netmask network normalize now npoints nth_value ntile num_nonnulls num_nulls numeric
  nummultirange numnode numrange obj_description octet_length overlaps overlay parse_ident percent_rank percentile_cont
  percentile_disc pg_advisory_lock pg_advisory_unlock pg_advisory_xact_lock pg_available_extension_versions
  pg_available_extensions pg_backend_pid pg_basetype pg_client_encoding pg_collation_for pg_collation_is_visible
  pg_column_compression pg_column_is_updatable pg_column_size pg_conversion_is_visible pg_current_snapshot pg_describe_object
  pg_encoding_max_length pg_function_is_visible pg_get_acl pg_get_constraintdef pg_get_expr pg_get_function_arg_default
  pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody
  pg_get_functiondef pg_get_indexdef pg_get_keywords pg_get_object_address pg_get_partition_constraintdef pg_get_partkeydef
  pg_get_replica_identity_index pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef pg_get_statisticsobjdef_columns
  pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role pg_identify_object
  pg_identify_object_as_address pg_index_column_has_property pg_index_has_property pg_input_error_info pg_input_is_valid
  pg_is_other_temp_schema pg_my_temp_schema pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible
  pg_partition_root pg_relation_filenode pg_relation_is_publishable pg_relation_is_updatable pg_relation_size
  pg_sequence_parameters pg_settings_get_flags pg_size_pretty pg_sleep pg_table_is_visible pg_table_size pg_total_relation_size
  pg_trigger_depth pg_try_advisory_lock pg_try_advisory_xact_lock pg_ts_config_is_visible pg_ts_dict_is_visible
  pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible pg_typeof pg_visible_in_snapshot phraseto_tsquery pi
  plainto_tsquery point position pow power querytree quote_ident quote_literal quote_nullable radians radius random
  random_normal range_agg range_merge rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
  regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number row_security_active row_to_json rpad rtrim scale
  session_user set_bit set_byte set_config set_masklen setseed setweight sha224 sha256 sha384 sha512 shobj_description sign sin
  sind sinh split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array
  string_to_table strip strpos substr substring sum system_user tan tand tanh text time timeofday timestamp timestamptz timetz
  timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number to_oct to_regclass to_regnamespace to_regproc
  to_regprocedure to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim_array
  trim_scale trunc ts_delete ts_filter ts_headline ts_rank ts_rank_cd tsmultirange tsrange tstzmultirange tstzrange
  unicode_assigned unicode_version unistr unnest upper upper_inc upper_inf uuid_extract_timestamp uuid_extract_version uuidv4
  uuidv7 var_pop var_samp varbit varchar variance version websearch_to_tsquery width width_bucket xml xml_is_well_formed
  xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment xmlexists xmltext xpath xpath_exists
`;

/** Names of types, which are casts when they are called. */
const casts =
  "bool box bpchar bytea char cidr date float4 float8 inet int2 int4 int8 interval json jsonb money name numeric oid path point text time timestamp timestamptz timetz uuid varchar xml";

/** Likewise of the extensions that migrations use most: pgcrypto, uuid-ossp, pg_trgm, unaccent, hstore, vector. */
const ofExtensions = `
  akeys avals cosine_distance crypt digest gen_random_bytes gen_salt hmac hstore hstore_to_json hstore_to_jsonb inner_product
  l2_distance l2_normalize similarity skeys strict_word_similarity svals unaccent uuid_generate_v1 uuid_generate_v1mc
  uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_url vector_dims vector_norm word_similarity
`;

const known: ReadonlySet<string> = new Set(`${builtIn} ${casts} ${ofExtensions}`.trim().split(/\s+/));

/** Whether a call of this name is known to change nothing. A function of the same name in another schema is not this one. */
export function isKnownFunction(name: string): boolean {
  return known.has(name);
}
