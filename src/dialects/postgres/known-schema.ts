import type {
  Check,
  Column,
  DomainType,
  EnumType,
  ForeignKey,
  Index,
  ObjectId,
  PrimaryKey,
  Routine,
  SchemaObject,
  Table,
} from "../../schema/snapshot.ts";
import { ownerOf } from "../../schema/snapshot.ts";

/** The schema before a script, by what statements ask of it. Where it is not known, nothing is found. */
export class KnownSchema {
  /** False: that nothing is found says nothing. */
  readonly known: boolean;
  readonly #byId: ReadonlyMap<ObjectId, SchemaObject>;
  readonly #parts: ReadonlyMap<ObjectId | null, readonly SchemaObject[]>;

  constructor(objects: readonly SchemaObject[] | null) {
    this.known = objects !== null;
    this.#byId = new Map((objects ?? []).map((object) => [object.id, object]));
    this.#parts = Map.groupBy(objects ?? [], ownerOf);
  }

  has(id: ObjectId): boolean {
    return this.#byId.has(id);
  }

  object(id: ObjectId): SchemaObject | null {
    return this.#byId.get(id) ?? null;
  }

  table(id: ObjectId): Table | null {
    const found = this.#byId.get(id);
    return found?.kind === "table" ? found : null;
  }

  column(table: ObjectId, name: string | undefined): Column | null {
    return this.columns(table).find((column) => column.name === name) ?? null;
  }

  columns(table: ObjectId): readonly Column[] {
    return this.#partsOf(table, "column");
  }

  indexes(table: ObjectId): readonly Index[] {
    return this.#partsOf(table, "index");
  }

  checks(table: ObjectId): readonly Check[] {
    return this.#partsOf(table, "check");
  }

  foreignKeys(table: ObjectId): readonly ForeignKey[] {
    return this.#partsOf(table, "foreign key");
  }

  primaryKey(table: ObjectId): PrimaryKey | null {
    return this.#partsOf<PrimaryKey>(table, "primary key")[0] ?? null;
  }

  /** A constraint of this name, of whatever kind. */
  constraint(table: ObjectId, name: string | undefined): SchemaObject | null {
    return (
      (this.#parts.get(table) ?? []).find(
        (part) => part.name === name && (constraintKinds.has(part.kind) || (part.kind === "index" && part.constraint !== null)),
      ) ?? null
    );
  }

  foreignKeysTo(table: ObjectId): readonly ForeignKey[] {
    return [...this.#byId.values()].filter(
      (object): object is ForeignKey => object.kind === "foreign key" && object.references === table,
    );
  }

  partitionsOf(table: ObjectId): readonly Table[] {
    return [...this.#byId.values()].filter(
      (object): object is Table => object.kind === "table" && object.partitionOf?.table === table,
    );
  }

  enum(id: ObjectId): EnumType | null {
    const found = this.#byId.get(id);
    return found?.kind === "enum" ? found : null;
  }

  domain(id: ObjectId): DomainType | null {
    const found = this.#byId.get(id);
    return found?.kind === "domain" ? found : null;
  }

  routines(): readonly Routine[] {
    return [...this.#byId.values()].filter((object): object is Routine => object.kind === "function");
  }

  #partsOf<Part extends SchemaObject>(table: ObjectId, kind: Part["kind"]): readonly Part[] {
    return (this.#parts.get(table) ?? []).filter((part): part is Part => part.kind === kind);
  }
}

const constraintKinds: ReadonlySet<SchemaObject["kind"]> = new Set(["primary key", "foreign key", "check", "exclusion"]);
