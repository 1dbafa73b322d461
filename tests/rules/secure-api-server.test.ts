import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { HARDENED_API_SERVER, KUBEADM_API_SERVER, staticPod } from "./static-pods.js";

const check = (files: Record<string, string>, options?: object) =>
  lint("secure-api-server", files, options ? { options } : {});
const pod = (...args: string[]) => staticPod("kube-apiserver", args);
const hardened = (...args: string[]) => ({ "a.yaml": pod(...HARDENED_API_SERVER, ...args) });

describe("secure-api-server", () => {
  it("says in one finding what a command line lacks, the worst first", async () => {
    expect(await check({ "a.yaml": pod(...KUBEADM_API_SERVER) })).toEqual([
      [
        "a.yaml:10:11-10:25",
        "Without '--encryption-provider-config=FILE', kube-apiserver stores Secrets in plain text in etcd and its backups; without '--audit-policy-file=FILE' and '--audit-log-path=FILE', it keeps no audit log, so that nobody can tell later who did what; without '--kubelet-certificate-authority=FILE', it does not check that a kubelet is who it claims to be, so that others can read what exec, logs and port-forward carry. It also lacks '--profiling=false', '--service-account-extend-token-expiration=false'. Add them.",
      ],
    ]);
  });

  it("names all that is missing, without a limit", async () => {
    const [[, message] = ["", ""], ...others] = await check({ "a.yaml": pod() });
    expect(others).toEqual([]);
    expect(message).toBe(
      "Without '--encryption-provider-config=FILE', kube-apiserver stores Secrets in plain text in etcd and its backups; without '--audit-policy-file=FILE' and '--audit-log-path=FILE', it keeps no audit log, so that nobody can tell later who did what; without '--kubelet-client-certificate=FILE' and '--kubelet-client-key=FILE', it shows kubelets no certificate, so that they have to let everybody in. It also lacks '--kubelet-certificate-authority=FILE', '--profiling=false', '--service-account-key-file=FILE', '--etcd-certfile=FILE', '--etcd-keyfile=FILE', '--tls-cert-file=FILE', '--tls-private-key-file=FILE', '--client-ca-file=FILE', '--etcd-cafile=FILE', '--service-account-extend-token-expiration=false'. Add them.",
    );
  });

  it("asks for one flag in one sentence", async () => {
    const args = HARDENED_API_SERVER.filter((arg) => !arg.startsWith("--profiling"));
    expect(await check({ "a.yaml": pod(...args) })).toEqual([
      [
        "a.yaml:10:11-10:25",
        "Without '--profiling=false', kube-apiserver serves profiles of itself, which slow it down and show how it works inside. Add it.",
      ],
    ]);
  });

  it("is silent where all is set, or left to a template", async () => {
    expect(await check(hardened())).toEqual([]);
    expect(await check({ "a.yaml": pod("{{ .Values.args }}") })).toEqual([]);
    expect(await check(hardened("--audit-log-maxage={{ .Values.days }}", "--etcd-servers=$(ETCD)"))).toEqual(
      [],
    );
  });

  it("reports what is wrong at its value", async () => {
    const weak =
      "--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_RSA_WITH_RC4_128_SHA,TLS_RSA_WITH_AES_128_CBC_SHA";
    expect(
      await check(hardened("--service-account-lookup=false", weak, "--audit-log-maxage", "'7'")),
    ).toEqual([
      [
        "a.yaml:30:11-30:41",
        "With '--service-account-lookup=false', kube-apiserver accepts the tokens of ServiceAccounts that were deleted. Write '--service-account-lookup=true'.",
      ],
      [
        "a.yaml:31:11-31:107",
        "With 'TLS_RSA_WITH_RC4_128_SHA' and 'TLS_RSA_WITH_AES_128_CBC_SHA' in '--tls-cipher-suites', kube-apiserver agrees to ciphers that are known to be weak. Delete what is weak, or the whole list: without one, only strong ciphers are used.",
      ],
      [
        "a.yaml:33:11-33:14",
        "With '--audit-log-maxage 7', kube-apiserver deletes audit logs within a month, before many break-ins are noticed. Write '--audit-log-maxage 30'.",
      ],
    ]);
  });

  it("knows by which flags Secrets were encrypted, and requests logged, in old versions", async () => {
    const without = (...names: string[]) =>
      HARDENED_API_SERVER.filter((flag) => !names.some((name) => flag.startsWith(`--${name}`)));
    const lacks = async (args: string[], version: string) =>
      JSON.stringify(
        await lint("secure-api-server", { "a.yaml": staticPod("kube-apiserver", args, version) }),
      );
    const plain = without("encryption");
    expect(await lacks(plain, "v1.13.0")).toContain("--encryption-provider-config=FILE");
    expect(await lacks(plain, "v1.12.0")).not.toContain("encryption");
    const experimental = [...plain, "--experimental-encryption-provider-config=/etc/encryption.yaml"];
    expect(await lacks(experimental, "v1.14.0")).not.toContain("stores Secrets");
    expect(await lacks(without("audit-policy"), "v1.8.0")).toContain("--audit-policy-file=FILE");
    expect(await lacks(without("audit-policy"), "v1.7.0")).not.toContain("--audit-policy-file");
  });

  it("shows no password that is in a URL", async () => {
    const [, message] = (await check(hardened("--etcd-servers=http://root:s3cr3t@10.0.0.1:2379")))[0] ?? [];
    expect(message).toBe(
      "With 'http://10.0.0.1:2379' in '--etcd-servers', kube-apiserver sends all that the cluster stores, Secrets too, over the network in plain text. Write 'https://' there, and give etcd a certificate.",
    );
  });

  const OPEN =
    "With '--insecure-port=8080', kube-apiserver lets everybody who can reach this port do everything: it has no TLS, no authentication and no authorization. From Kubernetes 1.24 on, it does not even start with the flag. Delete it.";

  it.each([
    ["v1.19.0", "--insecure-port=8080", OPEN],
    ["latest", "--insecure-port=8080", OPEN],
    [
      "latest",
      "--insecure-port=0",
      "Kubernetes 1.24 removed the flag '--insecure-port': from then on kube-apiserver does not start with '--insecure-port=0'. Delete it.",
    ],
    [
      "v1.30.1",
      "--insecure-port=0",
      "'--insecure-port=0' keeps kube-apiserver from starting: Kubernetes 1.24 removed the flag. Delete it.",
    ],
    ["v1.20.0", "--insecure-port=0", undefined],
    ["v1.20.0", "--insecure-port=8080", undefined],
  ])("says what became of a removed flag: Kubernetes %s with %s", async (version, flag, message) => {
    const text = staticPod("kube-apiserver", [...HARDENED_API_SERVER, flag], version);
    const place = `a.yaml:30:11-30:${11 + flag.length}`;
    expect(await check({ "a.yaml": text })).toEqual(message === undefined ? [] : [[place, message]]);
  });

  it("takes flags to ignore, with dashes or without", async () => {
    const text = pod(...HARDENED_API_SERVER.slice(0, -2), "--request-timeout=1h");
    expect(await check({ "a.yaml": text })).toHaveLength(2);
    const ignore = ["profiling", "--service-account-extend-token-expiration", "request-timeout"];
    expect(await check({ "a.yaml": text }, { ignore })).toEqual([]);
  });

  it("says only once for all nodes of a cluster what is missing, in the first file", async () => {
    const [bare, more] = [pod(...HARDENED_API_SERVER.slice(0, -1)), pod(...HARDENED_API_SERVER.slice(0, -2))];
    const places = async (files: Record<string, string>) =>
      (await check(files)).map(([place, message]) => `${place} ${message.match(/--[\w-]+/g)?.join(" ")}`);
    expect(await places({ "a.yaml": bare, "b.yaml": bare, "c.yaml": more })).toEqual([
      "a.yaml:10:11-10:25 --service-account-extend-token-expiration",
      "c.yaml:10:11-10:25 --profiling",
    ]);
    expect(
      await places({
        "one/api.yaml": more,
        "two/api.yaml": bare,
        "two/x/api.yaml": bare,
        "three/other.yaml": bare,
      }),
    ).toEqual([
      "one/api.yaml:10:11-10:25 --profiling --service-account-extend-token-expiration",
      "three/other.yaml:10:11-10:25 --service-account-extend-token-expiration",
      "two/x/api.yaml:10:11-10:25 --service-account-extend-token-expiration",
    ]);
    expect(await places({ "a.yaml": `${bare}--- # again\n${bare}` })).toEqual([
      "a.yaml:10:11-10:25 --service-account-extend-token-expiration",
    ]);
  });

  it("does not judge what kubeadm and others set themselves, but what is written", async () => {
    const files = {
      "kubeadm.yaml": `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
`,
      "old.yaml": `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: v1.30.0
apiServer:
  extraArgs:
    profiling: "true"
    insecure-port: "0"
`,
      "k3s.yaml": `kube-apiserver-arg:
  - service-account-lookup=false
`,
    };
    expect(await check(files)).toEqual([
      [
        "k3s.yaml:2:5-2:33",
        "With 'service-account-lookup=false', kube-apiserver accepts the tokens of ServiceAccounts that were deleted. Write 'service-account-lookup=true'.",
      ],
      [
        "old.yaml:6:16-6:22",
        "With 'profiling: true', kube-apiserver serves profiles of itself, which slow it down and show how it works inside. Write 'profiling: false'.",
      ],
      [
        "old.yaml:7:20-7:23",
        "'insecure-port: 0' keeps kube-apiserver from starting: Kubernetes 1.24 removed the flag. Delete it.",
      ],
    ]);
  });

  it("finds no flags in other programs", async () => {
    expect(await check({ "a.yaml": staticPod("nginx", ["--profiling=true"]) })).toEqual([]);
  });
});
