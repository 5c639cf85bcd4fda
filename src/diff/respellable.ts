/** Fields that hold SQL in a server's own spelling: two servers may write the same thing differently. */
export const respellable: ReadonlySet<string> = new Set([
  "definition",
  "expression",
  "where",
  "keys",
  "using",
  "check",
  "default",
  "generated",
  "checks",
  "columns",
]);
