import { readFile } from "node:fs/promises";
import type { Node, ParseResult } from "libpg-query";
import type { ParserModule } from "libpg-query/wasm/libpg-query.js";
import { assetPath } from "../../assets.ts";

/** One statement of a script: its syntax tree, and where it stands, in UTF-8 bytes. `length` 0 means: up to the end. */
export type RawStatement = { readonly tree: Node; readonly start: number; readonly length: number };

export type Parsed<Result> =
  | { readonly outcome: "parsed"; readonly result: Result }
  | { readonly outcome: "unreadable"; readonly reason: string };

/** A syntax tree takes 20 times the memory of the text, and nobody reads a script of this size anyway. */
const maxBytes = 4 * 2 ** 20;

let loading: Promise<ParserModule> | null = null;

/** Parses with PostgreSQL 18's own grammar (libpg_query). Never throws because of the text. */
export async function parseSql(bytes: Uint8Array): Promise<Parsed<readonly RawStatement[]>> {
  return withParser(bytes, (parser, text) => {
    const result = parser._wasm_parse_query_raw(text);
    try {
      // struct PgQueryParseResult { char *parse_tree; char *stderr_buffer; PgQueryError *error; }, with error->message first.
      const error = parser.getValue(result + 8, "i32");
      if (error !== 0) return unreadable(parser.UTF8ToString(parser.getValue(error, "i32")));
      const tree = JSON.parse(parser.UTF8ToString(parser.getValue(result, "i32"))) as ParseResult;
      return { outcome: "parsed", result: (tree.stmts ?? []).flatMap(toRawStatement) };
    } finally {
      parser._wasm_free_parse_result(result);
    }
  });
}

/** The body of a `CREATE FUNCTION ... LANGUAGE plpgsql` or a `DO`, given as the whole statement, as PL/pgSQL's own parser sees it. */
export async function parsePlpgsql(bytes: Uint8Array): Promise<Parsed<unknown>> {
  return withParser(bytes, (parser, text) => {
    const result = parser._wasm_parse_plpgsql(text);
    try {
      const json = parser.UTF8ToString(result);
      return json.startsWith("{") ? { outcome: "parsed", result: JSON.parse(json) as unknown } : unreadable(json);
    } finally {
      parser._wasm_free_string(result);
    }
  });
}

function toRawStatement(raw: NonNullable<ParseResult["stmts"]>[number]): readonly RawStatement[] {
  return raw.stmt === undefined ? [] : [{ tree: raw.stmt, start: raw.stmt_location ?? 0, length: raw.stmt_len ?? 0 }];
}

async function withParser<Result>(
  bytes: Uint8Array,
  use: (parser: ParserModule, text: number) => Parsed<Result>,
): Promise<Parsed<Result>> {
  if (bytes.length > maxBytes) return unreadable(`longer than ${maxBytes / 2 ** 20} MB`);
  // The parser takes C strings: it would not see what comes after a NUL.
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
    // An overflow of its stack leaves an instance in no defined state.
    loading = null;
    return unreadable(error instanceof RangeError ? "nested too deeply" : String(error));
  }
}

async function load(): Promise<ParserModule> {
  const { default: instantiate } = await import("libpg-query/wasm/libpg-query.js");
  return instantiate({ wasmBinary: await readFile(assetPath("libpg-query.wasm")) });
}

function unreadable(reason: string): { readonly outcome: "unreadable"; readonly reason: string } {
  return { outcome: "unreadable", reason };
}
