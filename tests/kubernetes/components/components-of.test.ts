import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { COMPONENT_FORMATS, componentsOf } from "../../../lib/kubernetes/components/components-of.js";
import { lastFlag, listOf } from "../../../lib/kubernetes/components/flags.js";
import type { Component } from "../../../lib/kubernetes/components/component.js";
import type { FormatName } from "../../../lib/kubernetes/configuration/configuration.js";

function read(format: FormatName, text: string): readonly Component[] {
  return componentsOf({ format, value: parse(text) as Record<string, unknown> });
}

/** Each flag as `name=value @path`. */
function flags({ flags: all }: Component): string[] {
  return all.map(({ name, value, at }) => `${name}=${value} @${at.join(".")}`);
}

function only(format: FormatName, text: string, name: string): Component {
  const [first] = read(format, text).filter((component) => component.name === name);
  return first!;
}

function pod(container: string): string {
  return `{apiVersion: v1, kind: Pod, spec: {containers: [${container}]}}`;
}

describe("the components of Pods and workloads", () => {
  it("reads command and args, both forms of a flag, and the version of the image", () => {
    const text = `
apiVersion: v1
kind: Pod
spec:
  containers:
    - image: registry.k8s.io/kube-apiserver:v1.34.0@sha256:0123
      command:
        - /usr/local/bin/kube-apiserver
        - --authorization_mode=Node,RBAC
        - --profiling
      args: [--token-auth-file, /etc/tokens.csv, -v, 2, --anonymous-auth=false]
`;
    const [component] = read("ComponentPod", text);
    expect(component).toMatchObject({
      name: "kube-apiserver",
      isWhole: true,
      at: ["spec", "containers", 0, "command", 0],
      version: { minor: 34 },
      defaults: {},
    });
    expect(flags(component!)).toEqual([
      "authorization-mode=Node,RBAC @spec.containers.0.command.1",
      "profiling=true @spec.containers.0.command.2",
      "token-auth-file=/etc/tokens.csv @spec.containers.0.args.1",
      "v=2 @spec.containers.0.args.3",
      "anonymous-auth=false @spec.containers.0.args.4",
    ]);
    expect(component!.flags[2]!.written).toBe("--token-auth-file /etc/tokens.csv");
  });

  it.each([
    ["a container without a component", "{command: [nginx, --anonymous-auth=true]}", []],
    ["no command", "{image: kube-apiserver}", []],
    ["hyperkube", "{command: [/hyperkube, apiserver, --profiling=false]}", ["kube-apiserver", true, 1]],
    ["hyperkube with a full name", "{command: [hyperkube, kubelet]}", ["kubelet", true, 0]],
    ["hyperkube alone", "{command: [hyperkube]}", []],
    ["hyperkube with a key that every object has", "{command: [hyperkube, constructor]}", []],
    [
      "a program that starts it",
      "{command: [/go-runner, --log-file=/x, /usr/local/bin/kube-apiserver, --v=2]}",
      ["kube-apiserver", true, 1],
    ],
    [
      "a line for a shell",
      "{command: [/bin/sh, -c, 'exec kube-apiserver --v=2 --a b']}",
      ["kube-apiserver", true, 2],
    ],
    [
      "a line that goes on",
      "{command: [sh, -ec, \"kube-apiserver \\\\\\n  --v=2 \\\\\\n --w='a b'\"]}",
      ["kube-apiserver", true, 2],
    ],
    [
      "a line with more",
      "{command: [sh, -c, 'sleep 1; kube-apiserver --v=2 2>&1 | tee x']}",
      ["kube-apiserver", false, 1],
    ],
    [
      "a line with variables",
      "{command: [sh, -c, 'kube-apiserver --v=2 $ARGS --x=y']}",
      ["kube-apiserver", false, 1],
    ],
    ["a line and more words", "{command: [sh, -c, 'kube-apiserver --v=2', x]}", ["kube-apiserver", false, 1]],
    [
      "a line in which paths are called like components",
      "{command: [sh, -c, 'mkdir -p /var/lib/kubelet && cp x /var/lib/etcd; exec kubelet --v=2']}",
      ["kubelet", false, 1],
    ],
    ["a script", '{command: [sh, -c, "set -e\\nexec etcd --a\\n"]}', ["etcd", false, 1]],
    ["a line that is no command of one", "{command: [sh, -c, 'ls /var/lib/kubelet']}", []],
    ["a flag that ends like one", "{args: [--kubelet-service=kube-system/kubelet, --x]}", []],
    ["a flag in front that ends like one", "{command: [--for=/kubelet, --x]}", []],
    [
      "arguments of an image that may do anything",
      "{image: tools, args: [kubelet, --v=2]}",
      ["kubelet", false, 1],
    ],
    ["arguments of its own image", "{image: my/kubelet, args: [kubelet, --v=2]}", ["kubelet", true, 1]],
    ["a shell without a line", "{command: [sh, -c]}", []],
    ["a variable that holds a value", "{command: [kubelet, --node-ip=$(IP)]}", ["kubelet", true, 1]],
    ["a variable that may hold flags", "{command: [kubelet, --v=2, $(ARGS)]}", ["kubelet", false, 1]],
    ["a template", "{command: [kubelet, '{{ .Values.args }}', --v=2]}", ["kubelet", false, 1]],
    ["what is no text", "{command: [kubelet, {a: b}, --v=2]}", ["kubelet", false, 1]],
    ["one dash", "{command: [kubelet, -anonymous-auth=true]}", ["kubelet", false, 0]],
    [
      "what OpenShift starts",
      "{command: [hyperkube, kube-apiserver, --openshift-config=/x]}",
      ["kube-apiserver", false, 1],
    ],
    ["an etcd with a file", "{command: [etcd, --config-file=/x]}", ["etcd", false, 1]],
    ["an etcd that has its environment", "{command: [etcd]}", ["etcd", false, 0]],
    ["one dash in etcd", "{command: [etcd, -client-cert-auth=true]}", ["etcd", true, 1]],
    ["an argument that ends like a program", "{args: [--kubelet-service=kube-system/kubelet, --v=2]}", []],
    [
      "etcd with flags in its environment",
      "{command: [etcd], env: [{name: POD_IP}, {name: ETCD_CERT_FILE}]}",
      ["etcd", false, 0],
    ],
    [
      "etcd with an environment from elsewhere",
      "{command: [etcd], envFrom: [{secretRef: {name: a}}]}",
      ["etcd", false, 0],
    ],
    ["etcd with another environment", "{command: [etcd], env: [{name: POD_IP}]}", ["etcd", true, 0]],
    ["two dashes alone", "{command: [kubelet, --v=2, --, --w=2]}", ["kubelet", true, 1]],
  ])("reads %s", (_, container, expected) => {
    const found = read("ComponentPod", pod(container));
    expect(found.flatMap(({ name, isWhole, flags: all }) => [name, isWhole, all.length])).toEqual(expected);
  });

  it("reads workloads and init containers", () => {
    const text = `{kind: Deployment, spec: {template: {spec: {initContainers: [{command: [etcd]}], containers: [{args: [kube-proxy]}]}}}}`;
    expect(read("ComponentPod", text).map(({ name, at }) => `${name} ${at.join(".")}`)).toEqual([
      "etcd spec.template.spec.initContainers.0.command.0",
      "kube-proxy spec.template.spec.containers.0.args.0",
    ]);
  });
});

