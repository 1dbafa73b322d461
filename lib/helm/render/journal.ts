import { identityOf } from "../values/identity.js";
import type { Dict, Value } from "../values/value.js";

/** A change that templates make to values which all of them share; without a value, the key is taken away. */
export interface Change {
  entries: WatchedEntries;
  key: string;
  value: Value | undefined;
}

/**
 * What templates change of the values that they share, by `set` and the like, so that it can be taken back before another
 * rendering. Helm renders all templates of a release one after the other, and later ones see it.
 */
export class Journal {
  #changes: (Change & { before: Value | undefined })[] = [];
  #ids = new Map<WatchedEntries, number>();

  /** Watches a value and all that is in it. */
  watch(value: Value): void {
    const waiting = [value];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      // What files say is not changed, and not looked at either, since that would read all of them.
      if (next.type === "list" && next.goType !== "[]uint8")
        for (const item of next.items) waiting.push(item);
      if (next.type !== "map" || next.goType === "engine.files") continue;
      if (next.entries instanceof WatchedEntries) continue;
      next.entries = new WatchedEntries(this, next.entries);
      for (const entry of next.entries.values()) waiting.push(entry);
    }
  }

  note(entries: WatchedEntries, key: string, value: Value | undefined): void {
    this.#changes.push({ entries, key, value, before: entries.get(key) });
    if (value) this.watch(value);
  }

  mark(): number {
    return this.#changes.length;
  }

  /** Takes back what was changed since a mark, and says what that was. */
  rollback(mark: number): Changes {
    const changes = this.#changes.splice(mark);
    const last = new Map<string, Change & { before: Value | undefined }>();
    for (const change of changes) {
      const id = this.#idOf(change);
      last.set(id, { ...change, before: last.has(id) ? last.get(id)?.before : change.before });
    }
    for (const { entries, key, before } of changes.reverse()) entries.put(key, before);
    const kept = [...last].filter(([, { value, before }]) => identity(value) !== identity(before));
    return {
      changes: kept.map(([, change]) => change),
      identity: kept
        .map(([id, { value }]) => `${id}=${identity(value)}`)
        .sort()
        .join("\n"),
    };
  }

  redo({ changes }: Changes): void {
    for (const { entries, key, value } of changes) {
      if (value) entries.set(key, value);
      else entries.delete(key);
    }
  }

  #idOf({ entries, key }: Change): string {
    let id = this.#ids.get(entries);
    if (id === undefined) this.#ids.set(entries, (id = this.#ids.size));
    return `${id} ${key}`;
  }
}

/** What one rendering changed, and a text that is the same for the same changes. */
export interface Changes {
  changes: readonly Change[];
  identity: string;
}

/** What changes nothing. */
export const UNCHANGED: Changes = { changes: [], identity: "" };

function identity(value: Value | undefined): string {
  try {
    return value ? identityOf(value) : "";
  } catch (error) {
    // A map that was put into itself, or is nested very deep, is like no other.
    if (error instanceof RangeError) return String(unlike++);
    throw error;
  }
}

let unlike = 0;

/** The entries of a map that templates share. */
export class WatchedEntries extends Map<string, Value> {
  readonly #journal: Journal;

  constructor(journal: Journal, entries: Dict["entries"]) {
    super();
    this.#journal = journal;
    for (const [key, value] of entries) super.set(key, value);
  }

  override set(key: string, value: Value): this {
    this.#journal.note(this, key, value);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    if (this.has(key)) this.#journal.note(this, key, undefined);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }

  /** Sets or deletes without a note. */
  put(key: string, value: Value | undefined): void {
    if (value) super.set(key, value);
    else super.delete(key);
  }
}
