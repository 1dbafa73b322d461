import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApiResource } from "../../../lib/kubernetes/api/api-resource.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import { bootstrapClusterRoles, bootstrapRoles } from "../../../lib/kubernetes/rbac/bootstrap-policy.js";
import {
  API_RESOURCES,
  FIRST_MINOR,
  LAST_MINOR,
  RELEASES,
} from "../../../lib/kubernetes/data/api-resources.js";

const MOST = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
const MINORS = RELEASES.map((release) => Number(release.split(".")[1]));
const apis = new ApiResources();
const at = (minor: number): ApiResources => new ApiResources({ kubernetesVersion: { minor } });

const widgets: ApiResource = {
  group: "example.org",
  name: "widgets",
  kind: "Widget",
  singular: "widget",
  shortNames: ["wd"],
  namespaced: false,
  versions: { v1: {} },
  verbs: ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
  subresources: { status: { verbs: ["get", "update", "patch"] } },
};
const withCrds = new ApiResources({ crds: [widgets] });

describe("what is known", () => {
  it.each([
    ["", "complete"],
    ["apps", "complete"],
    ["metrics.k8s.io", "complete"],
    ["example.org", "unknown"],
    ["extensions", "complete"],
    ["custom.metrics.k8s.io", "unknown"],
    ["security.openshift.io", "unknown"],
    ["__proto__", "unknown"],
  ])("of group %j: %s", (group, expected) => {
    expect(apis.knowledgeOf(group)).toBe(expected);
  });

  it("is part of the group of a CustomResourceDefinition, and all of one that is built in", () => {
    expect(withCrds.knowledgeOf("example.org")).toBe("partial");
    const inApps = new ApiResources({ crds: [{ ...widgets, group: "apps" }] });
    expect(inApps.knowledgeOf("apps")).toBe("complete");
    expect(inApps.find("apps", "widgets")?.served).toBe(true);
  });

  it.each([27, 38, 99])("is not everything of Kubernetes 1.%i, which the data do not cover", (minor) => {
    expect(at(minor).knowledgeOf("apps")).toBe("partial");
    expect(at(minor).knowledgeOf("extensions")).toBe("partial");
    expect(at(minor).nearest("apps", "deploymens")).toBeUndefined();
    expect(at(minor).nearest("apps", "deployment")?.name).toBe("deployments");
  });
});

