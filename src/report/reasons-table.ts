import type { Blocked } from "../plan/verdict.ts";
import { code, type Markdown, md, prose, table } from "./markdown.ts";

/** Why something is refused or blocked: all reasons at once. */
export function reasonsTable(reasons: readonly Blocked[]): Markdown {
  const rows = reasons.map(({ reason, message, hint }) => [code(reason), prose(message), prose(hint)]);
  return table([md`Reason`, md`What was seen`, md`What to do`], rows);
}
