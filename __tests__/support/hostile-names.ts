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
  "{{verdict}} $& $" + "{HOME} %0A",
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
const collidingNames = [
  ["a", "b.c"],
  ["a.b", "c"],
] as const;

/** As PostgreSQL would cut it: 63 bytes, at a character. */
function cut(name: string): string {
  let kept = "";
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > 63) break;
    kept += character;
  }
  return kept;
}

/** For every text a table, with columns, defaults, checks, comments, an index, a trigger, a policy, a view, a function and an enum of that name. */
export function postgresObjects(): string {
  return [trigger, ...hostileTexts.map(postgresTable), ...collisions()].join("\n");
}

/** The same, one statement list for each text: for a migration of each. */
export function postgresObjectsOf(text: string): string {
  return `${trigger}${postgresTable(text)}`;
}

const trigger = "CREATE OR REPLACE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";

function postgresTable(text: string): string {
  const [name, value] = [quoted(text), literal(text)];
  return `
CREATE TYPE ${quoted(`e${text}`)} AS ENUM (${literal(cut(text))}, ${literal(cut(`2${text}`))});
CREATE TABLE ${name} (${name} text DEFAULT ${value}, ${quoted(`2${text}`)} ${quoted(`e${text}`)} DEFAULT ${literal(cut(text))},
  CONSTRAINT ${name} CHECK (${name} <> ${value}));
CREATE INDEX ${quoted(`i${text}`)} ON ${name} (${name}) WHERE ${name} <> ${value};
CREATE VIEW ${quoted(`v${text}`)} AS SELECT ${name}, ${value} AS "other" FROM ${name};
CREATE FUNCTION ${quoted(`f${text}`)}(${quoted(`p${text}`)} text) RETURNS text LANGUAGE sql AS ${literal(`SELECT ${value}::text`)};
CREATE TRIGGER ${name} BEFORE UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE POLICY ${name} ON ${name} USING (${name} <> ${value});
COMMENT ON TABLE ${name} IS ${literal(`table ${text}`)};
COMMENT ON COLUMN ${name}.${name} IS ${value};`;
}

export function sqliteObjects(): string {
  const tables = hostileTexts.map((text) => {
    const [name, value] = [quoted(text), literal(text)];
    return `
CREATE TABLE ${name} (${name} TEXT DEFAULT ${value}, ${quoted(`2${text}`)} TEXT, CONSTRAINT ${name} CHECK (${name} <> ${value}));
CREATE INDEX ${quoted(`i${text}`)} ON ${name} (${name}) WHERE ${name} <> ${value};
CREATE VIEW ${quoted(`v${text}`)} AS SELECT ${name}, ${value} AS "other" FROM ${name};
CREATE TRIGGER ${quoted(`t${text}`)} BEFORE UPDATE ON ${name} BEGIN SELECT ${value}; END;`;
  });
  return [...tables, ...collisions()].join("\n");
}

function collisions(): readonly string[] {
  return collidingNames.map(([table, column]) => `CREATE TABLE ${quoted(table)} (${quoted(column)} text);`);
}

/** Models whose tables, columns, defaults and enum values have these names; without the quotes that Prisma's engine does not escape. */
export function prismaModels(provider: "postgresql" | "sqlite"): string {
  const texts = hostileTexts.filter((text) => !text.includes('"'));
  return texts.map((text, index) => (provider === "sqlite" ? model(text, index, "") : modelWithEnum(text, index))).join("\n");
}

function modelWithEnum(text: string, index: number): string {
  const values = ["one", "two"].map((value) => `  ${value} @map(${prismaName(`${value}${text.replaceAll("'", "")}`)})`);
  const kind = `  kind Kind${index} @default(one) @map(${prismaName(`k${text}`)})\n`;
  return `enum Kind${index} {\n${values.join("\n")}\n\n  @@map(${prismaName(`e${text}`)})\n}\n\n${model(text, index, kind)}`;
}

function model(text: string, index: number, fields: string): string {
  const name = prismaName(text);
  return `/// ${JSON.stringify(text)}
model Model${index} {
  id   Int    @id
  text String @default(${JSON.stringify(text)}) @map(${name})
${fields}
  @@index([text], map: ${prismaName(`i${text}`)})
  @@map(${name})
}
`;
}

function prismaName(text: string): string {
  return JSON.stringify(cut(text));
}

function quoted(name: string): string {
  return `"${cut(name).replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
