import type { Github } from "../github/api.ts";
import type { Inputs } from "../inputs.ts";
import type { Templates } from "../report/templates.ts";
import type { Signals } from "../signals.ts";
import type { Tools } from "../tools.ts";
import type { InputName, OutputName } from "./action-inputs.ts";
import type { RunFacts } from "./run-facts.ts";

/** What a command of the action may do with the runner. Everything that is said through it has passed the redactor. */
export interface Door {
  input(name: InputName): string;
  output(name: OutputName, value: string): void;
  info(text: string): void;
  annotate(level: "error" | "warning" | "notice", text: string, where?: Annotation): void;
  /** Replaces the summary of this step. */
  summarize(markdown: string): Promise<void>;
  fail(): void;
}

export type Annotation = { readonly title: string; readonly file?: string };

/** What distinguishes the targets of one run: the name in the configuration, the environment where it is not the input's, and the URL; null where there is none. */
export type TargetInput = { readonly target: string | null; readonly environment: string | null; readonly url: string | null };

/** One run of the action. */
export type ActionRun = {
  readonly door: Door;
  readonly facts: RunFacts;
  readonly github: Github;
  readonly tools: Tools;
  readonly templates: Templates;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute: the checkout. */
  readonly workspace: string;
  /** Absolute: where 00 to 04 go. */
  readonly folder: string;
  redact: (text: string) => string;
  /** From here on a signal asks to stop instead of ending the process: what was done has to be told. A second one ends it. */
  readonly holdSignals: Signals["holdSignals"];
  /** Reads the inputs. A URL is required unless it is said that there is none. */
  readInputs(of?: TargetInput): Promise<Inputs>;
};

/** Names the folder of the log. */
export function taskOf({ door, facts }: ActionRun): string {
  const named = door.input("task");
  if (named !== "") return named;
  return facts.pullRequest === null ? `run-${facts.runId}` : `pr-${facts.pullRequest.number}`;
}
