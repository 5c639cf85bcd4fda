import type { Rights, SchemaObject } from "../../../schema/snapshot.ts";
import { quoteIdentifier } from "../types.ts";
import { type Draft, statement } from "./draft.ts";
import { qualified, signature, target } from "./names.ts";

/** Owner and grants of a new object. */
export function createRights(rights: Rights, object: SchemaObject): readonly Draft[] {
  return alterRights({ ...rights, owner: "", grants: [] }, rights, object);
}

/** Back to what a new object has; the owner stays. */
export function dropRights(rights: Rights, object: SchemaObject): readonly Draft[] {
  return alterRights(rights, { ...rights, grants: [] }, object);
}

/** An empty owner is one that is not compared. */
export function alterRights(from: Rights, to: Rights, object: SchemaObject): readonly Draft[] {
  const on = grantTarget(object);
  if (on === null) return [];
  const [before, after] = [byGrantee(from.grants), byGrantee(to.grants)];
  const grantees = [...new Set([...before.keys(), ...after.keys()])].sort();
  return [
    ...owner(from, to, object),
    ...grantees.flatMap((grantee) =>
      regrant(grantee, before.get(grantee) ?? [], after.get(grantee) ?? usual(grantee, object), on),
    ),
  ];
}

/** The sequence of a column follows the owner of its table and can't be given away alone. */
function owner(from: Rights, to: Rights, object: SchemaObject): readonly Draft[] {
  if (to.owner === "" || to.owner === from.owner) return [];
  if (object.kind === "sequence" && object.ownedBy !== null) return [];
  return [statement(`ALTER ${target(object)} OWNER TO ${quoteIdentifier(to.owner)}`)];
}

/** Privileges of one role, as `Rights.grants` spells them: `SELECT, UPDATE`, `SELECT (a, b)`, `ALL WITH GRANT OPTION`, `none`. */
type Privileges = readonly string[];

function byGrantee(grants: readonly string[]): ReadonlyMap<string, Privileges> {
  const lines = grants.map((grant) => {
    const [, grantee = "", privileges = ""] = /^("(?:[^"]|"")*"|[^:]*): (.*)$/s.exec(grant) ?? [];
    return { grantee, privileges: isOfColumns(privileges) ? [privileges] : privileges.split(", ") };
  });
  return new Map(
    [...Map.groupBy(lines, ({ grantee }) => grantee)].map(([grantee, own]) => [grantee, own.flatMap((line) => line.privileges)]),
  );
}

function isOfColumns(privileges: string): boolean {
  return /^[A-Z]+ \(/.test(privileges);
}

/** What everybody may do with a new object. */
function usual(grantee: string, object: SchemaObject): Privileges {
  if (grantee !== "PUBLIC") return [];
  if (object.kind === "function") return ["EXECUTE"];
  return object.kind === "enum" || object.kind === "domain" || object.kind === "type" ? ["USAGE"] : [];
}

function regrant(grantee: string, before: Privileges, after: Privileges, on: string): readonly Draft[] {
  const added = after.filter((privilege) => !before.includes(privilege) && privilege !== none);
  const onlyAdds = before.length > 0 && before.every((privilege) => after.includes(privilege));
  const isNew = before.length === 0 && !after.includes(none);
  if (onlyAdds || isNew) return added.map((privilege) => grant(privilege, on, grantee));
  const revoke = statement(`REVOKE ALL PRIVILEGES ON ${on} FROM ${grantee}`);
  return [revoke, ...after.filter((privilege) => privilege !== none).map((privilege) => grant(privilege, on, grantee))];
}

const none = "none";
const withGrantOption = " WITH GRANT OPTION";

function grant(privilege: string, on: string, grantee: string): Draft {
  const grantable = privilege.endsWith(withGrantOption);
  const words = grantable ? privilege.slice(0, -withGrantOption.length) : privilege;
  return statement(`GRANT ${quotedColumns(words)} ON ${on} TO ${grantee}${grantable ? withGrantOption : ""}`);
}

function quotedColumns(privilege: string): string {
  if (!isOfColumns(privilege)) return privilege;
  const [, word = "", columns = ""] = /^([A-Z]+) \((.*)\)$/s.exec(privilege) ?? [];
  return `${word} (${columns.split(", ").map(quoteIdentifier).join(", ")})`;
}

/** Null for what nobody can be granted anything on. */
function grantTarget(object: SchemaObject): string | null {
  switch (object.kind) {
    case "schema":
      return `SCHEMA ${quoteIdentifier(object.name)}`;
    case "table":
    case "view":
    case "materialized view":
      return `TABLE ${qualified(object)}`;
    case "sequence":
      return `SEQUENCE ${qualified(object)}`;
    case "enum":
    case "domain":
    case "type":
      return `TYPE ${qualified(object)}`;
    case "function":
      return `${object.routine === "procedure" ? "PROCEDURE" : "FUNCTION"} ${signature(object)}`;
    default:
      return null;
  }
}
