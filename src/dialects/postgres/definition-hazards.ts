import type { AlterDomainStmt, RangeVar, VariableSetStmt } from "libpg-query";
import { type Finding, rights, risk, type Surroundings } from "./findings.ts";
import { strings } from "./syntax-tree.ts";

/** ALTER DOMAIN ADD CHECK or SET NOT NULL reads every table that uses it. */
export function domainHazards({ typeName, subtype, def }: AlterDomainStmt, { names, isNew }: Surroundings): readonly Finding[] {
  const domain = names.id("domain", strings(typeName));
  if (isNew(domain)) return [];
  const adds = subtype === "C" && def !== undefined && "Constraint" in def && def.Constraint.skip_validation !== true;
  // `N` drops NOT NULL and `O` sets it.
  return adds || subtype === "O" ? [risk("domain-constraint-scan", domain, { sign: { seen: "scan", of: null } })] : [];
}

/** CREATE TRIGGER, CREATE RULE. */
export function triggerHazards(relation: RangeVar | undefined, { names, isNew }: Surroundings): readonly Finding[] {
  const table = names.relation(relation);
  return isNew(table) ? [] : [risk("trigger-change-lock", table, { sign: { seen: "lock", of: table } })];
}

/** SET: what the session is, checks or waits for from here on. */
export function settingHazards({ name, kind, args }: VariableSetStmt): readonly Finding[] {
  // Whoever the session becomes owns what is made from here on.
  if ((name === "role" || name === "session_authorization") && kind === "VAR_SET_VALUE") return rights(null);
  if (name === "session_replication_role") return [risk("constraint-triggers-disabled", "all tables")];
  if (name !== "lock_timeout" && name !== "statement_timeout") return [];
  const [value] = (args ?? []).flatMap((node) => ("A_Const" in node ? [node.A_Const] : []));
  const off = value === undefined || /^0\s*\w*$/.test(value.sval?.sval ?? String(value.ival?.ival ?? 0));
  if (kind !== "VAR_SET_VALUE" || !off) return [];
  return [risk(name === "lock_timeout" ? "lock-timeout-missing" : "statement-timeout-missing", null)];
}
