import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Linter, Rule } from "eslint";
import yml from "eslint-plugin-yml";
import tseslint from "typescript-eslint";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { directory, type Loaded, load, only, short, VERSIONS, withoutNodeType } from "./helpers.js";

const parser = vi.hoisted(() => ({ calls: 0 }));
vi.mock("yaml-eslint-parser", async (importOriginal) => {
  const original = await importOriginal<typeof import("yaml-eslint-parser")>();
  const parseForESLint: typeof original.parseForESLint = (...given) => {
    parser.calls++;
    return original.parseForESLint(...given);
  };
  return { ...original, parseForESLint };
});

const RULE = "gitops/no-wildcard-verbs";

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
    name: "operator"
rules:
- apiGroups: ['']
  resources: [ pods,  secrets ]
  verbs: ["*"]
`;

const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: operator
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: operator
subjects:
  - kind: ServiceAccount
    name: operator
    namespace:
`;

const BROKEN = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: operator
rules:
`;

const FIXTURES: Record<string, string> = {
  "role.yaml": ROLE,
  "role-and-binding.yaml": `---\n${ROLE}---\n${BINDING}...\n# The end\n`,
  "windows.yaml": `${ROLE}---\n${BINDING}`.replaceAll("\n", "\r\n"),
  "mark.yaml": `\uFEFF${ROLE}`,
  "empty.yaml": "",
  "blank.yaml": "\n\n  \n",
  "comment.yaml": "# Nothing\n#but this\n",
  "empty-documents.yaml": "---\n---\n---\n",
  ".github/workflows/ci.yml": `name: CI
on:
  push:
    branches: [ main ]
  pull_request:
jobs:
  test:
    runs-on: ubuntu-latest
    env:
        KEY: "value"
        OTHER: 'it''s'
    steps:
    - uses: actions/checkout@v4
    #no space
    - run: |
        echo "{{ not a template }}"
        # eslint-disable yml/quotes
        kind: Role
    - name:   spaces
      if: \${{ github.ref == 'refs/heads/main' }}
`,
  "docker-compose.yml": `x-base: &base
  restart: always
  environment:
    - 'A=1'
    - "B=2"
services:
  web:
    <<: *base
    image: "nginx:latest"
    ports: ["80:80",'443:443']
    command:
  db:
    <<: *base
    image: postgres


`,
  "crd.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.com
spec:
  group: example.com
  names: {kind: Thing, plural: things}
  scope: "Namespaced"
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        description: >-
          A thing
          of things
        properties:
          spec: {}
          'status': {type: object}
---
apiVersion: example.com/v1
kind: Thing
metadata: {"name": 'x'}
spec:
`,
  "block-scalars.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: scripts
data:
  keep: |+
    line

  strip: >-
      folded
      text
  fake.yaml: |
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    rules:
    - verbs: ["*"]  # eslint-disable-line
    key:    'value'
  quoted: "a
    b"
`,
  "both-sides.yaml": `# eslint yml/quotes: ["error", { "prefer": "single" }]
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: "operator" # eslint-disable-line yml/quotes -- the name is quoted everywhere
rules:
# eslint-disable-next-line ${RULE}, yml/quotes -- it is the owner
- verbs: ["*"]
  resources: ["pods"]
# eslint-disable ${RULE} -- the rest is generated
- verbs: ["*"]
  resources: [ "pods" ]
# eslint-enable
- verbs: ["*"] # eslint-disable-line yml/quotes, yml/flow-sequence-bracket-spacing
  resources: [ pods ]
`,
  "list.yaml": `apiVersion: v1
kind: List
items:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata: {name: a}
  rules: [{verbs: ["*"], resources: [pods]}]
`,
  "separators.yaml": `a: "x\u2028y"  \nb:   "z" \n\n\n\n#c\u2029 \nc:  'd'\n`,
  "irregular.yaml": `name: a\u00a0b\nlist:\n${"  - 1\n".repeat(300)}`,
  "anchors.yaml": `kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: &meta
  name: !!str a
rules:
- &rule {verbs: ["*"], resources: [pods]}
- *rule
- ? verbs
  : ["*"]
  resources: [pods]
`,
};

const VALID = "gitops/valid-yaml";
const unread = (place: string, problem: string) =>
  `${place} ${VALID}: This document cannot be parsed, so no rule checks it: ${problem}.`;
const invalid = (place: string, problem: string) =>
  `${place} ${VALID}: This manifest cannot be parsed, so nothing in it was checked: ${problem}.`;
