import { sha256 } from "../../schema/fingerprint.ts";

/** How a script compares with the checksum that Prisma noted when it was applied. Prisma itself treats `line-endings` as the same. */
export type ChecksumComparison = "same" | "line-endings" | "different";

export function compareChecksum(script: string, noted: string): ChecksumComparison {
  const matches = (text: string) => noted === sha256(text) || noted === unpadded(sha256(text));
  if (matches(script)) return "same";
  const unix = script.replaceAll("\r\n", "\n");
  return matches(unix) || matches(unix.replaceAll("\n", "\r\n")) || matches(script.replaceAll("\n", "\r\n"))
    ? "line-endings"
    : "different";
}

/** Old engines wrote bytes below 16 with one digit: https://github.com/prisma/prisma-engines/issues/1887 */
function unpadded(checksum: string): string {
  return checksum.replace(
    /0([0-9a-f])|([1-9a-f][0-9a-f])/g,
    (_, low: string | undefined, full: string | undefined) => low ?? full ?? "",
  );
}
