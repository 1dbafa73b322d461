import { describe, expect, it } from "vitest";
import { clusterConfiguration, componentPod, EMPTY_CONFIGURATIONS } from "./components.js";
import { lint } from "./lint.js";

const RULE = "no-static-authentication";
const INSTEAD =
  "Use OpenID Connect, by '--authentication-config', for people, and ServiceAccounts for programs.";
const TOKENS = `names stand there in plain text, never expire, and are taken until the API server restarts without them. ${INSTEAD}`;
const PASSWORDS = ["--basic-auth-file=/etc/users.csv"];

describe("no-static-authentication", () => {
  it.each([
    [
      "tokens",
      componentPod("kube-apiserver", ["--token-auth-file=/etc/tokens.csv"]),
      "10:11-10:44",
      `The tokens in the file that '--token-auth-file=/etc/tokens.csv' ${TOKENS}`,
    ],
    [
      "tokens by kubeadm",
      clusterConfiguration(["token-auth-file: /etc/tokens.csv"]),
      "5:22-5:37",
      `The tokens in the file that 'token-auth-file: /etc/tokens.csv' ${TOKENS}`,
    ],
    [
      "passwords",
      componentPod("kube-apiserver", PASSWORDS),
      "10:11-10:43",
      "There are no passwords in Kubernetes since 1.19, so the API server does not start with '--basic-auth-file=/etc/users.csv'. Delete it.",
    ],
    [
      "passwords in an old version",
      componentPod("kube-apiserver", PASSWORDS, "k8s.gcr.io/kube-apiserver:v1.18.2"),
      "10:11-10:43",
      `The passwords in the file that '--basic-auth-file=/etc/users.csv' names stand there in plain text, and Kubernetes 1.19 takes none. ${INSTEAD}`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("asks the settings for a version that no file names", async () => {
    const files = { "a.yaml": componentPod("kube-apiserver", PASSWORDS) };
    const [found] = await lint(RULE, files, { settings: { kubernetesVersion: "1.18" } });
    expect(found?.[1]).toMatch(/^The passwords/);
  });

  it.each([
    ["an API server without", componentPod("kube-apiserver", ["--client-ca-file=/ca.crt"])],
    ["an empty name", componentPod("kube-apiserver", ["--token-auth-file="])],
    ["a name that is filled in", componentPod("kube-apiserver", ["--token-auth-file=${TOKENS}"])],
    ["another component", componentPod("kube-scheduler", ["--token-auth-file=/etc/tokens.csv"])],
    ["k3s' own flag", "kube-apiserver-arg: basic-auth-file=/users\n"],
    ...EMPTY_CONFIGURATIONS,
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
