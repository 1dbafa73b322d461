import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { operatorBinding, roleOf } from "./manifests.js";

const RULE = "no-node-proxy";
const INSTEAD =
  "Write what is needed: 'nodes/metrics', 'nodes/stats' or 'nodes/log', and from Kubernetes 1.33 'nodes/pods', 'nodes/healthz' or 'nodes/configz'.";

describe("no-node-proxy", () => {
  it("reports an agent that reads metrics of kubelets", async () => {
    const files = {
      "role.yaml": roleOf(
        'apiGroups: [""], resources: [nodes, nodes/metrics, nodes/proxy], verbs: [get, list, watch]',
      ),
      "binding.yaml": operatorBinding(),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "role.yaml:6:58-6:69",
        `ServiceAccount 'tools/operator' can run commands in every pod through the kubelets of the cluster: ClusterRole 'operator' allows 'get', 'list' and 'watch' on 'nodes/proxy' and ClusterRoleBinding 'readers' grants it everywhere. ${INSTEAD}`,
      ],
    ]);
  });

  it.each([
    [
      "what metrics need",
      roleOf('apiGroups: [""], resources: [nodes/metrics, nodes/stats, nodes/log], verbs: [get]'),
    ],
    [
      "a Role, which gives nothing of nodes",
      roleOf(
        'apiGroups: [""], resources: [nodes, nodes/metrics, nodes/proxy], verbs: [get, list, watch]',
        "Role",
        "shop",
      ),
    ],
    ["one node", roleOf('apiGroups: [""], resources: [nodes/proxy], verbs: [get], resourceNames: [n1]')],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
