import { posix } from "node:path";
import type { parse } from "@babel/parser";
import { UserError } from "../../errors.ts";

/** What a Prisma configuration file says, as far as it can be read without running it. Paths are relative to the working directory. */
export type PrismaConfig = {
  readonly file: string;
  readonly schema: string | null;
  readonly migrations: string | null;
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
  /** Written for Prisma 8: it names a contract instead of a schema. */
  readonly isPrisma8: boolean;
  /** There is SQL that prepares the database in which Prisma replays migrations. */
  readonly preparesShadowDatabase: boolean;
  /** Settings whose value is only known when the file is run, by name: `migrations.path`. */
  readonly unreadable: readonly string[];
};

type Statement = ReturnType<typeof parse>["program"]["body"][number];
type Expression = Extract<Statement, { type: "ExpressionStatement" }>["expression"];
type ObjectExpression = Extract<Expression, { type: "ObjectExpression" }>;
type Scope = {
  /** Folder of the file, relative to the working directory: what `__dirname` means. */
  readonly folder: string;
  readonly constants: ReadonlyMap<string, Expression>;
  /** Expressions that may still be looked at: a constant can name itself, or double another one a hundred times over. */
  readonly budget: { steps: number };
};

/** A value that is known without running anything; undefined where it is not. */
type Value = string | boolean | readonly string[] | undefined;

/** These two stand for absolute paths, which depend on the machine; what they begin becomes relative to the working directory. */
const here = "\0here";
const workingDirectory = "\0cwd";

/** Reads literals, `path.join(...)` and constants made of them; runs nothing. `file` is relative to the working directory. */
export async function readConfig(file: string, text: string): Promise<PrismaConfig> {
  const body = await statementsOf(file, text);
  const scope: Scope = { folder: posix.dirname(file), constants: constantsOf(body), budget: { steps: 1000 } };
  const config = configObject(body, scope);
  const unreadable: string[] = config === null ? ["the exported configuration"] : [];
  const read = (...path: readonly string[]): Value | null => {
    const found = config === null ? null : settingAt(config, path, scope);
    if (found === null) return null;
    const value = found === "unreadable" ? undefined : evaluate(found, scope);
    if (value === undefined && !unreadable.includes(path.join("."))) unreadable.push(path.join("."));
    return value;
  };
  return {
    file,
    schema: pathOf(read("schema"), scope),
    migrations: pathOf(read("migrations", "path"), scope),
    externalTables: namesOf(read("tables", "external")),
    externalEnums: namesOf(read("enums", "external")),
    isPrisma8:
      config !== null &&
      ["orm", "contract"].some((name) =>
        config.properties.some((property) => property.type === "ObjectProperty" && keyOf(property.key) === name),
      ),
    preparesShadowDatabase: config !== null && settingAt(config, ["migrations", "initShadowDb"], scope) !== null,
    unreadable,
  };
}

async function statementsOf(file: string, text: string): Promise<readonly Statement[]> {
  // A CommonJS module: in a bundle, its names are found under `default` only.
  const { default: babel } = await import("@babel/parser");
  try {
    return babel.parse(text, { sourceType: "unambiguous", plugins: ["typescript"] }).program.body;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError("invalid-source", `${file} can't be read: ${reason}`, "Mend it, or name the schema with --schema.", {
      cause: error,
    });
  }
}

/** `const x = ...` at the top of the file. */
function constantsOf(body: readonly Statement[]): ReadonlyMap<string, Expression> {
  const constants = new Map<string, Expression>();
  for (const statement of body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === "Identifier" && init != null) constants.set(id.name, init);
    }
  }
  return constants;
}

/** What `export default` or `module.exports =` names: an object, or a call such as `defineConfig({...})` with one. */
function configObject(body: readonly Statement[], scope: Scope): ObjectExpression | null {
  for (const statement of body) {
    const exported = exportedBy(statement);
    if (exported === null) continue;
    const value = resolve(exported, scope);
    const inner = value?.type === "CallExpression" ? resolve(value.arguments[0], scope) : value;
    return inner?.type === "ObjectExpression" ? inner : null;
  }
  return null;
}

function exportedBy(statement: Statement): Expression | null {
  if (statement.type === "ExportDefaultDeclaration") return statement.declaration as Expression;
  if (statement.type === "TSExportAssignment") return statement.expression;
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") return null;
  const { left, right } = statement.expression;
  return left.type === "MemberExpression" && ["module.exports", "exports.default"].includes(dotted(left)) ? right : null;
}

/** Follows constants and looks through `satisfies`, `as` and parentheses. */
function resolve(node: { readonly type: string } | null | undefined, scope: Scope): Expression | null {
  let current = node as Expression | null | undefined;
  for (let depth = 0; depth < 20; depth += 1) {
    if (current == null) return null;
    if (current.type === "TSSatisfiesExpression" || current.type === "TSAsExpression" || current.type === "TSNonNullExpression")
      current = current.expression;
    else if (current.type === "ParenthesizedExpression") current = current.expression;
    else if (current.type === "Identifier" && scope.constants.has(current.name)) current = scope.constants.get(current.name);
    else return current;
  }
  return null;
}

