import { sha256 } from "../../schema/fingerprint.ts";

/** First line of every comment of ours begins with it. KEY is percent-encoded, so that nothing in it ends the comment. */
export function marker(key: string): string {
  return `<!-- schemagate ${encode(key)} -->`;
}

/** The whole first line: the marker, then how bad the content is and what it was, for the next run. */
export function markerLine(key: string, badness: number, content: string): string {
  return `${marker(key)}<!-- badness=${badness} hash=${sha256(content)} -->`;
}

/** Reads badness and content hash back out of a comment that we wrote: from its first line only, never from prose. */
export function readMarker(body: string): { key: string; badness: number; hash: string } | null {
  const [, key, badness, hash] =
    /^<!-- schemagate ([^\s>]*) --><!-- badness=(\d) hash=([0-9a-f]{64}) -->\r?(?:\n|$)/.exec(body) ?? [];
  if (key === undefined || badness === undefined || hash === undefined) return null;
  try {
    return { key: decodeURIComponent(key), badness: Number(badness), hash };
  } catch {
    return null;
  }
}

function encode(key: string): string {
  return encodeURIComponent(key.toWellFormed()).replaceAll("%2F", "/").replaceAll("!", "%21").replaceAll("--", "-%2D");
}
