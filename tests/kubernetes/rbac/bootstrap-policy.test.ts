import { describe, expect, it } from "vitest";
import {
  bootstrapBindings,
  bootstrapClusterRoleBindings,
  bootstrapClusterRoles,
  bootstrapRoleBindings,
  bootstrapRoleOf,
  bootstrapRoles,
  defaultSubjects,
} from "../../../lib/kubernetes/rbac/bootstrap-policy.js";
import {
  isBuiltInClusterRole,
  isBuiltInRole,
  isBuiltInServiceAccount,
} from "../../../lib/kubernetes/rbac/builtin-roles.js";
import { RELEASES } from "../../../lib/kubernetes/data/api-resources.js";
import { BOOTSTRAP_RELEASE } from "../../../lib/kubernetes/data/bootstrap-bindings.js";
import { isEverything } from "../../../lib/kubernetes/rbac/rbac.js";

const clusterRole = (wanted: string) =>
  bootstrapClusterRoles.find(({ metadata }) => metadata?.name === wanted);

describe("the roles of every cluster", () => {
  it("are those that their bindings refer to, each in its own namespace", () => {
    const found = bootstrapBindings.map((binding) => {
      const { kind, metadata } = bootstrapRoleOf(binding) ?? {};
      return [kind, metadata?.name, metadata?.namespace];
    });
    expect(found).toEqual(
      bootstrapBindings.map(({ roleRef, metadata }) => [roleRef?.kind, roleRef?.name, metadata?.namespace]),
    );
    const roleRef = { kind: "Role", name: "system:controller:bootstrap-signer" };
    const metadata = { name: "mine", namespace: "kube-public" };
    expect(bootstrapRoleOf({ roleRef, metadata })?.metadata?.namespace).toBe("kube-public");
    expect(bootstrapRoleOf({ roleRef, metadata: { ...metadata, namespace: "shop" } })).toBeUndefined();
    expect(bootstrapRoleOf({ roleRef: { kind: "ClusterRole", name: "mine" }, metadata })).toBeUndefined();
  });

  it("are known by name", () => {
    for (const { metadata } of bootstrapClusterRoles)
      expect(isBuiltInClusterRole(metadata?.name ?? "")).toBe(true);
    for (const { metadata } of bootstrapRoles) {
      expect(isBuiltInRole(metadata?.namespace ?? "", metadata?.name ?? "")).toBe(true);
    }
    // As many as ClusterRoles, ControllerRoles and NamespaceRoles of Kubernetes 1.37 return.
    expect(bootstrapClusterRoles).toHaveLength(73);
    expect(bootstrapRoles).toHaveLength(7);
  });

  it("are complete objects", () => {
    expect(clusterRole("view")).toEqual({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: {
        name: "view",
        labels: {
          "kubernetes.io/bootstrapping": "rbac-defaults",
          "rbac.authorization.k8s.io/aggregate-to-edit": "true",
        },
      },
      aggregationRule: {
        clusterRoleSelectors: [{ matchLabels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" } }],
      },
      rules: [],
    });
    expect(clusterRole("system:basic-user")?.rules).toEqual([
      {
        apiGroups: ["authorization.k8s.io"],
        resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
        verbs: ["create"],
      },
      { apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"], verbs: ["create"] },
    ]);
  });

  it("grant everything in one case only", () => {
    const all = bootstrapClusterRoles.filter(({ rules = [] }) => isEverything(rules));
    expect(all.map(({ metadata }) => metadata?.name)).toEqual(["cluster-admin"]);
  });

  it("are those of the last release in the table of resources", () => {
    expect(BOOTSTRAP_RELEASE).toBe(RELEASES.at(-1));
    // Since 1.37, and since 1.35 also in the newer group.
    expect(clusterRole("system:cluster-trust-bundle-discovery")?.rules).toEqual([
      {
        apiGroups: ["certificates.k8s.io"],
        resources: ["clustertrustbundles"],
        verbs: ["get", "list", "watch"],
      },
    ]);
    expect(clusterRole("system:aggregate-to-view")?.rules).toContainEqual({
      apiGroups: ["", "events.k8s.io"],
      resources: ["events"],
      verbs: ["get", "list", "watch"],
    });
  });

  it("let edit read secrets, and view not", () => {
    const reads = (name: string) =>
      clusterRole(name)?.rules?.some(
        ({ resources, verbs }) => resources?.includes("secrets") && verbs?.includes("get"),
      );
    expect(reads("system:aggregate-to-edit")).toBe(true);
    expect(reads("system:aggregate-to-view")).toBe(false);
  });
});

describe("the bindings of every cluster", () => {
  it.each([
    ["cluster-admin", ["Group:system:masters"]],
    ["system:basic-user", ["Group:system:authenticated"]],
    ["system:public-info-viewer", ["Group:system:authenticated", "Group:system:unauthenticated"]],
    ["system:controller:job-controller", ["ServiceAccount:job-controller"]],
    ["system:cluster-trust-bundle-discovery", ["Group:system:serviceaccounts"]],
    ["system:node", []],
    ["admin", []],
    ["system:controller:nobody", []],
    ["constructor", []],
  ])("give %s to %j", (role, subjects) => {
    expect(defaultSubjects(role).map(({ kind, name }) => `${kind}:${name}`)).toEqual(subjects);
  });

  it("name roles that are there", () => {
    expect(bootstrapClusterRoleBindings).toHaveLength(54);
    for (const { roleRef } of bootstrapClusterRoleBindings)
      expect(clusterRole(roleRef?.name ?? "")).toBeDefined();
    expect(bootstrapRoleBindings).toHaveLength(7);
    for (const { roleRef, metadata } of bootstrapRoleBindings) {
      expect(isBuiltInRole(metadata?.namespace ?? "", roleRef?.name ?? "")).toBe(true);
    }
  });

  it("give the controllers' roles to service accounts that are there", () => {
    const controllers = bootstrapClusterRoleBindings
      .filter(({ metadata }) => metadata?.name?.startsWith("system:controller:"))
      .flatMap(({ subjects = [] }) => subjects);
    expect(controllers).toHaveLength(41);
    for (const { namespace, name } of controllers) {
      expect(isBuiltInServiceAccount(namespace ?? "", name ?? "")).toBe(true);
    }
  });
});
