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

/** Longer texts in a document are not configurations: a ConfigMap or Secret may hold 1 MiB in all, apis/core MaxSecretSize. */
const MAX_TEXT = 2 ** 20;
/** A text in a configuration in a text is as deep as anybody writes one. */
const MAX_LEVEL = 3;
/** What the texts of a short document may have in addition, so that it can repeat one by aliases. */
const SHORT = 20_000;

/**
 * The configurations in the value of a document: itself, the items of a List, and what is in its texts.
 * @param length that of the text of the document
 */
export function configurationsIn(value: unknown, document: number, length: number): WrittenConfiguration[] {
  // Only aliases can make the texts in a document longer than the document, once for each level.
  const budget = { left: SHORT + (MAX_LEVEL + 1) * length };
  return inValue(value, { document, at: [], level: 0, budget, formatIn: formatOf });
}

/** Where a value is, what tells its format, and how many more characters of texts are read. */
interface Where {
  document: number;
  at: Path;
  level: number;
  formatIn: typeof formatOf;
  budget: { left: number };
}

function inValue(value: unknown, where: Where): WrittenConfiguration[] {
  const { document, at, level, formatIn } = where;
  if (!isMap(value) || level > MAX_LEVEL) return [];
  const within = (path: Path, formatWithin = formatOf): Where => {
    return { ...where, at: [...at, ...path], level: level + 1, formatIn: formatWithin };
  };
  const listed = typeof value.kind === "string" ? items(value.items) : [];
  const unpacked = listed.flatMap((item, index) => inValue(item, within(["items", index])));
  if (unpacked.length > 0 || (typeof value.kind === "string" && value.kind.endsWith("List"))) return unpacked;
  const format = formatIn(value);
  const own = format === undefined ? [] : [{ format, value: withoutSecrets(format, value), document, at }];
  const parts = partsOf(value).flatMap(({ path, value: part, isByKind }) => {
    const there = within(path, isByKind ? formatOfPatch : formatOf);
    return typeof part === "string" ? inText(part, there) : inValue(part, there);
  });
  return [...own, ...parts];
}

function inText(text: string, where: Where): WrittenConfiguration[] {
  const { at, budget } = where;
  if (text.length > MAX_TEXT || text.length > budget.left) return [];
  budget.left -= text.length;
  return splitDocuments(text).flatMap(({ index, start, end }) => {
    const slice = text.slice(start, end);
    const result = mayBeRead(slice) ? parseDocument(slice) : undefined;
    if (!result || isProblem(result)) return [];
    return inValue(result.value, { ...where, at: [...at, index] });
  });
}
