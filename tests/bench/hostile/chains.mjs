// What leads from one thing to the next, ten thousand times.
import { joined, times } from "../objects.mjs";

const clusterRole = (name, labels, body) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name}, labels: { ${labels} } }\n${body}`;
const binding = (name, role) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: ${name} }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }\nsubjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: u1 }]\n`;
const selecting = (label) => `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { ${label} } }] }\n`;
const SECRETS = 'rules: [{ apiGroups: [""], resources: [secrets], verbs: ["*"] }]\n';

/** ClusterRoles of which each takes in the next; the last one has rules, and the first one is bound. */
const aggregated = (count) => ({
  "roles.yaml": joined([
    ...times(count, (index) => clusterRole(`r${index}`, `l${index}: "1"`, selecting(`l${index + 1}: "1"`))),
    clusterRole(`r${count}`, `l${count}: "1"`, SECRETS),
    binding("b", "r0"),
  ]),
});

/** One ClusterRole that takes in many, each with rules of its own. */
const takenIn = (count) => ({
  "roles.yaml": joined([
    clusterRole("all", 'a: "1"', selecting('part: "1"')),
    ...times(count, (index) => clusterRole(`r${index}`, 'part: "1"', SECRETS)),
    binding("b", "all"),
  ]),
});

/** Many ClusterRoles that take in as many, all by the same label. */
const crossed = (count) => ({
  "roles.yaml": joined([
    ...times(count, (index) => clusterRole(`a${index}`, 'a: "1"', selecting('part: "1"'))),
    ...times(count, (index) => clusterRole(`r${index}`, 'part: "1"', SECRETS)),
    binding("b", "a0"),
  ]),
});

/** A ClusterRole with many bindings, the last one for the whole cluster. */
const bound = (count) => ({
  "roles.yaml": joined([
    clusterRole("r", 'a: "1"', SECRETS),
    ...times(count, (index) =>
      binding(`b${index}`, "r")
        .replace("ClusterRoleBinding", "RoleBinding")
        .replace(`name: b${index} }`, `name: b${index}, namespace: n${index} }`),
    ),
    binding("b", "r"),
  ]),
});

const LAST = `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: last, namespace: shop }\nrules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n`;
const directory = (index) => `d${index}`;

/** Applications of which each applies the directory of the next. */
const applications = (count) => ({
  ...Object.fromEntries(
    times(count, (index) => [
      `${directory(index)}/app.yaml`,
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a${index}, namespace: argocd }\nspec:\n  destination: { server: https://kubernetes.default.svc, namespace: shop }\n  source: { repoURL: https://example.com/r.git, path: ${directory(index + 1)} }\n`,
    ]),
  ),
  [`${directory(count)}/role.yaml`]: LAST,
});

/** Kustomizations of Flux of which each applies the directory of the next. */
const kustomizations = (count) => ({
  ...Object.fromEntries(
    times(count, (index) => [
      `${directory(index)}/flux.yaml`,
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: k${index}, namespace: flux-system }\nspec:\n  path: ./${directory(index + 1)}\n  sourceRef: { kind: GitRepository, name: flux-system }\n`,
    ]),
  ),
  [`${directory(count)}/role.yaml`]: LAST,
});

const ALL = ["--preset", "all"];
const WHO = ["who-can", "get", "secrets", "--format", "json"];

export const scenarios = {
  "10,000 ClusterRoles that take in the next": { files: () => aggregated(10_000), args: ALL },
  "10,000 ClusterRoles that take in the next (who-can)": { files: () => aggregated(10_000), args: WHO },
  "a ClusterRole that takes in 20,000": { files: () => takenIn(20_000), args: ALL },
  "a ClusterRole that takes in 20,000 (who-can)": { files: () => takenIn(20_000), args: WHO },
  "5,000 ClusterRoles that take in 5,000": { files: () => crossed(5000), args: ALL },
  "5,000 ClusterRoles that take in 5,000 (who-can)": { files: () => crossed(5000), args: WHO },
  "a ClusterRole with 20,000 bindings": { files: () => bound(20_000), args: ALL },
  "10,000 Applications of the next": { files: () => applications(10_000) },
  "10,000 Flux Kustomizations of the next": { files: () => kustomizations(10_000) },
};
