import type { Linter } from "eslint";
import yml from "eslint-plugin-yml";
import { beforeAll, describe, expect, it } from "vitest";
import * as yamlParser from "yaml-eslint-parser";
import { apply, type Loaded, load, short, VERSIONS, withoutNodeType } from "./helpers.js";

const RULE = "gitops/no-wildcard-verbs";
const LANGUAGES = ["gitops/yaml", "yml/yaml", "the JS language with yaml-eslint-parser"] as const;

function configFor(language: (typeof LANGUAGES)[number], { plugin: gitops }: Loaded): Linter.Config {
  const rules: Linter.RulesRecord = { [RULE]: "error" };
  const files = ["**/*.{yaml,json}"];
  if (language === "gitops/yaml") return { files, plugins: { gitops }, language, rules };
  if (language === "yml/yaml")
    return { files, plugins: { gitops, yml } as Linter.Config["plugins"], language, rules };
  return { files, plugins: { gitops }, languageOptions: { parser: yamlParser }, rules };
}

interface Case {
  file?: string;
  text: string;
  /** As `line:column-endLine:endColumn`, with what the rule is about. */
  findings: string[];
  suppressed?: string[];
}

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: operator
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ["*"] # all of them
`;

const CLUSTER_ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: admin
rules:
  - apiGroups:
      - apps
    resources:
      - deployments
    verbs:
      - get
      - '*'
  - nonResourceURLs: ["/metrics"]
    verbs: ["*"]
`;

function message(what: string): string {
  return `Verb '*' allows every action on ${what}, now and in future versions of Kubernetes. List the verbs that are needed.`;
}

