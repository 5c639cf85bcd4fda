import { UserError } from "../../errors.ts";
import type { SchemaObject, Snapshot } from "../../schema/snapshot.ts";
import type { Scope, StandIn, StandInRequest, StandInRun, StandInScript } from "../dialect.ts";
import { type Engine, EngineGone } from "./engine.ts";
import { introspect } from "./introspect.ts";
import { openPglite } from "./pglite.ts";
import { prepare } from "./prepare.ts";
import { inReadingTransaction, type SchemaRename } from "./reading-transaction.ts";
import { respell } from "./respell.ts";
import { runScripts } from "./run-scripts.ts";

/**
 * An empty PostgreSQL for SQL that nobody has reviewed: the scratch database when there is one, else a server of the live one's
 * major version made from what is installed on this machine, else PGlite.
 * Throws UserError `invalid-input` for a scratch database that must not be used, `connection-failed` when it can't be reached.
 */
export async function openStandIn(request: StandInRequest): Promise<StandIn> {
  const place = await openPlace(request);
  try {
    const { missingExtensions, ...prepared } = await prepare(place, request);
    return standInAt(place, { ...prepared, missingExtensions });
  } catch (error) {
    await place.engine[Symbol.asyncDispose]();
    throw explained(error);
  }
}
