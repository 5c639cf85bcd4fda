import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  parseConfig
} from "./chunk-4Y3C3TFZ.js";
import "./chunk-Y7CLSBM6.js";
import "./chunk-W5BN3M5K.js";
import "./chunk-7WQU5GB5.js";
import "./chunk-JN2SGYBL.js";
import "./chunk-2LLQSP74.js";
import "./chunk-KPJN5OEV.js";
export {
  parseConfig
};
