import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { sourceFile, sourcesOf } from "./kubernetes-releases.mjs";

/*
 * Makes the files of lib/kubernetes/data with the roles and bindings that the API server creates. Each release holds
 * them, with its default feature gates, as the expectation of its own tests (policy_test.go).
 */

const POLICY = join("plugin", "pkg", "auth", "authorizer", "rbac", "bootstrappolicy");
const TESTDATA = join(POLICY, "testdata");
const READ = ["get", "list", "watch"];
/** Every role has it. */
const OWN_LABEL = "kubernetes.io/bootstrapping";
const WRITE = ["create", "delete", "deletecollection", "patch", "update"];

/** The text of each file, by its name: the rules of the last of the releases, and the names in all of them. */
export function bootstrapPolicyTexts(releases) {
  const release = releases.at(-1);
  const items = (file) => parse(sourceFile(release, TESTDATA, file), { maxAliasCount: 0 }).items;
  const clusterRoles = items("cluster-roles.yaml");
  const controllerRoles = items("controller-roles.yaml");
  const roles = items("namespace-roles.yaml");
  const bindings = [...items("cluster-role-bindings.yaml"), ...items("controller-role-bindings.yaml")];
  const odd = bindings.find(({ metadata, roleRef }) => metadata.name !== roleRef.name);
  if (odd) throw new Error(`${odd.metadata.name} has another name than its role. The data cannot say so.`);
  const others = otherNames(releases, [...clusterRoles, ...controllerRoles, ...roles]);
  return {
    "cluster-roles.ts": `import { type BootstrapRole, READ, WRITE } from "./bootstrap-role.js";

${comment(`The ClusterRoles that the API server creates, except those of controllers, by name, in Kubernetes ${release}`, "policy.go, ClusterRoles")}
// prettier-ignore
export const CLUSTER_ROLES: Readonly<Record<string, BootstrapRole>> = ${rolesText(clusterRoles)};
`,
    "controller-roles.ts": `import { type BootstrapRole, READ } from "./bootstrap-role.js";

${comment(`The ClusterRoles that the API server creates for controllers, by name, in Kubernetes ${release}`, "controller_policy.go, ControllerRoles")}
// prettier-ignore
export const CONTROLLER_ROLES: Readonly<Record<string, BootstrapRole>> = ${rolesText(controllerRoles)};

/**
 * The ClusterRoles that other feature gates or other releases since Kubernetes ${releases[0]} have: those that
 * policy.go and controller_policy.go of any of them name.
 */
// prettier-ignore
export const OTHER_CLUSTER_ROLES: readonly string[] = [
${others.map((name) => `  ${JSON.stringify(name)},\n`).join("")}];
`,
    "namespaced-roles.ts": `import { type BootstrapRole, READ } from "./bootstrap-role.js";

${comment(`The Roles that the API server creates, by namespace and name, in Kubernetes ${release}`, "namespace_policy.go, NamespaceRoles")}
// prettier-ignore
export const ROLES: Readonly<Record<string, Readonly<Record<string, BootstrapRole>>>> = ${byNamespace(roles, (some) => rolesText(some, "  "))};
`,
    "bootstrap-bindings.ts": `import type { Subject } from "../objects.js";

/** The release of Kubernetes that the roles and bindings of every cluster are of. */
export const BOOTSTRAP_RELEASE = ${JSON.stringify(release)};

${comment(`The subjects of the ClusterRoleBindings that the API server creates, by the name of the ClusterRole, which is also the binding's, in Kubernetes ${release}`, "policy.go, ClusterRoleBindings")}
// prettier-ignore
export const CLUSTER_ROLE_SUBJECTS: Readonly<Record<string, readonly Subject[]>> = ${mapText(bindings, ({ subjects }) => valueText(subjects ?? []))};

${comment(`The RoleBindings that the API server creates, by namespace and name, in Kubernetes ${release}`, "namespace_policy.go, NamespaceRoleBindings")}
// prettier-ignore
export const ROLE_BINDINGS: Readonly<Record<string, Readonly<Record<string, { role: string; subjects: Subject[] }>>>> = ${byNamespace(items("namespace-role-bindings.yaml"), (some) => mapText(some, ({ roleRef, subjects }) => `{ role: ${valueText(roleRef.name)}, subjects: ${valueText(subjects)} }`, "  "))};
`,
  };
}

/** The names of ClusterRoles in the sources of all releases, but for those that are known anyway. */
function otherNames(releases, known) {
  const knownNames = new Set(known.map(({ metadata }) => metadata.name));
  const named = releases.flatMap((release) =>
    readdirSync(join(sourcesOf(release), POLICY))
      .filter((file) => file.endsWith("policy.go"))
      .flatMap((file) => [
        ...sourceFile(release, POLICY, file).matchAll(/(?:(saRolePrefix) \+|\bName:) "([^"]+)"/g),
      ])
      .map(([, prefix, name]) => (prefix === undefined ? name : `system:controller:${name}`)),
  );
  return [...new Set(named)].filter((name) => !knownNames.has(name)).sort();
}

function comment(what, source) {
  const text = `${what}: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/${source}. Written by \`npm run data\` (scripts/bootstrap-policy.mjs): do not edit.`;
  const lines = text.split(" ").reduce(
    (all, word) => {
      const line = `${all.at(-1)} ${word}`;
      return line.length > 110 ? [...all, word] : [...all.slice(0, -1), line.trimStart()];
    },
    [""],
  );
  return `/**\n${lines.map((line) => ` * ${line}`).join("\n")}\n */`;
}

function rolesText(roles, indent = "") {
  return mapText(roles, (role) => roleText(role, `${indent}  `), indent);
}

function roleText({ metadata, aggregationRule, rules }, indent) {
  const labels = Object.fromEntries(Object.entries(metadata.labels).filter(([key]) => key !== OWN_LABEL));
  const ruleLines = (rules ?? []).map((rule) => `${indent}    ${ruleText(rule)},\n`);
  return [
    "{\n",
    ...(Object.keys(labels).length > 0 ? [`${indent}  labels: ${valueText(labels)},\n`] : []),
    ...(aggregationRule
      ? [`${indent}  selectors: ${valueText(aggregationRule.clusterRoleSelectors)},\n`]
      : []),
    ...(ruleLines.length > 0 ? [`${indent}  rules: [\n`, ...ruleLines, `${indent}  ],\n`] : []),
    `${indent}}`,
  ].join("");
}

function ruleText({ apiGroups, resources, resourceNames, nonResourceURLs, verbs, ...more }) {
  const [unknown] = Object.keys(more);
  if (unknown) throw new Error(`Rules have '${unknown}' now, which this script does not know.`);
  const fields = Object.entries({ nonResourceURLs, apiGroups, resources, resourceNames }).filter(
    ([, value]) => value !== undefined,
  );
  return `{ ${[...fields.map(([key, value]) => `${key}: ${valueText(value)}`), `verbs: ${verbsText(verbs)}`].join(", ")} }`;
}

function verbsText(verbs) {
  const sorted = [...verbs].sort().join();
  if (sorted === READ.join()) return "READ";
  if (sorted === WRITE.join()) return "WRITE";
  return sorted === [...READ, ...WRITE].sort().join() ? "[...READ, ...WRITE]" : valueText(verbs);
}

function byNamespace(objects, text) {
  const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace))].sort();
  const rows = namespaces.map((namespace) => {
    return `  ${valueText(namespace)}: ${text(objects.filter(({ metadata }) => metadata.namespace === namespace))},\n`;
  });
  return `{\n${rows.join("")}}`;
}

function mapText(objects, text, indent = "") {
  const rows = objects.map((object) => `${indent}  ${valueText(object.metadata.name)}: ${text(object)},\n`);
  return `{\n${rows.join("")}${indent}}`;
}

function valueText(value) {
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, one]) => {
    return `${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${valueText(one)}`;
  });
  return `{ ${fields.join(", ")} }`;
}
