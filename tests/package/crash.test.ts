import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Linter, Rule } from "eslint";
import { beforeAll, describe, expect, it } from "vitest";
import { crashIn } from "../../lib/plugin/crash.js";
import { defineRule } from "../../lib/rule-kit/define-rule.js";
import { directory, type Loaded, load, short, VERSIONS } from "./helpers.js";

const TEXT = `apiVersion: v1
kind: List
items:
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: good
    rules: [{ resources: [pods], verbs: ["*"] }]
  - apiVersion: rbac.authorization.k8s.io/v1
    metadata:
      name: bad
    kind: "Role"
    rules: [{ resources: [pods], verbs: ["*"] }]
---
kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata:
  name: good
---
kind: Namespace
apiVersion: v1
metadata:
  name: shop
`;

const VERB =
  "gitops/no-wildcard-verbs: Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.";

function failed(words: string): string {
  return `The rule failed here, which is a defect of the rule and not of this file: ${words}.`;
}

describe.each(VERSIONS)("with ESLint %i, a rule that throws", (version) => {
  let loaded: Loaded;
  let rules: Record<string, Rule.RuleModule>;

  beforeAll(async () => {
    // The namespace belongs to a repository, which is read with the first lint.
    writeFileSync(join(directory, "shop.yaml"), TEXT);
    loaded = await load(version);
    const about = {
      docs: {
        description: "Throw",
        topic: "Changes" as const,
        consequence: "refusal" as const,
        preset: "all" as const,
        controls: [],
      },
      messages: { good: "Role '{{name}}' is good." },
      schema: [],
      defaultOptions: [] as [],
    };
    const definitions = {
      objects: defineRule({
        name: "objects",
        meta: about,
        on: "object",
        kinds: ["Role"],
        patches: true,
        check({ metadata: { name = "" } = {} }, { report }) {
          if (name === "bad") throw new TypeError("Cannot read {{properties}} of undefined");
          report({ at: ["metadata", "name"], messageId: "good", data: { name } });
        },
      }),
      namespaces: defineRule({
        name: "namespaces",
        meta: about,
        on: "namespace",
        check() {
          throw new Error(`first line\nsecond line ${"x".repeat(1000)}`);
        },
      }),
      files: defineRule({
        name: "files",
        meta: about,
        on: "file",
        check() {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown
          throw "no error";
        },
      }),
    };
    rules = Object.fromEntries(
      Object.entries(definitions).map(([name, rule]) => [name, loaded.eslintRule(rule)]),
    );
  });

  function lint(names: string[], text = TEXT, file = "manifest.yaml"): Promise<Linter.LintMessage[]> {
    const config: Linter.Config = {
      files: ["**/*.yaml"],
      plugins: { gitops: loaded.plugin, test: { rules } },
      language: "gitops/yaml",
      rules: {
        "gitops/no-wildcard-verbs": "error",
        ...Object.fromEntries(names.map((name) => [`test/${name}`, "error"])),
      },
    };
    return loaded.lint([config], text, file).then(({ messages }) => messages);
  }

  it("at an object is one message at its kind; the other objects and rules go on", async () => {
    const messages = await lint(["objects"]);

    expect(messages.map(short)).toEqual([
      "7:13-7:17 test/objects: Role 'good' is good.",
      `8:42-8:45 ${VERB}`,
      `12:11-12:17 test/objects: ${failed("Cannot read {{properties}} of undefined")}`,
      `13:42-13:45 ${VERB}`,
      "18:9-18:13 test/objects: Role 'good' is good.",
    ]);
    expect(messages.every(({ severity, fatal }) => severity === 2 && !fatal)).toBe(true);
  });

  it("is told apart from findings", async () => {
    const messages = await lint(["objects"]);
    const ours = messages.map((message) => ({
      ...message,
      ruleId: message.ruleId?.replace("test/", "gitops/") ?? null,
    }));

    expect(ours.flatMap((message) => crashIn(message) ?? [])).toEqual([
      { rule: "objects", words: "Cannot read {{properties}} of undefined" },
    ]);
  });

  it("at a file is one message at the first kind, or at its beginning where there is none", async () => {
    expect((await lint(["files"])).map(short)).toContain(`2:7-2:11 test/files: ${failed("no error")}`);
    for (const text of ["", "# Nothing\n", "a: [\n", "kind\n"]) {
      expect((await lint(["files"], text)).map(({ message }) => message)).toEqual([failed("no error")]);
    }
  });

  it("can be switched off where it throws, like every other finding", async () => {
    const messages = await lint(
      ["objects"],
      TEXT.replace('kind: "Role"', "$& # eslint-disable-line test/objects"),
    );

    expect(messages.map(short)).toEqual([
      "7:13-7:17 test/objects: Role 'good' is good.",
      `8:42-8:45 ${VERB}`,
      `13:42-13:45 ${VERB}`,
      "18:9-18:13 test/objects: Role 'good' is good.",
    ]);
  });

  it("at a namespace is one message at its name, cut and without what a terminal could mistake", async () => {
    const messages = await lint(["namespaces"], TEXT, "shop.yaml");

    expect(messages.map(short)).toEqual([
      `8:42-8:45 ${VERB}`,
      `13:42-13:45 ${VERB}`,
      expect.stringMatching(
        /^23:9-23:13 test\/namespaces: The rule failed .*: first line\uFFFDsecond line x+…\.$/,
      ),
    ]);
  });
});
