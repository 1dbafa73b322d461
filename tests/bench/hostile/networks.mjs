// Workloads, policies, Services and routes in numbers that nobody has, so that each of one would be asked about each other.
import { filed, joined, times } from "../objects.mjs";

const object = (apiVersion, kind, name, namespace, body) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }\n${body}\n`;
const namespace = (name, labels = "") =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }\n`;
const deployment = (
  name,
  namespaceName = "shop",
  labels = `app: ${name}`,
  pod = "",
  ports = "{ name: http, containerPort: 8080 }",
) =>
  object(
    "apps/v1",
    "Deployment",
    name,
    namespaceName,
    `spec:
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec: { ${pod} containers: [{ name: main, image: x, ports: [${ports}] }] }`,
  );
const policy = (name, spec, namespaceName = "shop") =>
  object("networking.k8s.io/v1", "NetworkPolicy", name, namespaceName, `spec: ${spec}`);
const service = (name, selector, ports = "{ port: 80, targetPort: 8080 }") =>
  object("v1", "Service", name, "shop", `spec: { selector: { ${selector} }, ports: [${ports}] }`);
const route = (name, serviceName, port = 80) =>
  object(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    name,
    "shop",
    `spec: { rules: [{ backendRefs: [{ name: ${serviceName}, port: ${port} }] }] }`,
  );
const app = (label) => `{ podSelector: { matchLabels: { app: ${label} } } }`;
const address = (index) => `11.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}/32`;

const deny = policy("deny", "{ podSelector: {}, policyTypes: [Ingress, Egress] }");
const shop = namespace("shop");

const COMMANDS = {
  "": ["--preset", "all"],
  " (isolation)": ["isolation", "--format", "json"],
  " (connections)": ["connections", "--format", "json"],
};

/** The same files, linted, and asked about isolation and connections. */
const asked = (name, files, commands = Object.keys(COMMANDS)) =>
  Object.fromEntries(commands.map((command) => [name + command, { files, args: COMMANDS[command] }]));

/** Files that are only linted. */
const linted = (name, files) => asked(name, files, [""]);

const cilium = (name, namespaceName, spec) =>
  object("cilium.io/v2", "CiliumNetworkPolicy", name, namespaceName, `spec: ${spec}`);
const calico = (name, namespaceName, spec) =>
  object("projectcalico.org/v3", "NetworkPolicy", name, namespaceName, `spec: ${spec}`);

