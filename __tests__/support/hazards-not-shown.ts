/** Hazards without an example of their own, and why. */
export const notShown: Readonly<Record<string, string>> = {
  "sqlite sqlite-version-gated-syntax": "The SQLite that applies plans is the one of this package, which knows the syntax.",
};
