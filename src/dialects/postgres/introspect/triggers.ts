import { objectId, type Policy, type Trigger } from "../../../schema/snapshot.ts";
import { addressOf, type Found, type Reading } from "./reading.ts";
import type { Relations } from "./relations.ts";

/** Those of foreign keys are internal, those of partitions are clones of the parent's. */
const triggersQuery = `
SELECT t.oid, t.tgname AS name, t.tgrelid AS relation, t.tgenabled::text AS enabled, pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = ANY($1) AND NOT t.tgisinternal AND t.tgparentid = 0`;

type TriggerRow = {
  readonly oid: number;
  readonly name: string;
  readonly relation: number;
  readonly enabled: "O" | "D" | "R" | "A";
  readonly definition: string;
};

const enabled = { O: "origin", D: "disabled", R: "replica", A: "always" } as const;

export async function readTriggers({ ask, scope }: Reading, asked: Promise<Relations>): Promise<readonly Found<Trigger>[]> {
  const [rows, relations] = await Promise.all([ask<TriggerRow>(triggersQuery, [scope]), asked]);
  return rows.flatMap((row): readonly Found<Trigger>[] => {
    const table = relations.byOid.get(row.relation);
    if (table === undefined) return [];
    const object: Trigger = {
      kind: "trigger",
      id: objectId("trigger", table.schema, table.name, row.name),
      schema: table.schema,
      name: row.name,
      table: table.name,
      definition: row.definition,
      enabled: enabled[row.enabled],
    };
    return [{ object, address: addressOf("pg_trigger", row.oid), rights: null }];
  });
}

/** No role can be called "public": as a role of a policy it means everybody. */
const policiesQuery = `
SELECT p.oid, p.polname AS name, p.polrelid AS relation, p.polcmd::text AS command, p.polpermissive AS permissive,
  (SELECT json_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END) FROM unnest(p.polroles) r) AS roles,
  pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = ANY($1)`;

type PolicyRow = {
  readonly oid: number;
  readonly name: string;
  readonly relation: number;
  readonly command: "*" | "r" | "a" | "w" | "d";
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
};

const commands = { "*": "all", r: "select", a: "insert", w: "update", d: "delete" } as const;

export async function readPolicies({ ask, scope }: Reading, asked: Promise<Relations>): Promise<readonly Found<Policy>[]> {
  const [rows, relations] = await Promise.all([ask<PolicyRow>(policiesQuery, [scope]), asked]);
  return rows.flatMap((row): readonly Found<Policy>[] => {
    const table = relations.byOid.get(row.relation);
    if (table === undefined) return [];
    const object: Policy = {
      kind: "policy",
      id: objectId("policy", table.schema, table.name, row.name),
      schema: table.schema,
      name: row.name,
      table: table.name,
      command: commands[row.command],
      permissive: row.permissive,
      roles: [...row.roles].sort(),
      using: row.using,
      check: row.check,
    };
    return [{ object, address: addressOf("pg_policy", row.oid), rights: null }];
  });
}
