import { parseAllDocuments, visit } from "yaml";
import { describe, expect, it } from "vitest";
import { CONFIG_FILES } from "../../lib/repository/configuration/config-file.js";
import { rules } from "../../rules/index.js";
import { examples, filesOf } from "../pages.js";
import { messagesOf } from "./lint.js";

/** What can stand where a name belongs without being one: what something fills in later, and other types. */
const ODD = [
  '"{{ .Values.name }}"',
  '"${NAME}"',
  '"$(NAME)"',
  '"##NAME##"',
  '"%s"',
  '"_"',
  '""',
  "null",
  "7",
];
/** How many of these each value of an example is replaced by, in turn. */
const EACH = 3;

/** The files of an example, each time with another value replaced by something odd. */
function variantsOf(block: string): Record<string, string>[] {
  const files = filesOf(block);
  const manifests = Object.entries(files).filter(([path]) => path !== CONFIG_FILES[0]);
  return manifests.flatMap(([path, text], file) =>
    valuesIn(text).flatMap(([start, end], index) =>
      Array.from({ length: EACH }, (_, turn) => {
        const odd = ODD[(file + index + (turn * ODD.length) / EACH) % ODD.length] ?? "";
        return { ...files, [path]: text.slice(0, start) + odd + text.slice(end) };
      }),
    ),
  );
}

/** Where the values of a text are, but for what an object is: its apiVersion and kind. */
function valuesIn(text: string): [start: number, end: number][] {
  const ranges: [number, number][] = [];
  for (const document of parseAllDocuments(text)) {
    if (!("contents" in document)) continue;
    visit(document, {
      Scalar(key, { range }, path) {
        const parent = path.at(-1) as { key?: { value?: unknown } };
        const isHeader = path.length === 3 && /^(?:apiVersion|kind)$/.test(String(parent.key?.value));
        if (key !== "key" && !isHeader && range) ranges.push([range[0], range[1]]);
      },
    });
  }
  return ranges;
}

/** An unknown character, an empty name, a question mark in place of one, and what is filled in later. */
const NO_NAME = /\uFFFD|''|\?[:/]|[:/]\?|'\?'|\{\{|\$[{(]|##|%s|'_'|undefined|\bnull\b|\[object/;
/** Only the command knows what was before; for the other, the variants have what is missing in each other. */
const MAY_BE_SILENT = new Set(["no-role-ref-change", "no-missing-subject"]);
/** The core group is written like that, and a path is shown as it is written. */
const FINE = /\(''\)|includes '[^']*'/g;

describe("no message shows as a name what is none", () => {
  // What was fetched, which one rule judges, is in no block of a page.
  const shown = Object.entries(rules).filter(([name]) => name !== "no-unsafe-source");

  it.each(shown)("%s", async (name, { meta }) => {
    const variants = examples(name).wrong.flatMap(variantsOf);
    const files = variants.flatMap((one, index) => {
      return Object.entries(one).map(([path, text]) => [`${index}/${path}`, text] as const);
    });
    const options = meta.docs.strictOptions as object | undefined;
    const setup = options && { options };
    let found = await messagesOf(name, Object.fromEntries(files), setup);
    // What is missing in one variant is in another, unless each is a repository of its own.
    if (found.length === 0)
      found = (await Promise.all(variants.map((one) => messagesOf(name, one, setup)))).flat();
    const said = found.flatMap(([, { message, suggestions = [] }]) => {
      return [message, ...suggestions.map(({ desc }) => desc)];
    });
    expect(said.length > 0 || MAY_BE_SILENT.has(name)).toBe(true);
    expect(said.filter((words) => NO_NAME.test(words.replace(FINE, "")))).toEqual([]);
  });

  it("of a role that aggregates another one", async () => {
    const role = (name: string, rest: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name} }\n${rest}`;
    const files = Object.fromEntries(
      ODD.map((odd, index) => [
        `${index}/a.yaml`,
        [
          role(
            `a${index}, labels: { for: "${index}" }`,
            'rules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]\n',
          ),
          role(odd, `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { for: "${index}" } }] }\n`),
          `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: ${odd} }\nroleRef: { kind: ClusterRole, name: ${odd} }\nsubjects: [{ kind: User, name: ${odd} }]\n`,
        ].join("---\n"),
      ]),
    );
    const said = (await messagesOf("no-secret-read", files)).map(([, { message }]) => message);
    expect(said.length).toBe(ODD.length);
    expect(said.filter((words) => NO_NAME.test(words))).toEqual([]);
  });
});
