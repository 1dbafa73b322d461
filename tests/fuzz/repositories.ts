import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { rules } from "../../rules/index.js";
import { examples, filesOf } from "../pages.js";
import { kustomization } from "./kustomizations.js";
import { controllers, templated } from "./templates.js";
import { type Break, breaks, broken } from "./values.js";
import { type Choices, choices, pieces, type Splice, splice, spliced, writeYaml } from "./yaml-structure.js";

/** The texts of a repository by path. */
export type Texts = Record<string, string>;

/** What the pages of all rules show: every kind that is read, as it is and as it should be. */
export const SEEDS: readonly Texts[] = Object.keys(rules).flatMap((rule) => {
  const { wrong, right } = examples(rule);
  return [...wrong, ...right].map((block) => filesOf(block));
});

/** The values of the documents in a text. */
export function valuesIn(text: string): unknown[] {
  const documents = parseAllDocuments(text, { logLevel: "silent" });
  return [...documents].map((document): unknown => (document.errors.length > 0 ? null : document.toJS()));
}

const isYaml = (path: string) => /\.ya?ml$/.test(path) || path.endsWith("Kustomization");

/** A seed in a directory, with what was changed in it. */
interface Part {
  seed: Texts;
  directory: string;
  breaks: Break[];
  style: Choices | undefined;
  marks: Choices;
  splices: Splice[];
}

function textsOf({ seed, directory, breaks: all, style, marks, splices }: Part): Texts {
  const entries = Object.entries(seed).map(([path, text]) => {
    const isValue = isYaml(path) && (style !== undefined || all.length > 0);
    const written = isValue ? (broken(valuesIn(text), all) as unknown[] | undefined | null) : undefined;
    const whole = Array.isArray(written)
      ? written.map((value) => writeYaml(value, style ?? [])).join("---\n")
      : text;
    return [directory + path, spliced(templated(whole, marks), splices)];
  });
  return Object.fromEntries(entries) as Texts;
}

const directory = fc.constantFrom(
  "",
  "base/",
  "o/",
  "apps/a/",
  "component/",
  "vendor/",
  "templates/",
  "clusters/",
);

/** Some parts of pages in one repository, as they are written there. */
export const seeds: fc.Arbitrary<Texts> = fc
  .array(fc.tuple(fc.constantFrom(...SEEDS), fc.constantFrom("", "a/", "b/")), { minLength: 1, maxLength: 3 })
  .map((all) => {
    return all.reduce<Texts>((texts, [seed, prefix]) => {
      const more = Object.entries(seed).map(([path, text]) => [prefix + path, text]);
      return { ...texts, ...(Object.fromEntries(more) as Texts) };
    }, {});
  });

const part: fc.Arbitrary<Part> = fc.record({
  seed: fc.constantFrom(...SEEDS),
  directory,
  breaks,
  style: fc.option(choices, { nil: undefined }),
  marks: fc.oneof({ weight: 4, arbitrary: fc.constant<Choices>([]) }, { weight: 1, arbitrary: choices }),
  splices: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Splice[]>([]) },
    { weight: 1, arbitrary: fc.array(splice, { maxLength: 3 }) },
  ),
});

/** Whatever a stranger may put into a repository: broken manifests of every kind, and what builds of them. */
export const hostile: fc.Arbitrary<Texts> = fc
  .record({
    parts: fc.array(part, { minLength: 1, maxLength: 3 }),
    kustomization: fc.option(fc.tuple(kustomization, breaks, choices), { nil: undefined }),
    base: fc.option(fc.tuple(kustomization, breaks, choices), { nil: undefined }),
    controllers: fc.array(fc.tuple(controllers, breaks), { maxLength: 2 }),
    rest: fc.option(pieces, { nil: undefined }),
  })
  .map(({ parts, kustomization: overlay, base, controllers: all, rest }) => {
    const texts: Texts = {};
    for (const one of parts) Object.assign(texts, textsOf(one));
    const [first = ""] = Object.values(texts);
    const write = ([value, how, style]: readonly [unknown, Break[], Choices]) =>
      writeYaml(broken(value, how), style);
    if (overlay) {
      texts["o/kustomization.yaml"] = write(overlay);
      texts["o/a.yaml"] ??= first;
      texts["o/patch.yaml"] ??= first;
    }
    if (base) texts["base/kustomization.yaml"] = write(base);
    if (all.length > 0)
      texts["clusters/a.yaml"] = all.map(([value, how]) => write([value, how, []])).join("---\n");
    if (rest !== undefined) texts["rest.yaml"] = rest;
    return texts;
  });
