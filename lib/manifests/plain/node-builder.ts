import { type DocumentNodes, type Node, NODE_TYPE, TYPES, type YAMLMap, type YAMLSeq } from "../nodes.js";
import type { Builder } from "./builder.js";

type Collection = YAMLMap | YAMLSeq;

/** Makes the nodes that `yaml` composes, with their places, but without their comments. */
export const NODES: Builder<Node, YAMLMap, YAMLSeq> = {
  scalar(value, type, start, end) {
    return { [NODE_TYPE]: TYPES.scalar, value, type, range: [start, end, end] };
  },
  map: (start, isFlow) => ({ [NODE_TYPE]: TYPES.map, ...collection(start, isFlow), items: [] }),
  list: (start, isFlow) => ({ [NODE_TYPE]: TYPES.seq, ...collection(start, isFlow), items: [] }),
  put(map, { value, style, start, end }, item) {
    map.items.push({ [NODE_TYPE]: TYPES.pair, key: NODES.scalar(value, style, start, end), value: item });
    if (item.range) endAt(map, item.range[1]);
    return true;
  },
  add(list, item) {
    list.items.push(item);
    if (item.range) endAt(list, item.range[1]);
  },
  close: endAt,
};

function collection(start: number, isFlow: boolean): Pick<Collection, "flow" | "range"> {
  return { ...(isFlow && { flow: true }), range: [start, start, start] };
}

/** A collection ends where its last item ends. Its range is changed while it is read: a new one for each item is much. */
function endAt({ range }: Collection, end: number): void {
  const own = range as [start: number, valueEnd: number, nodeEnd: number];
  own[1] = end;
  own[2] = end;
}

/** A document of nodes. */
export function documentOf(contents: Node | undefined, length: number): DocumentNodes {
  return { contents: contents ?? null, range: [0, length, length] };
}
