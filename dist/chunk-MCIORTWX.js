import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  entryOf
} from "./chunk-2LLQSP74.js";

// src/hazards/risk.ts
function hazardOf(id, object) {
  const { severity, message, saferWay } = entryOf(id);
  return {
    id,
    severity,
    object,
    message: capital(message.replaceAll("{object}", () => object ?? "it")),
    evidence: null,
    saferWay
  };
}
function riskOf(hazard, { sign = null, question = null, presumed = true } = {}) {
  return { hazard, sign, question, presumed };
}
function presumedHazards(risks) {
  return risks.flatMap(({ hazard, presumed }) => presumed ? [hazard] : []);
}
function capital(sentence) {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

export {
  hazardOf,
  riskOf,
  presumedHazards
};
