import fc from "fast-check";
import { expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { accessBreaches } from "../../../lib/analysis/contracts/access-breaches.js";
import type { Binding, PolicyRule, Subject } from "../../../lib/kubernetes/objects.js";
import { appliesToUser, type User, userOf } from "../../../lib/kubernetes/rbac/authorizer.js";
import { ruleAllows } from "../../../lib/kubernetes/rbac/rbac.js";
import { parseConfigFile } from "../../../lib/repository/configuration/config-file.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { worlds } from "../../models/worlds.js";

// A small world, in which everybody, everything and every request can be gone through.

const NAMESPACES = ["shop", "vault", "shop-test"];
const VERBS = ["get", "list", "delete"];
const RESOURCES = [
  { apiGroup: "", resource: "secrets" },
  { apiGroup: "", resource: "pods" },
  { apiGroup: "", resource: "pods", subresource: "exec" },
  { apiGroup: "apps", resource: "deployments" },
  { apiGroup: "apps", resource: "deployments", subresource: "scale" },
];
const SUBJECTS: Subject[] = [
  { kind: "User", name: "ada" },
  { kind: "Group", name: "ops" },
  { kind: "Group", name: "system:authenticated" },
  { kind: "Group", name: "system:serviceaccounts" },
  { kind: "Group", name: "system:serviceaccounts:shop" },
  { kind: "ServiceAccount", name: "web", namespace: "shop" },
  { kind: "ServiceAccount", name: "web", namespace: "vault" },
];

/** Everybody who makes requests: of a group one whom nobody knows. */
const USERS: User[] = [
  userOf({ kind: "User", name: "ada" }),
  { name: "somebody", groups: ["ops", "system:authenticated"] },
  userOf({ kind: "User", name: "stranger" }),
  userOf({ kind: "ServiceAccount", name: "web", namespace: "shop" }),
  userOf({ kind: "ServiceAccount", name: "other", namespace: "shop" }),
  userOf({ kind: "ServiceAccount", name: "web", namespace: "vault" }),
  userOf({ kind: "ServiceAccount", name: "other", namespace: "tools" }),
];

/** How contracts write what they are about, and which of the requests that is. */
const ON: Record<string, (one: (typeof RESOURCES)[number]) => boolean> = {
  secrets: ({ resource }) => resource === "secrets",
  pods: ({ resource, subresource }) => resource === "pods" && subresource === undefined,
  "pods/exec": ({ subresource }) => subresource === "exec",
  "pods/*": ({ resource, subresource }) => resource === "pods" && subresource !== undefined,
  "deployments.apps": ({ resource, subresource }) => resource === "deployments" && subresource === undefined,
  "*.apps": ({ apiGroup, subresource }) => apiGroup === "apps" && subresource === undefined,
  "*/*": ({ subresource }) => subresource !== undefined,
  "*": () => true,
};
const IN: Record<string, string[]> = {
  shop: ["shop"],
  vault: ["vault"],
  "shop*": ["shop", "shop-test"],
  "*": [...NAMESPACES, "tools"],
};
/** How contracts name subjects, and whom of the users that means. */
const ONLY: Record<string, (user: User) => boolean> = {
  "User:ada": ({ name }) => name === "ada",
  "Group:ops": ({ groups }) => groups.includes("ops"),
  "Group:system:authenticated": () => true,
  "Group:system:serviceaccounts": ({ groups }) => groups.includes("system:serviceaccounts"),
  "Group:system:serviceaccounts:shop": ({ groups }) => groups.includes("system:serviceaccounts:shop"),
  "ServiceAccount:shop/web": ({ name }) => name === "system:serviceaccount:shop:web",
  "ServiceAccount:*/web": ({ name }) => name.endsWith(":web"),
  "ServiceAccount:shop/*": ({ name }) => name.startsWith("system:serviceaccount:shop:"),
};

const rule = fc
  .constantFrom<{ apiGroups: string[]; all: string[] }[]>(
    { apiGroups: [""], all: ["*", "secrets", "pods", "pods/exec", "*/exec"] },
    { apiGroups: ["apps"], all: ["*", "deployments", "deployments/scale", "*/scale"] },
    { apiGroups: ["*"], all: ["*", "secrets", "*/exec", "deployments", "*/scale"] },
  )
  .chain(({ apiGroups, all }) =>
    fc.record<PolicyRule>({
      verbs: fc.subarray(["*", "get", "list", "watch"], { minLength: 1, maxLength: 2 }),
      apiGroups: fc.constant(apiGroups),
      resources: fc.subarray(all, { minLength: 1, maxLength: 2 }),
    }),
  );
const world = fc.record({
  roles: fc.array(fc.array(rule, { maxLength: 2 }), { minLength: 1, maxLength: 3 }),
  bindings: fc.array(
    fc.record({
      role: fc.nat(2),
      namespace: fc.option(fc.constantFrom(...NAMESPACES, "tools"), { nil: undefined }),
      subjects: fc.subarray(SUBJECTS, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  can: fc
    .subarray(["get", "list", "delete"], { minLength: 1 })
    .chain((verbs) => fc.constantFrom(verbs, ["*"])),
  on: fc.subarray(Object.keys(ON), { minLength: 1, maxLength: 2 }),
  in: fc.option(fc.subarray(Object.keys(IN), { minLength: 1, maxLength: 2 }), { nil: undefined }),
  only: fc.subarray(Object.keys(ONLY), { maxLength: 2 }),
});

it("finds against a contract what an authorizer allows when it is asked for everything, and no more", () => {
  fc.assert(
    fc.property(world, (given) => {
      const roles = given.roles.map((rules, index) => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: `role-${index}` },
        rules,
      }));
      const bindings = given.bindings.map(({ role, namespace, subjects }, index) => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
        metadata: { name: `binding-${index}`, ...(namespace !== undefined && { namespace }) },
        roleRef: {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "ClusterRole",
          name: `role-${role % roles.length}`,
        },
        subjects,
      }));
      const contract = {
        name: "a",
        can: given.can,
        on: given.on,
        ...(given.in && { in: given.in }),
        ...(given.only.length > 0 ? { only: given.only } : { nobody: true }),
      };
      const { settings } = parseConfigFile(JSON.stringify({ contracts: [contract] }));
      const namespaces = NAMESPACES.map((name) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name },
      }));
      const manifests = [...namespaces, ...roles, ...bindings].map((one) => JSON.stringify(one));
      const analysis = new Analysis(repositoryOf({ "a.yaml": manifests.join("\n---\n") }), settings);
      const found = [...accessBreaches(analysis)].flatMap(([{ object }, bySubject]) => {
        return [...bySubject.keys()].map((subject) => `${object.metadata?.name} ${JSON.stringify(subject)}`);
      });
      const expected = bindings.flatMap((binding) => {
        const rules = given.roles[Number(binding.roleRef.name.slice("role-".length))] ?? [];
        return binding.subjects
          .filter((subject) => isAgainst(binding as Binding, subject, rules, given))
          .map((subject) => `${binding.metadata.name} ${JSON.stringify(subject)}`);
      });
      expect(found.sort()).toEqual(expected.sort());
    }),
    { numRuns: worlds(100, 400) },
  );
});

/** Whether anybody of a subject, whom a contract does not name, may do anything of what it is about by a binding. */
function isAgainst(
  { kind, metadata }: Binding,
  subject: Subject,
  rules: readonly PolicyRule[],
  { can, on, in: places, only }: { can: string[]; on: string[]; in: string[] | undefined; only: string[] },
): boolean {
  const where = kind === "ClusterRoleBinding" ? NAMESPACES : [metadata?.namespace ?? ""];
  const isPlace =
    places === undefined || where.some((name) => places.some((glob) => IN[glob]?.includes(name)));
  const verbs = can.includes("*") ? [...VERBS, "watch"] : can;
  const requests = RESOURCES.filter((one) => on.some((text) => ON[text]?.(one)));
  const isAllowed = requests.some((one) =>
    verbs.some((verb) => rules.some((rule) => ruleAllows(rule, { verb, ...one }))),
  );
  const isSomebody = USERS.some((user) => {
    return appliesToUser(user, subject, metadata?.namespace) && !only.some((text) => ONLY[text]?.(user));
  });
  return isPlace && isAllowed && isSomebody;
}
