/**
 * Runs squawk (https://squawkhq.com) on the PostgreSQL examples of the hazards and writes docs/hazards-compared.md: what each finds on the
 * examples and on their safer ways. Give a folder of projects to look at the migrations of real ones, too: file by file, without a schema.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type HazardExample, readExamples, tryFiles } from "../__tests__/support/hazard-examples.ts";
import { postgres } from "../src/dialects/postgres/dialect.ts";
import { postgresDriver } from "../src/dialects/postgres/driver.ts";

const squawk = "node_modules/@squawk-cli/linux-x64/bin/squawk";

/** Rules of squawk about style or about settings of the session, which say nothing of this statement. */
const notAboutHazards = /^(prefer-|require-(lock|statement)-timeout|require-timeout-settings|ban-char-field|identifier-too-long)/;

/** What we call what squawk's rules mean. */
const ours: Readonly<Record<string, readonly string[]>> = {
  "adding-field-with-default": ["add-column-volatile-default", "add-column-stored-generated", "add-column-auto-increment"],
  "adding-foreign-key-constraint": [
    "foreign-key-scan",
    "foreign-key-orphans",
    "foreign-key-locks-parent",
    "add-column-inline-foreign-key",
  ],
  "adding-not-nullable-field": ["set-not-null-scan", "set-not-null-nulls"],
  "adding-required-field": ["add-required-column"],
  "adding-serial-primary-key-field": ["primary-key-add-blocks", "add-column-auto-increment"],
  "ban-alter-domain-with-add-constraint": ["domain-constraint-scan"],
  "ban-concurrent-index-creation-in-transaction": ["concurrently-in-transaction"],
  "ban-drop-column": ["drop-column"],
  "ban-drop-database": ["drop-schema-or-database"],
  "ban-drop-not-null": ["drop-not-null"],
  "ban-drop-table": ["drop-table", "drop-partition"],
  "ban-truncate-cascade": ["truncate-cascade"],
  "changing-column-type": ["column-type-rewrite", "cached-plan-break", "type-cast-may-fail", "lossy-type-conversion"],
  "constraint-missing-not-valid": ["check-constraint-scan", "foreign-key-scan", "validate-in-same-transaction"],
  "disallowed-unique-constraint": ["unique-constraint-blocks", "add-column-inline-unique"],
  "renaming-column": ["rename-column"],
  "renaming-table": ["rename-table"],
  "require-concurrent-index-creation": ["index-build-blocks-writes", "partitioned-index-fanout"],
  "require-concurrent-index-deletion": ["index-drop-blocks"],
  "require-concurrent-partition-detach": ["detach-partition-blocks"],
  "require-concurrent-reindex": ["reindex-blocks"],
  "transaction-nesting": ["transaction-control-in-migration"],
  "ban-uncommitted-transaction": ["transaction-control-in-migration"],
};

type Row = {
  readonly example: HazardExample;
  readonly bad: readonly string[];
  readonly safe: readonly string[];
  readonly raised: boolean;
};

const folder = await mkdtemp(join(tmpdir(), "schemagate-squawk-"));
try {
  const rows = await compareExamples();
  const [projects] = process.argv.slice(2);
  const real = projects === undefined ? [] : await compareProjects(projects);
  await writeFile("docs/hazards-compared.md", documentOf(rows, real));
} finally {
  await rm(folder, { recursive: true });
}

async function compareExamples(): Promise<readonly Row[]> {
  await using standIn = await postgresDriver.openStandIn({
    serverMajor: null,
    schemas: [],
    extensions: [],
    roles: [],
    devUrl: null,
    shadowSchema: null,
    targetIdentity: null,
    limits: { timeMs: 600_000, memoryBytes: 2_000_000_000 },
  });
  const rows: Row[] = [];
  for (const example of readExamples("postgres")) {
    const { hazards } = await tryFiles(example, example.bad, standIn);
    rows.push({
      example,
      bad: await lint(example.bad),
      safe: example.safe === null ? [] : await lint(example.safe),
      raised: example.needsRows || hazards.some(({ id }) => id === example.id),
    });
  }
  return rows;
}

/** Rules that squawk raises; a file with CONCURRENTLY runs outside of a transaction, any other in one. */
async function lint(files: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const sql of files) {
    const path = join(folder, "one.sql");
    await writeFile(path, sql);
    const mode = /CONCURRENTLY|^BEGIN/m.test(sql) ? [] : ["--assume-in-transaction"];
    for (const rule of await run([...mode, "--reporter", "json", path])) found.add(rule);
  }
  return [...found].filter((rule) => !notAboutHazards.test(rule)).sort();
}

