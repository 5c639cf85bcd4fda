/** `SET (...)` and `RESET (...)` that lead from one list of storage parameters to the other. */
export function optionChanges(from: readonly string[], to: readonly string[]): readonly string[] {
  const set = to.filter((option) => !from.includes(option));
  const kept = new Set(to.map(optionName));
  const reset = from.map(optionName).filter((name) => !kept.has(name));
  return [
    ...(reset.length === 0 ? [] : [`RESET (${reset.join(", ")})`]),
    ...(set.length === 0 ? [] : [`SET ${optionList(set)}`]),
  ];
}

/** `(fillfactor = '70')` */
export function optionList(options: readonly string[]): string {
  const settings = options.map(
    (option) => `${optionName(option)} = '${option.slice(optionName(option).length + 1).replaceAll("'", "''")}'`,
  );
  return `(${settings.join(", ")})`;
}

function optionName(option: string): string {
  return option.split("=", 1)[0] ?? option;
}
