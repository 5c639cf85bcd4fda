import type { Policy, Trigger } from "../../../schema/snapshot.ts";
import { quoteIdentifier, quoteLiteral } from "../types.ts";
import { type Draft, type Form, ifExists, statement, unlessFound } from "./draft.ts";
import { holder } from "./names.ts";

export function createTrigger(trigger: Trigger, form: Form): readonly Draft[] {
  const found = `SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = ${tableOid(trigger)} AND tgname = ${quoteLiteral(trigger.name)}`;
  const created = statement(unlessFound(form, found, trigger.definition));
  return trigger.enabled === "origin" ? [created] : [created, ...enableTrigger(trigger)];
}

export function dropTrigger(trigger: Trigger, form: Form): readonly Draft[] {
  return [statement(`DROP TRIGGER${ifExists(form)} ${quoteIdentifier(trigger.name)} ON ${holder(trigger)}`)];
}

const enabling: Readonly<Record<Trigger["enabled"], string>> = {
  origin: "ENABLE TRIGGER",
  disabled: "DISABLE TRIGGER",
  replica: "ENABLE REPLICA TRIGGER",
  always: "ENABLE ALWAYS TRIGGER",
};

export function enableTrigger(trigger: Trigger): readonly Draft[] {
  return [statement(`ALTER TABLE ${holder(trigger)} ${enabling[trigger.enabled]} ${quoteIdentifier(trigger.name)}`)];
}

export function createPolicy(policy: Policy, form: Form): readonly Draft[] {
  const found = `SELECT FROM pg_catalog.pg_policy WHERE polrelid = ${tableOid(policy)} AND polname = ${quoteLiteral(policy.name)}`;
  const kind = `${policy.permissive ? "" : " AS RESTRICTIVE"} FOR ${policy.command.toUpperCase()}`;
  return [
    statement(
      unlessFound(form, found, `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${holder(policy)}${kind}${rules(policy)}`),
    ),
  ];
}

export function dropPolicy(policy: Policy, form: Form): readonly Draft[] {
  return [statement(`DROP POLICY${ifExists(form)} ${quoteIdentifier(policy.name)} ON ${holder(policy)}`)];
}

export function alterPolicy(policy: Policy): readonly Draft[] {
  return [statement(`ALTER POLICY ${quoteIdentifier(policy.name)} ON ${holder(policy)}${rules(policy)}`)];
}

function rules(policy: Policy): string {
  const using = policy.using === null ? "" : ` USING (${policy.using})`;
  const check = policy.check === null ? "" : ` WITH CHECK (${policy.check})`;
  return ` TO ${policy.roles.map(role).join(", ")}${using}${check}`;
}

/** No role can be called "public": it means everybody. */
function role(name: string): string {
  return name === "public" ? "PUBLIC" : quoteIdentifier(name);
}

function tableOid(part: Trigger | Policy): string {
  return `${quoteLiteral(holder(part))}::pg_catalog.regclass`;
}
