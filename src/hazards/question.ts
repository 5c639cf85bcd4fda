/** A table, unquoted. */
export type TableName = { readonly schema: string | null; readonly name: string };

/**
 * What a hazard wants to know of the rows. Identifiers only: each dialect has one template per kind. A `condition` is text that the
 * dialect wrote itself from a syntax tree of columns, constants and immutable built-in functions; there is no other way to make one.
 */
export type Question =
  /** Has it rows, and how many? */
  | { readonly ask: "rows"; readonly table: TableName }
  /** Rows in which the column holds a value. */
  | { readonly ask: "values"; readonly table: TableName; readonly column: string }
  /** Rows in which one of the columns is NULL. */
  | { readonly ask: "nulls"; readonly table: TableName; readonly columns: readonly string[] }
  /** Combinations of values that occur more than once. */
  | {
      readonly ask: "duplicates";
      readonly table: TableName;
      readonly columns: readonly string[];
      readonly nullsNotDistinct: boolean;
      readonly where: PlainCondition | null;
    }
  /** Rows whose parent is not there. */
  | {
      readonly ask: "orphans";
      readonly table: TableName;
      readonly columns: readonly string[];
      readonly parent: TableName;
      readonly parentColumns: readonly string[];
    }
  /** Rows for which the condition is false. */
  | { readonly ask: "violations"; readonly table: TableName; readonly condition: PlainCondition }
  /** Rows for which the condition is true. */
  | { readonly ask: "matches"; readonly table: TableName; readonly condition: PlainCondition }
  /** Rows whose value does not fit, or changes by a cast. */
  | { readonly ask: "unfit"; readonly table: TableName; readonly column: string; readonly into: FittingType }
  /** Rows with one of these values of an enum. */
  | { readonly ask: "labels"; readonly table: TableName; readonly column: string; readonly labels: readonly string[] }
  /** Indexes of this name that an interrupted build left behind. */
  | { readonly ask: "invalid-index"; readonly schema: string | null; readonly name: string }
  /** Publications that send the table's changes. */
  | { readonly ask: "publications"; readonly table: TableName }
  /** Percent of a key's numbers that are used. */
  | { readonly ask: "numbers-used"; readonly table: TableName; readonly column: string; readonly type: "smallint" | "integer" };

/** Types for which it can be said in plain SQL whether a value fits. */
export type FittingType =
  | { readonly kind: "range"; readonly min: string; readonly max: string }
  | { readonly kind: "length"; readonly characters: number }
  | { readonly kind: "digits"; readonly precision: number; readonly scale: number }
  | { readonly kind: "scale"; readonly scale: number };

/** SQL that can only compute, written by `plainCondition` of the dialect. */
export type PlainCondition = string & { readonly plainCondition: unique symbol };
