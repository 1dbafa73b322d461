import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import {
  type Allowed,
  type Answers,
  type Step,
  whatCan,
  whoCan,
} from "../../../lib/analysis/access/who-can.js";
import { aggregates } from "../../../lib/kubernetes/rbac/aggregation.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import { ruleCovers, userOf } from "../../../lib/kubernetes/rbac/authorizer.js";
import { bootstrapClusterRoles } from "../../../lib/kubernetes/rbac/bootstrap-policy.js";
import type { ClusterRole, PolicyRule, Subject } from "../../../lib/kubernetes/objects.js";
import { questionOf } from "../../../lib/kubernetes/api/resource-argument.js";
import { clusterBinding, manifest, roleBinding, user } from "../../rules/manifests.js";
import { repositoryOf } from "../../builds/repository-of.js";

const resources = new ApiResources();

const buildsOf = (files: Record<string, string>) => new Analysis(repositoryOf(files), {});

function ask(files: Record<string, string>, verb: string, resource: string, namespace?: string): Answers {
  return whoCan(buildsOf(files), questionOf(verb, resource, resources), { namespace, resources });
}

function stepText({ kind, name, namespace, place }: Step): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name} ${place ? `${place.file}:${place.path.join(".")}` : "built in"}`;
}

function text({ subject, namespace, cluster, rule, through }: Allowed): string {
  return [
    subject,
    namespace ?? "everywhere",
    ...(cluster === undefined ? [] : [cluster]),
    ...(rule.resourceNames ?? []),
    ...through.map(stepText),
  ].join(" | ");
}

const rules = (...all: string[]) => `rules:\n${all.map((rule) => `  - ${rule}\n`).join("")}`;
const SECRETS = `{ apiGroups: [""], resources: [secrets], verbs: [get, list] }`;
const account = (name: string, namespace?: string) =>
  `  - { kind: ServiceAccount, name: ${name}${namespace === undefined ? "" : `, namespace: ${namespace}`} }\n`;
const labelled = (name: string, label: string, rest: string) =>
  manifest("ClusterRole", name, undefined, rest).replace(
    `  name: ${name}\n`,
    `  name: ${name}\n  labels: { ${label} }\n`,
  );

describe("whoCan", () => {
  it("knows the Roles that Kubernetes has in a namespace of its own, and in no other", () => {
    const reader = "extension-apiserver-authentication-reader";
    const name = (namespace: string) => roleBinding(reader, namespace, "Role", user("jane"));
    const question = (files: Record<string, string>) =>
      whoCan(
        buildsOf(files),
        { verb: "get", resource: "configmaps", apiGroups: [""] },
        { namespace: undefined, resources },
      );
    expect(question({ "a.yaml": name("kube-system") }).allowed.map(text)).toEqual([
      `User:jane | kube-system | extension-apiserver-authentication | RoleBinding kube-system/readers a.yaml:subjects.0 | Role kube-system/${reader} built in`,
    ]);
    const elsewhere = question({ "a.yaml": name("shop") });
    expect(elsewhere.allowed.map(text)).toEqual([]);
    expect(elsewhere.unknown.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      `RoleBinding 'shop/readers': Role '${reader}': the repository does not have it`,
    ]);
  });

  it("says that a binding without a kind of role gives what is not known", () => {
    const binding = roleBinding("x", "shop", "Role", user("jane")).replace("  kind: Role\n", "");
    const { unknown } = ask({ "a.yaml": binding }, "list", "secrets");
    expect(unknown.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      "RoleBinding 'shop/readers': role 'x': the API server refuses the binding",
    ]);
  });

  it("names subjects as they are written, the whole cluster first, with the way to the rule", () => {
    const files = {
      "a.yaml": manifest(
        "ClusterRole",
        "reader",
        undefined,
        rules("{ nonResourceURLs: [/x], verbs: [get] }", SECRETS),
      ),
      "b.yaml": clusterBinding("reader", user("jane")),
      "c.yaml": roleBinding("reader", "shop", "ClusterRole", account("ci") + user("jane")),
    };
    const { allowed, unknown } = ask(files, "list", "secrets");
    expect(allowed.map(text)).toEqual([
      "ServiceAccount:shop/ci | shop | RoleBinding shop/readers c.yaml:subjects.0 | ClusterRole reader a.yaml:rules.1",
      "User:jane | everywhere | ClusterRoleBinding readers b.yaml:subjects.0 | ClusterRole reader a.yaml:rules.1",
      "User:jane | shop | RoleBinding shop/readers c.yaml:subjects.1 | ClusterRole reader a.yaml:rules.1",
    ]);
    expect(unknown).toEqual([]);
    expect(ask(files, "delete", "secrets").allowed).toEqual([]);
    expect(ask(files, "get", "/x").allowed.map(({ namespace }) => namespace)).toEqual([undefined]);
  });

  it("asks in one namespace, where what holds in the cluster holds as well", () => {
    const files = {
      "a.yaml": manifest("ClusterRole", "reader", undefined, rules(SECRETS)),
      "b.yaml": clusterBinding("reader", user("everywhere")),
      "c.yaml": roleBinding("reader", "shop", "ClusterRole", user("shop")),
      "d.yaml": roleBinding("reader", "other", "ClusterRole", user("other")),
    };
    const who = (namespace: string) =>
      ask(files, "get", "secrets", namespace).allowed.map(({ subject }) => subject);
    expect(who("shop")).toEqual(["User:everywhere", "User:shop"]);
    expect(who("nowhere")).toEqual(["User:everywhere"]);
  });

  it("shows to which names a rule is cut down", () => {
    const named = `{ apiGroups: [""], resources: [secrets], resourceNames: [a, b], verbs: [get] }`;
    const files = {
      "a.yaml": manifest("Role", "reader", "shop", rules(named)),
      "b.yaml": roleBinding("reader", "shop", "Role", user("jane")),
    };
    expect(ask(files, "get", "secrets").allowed.map(text)).toEqual([
      "User:jane | shop | a | b | RoleBinding shop/readers b.yaml:subjects.0 | Role shop/reader a.yaml:rules.0",
    ]);
  });

  it("follows aggregation, through roles of the repository and Kubernetes' own", () => {
    const files = {
      "a.yaml": labelled("widgets", 'rbac.authorization.k8s.io/aggregate-to-view: "true"', rules(SECRETS)),
      "b.yaml": roleBinding("admin", "shop", "ClusterRole", user("jane")),
      "c.yaml": manifest(
        "ClusterRole",
        "mine",
        undefined,
        `aggregationRule:\n  clusterRoleSelectors:\n    - matchLabels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }\n`,
      ),
      "d.yaml": clusterBinding("mine", user("bob")),
    };
    expect(ask(files, "get", "secrets").allowed.map(text)).toEqual([
      "User:bob | everywhere | ClusterRoleBinding readers d.yaml:subjects.0 | ClusterRole mine c.yaml:aggregationRule | ClusterRole widgets a.yaml:rules.0",
      "User:jane | shop | RoleBinding shop/readers b.yaml:subjects.0 | ClusterRole admin built in | ClusterRole edit built in | ClusterRole system:aggregate-to-edit built in",
      "User:jane | shop | RoleBinding shop/readers b.yaml:subjects.0 | ClusterRole admin built in | ClusterRole edit built in | ClusterRole view built in | ClusterRole widgets a.yaml:rules.0",
    ]);
    // What the built-in roles say themselves is taken in, too.
    expect(ask(files, "get", "configmaps").allowed.map(({ subject }) => subject)).toContain("User:bob");
  });

  it("counts nothing in a namespace that no namespace has, but for what is asked there all the same", () => {
    const files = {
      "a.yaml": manifest(
        "ClusterRole",
        "ops",
        undefined,
        rules(
          `{ apiGroups: [""], resources: [nodes, namespaces], verbs: [get, list] }`,
          "{ nonResourceURLs: ['*'], verbs: ['*'] }",
        ),
      ),
      "b.yaml": roleBinding("ops", "shop", "ClusterRole", user("jane")),
    };
    const who = (verb: string, resource: string) => ask(files, verb, resource).allowed.length;
    expect([
      who("get", "nodes"),
      who("get", "/metrics"),
      who("list", "namespaces"),
      who("get", "ns"),
    ]).toEqual([0, 0, 0, 1]);
    const { allowed } = whatCan(buildsOf(files), userOf({ kind: "User", name: "jane" }), { resources });
    expect(allowed.map(({ rule }) => rule)).toEqual([
      { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list"] },
    ]);
  });

  it.each([
    ["jane", "${NAME}", 1],
    ["${NAME}", "jane", 0],
  ])("says which subject has a name that is filled in later: %s, %s", (first, second, index) => {
    const files = {
      "a.yaml": clusterBinding("view", user(first) + user(second)),
    };
    const { unknown } = whatCan(buildsOf(files), userOf({ kind: "User", name: "jane" }), { resources });
    expect(unknown.map(({ why, place }) => [why, place?.path])).toEqual([
      ["a subject has a name that is filled in later", ["subjects", index]],
    ]);
  });

  it("says nothing of names where all are known", () => {
    const files = { "a.yaml": clusterBinding("view", user("jane") + user("joe")) };
    expect(whatCan(buildsOf(files), userOf({ kind: "User", name: "jane" }), { resources }).unknown).toEqual(
      [],
    );
  });

  it("counts nothing that the API server refuses, and says so of a binding", () => {
    const wrong = rules(`{ apiGroups: [""], resources: [configmaps], verbs: get }`);
    const files = {
      "a.yaml": manifest("ClusterRole", "wrong", undefined, wrong),
      "b.yaml": clusterBinding("wrong", user("jane")),
      "c.yaml": clusterBinding("view", user("joe").replace("User", "user")),
    };
    const { allowed, unknown } = ask(files, "get", "configmaps");
    expect(allowed).toEqual([]);
    expect(unknown.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      "ClusterRoleBinding 'readers': ClusterRole 'wrong': the API server refuses the one in a.yaml",
      "ClusterRoleBinding 'readers': ClusterRole 'view': the API server refuses the binding",
    ]);
  });

  it("says what it cannot know, each once", () => {
    const files = {
      "a.yaml": manifest(
        "ClusterRole",
        "reader",
        undefined,
        rules(`{ apiGroups: [""], resources: ["\${KIND}"], verbs: [get] }`),
      ),
      "b.yaml": clusterBinding("reader", user("jane")),
      "c.yaml": roleBinding("missing", "shop", "Role", user("jane")),
      "d.yaml": roleBinding("view", undefined, "ClusterRole", user("jane")).replace(
        "  namespace: shop\n",
        "",
      ),
      "e.yaml": roleBinding("kubeadm:get-nodes", "shop", "ClusterRole", user("jane")),
      "o/kustomization.yaml": "resources: ['https://example.org/x.yaml', x.yaml]\n",
      "o/x.yaml": manifest("Role", "x"),
    };
    const { unknown } = ask(files, "get", "configmaps", "shop");
    expect(unknown.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      "RoleBinding 'readers': its namespace is chosen when it is applied",
      "RoleBinding 'shop/readers': Role 'missing': the repository does not have it",
      "RoleBinding 'shop/readers': ClusterRole 'kubeadm:get-nodes': it comes from elsewhere, and its rules are not in the repository",
      "ClusterRole 'reader': a rule has values that are filled in later",
      "what else 'o' may apply: o/kustomization.yaml uses 'https://example.org/x.yaml', which is not in this repository",
    ]);
    expect(ask({}, "get", "widgets").unknown.map(({ what }) => what)).toEqual([
      "which API group has 'widgets'",
    ]);
  });

  it("judges what is applied: kustomize's names, each build's copy, and a patch in its own place", () => {
    const files = {
      "base/kustomization.yaml": "resources: [role.yaml, binding.yaml]\n",
      "base/role.yaml": manifest("Role", "reader", undefined, rules(SECRETS)),
      "base/binding.yaml": roleBinding("reader", undefined, "Role", account("ci")).replace(
        "  namespace: shop\n",
        "",
      ),
      "one/kustomization.yaml": "resources: [../base]\nnamespace: one\nnamePrefix: one-\n",
      "two/kustomization.yaml": "resources: [../base]\nnamespace: two\npatches: [{ path: patch.yaml }]\n",
      "two/patch.yaml": manifest(
        "Role",
        "reader",
        undefined,
        rules("{ apiGroups: [apps], resources: [deployments], verbs: [get] }"),
      ),
    };
    expect(ask(files, "get", "secrets").allowed.map(text)).toEqual([
      "ServiceAccount:one/ci | one | RoleBinding one/one-readers base/binding.yaml:subjects.0 | Role one/one-reader base/role.yaml:rules.0",
    ]);
    expect(ask(files, "get", "deploy").allowed.map(text)).toEqual([
      "ServiceAccount:two/ci | two | RoleBinding two/readers base/binding.yaml:subjects.0 | Role two/reader two/patch.yaml:rules.0",
    ]);
  });

  it("tells clusters apart that are known to differ", () => {
    const flux = (name: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { path: ./clusters/${name}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
    const source = `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { url: "https://example.org/x" }\n`;
    const files: Record<string, string> = {};
    for (const name of ["one", "two"]) {
      files[`clusters/${name}/flux-system/gotk-sync.yaml`] = `${source}---\n${flux(name)}`;
      files[`clusters/${name}/binding.yaml`] = clusterBinding("reader", user(name));
    }
    files["clusters/one/role.yaml"] = manifest("ClusterRole", "reader", undefined, rules(SECRETS));
    const { allowed, unknown } = ask(files, "get", "secrets");
    expect(allowed.map(({ subject, cluster }) => [subject, cluster])).toEqual([
      ["User:one", "flux:clusters/one"],
    ]);
    expect(unknown.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      "ClusterRoleBinding 'readers': ClusterRole 'reader': the repository does not have it",
    ]);
  });
});

describe("whatCan", () => {
  it("counts the groups that a service account is in", () => {
    const files = {
      "a.yaml": manifest("ClusterRole", "reader", undefined, rules(SECRETS)),
      "b.yaml": roleBinding(
        "reader",
        "shop",
        "ClusterRole",
        `  - { kind: Group, name: "system:serviceaccounts:ci" }\n`,
      ),
    };
    const subjects = (subject: Subject) =>
      whatCan(buildsOf(files), userOf(subject), { resources }).allowed.map((one) => one.subject);
    expect(subjects({ kind: "ServiceAccount", name: "x", namespace: "ci" })).toEqual([
      "Group:system:serviceaccounts:ci",
    ]);
    expect(subjects({ kind: "ServiceAccount", name: "ci", namespace: "shop" })).toEqual([]);
    expect(subjects({ kind: "User", name: "ci" })).toEqual([]);
  });
});

/* Random roles that take each other in, compared with what the controller does until nothing changes. */
const LABELS = [
  "p",
  "q",
  "rbac.authorization.k8s.io/aggregate-to-view",
  "rbac.authorization.k8s.io/aggregate-to-edit",
];
const NAMES = ["r0", "r1", "r2", "r3"];
const SUBJECTS: Subject[] = [
  { kind: "User", name: "jane" },
  { kind: "Group", name: "system:serviceaccounts" },
  { kind: "ServiceAccount", name: "ci", namespace: "a" },
];
const labels = fc.subarray(LABELS).map((keys) => Object.fromEntries(keys.map((key) => [key, "true"])));
const ruleFor = (index: number): PolicyRule => ({
  apiGroups: ["example.com"],
  resources: [`w${index}`],
  verbs: ["get"],
});
const roles = fc
  .tuple(
    ...NAMES.map((name, index) =>
      fc.record({
        name: fc.constant(name),
        labels,
        selectors: fc.option(
          fc.array(
            fc.oneof(
              labels.map((matchLabels) => ({ matchLabels })),
              fc.constant({}),
            ),
            { maxLength: 2 },
          ),
          { nil: undefined },
        ),
        rule: fc.constant(ruleFor(index)),
      }),
    ),
  )
  .map((all) =>
    all.map(({ name, selectors, rule, labels: given }): ClusterRole => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name, labels: given },
      ...(selectors && { aggregationRule: { clusterRoleSelectors: selectors } }),
      rules: [rule],
    })),
  );
const bindings = fc.array(
  fc.record({
    role: fc.constantFrom(...NAMES, "view", "edit", "admin"),
    namespace: fc.constantFrom(undefined, "a", "b"),
    subjects: fc.subarray(SUBJECTS, { minLength: 1 }),
  }),
  { maxLength: 4 },
);

/** clusterroleaggregation_controller.go, syncClusterRole, over and over. */
function settled(given: readonly ClusterRole[]): Map<string, Set<string>> {
  const all = [...given, ...bootstrapClusterRoles];
  const has = new Map<string, Set<string>>(
    all.map(({ metadata, aggregationRule, rules: own = [] }) => {
      return [
        metadata?.name ?? "",
        new Set(aggregationRule ? [] : own.flatMap((rule) => rule.resources ?? [])),
      ];
    }),
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const role of all.filter(({ aggregationRule }) => aggregationRule)) {
      const own = has.get(role.metadata?.name ?? "") as Set<string>;
      for (const other of all.filter((one) => aggregates(role, one) === true)) {
        for (const resource of has.get(other.metadata?.name ?? "") as Set<string>) {
          if (!own.has(resource)) changed = true;
          own.add(resource);
        }
      }
    }
  }
  return has;
}

describe("against the controller and every binding one by one", () => {
  it("gives the same answers, from both sides", () => {
    fc.assert(
      fc.property(roles, bindings, (given, bound) => {
        const files = Object.fromEntries([
          ...given.map((role, index) => [`r${index}.json`, JSON.stringify(role)]),
          ...bound.map(({ role, namespace, subjects }, index) => {
            const kind = namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
            const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role };
            const metadata = { name: `b${index}`, ...(namespace !== undefined && { namespace }) };
            return [
              `b${index}.json`,
              JSON.stringify({
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind,
                metadata,
                roleRef,
                subjects,
              }),
            ];
          }),
        ]) as Record<string, string>;
        const builds = buildsOf(files);
        const has = settled(given);
        NAMES.forEach((_, index) => {
          const question = questionOf("get", `w${index}.example.com`, resources);
          const wanted = bound.flatMap(({ role, namespace, subjects }) => {
            const resourcesOf = has.get(role) as Set<string>;
            const isGiven = resourcesOf.has(`w${index}`) || resourcesOf.has("*");
            return isGiven ? subjects.map(({ kind, name }) => `${kind} ${name} ${namespace ?? "*"}`) : [];
          });
          const short = ({ subject, namespace }: Allowed) =>
            `${subject.replace(":a/", " ").replace(":", " ")} ${namespace ?? "*"}`;
          expect(new Set(whoCan(builds, question, { resources }).allowed.map(short))).toEqual(
            new Set(wanted),
          );
          for (const subject of SUBJECTS) {
            const own = whatCan(builds, userOf(subject), { resources }).allowed.filter(
              (one) => ruleCovers(one.rule, question) && one.subject.startsWith(`${subject.kind}:`),
            );
            const asked = wanted.filter((one) => one.startsWith(`${subject.kind} ${subject.name} `));
            expect(new Set(own.map(short))).toEqual(new Set(asked));
          }
        });
      }),
      { numRuns: 40 },
    );
  });
});
