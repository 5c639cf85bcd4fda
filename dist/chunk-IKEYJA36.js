import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  parseConfig
} from "./chunk-I3KWPZK4.js";
import "./chunk-IL24N5QA.js";
import "./chunk-36BEUYFX.js";
import "./chunk-7WQU5GB5.js";
import "./chunk-JN2SGYBL.js";
import "./chunk-2LLQSP74.js";
import "./chunk-KPJN5OEV.js";
export {
  parseConfig
};
