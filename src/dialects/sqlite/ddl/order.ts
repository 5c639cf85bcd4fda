/** Sorts so that each item comes after those it needs; those that need each other keep their order. */
export function inDependencyOrder<Item>(items: readonly Item[], needs: (item: Item, other: Item) => boolean): readonly Item[] {
  const sorted: Item[] = [];
  const visited = new Set<Item>();
  const visit = (item: Item) => {
    if (visited.has(item)) return;
    visited.add(item);
    for (const other of items) if (other !== item && needs(item, other)) visit(other);
    sorted.push(item);
  };
  for (const item of items) visit(item);
  return sorted;
}
