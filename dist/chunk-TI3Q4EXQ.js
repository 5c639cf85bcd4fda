import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/schema/snapshot.ts
function objectId(kind, ...path) {
  const parts = path.filter((part) => part !== null);
  const name = parts.pop() ?? "";
  return `${kind} ${parts.map((part) => `${escapeDots(part)}.`).join("")}${name}`;
}
function escapeDots(part) {
  return part.includes(".") || part.includes("\\") ? part.replaceAll(/[\\.]/g, "\\$&") : part;
}
function ownerOf(object) {
  if ("table" in object) return objectId("table", object.schema, object.table);
  if (object.kind === "rights" || object.kind === "comment") return object.of;
  if (object.kind === "sequence") return object.ownedBy;
  return null;
}

export {
  objectId,
  ownerOf
};
