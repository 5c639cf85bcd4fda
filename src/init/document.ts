import type { InitFile } from "./files.ts";
import type { SetupStep } from "./steps.ts";
import type { InitTarget } from "./targets.ts";

/** What `init` found and wrote, and what is left to do: `init` of `--json` (FORMATS.md). */
export type InitDocument = {
  /** Absolute; the paths of files and folders are relative to it. */
  readonly root: string;
  readonly defaultBranch: { readonly name: string; readonly from: string };
  readonly targets: readonly InitTarget[];
  /** Folders of projects that get nothing, and why. */
  readonly leftOut: readonly { readonly folder: string; readonly message: string }[];
  readonly files: readonly InitFile[];
  readonly steps: readonly SetupStep[];
};
