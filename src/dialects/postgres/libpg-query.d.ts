/** The part of libpg-query's emscripten module that parser.ts uses; the package types its wrapper only, which finds its binary by itself. */
declare module "libpg-query/wasm/libpg-query.js" {
  export type ParserModule = {
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    getValue(pointer: number, type: "i32"): number;
    UTF8ToString(pointer: number): string;
    _wasm_parse_query_raw(sql: number): number;
    _wasm_free_parse_result(result: number): void;
    _wasm_parse_plpgsql(sql: number): number;
    _wasm_free_string(text: number): void;
  };

  export default function instantiate(options: { readonly wasmBinary: Uint8Array }): Promise<ParserModule>;
}
