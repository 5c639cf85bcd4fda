import { objectId, type Rights } from "../../../schema/snapshot.ts";
import type { AclItem, Found, RawRights, Reading } from "./reading.ts";

/** What a new object of each kind grants to its owner and to everybody, on this server. */
const defaultsQuery = `
SELECT k.kind, g.grantee = 0 AS "isPublic", json_agg(g.privilege_type ORDER BY g.privilege_type) AS privileges
FROM unnest(ARRAY['r', 's', 'f', 'n', 'T']) k(kind), aclexplode(acldefault(k.kind::"char", 10)) g
GROUP BY 1, 2`;

type DefaultRow = { readonly kind: RawRights["kind"]; readonly isPublic: boolean; readonly privileges: readonly string[] };

/** Privilege → with grant option. */
type Privileges = ReadonlyMap<string, boolean>;

/** Owners and grants of the objects, as objects of their own. */
export async function readRights({ ask }: Reading, asked: Promise<readonly Found[]>): Promise<readonly Rights[]> {
  const [defaults, found] = await Promise.all([ask<DefaultRow>(defaultsQuery), asked]);
  const privileges = (kind: RawRights["kind"], isPublic: boolean) =>
    defaults.find((row) => row.kind === kind && row.isPublic === isPublic)?.privileges ?? [];
  return found.flatMap(({ object, rights }) => {
    if (rights === null) return [];
    const all = privileges(rights.kind, false);
    const initial = rights.initial ?? privileges(rights.kind, true).map((privilege): AclItem => [null, privilege, false]);
    return [
      {
        kind: "rights",
        id: objectId("rights", object.id),
        schema: object.schema,
        name: object.name,
        of: object.id,
        owner: rights.owner,
        grants: [...tableGrants(rights, initial, all), ...columnGrants(rights)].sort(),
      },
    ];
  });
}

function tableGrants(rights: RawRights, initial: readonly AclItem[], all: readonly string[]): readonly string[] {
  if (rights.granted === null) return [];
  const [granted, usual] = [byGrantee(rights.granted), byGrantee(initial)];
  const grantees = [...new Set([...granted.keys(), ...usual.keys()])];
  return grantees.flatMap((grantee) => {
    const own = granted.get(grantee) ?? new Map();
    return isSame(own, usual.get(grantee) ?? new Map()) ? [] : [`${grantee}: ${spell(own, all)}`];
  });
}

function columnGrants(rights: RawRights): readonly string[] {
  const items = rights.columns.flatMap(({ name, granted }) => granted.map((item) => ({ name, item })));
  const groups = Map.groupBy(items, ({ item: [grantee, privilege, grantable] }) =>
    JSON.stringify([grantee ?? "PUBLIC", privilege, grantable]),
  );
  return [...groups].map(([key, members]) => {
    const [grantee, privilege, grantable] = JSON.parse(key) as [string, string, boolean];
    const columns = members.map(({ name }) => name).sort();
    return `${grantee}: ${privilege} (${columns.join(", ")})${grantable ? withGrantOption : ""}`;
  });
}

const withGrantOption = " WITH GRANT OPTION";

function byGrantee(items: readonly AclItem[]): ReadonlyMap<string, Privileges> {
  const groups = Map.groupBy(items, ([grantee]) => grantee ?? "PUBLIC");
  return new Map(
    [...groups].map(([grantee, own]) => [grantee, new Map(own.map(([, privilege, grantable]) => [privilege, grantable]))]),
  );
}

function isSame(one: Privileges, other: Privileges): boolean {
  return one.size === other.size && [...one].every(([privilege, grantable]) => other.get(privilege) === grantable);
}

/** `ALL` where a kind has several privileges: a newer server's may have one more (MAINTAIN). `none`: a default was revoked. */
function spell(privileges: Privileges, all: readonly string[]): string {
  if (privileges.size === 0) return "none";
  const options = new Set(privileges.values());
  if (all.length > 1 && options.size === 1 && all.every((privilege) => privileges.has(privilege))) {
    return options.has(true) ? `ALL${withGrantOption}` : "ALL";
  }
  return [...privileges]
    .map(([privilege, grantable]) => (grantable ? `${privilege}${withGrantOption}` : privilege))
    .sort()
    .join(", ");
}
