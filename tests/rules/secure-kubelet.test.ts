import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { staticPod } from "./static-pods.js";

const check = (files: Record<string, string>) => lint("secure-kubelet", files);
const file = (fields: string) => ({
  "a.yaml": `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${fields}`,
});

describe("secure-kubelet", () => {
  it("reads the fields of its configuration file", async () => {
    expect(
      await check(
        file(`readOnlyPort: 10255
makeIPTablesUtilChains: false
rotateCertificates: false
podPidsLimit: -1
seccompDefault: false
tlsMinVersion: VersionTLS10
tlsCipherSuites:
  - TLS_AES_128_GCM_SHA256
  - TLS_RSA_WITH_AES_128_CBC_SHA
featureGates:
  RotateKubeletServerCertificate: false
`),
      ),
    ).toEqual([
      [
        "a.yaml:3:15-3:20",
        "With 'readOnlyPort: 10255', the kubelet shows the pods of its node to everybody who can reach the port. Write 'readOnlyPort: 0'.",
      ],
      [
        "a.yaml:4:25-4:30",
        "With 'makeIPTablesUtilChains: false', the kubelet does not maintain the iptables rules that pods' traffic needs. Write 'makeIPTablesUtilChains: true'.",
      ],
      [
        "a.yaml:5:21-5:26",
        "With 'rotateCertificates: false', the kubelet does not renew its client certificate, and loses the cluster when that expires. Write 'rotateCertificates: true'.",
      ],
      [
        "a.yaml:6:15-6:17",
        "With 'podPidsLimit: -1', the kubelet lets one pod use up the process ids of its node. Write 'podPidsLimit: 4096'.",
      ],
      [
        "a.yaml:7:17-7:22",
        "With 'seccompDefault: false', the kubelet runs containers without a seccomp profile unless their pod names one. Write 'seccompDefault: true'.",
      ],
      [
        "a.yaml:8:16-8:28",
        "With 'tlsMinVersion: VersionTLS10', the kubelet talks to clients in versions of TLS that are broken. Write 'tlsMinVersion: VersionTLS12'.",
      ],
      [
        "a.yaml:9:1-9:16",
        "With 'TLS_RSA_WITH_AES_128_CBC_SHA' in 'tlsCipherSuites', the kubelet agrees to ciphers that are known to be weak. Delete what is weak, or the whole list: without one, only strong ciphers are used.",
      ],
      [
        "a.yaml:12:1-12:13",
        "With 'RotateKubeletServerCertificate=false' in 'featureGates', the kubelet does not renew the certificate that it serves with. Delete it: the gate is open by default.",
      ],
    ]);
  });

  it("asks for nothing that a file leaves out, as flags can say it, and as its defaults are safe", async () => {
    expect(await check(file(""))).toEqual([]);
    expect(
      await check(
        file(`readOnlyPort: 0
streamingConnectionIdleTimeout: 0s
rotateCertificates: true
seccompDefault: true
podPidsLimit: 4096
iptablesDropBit: 15
authentication:
  x509:
    clientCAFile: /etc/kubernetes/pki/ca.crt
`),
      ),
    ).toEqual([]);
  });

  it("is silent on values of no known meaning", async () => {
    expect(
      await check(
        file(`readOnlyPort: "\${PORT}"
podPidsLimit: many
seccompDefault: {a: false}
featureGates: RotateKubeletServerCertificate
tlsCipherSuites: {a: b}
`),
      ),
    ).toEqual([]);
  });

  it("reads flags, and says which ones newer versions do not start with", async () => {
    expect(
      await check({
        "a.yaml": `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
nodeRegistration:
  kubeletExtraArgs:
    - name: read-only-port
      value: "10255"
    - name: streaming-connection-idle-timeout
      value: "0"
    - name: hostname-override
      value: node-1.example
    - name: network-plugin
      value: cni
`,
        "b.yaml": `kubelet-arg:
  - make-iptables-util-chains=false
`,
      }),
    ).toEqual([
      [
        "a.yaml:6:14-6:21",
        "With 'read-only-port: 10255', the kubelet shows the pods of its node to everybody who can reach the port. Write 'read-only-port: 0'.",
      ],
      [
        "a.yaml:8:14-8:17",
        "With 'streaming-connection-idle-timeout: 0', the kubelet never ends idle exec and port-forward sessions. Write 'streaming-connection-idle-timeout: 4h0m0s'.",
      ],
      [
        "a.yaml:10:14-10:28",
        "With 'hostname-override: node-1.example', the kubelet goes by another name than its machine, which certificates and logs may not match. Leave it out, or add it to the option 'ignore' where the cloud needs it.",
      ],
      [
        "a.yaml:12:14-12:17",
        "Kubernetes 1.24 removed the flag '--network-plugin': from then on the kubelet does not start with 'network-plugin: cni'. Delete it.",
      ],
      [
        "b.yaml:2:5-2:36",
        "With 'make-iptables-util-chains=false', the kubelet does not maintain the iptables rules that pods' traffic needs. Write 'make-iptables-util-chains=true'.",
      ],
    ]);
  });

  it("judges a whole command line by the defaults of flags, which are worse than those of a file", async () => {
    expect(await check({ "a.yaml": staticPod("kubelet", []) })).toEqual([
      [
        "a.yaml:10:11-10:18",
        "Without '--client-ca-file=FILE', the kubelet does not accept client certificates, not even that of the API server; without '--read-only-port=0', it shows the pods of its node to everybody who can reach the port; without '--tls-cert-file=FILE' and '--tls-private-key-file=FILE', it makes up a certificate that the API server cannot check. It also lacks '--pod-max-pids=4096', '--seccomp-default=true'. Add them.",
      ],
    ]);
    expect(
      await check({ "a.yaml": staticPod("kubelet", ["--config=/var/lib/kubelet/config.yaml"]) }),
    ).toEqual([]);
  });
});
