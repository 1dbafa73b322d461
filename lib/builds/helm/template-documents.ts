import type { Text } from "../../helm/values/text.js";
import { LimitError } from "../../helm/values/value.js";
import { isNamespaced } from "../../kubernetes/kinds.js";
import { isKnown } from "../../kubernetes/objects.js";
import { serviceAccountNamesIn } from "../../manifests/service-account-names.js";
import { field } from "../../util/plain-values.js";
import { groupBy } from "../../util/group-by.js";
import type { HiddenPart } from "../hidden-part.js";
import { blend } from "./blend.js";
import { objectsIn, type ReadDocument, readRendered } from "./read-rendered.js";
import { RenderedDocument } from "./rendered-document.js";
import { withUnfilledNames } from "./unfilled.js";

/** What a template renders, once for each way in which things could be that are not known. */
export interface TemplateRendering {
  /** The template, relative to the root. */
  file: string;
  /** The documents in each of them. */
  worlds: readonly (readonly Text[])[];
  /** Why not all of these ways were tried, or what is not known makes a difference; undefined if all is known. */
  doubt?: string;
  /** Whether there are more ways than those. */
  isCut: boolean;
  /** Whether nothing here installs the chart. */
  isDefault: boolean;
  /** Whether they are applied only when the release is deleted. */
  isDeletion?: boolean;
  /** What was read of the release so far. */
  reading: Reading;
}

/** How many characters of what a release renders the YAML library has composed. */
export interface Reading {
  composed: number;
}

/** More are not read: they take seconds. Nearly all that charts render is in the common subset of YAML. */
const MOST_COMPOSED = 1_500_000;

/** What is known of what a template renders. */
export interface TemplateDocuments {
  documents: readonly RenderedDocument[];
  hidden: readonly HiddenPart[];
  /** What is no YAML, in words. */
  broken: readonly string[];
}

/** How many documents were rendered so far: each has its own number. */
let numbers = 0;

/**
 * The documents that a template is sure to render, as far as they are known, and what it may render besides.
 * @throws {LimitError} if that takes too long to read
 */
export function documentsOf({
  file,
  worlds,
  doubt = "",
  isCut,
  isDefault,
  isDeletion = false,
  reading,
}: TemplateRendering): TemplateDocuments {
  const broken: string[] = [];
  const readOnce = reader(reading);
  const read = worlds.map((texts) =>
    texts.flatMap((text): ReadDocument[] => {
      const found = readOnce(isDefault ? withUnfilledNames(text) : text);
      if (typeof found !== "string") return found.value === null ? [] : [found];
      broken.push(found);
      return [];
    }),
  );
  const groups = groupBy(read.flatMap(identified), ({ key }) => key);
  const documents: RenderedDocument[] = [];
  const hidden: HiddenPart[] = [];
  for (const same of groups.values()) {
    const [first] = same;
    if (!first) continue;
    const others = same.slice(1).map(({ document }) => document.value);
    const merged: ReadDocument = { ...first.document, value: blend(first.document.value, others) };
    if (same.length === worlds.length && !isCut) {
      const number = numbers++;
      const objects = objectsIn(merged, number).map((object) => ({ ...object, file }));
      // Objects of any kind can run pods.
      if (objects.length > 0 || serviceAccountNamesIn(merged.text.text).length > 0)
        documents.push(new RenderedDocument(file, number, merged.text, objects, isDeletion));
    } else if (objectsIn(merged, 0).length > 0) hidden.push(perhaps(file, merged, doubt));
  }
  return { documents, hidden, broken };
}

/** Reads documents, most of which are the same in each world. */
function reader(reading: Reading): (text: Text) => ReadDocument | string {
  const known = new Map<string, ReadDocument | string>();
  return (text) => {
    const same = known.get(text.text);
    if (typeof same === "string") return same;
    // What is read otherwise than it is written has pieces of its own.
    if (same?.text.text === text.text) return { ...same, text };
    const found = readRendered(text);
    known.set(text.text, found);
    if (typeof found === "string" || found.parsed.isComposed) reading.composed += text.text.length;
    if (reading.composed > MOST_COMPOSED) throw new LimitError("the templates write more than is read");
    return found;
  };
}

/** The documents of one rendering, with what they are called: the n-th of several that are called the same. */
export function identified<Document extends ReadDocument>(
  documents: readonly Document[],
): { key: string; document: Document }[] {
  const counts = new Map<string, number>();
  return documents.map((document) => {
    const { value } = document;
    const called = ["apiVersion", "kind"].map((name) => field(value, name));
    const key = JSON.stringify([
      ...called,
      ...["namespace", "name"].map((name) => field(value, "metadata", name)),
    ]);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return { key: `${key} ${count}`, document };
  });
}

/** Objects that may be there or not: they are called what they are called, and speak of what they speak of. */
function perhaps(file: string, document: ReadDocument, doubt: string): HiddenPart {
  const objects = objectsIn(document, 0);
  const kinds = [...new Set(objects.map(({ kind }) => kind))].join(", ");
  const [only, ...others] = new Set(
    objects.map(({ kind, object }) => (isNamespaced(kind) ? object.metadata?.namespace : undefined)),
  );
  return {
    kind: "chart",
    reason: `${file} renders ${kinds} only depending on what is not known (${doubt})`,
    file,
    names: [],
    ...(isKnown(only) && others.length === 0 && { namespace: only }),
    values: JSON.stringify(objects.map(({ object }) => object)),
    ...(objects.some(({ kind }) => kind.endsWith("NetworkPolicy")) && { bringsPolicies: true as const }),
  };
}
