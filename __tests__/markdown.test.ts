import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, codeInHtml, fence, fill, md, prose, table, text, visible } from "../src/report/markdown.ts";
import { safe } from "../src/report/terminal.ts";

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "`",
        "```",
        "|",
        "\n",
        "@dana",
        "#12",
        "<b>",
        "</details>",
        "<!--",
        "-->",
        "\u202E",
        "\u200B",
        "::set-output::",
        "##[error]",
        "[a](b)",
        "https://x.y",
        "*",
        "_",
        "~",
        "\\",
        "\r",
        "\0",
      ),
    )
    .map((parts) => parts.join("")),
);

describe("markdown", () => {
  it("shows foreign text as a code span that it can't close", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const span = code(value);
        const bars = /^`+/.exec(span)?.[0] ?? "";
        expect(span).not.toMatch(/[\n\r]/);
        if (value === "") expect(span).toBe("(empty)");
        else expect(span.slice(bars.length, -bars.length).split(/[^`]+/)).not.toContain(bars);
      }),
    );
  });

  it("shows foreign text in HTML so that it opens no tag", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(codeInHtml(value).slice("<code>".length, -"</code>".length)).not.toMatch(/[<>@\n\r]/);
      }),
    );
  });

  it("never lets the content of a fence close it", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const lines = fence(value, "sql").trimEnd().split("\n");
        const bars = lines[0]?.replace("sql", "") ?? "";
        expect(lines.slice(1, -1).filter((line) => line.trim().startsWith(bars))).toEqual([]);
        expect(lines.at(-1)).toBe(bars);
      }),
    );
  });

  it("keeps each row of a table on one line", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(
          table([md`a`], [[text(value)], [code(value)]])
            .trimEnd()
            .split("\n"),
        ).toHaveLength(4);
      }),
    );
  });

  it("breaks mentions and references outside of code", () => {
    expect(text("@dana #12 https://x.y")).toBe("&#64;<!-- -->dana &#35;<!-- -->12 https&#58;<!-- -->//x.y");
    expect(text("gh-2 www.x.y")).toBe("gh&#45;<!-- -->2 www&#46;<!-- -->x.y");
  });

  it("begins no list and draws no line", () => {
    expect(["---", "- x", "+ x", "===", "a - b"].map(text)).toEqual([
      "&#45;<!-- -->--",
      "&#45;<!-- --> x",
      "&#43; x",
      "&#61;==",
      "a - b",
    ]);
  });

  it("leaves an underscore inside a word, where it emphasises nothing", () => {
    expect(text("orders_member_id a__b _c_ d_")).toBe("orders_member_id a__b &#95;c&#95; d&#95;");
  });

  it("shows what stands between back-ticks in a sentence as code", () => {
    expect(prose("run `migrate <x>` now")).toBe("run `migrate <x>` now");
    expect(prose("an odd ` stays")).toBe("an odd &#96; stays");
  });

  it("shows what would hide or turn text", () => {
    expect(visible("a\u202Eb\u200Bc\nd")).toBe("a\\u{202E}b\\u{200B}c\\nd");
    expect(visible("a\nb", "keep")).toBe("a\nb");
  });

  it("fills each slot once, and says which is missing", () => {
    expect(fill("a {{one}}\n", { one: md`{{two}}` })).toBe("a {{two}}\n");
    expect(() => fill("{{one}}", {})).toThrow("one");
    expect(() => fill("", { one: md`x` })).toThrow("one");
  });
});

describe("terminal", () => {
  it("prints nothing that the runner takes for a command", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const shown = safe(value);
        expect(shown).not.toMatch(/^\s*::|##\[|\n|\r/);
        expect(shown).not.toContain("\u001b");
      }),
    );
  });
});
