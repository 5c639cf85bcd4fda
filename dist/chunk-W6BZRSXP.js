import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  exec,
  getExecOutput
} from "./chunk-I464EHDJ.js";
import "./chunk-KPJN5OEV.js";
export {
  exec,
  getExecOutput
};
