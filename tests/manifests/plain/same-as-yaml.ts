import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, isSeq, type Node } from "yaml";
import { isProblem, parseWithYaml } from "../../../lib/manifests/parse.js";
import { plainNodes, readPlain } from "../../../lib/manifests/plain/read-plain.js";

/**
 * How our reading of a text compares with that of `yaml`: the same value with everything at the same place, declined, or
 * what differs.
 */
export function comparedWithYaml(text: string): "same" | "declined" | { difference: unknown } {
  const plain = readPlain(text);
  if ("leftAt" in plain) return "declined";
  const parsed = parseWithYaml(text);
  if (isProblem(parsed)) return { difference: parsed.message };
  if (!isDeepStrictEqual(plain.value, parsed.value)) return { difference: [plain.value, parsed.value] };
  const [ours, theirs] = [plainNodes(text), parsed.nodes].map(({ contents }) => places(contents));
  return isDeepStrictEqual(ours, theirs) ? "same" : { difference: [ours, theirs] };
}

/** Everything about a node that anybody asks for. Where a collection in block style ends, nobody does. */
function places(node: unknown): unknown {
  if (isScalar(node)) {
    const { value, type, range, anchor, tag } = node;
    // A text without any content has no node at all, or an empty one: its place is the start of the text.
    return { value, type, start: range?.[0], end: range?.[1], anchor, tag };
  }
  if (!isMap(node) && !isSeq(node)) return node;
  const { flow = false, range, anchor, tag } = node;
  const items = isMap(node)
    ? node.items.map(({ key, value }) => [places(key), places(value)])
    : node.items.map((item: unknown) => places(item as Node));
  return { items, flow, start: range?.[0], end: flow ? range?.[1] : undefined, anchor, tag };
}
