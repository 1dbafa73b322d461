import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { nowhereNamespace, nowhereSubject } from "../../../lib/analysis/lookup/nowhere.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { clusterBinding, manifest, roleBinding, user } from "../../rules/manifests.js";

const group = (name: string) =>
  `  - apiGroup: rbac.authorization.k8s.io\n    kind: Group\n    name: ${name}\n`;
const FILES = {
  "a.yaml": manifest("Namespace", "checkout"),
  "b.yaml": manifest("ServiceAccount", "deployer", "checkout"),
  "c.yaml": clusterBinding("view", user("jane") + group("team")),
  "d.yaml": roleBinding("view", "other", "ClusterRole", user("${NAME}")),
};
const builds = (settings = {}) => new Analysis(repositoryOf(FILES), settings);

describe("nowhereSubject", () => {
  const ask = (kind: string, name: string, namespace?: string) =>
    nowhereSubject(builds(), { kind, name, namespace });

  it.each([
    ["User", "jane"],
    ["Group", "team"],
    ["Group", "system:masters"],
    ["Group", "system:authenticated"],
    ["Group", "system:nodes"],
    ["Group", "system:bootstrappers"],
    ["Group", "kubeadm:cluster-admins"],
    ["Group", "system:serviceaccounts"],
    ["Group", "system:serviceaccounts:checkout"],
    ["User", "system:anonymous"],
    ["User", "system:kube-scheduler"],
    ["User", "system:node:worker-1"],
    ["User", "system:serviceaccount:checkout:deployer"],
  ])("knows %s '%s'", (kind, name) => {
    expect(ask(kind, name)).toBeUndefined();
  });

  it.each([
    ["User", "janet", { kind: "User", name: "janet", nearest: "jane" }],
    ["User", "team", { kind: "User", name: "team" }],
    ["User", "${NAME}", { kind: "User", name: "${NAME}" }],
    ["Group", "jane", { kind: "Group", name: "jane" }],
    ["Group", "teams", { kind: "Group", name: "teams", nearest: "team" }],
    ["Group", "system:node:worker-1", { kind: "Group", name: "system:node:worker-1" }],
    [
      "Group",
      "system:serviceaccounts:checkuot",
      { kind: "Namespace", name: "checkuot", nearest: "checkout" },
    ],
  ])("does not know %s '%s'", (kind, name, expected) => {
    expect(ask(kind, name)).toMatchObject(expected);
  });

  it.each([
    ["ServiceAccount", "deployer", "checkout", undefined],
    ["ServiceAccount", "deployer", "other", "ServiceAccount"],
    ["ServiceAccount", "default", "checkout", undefined],
    ["User", "system:serviceaccount:checkout:deploy", undefined, "ServiceAccount"],
    ["User", "system:serviceaccount:other:deployer", undefined, "ServiceAccount"],
  ])("of %s '%s' in %s says %s", (kind, name, namespace, expected) => {
    expect(ask(kind, name, namespace)?.kind).toBe(expected);
  });

  it("knows the ServiceAccounts of the settings", () => {
    const subject = { kind: "ServiceAccount", name: "robot", namespace: "checkout" };
    expect(nowhereSubject(builds({ knownServiceAccounts: ["checkout/rob*"] }), subject)).toBeUndefined();
    expect(nowhereSubject(builds({ knownServiceAccounts: ["other/rob*"] }), subject)).toBeDefined();
  });
});

describe("nowhereNamespace", () => {
  it.each([
    ["checkout", undefined],
    ["other", undefined],
    ["default", undefined],
    ["kube-system", undefined],
    ["checkuot", { kind: "Namespace", name: "checkuot" }],
  ])("of '%s'", (name, expected) => {
    const found = nowhereNamespace(builds(), name);
    expect(found && { kind: found.kind, name: found.name }).toEqual(expected);
  });
});
