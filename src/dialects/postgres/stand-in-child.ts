/** The program that holds PGlite: started by pglite.ts, without a name for anything outside of itself. */
import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { serve } from "../child-program.ts";
import { type Executed, mostNotices } from "./engine.ts";
import { noticeText } from "./notice-text.ts";
import { pgliteExtensions } from "./pglite-extensions.ts";

/** What pglite.ts asks for. `data` is a file made by `dump`; null: the data directory is made from nothing. */
export type PgliteRequest =
  | { readonly ask: "open"; readonly data: string | null; readonly extensions: readonly string[] }
  | { readonly ask: "execute"; readonly statements: readonly string[] }
  | { readonly ask: "query"; readonly sql: string; readonly values: readonly unknown[] }
  | { readonly ask: "dump" };

export type PgliteReply = {
  /** Versions of the package and of the server in it. */
  readonly open: { readonly pglite: string; readonly postgres: string };
  readonly execute: Executed;
  readonly query: { readonly outcome: "answered"; readonly rows: readonly object[] } | PgliteError;
  /** base64 of a gzip. */
  readonly dump: string;
};

export type PgliteError = { readonly outcome: "failed"; readonly message: string; readonly code: string | null };

const int8 = 20;
let database: PGlite | null = null;
let loadsAreBroken = false;

serve((request) => answer(request as PgliteRequest));

async function answer(request: PgliteRequest): Promise<PgliteReply[PgliteRequest["ask"]]> {
  switch (request.ask) {
    case "open":
      database = await open(request.data, request.extensions);
      return versionsOf(database);
    case "execute":
      return execute(opened(), request.statements);
    case "query":
      return query(opened(), request.sql, request.values);
    case "dump":
      return Buffer.from(await (await opened().dumpDataDir("gzip")).arrayBuffer()).toString("base64");
  }
}

async function open(data: string | null, extensions: readonly string[]): Promise<PGlite> {
  const opening = await PGlite.create({
    ...(data === null ? {} : { loadDataDir: new Blob([await readFile(data)]) }),
    extensions: { ...pgliteExtensions(extensions) },
    // As a connection over the network gives them.
    parsers: { [int8]: (value: string) => value },
  });
  // The first library that fails to load makes all later loads fail, so the one that everybody needs comes first.
  await opening.exec("DO $$ BEGIN END $$");
  return opening;
}

async function execute(pglite: PGlite, statements: readonly string[]): Promise<Executed> {
  if (loadsAreBroken) return brokenDown("A library that could not be loaded left it unusable");
  const notices: string[] = [];
  const onNotice = (notice: Parameters<typeof noticeText>[0]) => {
    if (notices.length < mostNotices) notices.push(noticeText(notice));
  };
  for (const [index, statement] of statements.entries()) {
    try {
      const results = await pglite.exec(statement, { onNotice });
      if (results.at(-1)?.command === undefined && !(await isAlive(pglite))) return brokenDown("It broke down on this statement");
    } catch (error) {
      const { message, code } = asPgliteError(error);
      loadsAreBroken = message.includes("could not load library");
      return { outcome: "failed", index, message: firstLine(message), code, constraint: constraintOf(error), notices };
    }
  }
  return (await isAlive(pglite)) ? { outcome: "done", notices } : brokenDown("It broke down on this script");
}

async function query(pglite: PGlite, sql: string, values: readonly unknown[]): Promise<PgliteReply["query"]> {
  try {
    const { rows } = await pglite.query<object>(sql, [...values]);
    return { outcome: "answered", rows };
  } catch (error) {
    return asPgliteError(error);
  }
}

/** After an overflow of its stack or a `COPY ... PROGRAM`, PGlite calls everything done and does nothing. */
async function isAlive(pglite: PGlite): Promise<boolean> {
  const [result] = await pglite
    .exec("SHOW server_version")
    .catch((error: unknown) => (asPgliteError(error).code === abortedTransaction ? [null] : []));
  return result === null || result?.rows.length === 1;
}

const abortedTransaction = "25P02";

function brokenDown(what: string): Executed {
  return {
    outcome: "killed",
    message: `${what} (endless recursion, a program to run, or more memory than it has) and was stopped.`,
  };
}

function asPgliteError(error: unknown): PgliteError {
  const { message, code } = error as { readonly message?: string; readonly code?: string };
  return { outcome: "failed", message: message ?? String(error), code: code ?? null };
}

function constraintOf(error: unknown): string | null {
  return (error as { readonly constraint?: string }).constraint ?? null;
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}

/** `version()` says `PostgreSQL 18.6 (PGlite 0.5.16) on wasm32...`. */
async function versionsOf(pglite: PGlite): Promise<PgliteReply["open"]> {
  const { rows } = await pglite.query<{ version: string }>("SELECT version()");
  const [, postgres = "", pgliteVersion = ""] = /^PostgreSQL (\S+) \(PGlite ([^)]+)\)/.exec(rows[0]?.version ?? "") ?? [];
  return { pglite: pgliteVersion, postgres };
}

function opened(): PGlite {
  if (database === null) throw new Error("Asked before it was opened.");
  return database;
}
