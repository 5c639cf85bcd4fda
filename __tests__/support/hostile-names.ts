/** Texts that try to leave the place where they are shown: Markdown, HTML, GitHub's mentions and references, runners, terminals, SQL, our own templates. */
export const hostileTexts: readonly string[] = [
  "| a | b |\\| c",
  "</details></summary><h1>approved</h1>",
  "<img src=x onerror=alert(1)>",
  "<!-- schemagate -->",
  "@everyone fixes #1, GH-2, a/b#3",
  "`code` ``more`` ``````",
  "``````",
  "line\n# heading\n```\nbreak",
  "cr\rlf\r\n\ttab",
  "::set-output name=outcome::planned",
  "x ##[error]failed",
  "\n::add-mask::public",
  "[approve](https://evil.example) www.evil.example",
  "![x](http://evil.example/x.png)",
  "'; DROP TABLE customers; --",
  '"; DROP TABLE customers; --',
  "$$; DROP TABLE customers; $$",
  "-- comment",
  "/* comment",
  "*/ ; \\",
  "\u202Eevil\u2066right to left",
  "zero\u200Bwidth\u00AD\uFEFF",
  "bell\u0007 \u001B[31mred\u001B]0;title\u0007",
  "\u0085next\u2028line\u2029",
  "{{verdict}} $& ${HOME} %0A",
  "👩‍👩‍👧 emoji 🏴‍☠️",
  "ünïcödé-ñàmé-ßtraße-äöüäöüäöüäöüäöü",
  " blanks ",
  "UPPER.dots.and spaces",
  "*bold* _under_ ~~gone~~",
  "---",
  "# 1. - > =",
  "&lt;b&gt; &#64;everyone",
];

/** Names that give one id when they are joined with dots. */
export const collidingNames: readonly (readonly [table: string, column: string])[] = [
  ["a", "b.c"],
  ["a.b", "c"],
];

/** As PostgreSQL would cut it: 63 bytes, at a character. */
export function cut(name: string): string {
  let kept = "";
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > 63) break;
    kept += character;
  }
  return kept;
}

export function quoted(name: string): string {
  return `"${cut(name).replaceAll('"', '""')}"`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** In PostgreSQL, for every text a table, with columns, defaults, checks, comments, an index, a trigger, a policy and an enum of that name. */
export function postgresObjects(texts: readonly string[]): string {
  const tables = texts.map(
    (text, index) => `
CREATE TYPE ${quoted(`e${text}`)} AS ENUM (${literal(cut(text))}, ${literal(cut(`2${text}`))});
CREATE TABLE ${quoted(text)} (
  ${quoted(text)} text DEFAULT ${literal(text)},
  ${quoted(`2${text}`)} ${quoted(`e${text}`)} DEFAULT ${literal(cut(text))},
  CONSTRAINT ${quoted(text)} CHECK (${quoted(text)} <> ${literal(text)})
);
CREATE INDEX ${quoted(`i${text}`)} ON ${quoted(text)} (${quoted(text)}) WHERE ${quoted(text)} <> ${literal(text)};
CREATE VIEW ${quoted(`v${text}`)} AS SELECT ${quoted(text)}, ${literal(text)} AS "other" FROM ${quoted(text)};
CREATE FUNCTION ${quoted(`f${text}`)}(${quoted(`p${text}`)} text) RETURNS text LANGUAGE sql AS ${literal(`SELECT ${literal(text)}::text`)};
CREATE TRIGGER ${quoted(text)} BEFORE UPDATE ON ${quoted(text)} FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE POLICY ${quoted(text)} ON ${quoted(text)} USING (${quoted(text)} <> ${literal(text)});
COMMENT ON TABLE ${quoted(text)} IS ${literal(`${index} ${text}`)};
COMMENT ON COLUMN ${quoted(text)}.${quoted(text)} IS ${literal(text)};`,
  );
  return `CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n${tables.join("\n")}`;
}
