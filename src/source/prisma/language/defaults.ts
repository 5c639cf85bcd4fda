/** Whether two defaults of the same column type mean the same, by their text. Unsure is no. */
export function sameDefault(a: string, b: string, type: string): boolean {
  if (a === b) return true;
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return true;
  if (/^jsonb?$/i.test(type)) return sameJson(left, right);
  if (type.endsWith("[]")) return sameList(left, right);
  if (/^bool/i.test(type)) return truth(left) !== null && truth(left) === truth(right);
  if (/^(?:text|char|varchar|character|citext)/i.test(type)) return false;
  const [one, other] = [numeral(left), numeral(right)];
  return one !== null && one === other;
}

/** Without the parentheses around it and the cast after a constant; the names of the present moment are one. */
function plain(expression: string): string {
  let text = expression.trim();
  for (let before = ""; before !== text; ) {
    before = text;
    text = withoutParentheses(text).replace(castAfterConstant, "$1").trim();
  }
  if (/^(?:now\(\)|current_timestamp(?:\(\d\))?|transaction_timestamp\(\))$/i.test(text)) return "now()";
  // SQLite takes "x" for 'x' in a default.
  return /^"(?:[^"]|"")*"$/.test(text) ? `'${text.slice(1, -1).replaceAll('""', '"').replaceAll("'", "''")}'` : text;
}

const castAfterConstant = /^('(?:[^']|'')*'|-?[\d.]+|ARRAY\[.*\]|now\(\)|CURRENT_TIMESTAMP|NULL)::[\w\s."[\](),]+$/is;

function withoutParentheses(text: string): string {
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  let depth = 0;
  let quoted = false;
  for (const [index, character] of [...text].entries()) {
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth === 0 && index < [...text].length - 1) return text;
  }
  return text.slice(1, -1);
}

function unquoted(text: string): string | null {
  return /^'(?:[^']|'')*'$/s.test(text) ? text.slice(1, -1).replaceAll("''", "'") : null;
}

function sameJson(a: string, b: string): boolean {
  const [left, right] = [jsonOf(a), jsonOf(b)];
  return left !== null && left === right;
}

function jsonOf(text: string): string | null {
  try {
    return JSON.stringify(sortedKeys(JSON.parse(unquoted(text) ?? "")));
  } catch {
    return null;
  }
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}

function sameList(a: string, b: string): boolean {
  const [left, right] = [listOf(a), listOf(b)];
  return left !== null && right !== null && left.length === right.length && left.every((item, index) => item === right[index]);
}

/** `ARRAY['a'::text, 'b']` and `{a,b}` as their items; null for lists with nested or quoted items. */
function listOf(text: string): readonly string[] | null {
  const array = /^ARRAY\[(.*)\]$/is.exec(text);
  if (array !== null) {
    const inner = array[1]?.trim() ?? "";
    if (inner === "") return [];
    const items = inner.match(/(?:'(?:[^']|'')*'|[^',])+/g) ?? [];
    return items.map((item) => unquoted(plain(item)) ?? plain(item));
  }
  const literal = /^\{([^{}"\\]*)\}$/s.exec(unquoted(text) ?? "");
  if (literal === null) return null;
  return literal[1] === "" ? [] : (literal[1] ?? "").split(",");
}

function truth(text: string): boolean | null {
  const value = (unquoted(text) ?? text).toLowerCase();
  if (["true", "t", "1", "yes", "on"].includes(value)) return true;
  return ["false", "f", "0", "no", "off"].includes(value) ? false : null;
}

/** A number in one spelling, without going through floating point. */
function numeral(text: string): string | null {
  const match = /^([+-]?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(unquoted(text) ?? text);
  if (match === null) return null;
  const [, sign, whole, fraction] = match;
  const digits = fraction === undefined || fraction === "" ? `${whole}` : `${whole}.${fraction}`;
  return sign === "-" && digits !== "0" ? `-${digits}` : digits;
}
