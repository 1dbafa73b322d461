// What changes, who becomes whom, what contracts say, and the page for a browser, where there is far too much of it.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filed, joined, object, rbac, times } from "../objects.mjs";

const SOME = `{ apiGroups: [""], resources: [pods], verbs: [get] }`;
const clusterRole = (name, rules = SOME) => rbac("ClusterRole", name, `rules: [${rules}]`);
const roleRef = (name) =>
  `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${name} }`;
const user = (name) => `{ apiGroup: rbac.authorization.k8s.io, kind: User, name: ${name} }`;
const account = (name, namespace = "shop") =>
  `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`;
const clusterBinding = (name, to, ...subjects) =>
  rbac("ClusterRoleBinding", name, `${roleRef(to)}\nsubjects: [${subjects.join()}]`);
const binding = (name, to, namespace, ...subjects) =>
  rbac("RoleBinding", name, `${roleRef(to)}\nsubjects: [${subjects.join()}]`, namespace);
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
const policy = (name, namespaceName, body) =>
  object("networking.k8s.io/v1", "NetworkPolicy", name, `spec: ${body}`, namespaceName);

const git = (root, ...args) =>
  execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@y", ...args], { cwd: root });

/** The repository begins empty: everything is new. */
function begunEmpty(root) {
  git(root, "init", "-q");
  git(root, "commit", "-q", "--allow-empty", "-m", "x");
}

/** What is there has been something else before. */
function changedFrom(earlier) {
  return (root) => {
    const files = readdirSync(root).filter((name) => name.endsWith(".yaml"));
    const texts = files.map((name) => readFileSync(join(root, name), "utf8"));
    files.forEach((name, index) => writeFileSync(join(root, name), earlier(texts[index])));
    git(root, "init", "-q");
    git(root, "add", "-A");
    git(root, "commit", "-q", "-m", "x");
    files.forEach((name, index) => writeFileSync(join(root, name), texts[index]));
  };
}

const DIFF = ["diff", "HEAD", "--format", "markdown"];
const COMMANDS = {
  gained: { args: DIFF, prepare: begunEmpty },
  changed: { args: DIFF, prepare: changedFrom((text) => text.replaceAll("get", "list")) },
  "lost, in HTML": {
    args: ["diff", "HEAD", "--format", "html"],
    prepare: changedFrom((text) => `${text}---\n${clusterBinding("more", "cluster-admin", user("more"))}`),
  },
  paths: { args: ["paths", "--format", "json"] },
  "paths to Secrets": { args: ["paths", "--to", "secrets"] },
  html: { args: ["--preset", "all", "--format", "html"] },
  "who-can, by glob": { args: ["who-can", "get", "secrets", "--subject", "User:*", "--format", "markdown"] },
  "what-can, by glob": { args: ["what-can", "User:*", "--through", "r*", "--format", "markdown"] },
  escalation: { args: ["--preset", "none", "--rule", "no-escalation-path=error"] },
};

/** Every command, on the same files. */
const asked = (name, files, commands = Object.keys(COMMANDS)) =>
  Object.fromEntries(commands.map((command) => [`${name} (${command})`, { files, ...COMMANDS[command] }]));

/** What lets somebody become others, in every way that RBAC has. */
const STRONG = [
  `{ apiGroups: [""], resources: [pods, pods/exec, serviceaccounts/token, secrets], verbs: [get, list, create, patch] }`,
  `{ apiGroups: [""], resources: [users, groups, serviceaccounts], verbs: [impersonate] }`,
  `{ apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings, clusterroles, clusterrolebindings], verbs: [create, update, patch, bind, escalate] }`,
  `{ apiGroups: [apps], resources: [deployments], verbs: [create, patch, get] }`,
];

