import { UserError } from "../../errors.ts";
import type { SchemaObject, Snapshot } from "../../schema/snapshot.ts";
import type {
  Built,
  RehearsalRequest,
  Rehearsed,
  Scope,
  StandIn,
  StandInRequest,
  StandInRun,
  StandInScript,
} from "../dialect.ts";
import { EngineGone } from "./engine.ts";
import { introspect } from "./introspect.ts";
import { openPglite } from "./pglite.ts";
import { newSession, type Place } from "./place.ts";
import { type Prepared, prepare, type Wanted } from "./prepare.ts";
import { inReadingTransaction, type SchemaRename } from "./reading-transaction.ts";
import { build } from "./rehearsal/build.ts";
import { rehearse } from "./rehearsal/rehearse.ts";
import { respell } from "./respell.ts";
import { runScripts } from "./run-scripts.ts";

/**
 * An empty PostgreSQL for SQL that nobody has reviewed: the scratch database when there is one, else a server of the live one's
 * major version made from what is installed on this machine, else PGlite.
 * Throws UserError `invalid-input` for a scratch database that must not be used, `connection-failed` when it can't be reached.
 */
export async function openStandIn(request: StandInRequest): Promise<StandIn> {
  const place = await explained("made ready", () => openPlace(request));
  try {
    const prepared = await explained("made ready", () => prepare(place, wanted(request, place.rename)));
    return standInAt(place, prepared);
  } catch (error) {
    await place.engine[Symbol.asyncDispose]();
    throw error;
  }
}

async function openPlace(request: StandInRequest): Promise<Place> {
  if (request.devUrl !== null) {
    const { openScratchDatabase } = await import("./dev-url.ts");
    return openScratchDatabase(request.devUrl, request);
  }
  const { findServer, openNativeServer } = await import("./native-server.ts");
  const installed = request.serverMajor === null ? null : await findServer(request.serverMajor);
  if (installed !== null) return openNativeServer(installed, request);
  const engine = await openPglite(
    request.extensions.map(({ name }) => name),
    request.limits,
  );
  return {
    engine,
    session: engine,
    administrator: engine,
    newSession: newSession([request.schemas[0] ?? "public"]),
    rename: null,
  };
}

/** In one schema of a scratch database, no other is made, and what belongs to the one that it stands for goes into it. */
function wanted({ roles, schemas, extensions }: StandInRequest, rename: SchemaRename | null): Wanted {
  if (rename === null) return { roles, schemas, extensions };
  const moved = extensions.map(({ name, installedIn }) => ({
    name,
    installedIn: installedIn === rename.to ? rename.from : installedIn,
  }));
  return { roles, schemas: [], extensions: moved };
}

function standInAt(place: Place, prepared: Prepared): StandIn {
  const { engine, rename } = place;
  return {
    engine: engine.description,
    serverMajor: engine.serverMajor,
    missingExtensions: prepared.missingExtensions,
    async run(scripts: readonly StandInScript[]): Promise<StandInRun> {
      return explained("used", () => runScripts(place, prepared, scripts));
    },
    async introspect(scope: Scope): Promise<Snapshot> {
      return explained("read", () => inReadingTransaction(engine, rename, () => introspect(engine, scope)));
    },
    async respell(objects: readonly SchemaObject[], scope: Scope): Promise<readonly SchemaObject[]> {
      return explained("read", () => inReadingTransaction(engine, rename, () => respell(engine, objects, scope)));
    },
    build: (statements: readonly string[]): Promise<Built> => build(place, statements),
    rehearse: (request: RehearsalRequest): Promise<Rehearsed> => rehearse(place, prepared, request),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

async function explained<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineGone)) throw error;
    throw new UserError(
      "invalid-source",
      `Can't rebuild the schema: the stand-in could not be ${what}. ${error.message}`,
      "Name a scratch database with --dev-url.",
      {
        cause: error,
      },
    );
  }
}
