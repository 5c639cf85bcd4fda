import type { ObjectId, ObjectKind } from "../../schema/snapshot.ts";
import { code, join, type Markdown, md, text } from "../markdown.ts";
import { clip } from "./clip.ts";
import type { CommentContext } from "./comment.ts";

/** `production`, or `billing on production` where there are several targets. */
export function whereOf({ environment, target }: CommentContext): Markdown {
  const name = text(clip(environment, 60));
  return target === null ? name : md`${text(clip(target, 60))} on ${name}`;
}

/** `table orders` with the name as code: the schema that everybody means is left out. */
export function objectName(id: ObjectId): Markdown {
  const kind = kinds.find((known) => id.startsWith(`${known} `));
  if (kind === undefined) return code(clip(id, 80));
  const path = id.slice(kind.length + 1);
  return md`${kind as Markdown} ${code(clip(path.startsWith("public.") ? path.slice("public.".length) : path, 80))}`;
}

const kinds: readonly ObjectKind[] = [
  "materialized view",
  "primary key",
  "foreign key",
  "schema",
  "extension",
  "enum",
  "domain",
  "type",
  "sequence",
  "table",
  "column",
  "check",
  "exclusion",
  "index",
  "view",
  "function",
  "trigger",
  "policy",
];

/** The first few, and how many more. */
export function firstOf(names: readonly Markdown[], shown: number): Markdown {
  const rest = names.length - shown;
  return md`${join(names.slice(0, shown), ", ")}${rest > 0 ? md` and ${rest.toLocaleString("en-US") as Markdown} more` : md``}`;
}
