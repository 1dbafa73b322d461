import { describe, expect, it } from "vitest";
import { isDangerous, type AccessChange } from "../../../lib/analysis/change/access-change.js";
import { account, clusterBinding, group, manifest, roleBinding, user } from "../../rules/manifests.js";
import { changeOf, unknownOf } from "./told.js";

const MAKER = manifest(
  "Role",
  "maker",
  "shop",
  `rules:\n  - { apiGroups: [""], resources: [pods], verbs: [create] }\n`,
);
/** Somebody creates pods where nobody has more than the others, and no pod reaches its node. */
const FILES = {
  "shop.yaml":
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: restricted } }\n",
  "boss.yaml": manifest("ServiceAccount", "boss", "shop"),
  "role.yaml": MAKER,
  "binding.yaml": roleBinding("maker", "shop", "Role", user("ada")),
};
const BOSS = { "admin.yaml": clusterBinding("cluster-admin", account("boss", "shop")) };

const told = ({ reaches }: AccessChange) =>
  reaches.map(({ change, subject, target, cluster, steps }) => {
    const where = cluster === undefined ? "" : ` in ${cluster}`;
    return [
      `${change === "gained" ? "+" : "-"} ${subject} > ${target}${where}`,
      ...steps.map(({ words, place }) => `${words} ${place ? `${place.file}:${place.path.join(".")}` : ""}`),
    ];
  });

const WAY = [
  "creates a pod in namespace 'shop' that runs as ServiceAccount 'shop/boss' role.yaml:rules.0",
  "has it by ClusterRoleBinding 'readers' admin.yaml:subjects.0",
];

