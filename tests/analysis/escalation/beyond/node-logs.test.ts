import { describe, expect, it } from "vitest";
import { readThroughLogs } from "../../../../lib/analysis/escalation/beyond/node-logs.js";
import type { EscalationNode } from "../../../../lib/analysis/escalation/escalation.js";
import { Escalations } from "../../../../lib/analysis/escalation/escalations.js";
import { exec } from "../../../../lib/analysis/escalation/rbac/enter-pods.js";
import { grant, rule, steps, workload, worldOf } from "./steps.js";

const mounting = (path = "/var/log", { mount = "", container = "", spec = "" } = {}) => ({
  spec: `volumes: [{ name: logs, hostPath: { path: ${path} } }]${spec}`,
  container: `volumeMounts: [{ name: logs, mountPath: /logs${mount} }]${container}`,
});
/** What the ServiceAccount of the workload `log` may do. */
const given = (...rules: string[]) =>
  grant(rules, undefined, "log").replace(
    "subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: eve }]",
    "subjects: [{ kind: ServiceAccount, name: log, namespace: shop }]",
  );
const LOGS = rule("get", "nodes/log");
const POD: EscalationNode = { kind: "workload", workload: "Deployment 'shop/log'", namespace: "shop" };

const found = (
  rules: string[],
  written: { spec?: string; container?: string } = mounting(),
  others: string[] = [],
) => steps(readThroughLogs, worldOf([given(...rules), workload("log", written), ...others]), POD);
const words = (path = "/var/log", node = "a node") =>
  `reads the files of ${node} through a link in '${path}' of the node, which the pod mounts and the kubelet serves`;

describe("read-node-through-logs", () => {
  it.each([
    ["nodes/log", LOGS],
    ["nodes/proxy", rule("get", "nodes/proxy")],
  ])("leads from a pod that mounts the logs to its node by get on %s", (_, one) => {
    expect(found([one])).toEqual([`node : ${words()}`]);
  });

  it.each(["/var", "/", "/var/log/", "/var/log/pods"])("counts %s", (path) => {
    expect(found([LOGS], mounting(path))).toEqual([`node : ${words(path)}`]);
  });

  it.each([
    ["the right", [rule("get", "nodes")], mounting()],
    ["the right verb", [rule("list, create", "nodes/log")], mounting()],
    ["a right to any node", [rule("get", "nodes/log", "one")], mounting()],
    ["the mount", [LOGS], {}],
    ["a mount to write to", [LOGS], mounting("/var/log", { mount: ", readOnly: true" })],
    ["the logs that kubelets serve", [LOGS], mounting("/var/log/nginx")],
    ["the token", [LOGS], mounting("/var/log", { spec: ", automountServiceAccountToken: false" })],
  ])("finds nothing without %s", (_, rules, written) => {
    expect(found(rules, written)).toEqual([]);
  });

  it("leads to the node that a pod names, by rights to that one", () => {
    const one = mounting("/var/log", { spec: ", nodeName: one" });
    expect(found([rule("get", "nodes/log", "one")], one)).toEqual([
      `node one: ${words(undefined, "node 'one'")}`,
    ]);
    expect(found([rule("get", "nodes/log", "two")], one)).toEqual([]);
  });

  it("leads from a DaemonSet to every node", () => {
    const world = worldOf([given(LOGS), workload("log", { kind: "DaemonSet", ...mounting() })]);
    expect(steps(readThroughLogs, world, { ...POD, workload: "DaemonSet 'shop/log'" })).toEqual([
      `node *: ${words(undefined, "every node")}`,
    ]);
  });

  it("is not sure if the container is not root, or kubelets serve no logs", () => {
    const user = mounting("/var/log", { container: ", securityContext: { runAsUser: 1000 }" });
    expect(found([LOGS], user)).toEqual([
      `? node : ${words()} (only if a program in the container is root or can become it)`,
    ]);
    const kubelet = (line: string) =>
      `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${line}\n`;
    const off = `? node : ${words()} (only where kubelets serve logs)`;
    expect(found([LOGS], mounting(), [kubelet("enableSystemLogHandler: false")])).toEqual([off]);
    expect(found([LOGS], mounting(), [kubelet("enableDebuggingHandlers: false")])).toEqual([off]);
    expect(found([LOGS], mounting(), [kubelet("enableSystemLogHandler: true")])).toEqual([
      `node : ${words()}`,
    ]);
  });

  it("works for whoever comes into the pod and may read logs itself", () => {
    const techniques = (...rules: string[]) => {
      const all = new Escalations(
        worldOf([grant(rules), given(rule("get", "pods")), workload("log", mounting())]),
        [exec, readThroughLogs],
      );
      const eve = all.subject({ kind: "User", name: "eve" });
      const { paths } = all.paths({ to: { kind: "node" }, ...(eve && { from: eve }) });
      return paths.map(({ steps: all, isSure }) => [...all.map(({ technique }) => technique), isSure]);
    };
    const EXEC = rule("create", "pods/exec");
    expect(techniques(EXEC, LOGS)).toEqual([["exec", "read-node-through-logs", true]]);
    expect(techniques(EXEC)).toEqual([]);
    expect(techniques(LOGS)).toEqual([]);
  });
});
