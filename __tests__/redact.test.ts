import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactor } from "../src/redact.ts";
import { Secret } from "../src/secret.ts";

describe("redactor", () => {
  it("leaves no eight characters of a password, in any of its spellings", () => {
    const password = fc
      .string({ minLength: 8, maxLength: 40, unit: "grapheme-ascii" })
      .filter((value) => !value.includes("dana-the-user"));
    fc.assert(
      fc.property(password, fc.string(), (secret, noise) => {
        const url = `postgresql://dana-the-user:${encodeURIComponent(secret)}@db.example.com/shop`;
        const redact = redactor([url]);
        for (const leak of [secret, encodeURIComponent(secret), url]) {
          const shown = redact(`${noise} x ${leak} y`).replaceAll("***", "\u0000");
          for (let at = 0; at + 8 <= secret.length; at++)
            expect(shown.replace(noise, "")).not.toContain(secret.slice(at, at + 8));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("masks raw special characters and secret parameters, and leaves short values and public names", () => {
    const redact = redactor([
      "postgres://app:p@ss:w0rd/with#all@host/db?sslpassword=correct-horse",
      "postgres://postgres:test@h/d",
      "postgres://postgres:postgres@h/d",
    ]);
    expect(redact("auth failed for p@ss:w0rd/with#all and correct-horse; test postgres")).toBe(
      "auth failed for *** and ***; test postgres",
    );
  });
});

describe("what is no URL", () => {
  it.each([
    ["app:correct-horse@db/shop", "correct-horse"],
    ["postgresql:/app:correct-horse@db/shop", "correct-horse"],
    ["'postgresql://app:correct-horse", "correct-horse"],
    ["DATABASE_URL=postgresql://app:correct-horse@db/shop", "correct-horse"],
  ])("hides the password of %s", (text, secret) => {
    expect(redactor([text])(`There is no file ${text}`)).not.toContain(secret);
  });

  it.each([
    "file:./correct-horse.db",
    "file:///srv/a:b/correct-horse.db",
    "/srv/correct-horse.db",
    "postgresql://db.example.com:5432/shop",
    "postgresql://[::1]:5432/shop",
  ])("hides nothing of %s", (text) => expect(redactor([text])(text)).toBe(text));
});

describe("Secret", () => {
  it("gives stars however it is printed", () => {
    const secret = new Secret("correct-horse");
    expect([`${secret}`, JSON.stringify({ secret }), String(secret)]).toEqual(["***", '{"secret":"***"}', "***"]);
  });
});
