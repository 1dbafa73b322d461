import { NODES } from "../../manifests/plain/node-builder.js";
import type { Builder, Style, Written } from "../../manifests/plain/builder.js";
import type { Node, YAMLMap, YAMLSeq } from "../../manifests/nodes.js";

/**
 * Makes nodes of which all scalars are texts, as with the schema `failsafe` of `yaml`, and of which a key may be there more
 * than once.
 */
export class TextNodes implements Builder<Node, YAMLMap, YAMLSeq> {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  map(start: number, isFlow: boolean): YAMLMap {
    return NODES.map(start, isFlow);
  }

  list(start: number, isFlow: boolean): YAMLSeq {
    return NODES.list(start, isFlow);
  }

  add(list: YAMLSeq, item: Node): void {
    NODES.add(list, item);
  }

  close(collection: YAMLMap | YAMLSeq, end: number): void {
    NODES.close(collection, end);
  }

  scalar(value: unknown, style: Style, start: number, end: number): Node {
    return NODES.scalar(this.#written(value, start, end), style, start, end);
  }

  put(map: YAMLMap, key: Written, item: Node): boolean {
    return NODES.put(map, { ...key, value: this.#written(key.value, key.start, key.end) }, item);
  }

  /** What is no text for others is on one line. */
  #written(value: unknown, start: number, end: number): unknown {
    return typeof value === "string" ? value : this.#text.slice(start, end);
  }
}
