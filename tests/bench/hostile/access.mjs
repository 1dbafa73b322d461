// Roles, bindings and configurations of clusters in numbers that nobody has, and texts of what patterns look for.
import { filed, joined, object, rbac, times } from "../objects.mjs";

const clusterRole = (name, rules = `{ apiGroups: [""], resources: [pods], verbs: [get] }`) =>
  rbac("ClusterRole", name, `rules: [${rules}]`);
const role = (name, namespace = "shop", rules = `{ apiGroups: [""], resources: [pods], verbs: [get] }`) =>
  rbac("Role", name, `rules: [${rules}]`, namespace);
const roleRef = (kind, name) =>
  `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${name} }`;
const user = (name) => `{ apiGroup: rbac.authorization.k8s.io, kind: User, name: ${name} }`;
const account = (name, namespace = "shop") =>
  `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`;
const clusterBinding = (name, to, ...subjects) =>
  rbac("ClusterRoleBinding", name, `${roleRef("ClusterRole", to)}\nsubjects: [${subjects.join()}]`);
const binding = (name, kind, to, namespace, ...subjects) =>
  rbac("RoleBinding", name, `${roleRef(kind, to)}\nsubjects: [${subjects.join()}]`, namespace);
const serviceAccount = (name, namespace = "shop") => object("v1", "ServiceAccount", name, "", namespace);
const namespace = (name) => object("v1", "Namespace", name, "");
const workload = (name, accountName, namespaceName = "shop") =>
  object(
    "apps/v1",
    "Deployment",
    name,
    `spec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, spec: { serviceAccountName: ${accountName}, containers: [{ name: a, image: x }] } } }`,
    namespaceName,
  );

const COMMANDS = {
  "": ["--preset", "all"],
  " (who-can)": ["who-can", "get", "pods", "--format", "json"],
  " (what-can)": ["what-can", "User:u1"],
  " (access-path)": ["access-path", "User:u1", "get", "pods"],
};
const asked = (name, files, commands = Object.keys(COMMANDS)) =>
  Object.fromEntries(commands.map((command) => [name + command, { files, args: COMMANDS[command] }]));
const linted = (name, files) => asked(name, files, [""]);

/** A text of which a pattern that goes back over what it has read takes long. */
const long = (text) => text.repeat(Math.ceil(40_000 / text.length));
const HOSTILE_TEXTS = {
  "${": "${",
  "(": "(",
  "<": "<",
  "*": "*",
  ".": "a.",
  "{{": "{{",
  "-": "-",
  " ": " ",
  a: "a",
  "%": "%",
  "\\n": "\\n",
  "/": "/",
  ":": "a:",
  "@": "@a",
  _: "__A",
};