describe("the components of kubeadm", () => {
  it("reads a map of arguments", () => {
    const text = `
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: v1.30.1
apiServer: { extraArgs: { anonymous-auth: "true" } }
etcd: { local: { extraArgs: { client-cert-auth: "false" } } }
`;
    const components = read("ClusterConfiguration", text);
    expect(components.map(({ name, isWhole, version }) => [name, isWhole, version?.minor])).toEqual([
      ["kube-apiserver", false, 30],
      ["kube-controller-manager", false, 30],
      ["kube-scheduler", false, 30],
      ["etcd", false, undefined],
    ]);
    expect(components.flatMap(flags)).toEqual([
      "anonymous-auth=true @apiServer.extraArgs.anonymous-auth",
      "client-cert-auth=false @etcd.local.extraArgs.client-cert-auth",
    ]);
    expect(components[0]!.defaults).toMatchObject({
      "authorization-mode": "Node,RBAC",
      "enable-admission-plugins": "NodeRestriction",
    });
  });

  it("reads a list of arguments, and what is joined to the default", () => {
    const text = `
apiServer:
  extraArgs:
    - { name: enable-admission-plugins, value: ",AlwaysPullImages", mergeMethod: append }
    - { name: authorization-mode, value: "Webhook,", mergeMethod: prepend }
    - { name: audit-log-path, value: x, mergeMethod: append }
    - { name: token-auth-file, value: /tokens }
    - { value: nameless }
`;
    expect(flags(only("ClusterConfiguration", text, "kube-apiserver"))).toEqual([
      "enable-admission-plugins=NodeRestriction,AlwaysPullImages @apiServer.extraArgs.0.value",
      "authorization-mode=Webhook,Node,RBAC @apiServer.extraArgs.1.value",
      "audit-log-path=\0 @apiServer.extraArgs.2.value",
      "token-auth-file=/tokens @apiServer.extraArgs.3.value",
    ]);
  });

  it("sets no modes where a file says them, and runs no etcd where there is another", () => {
    const text = `{apiServer: {extraArgs: {authorization-config: /a.yaml}}, etcd: {external: {endpoints: []}}}`;
    expect(only("ClusterConfiguration", text, "kube-apiserver").defaults).not.toHaveProperty(
      "authorization-mode",
    );
    expect(only("ClusterConfiguration", text, "etcd")).toBeUndefined();
  });

  it.each(["InitConfiguration", "JoinConfiguration"] as const)("reads the kubelet of an %s", (format) => {
    const text = `{nodeRegistration: {kubeletExtraArgs: [{name: anonymous-auth, value: "true"}]}}`;
    const [kubelet] = read(format, text);
    expect(kubelet).toMatchObject({ name: "kubelet", defaults: { "authorization-mode": "Webhook" } });
    expect(flags(kubelet!)).toEqual(["anonymous-auth=true @nodeRegistration.kubeletExtraArgs.0.value"]);
  });

  it.each([
    ["spec.kubeadmConfigSpec", "{spec: {version: v1.33.0, kubeadmConfigSpec: X}}"],
    ["spec.template.spec.kubeadmConfigSpec", "{spec: {template: {spec: {kubeadmConfigSpec: X}}}}"],
    ["spec", "{spec: X}"],
    ["spec.template.spec", "{spec: {template: {spec: X}}}"],
  ])("reads Cluster API's %s", (path, text) => {
    const spec = `{clusterConfiguration: {apiServer: {extraArgs: {profiling: "false"}}}, joinConfiguration: {nodeRegistration: {kubeletExtraArgs: {v: "2"}}}}`;
    const components = read("KubeadmControlPlane", text.replace("X", spec));
    expect(components.flatMap(flags)).toEqual([
      `profiling=false @${path}.clusterConfiguration.apiServer.extraArgs.profiling`,
      `v=2 @${path}.joinConfiguration.nodeRegistration.kubeletExtraArgs.v`,
    ]);
    expect(components[0]!.version?.minor).toBe(text.includes("version") ? 33 : undefined);
  });

  it("reads what kind passes on", () => {
    const text = `{kind: Cluster, featureGates: {A: true}, runtimeConfig: {"api/alpha": "false"}}`;
    expect(flags(only("KindCluster", text, "kube-apiserver"))).toEqual([
      "feature-gates=A=true @featureGates",
      "runtime-config=api/alpha=false @runtimeConfig",
    ]);
  });
});

