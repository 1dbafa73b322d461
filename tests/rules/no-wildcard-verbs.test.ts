import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";

const RULE = "no-wildcard-verbs";

function role(rule: string, kind = "Role"): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: x }\nrules:\n${rule}`;
}

const SENTENCE = "now and in future versions of Kubernetes. List the verbs that are needed.";

describe("no-wildcard-verbs", () => {
  it.each([
    [
      "a flow list",
      `  - { apiGroups: [""], resources: [pods], verbs: ["*"] }\n`,
      "a.yaml:5:51-5:54",
      "'pods'",
    ],
    [
      "a block list",
      `  - resources: [pods, services]\n    verbs:\n      - get\n      - '*'\n`,
      "a.yaml:8:9-8:12",
      "'pods' and 'services'",
    ],
    [
      "all of a group",
      `  - apiGroups: [apps, ""]\n    resources: ["*"]\n    verbs: ["*"]\n`,
      "a.yaml:7:13-7:16",
      "every resource of the core group and API group 'apps'",
    ],
    [
      "all of one group",
      `  - apiGroups: [apps]\n    resources: ["*"]\n    verbs: ["*"]\n`,
      "a.yaml:7:13-7:16",
      "every resource of API group 'apps'",
    ],
    [
      "everything",
      `  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["*"]\n`,
      "a.yaml:7:13-7:16",
      "every resource of every API group",
    ],
    ["URLs", `  - nonResourceURLs: [/metrics]\n    verbs: ["*"]\n`, "a.yaml:6:13-6:16", "'/metrics'"],
    [
      "many resources",
      `  - resources: [a, b, c, d, e]\n    verbs: ["*"]\n`,
      "a.yaml:6:13-6:16",
      "'a', 'b', 'c' and 2 more",
    ],
    ["no resources", `  - verbs: ["*"]\n`, "a.yaml:5:13-5:16", "the resources of the rule"],
  ])("reports a wildcard in %s", async (_, rule, place, what) => {
    expect(await lint(RULE, { "a.yaml": role(rule) })).toEqual([
      [place, `Verb '*' allows every action on ${what}, ${SENTENCE}`],
    ]);
  });

  it("reports each wildcard of each document, also in a List and in JSON", async () => {
    const item = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "x" },
      rules: [{ resources: ["pods"], verbs: ["*"] }],
    };
    const files = {
      "a.yaml": `${role("  - verbs: ['*']\n")}---\n${role("  - verbs: ['*']\n", "ClusterRole")}`,
      "b.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [item, item] }, null, 1),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual([
      "a.yaml:5:13-5:16",
      "a.yaml:11:13-11:16",
      "b.json:17:7-17:10",
      "b.json:34:7-34:10",
    ]);
  });

  it("points at the anchor, once, where the verbs come through an alias", async () => {
    const text = role(
      `  - resources: [pods]\n    verbs: &all ["*"]\n  - resources: [services]\n    verbs: *all\n`,
    );
    expect((await lint(RULE, { "a.yaml": text })).map(([place]) => place)).toEqual(["a.yaml:6:18-6:21"]);
    expect(await suggestions(RULE, "a.yaml", text)).toHaveLength(1);
  });

  it("judges what a patch writes", async () => {
    const files = {
      "kustomization.yaml": "resources: [role.yaml]\npatches: [{ path: patch.yaml }]\n",
      "role.yaml": role("  - resources: [pods]\n    verbs: [get]\n"),
      "patch.yaml": role("  - resources: [pods]\n    verbs: ['*']\n"),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["patch.yaml:6:13-6:16"]);
  });

  it.each([
    ["a verb that only contains it", role("  - verbs: ['*get', get*, '**']\n")],
    ["the other fields", role("  - apiGroups: ['*']\n    resources: ['*']\n    verbs: [get]\n")],
    ["a role of another API", "apiVersion: iam.aws.crossplane.io/v1\nkind: Role\nrules:\n  - verbs: ['*']\n"],
    ["a text that is filled in later", role("  - verbs: ['${VERBS}', 5, null]\n")],
    [
      "a chart's custom resource definition",
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nverbs: ['*']\n",
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("leaves what is cluster-admin in all but name to no-full-access-role, where it is told to", async () => {
    const everything = `  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }\n`;
    const paths = `  - { nonResourceURLs: ["*"], verbs: ["*"] }\n`;
    const less = `  - { apiGroups: [apps], resources: ["*"], verbs: ["*"] }\n`;
    const places = async (text: string, options?: object) =>
      (await lint(RULE, { "a.yaml": text }, { options })).map(([place]) => place);
    const copy = role(everything + paths + less, "ClusterRole");
    expect(await places(copy)).toEqual(["a.yaml:5:51-5:54", "a.yaml:6:39-6:42", "a.yaml:7:52-7:55"]);
    expect(await places(copy, { exceptFullAccess: true })).toEqual(["a.yaml:7:52-7:55"]);
    // Paths alone are not everything, and rules beside an aggregation are no role of their own.
    expect(await places(role(paths, "ClusterRole"), { exceptFullAccess: true })).toHaveLength(1);
    const aggregating = role(everything, "ClusterRole") + "aggregationRule: { clusterRoleSelectors: [{}] }\n";
    expect(await places(aggregating, { exceptFullAccess: true })).toHaveLength(1);
  });

  it("is silent on a chart's template", async () => {
    const files = { "Chart.yaml": "name: x\n", "templates/role.yaml": role("  - verbs: ['*']\n") };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it.each([
    [
      "flow style, keeping quotes and comments",
      role(`  - resources: [pods]\n    verbs: [ "*", create ] # all\n`),
      role(`  - resources: [pods]\n    verbs: [ "get", "list", "watch", create ] # all\n`),
    ],
    [
      "block style, keeping the indentation",
      role(`  - resources: [pods]\n    verbs:\n    -   '*' # all\n    -   create\n`),
      role(
        `  - resources: [pods]\n    verbs:\n    -   'get'\n    -   'list'\n    -   'watch' # all\n    -   create\n`,
      ),
    ],
    [
      "verbs that are there already",
      role(`  - resources: [pods]\n    verbs: [get, "*"]\n`),
      role(`  - resources: [pods]\n    verbs: [get, "list", "watch"]\n`),
    ],
    [
      "Windows line ends",
      role(`  - resources: [pods]\n    verbs:\n    - "*"\n`).replaceAll("\n", "\r\n"),
      role(`  - resources: [pods]\n    verbs:\n    - "get"\n    - "list"\n    - "watch"\n`).replaceAll(
        "\n",
        "\r\n",
      ),
    ],
  ])("suggests the verbs that read: %s", async (_, text, changed) => {
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      [`Allow reading only: get, list, watch instead of '*'.`, changed],
    ]);
  });

  it("suggests get for URLs", async () => {
    const text = role(`  - nonResourceURLs: [/metrics]\n    verbs: ["*"]\n`);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      [
        "Allow reading only: get instead of '*'.",
        role(`  - nonResourceURLs: [/metrics]\n    verbs: ["get"]\n`),
      ],
    ]);
  });

  it("shows nothing of a name that could be mistaken for something else", async () => {
    const [found] = await lint(RULE, {
      "a.yaml": role(`  - resources: ["\\e[2Jpods\\u202e"]\n    verbs: ["*"]\n`),
    });
    expect(found?.[1]).toBe(`Verb '*' allows every action on '\uFFFD[2Jpods\uFFFD', ${SENTENCE}`);
  });
});