/** Every text of some objects, one after the other, with another one in its place. */
function* variants(value, path = []) {
  if (typeof value !== "object" || value === null) yield path;
  else for (const key of Object.keys(value)) yield* variants(value[key], [...path, key]);
}
function withText(value, [step, ...path], text) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[step] = path.length === 0 ? text : withText(value[step], path, text);
  return copy;
}
const RBAC = "rbac.authorization.k8s.io";
const OBJECTS = [
  {
    apiVersion: `${RBAC}/v1`,
    kind: "ClusterRole",
    metadata: { name: "r", labels: { a: "b" }, annotations: { c: "d" } },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] },
    rules: [
      { apiGroups: ["apps"], resources: ["pods"], verbs: ["get"], resourceNames: ["x"] },
      { nonResourceURLs: ["/x"], verbs: ["get"] },
    ],
  },
  {
    apiVersion: `${RBAC}/v1`,
    kind: "RoleBinding",
    metadata: { name: "b", namespace: "n" },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: "r" },
    subjects: [
      { kind: "User", apiGroup: RBAC, name: "u" },
      { kind: "ServiceAccount", name: "s", namespace: "n" },
    ],
  },
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "n", labels: { "pod-security.kubernetes.io/enforce": "x" } },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", namespace: "n" },
    spec: {
      selector: { matchLabels: { a: "b" } },
      template: {
        metadata: { labels: { a: "b" } },
        spec: {
          serviceAccountName: "s",
          containers: [
            {
              name: "c",
              image: "i",
              command: ["kube-apiserver"],
              args: ["--x=y"],
              env: [{ name: "E", value: "v" }],
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "p", namespace: "n" },
    spec: {
      podSelector: { matchLabels: { a: "b" } },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
            { namespaceSelector: { matchExpressions: [{ key: "k", operator: "In", values: ["v"] }] } },
          ],
          ports: [{ protocol: "TCP", port: "http" }],
        },
      ],
    },
  },
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: { name: "c", namespace: "n" },
    spec: {
      endpointSelector: { matchLabels: { "k8s:app": "a" } },
      ingress: [
        {
          fromCIDR: ["10.0.0.0/8"],
          fromEntities: ["world"],
          toPorts: [{ ports: [{ port: "80", protocol: "TCP" }] }],
        },
      ],
      egress: [{ toFQDNs: [{ matchName: "a.b", matchPattern: "*.b" }] }],
    },
  },
  {
    apiVersion: "projectcalico.org/v3",
    kind: "NetworkPolicy",
    metadata: { name: "k", namespace: "n" },
    spec: {
      selector: "a == 'b'",
      types: ["Ingress"],
      ingress: [
        {
          action: "Allow",
          source: { selector: "has(a)", nets: ["10.0.0.0/8"] },
          destination: { ports: ["80:90"] },
        },
      ],
    },
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "w" },
    webhooks: [
      {
        name: "a.b.c",
        failurePolicy: "Fail",
        clientConfig: { url: "https://x" },
        matchConditions: [{ name: "m", expression: "true" }],
        rules: [{ apiGroups: ["*"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
      },
    ],
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "v" },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: ["*"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      matchConditions: [{ name: "m", expression: "true" }],
      validations: [{ expression: "true", message: "m" }],
    },
  },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-rbac-cm", namespace: "argocd" },
    data: {
      "policy.csv": "p, role:a, applications, get, */*, allow\ng, b, role:a",
      "policy.default": "role:a",
      scopes: "[groups]",
    },
  },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "aws-auth", namespace: "kube-system" },
    data: { mapRoles: "- rolearn: arn:aws:iam::1:role/a\n  username: a\n  groups: [g]" },
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: "p", namespace: "argocd" },
    spec: {
      sourceRepos: ["https://x/*"],
      destinations: [{ server: "*", namespace: "a-*" }],
      clusterResourceWhitelist: [{ group: "*", kind: "*" }],
      roles: [{ name: "r", policies: ["p, proj:p:r, applications, get, p/*, allow"], groups: ["g"] }],
    },
  },
  {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AuthenticationConfiguration",
    jwt: [
      {
        issuer: { url: "https://x", audiences: ["a"] },
        claimMappings: { username: { expression: "claims.sub" }, groups: { claim: "g", prefix: "x:" } },
        claimValidationRules: [{ expression: "true", message: "m" }],
      },
    ],
  },
  {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AuthorizationConfiguration",
    authorizers: [
      {
        type: "Webhook",
        name: "w",
        webhook: {
          timeout: "3s",
          failurePolicy: "Deny",
          connectionInfo: { type: "KubeConfigFile", kubeConfigFile: "/x" },
          matchConditions: [{ expression: "has(request.resourceAttributes)" }],
        },
      },
    ],
  },
  {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server: "https://x", "certificate-authority-data": "YQ==" } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
    users: [
      {
        name: "u",
        user: { exec: { command: "x", args: ["a"], env: [{ name: "A", value: "b" }] }, token: "t" },
      },
    ],
  },
  {
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    rules: [
      {
        level: "Metadata",
        users: ["u"],
        resources: [{ group: "g", resources: ["pods"] }],
        nonResourceURLs: ["/x*"],
      },
    ],
  },
  {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "f", namespace: "flux-system" },
    spec: {
      path: "./x",
      sourceRef: { kind: "GitRepository", name: "flux-system" },
      serviceAccountName: "s",
      postBuild: { substitute: { A: "b" } },
    },
  },
  {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "h", namespace: "n" },
    spec: {
      chart: { spec: { chart: "c", sourceRef: { kind: "HelmRepository", name: "r" } } },
      values: { a: "b" },
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "i", namespace: "n" },
    spec: {
      ingressClassName: "x",
      rules: [
        {
          host: "h",
          http: {
            paths: [
              { path: "/", pathType: "Prefix", backend: { service: { name: "s", port: { name: "p" } } } },
            ],
          },
        },
      ],
    },
  },
];
const hostileTexts = (text) => () => {
  const all = OBJECTS.flatMap((one) =>
    [...variants(one)]
      .filter((path) => !["apiVersion", "kind"].includes(path.join()))
      .map((path) => JSON.stringify(withText(one, path, long(text)))),
  );
  // One object in files of 30: the whole of them is 6 MB.
  return {
    ...Object.fromEntries(
      times(Math.ceil(all.length / 30), (index) => [
        `f${index}.yaml`,
        all.slice(index * 30, (index + 1) * 30).join("\n---\n"),
      ]),
    ),
    "base.yaml": OBJECTS.map((one) => JSON.stringify(one)).join("\n---\n"),
  };
};

