import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import type { Path } from "../../lib/manifests/locate.js";

/** What sets up clusters in a text: the format of each, the document and the path. */
function found(text: string): [format: string, document: number, path: Path][] {
  return new ManifestFile(text).configurations.map(({ format, document, at }) => [format, document, at]);
}

/** The text at a path of the first document. */
function textAt(text: string, path: Path): string {
  const { start, end } = new ManifestFile(text).locate(0, path);
  return text.slice(start, end);
}

const kubeconfig = "apiVersion: v1\nkind: Config\nclusters: []\nusers: []\n";

function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}

function pod(command: string, kind = "Pod"): string {
  const spec = `containers:\n- name: a\n  command: ${command}\n`;
  const inside =
    kind === "Pod"
      ? `spec:\n${indented(spec, "  ")}`
      : `spec:\n  template:\n    spec:\n${indented(spec, "      ")}`;
  return `apiVersion: ${kind === "Pod" ? "v1" : "apps/v1"}\nkind: ${kind}\nmetadata: {name: a}\n${inside}`;
}

describe("what sets up clusters", () => {
  it.each<[format: string, text: string]>([
    ["Kubeconfig", kubeconfig],
    ["Kubeconfig", "clusters: []\ncontexts: []\nusers: []\n"],
    ["Kubeconfig", '{"clusters": [], "contexts": [], "users": []}'],
    ["Kubeconfig", JSON.stringify({ apiVersion: "v1", kind: "Config" })],
    ["KubeletConfiguration", "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"],
    ["KubeletConfiguration", "apiVersion: kubeletconfig/v1alpha1\nkind: KubeletConfiguration\n"],
    [
      "KubeProxyConfiguration",
      "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n",
    ],
    [
      "KubeSchedulerConfiguration",
      "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n",
    ],
    [
      "AuthenticationConfiguration",
      "apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\n",
    ],
    [
      "AuthorizationConfiguration",
      "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\n",
    ],
    ["AdmissionConfiguration", "apiVersion: apiserver.k8s.io/v1alpha1\nkind: AdmissionConfiguration\n"],
    [
      "PodSecurityConfiguration",
      "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n",
    ],
    ["EncryptionConfiguration", "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n"],
    ["EncryptionConfiguration", "kind: EncryptionConfig\napiVersion: v1\n"],
    ["AuditPolicy", "apiVersion: audit.k8s.io/v1\nkind: Policy\n"],
    ["ClusterConfiguration", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"],
    ["InitConfiguration", "apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\n"],
    ["JoinConfiguration", "apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\n"],
    ["KubeadmControlPlane", "apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\n"],
    ["KubeadmControlPlane", "apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: KubeadmConfigTemplate\n"],
    ["KopsCluster", "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\n"],
    ["KindCluster", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n"],
    ["ArgoCdProject", "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\n"],
    ["ArgoCdOperator", "apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\n"],
    ["TalosMachine", "version: v1alpha1\nmachine:\n  type: controlplane\ncluster: {}\n"],
    ["TalosMachine", "cluster:\n  apiServer: {}\n"],
    ["K3sConfig", "write-kubeconfig-mode: 600\nkube-apiserver-arg: [a=b]\n"],
    ["K3sConfig", "kubelet-arg+:\n  - a=b\n"],
    ["ComponentPod", pod("[kube-apiserver, --a=b]")],
    ["ComponentPod", pod("[/usr/local/bin/kube-apiserver]")],
    ["ComponentPod", pod("[sh, -c, exec kube-scheduler --a]")],
    ["ComponentPod", pod("[kube-controller-manager]", "Deployment")],
    ["ComponentPod", pod("[kube-proxy]", "DaemonSet")],
    ["AwsAuth", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth}\n"],
    ["ArgoCdRbac", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-rbac-cm}\n"],
    ["ArgoCdSettings", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\n"],
    ["ArgoCdParameters", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cmd-params-cm}\n"],
    [
      "ArgoWorkflowsSettings",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: workflow-controller-configmap}\n",
    ],
    [
      "ArgoCdCluster",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: a, labels: {argocd.argoproj.io/secret-type: cluster}}\n",
    ],
  ])("finds a %s", (format, text) => {
    expect(found(text)).toEqual([[format, 0, []]]);
    expect(found(`a: b\n---\n${text}`)).toEqual([[format, 1, []]]);
  });

  it.each([
    ["a Cluster of Cluster API", "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\n"],
    ["a Policy of somebody else", "apiVersion: kyverno.io/v1\nkind: Policy\n"],
    ["a Config of somebody else", "apiVersion: example.com/v1\nkind: Config\n"],
    ["values of a chart", "cluster:\n  name: a\nimage: b\n"],
    ["a group of hosts", "k3s_server:\n  hosts: {a: {}}\n"],
    ["a variable of Ansible that is filled in later", "server_config_yaml: '{{ config }}'\n"],
    ["a ConfigMap", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-notifications-cm}\n"],
    [
      "a property that every object has",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: constructor, a: argocd-}\n",
    ],
    [
      "a Secret of Argo CD",
      "apiVersion: v1\nkind: Secret\nmetadata: {labels: {argocd.argoproj.io/secret-type: repository}}\n",
    ],
    ["a Pod that uses the directory of the kubelet", pod('[driver, "--path=/var/lib/kubelet/plugins"]')],
    ["a Pod that is told of the kubelet", pod('[operator, "--kubelet-service=kube-system/kubelet"]')],
    ["a Pod whose name is that of a component", pod("[kube-apiserver-proxy]")],
    ["a kubeconfig that is cut off", "apiVersion: v1\nkind: Config\nclusters: [{\n"],
    ["JSON of something else", '{"contexts": [], "machine": 1}'],
  ])("does not find one in %s", (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

const configMap = (text: string, header = "|") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  file: ${header}\n${indented(text, "    ")}`;

describe("what is in a text", () => {
  it("is found in the data of a ConfigMap and of a Secret, in each document", () => {
    const audit = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n";
    expect(found(configMap(`${kubeconfig}---\n${audit}`))).toEqual([
      ["Kubeconfig", 0, ["data", "file", 0]],
      ["AuditPolicy", 0, ["data", "file", 1]],
    ]);
    const secret = configMap(kubeconfig + "current-context: a\n")
      .replace("ConfigMap", "Secret")
      .replace("\ndata:", "\nstringData:");
    expect(found(secret)).toEqual([["Kubeconfig", 0, ["stringData", "file", 0]]]);
  });

  it.each<[where: string, text: string, path: Path]>([
    [
      "a kind Cluster",
      `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nkubeadmConfigPatches:\n- |\n  kind: ClusterConfiguration\n  apiVersion: kubeadm.k8s.io/v1beta3\n`,
      ["kubeadmConfigPatches", 0, 0],
    ],
    [
      "a node of a kind Cluster",
      `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n- kubeadmConfigPatches:\n  - |\n    kind: ClusterConfiguration\n    apiVersion: kubeadm.k8s.io/v1beta3\n`,
      ["nodes", 0, "kubeadmConfigPatches", 0, 0],
    ],
    [
      "a patch of kind without a version",
      `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n- kubeadmConfigPatches:\n  - |\n    kind: ClusterConfiguration\n    scheduler: {}\n`,
      ["nodes", 0, "kubeadmConfigPatches", 0, 0],
    ],
    [
      "the files of a KubeadmControlPlane",
      `kind: KubeadmControlPlane\napiVersion: controlplane.cluster.x-k8s.io/v1beta1\nspec:\n  kubeadmConfigSpec:\n    files:\n    - content: |\n        apiVersion: audit.k8s.io/v1\n        kind: Policy\n`,
      ["spec", "kubeadmConfigSpec", "files", 0, "content", 0],
    ],
    [
      "an AdmissionConfiguration",
      `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n- name: PodSecurity\n  configuration:\n    apiVersion: pod-security.admission.config.k8s.io/v1\n    kind: PodSecurityConfiguration\n`,
      ["plugins", 0, "configuration"],
    ],
    [
      "the audit policy of Talos",
      "cluster:\n  apiServer:\n    auditPolicy:\n      apiVersion: audit.k8s.io/v1\n      kind: Policy\n",
      ["cluster", "apiServer", "auditPolicy"],
    ],
    [
      "a variable of Ansible",
      "k3s_control_node: true\nk3s_server:\n  kube-apiserver-arg: [a=b]\n",
      ["k3s_server"],
    ],
    [
      "a text in a variable of Ansible",
      "k3s_version: a\nserver_config_yaml: |\n  kubelet-arg:\n    - a=b\n",
      ["server_config_yaml", 0],
    ],
    [
      "a List",
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: aws-auth}\n`,
      ["items", 0],
    ],
  ])("is found in %s", (_, text, path) => {
    expect(found(text).map(([, , at]) => at)).toContainEqual(path);
  });

  it("is found without a version only in a patch, and only what kubeadm reads", () => {
    const patch = (text: string) =>
      `kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nkubeadmConfigPatches:\n- |\n${indented(text, "  ")}`;
    const formats = (text: string) => found(text).map(([format]) => format);
    expect(formats(patch("kind: KubeletConfiguration\n"))).toEqual(["KindCluster", "KubeletConfiguration"]);
    expect(formats(patch("kind: Config\n"))).toEqual(["KindCluster"]);
    expect(formats(patch("kind: constructor\n"))).toEqual(["KindCluster"]);
    expect(formats(patch("kind: InitConfiguration\napiVersion: a/v1\n"))).toEqual(["KindCluster"]);
    expect(formats(configMap("kind: KubeletConfiguration\n"))).toEqual([]);
  });

  it.each<[style: string, text: string, path: Path, at: string]>([
    ["a block", configMap("a: b\n\nc:\n  - d: e\n"), ["data", "file", 0, "c", 0, "d"], "e"],
    ["a block of several documents", configMap("a: b\n---\nc: d\n"), ["data", "file", 1, "c"], "d"],
    ["a block that begins with empty lines", configMap("\n\na: b\n"), ["data", "file", 0, "a"], "b"],
    ["a block with an indicator", configMap("  a: b\n", "|2-"), ["data", "file", 0, "a"], "b"],
    ["a block, for a key", configMap("a:\n  b: c\n"), ["data", "file", 0, "a"], "a"],
    ["a block, for a line", configMap("a, b\n  c, d  \n"), ["data", "file", "line:1"], "c, d"],
    [
      "double quotes",
      String.raw`{"data": {"file": "{\"a\": \"b\"}"}}`,
      ["data", "file", 0, "a"],
      String.raw`\"b\"`,
    ],
    [
      "double quotes with other escapes",
      String.raw`{"data": {"file": "{\"\u00e9\":\n\"b\"}"}}`,
      ["data", "file", 0, "é"],
      String.raw`\"b\"`,
    ],
    ["single quotes", `data: {file: '{"a": "b"}'}`, ["data", "file", 0, "a"], '"b"'],
    ["a plain scalar", "data: {file: a:b}", ["data", "file", 0], "a:b"],
  ])("has its place in %s", (_, text, path, at) => {
    expect(textAt(text, path)).toBe(at);
  });

  it.each<[style: string, text: string, path: Path, at: string]>([
    ["a folded text", "data:\n  file: >\n    a: b\n", ["data", "file", 0, "a"], ">\n    a: b\n"],
    [
      "a text in quotes over lines",
      "data:\n  file: 'a:\n\n    b'\n",
      ["data", "file", 0, "a"],
      "'a:\n\n    b'",
    ],
    [
      "single quotes with a quote",
      `data: {file: '{"a": "it''s"}'}`,
      ["data", "file", 0, "a"],
      `'{"a": "it''s"}'`,
    ],
    ["an alias", "x: &x 'a: b'\ndata:\n  file: *x\n", ["data", "file", 0, "a"], "'a: b'"],
  ])("has the place of the whole of %s", (_, text, path, at) => {
    expect(textAt(text, path)).toBe(at);
  });

  it("is not read as often as aliases repeat it", () => {
    const repeated = (times: number, text: string) =>
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  a: &a |\n${indented(text, "    ")}${Array.from({ length: times }, (_, index) => `  k${index}: *a\n`).join("")}`;
    expect(found(repeated(9, kubeconfig + "current-context: a\n"))).toHaveLength(10);
    const long = `${kubeconfig}current-context: a\n${"#\n".repeat(10_000)}`;
    expect(found(repeated(90, long)).length).toBeLessThan(10);
  });

  it("has its place with CRLF as well", () => {
    const text = configMap("a: b\nc: d\n").replaceAll("\n", "\r\n");
    expect(textAt(text, ["data", "file", 0, "c"])).toBe("d");
  });

  it("has its place in any block", () => {
    const line = fc.stringMatching(/^[a-z][a-z ]{0,5}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.nat(3))), fc.nat(6), (lines, indent) => {
        const text = [["first", 0] as const, ...lines]
          .map(([words, empty]) => words + "\n".repeat(empty))
          .join("\n");
        const file = `data:\n  file: |\n${indented(text, " ".repeat(indent + 3))}\n`;
        for (const [index, content] of text.split("\n").entries()) {
          if (content.trim() !== "")
            expect(textAt(file, ["data", "file", `line:${index}`])).toBe(content.trim());
        }
      }),
    );
  });
});

describe("a file of ABAC policies", () => {
  const policy = (spec: string) =>
    `{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":${spec}}`;

  it("is read line by line", () => {
    const text = `# ours\n\n${policy('{"user":"a"}')}\n  \n{broken\n${policy('{"user":"b"}')}`;
    const file = new ManifestFile(text);
    expect(file.configurations.map(({ value, document }) => [document, value])).toEqual([
      [2, { line: policy('{"user":"a"}'), length: 93 }],
      [4, { line: "{broken", length: 7 }],
      [5, { line: policy('{"user":"b"}'), length: 93 }],
    ]);
    const { start, end } = file.locate(5, ["spec", "user"]);
    expect(text.slice(start, end)).toBe('"b"');
    expect([file.objects, file.broken, file.brokenOthers]).toEqual([[], [], []]);
  });

  it("ends its lines with CRLF as well", () => {
    const [first] = new ManifestFile(`${policy("{}")}\r\n`).configurations;
    expect(first?.value.line).toBe(policy("{}"));
  });

  it("keeps no more of a line than Kubernetes reads", () => {
    const text = policy(`{"user":"${"a".repeat(10_000_000)}"}`);
    const file = new ManifestFile(text);
    const [policies] = file.configurations;
    expect([String(policies?.value.line).length, policies?.value.length]).toEqual([65_537, text.length]);
    expect(file.locate(0, ["spec", "user"])).toEqual({ start: 0, end: 1 });
  });

  it.each([
    ["a ConfigMap that holds one", `apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    ${policy("{}")}\n`],
    ["a ConfigMap as JSON on one line", JSON.stringify({ kind: "ConfigMap", data: { a: policy("{}") } })],
    [
      "a manifest that mentions one",
      '{"kind": "Role", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "a", "annotations": {\n"apiVersion": "abac.authorization.kubernetes.io"}}}\n',
    ],
    [
      "a manifest that hides its kind",
      '{? !!str kind : &a Role, b: *a, "metadata": {"annotations": {\n"apiVersion": "abac.authorization.kubernetes.io"}}}\n',
    ],
    [
      "a manifest that escapes its kind",
      `{"\\u006bind": "Role", "metadata": {\n"apiVersion": "abac.authorization.kubernetes.io"}}\n`,
    ],
    ["a comment", `# ${policy("{}")}\na: b\n`],
    ["a document of YAML", "apiVersion: abac.authorization.kubernetes.io/v1beta1\nkind: Policy\n"],
  ])("is not %s", (_, text) => {
    expect(found(text)).toEqual([]);
  });

  it("may have comments on kinds", () => {
    expect(found(`# one kind: Role\n${policy("{}")}\n`)).toHaveLength(1);
  });

  it("can be one because something names it so", () => {
    const file = new ManifestFile('{"user":"a"}\n', { isPolicies: true });
    expect(file.configurations.map(({ format }) => format)).toEqual(["AbacPolicy"]);
  });
});

describe("secrets", () => {
  it.each([
    [
      "kubeadm",
      "apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\ndiscovery:\n  tlsBootstrapToken: s3cr3t\n  bootstrapToken: {token: s3cr3t}\n",
    ],
    [
      "Talos",
      "machine:\n  token: s3cr3t\n  ca: {crt: public, key: s3cr3t}\ncluster:\n  secret: s3cr3t\n  secretboxEncryptionSecret: s3cr3t\n",
    ],
    ["k3s", "kubelet-arg: []\ntoken: s3cr3t\nagent-token: s3cr3t\ndatastore-endpoint: s3cr3t\n"],
    [
      "EncryptionConfiguration",
      "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [{providers: [{aescbc: {keys: [{name: a, secret: s3cr3t}]}}]}]\n",
    ],
    ["a Pod", pod("[kube-apiserver]") + "  - name: b\n    env: [{name: A, value: s3cr3t}]\n"],
    [
      "Cluster API",
      "apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfig\nspec:\n  files: [{content: s3cr3t}]\n  preKubeadmCommands: [s3cr3t]\n  users: [{passwd: s3cr3t}]\n",
    ],
    [
      "argocd-cm",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {dex.config: s3cr3t, users.anonymous.enabled: 'true'}\n",
    ],
    [
      "Talos in other places",
      "machine:\n  registries: {config: {a: {auth: {identityToken: s3cr3t}}}}\n  systemDiskEncryption: {state: {keys: [{static: {passphrase: s3cr3t}}]}}\ncluster:\n  serviceAccount: {key: s3cr3t}\n  inlineManifests: [{contents: s3cr3t}]\n  extraManifestHeaders: {Authorization: s3cr3t}\n",
    ],
    ["k3s in other places", "kubelet-arg: []\netcd-s3-secret-key: s3cr3t\nvpn-auth: s3cr3t\n"],
    [
      "URLs",
      pod('[kube-apiserver, "--etcd-servers=http://a:s3cr3t@b:2379,http://c:s3cr3t@d"]') +
        "    image: http://s3cr3t@b/kube-apiserver\n",
    ],
    ["flags", pod("[kube-apiserver, --oidc-client-secret=s3cr3t, --a-password, s3cr3t]")],
    [
      "flags of kubeadm",
      "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs: [{name: oidc-client-secret, value: s3cr3t}]\n  extraEnvs: [{name: A, value: s3cr3t}]\nscheduler: {extraArgs: {a-token: s3cr3t}}\n",
    ],
    [
      "a line for a shell",
      pod("[sh, -c, \"export PASSWORD='s3cr3t'; kube-apiserver --a-token=s3cr3t --b\"]"),
    ],
    [
      "kind, in a patch",
      "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nkubeadmConfigPatches: ['bootstrapTokens: [{token: s3cr3t}]']\n",
    ],
    [
      "kOps",
      "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  hooks: [{manifest: s3cr3t}]\n  kubeAPIServer: {oidcClientSecret: s3cr3t}\n",
    ],
    [
      "what kubectl has noted",
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm, annotations: {kubectl.kubernetes.io/last-applied-configuration: s3cr3t}}\n`,
    ],
    [
      "the accounts of Argo CD",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-cm}\ndata: {accounts.a.password: s3cr3t, accounts.a.tokens: s3cr3t}\n",
    ],
    [
      "argocd-rbac-cm",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: argocd-rbac-cm}\ndata: {policy.default: '', other: s3cr3t}\n",
    ],
    ["aws-auth", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth}\ndata: {other: s3cr3t}\n"],
    [
      "the operator of Argo CD",
      "apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nspec: {oidcConfig: s3cr3t, sso: {dex: {config: s3cr3t}}}\n",
    ],
  ])("of %s are not kept", (_, text) => {
    const { configurations } = new ManifestFile(text);
    expect(configurations).toHaveLength(1);
    expect(JSON.stringify(configurations)).not.toContain("s3cr3t");
  });

  it("leave all else of a command as it was", () => {
    const line = "PASSWORD=abc exec kube-apiserver --a-token=abc --kubelet-client-key=pki/client --b";
    const [configuration] = new ManifestFile(pod(`[sh, -c, "${line}"]`)).configurations;
    expect(JSON.stringify(configuration)).toContain(line.replaceAll("=abc", "="));
  });

  it("that something else fills in stay, as does what is none", () => {
    const text = "kubelet-arg: []\ntoken: ${TOKEN}\nagent-token: ''\ncontexts: public\n";
    expect(new ManifestFile(text).configurations[0]?.value).toEqual({
      "kubelet-arg": [],
      token: "${TOKEN}",
      "agent-token": "",
      contexts: "public",
    });
  });
});

it("reads any text without a crash", () => {
  const part = fc.constantFrom(
    "kind: ConfigMap\n",
    "apiVersion: v1\n",
    "data:\n",
    "  a: |\n",
    "    kind: Config\n",
    "    apiVersion: v1\n",
    "current-context: a\n",
    "kind: Cluster\n",
    "apiVersion: kind.x-k8s.io/v1alpha4\n",
    "kubeadmConfigPatches: a\n",
    "plugins: [a]\n",
    "---\n",
    "machine: {files: [1]}\n",
    "{",
    "}",
    "\0",
    "&a ",
    "*a ",
    "<<: *a\n",
    "__proto__: {}\n",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const file = new ManifestFile(parts.join(""));
      for (const { document, at } of file.configurations) file.locate(document, [...at, "a", 0, "b"]);
    }),
  );
});
