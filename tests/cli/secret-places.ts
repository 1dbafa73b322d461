/** A secret that says where it was planted; it is long and odd enough to be taken for one. */
export const secret = (where: string) => `S3cr3t-${where}-kQ9vX2wZ7`;
export const base64 = (text: string) => Buffer.from(text).toString("base64");

export const ROLE =
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: r, namespace: shop }\nrules: []\n";
const RESOURCES = "resources: [r.yaml]\n";
const SECRET = (where: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\nstringData: { password: ${secret(where)} }\n`;
const inline = (text: string, indent: string) => text.trimEnd().replaceAll("\n", `\n${indent}`);
const url = (where: string) => `https://robot:${secret(where)}@git.example.com/shop/infra.git`;
const flux = (kind: string, spec: string, group = "source.toolkit.fluxcd.io") =>
  `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: { name: x, namespace: flux-system }\nspec: ${spec}\n`;
const argo = (source: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec: { project: default, destination: { server: https://kubernetes.default.svc }, source: ${source} }\n`;

/** Where a secret can lie, each with files that hold one which names the place. */
export const PLACES: Record<string, (where: string) => Record<string, string>> = {
  literals: (where) => ({
    "kustomization.yaml": `${RESOURCES}secretGenerator: [{ name: s, literals: [password=${secret(where)}] }]\n`,
  }),
  "literals-of-many-lines": (where) => ({
    "kustomization.yaml": `${RESOURCES}secretGenerator:\n  - name: s\n    literals:\n      - |-\n        a=b\n        ${secret(where)}\n`,
  }),
  "literal-in-quotes": (where) => ({
    "kustomization.yaml": `${RESOURCES}SecretGenerator: [{ name: s, Literals: ["password='${secret(where)}'"] }]\n`,
  }),
  "literal-without-a-key": (where) => ({
    "kustomization.yaml": `${RESOURCES}secretGenerator: [{ name: s, literals: ["${secret(where)}"] }]\n`,
  }),
  "literals-that-are-a-text": (where) => ({
    "kustomization.yaml": `${RESOURCES}secretGenerator: [{ name: s, literals: "password=${secret(where)}" }]\n`,
  }),
  "a-generator-that-is-a-map": (where) => ({
    "kustomization.yaml": `${RESOURCES}secretGenerator: { name: s, literals: [password=${secret(where)}] }\n`,
  }),
  files: (where) => ({
    "kustomization.yaml": `${RESOURCES}secretGenerator: [{ name: s, files: [p.yaml, q=p.txt] }]\n`,
    "p.yaml": `password: ${secret(where)}\n`,
    "p.txt": secret(where),
  }),
  envs: (where) => ({
    "kustomization.yaml": `${RESOURCES}secretGenerator: [{ name: s, envs: [p.env, e.yaml] }]\n`,
    "p.env": `PASSWORD=${secret(where)}\n`,
    "e.yaml": `PASSWORD: ${secret(where)}\n`,
  }),
  "inline-patch": (where) => ({
    "kustomization.yaml": `${RESOURCES}patches:\n  - patch: |-\n      ${inline(SECRET(where), "      ")}\n`,
  }),
  "inline-patch-in-JSON": (where) => ({
    "kustomization.yaml": `${RESOURCES}patches:\n  - target: { kind: Secret }\n    patch: '[{"op":"add","path":"/stringData/password","value":"${secret(where)}"}]'\n`,
  }),
  "inline-strategic-patch": (where) => ({
    "kustomization.yaml": `${RESOURCES}patchesStrategicMerge:\n  - |-\n    ${inline(SECRET(where), "    ")}\n`,
  }),
  "inline-generator": (where) => ({
    "kustomization.yaml": `${RESOURCES}generators:\n  - |-\n    apiVersion: builtin\n    kind: SecretGenerator\n    metadata: { name: g }\n    literals: [password=${secret(where)}]\n`,
  }),
  "generator-in-a-file": (where) => ({
    "kustomization.yaml": `${RESOURCES}generators: [g.yaml]\n`,
    "g.yaml": `apiVersion: builtin\nkind: SecretGenerator\nmetadata: { name: g }\nliterals: [password=${secret(where)}]\n`,
  }),
  "patch-in-a-file": (where) => ({
    "kustomization.yaml": `${RESOURCES}patches: [{ path: p.yaml }]\n`,
    "p.yaml": SECRET(where),
  }),
  "JSON-patch-in-a-file": (where) => ({
    "kustomization.yaml": `${RESOURCES}patches: [{ path: p.yaml, target: { kind: Secret } }]\n`,
    "p.yaml": `- { op: add, path: /data/password, value: ${base64(secret(where))} }\n`,
  }),
  Secret: (where) => ({ "s.yaml": SECRET(where) }),
  "Secret-data": (where) => ({
    "kustomization.yaml": "resources: [r.yaml, s.yaml]\n",
    "s.yaml": SECRET(where).replace(/stringData: .*/, `data: { password: ${base64(secret(where))} }`),
  }),
  "Secret-in-a-List": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: List\nitems:\n  - ${inline(SECRET(where), "    ")}\n`,
  }),
  "token-Secret": (where) => ({
    "s.yaml": SECRET(where)
      .replace(
        "namespace: shop",
        "namespace: shop, annotations: { kubernetes.io/service-account.name: robot }",
      )
      .replace("stringData:", "type: kubernetes.io/service-account-token\nstringData:"),
  }),
  "last-applied": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\ntype: kubernetes.io/service-account-token\nmetadata:\n  name: s\n  annotations:\n    kubernetes.io/service-account.name: robot\n    kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"password":"${secret(where)}"}}'\n`,
  }),
  "kubeconfig-token": (where) => ({
    "kubeconfig.yaml": `apiVersion: v1\nkind: Config\nclusters: [{ name: c, cluster: { server: https://c.example.com } }]\nusers: [{ name: u, user: { token: ${secret(where)} } }]\ncontexts: []\n`,
  }),
  "kubeconfig-server": (where) => ({
    "kubeconfig.yaml": `apiVersion: v1\nkind: Config\nclusters: [{ name: c, cluster: { server: "https://robot:${secret(where)}@c.example.com" } }]\nusers: []\ncontexts: []\n`,
  }),
  "kubeconfig-in-a-Secret": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  kubeconfig: |\n    apiVersion: v1\n    kind: Config\n    clusters: [{ name: c, cluster: { server: https://c.example.com } }]\n    users: [{ name: u, user: { password: ${secret(where)}, username: u } }]\n    contexts: []\n`,
  }),
  "cluster-of-Argo-CD": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\nmetadata: { name: c, namespace: argocd, labels: { argocd.argoproj.io/secret-type: cluster } }\nstringData: { name: c, server: https://c.example.com, config: '{"bearerToken":"${secret(where)}","password":"${secret(where)}"}' }\n`,
  }),
  "repository-of-Argo-CD": (where) => ({
    "s.yaml": `apiVersion: v1\nkind: Secret\nmetadata: { name: c, namespace: argocd, labels: { argocd.argoproj.io/secret-type: repository } }\nstringData: { url: "${url(where)}", password: ${secret(where)} }\n`,
  }),
  "remote-base": (where) => ({
    "kustomization.yaml": `resources: [r.yaml, "${url(where)}//base?ref=main"]\n`,
  }),
  "remote-patch": (where) => ({
    "kustomization.yaml": `${RESOURCES}patches: [{ path: "${url(where)}" }]\ncomponents: ["${url(where)}"]\n`,
  }),
  "repository-of-a-chart": (where) => ({
    "kustomization.yaml": `${RESOURCES}helmCharts: [{ name: c, releaseName: c, repo: "${url(where)}" }]\n`,
  }),
  GitRepository: (where) => ({
    "a.yaml": `${flux("GitRepository", `{ url: "${url(where)}" }`)}---\n${flux("Kustomization", "{ path: ., sourceRef: { kind: GitRepository, name: x } }", "kustomize.toolkit.fluxcd.io")}`,
  }),
  HelmRepository: (where) => ({
    "a.yaml": `${flux("HelmRepository", `{ url: "${url(where)}" }`)}---\n${flux("HelmRelease", "{ chart: { spec: { chart: c, sourceRef: { kind: HelmRepository, name: x } } } }", "helm.toolkit.fluxcd.io")}`,
  }),
  OCIRepository: (where) => ({
    "a.yaml": `${flux("OCIRepository", `{ url: "${url(where).replace("https", "oci")}" }`)}---\n${flux("HelmRelease", "{ chartRef: { kind: OCIRepository, name: x } }", "helm.toolkit.fluxcd.io")}`,
  }),
  "source-of-Argo-CD": (where) => ({ "a.yaml": argo(`{ repoURL: "${url(where)}", path: . }`) }),
  "chart-of-Argo-CD": (where) => ({
    "a.yaml": argo(`{ repoURL: "${url(where)}", chart: c, targetRevision: 1.0.0 }`),
  }),
  "destination-of-Argo-CD": (where) => ({
    "a.yaml": argo("{ repoURL: https://example.com/a.git, path: . }").replace(
      "https://kubernetes.default.svc",
      `"https://robot:${secret(where)}@c.example.com"`,
    ),
  }),
  "remote-of-git": (where) => ({
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": `[remote "origin"]\n\turl = ${url(where)}\n`,
  }),
  webhook: (where) => ({
    "a.yaml": `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: { name: w }\nwebhooks: [{ name: w.example.com, clientConfig: { url: "https://robot:${secret(where)}@w.example.com/x" }, rules: [{ apiGroups: [""], apiVersions: [v1], resources: [pods], operations: ["*"] }], sideEffects: None, admissionReviewVersions: [v1] }]\n`,
  }),
  issuer: (where) => ({
    "a.yaml": `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\njwt: [{ issuer: { url: "https://robot:${secret(where)}@issuer.example.com", audiences: [a] }, claimMappings: { username: { claim: sub, prefix: "" } } }]\n`,
  }),
  "name-of-an-object": (where) => ({
    "a.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: b, namespace: shop }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: "${url(where)}" }\nsubjects: [{ kind: User, name: "${url(where)}" }]\n`,
  }),
  "query-of-a-URL": (where) => ({
    "kustomization.yaml": `resources: [r.yaml, "https://git.example.com/a//b?token=${secret(where)}&ref=main"]\n`,
  }),
  "ssh-address": (where) => ({
    "kustomization.yaml": `resources: [r.yaml, "ssh://robot:${secret(where)}@git.example.com/a/b"]\n`,
  }),
  "user-of-a-URL": (where) => ({
    "kustomization.yaml": `resources: [r.yaml, "https://${secret(where)}@git.example.com/a/b"]\n`,
  }),
  "patch-of-Flux": (where) => ({
    "a.yaml": flux(
      "Kustomization",
      `{ path: ., sourceRef: { kind: GitRepository, name: flux-system }, patches: [{ patch: ${JSON.stringify(SECRET(where))} }] }`,
      "kustomize.toolkit.fluxcd.io",
    ),
  }),
  "patch-of-Argo-CD": (where) => ({
    "a.yaml": argo(
      `{ repoURL: https://example.com/a.git, path: ., kustomize: { patches: [{ patch: ${JSON.stringify(SECRET(where))} }] } }`,
    ),
  }),
  "comment-for-ESLint": (where) => ({
    "a.yaml": `# eslint-disable-next-line gitops/${url(where)}\n${ROLE}`,
  }),
  "description-of-a-comment": (where) => ({
    "a.yaml": `${ROLE.replace("name: r,", "name: c,")}# eslint-disable-next-line gitops/no-wildcard-verbs -- ${url(where)}\n`,
  }),
  "name-of-a-namespace": (where) => ({
    "a.yaml": `apiVersion: v1\nkind: Namespace\nmetadata: { name: "${url(where)}" }\n`,
    "b.yaml": ROLE.replace("namespace: shop", `namespace: "${url(where)}"`),
  }),
  "escapes-of-JSON": (where) => ({
    "a.json": `{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b","namespace":"shop"},"roleRef":{"kind":"Role","name":"https:\\/\\/u:${secret(where)}\\u0040h"},"subjects":[]}`,
  }),
  "text-that-does-not-parse": (where) => ({
    "a.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: "${url(where)}"\n`,
  }),
};
