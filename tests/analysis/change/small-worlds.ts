import fc from "fast-check";
import { Analysis } from "../../../lib/analysis/analysis.js";
import type { PolicyRule, Subject } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../../builds/repository-of.js";

/** A small repository: roles and bindings by their names. */
export interface World {
  roles: readonly WorldRole[];
  bindings: readonly WorldBinding[];
}

export interface WorldRole {
  name: string;
  /** Undefined for a ClusterRole. */
  namespace: string | undefined;
  rules: readonly PolicyRule[];
}

export interface WorldBinding {
  name: string;
  /** Undefined for a ClusterRoleBinding. */
  namespace: string | undefined;
  role: { kind: "Role" | "ClusterRole"; name: string };
  subjects: readonly Subject[];
}

const some = (...values: string[]) => fc.subarray(values, { minLength: 1, maxLength: 3 });

const rule: fc.Arbitrary<PolicyRule> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({
        verbs: some("get", "list", "create", "bind", "*"),
        apiGroups: some("", "apps", "x.io", "rbac.authorization.k8s.io", "*"),
        resources: some(
          ...["pods", "secrets", "pods/log", "deployments", "deployments/scale", "*/scale", "nodes"],
          ...["namespaces", "clusterroles", "widgets", "widgets/scale", "*"],
        ),
        names: fc.constantFrom<string[]>([], [], ["one"], ["one", "two"], ["*"]),
      })
      .map(({ names, ...rest }) => (names.length === 0 ? rest : { ...rest, resourceNames: names })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verbs: some("get", "post", "*"),
      nonResourceURLs: some("/x", "/x/*", "/x/y", "/x/y/*", "/z", "/*", "*"),
    }),
  },
);

const NAMESPACES = ["shop", "other"] as const;

const role: fc.Arbitrary<WorldRole> = fc
  .record({
    name: fc.constantFrom("one", "two", "three"),
    namespace: fc.constantFrom(undefined, undefined, ...NAMESPACES),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  })
  .map((one) => {
    // The API server refuses a Role with URLs.
    const isTaken = ({ nonResourceURLs }: PolicyRule) => one.namespace === undefined || !nonResourceURLs;
    return { ...one, rules: one.rules.filter(isTaken) };
  });

export const SUBJECTS: readonly Subject[] = [
  { kind: "ServiceAccount", namespace: "shop", name: "deployer" },
  { kind: "ServiceAccount", namespace: "other", name: "deployer" },
  { kind: "User", name: "system:serviceaccount:shop:deployer" },
  { kind: "User", name: "jane" },
  { kind: "Group", name: "team" },
  { kind: "Group", name: "system:serviceaccounts:shop" },
  { kind: "Group", name: "system:serviceaccounts" },
  { kind: "Group", name: "system:authenticated" },
];

const binding: fc.Arbitrary<WorldBinding> = fc
  .record({
    name: fc.constantFrom("first", "second", "third", "fourth"),
    namespace: fc.constantFrom(undefined, ...NAMESPACES),
    kind: fc.constantFrom("Role" as const, "ClusterRole" as const),
    role: fc.constantFrom("one", "two", "three"),
    subjects: fc.subarray([...SUBJECTS], { minLength: 1, maxLength: 3 }),
  })
  .map(({ kind, role: name, ...rest }) => {
    return { ...rest, role: { kind: rest.namespace === undefined ? ("ClusterRole" as const) : kind, name } };
  });

const keyOf = ({ name, namespace }: { name: string; namespace: string | undefined }) =>
  `${namespace}/${name}`;

export const world: fc.Arbitrary<World> = fc.record({
  roles: fc.uniqueArray(role, { selector: keyOf, maxLength: 4 }),
  bindings: fc.uniqueArray(binding, { selector: keyOf, maxLength: 5 }),
});

/** The objects of a world, each as the text of a document. */
export function documentsOf({ roles, bindings }: World): string[] {
  const apiVersion = "rbac.authorization.k8s.io/v1";
  return [
    ...roles.map(({ name, namespace, rules }) => ({
      apiVersion,
      kind: namespace === undefined ? "ClusterRole" : "Role",
      metadata: { name, namespace },
      rules,
    })),
    ...bindings.map(({ name, namespace, role: { kind, name: its }, subjects }) => ({
      apiVersion,
      kind: namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
      metadata: { name, namespace },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: its },
      subjects: subjects.map((subject) => {
        return subject.kind === "ServiceAccount"
          ? subject
          : { apiGroup: "rbac.authorization.k8s.io", ...subject };
      }),
    })),
  ].map((object) => JSON.stringify(object));
}

/** The documents of a world, in some order, in some files of one directory. */
export function filesOf(documents: readonly string[], names: readonly string[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [index, text] of documents.entries()) {
    const name = names[index % names.length] ?? "all.yaml";
    files[name] = files[name] === undefined ? text : `${files[name]}\n---\n${text}`;
  }
  return files;
}

export function analysisOf(files: Record<string, string>): Analysis {
  return new Analysis(repositoryOf(files), {});
}
