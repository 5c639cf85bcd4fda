import type { DialectName } from "../../../schema/snapshot.ts";
import type { Rule } from "./rules.ts";

/** What decides how much one project's schema can say. */
export type LanguageFacts = {
  readonly dialect: DialectName;
  /** `schemas = [...]` of the datasource; empty: the connection's default. */
  readonly schemas: readonly string[];
  /** The preview feature is on: predicates of indexes are part of the schema. */
  readonly partialIndexes: boolean;
  /** Those that the datasource declares; `schema` only where it names one. */
  readonly extensions: readonly { readonly name: string; readonly schema: string | null }[];
  /** Left to others by the configuration: `users` or `auth.users`. */
  readonly externalTables: readonly string[];
  readonly externalEnums: readonly string[];
  /** `table.column` or `schema.table.column` with a bare `dbgenerated()`. */
  readonly unspecifiedDefaults: ReadonlySet<string>;
};

/** How the code's side was made equal, and what of the database it stands back from. */
export type Adjustment<Kind> = {
  /** The code's object, with everything taken over that the language can't say. */
  readonly to: Kind;
  /** One reason per attribute that was taken over. */
  readonly kept: readonly string[];
  readonly rules: readonly Rule[];
};
