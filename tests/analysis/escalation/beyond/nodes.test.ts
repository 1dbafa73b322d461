import { describe, expect, it } from "vitest";
import { controlPlane } from "../../../../lib/analysis/escalation/beyond/control-plane.js";
import { EVERY_NODE } from "../../../../lib/analysis/escalation/beyond/every-node.js";
import { escapePod, tokensOnNode } from "../../../../lib/analysis/escalation/beyond/nodes.js";
import type { EscalationNode } from "../../../../lib/analysis/escalation/escalation.js";
import { steps, workload, worldOf } from "./steps.js";

const PRIVILEGED = { container: "securityContext: { privileged: true }" };
const EVERYWHERE = "tolerations: [{ operator: Exists }]";
const pods = (name: string): EscalationNode => ({ kind: "workload", workload: name, namespace: "shop" });

describe("escape-pod", () => {
  it.each([
    ["Deployment", "", "node : reaches a node from the pod"],
    ["DaemonSet", "", "node *: reaches every node from the pod"],
    ["DaemonSet", "nodeSelector: { gpu: big }", "node : reaches a node from the pod"],
    ["Deployment", "nodeName: one", "node one: reaches node 'one' from the pod"],
  ])("leads from a privileged %s with '%s' to its node", (kind, spec, expected) => {
    const world = worldOf([workload("agent", { kind, spec, ...PRIVILEGED })]);
    expect(steps(escapePod, world, pods(`${kind} 'shop/agent'`))).toEqual([
      `${expected}, which runs privileged`,
    ]);
  });

  it("says what it needs if it is not sure", () => {
    const adding = { container: "securityContext: { capabilities: { add: [SYS_ADMIN] } }" };
    expect(steps(escapePod, worldOf([workload("agent", adding)]), pods("Deployment 'shop/agent'"))).toEqual([
      "? node : reaches a node from the pod, which adds the capability SYS_ADMIN (only where AppArmor or SELinux does not confine the container)",
    ]);
  });

  it("finds nothing in other pods, and for those who only have the token", () => {
    const world = worldOf([workload("web", { spec: "hostNetwork: true, hostIPC: true, hostPID: true" })]);
    expect(steps(escapePod, world, pods("Deployment 'shop/web'"))).toEqual([]);
    const [token] = worldOf([workload("agent", PRIVILEGED)])
      .accounts("shop")
      .filter(({ subject }) => subject.endsWith("/agent"));
    expect(steps(escapePod, worldOf([workload("agent", PRIVILEGED)]), token)).toEqual([]);
  });

  it("reads what is mounted, as it is applied", () => {
    const mounting = {
      spec: "volumes: [{ name: run, hostPath: { path: /var/run/docker.sock } }]",
      container: "volumeMounts: [{ name: run, mountPath: /docker.sock }]",
    };
    expect(steps(escapePod, worldOf([workload("ci", mounting)]), pods("Deployment 'shop/ci'"))).toEqual([
      "node : reaches a node from the pod, which mounts '/var/run/docker.sock' of the node and so has the container runtime of the node start what it likes",
    ]);
  });
});

describe("take-tokens-of-node", () => {
  const taken = (name: string, kind = "DaemonSet") =>
    `ServiceAccount:shop/${name}: takes the token of ServiceAccount 'shop/${name}' from a pod of ${kind} 'shop/${name}'`;
  const unsure = (text: string) => `? ${text} (only where its pod is on the same node)`;
  const world = worldOf([
    workload("log", { kind: "DaemonSet", spec: EVERYWHERE }),
    workload("plain", { kind: "DaemonSet" }),
    workload("gpu", { kind: "DaemonSet", spec: "nodeSelector: { gpu: big }" }),
    workload("web"),
    workload("edge", { spec: "tolerations: [{ key: edge, operator: Exists }]" }),
    workload("pinned", { spec: "nodeName: one" }),
    workload("mute", { kind: "DaemonSet", spec: "automountServiceAccountToken: false" }),
  ]);

  it("takes what surely runs on a node that is not known", () => {
    expect(steps(tokensOnNode, world, { kind: "node" })).toEqual([taken("log"), unsure(taken("plain"))]);
  });

  it("takes what names the node", () => {
    const named: EscalationNode = { kind: "node", name: "one" };
    expect(steps(tokensOnNode, world, named)).toEqual([
      taken("log"),
      unsure(taken("plain")),
      taken("pinned", "Deployment"),
    ]);
  });

  it("takes all on every node", () => {
    expect(steps(tokensOnNode, world, EVERY_NODE[0])).toEqual([
      taken("log"),
      taken("plain"),
      taken("gpu"),
      taken("web", "Deployment"),
      unsure(taken("edge", "Deployment")),
      taken("pinned", "Deployment"),
    ]);
  });

  it("leads nowhere from anything else", () => {
    expect(steps(tokensOnNode, world)).toEqual([]);
    expect(steps(controlPlane, world)).toEqual([]);
    expect(steps(controlPlane, world, { kind: "node" })).toEqual([]);
  });
});

describe("take-keys-of-control-plane", () => {
  it("is never sure", () => {
    expect(steps(controlPlane, worldOf([]), EVERY_NODE[0])).toEqual([
      "? cluster-admin: takes the keys of the control plane from a node that it runs on (only where the control plane runs on nodes that pods can be put on)",
    ]);
  });
});