const refused = (place: string, problem: string) =>
  `${place} ${VALID}: Other plugins cannot parse this document, so their rules do not check it: ${problem}.`;

const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\n";
const ROLE_CUT_OFF = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: [\n";
const UNCLOSED = "Flow sequence in block collection must be sufficiently indented and end with a ]";

/** Documents that eslint-plugin-yml alone reports, each with our finding. */
const REFUSED: Record<string, [text: string, finding: string]> = {
  "a key twice in a ConfigMap": [
    `${CONFIG_MAP}data:\n  a: b\n  a: c\n`,
    unread("7:3-7:4", "Duplicate key 'a'"),
  ],
  "an open bracket in a file of values": ["image: nginx\nports: [80\n", unread("3:1-3:1", UNCLOSED)],
  "an open bracket in Endpoints": [
    "apiVersion: v1\nkind: Endpoints\nsubsets:\n  ports: [\n",
    unread("5:1-5:1", UNCLOSED),
  ],
  "an open bracket in a Role": [ROLE_CUT_OFF, invalid("4:1-4:1", UNCLOSED)],
  "a broken CustomResourceDefinition": [
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: ]\n",
    unread("3:7-3:8", 'Unexpected flow-seq-end token in YAML stream: "]"'),
  ],
  "an open quote": ["a: 'b\n", unread("2:1-2:1", "Missing closing 'quote")],
  "wrong indentation": [
    "a:\n  - b\n - c\n",
    unread("3:1-3:2", "A block sequence may not be used as an implicit map key"),
  ],
  "a tab": ["a:\n\t- b\n", unread("2:1-2:2", "Tabs are not allowed as indentation")],
  "a map in a value": ["a: b: c\n", unread("1:4-1:5", "Nested mappings are not allowed in compact mappings")],
  "a value without a key": [
    "a: 1\nb\n",
    unread("2:1-2:2", "Implicit map keys need to be followed by map values"),
  ],
  "a reserved character": [
    "a: @b\n",
    unread("1:4-1:5", "Plain value cannot start with reserved character @"),
  ],
  "an unknown escape": ['a: "\\q"\n', unread("1:5-1:6", "Invalid escape sequence \\q")],
  "an unknown tag handle": ["a: !e!b c\n", unread("1:4-1:8", "Could not resolve tag: !e!b")],
  "a wrong directive": [
    "%YAML\n---\na: b\n",
    unread("1:1-1:6", "%YAML directive should contain exactly one part"),
  ],
  "a directive without a document": [
    "%TAG ! x\na: b\n",
    unread("2:1-2:2", "Missing directives-end/doc-start indicator line"),
  ],
};

type Plugins = Linter.Config["plugins"];
const flat = yml.configs as unknown as Record<string, Linter.Config[]>;
const everyRule: Linter.RulesRecord = {
  ...Object.fromEntries(Object.keys(yml.rules).map((name) => [`yml/${name}`, "error"])),
  "yml/sort-sequence-values": ["error", { pathPattern: ".*", order: { type: "asc" } }],
};

/** What eslint-plugin-yml offers, and all its rules at once. */
const YML: Record<string, Linter.Config[]> = {
  "flat/standard": flat["flat/standard"] ?? [],
  "flat/recommended": flat["flat/recommended"] ?? [],
  "every rule": [...(flat["flat/base"] ?? []), { rules: everyRule }],
};

