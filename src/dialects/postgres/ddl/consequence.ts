import type { SchemaObject } from "../../../schema/snapshot.ts";
import { onlyAddsValues } from "./alter-means.ts";
import type { Alteration } from "./operations.ts";

/** What happens to a user of something that changes. `detach`: only its default goes and comes back. `follow`: it changes its own type with it. */
export type Consequence = "none" | "recreate" | "detach" | "follow" | "refuse";

export function isRetyped({ to, fields }: Alteration): boolean {
  return to.kind === "column" && (fields.includes("type") || fields.includes("collation"));
}

export function isRemade({ from, to }: Alteration): boolean {
  return from.kind === "enum" && to.kind === "enum" && !onlyAddsValues(from, to);
}

/** The server rebuilds indexes and checks of a retyped column itself; it refuses where the text of something else depends on it. */
export function ofRetypedColumn(user: SchemaObject, otherEndRetyped: boolean): Consequence {
  switch (user.kind) {
    case "view":
    case "materialized view":
    case "policy":
    case "trigger":
    case "function":
      return "recreate";
    case "column":
      return user.generated === null ? "none" : "recreate";
    case "table":
      return "refuse";
    case "foreign key":
      // Between the two statements no operator might compare the columns.
      return otherEndRetyped ? "recreate" : "none";
    default:
      return "none";
  }
}

/** Columns move to the new type; texts that name the old one go and come back. */
export function ofRemadeEnum(user: SchemaObject): Consequence {
  switch (user.kind) {
    case "column":
      return user.generated === null ? "follow" : "recreate";
    case "domain":
    case "type":
    case "table":
      return "refuse";
    default:
      return "recreate";
  }
}

/** `used` is dropped and created again. */
export function ofRecreation(used: SchemaObject, user: SchemaObject): Consequence {
  switch (user.kind) {
    case "column":
      if (user.generated !== null) return "recreate";
      return used.kind === "function" ? "detach" : "refuse";
    case "table":
    case "domain":
    case "type":
      return "refuse";
    default:
      return "recreate";
  }
}
