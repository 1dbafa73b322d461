import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-wildcard-api-groups";
const NAME = "Name the groups that are needed.";
const LATER = "whatever API group has them, and in groups that are installed later";

const clusterRole = (rule: string) => manifest("ClusterRole", "ops", undefined, `rules:\n  - ${rule}\n`);
const role = (rule: string) => manifest("Role", "ops", "shop", `rules:\n  - ${rule}\n`);

describe("no-wildcard-api-groups", () => {
  it.each([
    [
      "a wildcard in a ClusterRole",
      clusterRole(`{ apiGroups: ["*"], resources: [deployments, services], verbs: [get, list] }`),
      "a.yaml:6:19-6:22",
      `Anyone bound to ClusterRole 'ops' can act on 'deployments' and 'services' in the cluster, ${LATER}: it allows 'get' and 'list' in API group '*', though nothing here binds it. ${NAME}`,
    ],
    [
      "a wildcard beside a group, in a Role",
      role(`{ apiGroups: [apps, '*'], resources: [deployments], verbs: ["*"] }`),
      "a.yaml:7:25-7:28",
      `Anyone bound to Role 'ops' can act on 'deployments' in namespace 'shop', ${LATER}: it allows '*' in API group '*', though nothing here binds it. ${NAME}`,
    ],
    [
      "every resource",
      clusterRole(`{ apiGroups: ["*"], resources: ["*"], verbs: [get] }`),
      "a.yaml:6:19-6:22",
      `Anyone bound to ClusterRole 'ops' can act on every resource in the cluster, ${LATER}: it allows 'get' in API group '*', though nothing here binds it. ${NAME}`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  // Real: a viewer of pipelines that manages its Deployments and Services, wherever they might be.
  it("names who has it, as it is applied", async () => {
    const files = {
      "kustomization.yaml": "namespace: kubeflow\nresources: [role.yaml, binding.yaml]\n",
      "role.yaml": manifest(
        "Role",
        "ops",
        undefined,
        "rules:\n- apiGroups:\n  - '*'\n  resources:\n  - deployments\n  verbs:\n  - create\n",
      ),
      "binding.yaml": roleBinding("ops", undefined, "Role", user("jane")),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:7:5-7:8",
        `User 'jane' can act on 'deployments' in namespace 'kubeflow', ${LATER}: Role 'ops' allows 'create' in API group '*' and RoleBinding 'shop/readers' grants it there. ${NAME}`.replace(
          "shop/",
          "kubeflow/",
        ),
      ],
    ]);
  });

  it.each([
    ["groups by name", clusterRole(`{ apiGroups: ["", apps], resources: ["*"], verbs: ["*"] }`)],
    [
      "a name with a star in it, which is no pattern",
      clusterRole(`{ apiGroups: ["*.example.com"], resources: [a], verbs: [get] }`),
    ],
    ["an entry for paths", clusterRole(`{ apiGroups: ["*"], nonResourceURLs: [/metrics], verbs: [get] }`)],
    ["an entry without verbs", clusterRole(`{ apiGroups: ["*"], resources: [pods] }`)],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("heeds where it counts, and what no-full-access-role says", async () => {
    const rule = `{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }`;
    expect(await lint(RULE, { "a.yaml": role(rule) }, { options: { scope: "cluster" } })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": clusterRole(rule) }, { options: { scope: "cluster" } })).toHaveLength(
      1,
    );
    expect(await lint(RULE, { "a.yaml": role(rule) }, { options: { exceptFullAccess: true } })).toEqual([]);
  });
});

describe("the suggestion", () => {
  it.each([
    [
      "one group",
      clusterRole(`{ apiGroups: ["*"], resources: [deployments, deployments/scale], verbs: [get] }`),
      "Name the groups in which Kubernetes has 'deployments' and 'deployments/scale': API group 'apps' instead of '*'.",
      clusterRole(`{ apiGroups: ["apps"], resources: [deployments, deployments/scale], verbs: [get] }`),
    ],
    [
      "several, the core group among them",
      role(`{ apiGroups: [apps, '*'], resources: [services, deployments, ingresses], verbs: [get] }`),
      "Name the groups in which Kubernetes has 'services', 'deployments' and 'ingresses': the core group and API groups 'apps' and 'networking.k8s.io' instead of '*'.",
      role(
        `{ apiGroups: [apps, '', 'networking.k8s.io'], resources: [services, deployments, ingresses], verbs: [get] }`,
      ),
    ],
  ])("names %s", async (_, text, words, changed) => {
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([[words, changed]]);
  });

  it.each([
    [
      "a resource that Kubernetes does not have",
      `{ apiGroups: ["*"], resources: [pods, widgets], verbs: [get] }`,
    ],
    ["every resource", `{ apiGroups: ["*"], resources: ["*"], verbs: [get] }`],
  ])("is not made for %s", async (_, rule) => {
    expect(await suggestions(RULE, "a.yaml", clusterRole(rule))).toEqual([]);
  });
});
