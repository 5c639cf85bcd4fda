import type { Node, TransactionStmtKind } from "libpg-query";
import type { ParsedStatement } from "../dialect.ts";
import { option, tagOf } from "./syntax-tree.ts";

/** `CREATE INDEX CONCURRENTLY`, `ALTER TYPE ADD VALUE`, `DELETE`: how people call the statement. */
export function verbOf(tree: Node): string {
  if ("DropStmt" in tree) return `DROP ${objectWord(tree.DropStmt.removeType)}${tree.DropStmt.concurrent ? " CONCURRENTLY" : ""}`;
  if ("IndexStmt" in tree)
    return `CREATE ${tree.IndexStmt.unique ? "UNIQUE " : ""}INDEX${tree.IndexStmt.concurrent ? " CONCURRENTLY" : ""}`;
  if ("AlterEnumStmt" in tree)
    return tree.AlterEnumStmt.oldVal === undefined ? "ALTER TYPE ADD VALUE" : "ALTER TYPE RENAME VALUE";
  if ("AlterTableStmt" in tree) return `ALTER ${objectWord(tree.AlterTableStmt.objtype)}`;
  if ("RenameStmt" in tree)
    return `ALTER ${objectWord(tree.RenameStmt.relation === undefined ? tree.RenameStmt.renameType : "OBJECT_TABLE")} RENAME`;
  if ("AlterObjectSchemaStmt" in tree) return `ALTER ${objectWord(tree.AlterObjectSchemaStmt.objectType)} SET SCHEMA`;
  if ("AlterOwnerStmt" in tree) return `ALTER ${objectWord(tree.AlterOwnerStmt.objectType)} OWNER`;
  if ("CreateTableAsStmt" in tree)
    return tree.CreateTableAsStmt.objtype === "OBJECT_MATVIEW" ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE AS";
  if ("CreateFunctionStmt" in tree) return tree.CreateFunctionStmt.is_procedure ? "CREATE PROCEDURE" : "CREATE FUNCTION";
  if ("GrantStmt" in tree) return tree.GrantStmt.is_grant ? "GRANT" : "REVOKE";
  if ("GrantRoleStmt" in tree) return tree.GrantRoleStmt.is_grant ? "GRANT" : "REVOKE";
  if ("ReindexStmt" in tree) return `REINDEX${option(tree.ReindexStmt.params, "concurrently") === null ? "" : " CONCURRENTLY"}`;
  if ("VacuumStmt" in tree) return tree.VacuumStmt.is_vacuumcmd ? "VACUUM" : "ANALYZE";
  if ("CopyStmt" in tree) return tree.CopyStmt.is_from ? "COPY FROM" : "COPY TO";
  if ("TransactionStmt" in tree) return transactionWords(tree.TransactionStmt.kind);
  return plainVerbs[tagOf(tree)] ?? wordsOfTag(tagOf(tree));
}

export function controlOf(tree: Node): ParsedStatement["control"] {
  return "TransactionStmt" in tree ? controlOfKind(tree.TransactionStmt.kind) : null;
}

function controlOfKind(kind: TransactionStmtKind | undefined): ParsedStatement["control"] {
  switch (kind) {
    case "TRANS_STMT_BEGIN":
    case "TRANS_STMT_START":
      return "begin";
    case "TRANS_STMT_COMMIT":
    case "TRANS_STMT_PREPARE":
      return "commit";
    case "TRANS_STMT_ROLLBACK":
      return "rollback";
    case "TRANS_STMT_SAVEPOINT":
    case "TRANS_STMT_RELEASE":
    case "TRANS_STMT_ROLLBACK_TO":
      return "savepoint";
    case "TRANS_STMT_COMMIT_PREPARED":
    case "TRANS_STMT_ROLLBACK_PREPARED":
    case undefined:
      return null;
  }
}

