import { isMap, isPair, isScalar, type Pair, parseDocument, Scalar, stringify, visit } from "yaml";
import { UserError } from "../errors.ts";
import type { InitTarget } from "./targets.ts";

/** What the workflows of a repository have in common. */
export type Surroundings = {
  readonly defaultBranch: string;
  /** The name that the environments of all targets begin with. */
  readonly environment: string;
  /** Inputs that each step gets besides those of the template. */
  readonly inputs: Readonly<Record<string, string>>;
};

/** The names that a template is written with. */
const written = { branch: "main", environment: "production" } as const;

/** The template for one target; its comments and lines stay as they are. Where all names are the template's own, it is the template. */
export function workflowFor(template: string, target: InitTarget, around: Surroundings): string {
  return edited(template, [...renamed(template, target, around), ...addedInputs(template, target, around)]);
}

/** The same with a copy of its one job for each target. */
export function workflowForAll(template: string, targets: readonly InitTarget[], around: Surroundings): string {
  const texts = targets.map((target) => workflowFor(template, target, around));
  if (targets.length === 1) return texts[0] ?? "";
  const parts = texts.map((text, index) => splitAtJob(text, targets[index]?.name ?? ""));
  return `${headOf(template, around)}${parts.join("")}`;
}

/** The same for all targets in one step: the configuration has their environments, and the comment a section for each. */
export function workflowForTogether(template: string, targets: readonly InitTarget[], around: Surroundings): string {
  const [only] = targets;
  if (only !== undefined && targets.length === 1) return workflowFor(template, only, around);
  const together = environmentInputs(template).map(({ start, end }) => ({ start, end, text: "target: all" }));
  const inside = ({ start }: Edit) => together.some((edit) => edit.start <= start && start < edit.end);
  const others = [...renamed(template, around, around), ...addedInputs(template, { ...around, name: null }, around)];
  return edited(template, [...together, ...others.filter((edit) => !inside(edit))]);
}

type Edit = { readonly start: number; readonly end: number; readonly text: string };

function edited(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, { start, end, text: fresh }) => `${result.slice(0, start)}${fresh}${result.slice(end)}`, text);
}

function renamed(template: string, target: Pick<InitTarget, "environment">, around: Surroundings): readonly Edit[] {
  const edits: Edit[] = [];
  visit(parseDocument(template), {
    Scalar(key, node, path) {
      if (key === "key" || typeof node.value !== "string" || node.range == null) return;
      const isBranch = path.some((parent) => isPair(parent) && isScalar(parent.key) && parent.key.value === "branches");
      const value = isBranch
        ? node.value.replace(written.branch, () => branchPattern(around.defaultBranch))
        : node.value.replaceAll(written.environment, () => target.environment);
      if (value !== node.value) edits.push({ start: node.range[0], end: node.range[1], text: yamlOf(value) });
    },
  });
  return edits;
}

/** After the input `environment` of each step. */
function addedInputs(template: string, target: Pick<InitTarget, "name">, { inputs }: Surroundings): readonly Edit[] {
  const added = Object.entries({ ...(target.name === null ? {} : { target: target.name }), ...inputs });
  if (added.length === 0) return [];
  return environmentInputs(template).map(({ start }) => {
    const indent = " ".repeat(start - template.lastIndexOf("\n", start) - 1);
    const at = template.indexOf("\n", start) + 1;
    return { start: at, end: at, text: added.map(([name, value]) => `${indent}${name}: ${yamlOf(value)}\n`).join("") };
  });
}

/** Where the input `environment` of each step stands. */
function environmentInputs(template: string): readonly { readonly start: number; readonly end: number }[] {
  const places: { readonly start: number; readonly end: number }[] = [];
  visit(parseDocument(template), {
    Pair(_key, pair) {
      if (!isScalar(pair.key) || pair.key.value !== "with" || !isMap(pair.value)) return;
      const environment = pair.value.items.find((item) => isScalar(item.key) && item.key.value === "environment");
      if (environment === undefined) return;
      const end = isScalar(environment.value) ? environment.value.range?.[1] : undefined;
      if (end === undefined) throw new Error("The input environment of the template has no value.");
      places.push({ start: startOf(environment), end });
    },
  });
  return places;
}

/** From the one job to the end, with the target in the job's id. */
function splitAtJob(text: string, name: string): string {
  const { start, id } = jobOf(text);
  return text.slice(start).replace(id, () => `${id}-${name}`);
}

/** Everything before the job; nothing there belongs to one target. */
function headOf(template: string, around: Surroundings): string {
  const { start } = jobOf(template);
  return edited(
    template.slice(0, start),
    renamed(template, around, around).filter(({ end }) => end <= start),
  );
}

function jobOf(text: string): { readonly start: number; readonly id: string } {
  const jobs = parseDocument(text).get("jobs");
  const [job, ...more] = isMap(jobs) ? jobs.items : [];
  if (job === undefined || more.length > 0 || !isScalar(job.key)) throw new Error("This template does not have one job.");
  return { start: text.lastIndexOf("\n", startOf(job)) + 1, id: String(job.key.value) };
}

function startOf({ key }: Pair): number {
  const start = isScalar(key) ? key.range?.[0] : undefined;
  if (start === undefined) throw new Error("A key of the template has no place.");
  return start;
}

const reserved = /^(?:true|false|null|yes|no|on|off|[yn])$/i;

/** Plain where that can be nothing but this text, in double quotes otherwise. */
function yamlOf(value: string): string {
  if (/^[A-Za-z](?:[\w ./${}-]*[\w}])?$/.test(value) && !reserved.test(value)) return value;
  const quoted = new Scalar(value);
  quoted.type = Scalar.QUOTE_DOUBLE;
  return stringify(quoted, { lineWidth: 0 }).trimEnd();
}

/** `branches` takes patterns: + and a leading ! would not be read as themselves. Throws UserError for what can't be written there. */
function branchPattern(branch: string): string {
  if (!/^[\p{L}\p{N}._/+@#!,=-]+$/u.test(branch))
    throw new UserError(
      "invalid-input",
      `The default branch is called ${JSON.stringify(branch)}: that can't be put into a workflow safely.`,
      "Copy the files of templates/workflows and write it yourself, or rename the branch.",
    );
  return branch.replaceAll("+", "\\+").replace(/^!/, "\\!");
}
