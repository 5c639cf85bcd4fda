import type { ParsedStatement, StatementGroup } from "../dialect.ts";
import { type Action, readAction } from "./action.ts";
import { followTables, type Tables } from "./made-before.ts";
import { splitScript } from "./split.ts";

/**
 * One transaction per file, unless the file controls transactions itself or holds what SQLite refuses inside of one.
 *
 * PRAGMA foreign_keys does nothing inside a transaction, so the runner sets it around it: a file that switches foreign keys off runs
 * as a whole without them, and they are checked before the commit. Only what would cascade outside of the region without them
 * splits the file at its PRAGMAs, so that each part runs as it is written.
 */
export function groupStatements(statements: readonly ParsedStatement[]): readonly StatementGroup[] {
  const actions = statements.map(({ sql }) => actionOf(sql));
  return groupActions(actions, followTables(actions)).map(({ indexes, ...group }) => ({
    ...group,
    statements: indexes.flatMap((index) => statements[index] ?? []),
  }));
}

export type ActionGroup = Omit<StatementGroup, "statements" | "foreignKeys"> & {
  readonly foreignKeys: "enforced" | "suspended";
  readonly indexes: readonly number[];
};

/** The same for what was read already; statements by their place in the script. */
export function groupActions(actions: readonly Action[], tables: Tables): readonly ActionGroup[] {
  const all = actions.map((_action, index) => index);
  if (all.length === 0) return [];
  if (actions.some(({ kind }) => kind === "control")) return [{ transactional: false, foreignKeys: "enforced", indexes: all }];
  const parts = asOneOrAsWritten(actions, tables);
  const groups: { transactional: boolean; foreignKeys: "enforced" | "suspended"; indexes: number[] }[] = [];
  for (const { foreignKeys, indexes } of parts) {
    let open: number[] | null = null;
    for (const index of indexes) {
      const action = actions[index];
      if (action !== undefined && standsAlone(action)) {
        groups.push({ transactional: false, foreignKeys: "enforced", indexes: [index] });
        open = null;
      } else if (open === null) {
        open = [index];
        groups.push({ transactional: true, foreignKeys, indexes: open });
      } else open.push(index);
    }
  }
  return groups;
}

/** Refused inside of a transaction, or silently without effect there (https://sqlite.org/pragma.html). */
export function isTransactional(action: Action): boolean {
  return !standsAlone(action) && switchesForeignKeys(action) === null;
}

function standsAlone(action: Action): boolean {
  if (action.kind === "vacuum" || action.kind === "attach" || action.kind === "detach") return true;
  if (action.kind !== "pragma") return false;
  return action.name === "wal_checkpoint" || (action.value !== null && sessionPragmas.has(action.name));
}

const sessionPragmas = new Set([
  "journal_mode",
  "synchronous",
  "auto_vacuum",
  "page_size",
  "encoding",
  "locking_mode",
  "temp_store",
]);

/** What the statement sets PRAGMA foreign_keys to, by SQLite's reading of truth; null when it does no such thing. */
export function switchesForeignKeys(action: Action): boolean | null {
  if (action.kind !== "pragma" || action.name !== "foreign_keys" || action.value === null) return null;
  const value = action.value.replaceAll(/^['"`[+]+|['"`\]]+$/g, "");
  return /^(on|yes|true)$/.test(value) || Number.parseInt(value, 10) > 0;
}

type Part = { readonly foreignKeys: "enforced" | "suspended"; readonly indexes: readonly number[] };

function asOneOrAsWritten(actions: readonly Action[], tables: Tables): readonly Part[] {
  const all = actions.map((_action, index) => index);
  const states = foreignKeyStates(actions);
  const dropsTables = actions.some((action, index) => dropsForeignTable(action, index, tables));
  if (actions.every((action) => switchesForeignKeys(action) === null))
    return [{ foreignKeys: dropsTables ? "suspended" : "enforced", indexes: all }];
  if (!states.includes(false)) return [{ foreignKeys: "enforced", indexes: all }];
  const cascades = actions.some((action, index) => states[index] === true && mayCascade(action, index, tables));
  return cascades ? asWritten(actions, states) : [{ foreignKeys: "suspended", indexes: all }];
}

/** Whether foreign keys are on for each statement, as the file says; the statement that switches them is the first of its region. */
function foreignKeyStates(actions: readonly Action[]): readonly boolean[] {
  let on = true;
  return actions.map((action) => {
    on = switchesForeignKeys(action) ?? on;
    return on;
  });
}

/** Deletes rows that others may refer to. What an UPDATE of a key would do to them is found by the check before the commit. */
function mayCascade(action: Action, index: number, tables: Tables): boolean {
  if (action.kind === "delete") return !tables.isNew(action.table, index);
  if (action.kind === "insert") return action.replaces && !tables.isNew(action.table, index);
  return dropsForeignTable(action, index, tables);
}

/** SQLite deletes all rows before it drops a table, with all that follows from it (https://sqlite.org/foreignkeys.html#fk_schemacommands). */
function dropsForeignTable(action: Action, index: number, tables: Tables): boolean {
  return action.kind === "drop" && action.type === "table" && !tables.isNew(action.name, index);
}

/** Regions of equal state. One that holds nothing but PRAGMAs belongs to its neighbour: an empty transaction would lose what they are for. */
function asWritten(actions: readonly Action[], states: readonly boolean[]): readonly Part[] {
  const parts: { foreignKeys: "enforced" | "suspended"; indexes: number[]; acts: boolean }[] = [];
  for (const [index, action] of actions.entries()) {
    const foreignKeys = states[index] === false ? "suspended" : "enforced";
    const acts = action.kind !== "pragma";
    const open = parts.at(-1);
    if (open !== undefined && (open.foreignKeys === foreignKeys || !open.acts)) {
      open.indexes.push(index);
      open.foreignKeys = foreignKeys;
      open.acts ||= acts;
    } else parts.push({ foreignKeys, indexes: [index], acts });
  }
  const last = parts.at(-1);
  if (parts.length > 1 && last?.acts === false) {
    parts.pop();
    parts.at(-1)?.indexes.push(...last.indexes);
  }
  return parts;
}

/** What can't be read as one statement does something unknown. */
function actionOf(sql: string): Action {
  const [statement, ...others] = splitScript(sql);
  return statement === undefined || others.length > 0 ? { kind: "unknown" } : readAction(statement.tokens);
}
