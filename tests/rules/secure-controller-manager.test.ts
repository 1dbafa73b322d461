import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { staticPod } from "./static-pods.js";

const check = (files: Record<string, string>) => lint("secure-controller-manager", files);
const pod = (args: string[], version?: string) => ({
  "a.yaml": staticPod("kube-controller-manager", args, version),
});
/** What kubeadm sets. */
const KUBEADM = [
  "--bind-address=127.0.0.1",
  "--root-ca-file=/etc/kubernetes/pki/ca.crt",
  "--service-account-private-key-file=/etc/kubernetes/pki/sa.key",
  "--use-service-account-credentials=true",
];

describe("secure-controller-manager", () => {
  it("says what a command line lacks", async () => {
    expect(await check(pod([]))).toEqual([
      [
        "a.yaml:10:11-10:34",
        "Without '--profiling=false', kube-controller-manager serves profiles of itself, which slow it down and show how it works inside; without '--use-service-account-credentials=true', it runs every controller with the rights of all of them together; without '--service-account-private-key-file=FILE', it signs no ServiceAccount tokens for Secrets. It also lacks '--root-ca-file=FILE', '--bind-address=127.0.0.1'. Add them.",
      ],
    ]);
    expect(await check(pod(KUBEADM))).toEqual([
      [
        "a.yaml:10:11-10:34",
        "Without '--profiling=false', kube-controller-manager serves profiles of itself, which slow it down and show how it works inside. Add it.",
      ],
    ]);
    expect(await check(pod([...KUBEADM, "--profiling=false"]))).toEqual([]);
  });

  it("reports what is wrong at its value", async () => {
    expect(
      await check(
        pod([
          ...KUBEADM,
          "--profiling",
          "--terminated-pod-gc-threshold=0",
          "--use-service-account-credentials=false",
          "--feature-gates=A=true,RotateKubeletServerCertificate=false",
          "--bind-address=0.0.0.0",
        ]),
      ),
    ).toEqual([
      [
        "a.yaml:15:11-15:22",
        "With '--profiling', kube-controller-manager serves profiles of itself, which slow it down and show how it works inside. Write '--profiling=false'.",
      ],
      [
        "a.yaml:16:11-16:42",
        "With '--terminated-pod-gc-threshold=0', kube-controller-manager never deletes pods that have ended, so that they pile up in etcd. Write '--terminated-pod-gc-threshold=12500'.",
      ],
      [
        "a.yaml:17:11-17:50",
        "With '--use-service-account-credentials=false', kube-controller-manager runs every controller with the rights of all of them together. Write '--use-service-account-credentials=true'.",
      ],
      [
        "a.yaml:18:11-18:70",
        "With 'RotateKubeletServerCertificate=false' in '--feature-gates', kube-controller-manager does not let kubelets renew the certificates that they serve with. Delete it: the gate is open by default.",
      ],
      [
        "a.yaml:19:11-19:33",
        "With '--bind-address=0.0.0.0', kube-controller-manager takes connections from other machines, which have no need of it. Write '--bind-address=127.0.0.1'.",
      ],
    ]);
  });

  it("asks for no address to serve on before there was one with authentication", async () => {
    const lacks = async (version: string) =>
      JSON.stringify(
        await lint("secure-controller-manager", {
          "a.yaml": staticPod("kube-controller-manager", ["--leader-elect=true"], version),
        }),
      );
    expect(await lacks("v1.11.10")).not.toContain("bind-address");
    expect(await lacks("v1.12.0")).toContain("--bind-address=127.0.0.1");
  });

  it("knows until when the port without TLS was there", async () => {
    const args = [...KUBEADM, "--profiling=false", "--port=10252"];
    expect(await check(pod(args, "v1.21.0"))).toEqual([
      [
        "a.yaml:16:11-16:23",
        "With '--port=10252', kube-controller-manager serves metrics and profiles to everybody who can reach the port, in plain text. From Kubernetes 1.24 on, it does not even start with the flag. Delete it.",
      ],
    ]);
    expect(await check(pod(args, "v1.23.0"))).toEqual([]);
    expect(await check(pod(args, "v1.24.0"))).toEqual([
      [
        "a.yaml:16:11-16:23",
        "'--port=10252' keeps kube-controller-manager from starting: Kubernetes 1.24 removed the flag. Delete it.",
      ],
    ]);
    expect(await check(pod([...args.slice(0, -1), "--port=0"], "v1.21.0"))).toEqual([]);
  });
});