describe("find", () => {
  it.each([
    ["", "pods", ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"]],
    ["", "pods/log", ["get"]],
    ["", "pods/exec", ["get", "create"]],
    ["", "pods/eviction", ["create"]],
    ["", "pods/finalizers", ["update"]],
    ["", "nodes/proxy", ["get", "create", "update", "patch", "delete"]],
    ["", "nodes/metrics", ["get", "create", "update", "patch", "delete"]],
    ["", "namespaces", ["get", "list", "watch", "create", "update", "patch", "delete"]],
    ["", "namespaces/finalize", ["update"]],
    ["", "componentstatuses", ["get", "list"]],
    ["", "serviceaccounts/token", ["create"]],
    ["", "users", ["impersonate"]],
    ["apps", "deployments/scale", ["get", "update", "patch"]],
    ["certificates.k8s.io", "signers", ["approve", "sign", "attest"]],
    ["certificates.k8s.io", "certificatesigningrequests/nodeclient", ["create"]],
    ["authentication.k8s.io", "admissionReviewAPIGroups", ["attest"]],
    ["authentication.k8s.io", "userextras/scopes", ["impersonate", "impersonate:user-info"]],
    ["policy", "podsecuritypolicies", ["use", ...MOST]],
    ["extensions", "podsecuritypolicies", ["use", ...MOST]],
    ["security.openshift.io", "securitycontextconstraints", ["use"]],
    ["resource.k8s.io", "resourceclaims/binding", ["update", "patch"]],
  ])("%j has %s: %j", (group, name, verbs) => {
    expect(apis.find(group, name)?.verbs).toEqual(verbs);
  });

  it.each([
    ["", "deployments"],
    ["", "pods/logs"],
    ["", "pods/*"],
    ["", "*"],
    ["", "*/*"],
    ["", "pods/"],
    ["", "pods/log/x"],
    ["", "/log"],
    ["", "foos/finalizers"],
    ["", "Pods"],
    ["", "secrets/status"],
    ["", "constructor"],
    ["", "pods/constructor"],
    ["apps", "pods"],
    ["apps", "deployments/rollback"],
    ["extensions", "deployments"],
    ["nobody.example", "things"],
  ])("%j has no %s", (group, name) => {
    expect(apis.find(group, name)).toBeUndefined();
  });

  it("says what no API serves", () => {
    expect(apis.find("", "users")?.served).toBe(false);
    expect(apis.find("", "nodes/stats")?.served).toBe(false);
    expect(apis.find("", "pods/log")?.served).toBe(true);
    expect(apis.find("", "serviceaccounts")).toMatchObject({ served: true, namespaced: true });
  });

  it.each([
    ["", "pods", true],
    ["", "nodes", false],
    ["", "nodes/stats", false],
    ["", "namespaces", false],
    ["", "pods/finalizers", true],
    ["rbac.authorization.k8s.io", "clusterroles", false],
    ["authorization.k8s.io", "localsubjectaccessreviews", true],
    ["authorization.k8s.io", "subjectaccessreviews", false],
    ["policy", "podsecuritypolicies", true],
  ])("%j %s is namespaced: %s", (group, name, namespaced) => {
    expect(apis.find(group, name)?.namespaced).toBe(namespaced);
  });
});

describe("versions of Kubernetes", () => {
  it.each([
    ["networking.k8s.io", "clustercidrs", 28, true],
    ["networking.k8s.io", "clustercidrs", 29, false],
    ["storage.k8s.io", "volumeattributesclasses", 28, false],
    ["storage.k8s.io", "volumeattributesclasses", 29, true],
    ["", "pods/resize", 31, false],
    ["", "pods/resize", 32, true],
    ["admissionregistration.k8s.io", "mutatingadmissionpolicies", 31, false],
    ["admissionregistration.k8s.io", "mutatingadmissionpolicies", 32, true],
    ["resource.k8s.io", "resourceclasses", 30, true],
    ["resource.k8s.io", "resourceclasses", 31, false],
    ["resource.k8s.io", "resourceclassparameters", 30, true],
    ["resource.k8s.io", "resourceclassparameters", 31, false],
    ["resource.k8s.io", "podschedulingcontexts", 31, true],
    ["resource.k8s.io", "podschedulingcontexts", 32, false],
    ["resource.k8s.io", "devicetaintrules/status", 34, false],
    ["resource.k8s.io", "devicetaintrules/status", 35, true],
    ["scheduling.k8s.io", "workloads", 34, false],
    ["scheduling.k8s.io", "workloads", 35, true],
    ["scheduling.k8s.io", "podgroups", 35, false],
    ["scheduling.k8s.io", "podgroups", 36, true],
    ["scheduling.k8s.io", "compositepodgroups/status", 36, false],
    ["scheduling.k8s.io", "compositepodgroups/status", 37, true],
    ["storage.k8s.io", "csinodes/status", 36, false],
    ["storage.k8s.io", "csinodes/status", 37, true],
    ["lifecycle.k8s.io", "evictionrequests/status", 36, false],
    ["lifecycle.k8s.io", "evictionrequests/status", 37, true],
    ["authentication.k8s.io", "nodes", 34, false],
    ["authentication.k8s.io", "nodes", 36, true],
    ["authentication.k8s.io", "admissionReviewAPIGroups", 36, false],
    ["authentication.k8s.io", "admissionReviewAPIGroups", 37, true],
    ["", "pods", 28, true],
    ["", "pods", 37, true],
  ])("%j has %s in 1.%i: %s", (group, name, minor, expected) => {
    expect(at(minor).find(group, name) !== undefined).toBe(expected);
    expect(apis.find(group, name)).toBeDefined();
  });

  it("are known one by one", () => {
    expect(MINORS).toEqual([28, 29, 30, 31, 32, 33, 34, 35, 36, 37]);
    expect([FIRST_MINOR, LAST_MINOR]).toEqual([28, 37]);
  });

  it("have what the data say, and without a version everything is there", () => {
    const served = API_RESOURCES.flatMap(({ group, name, subresources = {} }) =>
      ["", ...Object.keys(subresources).map((part) => `/${part}`)].map((part) => ({
        group,
        name: name + part,
      })),
    );
    for (const { group, name } of served) {
      expect(apis.find(group, name), `${group} ${name}`).toMatchObject({ served: true });
      const minors = MINORS.filter((minor) => at(minor).find(group, name));
      expect(minors.length, `${group} ${name}`).toBeGreaterThan(0);
    }
  });
});

describe("groupsWith", () => {
  it.each([
    ["deployments", ["apps"]],
    ["deployments/scale", ["apps"]],
    ["events", ["", "events.k8s.io"]],
    ["pods", ["", "metrics.k8s.io"]],
    ["pods/log", [""]],
    ["ingresses", ["networking.k8s.io"]],
    ["podsecuritypolicies", ["policy"]],
    ["nothings", []],
  ])("%s: %j", (name, groups) => {
    expect(apis.groupsWith(name)).toEqual(groups);
  });
});

describe("matching", () => {
  it("covers every resource and subresource, or one subresource of each", () => {
    const names = apis.matching("apps", "*").map(({ name }) => name);
    expect(names).toContain("deployments");
    expect(names).toContain("deployments/scale");
    expect(apis.matching("apps", "*/scale").map(({ name }) => name)).toEqual([
      "deployments/scale",
      "replicasets/scale",
      "statefulsets/scale",
    ]);
    expect(apis.matching("", "*/logs")).toEqual([]);
    expect(apis.matching("nobody.example", "*")).toEqual([]);
    expect(apis.matching("", "pods").map(({ name }) => name)).toEqual(["pods"]);
  });
});

describe("takesVerb", () => {
  it.each([
    ["", "pods", "list", true],
    ["", "pods", "exec", false],
    ["", "pods", "connect", false],
    ["", "pods", "*", false],
    ["", "pods/log", "list", false],
    ["", "serviceaccounts", "impersonate", true],
    ["", "pods", "impersonate", false],
    ["rbac.authorization.k8s.io", "clusterroles", "bind", true],
    ["rbac.authorization.k8s.io", "clusterrolebindings", "bind", false],
    ["", "pods", "impersonate-on:user-info:list", true],
    ["", "pods/log", "impersonate-on:user-info:list", false],
    ["", "pods", "impersonate-on:nobody:list", false],
    ["", "pods", "unsafe-delete-ignore-read-errors", true],
    ["", "registry.example", "request-serviceaccounts-token-audience", true],
    ["apps", "registry.example", "request-serviceaccounts-token-audience", false],
    ["resource.k8s.io", "resourceclaims/driver", "associated-node:update", true],
    ["nobody.example", "things", "get", false],
  ])("%j %s %s: %s", (group, name, verb, expected) => {
    expect(apis.takesVerb(group, name, verb)).toBe(expected);
  });
});

describe("nearest", () => {
  it.each([
    ["", "pod", "pods", "singular"],
    ["", "Pod", "pods", "kind"],
    ["", "Pods", "pods", "case"],
    ["", "po", "pods", "short name"],
    ["", "CM", "configmaps", "short name"],
    ["", "podss", "pods", "typo"],
    ["", "user", "users", "typo"],
    ["", "pods/logs", "pods/log", "typo"],
    ["", "pod/log", "pods/log", "singular"],
    ["", "Pod/Logs", "pods/log", "kind"],
    ["", "pods/Exec", "pods/exec", "case"],
    ["", "nodes/metric", "nodes/metrics", "typo"],
    ["", "pods/finalizer", "pods/finalizers", "typo"],
    ["", "persistentvolumeclaim", "persistentvolumeclaims", "singular"],
    ["apps", "deploy", "deployments", "short name"],
    ["apps", "Deployment", "deployments", "kind"],
    ["networking.k8s.io", "networkpolicy", "networkpolicies", "singular"],
    ["networking.k8s.io", "networkpolicys", "networkpolicies", "typo"],
    ["apiextensions.k8s.io", "crds", "customresourcedefinitions", "short name"],
    ["certificates.k8s.io", "signer", "signers", "typo"],
  ])("of %j, %s is %s (%s)", (group, written, name, how) => {
    expect(apis.nearest(group, written)).toEqual({ name, written: how });
  });

  it.each([
    ["", "pods"],
    ["", "pods/log"],
    ["", "deployments"],
    ["", "pods/*"],
    ["", "*/*"],
    ["", "*"],
    ["", "pods/whatever"],
    ["", "x".repeat(100_000)],
    ["nobody.example", "pod"],
    ["extensions", "ingress"],
  ])("of %j, %s is nothing", (group, written) => {
    expect(apis.nearest(group, written)).toBeUndefined();
  });

  it.each([
    ["widget", "widgets", "singular"],
    ["Widget", "widgets", "kind"],
    ["wd", "widgets", "short name"],
    ["WIDGETS", "widgets", "case"],
    ["widget/status", "widgets/status", "singular"],
  ])("of a CustomResourceDefinition's group, %s is %s (%s)", (written, name, how) => {
    expect(withCrds.nearest("example.org", written)).toEqual({ name, written: how });
  });

  it.each(["widgetz", "gadgets", "widgets/statuses", "widgets/scale", "widgets/finalizers"])(
    "of a CustomResourceDefinition's group, %s may be something else",
    (written) => {
      expect(withCrds.nearest("example.org", written)).toBeUndefined();
    },
  );

  it("always names something that is there, and never the name itself", () => {
    const names = API_RESOURCES.flatMap(({ group, name, kind, shortNames = [], subresources = {} }) =>
      [name, kind, ...shortNames, ...Object.keys(subresources).map((part) => `${name}/${part}`)].map(
        (written) => ({ group, written }),
      ),
    );
    const edited = fc
      .tuple(fc.constantFrom(...names), fc.nat(), fc.constantFrom("", "s", "x", "/", "*"), fc.nat(1))
      .map(([{ group, written }, place, put, cut]) => {
        const index = place % (written.length + 1);
        return { group, written: written.slice(0, index) + put + written.slice(index + cut) };
      });
    fc.assert(
      fc.property(edited, fc.option(fc.constantFrom(...MINORS)), ({ group, written }, minor) => {
        const known = minor === null ? apis : at(minor);
        const near = known.nearest(group, written);
        if (known.find(group, written) !== undefined) expect(near).toBeUndefined();
        if (near === undefined) return;
        expect(near.name).not.toBe(written);
        expect(known.find(group, near.name)).toBeDefined();
      }),
    );
  });
});

describe("Kubernetes' own roles", () => {
  // Both are no more: the group since 1.22, the subresource with it.
  const isGone = (group: string, name: string): boolean =>
    group === "extensions" || name === "deployments/rollback";

  it("name nothing that is not known", () => {
    const unknown: string[] = [];
    for (const { rules = [] } of [...bootstrapClusterRoles, ...bootstrapRoles]) {
      for (const { apiGroups = [], resources = [] } of rules) {
        for (const name of resources.filter((written) => !written.startsWith("*"))) {
          const groups = apiGroups.filter((group) => apis.knowledgeOf(group) === "complete");
          if (groups.length < apiGroups.length) continue;
          if (groups.some((group) => apis.find(group, name) || isGone(group, name))) continue;
          unknown.push(`${apiGroups.join(",")} ${name}`);
        }
      }
    }
    expect([...new Set(unknown)]).toEqual([]);
  });
});