/** Whether PostgreSQL lets it run inside of a transaction block (`PreventInTransactionBlock` in its source). */
export function isTransactional(tree: Node): boolean {
  if ("IndexStmt" in tree) return tree.IndexStmt.concurrent !== true;
  if ("DropStmt" in tree) return tree.DropStmt.concurrent !== true;
  if ("ReindexStmt" in tree) {
    const whole = tree.ReindexStmt.kind !== "REINDEX_OBJECT_INDEX" && tree.ReindexStmt.kind !== "REINDEX_OBJECT_TABLE";
    return !whole && option(tree.ReindexStmt.params, "concurrently") === null;
  }
  if ("VacuumStmt" in tree) return tree.VacuumStmt.is_vacuumcmd !== true;
  if ("ClusterStmt" in tree) return tree.ClusterStmt.relation !== undefined;
  if ("AlterTableStmt" in tree) return !(tree.AlterTableStmt.cmds ?? []).some(detachesConcurrently);
  if ("AlterDatabaseStmt" in tree) return option(tree.AlterDatabaseStmt.options, "tablespace") === null;
  if ("CreateSubscriptionStmt" in tree) return option(tree.CreateSubscriptionStmt.options, "create_slot") === "false";
  if ("TransactionStmt" in tree) {
    return (
      tree.TransactionStmt.kind !== "TRANS_STMT_COMMIT_PREPARED" && tree.TransactionStmt.kind !== "TRANS_STMT_ROLLBACK_PREPARED"
    );
  }
  return !aloneStatements.has(tagOf(tree));
}

const aloneStatements: ReadonlySet<string> = new Set([
  "CreatedbStmt",
  "DropdbStmt",
  "AlterSystemStmt",
  "CreateTableSpaceStmt",
  "DropTableSpaceStmt",
  "DropSubscriptionStmt",
  "AlterSubscriptionStmt",
]);

function detachesConcurrently(command: Node): boolean {
  if (!("AlterTableCmd" in command)) return false;
  const { def } = command.AlterTableCmd;
  return def !== undefined && "PartitionCmd" in def && def.PartitionCmd.concurrent === true;
}

const plainVerbs: Readonly<Record<string, string>> = {
  AlterDomainStmt: "ALTER DOMAIN",
  AlterDefaultPrivilegesStmt: "ALTER DEFAULT PRIVILEGES",
  AlterExtensionContentsStmt: "ALTER EXTENSION",
  AlterRoleSetStmt: "ALTER ROLE",
  AlterSeqStmt: "ALTER SEQUENCE",
  CompositeTypeStmt: "CREATE TYPE",
  CreateEnumStmt: "CREATE TYPE",
  CreateFdwStmt: "CREATE FOREIGN DATA WRAPPER",
  CreatePLangStmt: "CREATE LANGUAGE",
  CreateRangeStmt: "CREATE TYPE",
  CreateSeqStmt: "CREATE SEQUENCE",
  CreateStatsStmt: "CREATE STATISTICS",
  CreateStmt: "CREATE TABLE",
  CreateTrigStmt: "CREATE TRIGGER",
  CreatedbStmt: "CREATE DATABASE",
  DefineStmt: "CREATE",
  DropdbStmt: "DROP DATABASE",
  RefreshMatViewStmt: "REFRESH MATERIALIZED VIEW",
  RuleStmt: "CREATE RULE",
  SecLabelStmt: "SECURITY LABEL",
  VariableSetStmt: "SET",
  VariableShowStmt: "SHOW",
  ViewStmt: "CREATE VIEW",
};

/** `OBJECT_FOREIGN_TABLE` → `FOREIGN TABLE` */
function objectWord(type: string | undefined): string {
  return (type ?? "OBJECT_").slice("OBJECT_".length).replace("MATVIEW", "MATERIALIZED VIEW").replaceAll("_", " ");
}

/** `CreateForeignServerStmt` → `CREATE FOREIGN SERVER` */
function wordsOfTag(tag: string): string {
  return tag
    .replace(/Stmt$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();
}

function transactionWords(kind: TransactionStmtKind | undefined): string {
  return (kind ?? "").slice("TRANS_STMT_".length).replaceAll("_", " ");
}