/** It exits with 1 when it found something. */
async function run(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(squawk, args, { maxBuffer: 100_000_000 }).catch(
    (error: { stdout: string }) => error,
  );
  return (JSON.parse(stdout === "" ? "[]" : stdout) as readonly { readonly rule_name: string }[]).map(
    ({ rule_name }) => rule_name,
  );
}

type RuleCount = { readonly rule: string; readonly files: number; readonly alsoOurs: number };
type Real = { readonly files: number; readonly rules: readonly RuleCount[]; readonly onlyOurs: ReadonlyMap<string, number> };

async function compareProjects(root: string): Promise<readonly Real[]> {
  const paths = (await readdir(root, { recursive: true })).filter((path) => path.endsWith("/migration.sql")).sort();
  const rules = new Map<string, { files: number; alsoOurs: number }>();
  const onlyOurs = new Map<string, number>();
  for (const path of paths) {
    const sql = await readFile(join(root, path), "utf8");
    const found = new Set(await lint([sql]));
    const { statements } = await postgres.parseScript(sql, { defaultSchema: "public", historyTables: [] });
    const raised = new Set(statements.flatMap(({ hazards }) => hazards.map(({ id }) => id)));
    for (const rule of found) {
      const count = rules.get(rule) ?? { files: 0, alsoOurs: 0 };
      count.files++;
      if ((ours[rule] ?? []).some((id) => raised.has(id))) count.alsoOurs++;
      rules.set(rule, count);
    }
    const told = new Set([...found].flatMap((rule) => ours[rule] ?? []));
    for (const id of raised) if (!told.has(id)) onlyOurs.set(id, (onlyOurs.get(id) ?? 0) + 1);
  }
  return [
    {
      files: paths.length,
      rules: [...rules].map(([rule, count]) => ({ rule, ...count })).sort((a, b) => b.files - a.files),
      onlyOurs,
    },
  ];
}

function documentOf(rows: readonly Row[], real: readonly Real[]): string {
  const found = rows.filter(({ bad }) => bad.length > 0).length;
  const own = rows.filter(({ raised }) => raised).length;
  const twins = rows.filter(({ example }) => example.safe !== null);
  const alarms = twins.filter(({ safe, bad }) => safe.some((rule) => bad.includes(rule))).length;
  return `# Hazards, compared

<!-- Written by node scripts/compare-squawk.ts. -->

[squawk](https://squawkhq.com) is a linter for PostgreSQL migrations: it sees the text of a file. Schemagate also sees the schema, runs the statements on a
copy of it, and asks the rows. Both were given the ${rows.length} PostgreSQL examples of [hazards.md](hazards.md), which are ours, so they show what a linter can't know
rather than which program is better; style rules of squawk and its rules about timeouts of the session are left out.

- Examples on which a rule about a hazard fires: squawk ${found} of ${rows.length}, Schemagate ${own} of ${rows.length}.
- Safer ways (${twins.length}) on which squawk still raises a rule that it raised on the hazard: ${alarms}; Schemagate raises the hazard on none (the tests see to it).

| hazard | squawk says | on the safer way squawk says |
| --- | --- | --- |
${rows.map(({ example, bad, safe }) => `| [\`${example.id}\`](hazards.md#${example.id}) | ${list(bad)} | ${example.safe === null ? "no safer way" : list(safe)} |`).join("\n")}
${real.map(realPart).join("")}`;
}

function realPart({ files, rules, onlyOurs }: Real): string {
  return `
## Real migrations

${files} migration files of public projects, each read alone by both: no schema, no rehearsal, no rows. Where a rule about foreign keys fires and ours
does not, the table is made in the same file, and nobody waits for it; \`require-enum-value-ordering\` is about style.

| squawk's rule | files | of them with our hazard of the same meaning |
| --- | --- | --- |
${rules.map(({ rule, files: count, alsoOurs }) => `| \`${rule}\` | ${count} | ${alsoOurs} |`).join("\n")}

| our hazard, where no rule of squawk with that meaning fired | files |
| --- | --- |
${[...onlyOurs]
  .sort(([, a], [, b]) => b - a)
  .map(([id, count]) => `| [\`${id}\`](hazards.md#${id}) | ${count} |`)
  .join("\n")}
`;
}

function list(rules: readonly string[]): string {
  return rules.length === 0 ? "nothing" : rules.map((rule) => `\`${rule}\``).join(", ");
}
