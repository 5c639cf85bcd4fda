import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  assetPath
} from "./chunk-LQ7MRN4E.js";

// src/dialects/postgres/parser.ts
import { readFile } from "node:fs/promises";
var maxBytes = 4 * 2 ** 20;
var loading = null;
async function parseSql(bytes) {
  return withParser(bytes, (parser, text) => {
    const result = parser._wasm_parse_query_raw(text);
    try {
      const error = parser.getValue(result + 8, "i32");
      if (error !== 0) return unreadable(parser.UTF8ToString(parser.getValue(error, "i32")));
      const tree = JSON.parse(parser.UTF8ToString(parser.getValue(result, "i32")));
      return { outcome: "parsed", result: (tree.stmts ?? []).flatMap(toRawStatement) };
    } finally {
      parser._wasm_free_parse_result(result);
    }
  });
}
async function parsePlpgsql(bytes) {
  return withParser(bytes, (parser, text) => {
    const result = parser._wasm_parse_plpgsql(text);
    try {
      const json = parser.UTF8ToString(result);
      return json.startsWith("{") ? { outcome: "parsed", result: JSON.parse(json) } : unreadable(json);
    } finally {
      parser._wasm_free_string(result);
    }
  });
}
function toRawStatement(raw) {
  return raw.stmt === void 0 ? [] : [{ tree: raw.stmt, start: raw.stmt_location ?? 0, length: raw.stmt_len ?? 0 }];
}
async function withParser(bytes, use) {
  if (bytes.length > maxBytes) return unreadable(`longer than ${maxBytes / 2 ** 20} MB`);
  if (bytes.includes(0)) return unreadable("a NUL character");
  loading ??= load();
  const parser = await loading;
  const text = parser._malloc(bytes.length + 1);
  parser.HEAPU8.set(bytes, text);
  parser.HEAPU8[text + bytes.length] = 0;
  try {
    const parsed = use(parser, text);
    parser._free(text);
    return parsed;
  } catch (error) {
    loading = null;
    return unreadable(error instanceof RangeError ? "nested too deeply" : String(error));
  }
}
async function load() {
  const { default: instantiate } = await import("./chunk-SC2TAJRI.js");
  return instantiate({ wasmBinary: await readFile(assetPath("libpg-query.wasm")) });
}
function unreadable(reason) {
  return { outcome: "unreadable", reason };
}

// src/dialects/postgres/split.ts
async function splitScript(sql) {
  const bytes = Buffer.from(sql);
  const parsed = await parseSql(bytes);
  if (parsed.outcome === "unreadable") return parsed;
  const statements = [];
  let endOfLast = 0;
  let offset = 0;
  for (const { tree, start, length } of parsed.result) {
    const end = length === 0 ? bytes.length : start + length;
    const between = bytes.toString("utf8", endOfLast, start);
    const lead = between.length - leadingComments(between).length;
    const text = between.slice(lead) + bytes.toString("utf8", start, end);
    statements.push({ sql: text.trimEnd(), offset: offset + lead, tree });
    offset += lead + text.length;
    endOfLast = end;
  }
  return { outcome: "split", statements };
}
function leadingComments(between) {
  return between.replace(/^[;\s]+/, "");
}

// src/dialects/postgres/syntax-tree.ts
function tagOf(tree) {
  return Object.keys(tree)[0];
}
function nodesOf(tree) {
  const found = [];
  const open = [tree];
  for (let value = open.pop(); value !== void 0; value = open.pop()) {
    for (const [key, inner] of Object.entries(value).reverse()) {
      if (inner === null || typeof inner !== "object") continue;
      if (isTag(key)) found.push({ tag: key, node: inner });
      else if ("relname" in inner) found.push({ tag: "RangeVar", node: inner });
      else if ("roletype" in inner) found.push({ tag: "RoleSpec", node: inner });
      else if ("names" in inner && "typemod" in inner) found.push({ tag: "TypeName", node: inner });
      open.push(inner);
    }
  }
  return found;
}
function ofTag(nodes, tag) {
  return nodes.flatMap((node) => node.tag === tag ? [node.node] : []);
}
function strings(nodes) {
  return (nodes ?? []).flatMap((node) => "String" in node ? [node.String.sval ?? ""] : []);
}
function nameParts(node) {
  if (node === void 0) return [];
  if ("List" in node) return strings(node.List.items);
  if ("TypeName" in node) return strings(node.TypeName.names);
  if ("ObjectWithArgs" in node) return strings(node.ObjectWithArgs.objname);
  if ("RangeVar" in node) return relationParts(node.RangeVar);
  return strings([node]);
}
function relationParts({ schemaname, relname }) {
  return schemaname === void 0 ? [relname ?? ""] : [schemaname, relname ?? ""];
}
function option(options, name) {
  for (const node of options ?? []) {
    if (!("DefElem" in node) || node.DefElem.defname !== name) continue;
    const { arg } = node.DefElem;
    if (arg === void 0) return "true";
    if ("String" in arg) return arg.String.sval ?? "";
    if ("Boolean" in arg) return String(arg.Boolean.boolval ?? false);
    if ("Integer" in arg) return String(arg.Integer.ival ?? 0);
    if ("List" in arg) return strings(arg.List.items).join("\n");
    return "";
  }
  return null;
}
function isTag(key) {
  const first = key.charCodeAt(0);
  return first >= 65 && first <= 90;
}

export {
  parsePlpgsql,
  splitScript,
  tagOf,
  nodesOf,
  ofTag,
  strings,
  nameParts,
  relationParts,
  option
};
