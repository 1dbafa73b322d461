import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  builtInClusterRoleNames,
  isBuiltInClusterRole,
  isBuiltInNamespace,
  isBuiltInRole,
  isBuiltInServiceAccount,
} from "../../lib/kubernetes/rbac/builtin-roles.js";
import { couldBe, couldBeOneOf, isFilledInWhole, isKnown } from "../../lib/kubernetes/objects.js";
import { matchesGlob } from "../../lib/util/glob.js";
import { nearest } from "../../lib/util/nearest.js";
import { platformClusterRoles, platformRoles, PLATFORMS } from "../../lib/kubernetes/rbac/platform-roles.js";

describe("names in which something is filled in later", () => {
  it.each([
    ["{{ .Values.name }}", false],
    ["${NAME}", false],
    ["$NAME", false],
    ["a-$(NAME)", false],
    ["<name>", false],
    ["[[name]]", false],
    ["__NAME__", false],
    ["@NAME@", false],
    ["_", false],
    ["ENC[AES256_GCM,data:2o/Y,iv:zhTq,tag:ubO5,type:str]", false],
    ["ENC", true],
    ["a__b", true],
    ["system:auth-delegator", true],
    ["a$1", true],
  ])("%j is a name: %j", (name, expected) => {
    expect(isKnown(name)).toBe(expected);
  });

  it.each([
    ["${TEAM}-reader", "a-reader", true],
    ["${TEAM}-reader", "a-writer", false],
    ["${TEAM}-reader", "a-reader-x", false],
    ["a-{{ x }}-b-{{ y }}", "a-1-b-2", true],
    ["a-{{ x }}-b-{{ y }}", "b-1-a-2", false],
    ["$NAME", "anything", true],
    ["ENC[AES256_GCM,data:2o/Y,iv:zhTq,tag:ubO5,type:str]", "anything", true],
    ["<name>", "anything", true],
    ["reader", "reader", true],
    ["reader", "readers", false],
    ["reader-\u0000", "reader-5f2d", true],
    ["aa${X}", "a", false],
  ])("%j could be %j: %j", (unfilled, name, expected) => {
    expect(couldBe(unfilled, name)).toBe(expected);
  });

  it("is among names that are filled in later as often as one of them could be it", () => {
    const names = ["${TEAM}-reader", "a-{{ x }}", "reader"];
    const mayBe = couldBeOneOf(names);
    for (const name of ["a-reader", "a-1", "reader", "b-1", "readers"]) {
      expect(mayBe(name)).toBe(names.some((one) => couldBe(one, name)));
    }
  });

  it("may be one of more of them than are compared", () => {
    const names = Array.from({ length: 1001 }, (_, index) => `team-${index}-\${X}`);
    expect(couldBeOneOf(names.slice(1))("a")).toBe(false);
    expect(couldBeOneOf(names)("a")).toBe(true);
  });

  it.each(["{{", "${", "$(", "($", "[[", "{%", "<%", "<"])("may be as long as a file of %j", (mark) => {
    const long = mark.repeat(1_000_000);
    expect([couldBe(long, "a"), isFilledInWhole(long), isKnown(long)]).toEqual([true, false, mark === "<"]);
  });
});

describe("what every cluster has", () => {
  it.each([
    ["cluster-admin", true],
    ["view", true],
    ["system:auth-delegator", true],
    ["system:controller:job-controller", true],
    // Since 1.34, since 1.37, and with a feature gate only.
    ["system:controller:resource-claim-controller", true],
    ["system:controller:podcertificaterequestcleaner", true],
    ["system:controller:storage-version-garbage-collector", true],
    ["system:controller:bootstrap-signer", false],
    ["kubeadm:get-nodes", true],
    ["Cluster-Admin", false],
    ["system:whatever", false],
    ["extension-apiserver-authentication-reader", false],
    ["constructor", false],
  ])("ClusterRole %j: %j", (name, expected) => {
    expect(isBuiltInClusterRole(name)).toBe(expected);
  });

  it.each([
    ["kube-system", "extension-apiserver-authentication-reader", true],
    ["default", "extension-apiserver-authentication-reader", false],
    ["kube-system", "system::leader-locking-kube-scheduler", true],
    ["kube-system", "kube-proxy", true],
    ["kube-public", "system:controller:bootstrap-signer", true],
    ["kube-public", "system:controller:token-cleaner", false],
    ["kube-public", "kubeadm:bootstrap-signer-clusterinfo", true],
    ["__proto__", "kube-proxy", false],
  ])("Role %j/%j: %j", (namespace, name, expected) => {
    expect(isBuiltInRole(namespace, name)).toBe(expected);
  });

  it.each([
    ["anywhere", "default", true],
    ["kube-system", "job-controller", true],
    ["kube-system", "bootstrap-signer", true],
    ["kube-system", "podcertificaterequestcleaner", true],
    ["kube-system", "storage-version-garbage-collector", true],
    ["kube-system", "coredns", true],
    ["default", "job-controller", false],
    ["kube-system", "nobody", false],
  ])("ServiceAccount %j/%j: %j", (namespace, name, expected) => {
    expect(isBuiltInServiceAccount(namespace, name)).toBe(expected);
  });

  it("has four namespaces", () => {
    const names = ["default", "kube-system", "kube-public", "kube-node-lease", "kube-flannel", "toString"];
    expect(names.filter(isBuiltInNamespace)).toEqual(names.slice(0, 4));
  });

  it("names each ClusterRole once", () => {
    const names = builtInClusterRoleNames();
    expect(new Set(names).size).toBe(names.length);
    expect(names.every(isBuiltInClusterRole)).toBe(true);
  });
});

