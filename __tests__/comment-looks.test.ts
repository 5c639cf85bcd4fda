import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommentContext, type CommentPart, renderComment, renderComments } from "../src/report/comment/comment.ts";
import { openChromium } from "./support/chromium.ts";
import { showComment } from "./support/comment-page.ts";
import { byHand, dropTable, harmless, hostileParts, planOf, preflight } from "./support/comment-parts.ts";
import { anExecution, aPlan, aVerification, partlyApplied, refused } from "./support/executions.ts";
import { hostileTexts } from "./support/hostile-names.ts";
import { aHazard, aStatement, threePending, threeStatements } from "./support/preflights.ts";
import { describeWith } from "./support/servers.ts";

/** What a reader sees of a comment before scrolling or opening anything. */

const context: CommentContext = {
  key: ".github/workflows/schema.yml",
  runUrl: "https://github.com/acme/shop/actions/runs/1",
  commit: "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334",
  environment: "production",
  target: null,
};

const screens = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

const longStatement = aStatement(`COMMENT ON TABLE a IS '${"x".repeat(30_000)}'`);
const thousands = Array.from({ length: 5000 }, (_, index) => (index === 2500 ? dropTable : harmless(index)));
const manyTargets = Array.from({ length: 40 }, (_, index) => ({
  part: preflight({ plan: planOf(index === 20 ? [harmless(1), dropTable] : [harmless(1)]), drift: threePending }),
  context: { ...context, target: `service-${index}` },
}));

const longName = "a_name_as_long_as_postgresql_lets_it_be_which_is_63_bytes_of_it";
const dropLongName = aStatement(`DROP TABLE "${longName}"`, {
  effects: ["deletes-data"],
  hazards: [aHazard({ object: `table public.${longName}`, message: `Drops table public.${longName} with all its rows.` })],
});

const blocked: CommentPart = preflight({
  plan: threeStatements(),
  drift: [...threePending, byHand],
  verdict: {
    outcome: "blocked",
    reasons: [
      {
        reason: "drift-detected",
        object: "index public.tmp",
        message: "Changed by hand, and the plan touches it: index public.tmp.",
        hint: "Adopt the change in a migration, or undo it.",
      },
    ],
  },
});

/** Each with what has to be on the first screen. */
const comments: readonly (readonly [name: string, seen: string, body: string])[] = [
  ["one DROP TABLE in 5,000 statements", "old_orders", bodyOf(preflight({ plan: planOf(thousands), drift: threePending }))],
  [
    "60,000 characters of SQL around one DROP TABLE",
    "old_orders",
    bodyOf(preflight({ plan: planOf([longStatement, dropTable, longStatement]) })),
  ],
  ["40 targets, where one drops", "old_orders", renderComments(manyTargets, context.key).body],
  ["a name of 63 bytes", longName, bodyOf(preflight({ plan: planOf([dropLongName]) }))],
  ["work", "members.fax", bodyOf(preflight({ plan: threeStatements(), drift: threePending }))],
  ["nothing to do", "nothing to do", bodyOf(preflight({ drift: [] }))],
  ["blocked", "members.fax", bodyOf(blocked)],
  ["refused", "drift-detected", bodyOf({ kind: "refused", execution: refused(), plan: threeStatements() })],
  ["applied", "verified", bodyOf({ kind: "applied", execution: anExecution(), verification: aVerification(), plan: aPlan() })],
  [
    "partly applied",
    "users_email_key",
    bodyOf({ kind: "applied", execution: partlyApplied(), verification: null, plan: aPlan() }),
  ],
];

await describeWith("chromium", "in a browser", (path) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium(path);
  });
  afterAll(() => browser.close());

  for (const [device, viewport] of Object.entries(screens))
    test.each(comments)(`%s: the worst fact is on the first screen of a ${device}`, async (_name, seen, body) => {
      const page = await browser.newPage({ viewport });
      await showComment(page, body);
      const { height, width } = viewport;
      const heading = await page.locator("main h3").first().boundingBox();
      const fact = await page.locator("main h3", { hasText: seen }).first().boundingBox();
      expect((heading?.y ?? height) + (heading?.height ?? 0)).toBeLessThan(height);
      expect((fact?.y ?? height) + (fact?.height ?? 0)).toBeLessThan(height);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await page.locator("details[open]").count()).toBe(0);
      await page.close();
    });

  test.each(Object.entries(screens))(
    "the statement that deletes data is in the first row of the table, on a %s",
    async (_device, viewport) => {
      const page = await browser.newPage({ viewport });
      await showComment(page, comments[0]?.[2] ?? "");
      const row = page.locator("main tbody tr").first();
      expect(await row.locator("td").allTextContents()).toEqual(["🛑\u00A02501", "deletes data", 'DROP TABLE "old_orders"']);
      const cell = await row.locator("td").last().boundingBox();
      expect((cell?.x ?? viewport.width) + (cell?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
      await page.close();
    },
  );

  test("a fold opens, and shows the SQL", async () => {
    const page = await browser.newPage({ viewport: screens.phone });
    await showComment(page, bodyOf(preflight({ plan: threeStatements(), drift: threePending })));
    const sql = page.locator("details", { hasText: "SQL: 3 statements" }).locator("pre").first();
    expect(await sql.isVisible()).toBe(false);
    await page.getByText("SQL: 3 statements").click();
    expect(await sql.isVisible()).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(screens.phone.width);
    await page.close();
  });

  test("text from outside becomes no element, no link and no mention", async () => {
    const page = await browser.newPage({ viewport: screens.phone });
    const plain = await skeletons(page, "plain");
    for (const text of hostileTexts) expect(await skeletons(page, text), text).toEqual(plain);
    await page.close();
  });
});

function bodyOf(part: CommentPart): string {
  return renderComment(part, context).body;
}

type Skeleton = {
  readonly elements: Readonly<Record<string, number>>;
  readonly links: readonly string[];
  readonly marks: readonly string[];
};

/** What a page has of the elements that text could make. */
function skeletons(page: Page, text: string): Promise<readonly Skeleton[]> {
  return hostileParts(text).reduce<Promise<readonly Skeleton[]>>(async (before, part) => {
    const all = await before;
    await showComment(page, renderComment(part, { ...context, environment: text, target: text }).body);
    return [...all, await page.evaluate<Skeleton>(skeleton)];
  }, Promise.resolve([]));
}

/** In the page. Paragraphs and code are counted by nobody: they differ with the text, and do no harm. */
const skeleton = `(() => {
  const main = document.querySelector("main");
  const count = (name) => main.querySelectorAll(name).length;
  const names = "h1 h2 h3 h4 h5 h6 details summary table tr ol ul img hr blockquote del em input svg iframe script".split(" ");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("code, pre, a") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const marks = [];
  while (walker.nextNode()) marks.push(...(walker.currentNode.data.match(/@\\w+|(?:^|\\s)#\\d+|\\bGH-\\d+|\\w\\/\\w+#\\d+|https?:\\/\\/|www\\.(?=\\S)|[\\p{Cf}\\p{Cc}](?<!\\n)/gu) ?? []));
  return {
    elements: Object.fromEntries(names.map((name) => [name, count(name)])),
    links: [...main.querySelectorAll("a, area, form")].map((link) => link.getAttribute("href")),
    marks,
  };
})()`;
