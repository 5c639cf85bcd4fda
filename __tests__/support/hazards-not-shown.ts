/** Hazards without an example of their own, and why. */
export const notShown: Readonly<Record<string, string>> = {
  "sqlite sqlite-version-gated-syntax": "The SQLite that applies plans is the one of this package, which knows the syntax.",
};

/** PostgreSQL examples that a server of 14, 16 or 18 does otherwise than the embedded one, and why. */
export const differsOnServers: Readonly<Record<string, string>> = {
  "constraint-triggers-disabled":
    "A role that is no superuser may not disable the triggers of foreign keys: a server refuses it there (42501), where the embedded one, which has only a superuser, does it.",
  "invalid-index-masked": "The example marks its index as invalid in the catalogue, which only a superuser may.",
  "serial-sequence-still-int":
    "The embedded one also takes an AccessShareLock on the sequence, which holds up nobody; the locks of tables are the same.",
};
