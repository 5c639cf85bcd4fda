/** Always quoted: SQLite has words that become keywords in later versions. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A declared type in one spelling: capitals, single spaces, none around parentheses. SQLite itself reads types without regard to case. */
export function canonicalType(declared: string): string {
  return declared
    .trim()
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([(),]) ?/g, "$1")
    .toUpperCase();
}
