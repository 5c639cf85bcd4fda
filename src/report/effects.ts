import type { Effect } from "../plan/plan.ts";

/** What a reviewer must always see counted, worst first, as the end of "this statement …". */
export const effectWords: Readonly<Record<Effect, string>> = {
  "deletes-data": "deletes data",
  "not-understood": "holds something that was not understood",
  "reaches-outside": "reaches outside of the database",
  "changes-data": "changes data",
  "changes-rights": "changes rights",
  "touches-history": "touches a history table",
};

/** The same for several: the end of "statements that …". */
export const effectsOfMany: Readonly<Record<Effect, string>> = {
  "deletes-data": "delete data",
  "not-understood": "hold something that was not understood",
  "reaches-outside": "reach outside of the database",
  "changes-data": "change data",
  "changes-rights": "change rights",
  "touches-history": "touch a history table",
};

export const effects = Object.keys(effectWords) as readonly Effect[];
