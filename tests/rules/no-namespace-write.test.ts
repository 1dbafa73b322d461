import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-namespace-write";
const INSTEAD = "Leave out 'update' and 'patch', or name the namespaces in resourceNames.";

describe("no-namespace-write", () => {
  it("reports a controller of events that may label namespaces", async () => {
    const files = {
      "role.yaml": roleOf(
        'apiGroups: [""], resources: [namespaces], verbs: [get, list, patch, update, watch]',
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:36-6:46",
        `ServiceAccount 'tools/operator' can switch Pod Security and network policies on and off in the cluster, through the labels of namespaces: ClusterRole 'operator' allows 'patch' and 'update' on 'namespaces' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it("counts a Role, which can change its own namespace", async () => {
    const text = roleOf('apiGroups: [""], resources: [namespaces], verbs: [patch]', "Role", "shop");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:7:36-7:46",
        `Anyone bound to Role 'operator' can switch Pod Security and network policies on and off in namespace 'shop', through the labels of namespaces: it allows 'patch' on 'namespaces', though nothing here binds it. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    ["reading", roleOf('apiGroups: [""], resources: [namespaces], verbs: [get, list, watch]')],
    ["creating and deleting", roleOf('apiGroups: [""], resources: [namespaces], verbs: [create, delete]')],
    [
      "the finalizers and the status",
      roleOf('apiGroups: [""], resources: [namespaces/finalize, namespaces/status], verbs: [update]'),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