describe("what comes within reach", () => {
  it("finds who can become cluster-admin by a binding that is not theirs, and the reverse", () => {
    const change = changeOf(FILES, { ...FILES, ...BOSS });
    expect(told(change)).toEqual([["+ User:ada > cluster-admin", ...WAY]]);
    expect(isDangerous(change)).toBe(true);
    const back = changeOf({ ...FILES, ...BOSS }, FILES);
    expect(told(back)).toEqual([["- User:ada > cluster-admin", ...WAY]]);
    expect(isDangerous({ ...back, grants: [] })).toBe(false);
  });

  it("finds who comes to every Secret, and who to a node", () => {
    const reader = manifest(
      "ClusterRole",
      "secret-reader",
      undefined,
      `rules:\n  - { apiGroups: [""], resources: [secrets], verbs: [list] }\n`,
    );
    const secrets = { "r.yaml": reader, "b.yaml": clusterBinding("secret-reader", account("boss", "shop")) };
    expect(told(changeOf(FILES, { ...FILES, ...secrets }))).toEqual([
      ["+ User:ada > secrets", WAY[0], "has it by ClusterRoleBinding 'readers' b.yaml:subjects.0"],
    ]);
    const open = { ...FILES, "shop.yaml": FILES["shop.yaml"].replace("restricted", "privileged") };
    expect(told(changeOf(FILES, open)).map(([head]) => head)).toEqual(["+ User:ada > node"]);
  });

  it("finds what is sure now and was possible before, and does not say that the reverse is lost", () => {
    // From a node one may come to the control plane, if that runs on nodes of the cluster.
    const open = { ...FILES, "shop.yaml": FILES["shop.yaml"].replace("restricted", "privileged") };
    const admin = { ...open, ...BOSS };
    expect(told(changeOf(open, admin)).map(([head]) => head)).toEqual(["+ User:ada > cluster-admin"]);
    const back = changeOf(admin, open);
    expect(back.reaches).toEqual([]);
    expect(unknownOf(back).filter((one) => one.includes("reach"))).toEqual([
      "after | whether User:ada can still reach cluster-admin: there is a way of which a step is not sure",
    ]);
  });

  it("says nothing of whoever has it, had it, or could come to it before", () => {
    const all = { ...FILES, ...BOSS };
    const admin = { "ada.yaml": clusterBinding("cluster-admin", user("ada")).replace("readers", "ada") };
    // Who is given it holds it, which the grants say; who held it and can still come to it has lost nothing of that.
    expect(told(changeOf(FILES, { ...FILES, ...admin }))).toEqual([]);
    expect(told(changeOf({ ...FILES, ...admin }, all))).toEqual([]);
    expect(told(changeOf(all, { ...all, ...admin }))).toEqual([]);
    const other = { "z.yaml": manifest("ServiceAccount", "z", "shop") };
    expect(told(changeOf(all, { ...all, ...other }))).toEqual([]);
  });

  it("sees no change in files that move, and names that change on the way", () => {
    const moved = {
      ...FILES,
      "role.yaml": "",
      "a/role.yaml": MAKER.replace("name: maker", "name: other"),
      "binding.yaml": roleBinding("other", "shop", "Role", user("ada")),
      "b/admin.yaml": BOSS["admin.yaml"],
    };
    expect(told(changeOf({ ...FILES, ...BOSS }, moved))).toEqual([]);
  });

  it("does not list the members of a group beside it", () => {
    const before = { ...FILES, ...BOSS, "binding.yaml": roleBinding("other", "shop", "Role", user("ada")) };
    const after = {
      ...before,
      "accounts.yaml": clusterBinding("view", account("boss", "shop") + account("z", "shop")).replace(
        "readers",
        "viewers",
      ),
      "binding.yaml": roleBinding("maker", "shop", "Role", group("system:serviceaccounts")),
    };
    expect(told(changeOf(before, after)).map(([head]) => head)).toEqual([
      "+ Group:system:serviceaccounts > cluster-admin",
    ]);
  });

  it("does not say what the other side may have given as well", () => {
    const unseen = "what could not be seen or resolved may give a right that is needed for it";
    const unknown = (before: Record<string, string>, after: Record<string, string>) => {
      const change = changeOf(before, after);
      expect(change.reaches).toEqual([]);
      return unknownOf(change).filter((one) => one.includes("reach"));
    };
    // A chart may have the role that the account is bound to.
    const chart = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: tools, namespace: shop }\nspec: { chart: { spec: { chart: tools, sourceRef: { kind: HelmRepository, name: charts } } } }\n`;
    const bound = {
      ...FILES,
      "chart.yaml": chart,
      "x.yaml": clusterBinding("tools", account("boss", "shop")),
    };
    const everything = `rules:\n  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }\n  - { nonResourceURLs: ["*"], verbs: ["*"] }\n`;
    const role = { "tools.yaml": manifest("ClusterRole", "tools", undefined, everything) };
    expect(unknown(bound, { ...bound, ...role })).toEqual([
      `before | whether User:ada could reach cluster-admin: ${unseen}`,
    ]);
    expect(unknown({ ...bound, ...role }, bound)).toEqual([
      `after | whether User:ada can still reach cluster-admin: ${unseen}`,
    ]);
    const after = { ...FILES, ...BOSS };
    // A text that does not parse names the account.
    expect(unknown({ ...FILES, "admin.yaml": `a: [\nboss: ${BOSS["admin.yaml"]}` }, after)).toEqual([
      `before | whether User:ada could reach cluster-admin: ${unseen}`,
    ]);
    // Only a binding names the account there.
    expect(unknown({ ...after, "boss.yaml": "" }, after)).toEqual([
      "before | whether User:ada could reach cluster-admin: there is a way of which a step is not sure",
    ]);
  });

  it("tells apart the clusters that the repository does", () => {
    const application = (name: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name} }\nspec:\n  source: { repoURL: https://x/y, path: ${name} }\n  destination: { server: "https://${name}" }\n`;
    const files = (name: string, more: Record<string, string>) =>
      Object.fromEntries(
        Object.entries({ ...FILES, ...more }).map(([path, text]) => [`${name}/${path}`, text]),
      );
    const apps = { "apps/one.yaml": application("one"), "apps/two.yaml": application("two") };
    const before = { ...apps, ...files("one", {}), ...files("two", {}) };
    const after = { ...apps, ...files("one", {}), ...files("two", BOSS) };
    expect(told(changeOf(before, after)).map(([head]) => head)).toEqual([
      "+ User:ada > cluster-admin in server:https://two",
    ]);
  });
});