const manyRoles = () => ({
  ...filed(times(10_000, (index) => clusterRole(`r${index}`))),
  "bindings.yaml": joined(
    times(2000, (index) => clusterBinding(`b${index}`, `r${index * 5}`, user(`u${index}`))),
  ),
});

export const scenarios = {
  ...asked("10,000 roles with 2,000 bindings", manyRoles),
  ...asked("a binding with 50,000 subjects", () => ({
    "role.yaml": clusterRole("r"),
    "binding.yaml": clusterBinding("b", "r", ...times(50_000, (index) => user(`u${index}`))),
  })),
  ...asked("a binding with 50,000 ServiceAccounts", () => ({
    "role.yaml": joined([clusterRole("r"), namespace("shop")]),
    "binding.yaml": clusterBinding("b", "r", ...times(50_000, (index) => account(`a${index}`))),
  })),
  ...asked("a ClusterRole of 20,000 rules", () => ({
    "role.yaml": joined([
      clusterRole(
        "r",
        times(
          20_000,
          (index) => `{ apiGroups: ["g${index}.example.com"], resources: [x${index}], verbs: [get, list] }`,
        ).join(),
      ),
      clusterBinding("b", "r", user("u1")),
    ]),
  })),
  ...asked("a ClusterRole of 20,000 rules on Secrets and everything", () => ({
    "role.yaml": joined([
      clusterRole(
        "r",
        times(
          20_000,
          (index) =>
            `{ apiGroups: ["", "*"], resources: [secrets, "*", pods/exec], verbs: [get, "*", x${index}] }`,
        ).join(),
      ),
      clusterBinding("b", "r", user("u1")),
    ]),
  })),
  ...linted("a ClusterRole of one rule with 100,000 resources, verbs and names", () => ({
    "role.yaml": clusterRole(
      "r",
      `{ apiGroups: [${times(50_000, (index) => `g${index}`)}], resources: [${times(100_000, (index) => `x${index}`)}], verbs: [${times(100_000, (index) => `v${index}`)}], resourceNames: [${times(100_000, (index) => `n${index}`)}] }`,
    ),
  })),
  ...asked("1,000 ClusterRoles that aggregate 1,000", () => ({
    ...filed([
      ...times(1000, (index) =>
        rbac(
          "ClusterRole",
          `above${index}`,
          `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { all: "true" } }, { matchLabels: { l${index % 10}: "true" } }] }\nrules: []`,
        ),
      ),
      ...times(1000, (index) =>
        clusterRole(`below${index}`, `{ apiGroups: [""], resources: [x${index}], verbs: [get] }`).replace(
          `name: below${index}`,
          `name: below${index}, labels: { all: "true", l${index % 10}: "true" }`,
        ),
      ),
      ...times(1000, (index) => clusterBinding(`b${index}`, `above${index}`, user(`u${index}`))),
    ]),
  })),
  ...asked("1,000 ClusterRoles that aggregate one another", () =>
    filed([
      ...times(1000, (index) =>
        rbac(
          "ClusterRole",
          `r${index}, labels: { l${index}: "true" }`,
          `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { l${index + 1}: "true" } }] }\nrules: []`,
        ),
      ),
      clusterRole("end, labels: { l1000: 'true' }"),
      ...times(1000, (index) => clusterBinding(`b${index}`, `r${index}`, user(`u${index}`))),
    ]),
  ),
  ...linted("5,000 missing roles with 5,000 near ones", () => ({
    ...filed(
      times(5000, (index) => [
        role(`reader-${index}x`),
        binding(`b${index}`, "Role", `raeder-${index}x`, "shop", user("u")),
      ]).flat(),
    ),
  })),
  ...linted("900 missing roles with 900 near ones in each of 8 namespaces", () => ({
    ...filed(
      times(8, (number) =>
        times(900, (index) => [
          role(`reader-${index}x`, `n${number}`),
          binding(`b${index}`, "Role", `raeder-${index}x`, `n${number}`, user("u")),
        ]).flat(),
      ).flat(),
    ),
  })),
  ...linted("2,000 missing ServiceAccounts, namespaces and Services", () => ({
    ...filed(
      times(2000, (index) => [
        serviceAccount(`account-${index}`),
        namespace(`team-${index}`),
        workload(`w${index}`, `acount-${index}`),
        workload("w", "default", `taem-${index}`),
        clusterBinding(`b${index}`, "view", account(`acount-${index}`), account("x", `taem-${index}`)),
      ]).flat(),
    ),
  })),
  ...asked("10,000 RoleBindings in 5,000 namespaces", () =>
    filed([
      clusterRole("r"),
      ...times(10_000, (index) =>
        binding(
          `b${index}`,
          "ClusterRole",
          "r",
          `n${index % 5000}`,
          user("u1"),
          account("a", `n${index % 5000}`),
        ),
      ),
    ]),
  ),
  ...linted("4,000 workloads whose ServiceAccounts are bound", () =>
    filed([
      ...times(4000, (index) => [
        serviceAccount(`a${index}`),
        workload(`w${index}`, `a${index}`),
        clusterBinding(`b${index}`, "cluster-admin", account(`a${index}`), account(`a${index}`, `n${index}`)),
      ]).flat(),
    ]),
  ),
  ...linted("4,000 workloads, and bindings of groups and templates", () =>
    filed([
      ...times(4000, (index) => [
        serviceAccount(`a${index}`),
        workload(`w${index}`, `a${index}`),
        binding(
          `b${index}`,
          "ClusterRole",
          "view",
          "shop",
          `{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:n${index}" }`,
          `{ kind: ServiceAccount, name: "{{ .x${index} }}", namespace: x }`,
        ),
      ]).flat(),
    ]),
  ),
  ...asked("200 overlays of 500 roles", () => ({
    "base/kustomization.yaml": "resources: [roles.yaml]\n",
    "base/roles.yaml": joined(
      times(
        500,
        (index) =>
          role(`r${index}`) + "---\n" + binding(`b${index}`, "Role", `r${index}`, "shop", user("u1")),
      ),
    ),
    ...Object.fromEntries(
      times(200, (index) => [
        `o${index}/kustomization.yaml`,
        `resources: [../base]\nnamespace: ns-${index}\n`,
      ]),
    ),
  })),
  ...linted("20,000 copies of an object", () => filed(times(20_000, () => role("r")))),
  ...linted("20,000 namespaces", () => filed(times(20_000, (index) => namespace(`n${index}`)))),
  ...linted("20,000 tokens of ServiceAccounts", () =>
    filed(
      times(20_000, (index) =>
        object(
          "v1",
          "Secret",
          `s${index}, annotations: { kubernetes.io/service-account.name: a${index} }`,
          "type: kubernetes.io/service-account-token",
          "shop",
        ),
      ),
    ),
  ),
  ...linted("20,000 contexts, users and clusters of a kubeconfig", () => ({
    "config.yaml": `apiVersion: v1\nkind: Config\ncurrent-context: x\nclusters: [${times(20_000, (index) => `{ name: c${index}, cluster: { server: "https://c${index}" } }`)}]\nusers: [${times(20_000, (index) => `{ name: u${index}, user: { token: t${index} } }`)}]\ncontexts: [${times(20_000, (index) => `{ name: x${index}, context: { cluster: c${index}, user: u${index + 1} } }`)}]\n`,
  })),
  ...asked("ABAC policies of 60,000 lines", () => ({
    "policy.jsonl": times(
      60_000,
      (index) =>
        `{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"u${index}","namespace":"n${index}","resource":"*","apiGroup":"*"}}\n`,
    ).join(""),
  })),
  ...asked("20,000 webhooks", () => ({
    "webhooks.yaml": object(
      "admissionregistration.k8s.io/v1",
      "ValidatingWebhookConfiguration",
      "w",
      `webhooks: [${times(20_000, (index) => `{ name: w${index}.x.y, failurePolicy: Ignore, clientConfig: { url: "https://x" }, rules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }`)}]`,
    ),
  })),
  ...asked("20,000 rules of a webhook", () => ({
    "webhooks.yaml": object(
      "admissionregistration.k8s.io/v1",
      "ValidatingWebhookConfiguration",
      "w",
      `webhooks: [{ name: w.x.y, failurePolicy: Ignore, clientConfig: { url: "https://x" }, rules: [${times(20_000, (index) => `{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [x${index}] }`)}] }]`,
    ),
  })),
  ...asked("a ValidatingAdmissionPolicy of 20,000 conditions, and 5,000 bindings", () => ({
    "policy.yaml": object(
      "admissionregistration.k8s.io/v1",
      "ValidatingAdmissionPolicy",
      "p",
      `spec: { matchConstraints: { resourceRules: [{ apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods] }] }, matchConditions: [${times(20_000, (index) => `{ name: m${index}, expression: "has(object.a${index})" }`)}], validations: [${times(20_000, (index) => `{ expression: "object.a${index} == 'x'" }`)}] }`,
    ),
    ...filed(
      times(5000, (index) =>
        object(
          "admissionregistration.k8s.io/v1",
          "ValidatingAdmissionPolicyBinding",
          `b${index}`,
          `spec: { policyName: ${index % 2 ? "p" : `p${index}`}, validationActions: [Deny] }`,
        ),
      ),
    ),
  })),
  ...linted("an audit policy of 20,000 rules", () => ({
    "audit.yaml": `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [${times(20_000, (index) => `{ level: ${index % 2 ? "Metadata" : "RequestResponse"}, users: [u${index}], resources: [{ group: "", resources: [secrets, x${index}] }] }`)}]\n`,
  })),
  ...linted("an encryption configuration of 10,000 providers", () => ({
    "encryption.yaml": `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [${times(100, (number) => `{ resources: [secrets, x${number}], providers: [${times(100, (index) => `{ aescbc: { keys: [{ name: k${index}, secret: YWFhYWFhYWFhYWFhYWFhYQ== }] } }`)}] }`)}, { resources: [configmaps], providers: [${times(10_000, (index) => `{ aesgcm: { keys: [{ name: k${index}, secret: YWFhYWFhYWFhYWFhYWFhYQ== }] } }`)}] }]\n`,
  })),
  ...linted("an API server with flags of 2 MB", () => ({
    "kube-apiserver.yaml": object(
      "v1",
      "Pod",
      "kube-apiserver",
      `spec: { containers: [{ name: kube-apiserver, image: x, command: [kube-apiserver, "--authorization-mode=${"Node,".repeat(100_000)}RBAC", "--enable-admission-plugins=${"NodeRestriction,".repeat(30_000)}", "--tls-cipher-suites=${"TLS_RSA_WITH_RC4_128_SHA,".repeat(20_000)}", ${times(20_000, (index) => `"--x-${index}=y"`)}] }] }`,
      "kube-system",
    ),
  })),
  ...asked("an AuthenticationConfiguration of 5,000 issuers", () => ({
    "authentication.yaml": `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: [${times(5000, (index) => `{ issuer: { url: "https://x${index % 2500}", audiences: [a] }, claimMappings: { username: { claim: sub, prefix: "x:" } } }`)}]\n`,
  })),
  "a policy of Argo CD of 50,000 lines (who-can --argocd)": {
    files: () => argoPolicy(50_000),
    args: ["who-can", "--argocd", "get", "applications", "--format", "json"],
  },
  ...linted("a policy of Argo CD of 50,000 lines", () => argoPolicy(50_000)),
  ...linted("500 AppProjects of 50 roles", () =>
    filed(
      times(500, (number) =>
        object(
          "argoproj.io/v1alpha1",
          "AppProject",
          `p${number}`,
          `spec: { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "*" }], roles: [${times(50, (index) => `{ name: r${index}, policies: ["p, proj:p${number}:r${index}, applications, *, p${number}/*, allow"], groups: [g${index}] }`)}] }`,
          "argocd",
        ),
      ),
    ),
  ),
  ...asked("aws-auth with 20,000 roles", () => ({
    "aws-auth.yaml": object(
      "v1",
      "ConfigMap",
      "aws-auth",
      `data:\n  mapRoles: |\n${times(20_000, (index) => `    - { rolearn: "arn:aws:iam::1:role/r${index}", username: u${index}, groups: [g${index}, "system:masters"] }\n`).join("")}`,
      "kube-system",
    ),
  })),
  ...Object.assign(
    {},
    ...Object.entries(HOSTILE_TEXTS).map(([name, text]) =>
      linted(`40 kB of ${name} in every text`, hostileTexts(text)),
    ),
  ),
};

function argoPolicy(lines) {
  return {
    "argocd.yaml": object(
      "v1",
      "ConfigMap",
      "argocd-rbac-cm",
      `data:\n  policy.csv: |\n${times(lines, (index) => (index % 3 ? `    p, role:r${index}, applications, get, p${index}/*, allow\n` : `    g, g${index}, role:r${index + 1}\n`)).join("")}`,
      "argocd",
    ),
  };
}
