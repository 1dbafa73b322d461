import { ESLint, type Linter } from "eslint";
import { describe, expect, it, onTestFinished } from "vitest";
import plugin from "../../lib/index.js";
import { forget } from "../../lib/plugin/session.js";
import { temporary } from "../repository/temporary.js";

// What the pages of Kubernetes' documentation show, written anew, and what all rules of `strict` say of it.

/** The rules that report something, each with its place. */
async function found(text: string, file = "a.yaml"): Promise<string[]> {
  onTestFinished(forget);
  const root = temporary({ [file]: text });
  const config: Linter.Config = {
    ...plugin.configs.strict,
    files: ["**/*.{yaml,yml,json,jsonl}", "**/kubeconfig"],
    settings: { gitops: { root } },
  };
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config });
  const results = await eslint.lintFiles(["."]);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, line, column }) => `${line}:${column} ${String(ruleId).replace("gitops/", "")}`),
  );
}

const kubeadm = (kind: string, rest: string, version = "v1beta4") =>
  `apiVersion: kubeadm.k8s.io/${version}\nkind: ${kind}\n${rest}`;
const server = (kind: string, rest: string, version = "v1") =>
  `apiVersion: apiserver.config.k8s.io/${version}\nkind: ${kind}\n${rest}`;

describe("the documentation's examples", () => {
  it.each<[page: string, text: string, findings: string[]]>([
    [
      "authentication: JWT issuers",
      server(
        "AuthenticationConfiguration",
        `jwt:
- issuer:
    url: https://issuer.example.com
    audiences: [cluster-a, cluster-b]
    audienceMatchPolicy: MatchAny
  claimValidationRules:
  - claim: hd
    requiredValue: example.com
  claimMappings:
    username:
      expression: "claims.username + ':issuer'"
    groups:
      claim: groups
      prefix: ""
  userValidationRules:
  - expression: "!user.username.startsWith('system:')"
    message: names of the system are taken
`,
      ),
      [],
    ],
    [
      "authentication: anonymous requests to some paths",
      server(
        "AuthenticationConfiguration",
        "anonymous:\n  enabled: true\n  conditions:\n  - path: /livez\n  - path: /readyz\n  - path: /healthz\n",
        "v1beta1",
      ),
      [],
    ],
    [
      "authorization: a chain of authorizers",
      server(
        "AuthorizationConfiguration",
        `authorizers:
- type: Webhook
  name: webhook
  webhook:
    authorizedTTL: 30s
    unauthorizedTTL: 30s
    timeout: 3s
    subjectAccessReviewVersion: v1
    matchConditionSubjectAccessReviewVersion: v1
    failurePolicy: Deny
    connectionInfo:
      type: KubeConfigFile
      kubeConfigFile: /kube-system-authz-webhook.yaml
    matchConditions:
    - expression: has(request.resourceAttributes)
- type: Node
  name: node
- type: RBAC
  name: rbac
- type: Webhook
  name: last
  webhook:
    timeout: 3s
    subjectAccessReviewVersion: v1
    failurePolicy: NoOpinion
    connectionInfo:
      type: InClusterConfig
`,
      ),
      [],
    ],
    [
      "admission: an image policy and the level of pods",
      server(
        "AdmissionConfiguration",
        `plugins:
- name: ImagePolicyWebhook
  configuration:
    imagePolicy:
      kubeConfigFile: /etc/kubernetes/image-policy
      allowTTL: 50
      denyTTL: 50
      retryBackoff: 500
      defaultAllow: true
- name: PodSecurity
  configuration:
    apiVersion: pod-security.admission.config.k8s.io/v1
    kind: PodSecurityConfiguration
    defaults:
      enforce: baseline
      enforce-version: latest
      audit: restricted
      audit-version: latest
      warn: restricted
      warn-version: latest
    exemptions:
      usernames: []
      runtimeClasses: []
      namespaces: [kube-system]
`,
      ),
      [],
    ],
    [
      "encryption: providers in turn, the first of which encrypts nothing",
      server(
        "EncryptionConfiguration",
        `resources:
  - resources: [secrets, configmaps, pandas.awesome.bears.example]
    providers:
      - identity: {}
      - aesgcm:
          keys:
            - name: key1
              secret: <base64 encoded key>
      - aescbc:
          keys:
            - name: key1
              secret: <base64 encoded key>
`,
      ),
      ["6:9 strong-encryption-config"],
    ],
    [
      "encryption: a key, and what is not encrypted yet",
      server(
        "EncryptionConfiguration",
        `resources:
  - resources: [secrets]
    providers:
      - aescbc:
          keys:
            - name: key1
              secret: <BASE 64 ENCODED SECRET>
      - identity: {}
`,
      ),
      [],
    ],
    [
      "encryption: a KMS plugin",
      server(
        "EncryptionConfiguration",
        `resources:
  - resources: [secrets, configmaps]
    providers:
      - kms:
          apiVersion: v2
          name: plugin
          endpoint: unix:///tmp/socketfile.sock
          timeout: 3s
`,
      ),
      [],
    ],
    [
      "auditing: everything at the level of metadata",
      "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n",
      [],
    ],
    [
      "kubeadm: how kubelets start",
      kubeadm(
        "InitConfiguration",
        `nodeRegistration:
  criSocket: unix:///var/run/containerd/containerd.sock
  kubeletExtraArgs:
  - name: v
    value: "4"
---
${kubeadm(
  "ClusterConfiguration",
  `kubernetesVersion: v1.34.0
apiServer:
  extraArgs:
  - name: authorization-mode
    value: Node,RBAC
  extraVolumes:
  - name: policies
    hostPath: /etc/kubernetes/policies
    mountPath: /policies
controllerManager:
  extraArgs:
  - name: node-cidr-mask-size
    value: "20"
networking:
  podSubnet: 10.244.0.0/24
`,
)}---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: systemd
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: ipvs
`,
      ),
      [],
    ],
    [
      "kubeadm: flags of the control plane",
      kubeadm(
        "ClusterConfiguration",
        `kubernetesVersion: v1.16.0
apiServer:
  extraArgs:
    anonymous-auth: "false"
    enable-admission-plugins: AlwaysPullImages,DefaultStorageClass
    audit-log-path: /home/johndoe/audit.log
`,
        "v1beta3",
      ),
      ["7:31 require-admission-plugins", "7:31 require-admission-plugins"],
    ],
    [
      "kubeadm: a scheduler that answers everybody",
      kubeadm(
        "ClusterConfiguration",
        'kubernetesVersion: v1.16.0\nscheduler:\n  extraArgs:\n    bind-address: "0.0.0.0"\n    config: /etc/kubernetes/scheduler-config.yaml\n',
        "v1beta3",
      ),
      ["6:19 secure-scheduler"],
    ],
    [
      "kubelet: a file of its parameters",
      `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: "192.168.0.8"
port: 20250
serializeImagePulls: false
evictionHard:
  memory.available: 100Mi
  nodefs.available: 10%
authentication:
  x509:
    clientCAFile: /etc/kubernetes/pki/ca.crt
  webhook:
    enabled: true
  anonymous:
    enabled: false
authorization:
  mode: Webhook
`,
      [],
    ],
    [
      "kubeconfig: clusters and users by files",
      `apiVersion: v1
kind: Config
preferences: {}
clusters:
- cluster:
    certificate-authority: fake-ca-file
    server: https://1.2.3.4
  name: development
- cluster:
    insecure-skip-tls-verify: true
    server: https://5.6.7.8
  name: test
users:
- name: developer
  user:
    client-certificate: fake-cert-file
    client-key: fake-key-file
- name: experimenter
  user:
    password: some-password
    username: exp
contexts:
- context:
    cluster: development
    namespace: frontend
    user: developer
  name: dev-frontend
- context:
    cluster: test
    namespace: default
    user: experimenter
  name: exp-test
`,
      ["10:31 no-insecure-kubeconfig", "20:15 no-kubeconfig-credentials"],
    ],
  ])("of %s", async (_, text, findings) => {
    expect(await found(text)).toEqual(findings);
  });

  it("of ABAC", async () => {
    const line = (spec: string) =>
      `{"apiVersion": "abac.authorization.kubernetes.io/v1beta1", "kind": "Policy", "spec": {${spec}}}\n`;
    const text = [
      '"user": "alice", "namespace": "*", "resource": "*", "apiGroup": "*"',
      '"user": "kubelet", "namespace": "*", "resource": "pods", "readonly": true',
      '"user": "kubelet", "namespace": "*", "resource": "events"',
      '"user": "bob", "namespace": "projectCaribou", "resource": "pods", "readonly": true',
      '"group": "system:authenticated", "readonly": true, "nonResourcePath": "*"',
      '"group": "system:unauthenticated", "readonly": true, "nonResourcePath": "*"',
    ];
    expect(await found(text.map(line).join(""), "policy.jsonl")).toEqual(["1:134 no-abac-wildcard"]);
  });
});
