// Flux Kustomizations, Applications and ApplicationSets that apply much, often, or change it at great cost.
import { joined, lines, times } from "../objects.mjs";

const role = (name, verb = "get") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name}, namespace: shop }\nrules:\n  - { apiGroups: [""], resources: [pods], verbs: [${verb}] }\n`;
const roles = (count, verb) => joined(times(count, (index) => role(`r${index}`, verb)));
const flux = (name, path, more = "") =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  path: ${path}\n  sourceRef: { kind: GitRepository, name: flux-system }\n${more}`;
const application = (name, path, more = "") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  destination: { server: https://kubernetes.default.svc, namespace: n-${name} }\n  source:\n    repoURL: https://example.com/r.git\n    path: ${path}\n${more}`;
const applicationSet = (generators, path = "'{{path}}'") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: a, namespace: argocd }\nspec:\n  generators:\n${generators}  template:\n    metadata: { name: '{{path.basename}}' }\n    spec:\n      destination: { server: https://kubernetes.default.svc, namespace: x }\n      source: { repoURL: https://example.com/r.git, path: ${path} }\n`;
const GIT = "{ repoURL: https://example.com/r.git, directories: [{ path: '*' }, { path: '*/*' }] }";
const directories = (count) =>
  Object.fromEntries(times(count, (index) => [`d${index}/role.yaml`, role(`r${index}`)]));

/** Texts that a Flux Kustomization substitutes in everything that it applies. */
const substituting = (text, count = 200, variables = "{ a: b }") => ({
  files: () => ({
    "clusters/k.yaml": flux("a", "./apps", `  postBuild: { substitute: ${variables} }\n`),
    "apps/roles.yaml": joined(
      times(count, (index) =>
        role(`r${index}`).replace("namespace:", `annotations: { a: ${JSON.stringify(text)} }, namespace:`),
      ),
    ),
  }),
});

export const scenarios = {
  "1,500 Flux Kustomizations of 3,000 objects": {
    files: () => ({
      "apps/roles.yaml": roles(3000),
      "clusters/all.yaml": joined(times(1500, (index) => flux(`k${index}`, "./apps"))),
    }),
  },
  "1,500 Flux Kustomizations that substitute": {
    files: () => ({
      "apps/roles.yaml": roles(3000, "${v}"),
      "clusters/all.yaml": joined(
        times(1500, (index) =>
          flux(`k${index}`, "./apps", `  postBuild: { substitute: { v: "v${index}" } }\n`),
        ),
      ),
    }),
  },
  "1,500 Flux Kustomizations with a namespace": {
    files: () => ({
      "apps/roles.yaml": roles(3000),
      "clusters/all.yaml": joined(
        times(1500, (index) => flux(`k${index}`, "./apps", `  targetNamespace: n${index}\n`)),
      ),
    }),
  },
  "1,500 Flux Kustomizations of nested paths": {
    files: () => ({
      ...Object.fromEntries(times(50, (index) => [`${"d/".repeat(index + 1)}role.yaml`, roles(60)])),
      "clusters/all.yaml": joined(
        times(1500, (index) =>
          flux(
            `k${index}`,
            `./${"d/".repeat((index % 50) + 1)}`,
            `  commonMetadata: { labels: { a: "${index}" } }\n`,
          ),
        ),
      ),
    }),
  },
  "3,000 GitRepositories": {
    files: () => ({
      "apps/roles.yaml": roles(3),
      "clusters/all.yaml": joined(
        times(3000, (index) => [
          flux(`k${index}`, "./apps").replace("name: flux-system }\n", "name: s }\n"),
          `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: s, namespace: flux-system }\nspec: { url: "https://example.com/r${index}.git" }\n`,
        ]).flat(),
      ),
    }),
  },
  "40 KB of variables": substituting("${".repeat(20_000), 20),
  "40 KB of variables with defaults": substituting("${a:=".repeat(8000), 20),
  "40 KB of closed variables": substituting("${b:=x}".repeat(6000), 20),
  "variables at depth": substituting(
    `${"${b:=".repeat(9)}${"x".repeat(1000)}${"}".repeat(9)}`.repeat(30),
    100,
  ),
  "variables that grow": substituting("${a}".repeat(5000), 200, `{ a: "${"y".repeat(5000)}" }`),
  "40 KB of parentheses": substituting("$(".repeat(20_000), 20),
  "40 KB of angle brackets": substituting("<".repeat(40_000), 20),
  "40 KB of brackets": substituting("${a(".repeat(10_000), 20),
  "variables in a role's name": {
    files: () => ({
      "clusters/k.yaml": flux("a", "./apps", "  postBuild: { substitute: { a: b } }\n"),
      "apps/roles.yaml": joined(times(20, () => role(JSON.stringify("${".repeat(20_000))))),
    }),
  },
  "variables in a verb": {
    files: () => ({
      "clusters/k.yaml": flux("a", "./apps", "  postBuild: { substitute: { a: b } }\n"),
      "apps/roles.yaml": joined(times(20, (index) => role(`r${index}`, JSON.stringify("${".repeat(20_000))))),
    }),
  },
  "variables in keys": {
    files: () => ({
      "clusters/k.yaml": flux("a", "./apps", "  postBuild: { substitute: { a: b } }\n"),
      "apps/roles.yaml": joined(
        times(20, (index) =>
          role(`r${index}`).replace(
            "namespace:",
            `labels: { ${JSON.stringify("${".repeat(20_000))}: a }, namespace:`,
          ),
        ),
      ),
    }),
  },
  "variables in a path": {
    files: () => ({
      "clusters/k.yaml": joined(times(20, (index) => flux(`a${index}`, JSON.stringify("${".repeat(20_000))))),
      "clusters/l.yaml": joined(
        times(20, (index) => application(`b${index}`, JSON.stringify("{{".repeat(20_000)))),
      ),
    }),
  },

  "1,500 Applications of 3,000 objects": {
    files: () => ({
      "apps/roles.yaml": roles(3000),
      "argocd/all.yaml": joined(times(1500, (index) => application(`k${index}`, "apps"))),
    }),
  },
  "1,500 Applications of 3,000 objects without a namespace": {
    files: () => ({
      "apps/roles.yaml": roles(3000).replaceAll(", namespace: shop", ""),
      "argocd/all.yaml": joined(times(1500, (index) => application(`k${index}`, "apps"))),
    }),
  },
  "1,500 Applications that change a kustomization": {
    files: () => ({
      "apps/roles.yaml": roles(3000),
      "apps/kustomization.yaml": "resources: [roles.yaml]\n",
      "argocd/all.yaml": joined(
        times(1500, (index) =>
          application(`k${index}`, "apps", `    kustomize: { nameSuffix: -x${index} }\n`),
        ),
      ),
    }),
  },
  "an Application of 1,000 sources": {
    files: () => ({
      "apps/roles.yaml": roles(1000),
      "argocd/all.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec:\n  destination: { server: https://kubernetes.default.svc, namespace: x }\n  sources:\n${lines(1000, () => "    - { repoURL: https://example.com/r.git, path: apps }\n")}`,
    }),
  },
  "1,500 ApplicationSets of 2,000 directories": {
    files: () => ({
      ...directories(2000),
      "argocd/all.yaml": joined(times(1500, () => applicationSet(`    - git: ${GIT}\n`))),
    }),
  },
  "an ApplicationSet of a matrix": {
    files: () => ({
      ...directories(2000),
      "argocd/all.yaml": applicationSet(
        `    - matrix:\n        generators:\n          - git: ${GIT}\n          - matrix:\n              generators:\n                - git: ${GIT}\n                - list: { elements: [${times(2000, (index) => `{ a: "${index}" }`).join(", ")}] }\n          - clusters: {}\n`,
      ),
    }),
  },
  "an ApplicationSet of 10,000 generators": {
    files: () => ({
      ...directories(2000),
      "argocd/all.yaml": applicationSet(lines(10_000, () => `    - git: ${GIT}\n`)),
    }),
  },
  "500 ApplicationSets with a pattern": {
    files: () => ({
      ...directories(2000),
      "argocd/all.yaml": joined(
        times(500, () => applicationSet("    - list: { elements: [] }\n", "'d{{a}}'")),
      ),
    }),
  },
  "patterns that cost much": {
    files: () => ({
      ...Object.fromEntries(
        times(500, (index) => [`${"a".repeat(200)}${index}/role.yaml`, role(`r${index}`)]),
      ),
      "argocd/all.yaml": applicationSet(
        lines(
          100,
          () =>
            `    - git: { repoURL: https://example.com/r.git, directories: [{ path: '${"*a".repeat(100)}b' }] }\n`,
        ),
      ),
    }),
  },
  "includes that cost much": {
    files: () => ({
      ...Object.fromEntries(
        times(500, (index) => [`apps/${"a".repeat(200)}${index}.yaml`, role(`r${index}`)]),
      ),
      "argocd/all.yaml": joined(
        times(100, (index) =>
          application(
            `k${index}`,
            "apps",
            `    directory: { include: '{${times(60, (one) => `${"*a".repeat(50)}b${one}`).join(",")}}' }\n`,
          ),
        ),
      ),
    }),
  },
};
