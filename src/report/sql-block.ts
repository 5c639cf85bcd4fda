import { fence, type Markdown } from "./markdown.ts";

/** Statements in full, each under its number in the plan. */
export function numberedSql(statements: readonly { readonly number: number; readonly sql: string }[]): Markdown {
  return fence(statements.map(({ number, sql }) => `-- ${number}\n${ended(sql)}\n`).join("\n"), "sql");
}

/** A statement may end in a comment, which would swallow the semicolon. */
function ended(sql: string): string {
  const lastLine = sql.trimEnd().split("\n").at(-1) ?? "";
  return `${sql.trim()}${lastLine.includes("--") ? "\n" : ""};`;
}
