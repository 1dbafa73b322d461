import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allowedSubjects,
  appliesToUser,
  type BoundRules,
  type Question,
  ruleCovers,
  rulesFor,
  userOf,
} from "../../../lib/kubernetes/rbac/authorizer.js";
import type { PolicyRule, Subject } from "../../../lib/kubernetes/objects.js";

describe("userOf", () => {
  it.each<[Subject, string, string[]]>([
    [{ kind: "User", name: "jane" }, "jane", ["system:authenticated"]],
    [{ kind: "User", name: "system:anonymous" }, "system:anonymous", ["system:unauthenticated"]],
    [{ kind: "Group", name: "dev" }, "", ["dev"]],
    [
      { kind: "ServiceAccount", name: "ci", namespace: "shop" },
      "system:serviceaccount:shop:ci",
      ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"],
    ],
    [
      { kind: "User", name: "system:serviceaccount:shop:ci" },
      "system:serviceaccount:shop:ci",
      ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"],
    ],
  ])("knows %j by its name and groups", (subject, name, groups) => {
    expect(userOf(subject)).toEqual({ name, groups });
  });
});

// pkg/registry/rbac/validation/rule_test.go, TestAppliesTo, and what its cases leave out.
describe("appliesToUser", () => {
  const ci = userOf({ kind: "ServiceAccount", name: "ci", namespace: "shop" });
  it.each<[string, Subject, string | undefined, boolean]>([
    ["a user by name", { kind: "User", name: "system:serviceaccount:shop:ci" }, undefined, true],
    ["another user", { kind: "User", name: "ci" }, "shop", false],
    ["a group", { kind: "Group", name: "system:serviceaccounts:shop" }, undefined, true],
    ["every account's group", { kind: "Group", name: "system:serviceaccounts" }, undefined, true],
    [
      "the group of another namespace",
      { kind: "Group", name: "system:serviceaccounts:other" },
      "shop",
      false,
    ],
    [
      "an account with its namespace",
      { kind: "ServiceAccount", name: "ci", namespace: "shop" },
      "other",
      true,
    ],
    ["an account in the binding's namespace", { kind: "ServiceAccount", name: "ci" }, "shop", true],
    ["an account in another", { kind: "ServiceAccount", name: "ci" }, "other", false],
    ["an account in none", { kind: "ServiceAccount", name: "ci" }, undefined, false],
    ["no kind that RBAC knows", { kind: "Robot", name: "ci", namespace: "shop" }, "shop", false],
  ])("%s", (_, subject, namespace, expected) => {
    expect(appliesToUser(ci, subject, namespace)).toBe(expected);
  });
});

describe("ruleCovers", () => {
  const rule: PolicyRule = { verbs: ["get"], apiGroups: ["apps", ""], resources: ["pods", "*/scale"] };
  it.each<[Question, boolean]>([
    [{ verb: "get", apiGroups: [""], resource: "pods" }, true],
    [{ verb: "get", resource: "pods" }, true],
    [{ verb: "list", resource: "pods" }, false],
    [{ verb: "*", resource: "pods" }, false],
    [{ verb: "get", apiGroups: ["batch"], resource: "pods" }, false],
    [{ verb: "get", apiGroups: ["batch", "apps"], resource: "pods" }, true],
    [{ verb: "get", apiGroups: ["apps"], resource: "deployments", subresource: "scale" }, true],
    [{ verb: "get", apiGroups: [""], resource: "pods", subresource: "exec" }, false],
    [{ verb: "get", apiGroups: ["apps"], resource: "*" }, false],
    [{ verb: "get", path: "/metrics" }, false],
  ])("%j is %j", (question, expected) => {
    expect(ruleCovers(rule, question)).toBe(expected);
  });

  it("leaves out the names that a rule is cut down to", () => {
    const named = { ...rule, resourceNames: ["a"] };
    expect(ruleCovers(named, { verb: "get", resource: "pods" })).toBe(true);
  });
});

/* Small worlds, in which every request can be tried. */
const VERBS = ["get", "list"];
const GROUPS = ["", "apps"];
const RESOURCES = ["pods", "scale"];
const NAMESPACES = ["a", "b"];
const NAMES = ["x", "y"];

const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });
const rule: fc.Arbitrary<PolicyRule> = fc.oneof(
  fc.record({
    verbs: some([...VERBS, "*"]),
    apiGroups: some([...GROUPS, "*"]),
    resources: some([...RESOURCES, "pods/scale", "*/scale", "*"]),
  }),
  fc.record({ verbs: some([...VERBS, "*"]), nonResourceURLs: some(["/a", "/a/*", "*"]) }),
);
const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({ kind: fc.constant("User"), name: fc.constantFrom("x", "system:serviceaccount:a:x") }),
  fc.record({
    kind: fc.constant("Group"),
    name: fc.constantFrom(
      "dev",
      "system:authenticated",
      "system:serviceaccounts",
      "system:serviceaccounts:a",
    ),
  }),
  fc.record(
    {
      kind: fc.constant("ServiceAccount"),
      name: fc.constantFrom(...NAMES),
      namespace: fc.constantFrom(...NAMESPACES),
    },
    { requiredKeys: ["kind", "name"] },
  ),
);
const binding: fc.Arbitrary<BoundRules> = fc
  .record({
    namespace: fc.option(fc.constantFrom(...NAMESPACES), { nil: undefined }),
    subjects: fc.array(subject, { maxLength: 3 }),
    rules: fc.array(fc.record({ rule }), { maxLength: 3 }),
  })
  .map(({ namespace, ...rest }) => ({
    kind: namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
    namespace,
    ...rest,
  }));
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record({
    verb: fc.constantFrom(...VERBS),
    apiGroups: fc.constantFrom(...GROUPS).map((group) => [group]),
    resource: fc.constantFrom(...RESOURCES),
  }),
  fc.record({
    verb: fc.constantFrom(...VERBS),
    apiGroups: fc.constantFrom(...GROUPS).map((group) => [group]),
    resource: fc.constant("pods"),
    subresource: fc.constant("scale"),
  }),
  fc.record({ verb: fc.constantFrom(...VERBS), path: fc.constantFrom("/a", "/a/b", "/b") }),
);

