import { markdownTable } from "markdown-table";

/** Text that is safe to put into Markdown as it stands. Only the functions of this file make it. */
export type Markdown = string & { readonly __brand: "Markdown" };

/** Marks a literal of ours as Markdown; values in it are escaped unless they are Markdown already. */
export function md(strings: TemplateStringsArray, ...values: readonly (Markdown | number)[]): Markdown {
  return String.raw({ raw: strings.map((part) => part) }, ...values) as Markdown;
}

/** Characters that could hide or move text: shown by their code point (`\u{202E}`). Line feed and tab are left to the caller. */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uD800-\uDFFF]/gu;

/** Foreign text with nothing invisible in it. `lines: "keep"` leaves line feeds and tabs. */
export function visible(text: string, lines: "keep" | "escape" = "escape"): string {
  return text.replaceAll(hidden, (character) => {
    if (lines === "keep" && (character === "\n" || character === "\t")) return character;
    if (character === "\n") return "\\n";
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
  });
}

/**
 * Foreign text in a sentence, as a code span that its content can't close: GitHub makes no mention, reference, link or tag of
 * anything inside.
 */
export function code(text: string): Markdown {
  const shown = visible(text);
  if (shown === "") return "(empty)" as Markdown;
  const bars = "`".repeat(longestRun(shown) + 1);
  const padding = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${bars}${padding}${shown}${padding}${bars}` as Markdown;
}

/** The same where Markdown is not read: in the summary of a fold. */
export function codeInHtml(text: string): Markdown {
  return `<code>${entities(visible(text), /[&<>"'@#]/g)}</code>` as Markdown;
}

/**
 * Foreign text in a sentence, or at its beginning, without code style. Mentions, references and addresses are broken up, since GitHub
 * looks for them after decoding.
 */
export function text(value: string): Markdown {
  return entities(
    visible(value),
    /[\\`*{}[\]<>#|~@&!$^]|(?<![\p{L}\p{N}]_*)_|_(?!_*[\p{L}\p{N}])|:(?=\S)|(?<=www)\.|(?<=\bgh)-(?=\d)|^[-+=]/giu,
  ).replaceAll(/&#(?:35|45|46|58|64);/g, "$&<!-- -->") as Markdown;
}

/** A sentence of ours around foreign names: what stands between two back-ticks is shown as code. */
export function prose(value: string): Markdown {
  const parts = value.split("`");
  // An odd back-tick is no pair: then nothing is code.
  if (parts.length % 2 === 0) return text(value);
  return join(parts.map((part, index) => (index % 2 === 0 ? text(part) : code(part))));
}

function entities(value: string, special: RegExp): string {
  return value.replaceAll(special, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

function longestRun(content: string): number {
  return [...content.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0);
}

/** A fenced block that its content can't close. */
export function fence(content: string, language: string): Markdown {
  const shown = visible(content.replaceAll("\r\n", "\n"), "keep").trimEnd();
  const bars = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return `${bars}${language}\n${shown}\n${bars}\n` as Markdown;
}

/** A table; cells are Markdown on one line. */
export function table(header: readonly Markdown[], rows: readonly (readonly Markdown[])[]): Markdown {
  const cells = (row: readonly Markdown[]) => row.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "));
  return `${markdownTable([header, ...rows].map(cells))}\n` as Markdown;
}

export function bullets(items: readonly Markdown[]): Markdown {
  return items.map((item) => `- ${item.replaceAll("\n", "\n  ")}\n`).join("") as Markdown;
}

/** A fold; the summary is HTML on one line, the body may hold blocks. */
export function fold(summary: Markdown, body: Markdown): Markdown {
  return `<details><summary>${summary}</summary>\n\n${body}\n</details>\n` as Markdown;
}

export function join(parts: readonly Markdown[], separator = ""): Markdown {
  return parts.join(separator) as Markdown;
}

export function count(number: number, one: string, many = `${one}s`): Markdown {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}` as Markdown;
}

/** Fills the frame of a template: `{{slot}}` by its value; an empty value takes its blank line along. Throws for a slot without value and a value without slot: our bug. */
export function fill(template: string, slots: Readonly<Record<string, Markdown>>): string {
  const used = new Set<string>();
  const filled = template.replaceAll(/\{\{([a-z-]+)\}\}(\n\n)?/g, (_match, name: string, blank: string | undefined) => {
    const value = slots[name];
    if (value === undefined) throw new Error(`The template has a slot "${name}" that nothing fills.`);
    used.add(name);
    return value === "" ? "" : `${value.trimEnd()}${blank ?? ""}`;
  });
  const unused = Object.keys(slots).filter((name) => !used.has(name));
  if (unused.length > 0) throw new Error(`The template has no slot for ${unused.join(", ")}.`);
  return `${filled.trimEnd()}\n`;
}
