import type { Configuration } from "../kubernetes/configuration/configuration.js";
import { formatOf, formatOfPatch } from "../kubernetes/configuration/formats.js";
import { partsOf } from "../kubernetes/configuration/parts.js";
import { withoutSecrets } from "../kubernetes/configuration/redact.js";
import { isMap, items } from "../util/plain-values.js";
import { mayBeRead } from "./kind-filter.js";
import type { Path } from "./locate.js";
import { isProblem, parseDocument } from "./parse.js";
import { splitDocuments } from "./split.js";

/** A configuration in a file. */
export interface WrittenConfiguration extends Configuration {
  /** Which document of the file holds it. */
  document: number;
  /**
   * Its path in the document. Where it is in a text of the document, such as a value of a ConfigMap, the path goes on
   * inside of the text: with the number of the document there.
   */
  at: Path;
}

/** Longer texts in a document are not configurations. */
const MAX_TEXT = 1_000_000;
/** A text in a configuration in a text is as deep as anybody writes one. */
const MAX_LEVEL = 3;

/** The configurations in the value of a document: itself, the items of a List, and what is in its texts. */
export function configurationsIn(
  value: unknown,
  document: number,
  at: Path = [],
  level = 0,
  formatIn = formatOf,
): WrittenConfiguration[] {
  if (!isMap(value) || level > MAX_LEVEL) return [];
  if (typeof value.kind === "string" && value.kind.endsWith("List")) {
    return items(value.items).flatMap((item, index) => {
      return configurationsIn(item, document, [...at, "items", index], level + 1);
    });
  }
  const format = formatIn(value);
  const own = format === undefined ? [] : [{ format, value: withoutSecrets(format, value), document, at }];
  const within = partsOf(value).flatMap(({ path, value: part, isByKind }) => {
    const where = [document, [...at, ...path], level + 1, isByKind ? formatOfPatch : formatOf] as const;
    return typeof part === "string" ? inText(part, ...where) : configurationsIn(part, ...where);
  });
  return [...own, ...within];
}

function inText(
  text: string,
  document: number,
  at: Path,
  level: number,
  formatIn: typeof formatOf,
): WrittenConfiguration[] {
  if (text.length > MAX_TEXT) return [];
  return splitDocuments(text).flatMap(({ index, start, end }) => {
    const slice = text.slice(start, end);
    const result = mayBeRead(slice) ? parseDocument(slice) : undefined;
    if (!result || isProblem(result)) return [];
    return configurationsIn(result.value, document, [...at, index], level, formatIn);
  });
}
