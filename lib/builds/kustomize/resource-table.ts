import { push } from "../../util/group-by.js";
import { currentId, type Resource } from "./resource.js";

/**
 * Resources that are changed one by one, found by what they are or were called. Transformers that change few of many
 * hand it on to each other.
 */
export class ResourceTable {
  /** The resources by position, undefined for one that is deleted. */
  #slots: readonly (Resource | undefined)[];
  /** The slots, if they are no one else's. */
  #own: (Resource | undefined)[] | undefined;
  /** The resources as a list, if it is up to date. */
  #list: readonly Resource[] | undefined;
  #hasDeleted = false;
  #byName: Map<string, number[]> | undefined;
  #byNamespace: Map<string, number[]> | undefined;

  private constructor(resources: readonly Resource[]) {
    this.#slots = resources;
    this.#list = resources;
  }

  /** The table of resources: the one that the transformer before has used, if it has left just these. */
  static of(resources: readonly Resource[]): ResourceTable {
    const last = tables.get(resources);
    if (last && last.#list === resources) return last;
    const table = new ResourceTable(resources);
    tables.set(resources, table);
    return table;
  }

  /** How many positions there are. */
  get size(): number {
    return this.#slots.length;
  }

  /** The resource at a position, if it is not deleted. */
  at(position: number): Resource | undefined {
    return this.#slots[position];
  }

  /** Replaces the resource at a position, or deletes it. */
  set(position: number, resource: Resource | undefined): void {
    const before = this.at(position);
    if (before === resource) return;
    this.#own ??= this.#slots.slice();
    this.#slots = this.#own;
    this.#list = undefined;
    this.#own[position] = resource;
    if (!resource) this.#hasDeleted = true;
    else if (!before || !hasSameNames(before, resource)) this.#index(resource, position);
  }

  /** Adds a resource at the end. */
  add(resource: Resource): void {
    this.set(this.size, resource);
  }

  /** The resources as they are now. */
  get resources(): readonly Resource[] {
    if (this.#list) return this.#list;
    const list = this.#hasDeleted
      ? this.#slots.filter((resource) => resource !== undefined)
      : (this.#slots.slice() as Resource[]);
    this.#list = list;
    tables.set(list, this);
    return list;
  }

  /**
   * The positions, in order, of all resources that can have one of several names and namespaces, now or before; more
   * than these may be among them. Undefined means any.
   */
  positions(names?: readonly string[], namespaces?: readonly string[]): Iterable<number> {
    if (!names && !namespaces) return Array(this.size).keys();
    if (!this.#byName) this.#indexAll();
    const [named, within] = [found(this.#byName, names), found(this.#byNamespace, namespaces)];
    const fewest = named && (!within || named.length <= within.length) ? named : (within ?? []);
    return fewest.length > 1 ? new Set(fewest.toSorted((a, b) => a - b)) : fewest;
  }

  #indexAll(): void {
    this.#byName = new Map();
    this.#byNamespace = new Map();
    for (let position = 0; position < this.size; position++) {
      const resource = this.at(position);
      if (resource) this.#index(resource, position);
    }
  }

  #index(resource: Resource, position: number): void {
    if (!this.#byName || !this.#byNamespace) return;
    for (const { name, namespace } of [...resource.previous, currentId(resource)]) {
      note(this.#byName, name, position);
      note(this.#byNamespace, namespace, position);
    }
  }
}

const tables = new WeakMap<readonly Resource[], ResourceTable>();

function hasSameNames(one: Resource, other: Resource): boolean {
  const [a, b] = [one.object.metadata, other.object.metadata];
  const isSame =
    a?.name === b?.name && a?.namespace === b?.namespace && one.object.kind === other.object.kind;
  return isSame && one.previous.length === other.previous.length;
}

function note(index: Map<string, number[]>, key: string, position: number): void {
  if (index.get(key)?.at(-1) !== position) push(index, key, position);
}

function found(
  index: Map<string, number[]> | undefined,
  keys: readonly string[] | undefined,
): number[] | undefined {
  return keys?.flatMap((key) => index?.get(key) ?? []);
}
