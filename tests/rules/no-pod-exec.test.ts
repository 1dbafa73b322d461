import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-pod-exec";
const INSTEAD =
  "Bind the role in the namespaces that need it, and give people access only for as long as they need it.";

describe("no-pod-exec", () => {
  it("reports a launcher of jobs that runs commands in their pods", async () => {
    const files = {
      "role.yaml": roleOf('apiGroups: [""], resources: [pods/log, pods/exec], verbs: [get, create]'),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:46-6:55",
        `ServiceAccount 'tools/operator' can run commands in pods of the cluster, or reach their ports past network policies: ClusterRole 'operator' allows 'create' on 'pods/exec' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    [
      "reading through a proxy",
      roleOf('apiGroups: [""], resources: [services/proxy], verbs: [get]'),
      "a.yaml:6:36-6:50",
    ],
    [
      "a container that is added to a pod",
      roleOf('apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]'),
      "a.yaml:6:36-6:60",
    ],
  ])("counts %s", async (_, text, place) => {
    expect((await lint(RULE, { "a.yaml": text })).map(([at]) => at)).toEqual([place]);
  });

  it.each([
    [undefined, 0],
    ["1.34", 1],
    ["v1.34.2", 1],
    ["1.35", 0],
  ])("takes 'get' for a shell in Kubernetes %s as that version does", async (kubernetesVersion, count) => {
    const text = roleOf(
      'apiGroups: [""], resources: [pods/exec, pods/attach, pods/portforward], verbs: [get]',
    );
    expect(await lint(RULE, { "a.yaml": text }, { settings: { kubernetesVersion } })).toHaveLength(count);
  });

  it.each([
    ["the logs", roleOf('apiGroups: [""], resources: [pods, pods/log], verbs: [get, list, watch]')],
    ["one pod", roleOf('apiGroups: [""], resources: [pods/exec], verbs: [create], resourceNames: [web-0]')],
    [
      "'get' on ephemeral containers",
      roleOf('apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [get]'),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
