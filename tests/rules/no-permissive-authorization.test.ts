import { describe, expect, it } from "vitest";
import { clusterConfiguration, componentPod, EMPTY_CONFIGURATIONS } from "./components.js";
import { lint } from "./lint.js";

const RULE = "no-permissive-authorization";
const NODE = "kubelets need rights over the pods and Secrets of every node instead of their own";
const RBAC = "no role and no binding of the cluster grants anything";
const EVERYTHING = "lets everybody who authenticates do everything, whatever the roles of the cluster say";
const FILE =
  "grants what the lines of a file say: no command shows them, and only a restart reads them again.";
const SET = "Set 'authorization-mode' to 'Node,RBAC'";
const BY_DEFAULT =
  "With neither '--authorization-mode' nor '--authorization-config', this API server lets everybody who authenticates do everything. Add '--authorization-mode=Node,RBAC'.";
const KUBELET =
  "lets everybody who authenticates to this kubelet run commands in the pods of its node. Write 'Webhook', which asks the API server.";

const authorizers = (...lines: string[]) =>
  [
    "apiVersion: apiserver.config.k8s.io/v1",
    "kind: AuthorizationConfiguration",
    "authorizers:",
    ...lines,
  ].join("\n") + "\n";
const NODE_AND_RBAC = ["  - type: Node", "    name: node", "  - type: RBAC", "    name: rbac"];
const WEBHOOK = ["  - type: Webhook", "    name: audit", "    webhook:", "      failurePolicy: NoOpinion"];

