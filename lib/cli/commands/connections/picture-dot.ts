import type { Mark, Picture, PictureNode } from "./picture.js";
import { printable } from "../../../util/phrases.js";

/** Pictures in the language of Graphviz: `gitops-lint connections --format dot | dot -Tsvg`. */
export function asDot(pictures: readonly Picture[]): string {
  return [
    "digraph connections {",
    '  rankdir="LR";',
    '  node [shape="box", style="rounded", fontname="sans-serif", fontsize="11"];',
    '  edge [fontname="sans-serif", fontsize="10"];',
    ...pictures.flatMap((picture, index) => pictureLines(picture, pictures.length > 1 ? index : undefined)),
    "}",
  ].join("\n");
}

function pictureLines(picture: Picture, index: number | undefined): string[] {
  const prefix = index === undefined ? "" : `c${index}`;
  const lines = [
    ...picture.boxes.flatMap(({ label, nodes }, box) => [
      `subgraph cluster_${prefix}n${box} {`,
      `  label=${quoted(label)};`,
      ...nodes.map((node) => `  ${nodeLine(node, prefix)}`),
      "}",
    ]),
    ...picture.free.map((node) => nodeLine(node, prefix)),
    ...picture.edges.map(({ from, to, label, isSure }) => {
      const style = isSure ? "" : ', style="dashed"';
      return `${prefix}${from} -> ${prefix}${to} [label=${quoted(label)}${style}];`;
    }),
  ];
  if (index === undefined) return lines.map((line) => `  ${line}`);
  const heading = picture.cluster === undefined ? [] : [`  label=${quoted(`Cluster ${picture.cluster}`)};`];
  return [`subgraph cluster_${prefix} {`, ...heading, ...lines.map((line) => `  ${line}`), "}"].map(
    (line) => `  ${line}`,
  );
}

const SHAPES: Record<PictureNode["is"], string> = {
  workload: "",
  several: ', peripheries="2"',
  outside: ', shape="oval", style="solid"',
};

function nodeLine({ id, title, is, ingress, egress }: PictureNode, prefix: string): string {
  const marks = [
    ...(ingress === "open" ? [] : [`in: ${ingress}`]),
    ...(egress === "open" ? [] : [`out: ${egress}`]),
  ];
  const label = quoted([title, ...marks].join("\n"));
  return `${prefix}${id} [label=${label}${SHAPES[is]}${colorOf(ingress, egress)}];`;
}

function colorOf(...marks: readonly Mark[]): string {
  if (marks.includes("not known")) return ', color="#9a6700"';
  if (marks.includes("denied")) return ', color="#cf222e"';
  return marks.every((mark) => mark === "open") ? "" : ', color="#0969da"';
}

/** A text of strangers as a string of Graphviz, of which each line break is ours. */
function quoted(text: string): string {
  const lines = text.split("\n").map((line) => printable(line).replace(/[\\"]/g, "\\$&"));
  return `"${lines.join("\\n")}"`;
}
