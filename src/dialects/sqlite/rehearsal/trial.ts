import type { ReadSession } from "../../dialect.ts";

/** A stand-in on which statements are tried one by one. Throws Gone when a limit has ended it. */
export interface Trial extends ReadSession {
  run(sql: string): Promise<Tried>;
}

export type Tried =
  | { readonly outcome: "done"; readonly inTransaction: boolean }
  | {
      readonly outcome: "failed";
      readonly message: string;
      readonly code: string | null;
      readonly inTransaction: boolean;
    };

/** The stand-in is gone; `message` says why. */
export class Gone extends Error {}