describe("no-permissive-authorization", () => {
  it.each([
    [
      ["--authorization-mode=AlwaysAllow"],
      "10:11-10:43",
      `'--authorization-mode=AlwaysAllow' ${EVERYTHING}. ${SET}.`,
    ],
    [
      ["--authorization-mode", "Node,RBAC,AlwaysAllow"],
      "11:11-11:32",
      `'--authorization-mode Node,RBAC,AlwaysAllow' ${EVERYTHING}. ${SET}.`,
    ],
    [
      ["--authorization-mode=ABAC"],
      "10:11-10:36",
      `'--authorization-mode=ABAC' ${FILE} Without 'Node' and 'RBAC', ${NODE}, and ${RBAC}. ${SET}, and grant by roles.`,
    ],
    [
      ["--authorization-mode=Node,ABAC,RBAC"],
      "10:11-10:46",
      `'--authorization-mode=Node,ABAC,RBAC' ${FILE} ${SET}, and grant by roles.`,
    ],
    [
      ["--authorization-mode=RBAC"],
      "10:11-10:36",
      `'--authorization-mode=RBAC' leaves out 'Node', so ${NODE}. ${SET}.`,
    ],
    [
      ["--authorization-mode=Node", "--authorization-mode=Webhook"],
      "11:11-11:39",
      `'--authorization-mode=Webhook' leaves out 'RBAC', so ${RBAC}. Set 'authorization-mode' to 'Node,RBAC,Webhook'.`,
    ],
    [["--profiling=false"], "9:11-9:25", BY_DEFAULT],
    [
      ["--authorization-mode=Node,RBAC", "--authorization-config=/etc/authz.yaml"],
      "10:11-10:41",
      "The API server does not start with '--authorization-mode=Node,RBAC' beside '--authorization-config'. Delete it, and list its modes in that file.",
    ],
  ])("reports an API server with %j", async (flags, place, message) => {
    const text = componentPod("kube-apiserver", flags);
    expect(await lint(RULE, { "pod.yaml": text })).toEqual([[`pod.yaml:${place}`, message]]);
  });

  it.each([
    [
      "kubeadm",
      clusterConfiguration(["authorization-mode: AlwaysAllow"]),
      "5:25-5:36",
      `'authorization-mode: AlwaysAllow' ${EVERYTHING}. ${SET}.`,
    ],
    [
      "kubeadm with a list",
      clusterConfiguration(["- name: authorization-mode", "  value: RBAC"], "v1beta4"),
      "6:14-6:18",
      `'authorization-mode: RBAC' leaves out 'Node', so ${NODE}. ${SET}.`,
    ],
    [
      "k3s",
      "kube-apiserver-arg:\n  - authorization-mode=AlwaysAllow\n",
      "2:5-2:35",
      `'authorization-mode=AlwaysAllow' ${EVERYTHING}. ${SET}.`,
    ],
    [
      "Talos",
      "cluster:\n  apiServer:\n    extraArgs:\n      authorization-mode: AlwaysAllow\n",
      "4:27-4:38",
      `'authorization-mode: AlwaysAllow' ${EVERYTHING}. ${SET}.`,
    ],
    [
      "kOps",
      "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  authorization:\n    alwaysAllow: {}\n",
      "5:5-5:16",
      `'authorization.alwaysAllow: {}' ${EVERYTHING}. Write 'rbac: {}' in its place.`,
    ],
    [
      "kubeadm inside of kind",
      "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n  - |\n    kind: ClusterConfiguration\n    apiVersion: kubeadm.k8s.io/v1beta3\n    apiServer:\n      extraArgs:\n        authorization-mode: AlwaysAllow\n",
      "9:29-9:40",
      `'authorization-mode: AlwaysAllow' ${EVERYTHING}. ${SET}.`,
    ],
    [
      "a kubelet's file",
      "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthorization:\n  mode: AlwaysAllow\n",
      "4:9-4:20",
      `'authorization.mode: AlwaysAllow' ${KUBELET}`,
    ],
    [
      "a kubelet",
      componentPod("kubelet", ["--authorization-mode=AlwaysAllow"]),
      "10:11-10:43",
      `'--authorization-mode=AlwaysAllow' ${KUBELET}`,
    ],
    [
      "a kubelet by default",
      componentPod("kubelet", ["--anonymous-auth=false"]),
      "9:11-9:18",
      "With neither '--authorization-mode' nor '--config', this kubelet lets everybody who authenticates to it run commands in the pods of its node. Add '--authorization-mode=Webhook'.",
    ],
    [
      "an AuthorizationConfiguration that allows everything",
      authorizers("  - type: AlwaysAllow", "    name: all"),
      "4:11-4:22",
      `'type: AlwaysAllow' ${EVERYTHING}. Use the types 'Node' and 'RBAC'.`,
    ],
    [
      "one with ABAC",
      authorizers(...NODE_AND_RBAC, "  - type: ABAC", "    name: abac"),
      "8:11-8:15",
      `'type: ABAC' ${FILE} Use the types 'Node' and 'RBAC', and grant by roles.`,
    ],
    [
      "one without Node and RBAC",
      authorizers(...WEBHOOK),
      "3:1-3:12",
      `'authorizers' leaves out 'Node' and 'RBAC', so ${NODE}, and ${RBAC}. Add an authorizer of each of these types.`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("reports a webhook that others stand in for, if asked to", async () => {
    const text = authorizers(...WEBHOOK, ...NODE_AND_RBAC);
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": text }, { options: { failingWebhooks: true } })).toEqual([
      [
        "a.yaml:7:22-7:31",
        "While webhook 'audit' fails, 'NoOpinion' leaves its decisions to the authorizers behind it, so they allow what it would deny. Write 'Deny'.",
      ],
    ]);
    const last = authorizers(...NODE_AND_RBAC, ...WEBHOOK);
    expect(await lint(RULE, { "a.yaml": last }, { options: { failingWebhooks: true } })).toEqual([]);
  });

  it("reports what several nodes lack once, in the first file of a directory", async () => {
    const bare = componentPod("kube-apiserver", []);
    const files = {
      "b/2.yaml": bare,
      "b/1.yaml": componentPod("kube-apiserver", ["--authorization-mode=Node,RBAC"]),
      "b/3.yaml": bare,
      "c/1.yaml": bare,
    };
    expect(await lint(RULE, files)).toEqual([
      ["b/2.yaml:9:11-9:25", BY_DEFAULT],
      ["c/1.yaml:9:11-9:25", BY_DEFAULT],
    ]);
  });

  it.each([
    ["both modes", componentPod("kube-apiserver", ["--authorization-mode=Node,RBAC"])],
    ["both modes and a webhook", componentPod("kube-apiserver", ["--authorization-mode=Node,Webhook,RBAC"])],
    ["a mode that does not exist", componentPod("kube-apiserver", ["--authorization-mode=rbac"])],
    ["a file", componentPod("kube-apiserver", ["--authorization-config=/etc/authz.yaml"])],
    ["modes that are filled in", componentPod("kube-apiserver", ["--authorization-mode=${MODES}"])],
    ["flags that are filled in", componentPod("kube-apiserver", ["$(FLAGS)"])],
    ["a kubelet with a file", componentPod("kubelet", ["--config=/etc/kubelet.yaml"])],
    ["a kubelet that asks", componentPod("kubelet", ["--authorization-mode=Webhook"])],
    ["another component", componentPod("kube-scheduler", ["--profiling=false"])],
    ["all authorizers", authorizers(...NODE_AND_RBAC)],
    ["an authorizer that is filled in", authorizers("  - type: ${TYPE}", "    name: x")],
    ["no authorizers", "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\n"],
    [
      "modes that Talos adds to its own",
      "cluster:\n  apiServer:\n    extraArgs:\n      authorization-mode: Webhook\n",
    ],
    ...EMPTY_CONFIGURATIONS,
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text }, { options: { failingWebhooks: true } })).toEqual([]);
  });
});