describe.each(VERSIONS)("with ESLint %i", (version) => {
  let loaded: Loaded;
  let ours: Linter.Config;
  beforeAll(async () => {
    loaded = await load(version);
    ours = { ...loaded.plugin.configs.recommended, rules: { [RULE]: "error" } };
  });
  beforeEach(() => {
    parser.calls = 0;
  });

  describe.each(Object.entries(YML))("beside eslint-plugin-yml's %s", (preset, configs) => {
    // A comment may speak of our rules, so the plugin is there; it brings no rules and no language.
    const alone = (): Linter.Config[] => [
      ...configs,
      { plugins: { gitops: loaded.plugin } as Plugins },
      quiet,
    ];
    const quiet: Linter.Config = { linterOptions: { reportUnusedDisableDirectives: "off" } };

    describe.each(Object.entries(FIXTURES))("%s", (file, text) => {
      it.each<[string, () => Linter.Config[]]>([
        ["before", () => [ours, ...configs, quiet]],
        ["after", () => [...configs, ours, quiet]],
      ])("has the same findings of yml with ours %s", async (_, both) => {
        const wanted = await loaded.lint(alone(), text, file);
        const given = await loaded.lint(both(), text, file);

        expect(wanted.fatalErrorCount).toBe(0);
        expect(withoutOurs(given.messages)).toEqual(withoutOurs(wanted.messages));
        expect(withoutOurs(given.suppressedMessages)).toEqual(withoutOurs(wanted.suppressedMessages));
        expect(only("gitops/", given.messages).map(short)).toEqual(await ourFindings(text, file));
      });
    });

    it("finds something in the fixtures, so that there is something to compare", async () => {
      const results = await Promise.all(
        Object.entries(FIXTURES).map(([file, text]) => loaded.lint(alone(), text, file)),
      );

      const count = results.reduce((sum, { messages }) => sum + messages.length, 0);
      expect(count).toBeGreaterThan(preset === "flat/recommended" ? 5 : 40);
    });
  });

  async function ourFindings(text: string, file: string): Promise<string[]> {
    const { messages } = await loaded.lint([ours], text, file);
    return only("gitops/", messages).map(short);
  }

  it("tells of unused comments of both sides once", async () => {
    const text = `${ROLE}# eslint-disable-line yml/quotes\n# eslint-disable-next-line ${RULE}\n`;
    const { messages } = await loaded.lint([...(YML["flat/standard"] ?? []), ours], text);

    expect(only("gitops/", messages).map(short)).toEqual([expect.stringMatching(/^8:11-8:14 /)]);
    expect(messages.filter(({ ruleId }) => ruleId === null).map(short)).toEqual([
      "9:1-undefined:undefined null: Unused eslint-disable directive (no problems were reported from 'yml/quotes').",
      `10:1-undefined:undefined null: Unused eslint-disable directive (no problems were reported from '${RULE}').`,
    ]);
  });

  describe("a file with a document that does not parse", () => {
    // The last one is no manifest, but YAML all the same.
    const text = `${ROLE}---\n${BROKEN}---\n${ROLE}---\n? [a]\n: 'x'\n`;

    it("is a fatal error to eslint-plugin-yml alone, and to both where its language comes last", async () => {
      for (const configs of [YML["flat/standard"] ?? [], [ours, ...(YML["flat/standard"] ?? [])]]) {
        const { messages, fatalErrorCount } = await loaded.lint(configs, text);

        expect(fatalErrorCount).toBe(1);
        expect(messages).toHaveLength(1);
      }
    });

    it("has the findings of everybody in the other documents where our language comes last", async () => {
      const blank = text.replace(`---\n${BROKEN}`, "#\n".repeat(5));
      const wanted = await loaded.lint([...(YML["flat/standard"] ?? []), ours], blank);
      const { messages, fatalErrorCount } = await loaded.lint([...(YML["flat/standard"] ?? []), ours], text);

      expect(fatalErrorCount).toBe(0);
      expect(only("gitops/", messages).map(short)).toEqual([
        expect.stringMatching(/^8:11-8:14 /),
        expect.stringMatching(/^22:11-22:14 /),
      ]);
      expect(wanted.messages.length).toBeGreaterThan(5);
      expect(messages.map(short)).toEqual(wanted.messages.map(short));
    });

    it.each(["on-demand", "always"] as const)(
      "has findings of ours alone where none does, its tree made %s",
      async (ast) => {
        const configs = [...(YML["flat/standard"] ?? []), { ...ours, languageOptions: { ast } }];

        expect((await loaded.lint(configs, BROKEN)).messages).toEqual([]);
      },
    );
  });

  describe("documents that do not parse", () => {
    const standard = YML["flat/standard"] ?? [];
    /** The rules of eslint-plugin-yml without its language. */
    const theirs = (rules: Linter.RulesRecord): Linter.Config => ({ plugins: { yml } as Plugins, rules });
    const asks: Linter.RulesRecord = { "yml/quotes": "error" };

    async function told(configs: Linter.Config[], text: string, file?: string): Promise<string[]> {
      const { messages, fatalErrorCount } = await loaded.lint(configs, text, file);
      expect(fatalErrorCount).toBe(0);
      return only(VALID, messages).map(short);
    }

    it.each(Object.entries(REFUSED))(
      "are told where eslint-plugin-yml tells of them: %s",
      async (_, example) => {
        const [text, finding] = example;
        expect((await loaded.lint(standard, text)).fatalErrorCount).toBe(1);
        expect(await told([...standard, loaded.plugin.configs.recommended], text)).toEqual([finding]);
      },
    );

    it.each<[string, (text: string) => string]>([
      ["as it is", (text) => text],
      ["with Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
      ["with a byte order mark", (text) => `\uFEFF${text}`],
    ])("are told one by one in a file of many, %s", async (_, written) => {
      const good = "---\nname: x\n...\n";
      let file = good;
      const findings: string[] = [];
      for (const [text, finding] of Object.values(REFUSED)) {
        const start = text.startsWith("%") ? "" : "---\n";
        findings.push(below(finding, (file + start).split("\n").length - 1));
        file += `${start}${text}${good}`;
      }

      const configs = [...standard, loaded.plugin.configs.recommended];
      expect(await told(configs, written(file))).toEqual(findings);
      const { messages } = await loaded.lint(
        [...configs, theirs({ "yml/plain-scalar": ["error", "never"] })],
        file,
      );
      expect(only("yml/plain-scalar", messages)).toHaveLength(2 * (findings.length + 1));
    });

    it("are told each in a file that holds nothing else", async () => {
      const text = `a: [\n---\nb: ]\n---\n${ROLE_CUT_OFF}`;
      expect(await told([...standard, loaded.plugin.configs.recommended], text)).toEqual([
        unread("2:1-2:1", UNCLOSED),
        unread("3:4-3:5", 'Unexpected flow-seq-end token in YAML stream: "]"'),
        invalid("8:1-8:1", UNCLOSED),
      ]);
    });

    it("leave what stands behind them to the others, where directives need an end before them", async () => {
      const text = "a: x\n---\nb: [\n...\n%YAML 1.2\n---\nc: y\n";
      const { messages } = await loaded.lint(
        [...standard, loaded.plugin.configs.recommended, theirs({ "yml/plain-scalar": ["error", "never"] })],
        text,
      );
      expect(messages.map(({ line, ruleId }) => [line, ruleId])).toEqual([
        [1, "yml/plain-scalar"],
        [1, "yml/plain-scalar"],
        [4, VALID],
        [7, "yml/plain-scalar"],
        [7, "yml/plain-scalar"],
      ]);
    });

    it("are told, each parsed once, where there are thousands", async () => {
      const text = "---\na: [\n".repeat(2000);
      expect(await told([...standard, loaded.plugin.configs.recommended], text)).toHaveLength(2000);
      expect(parser.calls).toBe(2001);
    });

    it("are told where they are nested too deep for any parser", async () => {
      const text = `a: b\n---\n${"[".repeat(50_000)}\n`;
      expect(await told([...standard, loaded.plugin.configs.recommended], text)).toEqual([
        unread("3:202-3:203", "Nested more than 200 levels deep"),
      ]);
    });

    it.each([
      ["a merge key twice", "<<: { a: b }\n<<: { c: d }\n", refused("2:1-2:1", "Map keys must be unique")],
      [
        "a date that is none in a Role",
        ROLE.replace('"operator"', "!!timestamp x"),
        refused("4:11-4:11", "!!timestamp expects a date, starting with yyyy-mm-dd"),
      ],
      [
        "an alias of nothing in a Role",
        `${ROLE}x: *x\n`,
        invalid("9:4-9:6", "Alias '*x' has no anchor before it"),
      ],
    ])("are told where only one of the parsers refuses them: %s", async (_, text, finding) => {
      expect(await told([...standard, loaded.plugin.configs.recommended], text)).toEqual([finding]);
      // The first document makes both parsers look at each one by itself.
      expect(await told([...standard, loaded.plugin.configs.recommended], `a: [\n---\n${text}`)).toEqual([
        unread("2:1-2:1", UNCLOSED),
        below(finding, 2),
      ]);
    });

    it.each([
      ["an alias of nothing", "a: *x\n"],
      ["a list for a key", "? [a]\n: b\n"],
      ["a number beside its text", "1: a\n'1': b\n"],
      ["a template of something", "a: {{ x }}\nb: ]\n"],
      ["a template whose marks YAML can read", "a: !!timestamp '{{ x }}'\n"],
      ["a template of a Role", `${ROLE}{{- end }}\n`],
      ["an empty file", ""],
      ["a comment", "# Nothing\n"],
    ])("are not among them: %s", async (_, text) => {
      expect(await told([...standard, loaded.plugin.configs.recommended], text)).toEqual([]);
    });

    it("are left alone in a chart's templates", async () => {
      mkdirSync(join(directory, "chart/templates"), { recursive: true });
      writeFileSync(join(directory, "chart/Chart.yaml"), "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
      const configs = [...standard, loaded.plugin.configs.recommended];
      expect(await told(configs, "a: [\n", "chart/templates/x.yaml")).toEqual([]);
      expect(await told(configs, "a: [\n", "chart/values.yaml")).toEqual([unread("2:1-2:1", UNCLOSED)]);
    });

    it("can be excused by comments", async () => {
      const text = `a: b\n---\n# eslint-disable-next-line ${VALID} -- made elsewhere\nb: ]\n---\nc: ] # eslint-disable-line\n---\nd: ]\n`;
      const configs = [...standard, loaded.plugin.configs.recommended];
      const { messages, suppressedMessages } = await loaded.lint(configs, text);
      const problem = 'Unexpected flow-seq-end token in YAML stream: "]"';
      expect(messages.map(short)).toEqual([unread("8:4-8:5", problem)]);
      expect(suppressedMessages.map(short)).toEqual([unread("4:4-4:5", problem), unread("6:4-6:5", problem)]);
      expect(suppressedMessages[0]?.suppressions[0]?.justification).toBe("made elsewhere");
    });

    it("are fatal errors under eslint-plugin-yml's own language, and none of ours", async () => {
      for (const configs of [standard, [loaded.plugin.configs.recommended, ...standard]]) {
        const { messages } = await loaded.lint(configs, REFUSED["an open quote"]?.[0] ?? "");
        expect(messages.map(({ fatal, ruleId }) => [fatal, ruleId])).toEqual([[true, null]]);
      }
    });

    describe("are told whoever comes first", () => {
      const both: [string, string][] = [
        ["of an unread kind", unread("2:1-2:1", UNCLOSED)],
        ["of a read kind", invalid("6:1-6:1", UNCLOSED)],
      ];
      const text = `a: [\n---\n${ROLE_CUT_OFF}`;
      const findings = both.map(([, finding]) => finding);

      it.each<[string, (recommended: Linter.Config) => Linter.Config[]]>([
        ["rules of ours, then theirs", (recommended) => [recommended, theirs(asks)]],
        ["rules of theirs, then ours", (recommended) => [theirs(asks), recommended]],
        [
          "all in one object",
          (recommended) => [{ ...recommended, rules: { [VALID]: "error" } }, theirs(asks)],
        ],
      ])("in the configuration: %s", async (_, configs) => {
        expect(await told(configs(loaded.plugin.configs.recommended), text)).toEqual(findings);
      });

      it.each<[string, (source: Rule.RuleContext["sourceCode"], program?: object) => unknown]>([
        ["the parser services", ({ parserServices }): unknown => parserServices],
        ["the documents", ({ ast }) => ast.body.length],
        ["a node", (source) => source.getNodeByRangeIndex(0)],
        ["the documents of the program it visits", (_, program) => (program as { body?: unknown })?.body],
      ])("and whenever a rule asks for %s", async (_, ask) => {
        for (const name of ["after", "zlast", "a"]) {
          for (const when of ["create", "Program"]) {
            const rule: Rule.RuleModule = {
              create({ sourceCode }) {
                if (when === "create") ask(sourceCode, sourceCode.ast);
                return { Program: (node) => void (when === "Program" && ask(sourceCode, node)) };
              },
            };
            const rules: Linter.RulesRecord =
              name === "a"
                ? { [`${name}/rule`]: "error", [VALID]: "error" }
                : { [VALID]: "error", [`${name}/rule`]: "error" };
            const plugins = { gitops: loaded.plugin, [name]: { rules: { rule } } } as Plugins;
            expect(await told([{ ...ours, plugins, rules }], text)).toEqual(findings);
          }
        }
      });

      it.each<[string, (loaded: Loaded) => Linter.Config[]]>([
        ["@eslint/js all", ({ js }) => [js.configs.all]],
        ["typescript-eslint strict", () => tseslint.configs.strict as Linter.Config[]],
      ])("and where rules for JavaScript look for statements: %s", async (_, preset) => {
        const { recommended } = loaded.plugin.configs;
        expect(await told([recommended, ...preset(loaded)], text)).toEqual(findings);
        expect(await told([...preset(loaded), recommended], text)).toEqual(findings);
      });

      it("and where selectors are what asks, so that the tree is always made", async () => {
        const config = { ...loaded.plugin.configs.recommended, languageOptions: { ast: "always" } };
        expect(await told([config as Linter.Config], text)).toEqual(findings);
      });
    });

    describe("are told of kinds that are read alone", () => {
      const text = `a: [\n---\n${ROLE_CUT_OFF}---\n? [a]\n: b\n`;
      const finding = invalid("6:1-6:1", UNCLOSED);

      it("where no rule of others runs, and without a tree", async () => {
        for (const preset of Object.values(loaded.plugin.configs)) {
          const files = ["**/*.yaml"];
          expect(await told([{ ...preset, files }], text)).toEqual([finding]);
        }
        expect(parser.calls).toBe(0);
      });

      it("where rules look at lines and at the text, and without a tree", async () => {
        const rules: Linter.RulesRecord = {
          "eol-last": "error",
          "linebreak-style": "error",
          "max-lines": ["error", 1],
          "no-multiple-empty-lines": "error",
          "no-tabs": "error",
          "unicode-bom": "error",
        };
        expect(await told([loaded.plugin.configs.recommended, { rules }], text)).toEqual([finding]);
        expect(parser.calls).toBe(0);
      });

      it("where rules look at comments, tokens and scopes", async () => {
        const rules: Linter.RulesRecord = {
          "max-len": ["error", { ignoreStrings: true }],
          "no-irregular-whitespace": "error",
          "no-trailing-spaces": "error",
          "no-undef": "error",
          "no-warning-comments": "error",
        };
        expect(await told([loaded.plugin.configs.recommended, { rules }], text)).toEqual([finding]);
        expect(parser.calls).toBeGreaterThan(0);
      });

      it("beside @eslint/js without files, in either order", async () => {
        const { recommended } = loaded.plugin.configs;
        const js = loaded.js.configs.recommended;
        expect(await told([recommended, js], text)).toEqual([finding]);
        expect(await told([js, recommended], text)).toEqual([finding]);
      });

      it("where a rule looks only when the program is left, in either order", async () => {
        const { recommended } = loaded.plugin.configs;
        const rules: Linter.RulesRecord = { "@typescript-eslint/no-unused-vars": "error" };
        const typed: Linter.Config = {
          plugins: { "@typescript-eslint": tseslint.plugin } as unknown as Plugins,
          rules,
        };
        expect(await told([recommended, typed], text)).toEqual([finding]);
        expect(await told([typed, recommended], text)).toEqual([finding]);
      });
    });
  });

  it("leaves a chart's template alone, whoever asks", async () => {
    mkdirSync(join(directory, "chart/templates"), { recursive: true });
    writeFileSync(join(directory, "chart/Chart.yaml"), "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
    const configs = [...(YML["every rule"] ?? []), loaded.js.configs.recommended, loaded.plugin.configs.all];
    const template = `{{- if .Values.rbac }}\n${ROLE}# eslint-disable-line yml/quotes\n{{- end }}\n`;

    const { messages } = await loaded.lint(configs, template, "chart/templates/role.yaml");
    expect(messages).toEqual([]);
    expect(
      (await loaded.lint([...configs, { rules: everyRule }], template, "chart/role.yaml")).messages,
    ).not.toEqual([]);
  });

  describe.each<[string, (loaded: Loaded) => Linter.Config[]]>([
    ["@eslint/js recommended", ({ js }) => [js.configs.recommended]],
    ["@eslint/js all", ({ js }) => [js.configs.all]],
    ["typescript-eslint strict", () => tseslint.configs.strict as Linter.Config[]],
    [
      "typescript-eslint strict and @eslint/js all",
      ({ js }) => [...(tseslint.configs.strict as Linter.Config[]), js.configs.all],
    ],
  ])("beside %s without files", (_, preset) => {
    it.each<[string, (theirs: Linter.Config[]) => Linter.Config[]]>([
      ["before", (theirs) => [ours, ...theirs]],
      ["after", (theirs) => [...theirs, ours]],
    ])("neither crashes nor is silent with ours %s", async (_, both) => {
      const broken = `${ROLE}---\n${BROKEN}---\n${ROLE}`;
      for (const [file, text] of Object.entries({
        ...FIXTURES,
        "broken.yaml": broken,
        "all-broken.yaml": BROKEN,
      })) {
        const { messages, fatalErrorCount } = await loaded.lint(both(preset(loaded)), text, file);

        expect(fatalErrorCount).toBe(0);
        expect(only("gitops/", messages).map(short)).toEqual(await ourFindings(text, file));
      }
    });

    it("has the findings it has under yml's own language", async () => {
      for (const [file, text] of Object.entries(FIXTURES)) {
        const plugins = { gitops: loaded.plugin, yml } as Plugins;
        const config = (language: string): Linter.Config => ({
          files: ["**/*.{yaml,yml}"],
          plugins,
          language,
        });
        const wanted = await loaded.lint([...preset(loaded), config("yml/yaml")], text, file);
        const given = await loaded.lint([...preset(loaded), config("gitops/yaml")], text, file);

        expect(given.messages.map(short)).toEqual(wanted.messages.map(short));
      }
    });
  });

  describe("a rule of somebody else", () => {
    const text = FIXTURES["role-and-binding.yaml"] ?? "";

    type Reader = (sourceCode: SourceCode, program: object | undefined) => unknown;
    type SourceCode = Rule.RuleContext["sourceCode"];

    const READERS: Record<string, Reader> = {
      "the parser services": ({ parserServices }) => (parserServices as { isYAML?: boolean }).isYAML,
      "the syntax tree": ({ ast }) => ast.body.length,
      "its tokens": ({ ast }) => ast.tokens?.length,
      "all comments": (sourceCode) => sourceCode.getAllComments().map(({ value }) => value),
      "the tokens by their order": (sourceCode) =>
        sourceCode.getFirstTokens(sourceCode.ast, { count: 3 }).map(({ value }) => value),
      "the text of a node": (sourceCode) => sourceCode.getText(sourceCode.ast.body[1]),
      "the node at an offset": (sourceCode) => sourceCode.getNodeByRangeIndex(20)?.type,
    };

    /** Everything such a rule sees, when it reads in `create` or inside its visitor of the program, or not at all. */
    async function seen(
      language: "gitops/yaml" | "yml/yaml",
      when: "create" | "Program" | "never",
      read: Reader,
      more = {},
    ) {
      const events: string[] = [];
      let answer: unknown;
      const note =
        (event: string) => (node: { type: string; loc?: { start: { line: number; column: number } } }) => {
          // The place of the program is part of the tree.
          const place = node.type === "Program" ? "" : ` ${node.loc?.start.line}:${node.loc?.start.column}`;
          events.push(`${event} ${node.type}${place}`);
        };
      const rule: Rule.RuleModule = {
        create({ sourceCode }) {
          if (when === "create") answer = read(sourceCode, undefined);
          return {
            Program(node) {
              if (when === "Program") answer = read(sourceCode, node);
            },
            "*": note("enter"),
            "*:exit": note("exit"),
            'YAMLPair[key.value="roleRef"]': note("roleRef"),
            "YAMLDocument > YAMLMapping > YAMLPair:first-child": note("first"),
          };
        },
      };
      const config = {
        files: ["**/*.yaml"],
        plugins: { gitops: loaded.plugin, yml, their: { rules: { rule } } } as Plugins,
        rules: { [RULE]: "error", "their/rule": "error" },
        language,
        ...more,
      } as Linter.Config;
      const { messages } = await loaded.lint([config], text);
      expect(messages.map(short)).toEqual([expect.stringMatching(/^9:11-9:14 gitops/)]);
      return { events, answer };
    }

    it("sees the whole tree under yml's language, to compare with", async () => {
      const { events } = await seen("yml/yaml", "never", () => undefined);

      expect(events[0]).toBe("enter Program");
      expect(events.at(-1)).toBe("exit Program");
      expect(events.filter((event) => event.startsWith("roleRef"))).toEqual(["roleRef YAMLPair 15:0"]);
      expect(events.filter((event) => event.startsWith("enter")).length).toBe(70);
    });

    describe.each(Object.entries(READERS))("that reads %s", (_, read) => {
      it.each(["create", "Program"] as const)(
        "in %s sees what it sees under yml's language",
        async (when) => {
          const wanted = await seen("yml/yaml", when, read);
          const given = await seen("gitops/yaml", when, read);

          expect(given.answer).toEqual(wanted.answer);
          expect(given.answer).toBeTruthy();
          expect(given.events).toEqual(wanted.events);
          expect(parser.calls).toBe(1);
        },
      );
    });

    it("that looks at nothing but the program it visits finds all in it", async () => {
      const read: Reader = (_, node) => {
        const { body, tokens, comments, range, loc } = node as SourceCode["ast"];
        return [body.length, tokens.length, comments.length, range, loc];
      };

      const wanted = await seen("yml/yaml", "Program", read);
      expect(await seen("gitops/yaml", "Program", read)).toEqual(wanted);
    });

    it("finds the program it visits to be that of the source code, and the parent of the documents", async () => {
      const read: Reader = ({ ast }, node) => [
        ast === node,
        ...ast.body.map((document) => (document as { parent?: unknown }).parent === node),
      ];

      expect((await seen("gitops/yaml", "Program", read)).answer).toEqual([true, true, true]);
    });

    it("that asks for scopes finds the global one, which is empty", async () => {
      const read: Reader = (sourceCode, node) => {
        const scope = sourceCode.getScope(node as Parameters<typeof sourceCode.getScope>[0]);
        return {
          type: scope.type,
          variables: scope.variables,
          isSame: sourceCode.scopeManager.globalScope === scope,
        };
      };

      const { answer } = await seen("gitops/yaml", "Program", read);
      expect(answer).toEqual({ type: "global", variables: [], isSame: true });
    });

    it("that reads lines, places and the text makes no tree", async () => {
      const read: Reader = (sourceCode) => [
        sourceCode.text.length,
        sourceCode.lines.length,
        sourceCode.getLines().length,
        sourceCode.hasBOM,
        sourceCode.getLocFromIndex(5),
        sourceCode.getIndexFromLoc({ line: 2, column: 1 }),
      ];

      const wanted = (await seen("yml/yaml", "create", read)).answer;
      expect(parser.calls).toBe(0);
      expect((await seen("gitops/yaml", "create", read)).answer).toEqual(wanted);
      expect(parser.calls).toBe(0);
    });

    it("that asks only when the program is left sees it left once", async () => {
      const left: string[] = [];
      const rule: Rule.RuleModule = {
        create: ({ sourceCode }) => ({
          "Program:exit": () => void left.push(`with ${sourceCode.ast.body.length} documents`),
        }),
      };
      const plugins = { gitops: loaded.plugin, their: { rules: { rule } } } as Plugins;
      await loaded.lint([{ ...ours, plugins, rules: { "their/rule": "error" } }], text);

      expect(left).toEqual(["with 2 documents"]);
    });

    it("that only has selectors sees an empty program, if the tree is not always asked for", async () => {
      const wanted = await seen("yml/yaml", "never", () => undefined);
      const lazy = await seen("gitops/yaml", "never", () => undefined);
      const always = await seen("gitops/yaml", "never", () => undefined, {
        languageOptions: { ast: "always" },
      });

      expect(lazy.events).toEqual(["enter Program", "exit Program"]);
      expect(always.events).toEqual(wanted.events);
    });
  });

  describe("the syntax tree", () => {
    it("is not made for our rules", async () => {
      for (const [file, text] of Object.entries(FIXTURES)) {
        await loaded.lint(
          [loaded.plugin.configs.all, { linterOptions: { noInlineConfig: false } }],
          text,
          file,
        );
      }

      expect(parser.calls).toBe(0);
    });

    it("is made once for all the rules of others", async () => {
      await loaded.lint([...(YML["every rule"] ?? []), ours], ROLE);

      expect(parser.calls).toBe(1);
    });

    it.each(["on-demand", "always"] as const)(
      "is there %s for selectors in an option of a rule",
      async (ast) => {
        const selector = {
          selector: 'YAMLPair[key.value="roleRef"]',
          message: "Bindings are made elsewhere.",
        };
        const config: Linter.Config = { rules: { "no-restricted-syntax": ["error", selector] } };
        const { messages } = await loaded.lint([{ ...ours, languageOptions: { ast } }, config], BINDING);

        expect(messages.map(short)).toEqual(
          ast === "always" ? ["5:1-8:17 no-restricted-syntax: Bindings are made elsewhere."] : [],
        );
      },
    );

    it("has an option that takes no other value", async () => {
      await expect(loaded.lint([{ ...ours, languageOptions: { ast: "never" } }], ROLE)).rejects.toThrow(
        'Key "languageOptions": languageOptions.ast must be "always" or "on-demand", not "never".',
      );
    });
  });
});

/** A finding as it is so many lines further down. */
function below(finding: string, lines: number): string {
  return finding.replace(
    /^(\d+):(\d+)-(\d+):/,
    (_, start, column, end) => `${Number(start) + lines}:${column}-${Number(end) + lines}:`,
  );
}

function withoutOurs<Message extends Linter.LintMessage>(messages: Message[]) {
  return withoutNodeType(messages.filter(({ ruleId }) => !ruleId?.startsWith("gitops/")));
}
