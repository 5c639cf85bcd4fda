/** Shorter values are not masked: a password `test` would eat half of every log. */
const shortest = 8;

/**
 * A function that takes out of any text every piece of the secrets of a connection URL that is eight characters or longer: the last
 * line of defence, for texts that come from drivers. What is public anyway (user, database) is left.
 */
export function redactor(urls: readonly string[]): (text: string) => string {
  const secrets = urls.flatMap(secretsOf).filter((secret) => secret.length >= shortest);
  const windows = new Set(
    secrets.flatMap((secret) => Array.from({ length: secret.length - shortest + 1 }, (_, at) => secret.slice(at, at + shortest))),
  );
  return (text) => (windows.size === 0 ? text : mask(text, windows));
}

/** The pieces that a log has to mask: what the redactor takes out, as whole values. */
export function secretPieces(urls: readonly string[]): readonly string[] {
  return [...new Set([...urls, ...urls.flatMap(secretsOf)])].filter((piece) => piece.length >= shortest);
}

/** The same data with every string in it passed through the redactor: in JSON's own spelling, a quote or backslash would hide a piece. */
export function redactValues<Data>(data: Data, redact: (text: string) => string): Data {
  return JSON.parse(JSON.stringify(data), (_key, value: unknown) => (typeof value === "string" ? redact(value) : value)) as Data;
}

function mask(text: string, windows: ReadonlySet<string>): string {
  let result = "";
  let kept = 0;
  for (let at = 0; at + shortest <= text.length; at++) {
    if (!windows.has(text.slice(at, at + shortest))) continue;
    let end = at + shortest;
    while (end < text.length && windows.has(text.slice(end - shortest + 1, end + 1))) end++;
    result += `${text.slice(kept, at)}***`;
    kept = end;
    at = end - 1;
  }
  return result + text.slice(kept);
}

/**
 * Everything that may be the password: between the first colon after the scheme's slashes and the last `@`, and values of secret
 * parameters; also in what is no URL yet, because the scheme or its slashes are missing, or any more, because its end was cut off.
 */
function secretsOf(url: string): readonly string[] {
  const authority = url.replace(/^[^:/?#@]*:\/\//, "");
  const cut = !authority.includes("@") && /^(?!file:|sqlite:)[^/]*:\/\/[^:/[]*:(?!\d*(?:[/?#]|$))/i.test(url);
  const userinfo = cut ? authority : authority.slice(0, Math.max(authority.lastIndexOf("@"), 0));
  const user = userinfo.split(":")[0] ?? "";
  const password = userinfo.slice(user.length + 1);
  const parameters = [...url.matchAll(/[?&](?:password|sslpassword|api_key|authtoken|token)=([^&#]*)/gi)].map(
    ([, value]) => value ?? "",
  );
  const variants = [password, ...parameters].flatMap((secret) => [
    secret,
    decoded(secret),
    encodeURIComponent(decoded(secret).toWellFormed()),
  ]);
  const isPublic = new Set([user, decoded(user)]);
  return variants.filter((secret) => !isPublic.has(secret));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
