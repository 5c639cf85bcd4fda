/**
 * A plan of twelve statements with every way to commit: a file in one transaction, a file in steps (a transaction, an index built
 * CONCURRENTLY, a new enum value, another transaction), and a file with a statement of its own and a transaction of its own. Rows of
 * `ledger` count how often a statement took effect.
 *
 *     1, 2 | 3, 4 | 5 | 6 | 7 | 8 | 9 to 12
 *
 * Gates stop the server at an exact place: closed by the test, they are waited for by triggers, without a word of it in the product.
 */
import type { Client } from "pg";
import type { ProjectFiles } from "./apply-project.ts";

const ledger = `model ledger {
  id        Int @id @default(autoincrement())
  statement Int
}`;
const mood = (values: string) => `enum mood {\n${values}\n}`;
const items = (index: string) => `model items {\n  id   Int     @id\n  name String?\n${index}}`;

export const before: Pick<ProjectFiles, "models" | "migrations"> = {
  models: [ledger, mood("  glad"), items("")].join("\n\n"),
  migrations: {
    "1_init": `CREATE TABLE "ledger" ("id" SERIAL NOT NULL, "statement" INTEGER NOT NULL, CONSTRAINT "ledger_pkey" PRIMARY KEY ("id"));
CREATE TYPE "mood" AS ENUM ('glad');
CREATE TABLE "items" ("id" INTEGER NOT NULL, "name" TEXT, CONSTRAINT "items_pkey" PRIMARY KEY ("id"));`,
  },
};

const parts = "model parts {\n  id Int @id\n}";
const boxes = `model boxes {\n  id   Int   @id\n  mood mood?\n\n  @@index([mood], map: "boxes_mood_idx")\n}`;

export const after: Pick<ProjectFiles, "models" | "migrations"> = {
  models: [ledger, mood("  glad\n  sad"), items(`\n  @@index([name], map: "items_name_idx")\n`), parts, boxes].join("\n\n"),
  migrations: {
    "2_whole": `/* s1 */ CREATE TABLE "parts" ("id" INTEGER NOT NULL, CONSTRAINT "parts_pkey" PRIMARY KEY ("id"));
/* s2 */ INSERT INTO "ledger" ("statement") VALUES (2);`,
    "3_steps": `/* s3 */ CREATE TABLE "boxes" ("id" INTEGER NOT NULL, "mood" "mood", CONSTRAINT "boxes_pkey" PRIMARY KEY ("id"));
/* s4 */ INSERT INTO "ledger" ("statement") VALUES (4);
/* s5 */ CREATE INDEX CONCURRENTLY "items_name_idx" ON "items" ("name");
/* s6 */ ALTER TYPE "mood" ADD VALUE 'sad';
/* s7 */ INSERT INTO "ledger" ("statement") VALUES (7);`,
    "4_own": `/* s8 */ INSERT INTO "ledger" ("statement") VALUES (8);
/* s9 */ BEGIN;
/* s10 */ CREATE INDEX "boxes_mood_idx" ON "boxes" ("mood");
/* s11 */ INSERT INTO "ledger" ("statement") VALUES (11);
/* s12 */ COMMIT;`,
  },
};

/** Nothing of the gates is part of the schema that is compared. */
const configure = (settings: string) => `environments:
  test: { ${settings} }
ignore:
  - { object: "trigger public.ledger.*", reason: gates of the test }
`;
/** A run waits at a gate for as long as it is closed. */
export const configuration = configure("lock-timeout: 0");
/** For \`--config\`: it does not. */
export const configurations = {
  "short.yml": configure("lock-timeout: 0, statement-timeout: 700ms"),
  "again.yml": configure("lock-timeout: 300ms, lock-retries: 1"),
  "impatient.yml": configure("lock-timeout: 400ms, lock-retries: 0"),
} as const;

/** How many statements are committed in the states that the plan passes through. */
export const states = [0, 2, 4, 5, 6, 7, 8, 12] as const;
/** Statements whose effect can be seen; the others are BEGIN and COMMIT. */
const visible = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11];

/** Statements that took effect, in ascending order; one that did so twice stands there twice. */
export async function effects(client: Client): Promise<readonly number[]> {
  const { rows } = await client.query<{ statement: number }>(`
    SELECT 1 AS statement WHERE to_regclass('public.parts') IS NOT NULL
    UNION ALL SELECT 3 WHERE to_regclass('public.boxes') IS NOT NULL
    UNION ALL SELECT 5 FROM pg_index WHERE indexrelid = to_regclass('public.items_name_idx') AND indisvalid
    UNION ALL SELECT 6 FROM pg_enum WHERE enumtypid = 'public.mood'::regtype AND enumlabel = 'sad'
    UNION ALL SELECT 10 WHERE to_regclass('public.boxes_mood_idx') IS NOT NULL
    UNION ALL SELECT statement FROM public.ledger
    ORDER BY 1`);
  return rows.map(({ statement }) => statement);
}

