import {
  type Column,
  type EnumType,
  type ForeignKey,
  type ObjectId,
  objectId,
  type SchemaObject,
} from "../../../schema/snapshot.ts";
import { type Catalogue, holderId } from "./catalogue.ts";
import { type Consequence, isRemade, isRetyped, ofRecreation, ofRemadeEnum, ofRetypedColumn } from "./consequence.ts";
import { type Alteration, type Operation, type Refusal, subject } from "./operations.ts";
import { uses } from "./uses.ts";

export type Before = {
  readonly catalogue: Catalogue;
  /** Who uses it, by id. */
  readonly users: ReadonlyMap<ObjectId, readonly SchemaObject[]>;
};

export function before(catalogue: Catalogue): Before {
  const users = new Map<ObjectId, SchemaObject[]>();
  for (const object of catalogue.objects.values()) {
    for (const used of uses(object, catalogue)) {
      const list = users.get(used);
      if (list === undefined) users.set(used, [object]);
      else list.push(object);
    }
  }
  return { catalogue, users };
}

export type Recreated = { readonly operations: readonly Operation[]; readonly refused: readonly Refusal[] };

/**
 * Adds what must be dropped and created again because something it rests on is dropped, made anew or gets another type.
 * `wanted` is the state that the changes lead to: what stands there unchanged can't need what goes.
 */
export function recreateDependents(
  requested: readonly Operation[],
  state: Before,
  wanted: ReadonlyMap<ObjectId, SchemaObject>,
): Recreated {
  return new Recreation(requested, state, wanted).run();
}

/** Ordinary columns of a type that keep it. */
export function columnsOfType(type: EnumType, state: Before, after: Catalogue, gone: ReadonlySet<ObjectId>): readonly Column[] {
  return (state.users.get(type.id) ?? [])
    .filter((user) => user.kind === "column" && user.generated === null && !gone.has(user.id))
    .map((column) => after.objects.get(column.id))
    .filter((column) => column?.kind === "column")
    .filter((column) => uses(column, state.catalogue).has(type.id));
}

class Recreation {
  readonly #state: Before;
  readonly #wanted: ReadonlyMap<ObjectId, SchemaObject>;
  readonly #operations: Set<Operation>;
  readonly #refused: Refusal[] = [];
  readonly #queue: Operation[];
  readonly #drops = new Set<ObjectId>();
  readonly #creates = new Set<ObjectId>();
  readonly #detached = new Set<ObjectId>();
  readonly #retyped = new Set<ObjectId>();
  readonly #changed = new Map<ObjectId, Extract<Operation, { readonly verb: "alter" | "rename" }>>();

  constructor(requested: readonly Operation[], state: Before, wanted: ReadonlyMap<ObjectId, SchemaObject>) {
    this.#state = state;
    this.#wanted = wanted;
    this.#operations = new Set(requested);
    this.#queue = requested.filter(
      (operation) => operation.verb === "drop" || (operation.verb === "alter" && (isRetyped(operation) || isRemade(operation))),
    );
    for (const operation of requested) this.#note(operation);
  }

  run(): Recreated {
    for (let at = 0; at < this.#queue.length; at++) {
      const cause = this.#queue[at];
      if (cause === undefined) break;
      for (const user of this.#state.users.get(subject(cause).id) ?? []) this.#apply(cause, user);
    }
    return { operations: [...this.#operations], refused: this.#refused };
  }

  #note(operation: Operation): void {
    if (operation.verb === "drop") this.#drops.add(operation.object.id);
    if (operation.verb === "create") this.#creates.add(operation.object.id);
    if (operation.verb === "alter" || operation.verb === "rename") this.#changed.set(operation.from.id, operation);
    if (operation.verb === "alter" && isRetyped(operation)) this.#retyped.add(operation.from.id);
  }

  #apply(cause: Operation, user: SchemaObject): void {
    if (this.#drops.has(user.id)) return;
    const consequence = this.#consequence(cause, user);
    if (consequence === "recreate") this.#recreate(user, cause.changes);
    if (consequence === "detach") this.#detach(user, cause.changes);
    if (consequence === "follow") this.#follow(user, cause.changes);
    if (consequence === "refuse")
      this.#refused.push(...cause.changes.map((change) => ({ change, reason: stillUsed(subject(cause), user) })));
  }

  #consequence(cause: Operation, user: SchemaObject): Consequence {
    const used = subject(cause);
    if (cause.verb === "alter" && used.kind === "enum") return ofRemadeEnum(user);
    if (cause.verb === "alter") return ofRetypedColumn(user, user.kind === "foreign key" && this.#bothEndsRetyped(user));
    if (this.#creates.has(used.id)) return ofRecreation(used, user);
    return this.#ofRemoval(used, user);
  }

  #ofRemoval(used: SchemaObject, user: SchemaObject): Consequence {
    if (user.kind === "comment" || user.kind === "rights" || this.#changed.has(user.id)) return "none";
    // It may rest on any of several keys of the same columns.
    if (user.kind === "foreign key" && (used.kind === "primary key" || used.kind === "index")) return "recreate";
    if (holderId(user, this.#state.catalogue) === used.id) return "none";
    return this.#wanted.has(user.id) ? "none" : "refuse";
  }

  #recreate(user: SchemaObject, causes: readonly number[]): void {
    const changed = this.#changed.get(user.id);
    const after = changed?.to ?? user;
    const changes = [...new Set([...causes, ...(changed?.changes ?? [])])].sort((a, b) => a - b);
    if (changed !== undefined) this.#operations.delete(changed);
    this.#changed.delete(user.id);
    const drop: Operation = { verb: "drop", object: user, parts: [], changes };
    const create: Operation = { verb: "create", object: after, parts: [], changes };
    // Comments and rights fall with what they are on.
    if (user.kind !== "comment" && user.kind !== "rights") this.#operations.add(drop);
    this.#operations.add(create);
    this.#note(drop);
    this.#note(create);
    this.#creates.add(user.id);
    this.#queue.push(drop);
  }

  #detach(user: SchemaObject, changes: readonly number[]): void {
    if (user.kind !== "column" || this.#detached.has(user.id)) return;
    this.#detached.add(user.id);
    const altered = this.#changed.get(user.id);
    this.#operations.add({ verb: "detach default", object: user, changes });
    // An altered default is set by its own operation.
    const setsDefault = altered?.verb === "alter" && altered.fields.includes("default");
    if (!setsDefault) this.#operations.add({ verb: "attach default", object: user, changes });
  }

  /** The operation on the type moves the column; what rests on the column feels it like any other change of its type. */
  #follow(user: SchemaObject, changes: readonly number[]): void {
    if (this.#retyped.has(user.id)) return;
    this.#retyped.add(user.id);
    const alteration: Alteration = { verb: "alter", from: user, to: user, fields: ["type"], changes };
    this.#queue.push(alteration);
  }

  #bothEndsRetyped(key: ForeignKey): boolean {
    const isRetypedIn = (table: ObjectId, names: readonly string[]) =>
      (this.#state.catalogue.columns.get(table) ?? []).some(({ id, name }) => names.includes(name) && this.#retyped.has(id));
    return (
      isRetypedIn(objectId("table", key.schema, key.table), key.columns) && isRetypedIn(key.references, key.referencedColumns)
    );
  }
}

function stillUsed(used: SchemaObject, user: SchemaObject): string {
  return `Can't change ${used.id}: ${user.id} uses it and stays as it is. Change or drop that first.`;
}
