import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import MarkdownIt from "markdown-it";
import type { Page } from "playwright-core";

/** Elements that GitHub leaves in a comment, and attributes: all others go, the text in them stays. As in html-pipeline's `SanitizationFilter`. */
const allowed = {
  elements:
    "h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo cite dfn mark small span time wbr",
  attributes:
    "abbr align alt border cellpadding cellspacing checked cite color colspan datetime dir disabled headers height href hspace itemprop label lang longdesc name open rel rowspan scope span src start summary title type valign value vspace width",
  protocols: "http https mailto",
} as const;

/** What a page of GitHub shows of a comment of the bot: rendered as GitHub does, its allow-list applied, and its frame around it. */
export async function showComment(page: Page, body: string): Promise<void> {
  await page.setContent(frame(await readFile(require.resolve("github-markdown-css/github-markdown-light.css"), "utf8")));
  await page.addScriptTag({ path: sanitizer });
  await page.evaluate(`showSanitized(${JSON.stringify(toHtml(body))}, ${JSON.stringify(allowed)})`);
}

/** GitHub takes HTML, and makes links of addresses with a scheme. */
function toHtml(body: string): string {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  markdown.linkify.set({ fuzzyLink: false }).add("//", null);
  return markdown.render(body);
}

const require = createRequire(import.meta.url);
const sanitizer = fileURLToPath(new URL("sanitizer.js", import.meta.url));

function frame(css: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Comment</title>
<style>${css}</style>
<style>
  body { margin: 0; padding: 16px; background: #fff; }
  article { border: 1px solid #d1d9e0; border-radius: 6px; }
  header { padding: 8px 16px; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; background: #f6f8fa; color: #59636e; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
  header b { color: #1f2328; font-weight: 600; }
  header i { margin: 0 4px; padding: 0 6px; border: 1px solid #d1d9e0; border-radius: 2em; font-size: 12px; font-style: normal; }
  main { padding: 16px; font-size: 14px !important; }
</style>
<article><header><b>github-actions</b><i>bot</i>commented</header><main class="markdown-body"></main></article>
</html>`;
}