describe("the components of k3s and RKE2", () => {
  it("reads texts, lists and keys with a plus", () => {
    const text = `
kube-apiserver-arg: anonymous-auth=true
kube-apiserver-arg+: [--audit-log-path=/x, profiling]
kubelet-arg: ["read-only-port=10255"]
etcd-arg:
write-kubeconfig-mode: "0644"
`;
    const components = read("K3sConfig", text);
    expect(components.map(({ name, at }) => [name, at])).toEqual([
      ["kube-apiserver", ["kube-apiserver-arg"]],
      ["kubelet", ["kubelet-arg"]],
      ["etcd", ["etcd-arg"]],
    ]);
    expect(components.flatMap(flags)).toEqual([
      "anonymous-auth=true @kube-apiserver-arg",
      "audit-log-path=/x @kube-apiserver-arg+.0",
      "profiling=true @kube-apiserver-arg+.1",
      "read-only-port=10255 @kubelet-arg.0",
    ]);
  });

  it.each([
    ["k3s replaces its plugins", "cluster-init: true", "enable-admission-plugins=X", "X"],
    [
      "k3s adds to them behind a plus",
      "cluster-init: true",
      "enable-admission-plugins+=X",
      "NodeRestriction,X",
    ],
    ["RKE2 adds to them", "cni: calico", "enable-admission-plugins=X", "NodeRestriction,X"],
    ["both replace the modes", "cni: calico", "authorization-mode=X", "X"],
    ["a minus puts it in front, which counts as much", "", "authorization-mode-=X", "Node,RBAC,X"],
  ])("knows that %s", (_, more, written, value) => {
    const { flags: all } = only("K3sConfig", `kube-apiserver-arg: ["${written}"]\n${more}`, "kube-apiserver");
    expect(all.map((flag) => flag.value)).toEqual([value]);
    expect(all[0]!.name).toMatch(/^(?:enable-admission-plugins|authorization-mode)$/);
  });
});

