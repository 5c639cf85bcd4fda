import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";
import { homePath } from "./assets.ts";
import { UserError } from "./errors.ts";
import { type Inputs, isSlug, type RawInputs, readInputs, type Surroundings } from "./inputs.ts";
import { redactor } from "./redact.ts";
import type { Command, JsonDocument } from "./report/json.ts";
import { type Templates, templateNames } from "./report/templates.ts";
import type { Paint } from "./report/terminal.ts";
import type { Signals } from "./signals.ts";
import { taskFolder } from "./task-log.ts";
import type { Tools } from "./tools.ts";

/** What the user typed for one command. */
export type Flags = RawInputs & {
  readonly json?: boolean;
  readonly out?: string;
  readonly exitCode?: boolean;
  readonly dryRun?: boolean;
  readonly apply?: boolean;
  readonly plan?: string;
  readonly approve?: string;
  readonly upTo?: string;
  readonly withoutPromotion?: string;
  readonly allowDestructive?: boolean;
  readonly backup?: string;
  readonly acceptRisk?: string;
  readonly resume?: boolean;
  readonly resumeFrom?: string;
  readonly verifyCommand?: string;
  readonly passUrl?: boolean;
  readonly sql?: string;
  readonly transaction?: string;
};

/** The outcome of a command: the document for `--json`, the text for people, the exit status. */
export type Done = { readonly document: JsonDocument; readonly text: string; readonly status: number };

/** See FORMATS.md. */
export const exitStatus = { done: 0, changes: 2, blocked: 3, failed: 1, usage: 64 } as const;

/** One run of a command: who it talks to, and what it may know of its surroundings. */
export type Session = Signals & {
  readonly command: Command;
  /** Takes secrets out of a text; knows more of them once the inputs are read. */
  redact: (text: string) => string;
  readonly tools: Tools;
  readonly surroundings: Surroundings;
};

/** Flags, configuration and URL; from here on the URL is kept out of every output. */
export async function inputsOf(flags: Flags, session: Session, environment: "required" | "optional"): Promise<Inputs> {
  const inputs = await readInputs(flags, session.surroundings, { environment });
  session.redact = redactor([...urlsAround(flags, session.surroundings.environment), inputs.url?.reveal() ?? ""]);
  return inputs;
}

/** Whatever may hold a password: also a URL that was given to the wrong flag. */
export function urlsAround(flags: Flags, environment: Surroundings["environment"]): readonly string[] {
  const { url, devUrl, ...others } = flags;
  const misplaced = Object.values(others).flatMap((value) => (typeof value === "string" && value.includes("://") ? [value] : []));
  return [url, devUrl, environment["DATABASE_URL"], ...misplaced].filter((text) => text !== undefined);
}

/** The task is proposed from the branch, and confirmed where somebody can answer. */
export async function chooseTask(
  flags: Flags,
  inputs: Inputs,
  { tools }: Session,
): Promise<{ readonly task: string; readonly folder: string }> {
  const proposed = inputs.task ?? (await tools.readGit(inputs.workingDirectory))?.taskSlug ?? "schema";
  const asks =
    inputs.task === null && flags.out === undefined && flags.json !== true && process.stdin.isTTY && process.stderr.isTTY;
  const task = asks ? await confirmTask(proposed) : proposed;
  return { task, folder: flags.out === undefined ? join(inputs.root, taskFolder(task)) : resolve(flags.out) };
}

async function confirmTask(proposed: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await prompt.question(`Task (names the folder of the log) [${proposed}]: `)).trim();
    if (answer !== "" && !isSlug(answer))
      throw new UserError(
        "invalid-input",
        "A task may hold letters, digits, dots, dashes and underscores.",
        "Choose another name, or pass --task.",
      );
    return answer === "" ? proposed : answer;
  } finally {
    prompt.close();
  }
}

/** The frames of the task log, as they lie beside this program. */
export async function readTemplates(): Promise<Templates> {
  const entries = await Promise.all(
    templateNames.map(async (name) => [name, await readFile(homePath(`templates/${name}.md`), "utf8")] as const),
  );
  return Object.fromEntries(entries) as Record<(typeof templateNames)[number], string>;
}

/** A path as the user would type it. */
export function shown(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith("..") ? path : way;
}

/** For what goes to standard output. */
export const paint: Paint = (style, text) => paintFor(process.stdout)(style, text);

/** Colours only where somebody sees them. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}
