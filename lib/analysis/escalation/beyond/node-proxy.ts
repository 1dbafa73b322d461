import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import type { Technique } from "../technique.js";

/** Through the API server, the verb is that of the HTTP method: a command runs with a POST, or a WebSocket, a GET. */
const CONNECTS: readonly Question[] = ["create", "get"].map((verb) => {
  return { verb, apiGroups: [""], resource: "nodes", subresource: "proxy" };
});

export const nodeProxy: Technique = {
  name: "proxy-to-kubelet",
  title: "Run commands through kubelets",
  takes:
    "`create` or `get` on `nodes/proxy` without `resourceNames`: which pods run on a node with a name is not known.",
  gives: "The pods of every node, and with each the token that it mounts.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes",
    "Kubernetes: pkg/kubelet/server/auth.go, GetRequestAttributes",
    "Kubernetes: pkg/kubelet/server/server.go, InstallDebuggingHandlers",
  ],
  *edges(world, from) {
    const held = world.rightsOf(from).mayAny(CONNECTS);
    if (!held) return;
    yield {
      to: world.workloads(),
      words: (to) =>
        `runs a command in a pod of ${to.kind === "workload" ? to.workload : "a node"} through the kubelet`,
      rights: [held],
    };
  },
};
