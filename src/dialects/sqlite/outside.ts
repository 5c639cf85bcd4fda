/** Functions that reach files or native code, where a program has them. */
export const outsideFunctions: ReadonlySet<string> = new Set([
  "load_extension",
  "fts3_tokenizer",
  "readfile",
  "writefile",
  "edit",
  "fsdir",
]);
