import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { staticPod } from "./static-pods.js";

const check = (text: string) => lint("secure-etcd", { "a.yaml": text });
const pod = (...args: string[]) => staticPod("etcd", args, "3.5.21-0");
/** What kubeadm sets. */
const KUBEADM = [
  "--cert-file=/etc/kubernetes/pki/etcd/server.crt",
  "--client-cert-auth=true",
  "--key-file=/etc/kubernetes/pki/etcd/server.key",
  "--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.1:2379",
  "--listen-metrics-urls=http://127.0.0.1:2381",
  "--listen-peer-urls=https://10.0.0.1:2380",
  "--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt",
  "--peer-client-cert-auth=true",
  "--peer-key-file=/etc/kubernetes/pki/etcd/peer.key",
  "--peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt",
  "--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt",
];

describe("secure-etcd", () => {
  it("is silent on what kubeadm sets, and with one dash as well", async () => {
    expect(await check(pod(...KUBEADM))).toEqual([]);
    expect(await check(pod(...KUBEADM.map((arg) => arg.slice(1))))).toEqual([]);
  });

  it("says what a command line lacks", async () => {
    expect(await check(pod("--data-dir=/var/lib/etcd"))).toEqual([
      [
        "a.yaml:10:11-10:15",
        "Without '--cert-file=FILE' and '--key-file=FILE', etcd has no certificate, and sends all that the cluster stores in plain text; without '--client-cert-auth=true', it lets everybody who can reach it read and change all that the cluster stores, Secrets too. Add them.",
      ],
    ]);
    expect(await check(pod("--listen-peer-urls=https://10.0.0.1:2380"))).toEqual([
      [
        "a.yaml:10:11-10:15",
        "Without '--cert-file=FILE' and '--key-file=FILE', etcd has no certificate, and sends all that the cluster stores in plain text; without '--client-cert-auth=true', it lets everybody who can reach it read and change all that the cluster stores, Secrets too; without '--peer-cert-file=FILE' and '--peer-key-file=FILE', it has no certificate for its other members, and sends them all that the cluster stores in plain text. It also lacks '--peer-client-cert-auth=true'. Add them.",
      ],
    ]);
  });

  it("asks for nothing that the environment or a file may say", async () => {
    const variables = "      env:\n        - name: ETCD_CERT_FILE\n          value: /etc/etcd/server.crt\n";
    expect(await check(pod() + variables)).toEqual([]);
    expect(await check(pod("--config-file=/etc/etcd.yaml"))).toEqual([]);
  });

  it("reports what is wrong at its value", async () => {
    expect(
      await check(
        pod(
          ...KUBEADM.slice(0, -1),
          "--trusted-ca-file=/etc/kubernetes/pki/ca.crt",
          "--listen-client-urls=https://127.0.0.1:2379,http://10.0.0.1:2379",
          "--enable-pprof",
        ),
      ),
    ).toEqual([
      [
        "a.yaml:21:11-21:55",
        "With '--trusted-ca-file=/etc/kubernetes/pki/ca.crt', etcd lets in everybody with a certificate of the cluster, such as every kubelet. Give etcd an authority of its own, as kubeadm does: '/etc/kubernetes/pki/etcd/ca.crt'.",
      ],
      [
        "a.yaml:22:11-22:75",
        "With 'http://10.0.0.1:2379' in '--listen-client-urls', etcd sends all that the cluster stores, Secrets too, over the network in plain text. Write 'https://' there: its certificate does nothing for 'http://'.",
      ],
      [
        "a.yaml:23:11-23:25",
        "With '--enable-pprof', etcd serves profiles of itself, which slow it down and show how it works inside. Write '--enable-pprof=false'.",
      ],
    ]);
  });

  it("knows which flags make up for others", async () => {
    expect(await check(pod(...KUBEADM, "--client-cert-auth=false", "--auto-tls", "--peer-auto-tls"))).toEqual(
      [],
    );
    expect(await check(pod("--auto-tls"))).toEqual([
      [
        "a.yaml:10:11-10:15",
        "Without '--client-cert-auth=true', etcd lets everybody who can reach it read and change all that the cluster stores, Secrets too. Add it.",
      ],
      [
        "a.yaml:11:11-11:21",
        "With '--auto-tls', etcd makes up a certificate that no client can check. Write '--auto-tls=false'.",
      ],
    ]);
    expect(
      await check(`apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
etcd:
  local:
    extraArgs:
      client-cert-auth: "false"
      listen-client-urls: http://0.0.0.0:2379
`),
    ).toEqual([
      [
        "a.yaml:7:27-7:46",
        "With 'http://0.0.0.0:2379' in 'listen-client-urls', etcd sends all that the cluster stores, Secrets too, over the network in plain text. Write 'https://' there: its certificate does nothing for 'http://'.",
      ],
    ]);
  });

  it("leaves alone the databases of applications", async () => {
    const application = pod("--listen-client-urls=http://0.0.0.0:2379").replace(
      "  namespace: kube-system\n",
      "",
    );
    expect(await check(application)).toEqual([]);
  });
});
