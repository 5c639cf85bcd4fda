import type { Node } from "libpg-query";
import { parsePlpgsql } from "./parser.ts";
import { splitScript } from "./split.ts";
import { type NodeOf, option } from "./syntax-tree.ts";

/** What runs inside of a DO block or a function. */
export type ProceduralBody = {
  /** Statements of the body, and its expressions as queries. */
  readonly statements: readonly Node[];
  /** Parts that are not known before they run: built from strings, or in a language that is not read here. */
  readonly opaque: boolean;
};

const nothingKnown: ProceduralBody = { statements: [], opaque: true };

/** Looks into a DO statement, given with its text. */
export async function readBlock(sql: string, { args }: NodeOf<"DoStmt">): Promise<ProceduralBody> {
  return (option(args, "language") ?? "plpgsql") === "plpgsql" ? readPlpgsql(sql) : nothingKnown;
}

/** Looks into the body of a function, given with the text of its CREATE statement. */
export async function readRoutine(sql: string, { options, sql_body }: NodeOf<"CreateFunctionStmt">): Promise<ProceduralBody> {
  if (sql_body !== undefined) return { statements: [sql_body], opaque: false };
  switch (option(options, "language")?.toLowerCase()) {
    case "plpgsql":
      return readPlpgsql(sql);
    case "sql": {
      const trees = await treesOf({ kind: "statement", text: option(options, "as") ?? "" });
      return trees === null ? nothingKnown : { statements: trees, opaque: false };
    }
    default:
      return nothingKnown;
  }
}

async function readPlpgsql(sql: string): Promise<ProceduralBody> {
  const parsed = await parsePlpgsql(Buffer.from(sql));
  if (parsed.outcome === "unreadable") return nothingKnown;

  const statements: Node[] = [];
  let opaque = false;
  for (const query of queriesOf(parsed.result as object)) {
    const trees = await treesOf(query);
    if (trees === null) opaque = true;
    else statements.push(...trees);
  }
  return { statements, opaque };
}

type Query = { readonly kind: "statement" | "expression" | "dynamic"; readonly text: string };

type PlpgsqlExpression = { readonly query?: string; readonly parseMode?: number };

/** Parse modes of PostgreSQL's raw parser: 0 is a statement, 2 an expression, 3 to 5 an assignment to a variable. */
function queriesOf(body: object): readonly Query[] {
  const found: Query[] = [];
  const open: { readonly value: object; readonly dynamic: boolean }[] = [{ value: body, dynamic: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [key, inner] of Object.entries(next.value)) {
      if (inner === null || typeof inner !== "object") continue;
      if (key === "PLpgSQL_expr") found.push(asQuery(inner as PlpgsqlExpression, next.dynamic));
      else open.push({ value: inner, dynamic: isDynamic(key) || (next.dynamic && key === "query") });
    }
  }
  return found;
}

function isDynamic(key: string): boolean {
  return key === "PLpgSQL_stmt_dynexecute" || key === "PLpgSQL_stmt_dynfors" || key === "dynquery";
}

function asQuery({ query = "", parseMode = 0 }: PlpgsqlExpression, dynamic: boolean): Query {
  if (dynamic) return { kind: "dynamic", text: query };
  if (parseMode === 0) return { kind: "statement", text: query };
  return { kind: "expression", text: parseMode === 2 ? query : query.replace(/^[^=]*?:?=/, "") };
}

/** Null: not known. */
async function treesOf({ kind, text }: Query): Promise<readonly Node[] | null> {
  const split = await splitScript(kind === "statement" ? text : `SELECT ${text}`);
  if (split.outcome === "unreadable") return null;
  const trees = split.statements.map(({ tree }) => tree);
  if (kind !== "dynamic") return trees;
  const constant = constantOf(trees);
  return constant === null ? null : treesOf({ kind: "statement", text: constant });
}

/** `EXECUTE 'text'` without anything put into the text. */
function constantOf(trees: readonly Node[]): string | null {
  const [tree] = trees;
  if (tree === undefined || !("SelectStmt" in tree)) return null;
  const [target] = tree.SelectStmt.targetList ?? [];
  if (target === undefined || !("ResTarget" in target)) return null;
  const { val } = target.ResTarget;
  return val !== undefined && "A_Const" in val ? (val.A_Const.sval?.sval ?? null) : null;
}
