/** Examples of hazards: plain files with the schema before, what raises the hazard, and the safer way, perhaps in several files. */
import { readdirSync, readFileSync } from "node:fs";
import type { StandIn } from "../../src/dialects/dialect.ts";
import { postgres } from "../../src/dialects/postgres/dialect.ts";
import { sqlite } from "../../src/dialects/sqlite/dialect.ts";
import type { Answers } from "../../src/hazards/answers.ts";
import type { HazardId } from "../../src/hazards/catalogue.ts";
import { nothingAround } from "../../src/hazards/circumstances.ts";
import { type JudgedStatement, judgeHazards } from "../../src/hazards/judge.ts";
import type { Hazard } from "../../src/plan/plan.ts";
import type { Observation } from "../../src/rehearsal.ts";

export type ExampleDialect = "postgres" | "sqlite";

export type HazardExample = {
  readonly id: HazardId;
  readonly dialect: ExampleDialect;
  readonly before: string;
  readonly bad: readonly string[];
  /** Null: there is none that takes the same statement. */
  readonly safe: readonly string[] | null;
  /** Others that truly come with it. */
  readonly also: readonly string[];
  /** Only the rows can show it. */
  readonly needsRows: boolean;
};

const folder = new URL("../cases/hazards/", import.meta.url);

export function readExamples(dialect: ExampleDialect): readonly HazardExample[] {
  return readdirSync(new URL(`${dialect}/`, folder))
    .sort()
    .map((file) => toExample(dialect, file.replace(/\.sql$/, ""), readFileSync(new URL(`${dialect}/${file}`, folder), "utf8")));
}

function toExample(dialect: ExampleDialect, id: string, text: string): HazardExample {
  const [head = "", ...parts] = text.split(/^-- \[(before|bad|safe)\]\n/m);
  const part = (name: string) => {
    const at = parts.indexOf(name);
    return at === -1 ? null : (parts[at + 1] ?? "");
  };
  const files = (sql: string | null) => sql?.split(/^-- \[next file\]\n/m) ?? null;
  return {
    id: id as HazardId,
    dialect,
    before: part("before") ?? "",
    bad: files(part("bad")) ?? [],
    safe: files(part("safe")),
    also: /^-- also: (.*)$/m.exec(head)?.[1]?.split(", ") ?? [],
    needsRows: /^-- needs rows$/m.test(head),
  };
}

export type Tried = { readonly hazards: readonly Hazard[]; readonly observations: readonly Observation[] };

const clean: Readonly<Record<ExampleDialect, string>> = {
  postgres: `DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT pubname FROM pg_publication LOOP EXECUTE format('DROP PUBLICATION %I', one); END LOOP;
    FOR one IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    LOOP EXECUTE format('DROP SCHEMA %I CASCADE', one); END LOOP;
    CREATE SCHEMA public; END $$`,
  sqlite: "",
};

/** Runs the files one after the other, each rehearsed on what those before it left, and gives all that was raised. */
export async function tryFiles(
  example: Pick<HazardExample, "dialect" | "before">,
  files: readonly string[],
  standIn: StandIn,
): Promise<Tried> {
  const { dialect, before } = example;
  const cleaned = clean[dialect] === "" ? null : await standIn.run([{ name: "clean", sql: clean[dialect] }]);
  if (cleaned !== null && cleaned.outcome !== "done") throw new Error(JSON.stringify(cleaned));
  const begun = await standIn.run([{ name: "before", sql: before }]);
  if (begun.outcome !== "done") throw new Error(JSON.stringify(begun));
  const hazards: Hazard[] = [];
  const observations: Observation[] = [];
  for (const file of files) {
    const tried = await tryFile(file, dialect, standIn);
    hazards.push(...tried.hazards);
    observations.push(...tried.observations);
  }
  return { hazards, observations };
}

async function tryFile(file: string, name: ExampleDialect, standIn: StandIn): Promise<Tried> {
  const dialect = name === "postgres" ? postgres : sqlite;
  const scope = { include: null, exclude: [], absent: "leave out" } as const;
  const live = await standIn.introspect(scope);
  const context = {
    defaultSchema: name === "postgres" ? "public" : null,
    historyTables: [name === "postgres" ? "table public._prisma_migrations" : "table _prisma_migrations"],
    objects: live.objects,
  };
  const parsed = (await dialect.parseScript(file, context)).statements;
  const groups = dialect.groupStatements(parsed);
  const rehearsed = await standIn.rehearse({
    batches: groups.map((group) => ({ ...group, origin: "file", statements: group.statements.map(({ sql }) => sql) })),
    settings: [],
    defaultSchema: context.defaultSchema,
    filled: live.objects.flatMap(({ kind, id }) => (kind === "table" ? [id] : [])),
  });
  const statements = groups.flatMap((group, batch) =>
    group.statements.map(
      (statement): JudgedStatement => ({
        verb: statement.verb,
        risks: statement.risks,
        touches: statement.touches,
        writesRows: statement.effects.some((effect) => effect === "changes-data" || effect === "deletes-data") ? "yes" : "no",
        batch,
        transactional: group.transactional || parsed.some(({ control }) => control === "begin") ? "yes" : "no",
      }),
    ),
  );
  const judged = judgeHazards(statements, {
    dialect: name,
    observations: rehearsed.observations,
    answers: noAnswers,
    statistics: {},
    around: nothingAround,
    smallTable: 0,
  });
  return { hazards: judged.flat(), observations: rehearsed.observations };
}

const noAnswers: Answers = new Map();