export const scenarios = {
  ...asked("10,000 roles with 2,000 bindings", () => ({
    ...filed(times(10_000, (index) => clusterRole(`r${index}`))),
    "bindings.yaml": joined(
      times(2000, (index) => clusterBinding(`b${index}`, `r${index * 5}`, user(`u${index}`))),
    ),
  })),
  ...asked("2,000 strong roles, each bound in a namespace of its own", () =>
    filed(
      times(2000, (index) => [
        namespace(`n${index}`),
        clusterRole(`r${index}`, STRONG.join()),
        serviceAccount("a", `n${index}`),
        workload("w", "a", `n${index}`),
        binding("b", `r${index}`, `n${(index + 1) % 2000}`, account("a", `n${index}`), user(`u${index}`)),
      ]).flat(),
    ),
  ),
  ...asked("a binding with 50,000 ServiceAccounts to a strong role", () => ({
    "role.yaml": joined([clusterRole("r", STRONG.join()), namespace("shop")]),
    "binding.yaml": clusterBinding("b", "r", ...times(50_000, (index) => account(`a${index}`))),
  })),
  ...asked("a binding with 100,000 subjects", () => ({
    "role.yaml": clusterRole("r"),
    "binding.yaml": clusterBinding("b", "r", ...times(100_000, (index) => user(`u${index}`))),
  })),
  ...asked("a role of 20,000 rules", () => ({
    "role.yaml": joined([
      clusterRole(
        "r",
        times(
          20_000,
          (index) => `{ apiGroups: ["g${index}.example.com"], resources: [x${index}], verbs: [get, create] }`,
        ).join(),
      ),
      clusterBinding("b", "r", user("u1"), account("a")),
    ]),
  })),
  ...asked("a role of 20,000 names of Secrets and accounts", () => ({
    "role.yaml": joined([
      clusterRole(
        "r",
        times(
          20_000,
          (index) =>
            `{ apiGroups: [""], resources: [secrets, serviceaccounts/token, serviceaccounts], resourceNames: [x${index}], verbs: [get, create, impersonate] }`,
        ).join(),
      ),
      binding("b", "r", "shop", user("u1"), account("a")),
      namespace("shop"),
      ...times(5000, (index) => serviceAccount(`x${index}`)),
    ]),
  })),
  ...asked(
    "2,000 namespaces with policies",
    () =>
      filed(
        times(2000, (index) => [
          namespace(`n${index}`),
          workload("w", "default", `n${index}`),
          policy("deny", `n${index}`, "{ podSelector: {}, policyTypes: [Ingress, Egress] }"),
          policy(
            "some",
            `n${index}`,
            `{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: n${(index + 1) % 2000} } } }] }] }`,
          ),
        ]).flat(),
      ),
    ["gained", "changed", "lost, in HTML", "html"],
  ),
  ...asked(
    "2,000 namespaces that are open",
    () =>
      filed(times(2000, (index) => [namespace(`n${index}`), workload("w", "default", `n${index}`)]).flat()),
    ["gained", "changed", "lost, in HTML", "html"],
  ),
  ...asked("3,000 ServiceAccounts, each of which may become the next", () =>
    filed(
      times(3000, (index) => [
        namespace(`n${index}`),
        serviceAccount("a", `n${index}`),
        binding("b", "r", `n${index + 1}`, account("a", `n${index}`)),
      ])
        .flat()
        .concat(
          clusterRole("r", `{ apiGroups: [""], resources: [serviceaccounts/token], verbs: [create] }`),
          clusterBinding("end", "cluster-admin", account("a", "n2999")),
        ),
    ),
  ),
  ...asked("1,000 ServiceAccounts of a namespace with bindings in it", () =>
    filed([
      namespace("shop"),
      clusterRole("r", STRONG.join()),
      ...times(1000, (index) => [
        serviceAccount(`a${index}`),
        workload(`w${index}`, `a${index}`),
        binding(`b${index}`, "r", "shop", account(`a${index}`)),
      ]).flat(),
      clusterBinding("end", "cluster-admin", account("a999")),
    ]),
  ),
  ...asked("ClusterRoles that aggregate one another in a circle", () =>
    filed([
      ...times(1000, (index) =>
        rbac(
          "ClusterRole",
          `r${index}, labels: { l${index}: "true" }`,
          `aggregationRule: { clusterRoleSelectors: [{ matchLabels: { l${(index + 1) % 1000}: "true" } }] }\nrules: []`,
        ),
      ),
      ...times(1000, (index) => clusterBinding(`b${index}`, `r${index}`, user(`u${index}`))),
      clusterRole("strong, labels: { l5: 'true' }", STRONG.join()),
    ]),
  ),
  ...asked("1,000 overlays of 20 roles", () => ({
    "base/kustomization.yaml": "resources: [roles.yaml]\n",
    "base/roles.yaml": joined(
      times(20, (index) => [
        clusterRole(`r${index}`, STRONG[index % 4]),
        binding(`b${index}`, `r${index}`, "shop", account(`a${index}`)),
        serviceAccount(`a${index}`),
      ]).flat(),
    ),
    ...Object.fromEntries(
      times(1000, (index) => [
        `o${index}/kustomization.yaml`,
        `resources: [../base]\nnamespace: ns-${index}\nnamePrefix: p${index}-\n`,
      ]),
    ),
  })),
};