describe("the components of Talos", () => {
  it("adds to its lists, and reads the kubelet's file", () => {
    const text = `
cluster:
  apiServer:
    image: registry.k8s.io/kube-apiserver:v1.33.2
    extraArgs:
      enable-admission-plugins: [AlwaysPullImages, EventRateLimit]
      anonymous-auth: true
machine:
  kubelet:
    extraArgs: { rotate-server-certificates: "true" }
    extraConfig: { readOnlyPort: 10255, authentication: { anonymous: { enabled: true } } }
`;
    const [server, kubelet] = read("TalosMachine", text);
    expect(flags(server!)).toEqual([
      "enable-admission-plugins=NodeRestriction,AlwaysPullImages,EventRateLimit @cluster.apiServer.extraArgs.enable-admission-plugins",
      "anonymous-auth=true @cluster.apiServer.extraArgs.anonymous-auth",
    ]);
    expect(server!.version).toEqual({ minor: 33 });
    expect(flags(kubelet!)).toEqual([
      "read-only-port=10255 @machine.kubelet.extraConfig.readOnlyPort",
      "rotate-server-certificates=true @machine.kubelet.extraArgs.rotate-server-certificates",
    ]);
  });
});

describe("the components of kOps", () => {
  it("names flags as kOps does, and leaves out what it overwrites", () => {
    const text = `
spec:
  kubernetesVersion: 1.32.0
  authorization: { alwaysAllow: {} }
  kubeAPIServer:
    anonymousAuth: true
    authorizationMode: RBAC
    auditLogMaxAge: 10
    clientCAFile: /ca.crt
    enableProfiling: false
    appendAdmissionPlugins: [AlwaysPullImages]
    featureGates: { A: "true", B: "false" }
    image: x
  kubelet: { anonymousAuth: true, tlsCipherSuites: [A, B] }
  masterKubelet: { readOnlyPort: 0 }
`;
    const components = read("KopsCluster", text);
    expect(components.map(({ name, version, at }) => [name, version?.minor, at.at(-1)])).toEqual([
      ["kube-apiserver", 32, "kubeAPIServer"],
      ["kubelet", 32, "kubelet"],
      ["kubelet", 32, "masterKubelet"],
    ]);
    const server = components[0]!;
    expect(flags(server)).toEqual([
      "audit-log-maxage=10 @spec.kubeAPIServer.auditLogMaxAge",
      "client-ca-file=/ca.crt @spec.kubeAPIServer.clientCAFile",
      "profiling=false @spec.kubeAPIServer.enableProfiling",
      "feature-gates=A=true,B=false @spec.kubeAPIServer.featureGates",
      expect.stringMatching(/^enable-admission-plugins=.*NodeRestriction.*,AlwaysPullImages @/),
      "authorization-mode=AlwaysAllow @spec.authorization.alwaysAllow",
    ]);
    expect(components.slice(1).flatMap(flags)).toEqual([
      "anonymous-auth=true @spec.kubelet.anonymousAuth",
      "tls-cipher-suites=A,B @spec.kubelet.tlsCipherSuites",
      "read-only-port=0 @spec.masterKubelet.readOnlyPort",
    ]);
  });

  it("lets admissionControl replace the plugins", () => {
    const text = `{spec: {kubeAPIServer: {admissionControl: [A], authorizationMode: RBAC}}}`;
    expect(flags(only("KopsCluster", text, "kube-apiserver"))).toEqual([
      "authorization-mode=RBAC @spec.kubeAPIServer.authorizationMode",
      "enable-admission-plugins=A @spec.kubeAPIServer.admissionControl",
    ]);
  });
});

