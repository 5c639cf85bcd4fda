import fc from "fast-check";

/** One URL that a user might have, and the secret in it as it is typed there. */
export type SecretUrl = { readonly url: string; readonly secret: string };

/** Where the URL is written. */
export type Place = "--url" | "DATABASE_URL" | ".env";

/** What is around the secret. */
type Frame = (secret: string) => string;

const special = [..."::@@//??##%%&&==++  \"'`\\$<>|*_[]{}~!^;,.()"];
const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
const foreign = ["é", "ß", "✓", "漢", "字", "😀", "\u0301", "\u200b", "\u202e"];

const password = fc.oneof(
  { weight: 4, arbitrary: characters([...letters, ...special], 8, 40) },
  { weight: 2, arbitrary: characters([...letters, ...foreign, ...special], 8, 30) },
  { weight: 2, arbitrary: characters(letters, 8, 24) },
  { weight: 1, arbitrary: characters([...letters, ...special], 2000, 3000) },
);

/** As users write it: right, as it is, some of it right, or with percent signs that mean nothing. */
const ways: readonly ((plain: string) => string)[] = [
  encodeURIComponent,
  encodeURIComponent,
  (plain) => plain,
  (plain) => plain.replace(/[@/ ]/g, encodeURIComponent),
  (plain) => `${plain.slice(0, 4)}%${plain.slice(4)}%2`,
];

const typed = fc.tuple(password, fc.constantFrom(...ways)).map(([plain, write]) => write(plain));

function characters(alphabet: readonly string[], minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((parts) => parts.join(""));
}

/** Always the same URLs, so that a failure can be looked at. */
export function secretUrls(count: number, seed: number, frames: readonly Frame[]): readonly SecretUrl[] {
  const arbitrary = fc
    .tuple(typed, fc.constantFrom(...frames))
    .map(([secret, frame]) => ({ url: frame(secret).trim(), secret: secret.trim() }));
  return fc.sample(arbitrary, { numRuns: count, seed });
}

/** `host` holds the port. The secret stands where a password does, or is the value of an option. */
export function postgresFrames(user: string, host: string, database: string): readonly Frame[] {
  const at = `${host}/${database}`;
  return [
    (secret) => `postgresql://${user}:${secret}@${at}`,
    (secret) => `postgres://${user}:${secret}@${at}?sslmode=prefer&connect_timeout=2`,
    (secret) => `postgresql://${user}:${secret}@${at}?schema=public&sslpassword=${secret}`,
    (secret) => `postgresql://${user}@${at}?password=${secret}&connection_limit=1`,
    (secret) => `postgresql://${user}@${at}?sslpassword=${secret}&options=-c%20a.b%3D${secret}`,
  ];
}

export const malformedFrames: readonly Frame[] = [
  (secret) => `postgresql:/app:${secret}@db/shop`,
  (secret) => `postgresql//app:${secret}@db/shop`,
  (secret) => `app:${secret}@db:5432/shop`,
  (secret) => `://app:${secret}@db/shop`,
  (secret) => `postgresql://app:${secret}@@db/shop`,
  (secret) => `postgresql://app:${secret}@db:port/shop`,
  (secret) => `postgresql://app:${secret}@one,two/shop`,
  (secret) => `postgresql://app:${secret}@db/shop?sslmode=sure`,
  (secret) => `"postgresql://app:${secret}@db/shop"`,
  (secret) => `DATABASE_URL=postgresql://app:${secret}@db/shop`,
  (secret) => `psql postgresql://app:${secret}@db/shop`,
  (secret) => `jdbc:postgresql://db/shop?user=app&password=${secret}`,
  (secret) => `mysql://app:${secret}@db/shop`,
  (secret) => `mongodb+srv://app:${secret}@db/shop`,
  (secret) => `prisma://accelerate.prisma-data.net/?api_key=${secret}`,
];

export const sqliteFrames: readonly Frame[] = [
  (secret) => `file:./live.db?password=${secret}`,
  (secret) => `file:./live.db?mode=ro&token=${secret}&connection_limit=1`,
  (secret) => `file:./nowhere.db?password=${secret}`,
  (secret) => `sqlite://app:${secret}@host/live.db`,
  (secret) => `libsql://shop.turso.io?authToken=${secret}`,
];

/** Lines of an `.env` file, as people write them. */
export function envFile(url: string, style: number): string {
  const quoted = [url, `"${url}"`, `'${url}'`, `\`${url}\``][style % 4] ?? url;
  const line = `${style % 3 === 0 ? "export " : ""}DATABASE_URL=${quoted}${style % 5 === 0 ? " # the shop's own" : ""}`;
  return ["# Settings", "OTHER=1", line, "LAST=2", ""].join(style % 2 === 0 ? "\n" : "\r\n");
}
