/** A statement in the making. Actions on one table that follow each other share one ALTER TABLE. */
export type Draft =
  | { readonly kind: "statement"; readonly sql: string; readonly transactional: boolean }
  | { readonly kind: "table action"; readonly table: string; readonly action: string };

export type Form = "plain" | "guarded";

export function statement(sql: string): Draft {
  return { kind: "statement", sql, transactional: true };
}

export function tableAction(table: string, action: string): Draft {
  return { kind: "table action", table, action };
}

/** ` IF NOT EXISTS`, where each statement may run twice. */
export function ifNotExists(form: Form): string {
  return form === "guarded" ? " IF NOT EXISTS" : "";
}

export function ifExists(form: Form): string {
  return form === "guarded" ? " IF EXISTS" : "";
}

/** For what the grammar has no IF NOT EXISTS: `found` is a query of the catalogue that has a row once the statement has run. */
export function unlessFound(form: Form, found: string, sql: string): string {
  if (form === "plain") return sql;
  const quote = freeDollarQuote(found + sql);
  const block = [
    "BEGIN",
    `  IF NOT EXISTS (${found}) THEN`,
    // Not indented any further: a line break may stand in a name.
    `    ${sql};`,
    "  END IF;",
    "END",
  ];
  return `DO ${quote}\n${block.join("\n")}\n${quote}`;
}

function freeDollarQuote(text: string): string {
  for (let attempt = 0; ; attempt++) {
    const quote = attempt === 0 ? "$$" : `$guard${attempt}$`;
    if (!text.includes(quote)) return quote;
  }
}
