import { type Composed, composeYaml, YamlError } from "../../helm/yaml/compose.js";
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node } from "../../manifests/nodes.js";

/** More aliases are in no index: each is looked up in all of it. */
const MOST_ALIASES = 100;
/** The maps and lists in each other that an index has: its entries, a chart, a version, and the addresses of that. */
const DEEPEST = 5;

/**
 * The value of a text of YAML, as far down as an index goes. All scalars are texts, as an unquoted version 1.10 is meant; of a
 * key that is there twice, the last one counts. It takes time and memory that the length bounds.
 * @throws {YamlError} if it is none, or too much of it
 */
export function indexValue(text: string): unknown {
  return new Reader(composeYaml(text)).value;
}

class Reader {
  readonly #composed: Composed;
  #aliases = 0;

  constructor(composed: Composed) {
    this.#composed = composed;
  }

  get value(): unknown {
    return this.#valueOf(this.#composed.contents, 0);
  }

  #valueOf(node: unknown, depth: number): unknown {
    if (isAlias(node)) return this.#valueOf(this.#resolved(node), depth);
    if (isScalar(node)) return node.value;
    if (depth === DEEPEST) return undefined;
    if (isSeq(node)) return node.items.map((item) => this.#valueOf(item, depth + 1));
    if (!isMap(node)) return undefined;
    return Object.fromEntries(
      node.items.map(({ key, value }) => [
        String(isScalar(key) ? key.value : ""),
        this.#valueOf(value, depth + 1),
      ]),
    );
  }

  #resolved(alias: Alias): Node {
    const node = ++this.#aliases > MOST_ALIASES ? undefined : this.#composed.resolve(alias);
    if (node) return node;
    const [start = 0, end = 0] = alias.range ?? [];
    throw new YamlError("an alias stands for nothing, or there are too many", start, end);
  }
}
