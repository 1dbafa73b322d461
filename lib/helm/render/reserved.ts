import type { Chart } from "../chart/chart.js";
import { HAS_RESERVED, RESERVED, RESERVED_ESCAPE, type Text } from "../values/text.js";
import { type Dict, LimitError, type Value } from "../values/value.js";
import { memoize } from "../../util/memoize.js";

/**
 * Ends the rendering of a chart that says itself one of the characters that stand here for what is not known, as Helm
 * would let it: nobody could tell the one from the other.
 */
export function refuseReserved(chart: Chart, given: Dict): void {
  const place = placeInChart(chart) ?? (isInValues(given) ? "what is given to it as values" : undefined);
  if (place !== undefined) {
    throw new LimitError(`${place} ${HAS_RESERVED}`);
  }
}

/** What of a chart, or of one in it, has such a character. */
const placeInChart = memoize((chart: Chart): string | undefined => {
  const { metadata, templates, values, charts } = chart;
  const template = templates.find(({ text }) => RESERVED.test(text) || RESERVED_ESCAPE.test(text));
  if (template) return `'${template.path}'`;
  if (isInValues(values)) return `'values.yaml'`;
  const annotations = [...metadata.annotations].flat();
  if (annotations.some((text) => RESERVED.test(text))) return "'Chart.yaml'";
  for (const one of charts) {
    const place = placeInChart(one);
    if (place !== undefined) return `in '${one.metadata.name}', ${place}`;
  }
  return undefined;
});

const isInValues = memoize((values: Dict): boolean => {
  const open: Value[] = [values];
  for (let value = open.pop(); value; value = open.pop()) {
    if (value.type === "string" && isInText(value)) return true;
    if (value.type === "list") for (const item of value.items) open.push(item);
    if (value.type !== "map") continue;
    for (const [key, item] of value.entries) {
      if (RESERVED.test(key)) return true;
      open.push(item);
    }
  }
  return false;
});

function isInText({ pieces }: Text): boolean {
  return pieces.some(({ text, unknown }) => unknown === undefined && RESERVED.test(text));
}
