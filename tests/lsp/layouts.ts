/** The files of a small repository, by path. */
export type Layout = Readonly<Record<string, string>>;

const RBAC = "rbac.authorization.k8s.io";

interface Parts {
  /** The namespace that objects name; empty for none. */
  namespace: string;
}

const inNamespace = (namespace: string) => (namespace ? `\n  namespace: ${namespace}` : "");

const namespaceFile = (name: string) => `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: restricted
`;

const role = ({ namespace }: Parts) => `apiVersion: ${RBAC}/v1
kind: Role
metadata:
  name: pod-reader${inNamespace(namespace)}
rules:
  - apiGroups: [""]
    resources: [pods, pods/log]
    verbs: [get, list, watch]
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [get]
`;

const CLUSTER_ROLE = `apiVersion: ${RBAC}/v1
kind: ClusterRole
metadata:
  name: secret-admin
rules:
  - apiGroups: [""]
    resources: [secrets]
    verbs: ["*"]
`;

const account = ({ namespace }: Parts) => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: shop${inNamespace(namespace)}
`;

interface Refers {
  kind: string;
  name: string;
}

const binding = ({ namespace }: Parts, name: string, refers: Refers) => `apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata:
  name: ${name}${inNamespace(namespace)}
roleRef:
  apiGroup: ${RBAC}
  kind: ${refers.kind}
  name: ${refers.name}
subjects:
  - kind: ServiceAccount
    name: shop${namespace && `\n    namespace: ${namespace}`}
`;

const deployment = ({ namespace }: Parts) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop${inNamespace(namespace)}
spec:
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      serviceAccountName: shop
      containers:
        - name: shop
          image: example.com/shop:1.0
          ports:
            - { name: http, containerPort: 8080 }
`;

const policy = ({ namespace }: Parts) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: shop${inNamespace(namespace)}
spec:
  podSelector:
    matchLabels: { app: shop }
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: ingress }
      ports:
        - port: 8080
`;

/** The objects of an application, in files below a directory. The binding `missing` refers to a role that is nowhere. */
function application(directory: string, parts: Parts): Layout {
  const files = {
    "role.yaml": role(parts),
    "account.yaml": account(parts),
    "read.yaml": binding(parts, "read-pods", { kind: "Role", name: "pod-reader" }),
    "secrets.yaml": binding(parts, "secrets", { kind: "ClusterRole", name: "secret-admin" }),
    "missing.yaml": binding(parts, "missing", { kind: "Role", name: "pod-raeder" }),
    "deployment.yaml": deployment(parts),
    "policy.yaml": policy(parts),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text]));
}

const kustomization = (resources: readonly string[], more = "") =>
  `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${resources.map((one) => `  - ${one}\n`).join("")}${more}`;

const FILES = [
  "role.yaml",
  "account.yaml",
  "read.yaml",
  "secrets.yaml",
  "missing.yaml",
  "deployment.yaml",
  "policy.yaml",
];

/** Directories of manifests that are applied as they are. */
export const PLAIN: Layout = {
  "cluster/role.yaml": CLUSTER_ROLE,
  "cluster/namespaces.yaml": `${namespaceFile("shop")}---\n${namespaceFile("ingress")}`,
  ...application("shop", { namespace: "shop" }),
};

const overlay = (name: string) => ({
  [`overlays/${name}/kustomization.yaml`]: kustomization(
    ["../../base", "../../cluster", "namespace.yaml"],
    `namespace: shop-${name}\nnamePrefix: ${name}-\n`,
  ),
  [`overlays/${name}/namespace.yaml`]: namespaceFile(`shop-${name}`),
});

/** A base, and two overlays that give names and namespaces to what is in it. */
export const KUSTOMIZE: Layout = {
  "base/kustomization.yaml": kustomization(FILES),
  ...application("base", { namespace: "" }),
  "cluster/kustomization.yaml": kustomization(["role.yaml"]),
  "cluster/role.yaml": CLUSTER_ROLE,
  ...overlay("staging"),
  ...overlay("production"),
  "overlays/production/kustomization.yaml": `${overlay("production")["overlays/production/kustomization.yaml"]}patches:
  - path: wider.yaml
`,
  "overlays/production/wider.yaml": `apiVersion: ${RBAC}/v1
kind: Role
metadata:
  name: pod-reader
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ["*"]
`,
};

const REPOSITORY = "https://github.com/example/fleet";

const fluxKustomization = (
  name: string,
  path: string,
  more = "",
) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 10m
  path: ./${path}
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
${more}`;

const fluxCluster = (name: string): Layout => ({
  [`clusters/${name}/flux-system/kustomization.yaml`]: kustomization(["gotk-sync.yaml"]),
  [`clusters/${name}/flux-system/gotk-sync.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
  namespace: flux-system
spec:
  interval: 1m
  ref: { branch: main }
  url: ${REPOSITORY}
---
${fluxKustomization("flux-system", `clusters/${name}`)}`,
  [`clusters/${name}/access.yaml`]: fluxKustomization("access", "infrastructure/access"),
  [`clusters/${name}/shop.yaml`]: fluxKustomization(
    "shop",
    `apps/${name}`,
    `  dependsOn:\n    - name: access\n`,
  ),
  [`apps/${name}/kustomization.yaml`]: kustomization(
    ["../base", "namespace.yaml"],
    `namespace: shop-${name}\n`,
  ),
  [`apps/${name}/namespace.yaml`]: namespaceFile(`shop-${name}`),
});

/** Two clusters that Flux keeps, with the same base. */
export const FLUX: Layout = {
  ...fluxCluster("staging"),
  ...fluxCluster("production"),
  "infrastructure/access/kustomization.yaml": kustomization(["role.yaml"]),
  "infrastructure/access/role.yaml": CLUSTER_ROLE,
  "apps/base/kustomization.yaml": kustomization(FILES),
  ...application("apps/base", { namespace: "" }),
};

const argoApplication = (name: string, path: string, namespace: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  namespace: argocd
spec:
  project: default
  source:
    repoURL: ${REPOSITORY}
    targetRevision: HEAD
    path: ${path}
  destination:
    server: https://kubernetes.default.svc
    namespace: ${namespace}
`;

/** An application of applications for Argo CD, and one ApplicationSet for the stages of the shop. */
export const ARGOCD: Layout = {
  "root.yaml": argoApplication("root", "applications", "argocd"),
  "applications/access.yaml": argoApplication("access", "access", "default"),
  "applications/shop.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: shop
  namespace: argocd
spec:
  goTemplate: true
  generators:
    - git:
        repoURL: ${REPOSITORY}
        revision: HEAD
        directories:
          - path: stages/*
  template:
    metadata:
      name: "shop-{{.path.basename}}"
    spec:
      project: default
      source:
        repoURL: ${REPOSITORY}
        targetRevision: HEAD
        path: "{{.path.path}}"
      destination:
        server: https://kubernetes.default.svc
        namespace: "shop-{{.path.basename}}"
`,
  "access/role.yaml": CLUSTER_ROLE,
  "access/namespaces.yaml": `${namespaceFile("shop-staging")}---\n${namespaceFile("shop-production")}`,
  "stages/staging/kustomization.yaml": kustomization(["../../base"], "namespace: shop-staging\n"),
  "stages/production/kustomization.yaml": kustomization(["../../base"], "namespace: shop-production\n"),
  "base/kustomization.yaml": kustomization(FILES),
  ...application("base", { namespace: "" }),
};

/** Each way to lay out a repository, by its name. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  plain: PLAIN,
  kustomize: KUSTOMIZE,
  Flux: FLUX,
  "Argo CD": ARGOCD,
};
