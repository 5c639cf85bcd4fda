import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Files of a generated Prisma project. Each table has 8 columns, a primary key, two indexes and a foreign key; some have a check, an enum serves fifty. */
export type GeneratedProject = {
  readonly schema: string;
  readonly migrations: readonly { readonly name: string; readonly sql: string }[];
};

/** One migration that makes the tables, and one pending with five statements. */
export function projectOf(tables: number): GeneratedProject {
  const pending = [
    `ALTER TABLE "${table(0)}" ADD COLUMN "nickname" TEXT;`,
    `ALTER TABLE "${table(1)}" ADD COLUMN "nickname" TEXT;`,
    `ALTER TABLE "${table(2)}" ALTER COLUMN "note" SET NOT NULL;`,
    `CREATE INDEX "${table(3)}_amount_idx" ON "${table(3)}"("amount");`,
    `DROP INDEX "${table(4)}_name_idx";`,
  ];
  const extra = (n: number): ModelExtra => ({
    nickname: n < 2,
    requiredNote: n === 2,
    amountIndex: n === 3,
    nameIndex: n !== 4,
  });
  return {
    schema: schemaOf(tables, extra),
    migrations: [
      { name: "20260101000000_tables", sql: tablesSql(tables).join("\n") },
      { name: "20260102000000_five_statements", sql: pending.join("\n") },
    ],
  };
}

/** A long history: each migration makes a table with its indexes and key. */
export function longHistory(migrations: number): GeneratedProject {
  const all = { nickname: false, requiredNote: false, amountIndex: false, nameIndex: true };
  return {
    schema: schemaOf(migrations, () => all),
    migrations: Array.from({ length: migrations }, (_, n) => ({
      name: `${20260101000000 + n}_table`,
      sql: tableSql(n).join("\n"),
    })),
  };
}

/** The statements that make the tables, without any project around them. */
export function tablesSql(tables: number): readonly string[] {
  return Array.from({ length: tables }, (_, n) => tableSql(n)).flat();
}

export async function writeProject(folder: string, project: GeneratedProject): Promise<void> {
  await mkdir(join(folder, "prisma"), { recursive: true });
  await writeFile(join(folder, "prisma", "schema.prisma"), project.schema);
  for (const { name, sql } of project.migrations) {
    await mkdir(join(folder, "prisma", "migrations", name), { recursive: true });
    await writeFile(join(folder, "prisma", "migrations", name, "migration.sql"), `${sql}\n`);
  }
  await writeFile(join(folder, "prisma", "migrations", "migration_lock.toml"), 'provider = "postgresql"\n');
}

type ModelExtra = {
  readonly nickname: boolean;
  readonly requiredNote: boolean;
  readonly amountIndex: boolean;
  readonly nameIndex: boolean;
};

const enumEvery = 50;
const checkEvery = 10;

function table(n: number): string {
  return `Table${String(n).padStart(4, "0")}`;
}

function enumName(n: number): string {
  return `Status${Math.floor(n / enumEvery)}`;
}

/** Each table points to the one before it, the first to itself. */
function parent(n: number): number {
  return Math.max(n - 1, 0);
}

function tableSql(n: number): readonly string[] {
  const name = table(n);
  const kind = enumName(n);
  return [
    ...(n % enumEvery === 0 ? [`CREATE TYPE "${kind}" AS ENUM ('NEW', 'OPEN', 'DONE');`] : []),
    `CREATE TABLE "${name}" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "status" "${kind}" NOT NULL DEFAULT 'NEW',
    "amount" DECIMAL(65,30) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "note" TEXT,
    "parentId" INTEGER,
    CONSTRAINT "${name}_pkey" PRIMARY KEY ("id")
);`,
    `CREATE INDEX "${name}_name_idx" ON "${name}"("name");`,
    `CREATE INDEX "${name}_status_createdAt_idx" ON "${name}"("status", "createdAt");`,
    `ALTER TABLE "${name}" ADD CONSTRAINT "${name}_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "${table(parent(n))}"("id") ON DELETE SET NULL ON UPDATE CASCADE;`,
    ...(n % checkEvery === 0 ? [`ALTER TABLE "${name}" ADD CONSTRAINT "${name}_amount_check" CHECK ("amount" >= 0);`] : []),
  ];
}

function schemaOf(tables: number, extra: (n: number) => ModelExtra): string {
  const enums = Array.from({ length: Math.ceil(tables / enumEvery) }, (_, n) => `enum Status${n} {\n  NEW\n  OPEN\n  DONE\n}\n`);
  const models = Array.from({ length: tables }, (_, n) => modelOf(n, tables, extra(n)));
  return ['datasource db {\n  provider = "postgresql"\n}\n', ...enums, ...models].join("\n");
}

function modelOf(n: number, tables: number, extra: ModelExtra): string {
  const children = [n === 0 ? 0 : null, n + 1 < tables ? n + 1 : null].filter((child) => child !== null);
  const lines = [
    "id Int @id @default(autoincrement())",
    "name String",
    `status ${enumName(n)} @default(NEW)`,
    "amount Decimal",
    "active Boolean @default(true)",
    "createdAt DateTime @default(now())",
    `note String${extra.requiredNote ? "" : "?"}`,
    "parentId Int?",
    `parent ${table(parent(n))}? @relation("to${n}", fields: [parentId], references: [id])`,
    ...children.map((child) => `children${child} ${table(child)}[] @relation("to${child}")`),
    ...(extra.nickname ? ["nickname String?"] : []),
    ...(extra.nameIndex ? ["@@index([name])"] : []),
    "@@index([status, createdAt])",
    ...(extra.amountIndex ? ["@@index([amount])"] : []),
  ];
  return `model ${table(n)} {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
}
