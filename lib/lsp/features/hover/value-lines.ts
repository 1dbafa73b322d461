import { writtenAt } from "../../../builds/build.js";
import { chartReads } from "../../../helm/render/chart-reads.js";
import { isLiteralSecret, namesSecretFlag } from "../../../kubernetes/kubeconfig/secret-texts.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { plural } from "../../../util/phrases.js";
import { isMap } from "../../../util/plain-values.js";
import type { NamedValue } from "../../charts/named-value.js";
import { placeInText } from "../../charts/place-in-text.js";
import { type ReadValue, readIn } from "../../charts/read-value.js";
import {
  type InstalledChart,
  ownLayers,
  releaseLayers,
  releasesOf,
  type ValueLayer,
} from "../../charts/value-layers.js";
import type { Model } from "../../model/model.js";
import { bounded, code, item, type Line, line, said, type Words } from "../../text/markup.js";

const MOST_RELEASES = 8;
/** A longer list is not written out. */
const LONGEST = 80;

/**
 * What a value is that a template of a chart reads, in each release of this repository. Nothing is said where templates
 * change the values, or where a chart in another one reads them, which may be switched off or import others.
 */
export function valueLines(model: Model, named: NamedValue): Line[] {
  const { analysis } = model;
  const { tree, read } = named;
  if (!read?.isOfOutermost || chartReads(tree.chart).isChanging) return [];
  const own = ownLayers(analysis, tree).filter(({ offset }) => offset.length === 0);
  const imports = tree.chart.metadata.dependencies?.some(({ importValues }) => importValues.length > 0);
  const valueWith = (layers: readonly ValueLayer[]): Words | undefined => {
    const found = readIn(layers, read.names);
    return found === undefined || (found.state === "unset" && imports)
      ? undefined
      : wordsOf(model, found, read.names);
  };
  const head = line([
    { strong: ["Value ", code(read.names.join("."))] },
    " of chart ",
    code(tree.chart.metadata.name),
  ]);
  const releases = releasesOf(analysis, tree);
  if (releases.length === 0) {
    const words = valueWith(own);
    return words
      ? [head, line(said`By default ${words}. Nothing that is seen here installs the chart.`)]
      : [];
  }
  const items = releases.flatMap((one) => {
    const words = valueWith([...releaseLayers(one.release), ...(one.release.chartValues ? [] : own)]);
    return words ? [item(said`${installerWords(one)}: ${words}`)] : [];
  });
  return items.length > 0 ? [head, ...bounded(items, MOST_RELEASES, "more releases")] : [];
}

function installerWords({ installer: { kind, name, by } }: InstalledChart): Words {
  const place = writtenAt(by);
  const words = name !== undefined && isKnown(name) ? code(name) : "of a name that is filled in later";
  return said`${kind} ${words} (${{ place: { ...place, path: [...place.path, "metadata", "name"] } }})`;
}

function wordsOf(model: Model, read: ReadValue, names: readonly string[]): Words {
  if (read.state === "unset") return ["not set"];
  if (read.state === "unknown") return [`not known: ${read.why}`];
  const words = valueWords(read.value, names.at(-1) ?? "");
  // What is written in several places has none of its own.
  return read.place && !isMap(read.value)
    ? said`${words} (${{ place: placeInText(model, read.place) }})`
    : words;
}

function valueWords(value: unknown, name: string): Words {
  if (isMap(value)) return ["a map"];
  if (Array.isArray(value)) {
    const text = JSON.stringify(value);
    return value.every((one) => typeof one !== "object") && text.length <= LONGEST
      ? [code(text)]
      : [`a list of ${plural(value.length, "item")}`];
  }
  if (namesSecretFlag(name) && isLiteralSecret(value)) return ["a text that may be secret"];
  return value === "" ? ["an empty text"] : [code(String(value))];
}
