/** Templates of a workflow file: text with `${{ }}` in it, and conditions. */
import type { Template } from "./workflow-file.ts";
import type { Contexts, StatusFunctions, WorkflowLanguage } from "./workflow-language.ts";

export type Texts = Readonly<Record<string, string>>;

/** A condition without a status function is only looked at when all before it went well. */
export function holds(
  language: WorkflowLanguage,
  condition: Template | undefined,
  contexts: Contexts,
  status: StatusFunctions,
): boolean {
  const bare = String(condition ?? "success()")
    .trim()
    .replace(wholeExpression, "$1");
  if (bare.includes("${{")) throw new Error(`This condition is always true, since it is text: ${condition}`);
  const asksStatus = /\b(?:success|failure|cancelled|always)\s*\(/.test(bare);
  return (asksStatus || status.success()) && isTrue(language.evaluate(bare, contexts, status));
}

export function isTrue(value: unknown): boolean {
  return typeof value === "object" ? value !== null : Boolean(value);
}

/** What stands between the braces may hold braces only inside a string. */
const inBraces = /\$\{\{((?:'(?:[^']|'')*'|(?!\}\})[^'])*)\}\}/;
const expression = new RegExp(inBraces, "g");
const wholeExpression = new RegExp(`^${inBraces.source}$`);

/** A value with its expressions replaced: of one expression alone its own value, otherwise text. */
export function evaluated(language: WorkflowLanguage, value: unknown, contexts: Contexts): unknown {
  if (Array.isArray(value)) return value.map((each) => evaluated(language, each, contexts));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, evaluated(language, each, contexts)]));
  if (typeof value !== "string") return value;
  const whole = wholeExpression.exec(value.trim());
  if (whole !== null) return language.evaluate((whole[1] ?? "").trim(), contexts);
  return value.replace(expression, (_, inner: string) => spelled(language.evaluate(inner.trim(), contexts)));
}

export function text(language: WorkflowLanguage, value: Template, contexts: Contexts): string {
  return spelled(evaluated(language, value, contexts));
}

export function texts(
  language: WorkflowLanguage,
  values: Readonly<Record<string, Template>> | undefined,
  contexts: Contexts,
): Texts {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, text(language, value, contexts)]));
}

function spelled(value: unknown): string {
  return value === null || value === undefined ? "" : typeof value === "object" ? "Object" : String(value);
}
