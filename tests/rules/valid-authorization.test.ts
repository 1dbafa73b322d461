import { describe, expect, it } from "vitest";
import { componentPod } from "./components.js";
import { lint } from "./lint.js";

const RULE = "valid-authorization";
const STARTS_NOT = "The API server does not start:";
const MODES = "'Node', 'RBAC', 'Webhook', 'ABAC', 'AlwaysAllow' or 'AlwaysDeny'";

const server = (...flags: string[]) => componentPod("kube-apiserver", flags);

function kubeadm(...flags: string[]): string {
  const rows = flags.map((flag) => `    ${flag}\n`).join("");
  return `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n${rows}`;
}

function authorizers(text: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\n${text}`;
}

const policy = (user: string) =>
  `{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"${user}"}}\n`;

describe("valid-authorization", () => {
  it.each<[name: string, text: string, place: string, message: string]>([
    [
      "a mode that does not exist",
      server("--authorization-mode=Node,Rbac"),
      "10:11-10:41",
      `${STARTS_NOT} there is no authorization mode 'Rbac'. Write 'RBAC'.`,
    ],
    [
      "a mode that is like none",
      server("--authorization-mode=Node,Everything"),
      "10:11-10:47",
      `${STARTS_NOT} there is no authorization mode 'Everything'. Write ${MODES}.`,
    ],
    [
      "a mode that is there twice",
      server("--authorization-mode=Node,RBAC,Node"),
      "10:11-10:46",
      `${STARTS_NOT} authorization mode 'Node' is there twice. Delete one.`,
    ],
    [
      "ABAC without a file",
      server("--authorization-mode=Node,RBAC,ABAC"),
      "10:11-10:46",
      `${STARTS_NOT} mode 'ABAC' needs a file, and '--authorization-policy-file' is missing. Add it, or delete the mode.`,
    ],
    [
      "a webhook without a file",
      server("--authorization-mode=Node,Webhook"),
      "10:11-10:44",
      `${STARTS_NOT} mode 'Webhook' needs a file, and '--authorization-webhook-config-file' is missing. Add it, or delete the mode.`,
    ],
    [
      "a file without ABAC",
      server("--authorization-mode=Node,RBAC", "--authorization-policy-file=/etc/abac.jsonl"),
      "11:11-11:54",
      `${STARTS_NOT} '--authorization-policy-file=/etc/abac.jsonl' is only for mode 'ABAC', and the modes are 'Node' and 'RBAC'. Delete it, or add the mode.`,
    ],
    [
      "a file without ABAC among the modes of kubeadm",
      kubeadm("authorization-policy-file: /etc/abac.jsonl"),
      "5:32-5:47",
      `${STARTS_NOT} 'authorization-policy-file: /etc/abac.jsonl' is only for mode 'ABAC', and the modes are 'Node' and 'RBAC'. Delete it, or add the mode.`,
    ],
    [
      "no authorizers",
      authorizers(""),
      "1:1-1:11",
      `${STARTS_NOT} this AuthorizationConfiguration has no authorizers. Add those of types 'Node' and 'RBAC'.`,
    ],
    [
      "an authorizer without a type",
      authorizers("authorizers:\n- name: a\n"),
      "4:3-4:7",
      `${STARTS_NOT} this authorizer has no 'type'. Write ${MODES}.`,
    ],
    [
      "an authorizer of a type that does not exist",
      authorizers("authorizers:\n- {name: a, type: Nodes}\n"),
      "4:19-4:24",
      `${STARTS_NOT} there is no authorization mode 'Nodes'. Write 'Node'.`,
    ],
    [
      "two authorizers of a type",
      authorizers("authorizers:\n- {name: a, type: Node}\n- {name: b, type: Node}\n"),
      "5:19-5:23",
      `${STARTS_NOT} authorization mode 'Node' is there twice. Delete one.`,
    ],
    [
      "an authorizer without a name",
      authorizers("authorizers:\n- type: Node\n"),
      "4:3-4:7",
      `${STARTS_NOT} this authorizer has no 'name'. Give it one.`,
    ],
    [
      "two authorizers of a name",
      authorizers("authorizers:\n- {name: a, type: Node}\n- {name: a, type: RBAC}\n"),
      "5:10-5:11",
      `${STARTS_NOT} two authorizers have the name 'a'. Rename one.`,
    ],
    [
      "a Webhook without one",
      authorizers("authorizers:\n- {name: a, type: Webhook}\n"),
      "4:19-4:26",
      `${STARTS_NOT} an authorizer of type 'Webhook' needs 'webhook'. Add it.`,
    ],
    [
      "a webhook of another type",
      authorizers("authorizers:\n- {name: a, type: Node, webhook: {timeout: 3s}}\n"),
      "4:25-4:32",
      `${STARTS_NOT} only an authorizer of type 'Webhook' may have 'webhook', and this one is of type 'Node'. Delete it, or change the type.`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("reports policies that the API server beside them does not read, once", async () => {
    const files = {
      "a/server.yaml": server("--authorization-mode=Node,RBAC"),
      "a/abac.json": policy("a") + policy("b"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "a/abac.json:1:2-1:14",
        "These ABAC policies grant nothing: the API server that 'a/server.yaml' sets up authorizes by 'Node' and 'RBAC'. Delete them, or bind roles that say the same.",
      ],
    ]);
  });

  it.each([
    ["everything is allowed anyway", server("--authorization-mode=AlwaysAllow")],
    [
      "the modes are those of kubeadm, which nobody wrote",
      "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n",
    ],
    ["kind may be given others", "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n"],
  ])("leaves policies alone where %s", async (_, text) => {
    expect(await lint(RULE, { "a/server.yaml": text, "a/abac.jsonl": policy("a") })).toEqual([]);
  });

  it.each<[name: string, files: Record<string, string>]>([
    ["modes that exist", { "a.yaml": server("--authorization-mode=Node,RBAC") }],
    [
      "modes and files together",
      {
        "a.yaml": server(
          "--authorization-mode=ABAC,Webhook",
          "--authorization-policy-file=/etc/abac.jsonl",
          "--authorization-webhook-config-file=/etc/webhook.yaml",
        ),
      },
    ],
    [
      "a mode that is filled in later",
      { "a.yaml": server("--authorization-mode=${MODES}", "--authorization-policy-file=/a") },
    ],
    [
      "kubeadm's file of ABAC policies, which a patch may name",
      { "a.yaml": kubeadm('authorization-mode: "Node,RBAC,ABAC"') },
    ],
    [
      "modes beside a file that decides",
      { "a.yaml": server("--authorization-config=/etc/authz.yaml", "--authorization-mode=X") },
    ],
    [
      "several webhooks",
      {
        "a.yaml": authorizers(
          "authorizers:\n- {name: a, type: Webhook, webhook: {timeout: 3s}}\n- {name: b, type: Webhook, webhook: {timeout: 3s}}\n",
        ),
      },
    ],
    ["values of wrong types", { "a.yaml": authorizers("authorizers:\n- {name: 1, type: [a]}\n- a\n") }],
    ["authorizers that are filled in later", { "a.yaml": authorizers("authorizers: ${AUTHORIZERS}\n") }],
    [
      "policies beside nothing",
      { "abac.json": policy("a"), "b/server.yaml": server("--authorization-mode=RBAC") },
    ],
    [
      "policies beside a server whose modes are not known",
      {
        "abac.json": policy("a"),
        "server.yaml": server("--authorization-config=/etc/authz.yaml"),
      },
    ],
    [
      "policies of a server",
      {
        "abac.json": policy("a"),
        "server.yaml": server(
          "--authorization-mode=ABAC",
          "--authorization-policy-file=/etc/kubernetes/abac.json",
        ),
        "other.yaml": kubeadm("profiling: 'false'"),
      },
    ],
  ])("is silent on %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });
});
