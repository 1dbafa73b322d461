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

  it("leaves a chart's template alone, whoever asks", async () => {
    mkdirSync(join(directory, "chart/templates"), { recursive: true });
    writeFileSync(join(directory, "chart/Chart.yaml"), "name: chart\n");
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

function withoutOurs<Message extends Linter.LintMessage>(messages: Message[]) {
  return withoutNodeType(messages.filter(({ ruleId }) => !ruleId?.startsWith("gitops/")));
}
