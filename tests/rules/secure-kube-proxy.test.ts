import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const check = (text: string) => lint("secure-kube-proxy", { "a.yaml": text });
const file = (fields: string) =>
  `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${fields}`;
const daemonSet = (...args: string[]) => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: kube-proxy
spec:
  template:
    spec:
      containers:
        - name: kube-proxy
          command:
            - /usr/local/bin/kube-proxy
${args.map((arg) => `            - ${arg}\n`).join("")}`;

describe("secure-kube-proxy", () => {
  it("finds metrics that other machines can reach, in flags and files", async () => {
    expect(await check(file("metricsBindAddress: 0.0.0.0:10249\n"))).toEqual([
      [
        "a.yaml:3:21-3:34",
        "With 'metricsBindAddress: 0.0.0.0:10249', kube-proxy shows its metrics and settings to everybody who can reach its node. Write 'metricsBindAddress: 127.0.0.1:10249'.",
      ],
    ]);
    expect(await check(daemonSet("--metrics-bind-address=[::]:10249", "--profiling"))).toEqual([
      [
        "a.yaml:12:15-12:48",
        "With '--metrics-bind-address=[::]:10249', kube-proxy shows its metrics and settings to everybody who can reach its node. Write '--metrics-bind-address=127.0.0.1:10249'.",
      ],
      [
        "a.yaml:13:15-13:26",
        "With '--profiling', kube-proxy serves profiles of itself, which slow it down and show how it works inside. Write '--profiling=false'.",
      ],
    ]);
  });

  it("finds the file in a ConfigMap, as kubeadm keeps it", async () => {
    expect(
      await check(`apiVersion: v1
kind: ConfigMap
metadata:
  name: kube-proxy
data:
  config.conf: |
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    metricsBindAddress: "0.0.0.0"
`),
    ).toEqual([
      [
        "a.yaml:9:25-9:34",
        "With 'metricsBindAddress: 0.0.0.0', kube-proxy shows its metrics and settings to everybody who can reach its node. Write 'metricsBindAddress: 127.0.0.1:10249'.",
      ],
    ]);
  });

  it("is silent on what is safe, or does nothing", async () => {
    expect(await check(file('metricsBindAddress: ""\n'))).toEqual([]);
    expect(
      await check(file("metricsBindAddress: 127.0.0.1:10249\nhealthzBindAddress: 0.0.0.0:10256\n")),
    ).toEqual([]);
    expect(await check(daemonSet())).toEqual([]);
    expect(await check(daemonSet("--config=/etc/config.conf", "--metrics-bind-address=0.0.0.0"))).toEqual([]);
  });
});
