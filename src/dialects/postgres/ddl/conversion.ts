/**
 * How values of one type become values of another when a column changes its type. `assignment` needs no USING, and must have none:
 * an explicit cast would cut what is too long, where the server otherwise raises an error.
 */
export type Conversion = "assignment" | "explicit" | "through text" | "none";

/** Types as the server spells them with search_path pinned: its own are those without a schema. */
export function conversion(from: string, to: string, isEnum: (type: string) => boolean): Conversion {
  const [source, target] = [base(from), base(to)];
  if (source === target) return "assignment";
  if (source.endsWith("[]") && target.endsWith("[]")) return conversion(source.slice(0, -2), target.slice(0, -2), isEnum);
  if (textual.has(target)) return "assignment";
  if (textual.has(source)) return "explicit";
  if (isEnum(source) && isEnum(target)) return "through text";
  if (isEnum(source) || isEnum(target)) return "none";
  if (source.includes(".") || target.includes(".")) return "explicit";
  if (assignable[source]?.includes(target) === true) return "assignment";
  return castable[source]?.includes(target) === true ? "explicit" : "none";
}

/** Without length, precision and fields. */
function base(type: string): string {
  const plain = type.replace(/\s*\([^)]*\)/, "");
  return plain.replace(/^interval [a-z ]+/, "interval");
}

const textual: ReadonlySet<string> = new Set(["text", "character varying", "character", "name"]);

const floats = ["double precision", "numeric", "real"];

/** Casts that an assignment makes by itself. https://www.postgresql.org/docs/current/catalog-pg-cast.html */
const assignable: Readonly<Record<string, readonly string[]>> = {
  bigint: ["integer", "money", "smallint", "oid", ...floats],
  bit: ["bit varying"],
  "bit varying": ["bit"],
  cidr: ["inet"],
  date: ["timestamp with time zone", "timestamp without time zone"],
  "double precision": ["bigint", "integer", "numeric", "real", "smallint"],
  inet: ["cidr"],
  integer: ["bigint", "money", "oid", "smallint", ...floats],
  interval: ["time without time zone"],
  json: ["jsonb"],
  jsonb: ["json"],
  macaddr: ["macaddr8"],
  macaddr8: ["macaddr"],
  money: ["numeric"],
  numeric: ["bigint", "double precision", "integer", "money", "real", "smallint"],
  oid: ["bigint", "integer"],
  real: ["bigint", "double precision", "integer", "numeric", "smallint"],
  smallint: ["bigint", "integer", "oid", ...floats],
  "time with time zone": ["time without time zone"],
  "time without time zone": ["interval", "time with time zone"],
  "timestamp with time zone": ["date", "time with time zone", "time without time zone", "timestamp without time zone"],
  "timestamp without time zone": ["date", "time without time zone", "timestamp with time zone"],
};

/** Casts that have to be asked for. */
const castable: Readonly<Record<string, readonly string[]>> = {
  bigint: ["bit"],
  bit: ["bigint", "integer"],
  boolean: ["integer"],
  daterange: ["datemultirange"],
  int4range: ["int4multirange"],
  int8range: ["int8multirange"],
  integer: ["bit", "boolean"],
  jsonb: ["bigint", "boolean", "integer", "smallint", ...floats],
  numrange: ["nummultirange"],
  tsrange: ["tsmultirange"],
  tstzrange: ["tstzmultirange"],
};
