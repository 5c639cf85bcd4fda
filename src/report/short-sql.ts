/** The beginning of a statement on one line, without the comments before it: for lists, where the whole text stands elsewhere. */
export function shortSql(sql: string, length: number): string {
  const text = withoutLeadingComments(sql)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !line.startsWith("--"))
    .join(" ");
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

function withoutLeadingComments(sql: string): string {
  const text = sql.trimStart();
  const end = text.startsWith("--") ? text.indexOf("\n") : text.startsWith("/*") ? text.indexOf("*/") + 1 : 0;
  if (end === 0) return text;
  // A comment without an end is all there is.
  return end < 0 ? text : withoutLeadingComments(text.slice(end + 1));
}