export const scenarios = {
  ...asked("2,000 workloads with a policy each", () => ({
    "shop.yaml": joined([shop, deny]),
    ...filed(
      times(2000, (index) => [
        deployment(`w${index}`),
        policy(
          `p${index}`,
          `{ podSelector: { matchLabels: { app: w${index} } }, ingress: [{ from: [${app(`w${(index + 1) % 2000}`)}], ports: [{ port: http }] }], egress: [{ to: [${app(`w${(index + 7) % 2000}`)}], ports: [{ port: 8080 }] }] }`,
        ),
      ]).flat(),
    ),
  })),
  ...asked("2,000 workloads that 2,000 policies select", () => ({
    "shop.yaml": joined([shop, deny]),
    ...filed(
      times(2000, (index) => [
        deployment(`w${index}`),
        policy(
          `p${index}`,
          `{ podSelector: {}, ingress: [{ from: [${app(`w${(index + 1) % 2000}`)}], ports: [{ port: ${index + 1} }] }] }`,
        ),
      ]).flat(),
    ),
  })),
  ...asked("900 policies on 5,000 workloads", () => ({
    "shop.yaml": joined([shop, deny]),
    ...filed(times(5000, (index) => deployment(`w${index}`))),
    "policies.yaml": joined(
      times(900, (index) =>
        policy(
          `p${index}`,
          `{ podSelector: {}, ingress: [{ from: [${app(`w${index}`)}], ports: [{ port: ${index + 1} }] }] }`,
        ),
      ),
    ),
  })),
  ...asked("5,000 workloads in one namespace", () => ({
    "shop.yaml": joined([shop, deny]),
    ...filed(times(5000, (index) => deployment(`w${index}`))),
  })),
  ...linted("8,000 policies that match nothing", () => ({
    "shop.yaml": shop,
    ...filed(
      times(8000, (index) => [
        deployment(`work-${index}`, "shop", `app: worker-x-${index}`),
        policy(`p${index}`, `{ podSelector: { matchLabels: { app: wroker-x-${index} } } }`),
      ]).flat(),
    ),
  })),
  ...linted("3,000 policies that match nothing, and charts", () => ({
    "shop.yaml": shop,
    ...filed(
      times(3000, (index) => [
        deployment(`work-${index}`, "shop", `app: worker-x-${index}`),
        policy(`p${index}`, `{ podSelector: { matchLabels: { app: wroker-x-${index} } } }`),
        object(
          "helm.toolkit.fluxcd.io/v2",
          "HelmRelease",
          `hr-zz${index}`,
          "shop",
          `spec: { chart: { spec: { chart: zz${index}, sourceRef: { kind: HelmRepository, name: r } } } }`,
        ),
      ]).flat(),
    ),
  })),
  ...linted("3,000 policies that match nothing, and custom objects", () => ({
    "shop.yaml": shop,
    ...filed(
      times(3000, (index) => [
        deployment(`work-${index}`, "shop", `app: worker-x-${index}`),
        policy(`p${index}`, `{ podSelector: { matchLabels: { app: wroker-x-${index} } } }`),
        `apiVersion: foo.example.com/v1\nkind: Thing\nmetadata: { name: qq-zz${index} }\n`,
      ]).flat(),
    ),
  })),
  ...asked("2,000 namespaces with a policy each", () =>
    filed(
      times(2000, (index) => [
        namespace(`n${index}`, `team: t${index % 10}`),
        deployment("a", `n${index}`),
        policy(
          "p",
          `{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: t${index % 10} } } }] }] }`,
          `n${index}`,
        ),
      ]).flat(),
    ),
  ),
  ...linted("3,000 namespaces and selectors that nearly match them", () =>
    filed(
      times(3000, (index) => [
        namespace(`n${index}`, `name${index}: t${index}`),
        deployment("a", `n${index}`),
        policy(
          "p",
          `{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: n${index} } } }, { namespaceSelector: { matchLabels: { naem${index}: t${index} } } }] }] }`,
          `n${index}`,
        ),
      ]).flat(),
    ),
  ),
  ...asked("2,000 Cilium and 2,000 Calico policies in 2,000 namespaces", () =>
    filed(
      times(2000, (index) => [
        namespace(`n${index}`, `team: t${index}`),
        deployment("a", `n${index}`),
        cilium(
          "c",
          `n${index}`,
          `{ endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": n${(index + 1) % 2000}, app: a } }] }] }`,
        ),
        calico(
          "p",
          `n${index}`,
          `{ selector: all(), types: [Ingress], ingress: [{ action: Allow, source: { namespaceSelector: "team == 't${(index + 1) % 2000}'" } }] }`,
        ),
      ]).flat(),
    ),
  ),
  ...asked("2,000 clusterwide policies of Cilium and Calico", () =>
    filed([
      ...times(300, (index) => [
        namespace(`n${index}`, `team: t${index}`),
        deployment("a", `n${index}`),
      ]).flat(),
      ...times(1000, (index) =>
        object(
          "cilium.io/v2",
          "CiliumClusterwideNetworkPolicy",
          `c${index}`,
          "",
          `spec: { endpointSelector: { matchLabels: { "k8s:io.kubernetes.pod.namespace": n${index % 300} } }, ingress: [{ fromEntities: [cluster] }] }`,
        ),
      ),
      ...times(1000, (index) =>
        object(
          "projectcalico.org/v3",
          "GlobalNetworkPolicy",
          `g${index}`,
          "",
          `spec: { namespaceSelector: "team == 't${index % 300}'", types: [Ingress], ingress: [{ action: Allow }] }`,
        ),
      ),
    ]),
  ),
  ...asked("a Cilium policy of 20,000 rules", () => ({
    "shop.yaml": joined([shop, deployment("a"), deployment("b")]),
    "policy.yaml": cilium(
      "p",
      "shop",
      `{ endpointSelector: {}, ingress: [${times(20_000, (index) => `{ fromEndpoints: [{ matchLabels: { a: x${index} } }], toPorts: [{ ports: [{ port: "${1 + index}", protocol: TCP }] }] }`).join()}] }`,
    ),
  })),
  ...asked("a Calico policy of 20,000 rules", () => ({
    "shop.yaml": joined([shop, deployment("a"), deployment("b")]),
    "policy.yaml": calico(
      "p",
      "shop",
      `{ selector: all(), types: [Ingress], ingress: [${times(20_000, (index) => `{ action: ${index % 2 ? "Allow" : "Deny"}, protocol: TCP, source: { selector: "a == 'x${index}'" }, destination: { ports: [${1 + index}] } }`).join()}] }`,
    ),
  })),
  ...asked("an AdminNetworkPolicy of 20,000 rules", () => ({
    "shop.yaml": joined([shop, deployment("a"), deployment("b")]),
    "policy.yaml": object(
      "policy.networking.k8s.io/v1alpha1",
      "AdminNetworkPolicy",
      "p",
      "",
      `spec: { priority: 5, subject: { namespaces: {} }, ingress: [${times(20_000, (index) => `{ action: ${index % 2 ? "Allow" : "Deny"}, from: [{ namespaces: {} }], ports: [{ portNumber: { port: ${1 + index * 2}, protocol: TCP } }] }`).join()}] }`,
    ),
  })),
  ...asked("one Service with 2,000 workloads and as many routes", () => ({
    "shop.yaml": joined([shop, deny, service("s", "app: w")]),
    ...filed(
      times(2000, (index) => [deployment(`w${index}`, "shop", "app: w"), route(`r${index}`, "s")]).flat(),
    ),
  })),
  ...asked("one Service with 2,000 workloads, 5,000 ports and routes to each", () => ({
    "shop.yaml": joined([
      shop,
      deny,
      service(
        "s",
        "app: w",
        times(5000, (index) => `{ name: p${index}, port: ${index + 1}, targetPort: n${index} }`).join(),
      ),
    ]),
    ...filed(times(2000, (index) => deployment(`w${index}`, "shop", "app: w"))),
    "routes.yaml": joined(times(5000, (index) => route(`r${index}`, "s", index + 1))),
  })),
  ...linted("4,000 Services with a workload each", () => ({
    "shop.yaml": joined([
      shop,
      deny,
      policy("x", "{ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }"),
    ]),
    ...filed(
      times(4000, (index) => [deployment(`w${index}`), service(`s${index}`, `app: w${index}`)]).flat(),
    ),
  })),
  ...linted("4,000 Services for one workload, and an Ingress to all", () => ({
    "shop.yaml": joined([
      shop,
      deny,
      deployment("w"),
      policy("x", "{ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }"),
    ]),
    ...filed(times(4000, (index) => service(`s${index}`, "app: w"))),
    "ingress.yaml": object(
      "networking.k8s.io/v1",
      "Ingress",
      "i",
      "shop",
      `spec: { rules: [{ http: { paths: [${times(4000, (index) => `{ path: /${index}, pathType: Prefix, backend: { service: { name: s${index}, port: { number: 80 } } } }`).join()}] } }] }`,
    ),
  })),
  ...linted("20,000 ports of a Service, and of a policy", () => ({
    "shop.yaml": joined([
      shop,
      deny,
      deployment("w"),
      service(
        "s",
        "app: w",
        times(20_000, (index) => `{ name: p${index}, port: ${1 + index}, targetPort: n${index} }`).join(),
      ),
      policy(
        "x",
        `{ podSelector: {}, ingress: [{ ports: [${times(20_000, (index) => `{ port: ${1 + index} }`).join()}] }] }`,
      ),
    ]),
  })),
  ...asked("20,000 ports of a container, by their names", () => ({
    "shop.yaml": joined([
      shop,
      deployment(
        "a",
        "shop",
        "app: a",
        "",
        times(20_000, (index) => `{ name: n${index}, containerPort: ${1 + index} }`).join(),
      ),
      policy(
        "p",
        `{ podSelector: {}, ingress: [{ ports: [${times(20_000, (index) => `{ port: n${index} }`).join()}] }] }`,
      ),
    ]),
  })),
  ...asked("20,000 blocks of addresses", () => ({
    "shop.yaml": joined([
      shop,
      deployment("a"),
      policy(
        "p",
        `{ podSelector: {}, ingress: [{ from: [${times(20_000, (index) => `{ ipBlock: { cidr: ${address(index * 2)} } }`).join()}] }], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [${times(20_000, (index) => address(index * 2)).join()}] } }] }] }`,
      ),
    ]),
  })),
  ...asked("100,000 values in one expression", () => ({
    "shop.yaml": joined([
      shop,
      deployment("a"),
      ...times(2, (number) =>
        policy(
          `p${number}`,
          `{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [${times(100_000, (index) => `v${index}`).join()}] }] }, ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [${times(100_000, (index) => `v${index}`).join()}] }] } }] }] }`,
        ),
      ),
    ]),
  })),
  ...asked("100,000 labels in one selector, and of pods", () => ({
    "shop.yaml": joined([
      shop,
      deployment("a"),
      deployment("b", "shop", times(100_000, (index) => `l${index}: v`).join(", ")),
      policy(
        "p",
        `{ podSelector: { matchLabels: { ${times(100_000, (index) => `l${index}: v`).join(", ")} } }, ingress: [{ from: [{ podSelector: { matchLabels: { ${times(100_000, (index) => `l${index}: v`).join(", ")} } } }] }] }`,
      ),
    ]),
  })),
  ...asked("5,000 expressions in each of 20 policies", () => ({
    "shop.yaml": joined([
      shop,
      ...times(20, (index) => deployment(`w${index}`)),
      ...times(20, (number) =>
        policy(
          `p${number}`,
          `{ podSelector: { matchExpressions: [${times(5000, (index) => `{ key: k${index}, operator: NotIn, values: [v${number}] }`).join()}] } }`,
        ),
      ),
    ]),
  })),
  ...asked("2,000 overlays of two workloads", () => ({
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": joined([
      deployment("a"),
      deployment("b"),
      policy(
        "p",
        `{ podSelector: { matchLabels: { app: a } }, ingress: [{ from: [${app("bb")}], ports: [{ port: htpt }] }] }`,
      ),
      service("s", "app: a"),
    ]),
    ...Object.fromEntries(
      times(2000, (index) => [
        `o${index}/kustomization.yaml`,
        `resources: [../base]\nnamespace: ns-${index}\n`,
      ]),
    ),
  })),
  ...asked("1,000 clusters", () => ({
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": joined([
      deployment("a"),
      policy(
        "p",
        `{ podSelector: { matchLabels: { app: aa } }, ingress: [{ from: [${app("bb")}], ports: [{ port: htpt }] }] }`,
      ),
    ]),
    ".git/config": '[remote "origin"]\n\turl = https://github.com/a/b\n',
    ...Object.fromEntries(
      times(1000, (index) => [
        `argo/a${index}.yaml`,
        object(
          "argoproj.io/v1alpha1",
          "Application",
          `a${index}`,
          "argocd",
          `spec: { project: p, source: { repoURL: https://github.com/a/b, path: base }, destination: { name: c${index}, namespace: shop } }`,
        ),
      ]),
    ),
  })),
  ...linted("2,000 directories without a namespace", () =>
    Object.fromEntries(
      times(2000, (index) => [
        `d${index}/a.yaml`,
        joined([
          deployment("a", "x"),
          policy(
            "p",
            "{ podSelector: { matchLabels: { app: b } }, egress: [{ to: [{ ipBlock: { cidr: 8.8.8.8/32 } }], ports: [{ port: 443 }] }] }",
            "x",
          ),
        ]).replaceAll(", namespace: x", ""),
      ]),
    ),
  ),
  ...linted("a Pod of 20,000 containers, ports and volumes", () => ({
    "shop.yaml": joined([
      shop,
      deny,
      object(
        "v1",
        "Pod",
        "w",
        "shop",
        `spec: { volumes: [${times(20_000, (index) => `{ name: v${index}, secret: { secretName: s${index} } }`).join()}], containers: [${times(20_000, (index) => `{ name: c${index}, image: x, ports: [{ name: p${index}, containerPort: ${1 + index} }], volumeMounts: [{ name: v${index}, mountPath: /x${index} }] }`).join()}] }`,
      ),
    ]),
  })),
};
