import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-full-access-role";
const LIST = "List the resources and verbs that are needed.";
const NAME = "is cluster-admin in all but name, with";
const ALL = "on every resource of every API group";
const SPELLED = "[get, list, watch, create, update, patch, delete, deletecollection]";

const rules = (...all: string[]) => `rules:\n${all.map((rule) => `  - ${rule}\n`).join("")}`;
const clusterRole = (...all: string[]) => manifest("ClusterRole", "god", undefined, rules(...all));
const entry = (verbs: string, rest = "") => `{ apiGroups: ["*"], resources: ["*"], verbs: ${verbs}${rest} }`;

describe("no-full-access-role", () => {
  it.each([
    [
      "every verb on everything",
      clusterRole(entry('["*"]')),
      "a.yaml:6:37-6:40",
      `Anyone bound to ClusterRole 'god' can do everything in the cluster: it ${NAME} every verb ${ALL}, though nothing here binds it. ${LIST}`,
    ],
    [
      "verbs that are spelled out",
      clusterRole("{ nonResourceURLs: ['*'], verbs: [get] }", entry(SPELLED)),
      "a.yaml:7:37-7:40",
      `Anyone bound to ClusterRole 'god' can do everything in the cluster: it ${NAME} 'get', 'list', 'watch' and 5 more ${ALL}, though nothing here binds it. ${LIST}`,
    ],
    [
      "verbs without 'deletecollection', which 'list' and 'delete' make up for",
      clusterRole(entry("[get, list, watch, create, update, patch, delete]")),
      "a.yaml:6:37-6:40",
      `Anyone bound to ClusterRole 'god' can do everything in the cluster: it ${NAME} 'get', 'list', 'watch' and 4 more ${ALL}, though nothing here binds it. ${LIST}`,
    ],
    [
      "entries that are it together",
      clusterRole(
        entry("[get, list, watch]"),
        "{ apiGroups: [''], resources: [pods], verbs: [get] }",
        entry("[create, update, patch, delete]"),
      ),
      "a.yaml:6:37-6:40",
      `Anyone bound to ClusterRole 'god' can do everything in the cluster: it ${NAME} 'get', 'list', 'watch' and 4 more ${ALL} in 2 entries together, though nothing here binds it. ${LIST}`,
    ],
    [
      "a Role",
      manifest("Role", "demigod", "shop", rules(entry('["*"]'))),
      "a.yaml:7:37-7:40",
      `Anyone bound to Role 'demigod' can do everything in namespace 'shop': it ${NAME} every verb ${ALL}, though nothing here binds it. ${LIST}`,
    ],
    [
      "a role that adds to a built-in one",
      clusterRole(entry('["*"]')).replace(
        "  name: god\n",
        '  name: god\n  labels: { rbac.authorization.k8s.io/aggregate-to-edit: "true" }\n',
      ),
      "a.yaml:7:37-7:40",
      `Anyone bound to ClusterRole 'edit' can do everything in the cluster, or the namespace of the binding: ClusterRole 'god' ${NAME} every verb ${ALL}, and 'edit' aggregates it. ${LIST}`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  // Real: the role of an operator that deploys whatever its users ask for.
  it("names who has it, by their binding", async () => {
    const operator = "  - { kind: ServiceAccount, name: operator, namespace: system }\n";
    const files = { "a.yaml": clusterRole(entry('["*"]')), "b.yaml": clusterBinding("god", operator) };
    expect(await lint(RULE, files)).toEqual([
      [
        "a.yaml:6:37-6:40",
        `ServiceAccount 'system/operator' can do everything in the cluster: ClusterRole 'god' ${NAME} every verb ${ALL} and ClusterRoleBinding 'readers' grants it everywhere. ${LIST}`,
      ],
    ]);
  });

  it.each([
    ["one group", clusterRole("{ apiGroups: [apps], resources: ['*'], verbs: ['*'] }")],
    ["some resources", clusterRole("{ apiGroups: ['*'], resources: [pods, '*/scale'], verbs: ['*'] }")],
    ["objects of some names", clusterRole(entry("['*']", ", resourceNames: [a]"))],
    ["all verbs but 'delete'", clusterRole(entry("[get, list, watch, create, update, patch]"))],
    ["cluster-admin itself", manifest("ClusterRole", "cluster-admin", undefined, rules(entry('["*"]')))],
    [
      "rules that Kubernetes overwrites",
      manifest(
        "ClusterRole",
        "god",
        undefined,
        `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }\n${rules(entry('["*"]'))}`,
      ),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("reports each entry that is enough alone, and no other", async () => {
    const text = clusterRole(entry("[get]"), entry("['*']"), entry(SPELLED));
    expect((await lint(RULE, { "a.yaml": text })).map(([place]) => place)).toEqual([
      "a.yaml:7:37-7:40",
      "a.yaml:8:37-8:40",
    ]);
  });

  describe("where overlays change the role", () => {
    const adding = (...all: string[]) =>
      `resources: [../base]\npatches:\n  - target: { kind: ClusterRole }\n    patch: |\n${all.map((rule) => `      - { op: add, path: /rules/-, value: ${rule} }\n`).join("")}`;
    const READ = entry("[get, list, watch]");
    const WRITE = entry("[create, update, patch, delete]");
    const base = {
      "base/role.yaml": clusterRole("{ apiGroups: [''], resources: [pods], verbs: [get] }"),
      "base/kustomization.yaml": "resources: [role.yaml]\n",
    };

    it("judges what each of them makes by itself", async () => {
      const files = {
        ...base,
        "a/kustomization.yaml": adding(READ),
        "b/kustomization.yaml": adding(WRITE),
      };
      expect(await lint(RULE, files)).toEqual([]);
    });

    it("names the one that makes it so", async () => {
      const files = {
        ...base,
        "a/kustomization.yaml": adding(READ),
        "b/kustomization.yaml": adding(READ, WRITE),
      };
      expect(await lint(RULE, files)).toEqual([
        [
          "base/role.yaml:5:1-5:6",
          `Anyone bound to ClusterRole 'god' can do everything in the cluster: it (as 'a' and 'b' apply it) ${NAME} 'get', 'list', 'watch' and 4 more ${ALL} in 2 entries together, though nothing here binds it. ${LIST}`,
        ],
      ]);
    });
  });

  it("reports in the whole cluster only, where that is what counts", async () => {
    const options = { scope: "cluster" };
    const text = clusterRole(entry("['*']"));
    expect(
      await lint(RULE, { "a.yaml": manifest("Role", "x", "shop", rules(entry("['*']"))) }, { options }),
    ).toEqual([]);
    expect(
      await lint(
        RULE,
        { "a.yaml": text, "b.yaml": roleBinding("god", "shop", "ClusterRole", user("a")) },
        { options },
      ),
    ).toEqual([]);
    expect(await lint(RULE, { "a.yaml": text }, { options })).toHaveLength(1);
  });
});
