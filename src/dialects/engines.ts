import type { DialectName } from "../schema/snapshot.ts";
import type { Dialect, Driver } from "./dialect.ts";

export type Engine = { readonly dialect: Dialect; readonly driver: Driver };

/** The only list of engines. Drivers are loaded when they are used: starting stays fast. */
const engines: Readonly<Record<"postgres" | "sqlite", () => Promise<Engine>>> = {
  postgres: async () => {
    const [{ postgres }, { postgresDriver }] = await Promise.all([
      import("./postgres/dialect.ts"),
      import("./postgres/driver.ts"),
    ]);
    return { dialect: postgres, driver: postgresDriver };
  },
  sqlite: async () => {
    const [{ sqlite }, { sqliteDriver }] = await Promise.all([import("./sqlite/dialect.ts"), import("./sqlite/driver.ts")]);
    return { dialect: sqlite, driver: sqliteDriver };
  },
};

export type SupportedDialect = keyof typeof engines;

export function loadEngine(name: SupportedDialect): Promise<Engine> {
  return engines[name]();
}

/** The engine that a URL names by its scheme; null when this version has none for it. Never looks at anything but the scheme. */
export function dialectOfUrl(url: string): SupportedDialect | DialectName | null {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") return "postgres";
  if (scheme === "mysql" || scheme === "mariadb") return "mysql";
  if (scheme === "file" || scheme === "sqlite" || scheme === undefined) return "sqlite";
  // `C:\data\shop.db` is a path.
  return scheme.length === 1 ? "sqlite" : null;
}
