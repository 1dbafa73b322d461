import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, group, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-masters-subject";
const MASTERS =
  "Group 'system:masters' may do everything, whatever RBAC says: the API server does not ask, so this binding adds nothing, and deleting it takes nothing away. Name a group of your own, and give nobody a certificate for this one.";
const OWN = manifest(
  "ClusterRoleBinding",
  "cluster-admin",
  undefined,
  `roleRef: { kind: ClusterRole, name: cluster-admin }\nsubjects:\n${group("system:masters")}`,
);

describe("no-masters-subject", () => {
  it.each([
    ["in the cluster", clusterBinding("cluster-admin", group("system:masters")), "a.yaml:10:26-10:42"],
    [
      "in a namespace",
      roleBinding("view", "shop", "ClusterRole", group("system:masters")),
      "a.yaml:11:26-11:42",
    ],
    ["beside others", clusterBinding("view", user("ada") + group("system:masters")), "a.yaml:11:26-11:42"],
  ])("reports system:masters %s", async (_, text, place) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, MASTERS]]);
  });

  it("reports the group of kubeadm's admin.conf in its own words", async () => {
    const files = { "a.yaml": clusterBinding("cluster-admin", group("kubeadm:cluster-admins")) };
    expect(await lint(RULE, files)).toEqual([
      [
        "a.yaml:10:26-10:50",
        "Group 'kubeadm:cluster-admins' is everybody with the admin.conf that kubeadm writes, who share one certificate and cannot be told apart: all of them can do what ClusterRole 'cluster-admin' allows in the whole cluster. Name a group of your own, and keep this one for emergencies.",
      ],
    ]);
    expect(await lint(RULE, files, { options: { exceptClusterAdmin: true } })).toEqual([]);
    expect(
      await lint(
        RULE,
        { "a.yaml": clusterBinding("view", group("kubeadm:cluster-admins")) },
        { options: { exceptClusterAdmin: true } },
      ),
    ).toHaveLength(1);
  });

  it.each([
    ["the binding that every cluster has", OWN],
    ["a User of that name", clusterBinding("view", user("system:masters"))],
    ["another group", clusterBinding("view", group("masters"))],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("is the one finding: no-cluster-admin-binding speaks of the other subjects", async () => {
    const admin = (subjects: string) =>
      lint("no-cluster-admin-binding", { "a.yaml": clusterBinding("cluster-admin", subjects) });
    expect(await admin(group("system:masters"))).toEqual([]);
    expect(await lint("no-cluster-admin-binding", { "a.yaml": OWN })).toEqual([]);
    expect(await admin(group("system:masters") + user("ada"))).toEqual([
      [
        "a.yaml:8:9-8:22",
        "ClusterRole 'cluster-admin' lets 'User:ada' do everything in the whole cluster. Bind a role that allows only what is needed.",
      ],
    ]);
  });
});