describe("the components of configuration files", () => {
  it("reads a KubeletConfiguration", () => {
    const text = `{authentication: {anonymous: {enabled: true}}, authorization: {mode: ""}, tlsCipherSuites: [A, B]}`;
    const [kubelet] = read("KubeletConfiguration", text);
    expect(flags(kubelet!)).toEqual([
      "anonymous-auth=true @authentication.anonymous.enabled",
      "tls-cipher-suites=A,B @tlsCipherSuites",
    ]);
    expect(kubelet!.flags[0]!.written).toBe("authentication.anonymous.enabled: true");
    expect(kubelet!.defaults).toMatchObject({ "authorization-mode": "Webhook", "anonymous-auth": "false" });
  });

  it("reads the files of kube-proxy and the scheduler", () => {
    expect(flags(only("KubeProxyConfiguration", "{metricsBindAddress: 0.0.0.0}", "kube-proxy"))).toEqual([
      "metrics-bind-address=0.0.0.0 @metricsBindAddress",
    ]);
    expect(
      flags(only("KubeSchedulerConfiguration", "{leaderElection: {leaderElect: true}}", "kube-scheduler")),
    ).toEqual(["leader-elect=true @leaderElection.leaderElect"]);
  });
});

describe("flags that are written several times", () => {
  const component = only(
    "ComponentPod",
    pod(
      "{command: [kube-apiserver, --authorization-mode=Node, --authorization-mode, 'RBAC, X', --v=1, --v=2]}",
    ),
    "kube-apiserver",
  );

  it("takes the last, or all of a list", () => {
    expect(lastFlag(component, "v")?.value).toBe("2");
    expect(lastFlag(component, "w")).toBeUndefined();
    expect(listOf(component, "authorization-mode")?.items.map(({ text }) => text)).toEqual([
      "Node",
      "RBAC",
      "X",
    ]);
    expect(listOf(component, "w")).toBeUndefined();
  });
});

describe("whatever is written", () => {
  const json = fc.jsonValue({ maxDepth: 6 });
  const key = fc.constantFrom(
    ...[
      "spec",
      "template",
      "containers",
      "command",
      "args",
      "apiServer",
      "extraArgs",
      "etcd",
      "local",
      "cluster",
    ],
    ...[
      "machine",
      "kubelet",
      "kube-apiserver-arg",
      "kubeAPIServer",
      "name",
      "value",
      "__proto__",
      "constructor",
    ],
    ...[
      "nodeRegistration",
      "kubeletExtraArgs",
      "kubeadmConfigSpec",
      "clusterConfiguration",
      "authorization",
      "image",
    ],
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: "medium" },
      json,
      fc.constantFrom(
        "kube-apiserver",
        "sh",
        "-c",
        "--a",
        "--a=b",
        "hyperkube",
        "exec kubelet --a='b c' \"d",
      ),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }));

  it.each(COMPONENT_FORMATS)("does not crash on a %s, and points at what is there", (format) => {
    fc.assert(
      fc.property(fc.dictionary(key, value), (document) => {
        for (const component of componentsOf({ format, value: document })) {
          for (const flag of component.flags) {
            const parent = flag.at.slice(0, -1).reduce<unknown>((at, step) => {
              return typeof at === "object" && at !== null
                ? (at as Record<string, unknown>)[step]
                : undefined;
            }, document);
            expect(parent).toBeTypeOf("object");
          }
        }
      }),
    );
  });
});
