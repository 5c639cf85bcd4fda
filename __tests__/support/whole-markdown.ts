/** What is wrong with a report as Markdown: the marks that foreign text leaves when it escapes from where it was put. Empty when whole. */
export function faultsIn(markdown: string): readonly string[] {
  const faults: string[] = hiddenIn(markdown).map((character) => `raw ${character}`);
  const outside = linesOutsideOfFences(markdown, faults);
  faults.push(...tableFaults(outside), ...foldFaults(outside), ...outside.flatMap(lineFaults));
  const titles = outside.filter((line) => line.startsWith("# "));
  if (titles.length !== 1) faults.push(`${titles.length} titles`);
  return faults;
}

/** Control and format characters, and what Unicode does not define: by code point. Line feeds and tabs are no fault. */
export function hiddenIn(text: string): readonly string[] {
  return [...text.matchAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu)]
    .map(([character]) => character)
    .filter((character) => character !== "\n" && character !== "\t")
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`);
}

function linesOutsideOfFences(markdown: string, faults: string[]): readonly string[] {
  const outside: string[] = [];
  let bars: string | null = null;
  for (const line of markdown.split("\n")) {
    const [, fence, rest = ""] = /^ *(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (bars === null && fence !== undefined && !rest.includes("`")) {
      bars = fence;
      if (!["sql", "yaml", ""].includes(rest)) faults.push(`a fence of ${rest}`);
    } else if (bars !== null) {
      if (fence?.startsWith(bars) && rest.trim() === "") bars = null;
    } else outside.push(line);
  }
  if (bars !== null) faults.push("a fence that is not closed");
  return outside;
}

/** GitHub ends a cell at every bar that has no backslash before it, inside of code, too. */
function tableFaults(lines: readonly string[]): readonly string[] {
  const faults: string[] = [];
  let columns: number | null = null;
  for (const line of lines) {
    const cells = line.startsWith("|") ? line.split(/(?<!\\)\|/).length - 2 : null;
    if (cells !== null && columns !== null && cells !== columns)
      faults.push(`a row of ${cells} cells under a head of ${columns}: ${line}`);
    columns = cells === null ? null : (columns ?? cells);
  }
  return faults;
}

function foldFaults(lines: readonly string[]): readonly string[] {
  const tags = lines
    .flatMap((line) => (line.startsWith("<details>") ? line : withoutCode(line)).match(/<\/?(?:details|summary)>/g) ?? [])
    .join("");
  const rest = tags.replaceAll("<details><summary></summary></details>", "");
  return rest === "" ? [] : [`folds that do not match: ${rest}`];
}

const ourTags = /<\/?(?:details|summary|code)>|<!-- -->/g;

function lineFaults(line: string): readonly string[] {
  if (line.startsWith("<details>")) return summaryFaults(line);
  const bare = withoutCode(line);
  const prose = bare.replaceAll(ourTags, "").replaceAll(/&#\d+;/g, "_");
  const found: string[] = [];
  if (bare.includes("`")) found.push("an open code span");
  if (/[<>]/.test(prose)) found.push("a tag");
  if (/@\w/.test(prose)) found.push("a mention");
  if (/(?<!^)#\d/.test(prose)) found.push("a reference");
  if (/\]\(|\]:|!\[/.test(prose)) found.push("a link or an image");
  if (/https?:\/\/|www\./i.test(prose)) found.push("an address");
  if (/^#{1,6}\s/.test(line) && !ourHeading.test(line)) found.push("a heading");
  if (/^(?:=+|-+|\*{3,}|_{3,})\s*$/.test(line) && line !== "---") found.push("a line of its own");
  return found.map((fault) => `${fault}: ${line}`);
}

/** One line of HTML, where Markdown means nothing and GitHub looks for mentions outside of code. */
function summaryFaults(line: string): readonly string[] {
  const [, summary] = /^<details><summary>(.*)<\/summary>$/.exec(line) ?? [];
  if (summary === undefined) return [`a fold without a summary: ${line}`];
  return /[<>@]|#\d/.test(summary.replaceAll(/<code>[^<>]*<\/code>/g, "")) ? [`a summary: ${line}`] : [];
}

/** Ours have words of ours only, or one code span. */
const ourHeading = /^(?:# 0[0-4] [A-Z][a-z -]+: \S+|##+ [A-Z][A-Za-z ,'-]+|### (`+).*\1)$/;

/** Without code spans: from a run of back-ticks to the next run of the same length. */
function withoutCode(line: string): string {
  return line.replaceAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "");
}
