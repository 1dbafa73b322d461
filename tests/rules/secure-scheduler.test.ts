import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { staticPod } from "./static-pods.js";

const check = (text: string) => lint("secure-scheduler", { "a.yaml": text });
const pod = (...args: string[]) => staticPod("kube-scheduler", args);

describe("secure-scheduler", () => {
  it("says what a command line lacks, and what is wrong in it", async () => {
    expect(await check(pod())).toEqual([
      [
        "a.yaml:10:11-10:25",
        "Without '--profiling=false', kube-scheduler serves profiles of itself, which slow it down and show how it works inside; without '--bind-address=127.0.0.1', it takes connections from other machines, which have no need of it. Add them.",
      ],
    ]);
    expect(await check(pod("--profiling=true", "--bind-address=0.0.0.0"))).toEqual([
      [
        "a.yaml:11:11-11:27",
        "With '--profiling=true', kube-scheduler serves profiles of itself, which slow it down and show how it works inside. Write '--profiling=false'.",
      ],
      [
        "a.yaml:12:11-12:33",
        "With '--bind-address=0.0.0.0', kube-scheduler takes connections from other machines, which have no need of it. Write '--bind-address=127.0.0.1'.",
      ],
    ]);
    expect(await check(pod("--profiling=false", "--bind-address=127.0.0.1"))).toEqual([]);
  });

  it("names the loopback address of IPv6 where IPv6 is written", async () => {
    expect(await check(pod("--profiling=false", '"--bind-address=::"'))).toEqual([
      [
        "a.yaml:12:11-12:30",
        "With '--bind-address=::', kube-scheduler takes connections from other machines, which have no need of it. Write '--bind-address=::1'.",
      ],
    ]);
  });

  it("lets a workload be reached in the network of its own Pods, where its probes come in", async () => {
    const workload = (network: string, ...args: string[]) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: scheduler, namespace: kube-system }
spec:
  template:
    spec:
      hostNetwork: ${network}
      containers:
        - name: scheduler
          command:
            - kube-scheduler
            - --profiling=false
${args.map((arg) => `            - ${arg}\n`).join("")}`;
    expect(await check(workload("false"))).toEqual([]);
    expect(await check(workload("false", "--bind-address=0.0.0.0"))).toEqual([]);
    expect(await check(workload("{{ .network }}", "--bind-address=0.0.0.0"))).toEqual([]);
    expect((await check(workload("true"))).map(([place]) => place)).toEqual(["a.yaml:11:15-11:29"]);
    expect((await check(workload("true", "--bind-address=0.0.0.0"))).map(([place]) => place)).toEqual([
      "a.yaml:13:15-13:37",
    ]);
  });

  it("asks for no address to serve on before there was one with authentication", async () => {
    expect(await check(staticPod("kube-scheduler", ["--profiling=false"], "v1.12.3"))).toEqual([]);
    expect(await check(staticPod("kube-scheduler", ["--profiling=false"], "v1.13.0"))).toHaveLength(1);
  });

  it("leaves to a configuration file what that says", async () => {
    expect(await check(pod("--config=/etc/kubernetes/scheduler.yaml", "--bind-address=127.0.0.1"))).toEqual(
      [],
    );
    expect(
      await check(`apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
enableProfiling: true
`),
    ).toEqual([
      [
        "a.yaml:3:18-3:22",
        "With 'enableProfiling: true', kube-scheduler serves profiles of itself, which slow it down and show how it works inside. Write 'enableProfiling: false'.",
      ],
    ]);
    expect(
      await check("apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n"),
    ).toEqual([]);
  });
});
