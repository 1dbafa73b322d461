import type { RenderedFile } from "./rendered.js";
import { splitDocuments } from "./split.js";
import type { BinaryFile } from "../chart/chart.js";
import type { Unit } from "../chart/unit.js";
import { LimitError } from "../values/value.js";
import { HAS_RESERVED, RESERVED, RESERVED_ESCAPE, Text } from "../values/text.js";

/** What is in the `crds/` of a chart and of those in it, which are no templates: helm, pkg/chart/chart.go, CRDObjects. */
export function crdsOf(unit: Unit): RenderedFile[] {
  const own = unit.chart.files.filter(
    ({ path }) => path.startsWith("crds/") && /\.(?:ya?ml|json)$/i.test(path),
  );
  return [...own.map((file) => asWritten(`${unit.path}/${file.path}`, file)), ...unit.parts.flatMap(crdsOf)];
}

function asWritten(template: string, { file, read }: BinaryFile): RenderedFile {
  const text = new TextDecoder().decode(read());
  if (RESERVED.test(text) || RESERVED_ESCAPE.test(text)) {
    const error = new LimitError(`'${template}' ${HAS_RESERVED}`);
    return { template, file, worlds: [{ decisions: [], documents: { error } }], isComplete: true };
  }
  const whole = Text.of({ text, origin: { file, start: 0, end: text.length, isAction: false } });
  const documents = splitDocuments(whole).map((document) => ({ text: document }));
  return { template, file, worlds: [{ decisions: [], documents }], isComplete: true };
}