describe("what a platform has", () => {
  it.each([
    ["openshift", "cluster-reader", true],
    ["openshift", "system:image-puller", true],
    ["openshift", "system:openshift:scc:anyuid", true],
    ["openshift", "cluster-monitoring-view", true],
    ["openshift", "eks:addon-manager", false],
    ["eks", "eks:addon-manager", true],
    ["gke", "gce:cloud-provider", true],
    ["aks", "container-health-log-reader", true],
    ["aks", "cluster-reader", false],
  ] as const)("%s has ClusterRole %j: %j", (platform, name, expected) => {
    expect(platformClusterRoles(platform).some((pattern) => matchesGlob(pattern, name))).toBe(expected);
  });

  it("repeats nothing that every cluster has", () => {
    for (const platform of PLATFORMS) {
      expect(platformClusterRoles(platform).filter(isBuiltInClusterRole)).toEqual([]);
      expect(platformRoles(platform).every((role) => role.split("/").length === 2)).toBe(true);
    }
  });
});

describe("matchesGlob", () => {
  it.each([
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["?", "", false],
    ["a", "a", true],
    ["a", "ab", false],
    ["a*", "a", true],
    ["*b", "ab", true],
    ["a*c*e", "abcde", true],
    ["a*c*e", "abcd", false],
    ["*aab", "aaab", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["ServiceAccount:*/flux", "ServiceAccount:flux-system/flux", true],
    ["a.c", "abc", false],
    ["[a]", "a", false],
    ["**", "x", true],
  ])("%j fits %j: %j", (pattern, name, expected) => {
    expect(matchesGlob(pattern, name)).toBe(expected);
  });

  it("agrees with a regular expression", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "."), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (pattern, name) => {
        const source = pattern.replace(/[*?.]/g, (sign) => ({ "*": ".*", "?": ".", ".": "\\." })[sign] ?? "");
        expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${source}$`, "s").test(name));
      }),
    );
  });

  it("bears hostile patterns", () => {
    expect(matchesGlob("*a".repeat(500) + "b", "a".repeat(2_000))).toBe(false);
  });
});

describe("nearest", () => {
  it.each<[string, string[], string | undefined]>([
    ["cluster-admn", ["view", "cluster-admin"], "cluster-admin"],
    ["cluster-amdin", ["cluster-admin"], "cluster-admin"],
    ["viwe", ["view"], undefined],
    ["vie", ["view"], undefined],
    ["vies", ["view"], "view"],
    ["view", ["view"], undefined],
    ["reader-x", ["reader-b", "reader-a"], "reader-a"],
    ["reader-x", ["reader-abc", "reader-xy"], "reader-xy"],
    ["nothing-like-it", ["cluster-admin"], undefined],
    ["", ["a"], undefined],
    ["a", [], undefined],
  ])("of %j in %j is %j", (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  it("is the same in whatever order they come, and never far", () => {
    const names = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(names, fc.array(names), (name, candidates) => {
        const found = nearest(name, candidates);
        expect(nearest(name, [...candidates].reverse())).toBe(found);
        const allowed = candidates
          .filter((candidate) => candidate !== name)
          .map((candidate) => distance(name, candidate));
        const least = Math.min(...allowed);
        if (least <= 2 && least * 3 < name.length) expect(distance(name, found ?? "")).toBe(least);
        else expect(found).toBeUndefined();
      }),
    );
  });

  it("gives up on names that are too long to be any", () => {
    expect(nearest("a".repeat(100_000), ["a".repeat(99_999)])).toBeUndefined();
  });
});

/** The textbook definition. */
function distance(from: string, to: string): number {
  if (from === "" || to === "") return from.length + to.length;
  if (from[0] === to[0]) return distance(from.slice(1), to.slice(1));
  const [a, b] = [from.slice(1), to.slice(1)];
  return 1 + Math.min(bounded(a, to), bounded(from, b), bounded(a, b));
}

const known = new Map<string, number>();
function bounded(from: string, to: string): number {
  const key = `${from}|${to}`;
  const value = known.get(key) ?? distance(from, to);
  known.set(key, value);
  return value;
}