/** The state that these effects make; throws where the plan passes through none such. */
export function stateOf(seen: readonly number[]): number {
  const state = states.find((state) => visible.filter((number) => number <= state).join() === seen.join());
  if (state === undefined) throw new Error(`The plan passes through no state with the effects ${seen.join(", ")}`);
  return state;
}

/** Before the statement, after its work, where the history notes it, at the commit; `begun`: where the history notes its file. */
const moments = { before: 0, worked: 1, noted: 2, commit: 3, begun: 4 } as const;
export type Moment = keyof typeof moments;
export type Place = readonly [statement: number, moment: Moment];

/** Every place of the plan at which the server can be stopped, in the order in which they are passed. */
export const places: readonly Place[] = [
  ...([1, 2] as const).flatMap((n): Place[] => [
    [n, "before"],
    [n, "worked"],
  ]),
  [2, "noted"],
  [2, "commit"],
  [3, "begun"],
  ...([3, 4] as const).flatMap((n): Place[] => [
    [n, "before"],
    [n, "worked"],
  ]),
  [4, "noted"],
  [4, "commit"],
  ...([5, 6] as const).flatMap((n): Place[] => [
    [n, "before"],
    [n, "worked"],
    [n, "noted"],
  ]),
  [7, "before"],
  [7, "worked"],
  [7, "noted"],
  [7, "commit"],
  [8, "begun"],
  [8, "before"],
  [8, "worked"],
  [8, "commit"],
  [8, "noted"],
  ...([10, 11] as const).flatMap((n): Place[] => [
    [n, "before"],
    [n, "worked"],
  ]),
  [11, "commit"],
  [12, "noted"],
];

const space = 4711;

function gateOf([statement, moment]: Place): number {
  return statement * 10 + moments[moment];
}

/** Triggers that wait at closed gates. */
export async function installGates(client: Client): Promise<void> {
  await client.query(`
    CREATE SCHEMA gates;
    CREATE FUNCTION gates.pass(gate int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_lock_shared(${space}, gate); PERFORM pg_advisory_unlock_shared(${space}, gate);
    END $$;
    CREATE FUNCTION gates.ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$
    DECLARE statement int := substring(current_query() FROM '/\\* s([0-9]+) \\*/')::int; BEGIN
      IF statement IS NOT NULL THEN PERFORM gates.pass(statement * 10 + CASE TG_EVENT WHEN 'ddl_command_start' THEN 0 ELSE 1 END); END IF;
    END $$;
    CREATE EVENT TRIGGER gates_start ON ddl_command_start EXECUTE FUNCTION gates.ddl();
    CREATE EVENT TRIGGER gates_end ON ddl_command_end EXECUTE FUNCTION gates.ddl();
    CREATE FUNCTION gates.row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM gates.pass(NEW.statement * 10 + TG_ARGV[0]::int); RETURN NEW;
    END $$;
    CREATE TRIGGER gate_before BEFORE INSERT ON public.ledger FOR EACH ROW EXECUTE FUNCTION gates.row(0);
    CREATE TRIGGER gate_worked AFTER INSERT ON public.ledger FOR EACH ROW EXECUTE FUNCTION gates.row(1);
    CREATE CONSTRAINT TRIGGER gate_commit AFTER INSERT ON public.ledger DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION gates.row(3);
    CREATE FUNCTION gates.history() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      first int := CASE NEW.migration_name WHEN '2_whole' THEN 0 WHEN '3_steps' THEN 2 WHEN '4_own' THEN 7 END;
      length int := CASE NEW.migration_name WHEN '2_whole' THEN 2 ELSE 5 END;
    BEGIN
      IF NEW.finished_at IS NOT NULL THEN PERFORM gates.pass((first + length) * 10 + 2);
      ELSIF TG_OP = 'INSERT' THEN PERFORM gates.pass((first + 1) * 10 + 4);
      ELSIF NEW.applied_steps_count <> OLD.applied_steps_count THEN PERFORM gates.pass((first + NEW.applied_steps_count) * 10 + 2);
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER gate_history BEFORE INSERT OR UPDATE ON public._prisma_migrations FOR EACH ROW EXECUTE FUNCTION gates.history();`);
}

export async function closeGate(client: Client, place: Place): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1, $2)", [space, gateOf(place)]);
}

export async function openGate(client: Client, place: Place): Promise<void> {
  await client.query("SELECT pg_advisory_unlock($1, $2)", [space, gateOf(place)]);
}

/** The server process that waits at the gate; null: none does. */
export async function whoWaits(client: Client, place: Place): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [space, gateOf(place)],
  );
  return rows[0]?.pid ?? null;
}
