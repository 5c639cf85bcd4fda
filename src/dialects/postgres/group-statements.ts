import type { ParsedStatement } from "../dialect.ts";

/** What decides where a statement may run. */
type Groupable = Pick<ParsedStatement, "control" | "transactional" | "verb">;

export type Group<Statement> = {
  readonly transactional: boolean;
  readonly foreignKeys: null;
  readonly statements: readonly Statement[];
};

/**
 * One transaction per file. A file that controls transactions itself keeps its own; a statement that can't run inside one stands alone,
 * and so does a new enum value, which can't be used before it is committed (https://www.postgresql.org/docs/current/sql-altertype.html).
 */
export function groupStatements<Statement extends Groupable>(statements: readonly Statement[]): readonly Group<Statement>[] {
  if (statements.some(({ control }) => control !== null)) return [{ transactional: false, foreignKeys: null, statements }];
  const groups: { transactional: boolean; foreignKeys: null; statements: Statement[] }[] = [];
  for (const statement of statements) {
    const alone = !statement.transactional || (statement.verb === "ALTER TYPE ADD VALUE" && statements.length > 1);
    const open = groups.at(-1);
    if (alone || open === undefined || !open.transactional)
      groups.push({ transactional: !alone, foreignKeys: null, statements: [statement] });
    else open.statements.push(statement);
  }
  return groups;
}
