import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/hazards/circumstances.ts
var nothingAround = { oldestTransaction: null, replicas: null, writes: {} };
var long = { seconds: 60, writesPerMinute: 1e3 };
function isHeldUp({ oldestTransaction }) {
  return (oldestTransaction ?? 0) >= long.seconds;
}
function aroundWords({ id, object }, table, around) {
  const perMinute = around.writes[table] ?? 0;
  const minutes = Math.round((around.oldestTransaction ?? 0) / 60);
  return [
    ...object !== null && perMinute >= long.writesPerMinute ? [`About ${perMinute.toLocaleString("en-US")} of its rows change a minute.`] : [],
    ...isHeldUp(around) ? [
      `A transaction has been open for ${minutes} ${minutes === 1 ? "minute" : "minutes"}: this may wait for it, and everybody else behind this.`
    ] : [],
    ...(around.replicas ?? 0) > 0 && copied.has(id) ? [`${around.replicas === 1 ? "A replica gets" : `${around.replicas} replicas get`} all of it, too.`] : []
  ];
}
var copied = /* @__PURE__ */ new Set([
  "add-column-auto-increment",
  "add-column-constrained-domain",
  "add-column-stored-generated",
  "add-column-volatile-default",
  "column-type-rewrite",
  "set-logged-unlogged",
  "table-rewrite",
  "unbatched-backfill"
]);

export {
  nothingAround,
  isHeldUp,
  aroundWords
};
