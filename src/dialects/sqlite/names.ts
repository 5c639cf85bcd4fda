/** Names for constraints that have none, in the manner of Prisma's. */
export const defaultNames = {
  primaryKey: (table: string) => `${table}_pkey`,
  unique: (table: string, columns: readonly string[]) => `${[table, ...columns].join("_")}_key`,
  foreignKey: (table: string, columns: readonly string[]) => `${[table, ...columns].join("_")}_fkey`,
  check: (table: string, column: string | null) => `${table}${column === null ? "" : `_${column}`}_check`,
};

/** Gives each name once: the second `t_check` becomes `t_check_2`. */
export function uniqueNames(taken: Iterable<string> = []): (wanted: string) => string {
  const names = new Set(taken);
  return (wanted) => {
    let name = wanted;
    for (let count = 2; names.has(name); count++) name = `${wanted}_${count}`;
    names.add(name);
    return name;
  };
}
