import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Builder } from "./builder.js";

type Collection = YAMLMap | YAMLSeq;

/** Makes the nodes that `yaml` composes, with their places, but without their comments. */
export const NODES: Builder<Node, YAMLMap, YAMLSeq> = {
  scalar(value, type, start, end) {
    const scalar = new Scalar(value);
    scalar.type = type;
    scalar.range = [start, end, end];
    return scalar;
  },
  map: (start, isFlow) => collection(new YAMLMap(), start, isFlow),
  list: (start, isFlow) => collection(new YAMLSeq(), start, isFlow),
  put(map, { value, style, start, end }, item) {
    map.items.push(new Pair(NODES.scalar(value, style, start, end), item));
    endWith(map, item);
    return true;
  },
  add(list, item) {
    list.items.push(item);
    endWith(list, item);
  },
  close(node, end) {
    if (node.range) node.range[1] = node.range[2] = end;
  },
};

function collection<Kind extends Collection>(node: Kind, start: number, isFlow: boolean): Kind {
  if (isFlow) node.flow = true;
  node.range = [start, start, start];
  return node;
}

/** A collection ends where its last item ends. */
function endWith(node: Collection, item: Node): void {
  if (node.range && item.range) node.range[1] = node.range[2] = item.range[1];
}

/** A document of nodes. */
export function documentOf(contents: Node | undefined, length: number): Document.Parsed {
  const document = new Document(null);
  document.contents = contents ?? null;
  document.range = [0, length, length];
  return document as Document.Parsed;
}
