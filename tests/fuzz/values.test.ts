import fc from "fast-check";
import { expect } from "vitest";
import { parseAllDocuments } from "yaml";
import { getStaticYAMLValue, parseYAML } from "yaml-eslint-parser";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { documentText } from "../manifests/yaml-texts.js";
import { fuzz } from "./fuzz.js";
import { SEEDS } from "./repositories.js";
import { choices, pieces, splice, spliced, writeYaml } from "./yaml-structure.js";

const seedTexts = SEEDS.flatMap((texts) => Object.values(texts));

/** Texts of one document or several: of random structure, of manifests, with something in their midst. */
const text = fc.oneof(
  fc.array(documentText, { minLength: 1, maxLength: 3 }).map((all) => all.join("\n---\n")),
  fc
    .tuple(fc.constantFrom(...seedTexts), fc.array(splice, { maxLength: 3 }))
    .map(([seed, changes]) => spliced(seed, changes)),
  fc
    .tuple(documentText, fc.array(splice, { minLength: 1, maxLength: 3 }))
    .map(([written, changes]) => spliced(written, changes)),
  pieces,
);

/**
 * What the parsers of Kubernetes see otherwise than YAML 1.2 does, on purpose: their line ends, tags and directives,
 * numbers of YAML 1.1 and those that JSON does not have.
 */
const OTHERWISE = /[\u0085\u2028\u2029\ufeff\0]|\r(?!\n)|!|%|1e999|[-+.\d]_|0o?7|##/;

/** What the library makes of a text by itself; undefined where it finds an error. */
function alone(written: string): unknown[] | undefined {
  const documents = [
    ...parseAllDocuments(written, { merge: true, uniqueKeys: true, schema: "core", logLevel: "silent" }),
  ];
  try {
    return documents.some(({ errors }) => errors.length > 0)
      ? undefined
      : documents.map((document): unknown => document.toJS({ maxAliasCount: 1000 }));
  } catch {
    return undefined;
  }
}

fuzz("values-are-those-of-yaml", {
  input: text,
  runs: 300,
  check(written) {
    if (OTHERWISE.test(written)) return;
    const theirs = alone(written);
    const file = new ManifestFile(written);
    const ours = file.values();
    if (theirs === undefined || ours.includes(undefined) || hasNullKey(ours)) return;
    expect(withoutEmpty(ours)).toEqual(withoutEmpty(theirs));
  },
});

/** Whether a key is null, which is the text of that in JSON. */
function hasNullKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "null") || Object.values(value).some(hasNullKey);
}

/** Documents of nothing count for one in a file of nothing and for none elsewhere, or the other way round. */
const withoutEmpty = (values: readonly unknown[]) => values.filter((value) => value !== null);

fuzz("values-are-those-of-yaml-eslint-parser", {
  input: text,
  runs: 300,
  check(written) {
    // It does not merge, and loses what is called __proto__.
    if (OTHERWISE.test(written) || /<<|__proto__/.test(written)) return;
    const ours = new ManifestFile(written).values();
    if (ours.includes(undefined) || hasNullKey(ours)) return;
    let theirs: unknown;
    try {
      theirs = getStaticYAMLValue(parseYAML(written));
    } catch {
      return;
    }
    const all = ours.length > 1 && Array.isArray(theirs) ? (theirs as unknown[]) : [theirs];
    expect(withoutEmpty(ours)).toEqual(withoutEmpty(all));
  },
});

fuzz("values-survive-every-style", {
  input: fc.tuple(fc.jsonValue({ maxDepth: 4 }), choices),
  runs: 200,
  check([value, style]) {
    const written = writeYaml(value, style);
    if (OTHERWISE.test(written) || JSON.stringify(alone(written)) !== JSON.stringify([value])) return;
    expect(JSON.stringify(new ManifestFile(written).values())).toBe(JSON.stringify([value]));
  },
});