/** Null: not set. A spread may set anything, so what is not found beside one is unreadable. */
function settingAt(config: ObjectExpression, path: readonly string[], scope: Scope): Expression | "unreadable" | null {
  const [name, ...rest] = path;
  const spread = config.properties.some((property) => property.type === "SpreadElement" || property.computed);
  const property = config.properties.findLast(
    (candidate) => candidate.type !== "SpreadElement" && !candidate.computed && keyOf(candidate.key) === name,
  );
  if (property === undefined) return spread ? "unreadable" : null;
  if (property.type !== "ObjectProperty") return "unreadable";
  const value = resolve(property.value, scope);
  if (value === null) return "unreadable";
  if (isUndefined(value)) return null;
  if (rest.length === 0) return value;
  return value.type === "ObjectExpression" ? settingAt(value, rest, scope) : "unreadable";
}

function keyOf(key: { readonly type: string }): string | null {
  if (key.type === "Identifier" && "name" in key) return String(key.name);
  return key.type === "StringLiteral" && "value" in key ? String(key.value) : null;
}

function isUndefined(value: Expression): boolean {
  return value.type === "Identifier" && value.name === "undefined";
}

function evaluate(expression: Expression, scope: Scope): Value {
  const node = resolve(expression, scope);
  scope.budget.steps -= 1;
  if (node === null || scope.budget.steps < 0) return undefined;
  if (node.type === "StringLiteral" || node.type === "BooleanLiteral") return node.value;
  if (node.type === "TemplateLiteral")
    return concatenate(
      node.quasis.flatMap((quasi, index) => [quasi.value.cooked ?? undefined, ...textsOf([node.expressions[index]], scope)]),
    );
  if (node.type === "BinaryExpression" && node.operator === "+") return concatenate(textsOf([node.left, node.right], scope));
  if (node.type === "ArrayExpression") return allKnown(textsOf(node.elements, scope));
  if (node.type === "Identifier" || node.type === "MemberExpression")
    return ["__dirname", "import.meta.dirname"].includes(dotted(node)) ? here : undefined;
  if (node.type === "CallExpression")
    return evaluateCall(
      dotted(node.callee),
      textsOf(node.arguments, scope),
      node.arguments.map((argument) => dotted(argument)),
    );
  return undefined;
}

function evaluateCall(callee: string, values: readonly (string | undefined)[], names: readonly string[]): Value {
  const called = callee.split(".").at(-1);
  if (called === "fileURLToPath" && names[0] === "import.meta.url") return `${here}/file`;
  if (callee === "process.cwd") return workingDirectory;
  const known = allKnown(values);
  if (known === undefined) return undefined;
  if (called === "join") return posix.join(...known);
  if (called === "resolve") return posix.join(...(/^[\0/]/.test(known[0] ?? "") ? [] : [workingDirectory]), ...known);
  if (called === "dirname" && known.length === 1) return posix.dirname(known[0] ?? "");
  if (called === "normalize" && known.length === 1) return posix.normalize(known[0] ?? "");
  return undefined;
}

function textsOf(
  nodes: readonly ({ readonly type: string } | null | undefined)[],
  scope: Scope,
): readonly (string | undefined)[] {
  return nodes
    .filter((node) => node !== undefined)
    .map((node) => {
      const resolved = resolve(node, scope);
      const value = resolved === null ? undefined : evaluate(resolved, scope);
      return typeof value === "string" ? value : undefined;
    });
}

function allKnown(values: readonly (string | undefined)[]): readonly string[] | undefined {
  return values.every((value) => value !== undefined) ? values : undefined;
}

function concatenate(parts: readonly (string | undefined)[]): string | undefined {
  return allKnown(parts)?.join("");
}

/** `path.join`, `import.meta.dirname`; empty for what is not a plain chain of names. */
function dotted(node: { readonly type: string }): string {
  const expression = node as Expression;
  if (expression.type === "Identifier") return expression.name;
  if (expression.type === "MetaProperty") return `${expression.meta.name}.${expression.property.name}`;
  if (expression.type !== "MemberExpression" || expression.computed || expression.property.type !== "Identifier") return "";
  return `${dotted(expression.object)}.${expression.property.name}`;
}

/** Prisma resolves paths against the folder of the configuration file. */
function pathOf(value: Value | null, scope: Scope): string | null {
  if (typeof value !== "string" || value === "") return null;
  if (posix.isAbsolute(value)) return value;
  if (value.startsWith(workingDirectory)) return posix.join(".", value.slice(workingDirectory.length));
  return posix.join(scope.folder, value.startsWith(here) ? value.slice(here.length) : value);
}

function namesOf(value: Value | null): readonly string[] {
  return Array.isArray(value) ? [...value].sort() : [];
}
