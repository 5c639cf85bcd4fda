import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/schema/fingerprint.ts
import { createHash } from "node:crypto";
function hashObjects(objects) {
  return Object.fromEntries(objects.map((object) => [object.id, sha256(canonicalJson(comparable(object)))]));
}
function fingerprintOf(hashes) {
  const lines = Object.entries(hashes).sort(([a], [b]) => a < b ? -1 : 1).map(([id, hash]) => `${hash} ${id}
`);
  return sha256(lines.join(""));
}
function comparable(object) {
  const { ...fields } = object;
  if (object.kind === "column") delete fields["position"];
  if (object.kind === "table") delete fields["sql"];
  if (object.kind === "extension") delete fields["version"];
  return fields;
}
function canonicalJson(value) {
  return JSON.stringify(
    value,
    (_key, inner) => inner !== null && typeof inner === "object" && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1)) : inner
  );
}
function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

export {
  hashObjects,
  fingerprintOf,
  comparable,
  canonicalJson,
  sha256
};