const CASES: Record<string, Case> = {
  "flow and block style": {
    text: CLUSTER_ROLE,
    findings: ["12:9-12:12 'deployments'", "14:13-14:16 '/metrics'"],
  },
  "several documents": {
    text: `# The first one\n${ROLE}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata:\n  a: |\n    ---x\n...\n--- # The third one\n${ROLE}`,
    findings: ["9:13-9:16 'pods'", "26:13-26:16 'pods'"],
  },
  "Windows line ends": {
    text: `${ROLE}---\n${CLUSTER_ROLE}`.replaceAll("\n", "\r\n"),
    findings: ["8:13-8:16 'pods'", "21:9-21:12 'deployments'", "23:13-23:16 '/metrics'"],
  },
  "a byte order mark": {
    text: `\uFEFF${ROLE}`,
    findings: ["8:13-8:16 'pods'"],
  },
  "a byte order mark and Windows line ends": {
    text: `\uFEFF${ROLE.replaceAll("\n", "\r\n")}`,
    findings: ["8:13-8:16 'pods'"],
  },
  "characters outside of the basic plane": {
    text: ROLE.replace("operator", '"😀"').replace("pods", '"😀"'),
    findings: ["8:13-8:16 '😀'"],
  },
  "a List": {
    text: `apiVersion: v1\nkind: List\nitems:\n${item(ROLE)}${item("apiVersion: v1\nkind: Secret\n")}${item(CLUSTER_ROLE)}`,
    findings: ["11:17-11:20 'pods'", "25:13-25:16 'deployments'", "27:17-27:20 '/metrics'"],
  },
  "a RoleList, whose items need not say what they are": {
    text: `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n${item(ROLE.split("\n").slice(2).join("\n"))}`,
    findings: ["9:17-9:20 'pods'"],
  },
  "line separators that are none in YAML": {
    text: ROLE.replace("operator", '"a\u2028b\u2029c"').replace("rules:", "x: '\u0085'\nrules:"),
    findings: ["9:13-9:16 'pods'"],
  },
  "a manifest in JSON": {
    file: "role.json",
    text: `{
  "apiVersion": "rbac.authorization.k8s.io/v1",
  "kind": "Role",
  "metadata": { "name": "operator" },
  "rules": [{ "apiGroups": [""], "resources": ["pods"], "verbs": ["get", "*"] }]
}
`,
    findings: ["5:74-5:77 'pods'"],
  },
  "a List in JSON": {
    file: "list.json",
    text: `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","rules":[{"resources":["pods"],"verbs":["*"]}]}]}`,
    findings: ["1:142-1:145 'pods'"],
  },
  "an alias": {
    text: ROLE.replace("[pods]", "[pods]\n    x: &all ['*']").replace('["*"]', "*all"),
    findings: ["8:14-8:17 'pods'"],
  },
  "a merge key": {
    text: `x: &rule\n  verbs: ["*"]\n${ROLE.replace('verbs: ["*"]', "<<: *rule")}`,
    findings: ["2:11-2:14 'pods'"],
  },
  "no document at all": { text: "", findings: [] },
  "nothing but a comment": { text: "# Nothing here for eslint\n", findings: [] },
  "eslint-disable-line with a reason": {
    text: ROLE.replace("# all of them", `# eslint-disable-line ${RULE} -- it is the owner`),
    findings: [],
    suppressed: ["8:13-8:16 'pods' (it is the owner)"],
  },
  "eslint-disable-next-line with a reason": {
    text: ROLE.replace("    verbs", `    # eslint-disable-next-line ${RULE} -- it is the owner\n    verbs`),
    findings: [],
    suppressed: ["9:13-9:16 'pods' (it is the owner)"],
  },
  "eslint-disable to eslint-enable": {
    text: `# eslint-disable ${RULE} -- these are the owners\n${ROLE}---\n${ROLE}# eslint-enable ${RULE}\n---\n${ROLE}`,
    findings: ["28:13-28:16 'pods'"],
    suppressed: ["9:13-9:16 'pods' (these are the owners)", "18:13-18:16 'pods' (these are the owners)"],
  },
  "eslint-disable of every rule, with Windows line ends and a byte order mark": {
    text: `\uFEFF${ROLE.replace("rules:", "rules:\n  # eslint-disable")}`.replaceAll("\n", "\r\n"),
    findings: [],
    suppressed: ["9:13-9:16 'pods' ()"],
  },
  "a directive in a block scalar, which is text": {
    text: `${ROLE.replace("rules:", `  annotations:\n    note: |\n      # eslint-disable ${RULE}\nrules:`)}`,
    findings: ["11:13-11:16 'pods'"],
  },
  "a directive in quotes, which is text": {
    text: ROLE.replace("operator", `"operator # eslint-disable ${RULE}"`),
    findings: ["8:13-8:16 'pods'"],
  },
  "a directive in a document of another kind": {
    text: `apiVersion: v1\nkind: ConfigMap # eslint-disable-line\n# eslint-disable ${RULE} -- for all below\n---\n${ROLE}`,
    findings: ["2:17-undefined:undefined Unused eslint-disable directive (no problems were reported)."],
    suppressed: ["12:13-12:16 'pods' (for all below)"],
  },
  "a directive that suppresses nothing": {
    text: ROLE.replace("metadata:", `metadata: # eslint-disable-line ${RULE} -- nothing here`),
    findings: [
      `3:11-undefined:undefined Unused eslint-disable directive (no problems were reported from '${RULE}').`,
      "8:13-8:16 'pods'",
    ],
  },
  "a comment that turns the rule off": {
    text: `# eslint ${RULE}: off\n${ROLE}`,
    findings: [],
  },
  "a comment that makes the rule a warning": {
    text: `${ROLE}---\n# eslint ${RULE}: "warn"\n`,
    findings: ["8:13-8:16 'pods' (warning)"],
  },
  "a comment that sets a rule which does not exist": {
    text: `# eslint gitops/no-such-rule: error\n${ROLE}`,
    findings: ["1:1-1:36 Definition for rule 'gitops/no-such-rule' was not found.", "9:13-9:16 'pods'"],
  },
  "a comment that gives the rule an option which it does not have": {
    text: `# eslint ${RULE}: ["error", { "verbs": [] }]\n${ROLE}`,
    findings: [
      `1:1-1:62 Inline configuration for rule "${RULE}" is invalid: Value {"exceptFullAccess":false,"verbs":[]} should NOT have additional properties. Unexpected property "verbs". Expected properties: "exceptFullAccess".`,
      "9:13-9:16 'pods'",
    ],
  },
};

