import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-workload-create";
const INSTEAD = "Bind the role in the namespaces that the workloads are in.";

describe("no-workload-create", () => {
  it("reports a controller of notebooks that may do everything with StatefulSets", async () => {
    const files = {
      "role.yaml": roleOf('apiGroups: [apps], resources: [statefulsets], verbs: ["*"]'),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:38-6:50",
        `ServiceAccount 'tools/operator' can run any image in the cluster, with the ServiceAccount and the Secrets of its pod: ClusterRole 'operator' allows '*' on 'statefulsets' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    ["'pods' of 'core'", roleOf('apiGroups: [""], resources: [pods], verbs: [patch]'), "a.yaml:6:36-6:40"],
    [
      "'replicationcontrollers' of 'core'",
      roleOf('apiGroups: [""], resources: [replicationcontrollers], verbs: [patch]'),
      "a.yaml:6:36-6:58",
    ],
    [
      "'deployments' of 'apps'",
      roleOf("apiGroups: [apps], resources: [deployments], verbs: [patch]"),
      "a.yaml:6:38-6:49",
    ],
    [
      "'daemonsets' of 'apps'",
      roleOf("apiGroups: [apps], resources: [daemonsets], verbs: [patch]"),
      "a.yaml:6:38-6:48",
    ],
    [
      "'replicasets' of 'apps'",
      roleOf("apiGroups: [apps], resources: [replicasets], verbs: [patch]"),
      "a.yaml:6:38-6:49",
    ],
    [
      "'jobs' of 'batch'",
      roleOf("apiGroups: [batch], resources: [jobs], verbs: [patch]"),
      "a.yaml:6:39-6:43",
    ],
    [
      "'cronjobs' of 'batch'",
      roleOf("apiGroups: [batch], resources: [cronjobs], verbs: [patch]"),
      "a.yaml:6:39-6:47",
    ],
    [
      "'deploymentconfigs' of 'apps.openshift.io'",
      roleOf("apiGroups: [apps.openshift.io], resources: [deploymentconfigs], verbs: [patch]"),
      "a.yaml:6:51-6:68",
    ],
  ])("counts %s", async (_, text, place) => {
    expect((await lint(RULE, { "a.yaml": text })).map(([at]) => at)).toEqual([place]);
  });

  it.each([
    [
      "a PodTemplate, which nothing makes pods from",
      roleOf('apiGroups: [""], resources: [podtemplates], verbs: [create]'),
    ],
    ["a group that is gone", roleOf("apiGroups: [extensions], resources: [deployments], verbs: [create]")],
    ["scaling", roleOf("apiGroups: [apps], resources: [deployments/scale], verbs: [update, patch]")],
    ["deleting", roleOf('apiGroups: [""], resources: [pods], verbs: [get, delete]')],
    [
      "named workloads",
      roleOf("apiGroups: [apps], resources: [deployments], verbs: [patch], resourceNames: [web]"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