/** All that a rule allows, written out: `verb group resource` and `verb path`. */
function enumerate({
  verbs = [],
  apiGroups = [],
  resources = [],
  nonResourceURLs = [],
}: PolicyRule): Set<string> {
  const all = new Set<string>();
  for (const verb of verbs.includes("*") ? VERBS : verbs) {
    for (const group of apiGroups.includes("*") ? GROUPS : apiGroups) {
      const every = ["pods", "scale", "pods/scale"];
      for (const one of resources) {
        const meant = one === "*" ? every : one === "*/scale" ? ["pods/scale"] : [one];
        for (const resource of meant) all.add(`${verb} ${group} ${resource}`);
      }
    }
    for (const url of nonResourceURLs) {
      const meant = url === "*" ? ["/a", "/a/b", "/b"] : url === "/a/*" ? ["/a/b"] : [url];
      for (const path of meant) all.add(`${verb} ${path}`);
    }
  }
  return all;
}

function key(asked: Question): string {
  if ("path" in asked) return `${asked.verb} ${asked.path}`;
  const { verb, apiGroups = [], resource, subresource } = asked;
  return `${verb} ${apiGroups[0]} ${resource}${subresource === undefined ? "" : `/${subresource}`}`;
}

/** Everybody whom a subject means, written out, of a world of four accounts and two users. */
const EVERYBODY: Subject[] = [
  ...NAMESPACES.flatMap((namespace) => NAMES.map((name) => ({ kind: "ServiceAccount", name, namespace }))),
  { kind: "User", name: "x" },
  { kind: "User", name: "y" },
];

function meant({ kind, name, namespace }: Subject, own: string | undefined): Subject[] {
  return EVERYBODY.filter((one) => {
    const isAccount = one.kind === "ServiceAccount";
    if (kind === "ServiceAccount")
      return isAccount && one.name === name && one.namespace === (namespace ?? own);
    if (kind === "User")
      return isAccount ? name === `system:serviceaccount:${one.namespace}:${one.name}` : name === one.name;
    if (name === "system:authenticated") return true;
    return (
      isAccount && (name === "system:serviceaccounts" || name === `system:serviceaccounts:${one.namespace}`)
    );
  });
}

describe("against a naive authorizer, on small worlds", () => {
  it("covers what a rule written out holds", () => {
    fc.assert(
      fc.property(rule, question, (given, asked) => {
        expect(ruleCovers(given, asked)).toBe(enumerate(given).has(key(asked)));
      }),
    );
  });

  it("means whom a subject written out means", () => {
    fc.assert(
      fc.property(
        subject,
        fc.option(fc.constantFrom(...NAMESPACES), { nil: undefined }),
        (given, namespace) => {
          const found = EVERYBODY.filter((one) => appliesToUser(userOf(one), given, namespace));
          expect(found).toEqual(meant(given, namespace));
        },
      ),
    );
  });

  it("allows whom it allows, the same from both sides", () => {
    fc.assert(
      fc.property(fc.array(binding, { maxLength: 4 }), question, (bindings, asked) => {
        const allowed = new Set<string>();
        for (const { kind, namespace, subjects, rules } of bindings) {
          if ("path" in asked && kind === "RoleBinding") continue;
          if (!rules.some((one) => enumerate(one.rule).has(key(asked)))) continue;
          for (const one of subjects.flatMap((given) => meant(given, namespace)))
            allowed.add(JSON.stringify([one, namespace ?? ""]));
        }
        const fromSubjects = allowedSubjects(asked, bindings).flatMap((answer) => {
          return meant(answer.subject, answer.binding.namespace).map((one) =>
            JSON.stringify([one, answer.binding.namespace ?? ""]),
          );
        });
        expect(new Set(fromSubjects)).toEqual(allowed);
        const fromRules = EVERYBODY.flatMap((one) =>
          rulesFor(userOf(one), bindings)
            .filter((answer) => ruleCovers(answer.rule.rule, asked))
            .filter((answer) => !("path" in asked) || answer.binding.kind === "ClusterRoleBinding")
            .map((answer) => JSON.stringify([one, answer.binding.namespace ?? ""])),
        );
        expect(new Set(fromRules)).toEqual(allowed);
      }),
    );
  });
});
