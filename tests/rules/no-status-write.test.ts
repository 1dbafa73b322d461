import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-status-write";
const INSTEAD = "Leave out what is not the controller's own: these belong to Kubernetes.";

describe("no-status-write", () => {
  it("reports an operator with every status beside what it reads", async () => {
    const files = {
      "role.yaml": roleOf(
        'apiGroups: [""], resources: [pods/status, services/status], verbs: [get, patch, update]',
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:36-6:47",
        `ServiceAccount 'tools/operator' can redirect the traffic of others in the cluster, through the status of nodes, pods or Services: ClusterRole 'operator' allows 'patch' and 'update' on 'pods/status' and 'services/status' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it("counts in a namespace what can be granted there", async () => {
    const of = (resource: string) =>
      roleOf(`apiGroups: [""], resources: [${resource}], verbs: [patch]`, "Role", "shop");
    const options = { scope: "any" };
    expect(await lint(RULE, { "a.yaml": of("services/status") }, { options })).toHaveLength(1);
    expect(await lint(RULE, { "a.yaml": of("nodes/status") }, { options })).toEqual([]);
  });

  it.each([
    [
      "reading",
      roleOf('apiGroups: [""], resources: [nodes/status, pods/status, services/status], verbs: [get]'),
    ],
    [
      "the status of its own objects",
      roleOf("apiGroups: [example.com], resources: [clusters/status], verbs: [update, patch]"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
