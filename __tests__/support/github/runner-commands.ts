/** What a step tells its runner: by lines of its output, and by the files that it is given. As in actions/runner. */

export type Annotation = {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly endLine: number | null;
};

export type Said = {
  readonly annotations: readonly Annotation[];
  readonly masks: readonly string[];
  /** Names of commands that are neither of these, nor `group`, `endgroup` and `debug`. */
  readonly otherCommands: readonly string[];
  /** The log as it is shown: masked, without commands. */
  readonly log: string;
};

/** The runner shows so many of each level for a step, and cuts longer messages. */
const mostAnnotations = 10;
const longestMessage = 4096;

export function readOutput(output: string, knownSecrets: readonly string[]): Said {
  const masks: string[] = [];
  const annotations: Annotation[] = [];
  const otherCommands: string[] = [];
  const log: string[] = [];
  let resumeWith: string | null = null;
  for (const line of output.split(/\r\n|\r|\n/)) {
    const command = commandIn(line, resumeWith);
    if (resumeWith !== null) {
      if (command?.name === resumeWith) resumeWith = null;
      else log.push(masked(line, [...knownSecrets, ...masks]));
      continue;
    }
    if (command === null) {
      log.push(masked(line, [...knownSecrets, ...masks]));
      continue;
    }
    const { name, properties, data } = command;
    switch (name) {
      case "add-mask":
        masks.push(data, ...data.split(/\r\n|\r|\n/));
        break;
      case "stop-commands":
        resumeWith = data;
        break;
      case "error":
      case "warning":
      case "notice":
        annotations.push(annotation(name, properties, masked(data, [...knownSecrets, ...masks])));
        break;
      case "group":
      case "endgroup":
      case "debug":
        break;
      default:
        otherCommands.push(name);
    }
  }
  const shown = annotations.filter(
    (each, at) => annotations.slice(0, at).filter(({ level }) => level === each.level).length < mostAnnotations,
  );
  return {
    annotations: shown,
    masks: [...new Set(masks)].filter((mask) => mask.trim() !== ""),
    otherCommands,
    log: log.join("\n"),
  };
}

type Command = { readonly name: string; readonly properties: Readonly<Record<string, string>>; readonly data: string };

/** `::name a=b,c=d::data` at the start of a line, or the old `##[name a=b;]data` anywhere in it. */
function commandIn(line: string, resumeWith: string | null): Command | null {
  const today = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/.exec(line);
  const found = today ?? /##\[([\w-]+)(?: ([^\]]*))?\](.*)$/.exec(line);
  if (found === null) return null;
  const [, name = "", properties = "", data = ""] = found;
  // The word that ends `stop-commands` is a command too.
  if (!registered.has(name.toLowerCase()) && name !== resumeWith) return null;
  return {
    name: name === resumeWith ? name : name.toLowerCase(),
    properties: pairs(properties, today === null ? ";" : ","),
    data: unescaped(data),
  };
}

const registered = new Set(
  "add-mask add-matcher add-path debug echo endgroup error group internal-set-repo-path notice remove-matcher save-state set-env set-output stop-commands warning".split(
    " ",
  ),
);

function pairs(text: string, separator: string): Readonly<Record<string, string>> {
  const each = text.split(separator).filter(Boolean);
  return Object.fromEntries(
    each.map((pair) => [pair.slice(0, pair.indexOf("=")).trim(), unescapedProperty(pair.slice(pair.indexOf("=") + 1))]),
  );
}

function unescaped(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

function unescapedProperty(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

function annotation(level: Annotation["level"], properties: Readonly<Record<string, string>>, message: string): Annotation {
  const number = (name: string) => (properties[name] === undefined ? null : Number(properties[name]));
  return {
    level,
    message: message.slice(0, longestMessage),
    title: properties["title"] ?? null,
    file: properties["file"] ?? null,
    line: number("line"),
    endLine: number("endLine"),
  };
}

export function masked(text: string, secrets: readonly string[]): string {
  const longestFirst = [...secrets].filter((secret) => secret.trim() !== "").sort((a, b) => b.length - a.length);
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
}

/** GITHUB_OUTPUT and its like: `name=value`, or `name<<DELIMITER` and lines up to the delimiter. Throws where the runner would fail the step. */
export function readFileCommands(content: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = content.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const [equals, heredoc] = [line.indexOf("="), line.indexOf("<<")];
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error(`Invalid format '${line}'`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const [name, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
    if (heredoc <= 0 || delimiter === "") throw new Error(`Invalid format '${line}'`);
    const end = lines.indexOf(delimiter, at + 1);
    if (end === -1) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    values[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return values;
}
