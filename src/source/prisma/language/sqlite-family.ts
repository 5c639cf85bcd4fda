/** What Prisma takes a declared SQLite type for: https://www.prisma.io/docs/orm/overview/databases/sqlite#native-type-mapping */
const families: readonly (readonly [RegExp, string])[] = [
  [/^(?:INT2|INT8|BIGINT|UNSIGNED BIG INT)$/, "bigint"],
  [/^(?:INT|INTEGER|TINYINT|SMALLINT|MEDIUMINT|SERIAL)$/, "int"],
  [/^(?:REAL|FLOAT|DOUBLE|DOUBLE PRECISION)$/, "float"],
  [/^(?:DECIMAL|NUMERIC)(?:\(.*\))?$/, "decimal"],
  [/^(?:BOOLEAN|BOOL)$/, "boolean"],
  [/^(?:DATE|DATETIME|TIMESTAMP)$/, "datetime"],
  [/^(?:BLOB|BINARY(?:\(.*\))?|BINARY\[\]|BINARY VARYING(?:\(.*\))?)$/, "bytes"],
  [/^JSONB?$/, "json"],
  [/^(?:TEXT|CLOB|(?:VAR|N|NVAR|NATIVE |VARYING )?CHAR(?:ACTER)?(?:\(.*\))?|CHARACTER(?:\(.*\))?)$/, "string"],
];

/** The type's own name where Prisma has no word for it. */
export function sqliteFamily(type: string): string {
  return families.find(([pattern]) => pattern.test(type))?.[1] ?? type;
}
