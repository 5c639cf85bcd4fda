import type { Node, RangeVar } from "libpg-query";

/** Name of a node's type: `DropStmt`, `RangeVar`. */
export type Tag = Node extends infer One ? (One extends Node ? keyof One : never) : never;

/** The fields of a node of this type. */
export type NodeOf<Name extends Tag> = Extract<Node, Readonly<Record<Name, unknown>>>[Name];

export type TaggedNode = { readonly tag: string; readonly node: object };

/** A node is an object with its type as the only key: `{ DropStmt: { ... } }`. */
export function tagOf(tree: Node): Tag {
  return Object.keys(tree)[0] as Tag;
}

/**
 * All nodes of a tree, the root first. Fields of one fixed type hold it without its name: of those, tables, types and roles are told by
 * their fields. Without recursion: hostile expressions are nested thousands deep.
 */
export function nodesOf(tree: object): readonly TaggedNode[] {
  const found: TaggedNode[] = [];
  const open: object[] = [tree];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    for (const [key, inner] of Object.entries(value).reverse()) {
      if (inner === null || typeof inner !== "object") continue;
      if (isTag(key)) found.push({ tag: key, node: inner });
      else if ("relname" in inner) found.push({ tag: "RangeVar", node: inner });
      else if ("roletype" in inner) found.push({ tag: "RoleSpec", node: inner });
      else if ("names" in inner && "typemod" in inner) found.push({ tag: "TypeName", node: inner });
      open.push(inner);
    }
  }
  return found;
}

export function ofTag<Name extends Tag>(nodes: readonly TaggedNode[], tag: Name): readonly NodeOf<Name>[] {
  return nodes.flatMap((node) => (node.tag === tag ? [node.node as NodeOf<Name>] : []));
}

/** `{ String: { sval } }` nodes as text; `*` and anything else are left out. */
export function strings(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => ("String" in node ? [node.String.sval ?? ""] : []));
}

/** The parts of a name, however the statement keeps it: a list, a type, a routine, a table or a single string. */
export function nameParts(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  if ("List" in node) return strings(node.List.items);
  if ("TypeName" in node) return strings(node.TypeName.names);
  if ("ObjectWithArgs" in node) return strings(node.ObjectWithArgs.objname);
  if ("RangeVar" in node) return relationParts(node.RangeVar);
  return strings([node]);
}

export function relationParts({ schemaname, relname }: RangeVar): readonly string[] {
  return schemaname === undefined ? [relname ?? ""] : [schemaname, relname ?? ""];
}

/** The value of an option as text: `LANGUAGE plpgsql`, `WITH (create_slot = false)`. */
export function option(options: readonly Node[] | undefined, name: string): string | null {
  for (const node of options ?? []) {
    if (!("DefElem" in node) || node.DefElem.defname !== name) continue;
    const { arg } = node.DefElem;
    if (arg === undefined) return "true";
    if ("String" in arg) return arg.String.sval ?? "";
    if ("Boolean" in arg) return String(arg.Boolean.boolval ?? false);
    if ("Integer" in arg) return String(arg.Integer.ival ?? 0);
    if ("List" in arg) return strings(arg.List.items).join("\n");
    return "";
  }
  return null;
}

/** Fields are in lower case. */
function isTag(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 65 && first <= 90;
}
