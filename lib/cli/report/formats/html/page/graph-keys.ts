import { COLUMNS, type Graph, type GraphNode } from "./graph-layout.js";

/** The node that a key leads to: up and down in its column, left and right to what it is linked with. */
export function nextNode(key: string, node: GraphNode, { columns }: Graph): GraphNode | undefined {
  const column = columns[node.column];
  const at = column.indexOf(node);
  const linked = (step: number) => {
    const wanted = COLUMNS[COLUMNS.indexOf(node.column) + step];
    return node.links
      .filter((other) => other.column === wanted)
      .toSorted((one, other) => Math.abs(one.y - node.y) - Math.abs(other.y - node.y))[0];
  };
  switch (key) {
    case "ArrowDown":
      return column[at + 1];
    case "ArrowUp":
      return column[at - 1];
    case "ArrowRight":
      return linked(1);
    case "ArrowLeft":
      return linked(-1);
    case "Home":
      return column[0];
    case "End":
      return column.at(-1);
    case "Enter":
    case " ":
      return node;
    default:
      return undefined;
  }
}
