/** How many changes are kept beside a map before it is worth copying. */
const MANY = 32;

/**
 * A map with some entries set, as `new Map(map)` and `set` make it, but without a copy of a large map for a few changes:
 * the one that is given must not change any more.
 */
export function changedMap<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  changes: Iterable<readonly [Key, Value]>,
): ReadonlyMap<Key, Value> {
  const earlier = map instanceof ChangedMap ? (map as ChangedMap<Key, Value>) : undefined;
  const base = earlier?.base ?? map;
  const all = new Map([...(earlier?.changes ?? []), ...changes]);
  return all.size <= MANY ? new ChangedMap(base, all) : new Map([...base, ...all]);
}

class ChangedMap<Key, Value> implements ReadonlyMap<Key, Value> {
  readonly base: ReadonlyMap<Key, Value>;
  readonly changes: ReadonlyMap<Key, Value>;
  readonly size: number;

  constructor(base: ReadonlyMap<Key, Value>, changes: ReadonlyMap<Key, Value>) {
    this.base = base;
    this.changes = changes;
    this.size = base.size + [...changes.keys()].filter((key) => !base.has(key)).length;
  }

  get(key: Key): Value | undefined {
    return this.changes.has(key) ? this.changes.get(key) : this.base.get(key);
  }

  has(key: Key): boolean {
    return this.changes.has(key) || this.base.has(key);
  }

  forEach(call: (value: Value, key: Key, map: ReadonlyMap<Key, Value>) => void, that?: unknown): void {
    for (const [key, value] of this) call.call(that, value, key, this);
  }

  *entries(): Generator<[Key, Value], undefined, unknown> {
    const { base, changes } = this;
    for (const entry of base) {
      const [key] = entry;
      yield changes.has(key) ? [key, changes.get(key) as Value] : entry;
    }
    for (const entry of changes) if (!base.has(entry[0])) yield entry;
    return undefined;
  }

  *keys(): Generator<Key, undefined, unknown> {
    for (const [key] of this.entries()) yield key;
    return undefined;
  }

  *values(): Generator<Value, undefined, unknown> {
    for (const [, value] of this.entries()) yield value;
    return undefined;
  }

  [Symbol.iterator](): Generator<[Key, Value], undefined, unknown> {
    return this.entries();
  }
}
