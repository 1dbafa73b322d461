import { KINDS_OF_FORMATS } from "../kubernetes/configuration/formats.js";
import { KINDS_IN_MANIFESTS } from "../kubernetes/kinds.js";
import { isCrdAlone } from "./kind-filter.js";
import type { ParseProblem } from "./parse.js";
import type { DocumentText } from "./split.js";

/** A document that does not parse. */
export interface BrokenDocument extends Omit<ParseProblem, "isOurs"> {
  document: number;
  /** Whether it is a template that something else fills in, and not YAML yet. */
  template: boolean;
}

const TEMPLATE_MARK = /\{\{|\{%|<%|##\w+##|@\w+@|%(?:\[\d+\])?[dsv]\b/;
/** A comment that marks nothing: `##NAME##` is one to YAML, too. */
const COMMENT = /(?:^|[ \t])#(?!#?\w+##).*$/gm;
/**
 * A tag and an anchor can be between the key and the value. Longer ones, or more, may hide any kind, and so may what is
 * no plain text in one line.
 */
const KIND_ANYWHERE =
  /\bkind["']?\s*:\s*(?:[!&]\S{0,100}\s+){0,2}(?:"[^"\n\\]{0,100}\\|["']?([A-Za-z]+)|[!&*|>#])/g;
/** An alias can stand for a key as well. */
const ANCHORED_KEY = /&[^\s,[\]{}]+\s+["']?kind\b/;
const [SPELLS_KIND, SPELLS_VERSION] = ["kind", "apiVersion"].map(escaped) as [RegExp, RegExp];
/** A key that can be `kind` although it does not look like it. The end of the key is looked for first, and once. */
const ESCAPED_KEY = /"(?=[^"\n]*"[ \t]*:)[^"\n]*?\\[xuU]/;
/** Kinds such as Config and Cluster are common; these are the groups of those that are read. */
const SAYS_FORMAT =
  /apiVersion["']?\s*:\s*["']?(?:[a-z-]+\.config\.k8s\.io|(?:audit|kubeadm|kops)\.k8s\.io|kind\.x-k8s\.io|[a-z]+\.cluster\.x-k8s\.io)\//;

/** A document that does not parse, with the place of the problem in the file. */
export function brokenAt(
  file: string,
  { index, start, end }: DocumentText,
  why: ParseProblem,
): BrokenDocument {
  return {
    message: why.message,
    start: start + why.start,
    end: start + why.end,
    document: index,
    // What other tools can read is applied as it is, whatever it looks like.
    template: !why.isOurs && TEMPLATE_MARK.test(file.slice(start, end).replace(COMMENT, "")),
  };
}

/**
 * Whether a document that does not parse was meant to be an object of a kind that is read. A
 * CustomResourceDefinition does not count: nothing is ever missing because one cannot be read.
 */
export function saysReadKind(text: string): boolean {
  if (!(text.includes("apiVersion") || SPELLS_VERSION.test(text)) || isCrdAlone(text)) return false;
  if ([ESCAPED_KEY, ANCHORED_KEY, SPELLS_KIND].some((hidden) => hidden.test(text))) return true;
  return [...text.matchAll(KIND_ANYWHERE)].some(
    ([, kind]) =>
      kind === undefined ||
      KINDS_IN_MANIFESTS.has(kind) ||
      kind.endsWith("List") ||
      (KINDS_OF_FORMATS.has(kind) && SAYS_FORMAT.test(text)),
  );
}

/** A key in double quotes, of which any letter may be escaped and any line end as well. */
function escaped(word: string): RegExp {
  const letters = Array.from(word, (letter) => {
    const code = letter
      .charCodeAt(0)
      .toString(16)
      .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:${letter}|\\\\(?:x|u00|U000000)${code})`;
  });
  return new RegExp(String.raw`"${letters.join(String.raw`(?:\\\r?\n[ \t]*)?`)}"\s*:`);
}
