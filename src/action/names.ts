import { sha256 } from "../schema/fingerprint.ts";
import { placeOf, type Service } from "../service.ts";

/** The parts of a key that no other service of the repository has; a folder begins with a dot, so it is never taken for a target. */
export function keyParts({ environment, target, folder }: Service): readonly string[] {
  const place = target ?? (folder === "." ? "" : `./${folder}`);
  return [environment, place].filter((part) => part !== "").map(encodeURIComponent);
}

/**
 * Name of an artifact, `schemagate-plan-production`. It may hold few characters; where something had to be joined or replaced, a hash of
 * what it was keeps two services apart. `stage` goes behind it: `-applied`.
 */
export function artifactName(kind: string, service: Service, stage = ""): string {
  const place = placeOf(service);
  const name = [kind, service.environment, place ?? ""].filter((part) => part !== "").join("-");
  if (place === null && isPlain(service.environment)) return `${name}${stage}`;
  const { environment, target, folder } = service;
  const exact = sha256(JSON.stringify([environment, target, target === null ? folder : null]));
  return `${inPath(name)}-${exact.slice(0, 12)}${stage}`;
}

/** What several targets of one run are called together: by their environment, if it is the same. One is called by itself. */
export function commonTo(services: readonly Service[]): Service {
  const [first, ...more] = services;
  if (first === undefined) throw new Error("A run has a target.");
  if (more.length === 0) return first;
  const isOne = more.every(({ environment }) => environment === first.environment);
  return { environment: isOne ? first.environment : "", target: null, folder: "." };
}

/** Name of the folder of one of several targets. */
export function folderName(target: string): string {
  return isPlain(target) ? target : `${inPath(target)}-${sha256(target).slice(0, 12)}`;
}

/** Holds no other character, and does not look like one that had to be changed, or like a stage. */
function isPlain(text: string): boolean {
  return inPath(text) === text && !/-(?:[0-9a-f]{12}|applied)$/.test(text);
}

function inPath(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.-]/g, "_");
}