/** A manifest as an item of a List. */
function item(manifest: string): string {
  const [first, ...rest] = manifest.trimEnd().split("\n");
  return [`  - ${first}\n`, ...rest.map((line) => `    ${line}\n`)].join("");
}

/** A message as the cases above write it. */
function compact(given: Linter.LintMessage | Linter.SuppressedLintMessage): string {
  const [place, , ...words] = short(given).trim().split(/\s+/);
  const text = words.join(" ");
  const what = /^Verb '\*' allows every action on (.*), now/.exec(text)?.[1];
  if (what !== undefined) expect(text).toBe(message(what));
  const reason =
    "suppressions" in given ? ` (${given.suppressions.map((one) => one.justification).join()})` : "";
  return `${place} ${what ?? text}${given.severity === 1 ? " (warning)" : ""}${reason}`;
}

describe.each(VERSIONS)("with ESLint %i", (version) => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await load(version);
  });

  function lint(language: (typeof LANGUAGES)[number], { text, file }: Pick<Case, "text" | "file">) {
    const linterOptions = { reportUnusedDisableDirectives: "error" } as const;
    return loaded.lint([{ ...configFor(language, loaded), linterOptions }], text, file);
  }

  describe.each(LANGUAGES)("under %s", (language) => {
    it.each(Object.entries(CASES))("finds the same in %s", async (_, example) => {
      const { messages, suppressedMessages } = await lint(language, example);
      const own = await lint("gitops/yaml", example);

      expect(messages.map(compact)).toEqual(example.findings);
      expect(suppressedMessages.map(compact)).toEqual(example.suppressed ?? []);
      expect(withoutNodeType(messages)).toEqual(withoutNodeType(own.messages));
      expect(withoutNodeType(suppressedMessages)).toEqual(withoutNodeType(own.suppressedMessages));
    });

    it.each(["", "\uFEFF"])("suggests what can stand there instead, after %j", async (mark) => {
      const { messages } = await lint(language, { text: mark + CLUSTER_ROLE });

      const suggestions = messages.map((given) =>
        given.suggestions?.map(({ desc, fix }) => ({
          desc,
          lines: changedLines(CLUSTER_ROLE, apply(CLUSTER_ROLE, fix)),
        })),
      );
      expect(suggestions).toEqual([
        [
          {
            desc: "Allow reading only: get, list, watch instead of '*'.",
            lines: ["      - 'list'", "      - 'watch'"],
          },
        ],
        [{ desc: "Allow reading only: get instead of '*'.", lines: ['    verbs: ["get"]'] }],
      ]);
    });

    it("obeys no comment where the configuration says so, and tells of each", async () => {
      const comments = [
        "# eslint-disable",
        `# eslint ${RULE}: off`,
        "# eslint-enable -- why",
        "# eslint-plugin-yml is not meant",
        "# eslintrc",
      ];
      const config = { ...configFor(language, loaded), linterOptions: { noInlineConfig: true } };
      const text = `${comments.join("\n")}\n${ROLE.replace("# all of them", "# eslint-disable-line")}`;
      const { messages } = await loaded.lint([config], text);

      const told = messages.map((given) => compact(given).replace(/ has no effect because .*/, ""));
      expect(told).toEqual([
        "1:1-1:17 '# eslint-disable'",
        `2:1-2:${RULE.length + 15} '# eslint ${RULE}: off'`,
        "3:1-3:23 '# eslint-enable -- why'",
        "13:13-13:16 'pods'",
        "13:18-13:39 '# eslint-disable-line'",
      ]);
    });

    it("tells what is wrong with a comment that sets a rule", async () => {
      const { messages } = await lint(language, { text: `# eslint ${RULE}: [error\n${ROLE}` });

      expect(messages.map(short)).toEqual([
        expect.stringMatching(/^1:1-1:\d+ null: Failed to parse JSON from/),
        `9:13-9:16 ${RULE}: ${message("'pods'")}`,
      ]);
    });
  });
});

/** The lines of a text that are not in another. */
function changedLines(before: string, after: string): string[] {
  const old = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !old.has(line));
}
