import type { Routine, SchemaObject } from "../../../schema/snapshot.ts";
import { quoteIdentifier, quoteQualified } from "../types.ts";

type Path = { readonly schema: string | null; readonly name: string };

/** `"public"."orders"` */
export function qualified({ schema, name }: Path): string {
  return quoteQualified(schema, name);
}

/** The table or view that a part belongs to. */
export function holder(part: { readonly schema: string | null; readonly table: string }): string {
  return qualified({ schema: part.schema, name: part.table });
}

/** `"public"."touch"(integer, text)` */
export function signature(routine: Routine): string {
  const { name, parameters } = splitSignature(routine.name);
  return `${qualified({ schema: routine.schema, name })}${parameters}`;
}

/** The name and the parenthesised argument types. The types stand last, so the name may hold parentheses of its own. */
export function splitSignature(name: string): { readonly name: string; readonly parameters: string } {
  let depth = 0;
  for (let at = name.length - 1; at >= 0; at--) {
    if (name[at] === ")") depth++;
    if (name[at] === "(" && --depth === 0) return { name: name.slice(0, at), parameters: name.slice(at) };
  }
  return { name, parameters: "" };
}

/** `("a", "b")` */
export function columnList(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(", ")})`;
}

const wordForKind: Readonly<Record<"function" | "procedure" | "aggregate" | "window", string>> = {
  function: "FUNCTION",
  window: "FUNCTION",
  procedure: "PROCEDURE",
  aggregate: "AGGREGATE",
};

/** The object as COMMENT ON and ALTER ... OWNER TO name it: `TABLE "public"."orders"`, `CONSTRAINT "total_positive" ON "public"."orders"`. */
export function target(object: SchemaObject): string {
  switch (object.kind) {
    case "schema":
    case "extension":
      return `${object.kind.toUpperCase()} ${quoteIdentifier(object.name)}`;
    case "enum":
    case "type":
      return `TYPE ${qualified(object)}`;
    case "domain":
    case "sequence":
    case "table":
    case "view":
    case "materialized view":
    case "index":
      return `${object.kind.toUpperCase()} ${qualified(object)}`;
    case "column":
      return `COLUMN ${holder(object)}.${quoteIdentifier(object.name)}`;
    case "primary key":
    case "foreign key":
    case "check":
    case "exclusion":
      return `CONSTRAINT ${quoteIdentifier(object.name)} ON ${holder(object)}`;
    case "function":
      return `${wordForKind[object.routine]} ${signature(object)}`;
    case "trigger":
    case "policy":
      return `${object.kind.toUpperCase()} ${quoteIdentifier(object.name)} ON ${holder(object)}`;
    case "rights":
    case "comment":
      return object.of;
  }
}

const maxIdentifierBytes = 63;

/** A name near `name` that fits and that nobody in `taken` has. */
export function freeName(name: string, suffix: string, taken: ReadonlySet<string>): string {
  for (let attempt = 1; ; attempt++) {
    const ending = attempt === 1 ? suffix : `${suffix}${attempt}`;
    const candidate = cut(name, maxIdentifierBytes - Buffer.byteLength(ending)) + ending;
    if (!taken.has(candidate)) return candidate;
  }
}

function cut(text: string, bytes: number): string {
  const kept = Array.from(text);
  while (Buffer.byteLength(kept.join("")) > bytes) kept.pop();
  return kept.join("");
}
