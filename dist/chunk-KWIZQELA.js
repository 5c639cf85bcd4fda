import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/schema/fingerprint.ts
import { createHash } from "node:crypto";
var known = /* @__PURE__ */ new WeakMap();
function hashObjects(objects) {
  return Object.fromEntries(objects.map((object) => [object.id, hashOf(object)]));
}
function hashOf(object) {
  const hash = known.get(object) ?? sha256(canonicalJson(comparable(object)));
  known.set(object, hash);
  return hash;
}
function fingerprint(snapshot) {
  return fingerprintOf(hashObjects(snapshot.objects));
}
function fingerprintOf(hashes) {
  const lines = Object.entries(hashes).sort(([a], [b]) => a < b ? -1 : 1).map(([id, hash]) => `${hash} ${id}
`);
  return sha256(lines.join(""));
}
var uncompared = {
  column: "position",
  table: "sql",
  extension: "version"
};
function comparable(object) {
  const left = uncompared[object.kind];
  return left === void 0 ? object : Object.fromEntries(Object.entries(object).filter(([name]) => name !== left));
}
function isCompared(kind, field) {
  return uncompared[kind] !== field;
}
function sameValue(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  const [left, right] = [a, b];
  const names = Object.keys(left);
  return !Array.isArray(b) && names.length === Object.keys(right).length && names.every((name) => name in right && sameValue(left[name], right[name]));
}
function canonicalJson(value) {
  if (Array.isArray(value))
    return `[${value.map((item) => item === void 0 ? "null" : canonicalJson(item)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, inner]) => inner !== void 0);
  const sorted = entries.sort(([a], [b]) => a < b ? -1 : 1);
  return `{${sorted.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(",")}}`;
}
function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

export {
  hashObjects,
  fingerprint,
  fingerprintOf,
  comparable,
  isCompared,
  sameValue,
  canonicalJson,
  sha256
};
