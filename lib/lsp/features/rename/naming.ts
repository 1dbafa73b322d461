/**
 * How a name is written in other places: builds put prefixes and suffixes around it, and what refers to it may be written
 * with some of them already.
 */
export class Naming {
  readonly #name: string;
  readonly #built: readonly string[];

  /**
   * @param name as it is written at the object
   * @param built what builds make of it
   */
  constructor(name: string, built: Iterable<string>) {
    this.#name = name;
    this.#built = [...new Set(built)];
  }

  /**
   * A written form of the name with another name in it; undefined if it is none, or if it can be read in several ways.
   */
  renamed(written: string, name: string): string | undefined {
    if (written === this.#name) return name;
    const found = new Set<string>();
    for (const built of this.#built) {
      for (const inBuilt of placesOf(this.#name, built)) {
        const [prefix, suffix] = around(built, this.#name, inBuilt);
        for (const at of placesOf(this.#name, written)) {
          const [before, after] = around(written, this.#name, at);
          if (prefix.endsWith(before) && suffix.startsWith(after)) found.add(before + name + after);
        }
      }
    }
    const [first, ...others] = found;
    return others.length === 0 ? first : undefined;
  }
}

function around(text: string, part: string, at: number): [before: string, after: string] {
  return [text.slice(0, at), text.slice(at + part.length)];
}

function placesOf(part: string, text: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}
