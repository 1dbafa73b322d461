import { describe, expect, it } from "vitest";
import { hasNoChange } from "../../../lib/analysis/change/access-change.js";
import { account, clusterBinding, group, manifest } from "../../rules/manifests.js";
import { changeOf, unknownOf } from "./told.js";

const role = (rules: string, kind = "ClusterRole") =>
  manifest(kind, "reader", kind === "Role" ? "shop" : undefined, `rules: [${rules}]\n`);
const PODS = '{ apiGroups: [""], resources: [pods], verbs: [get, list] }';
const SECRETS = '{ apiGroups: [""], resources: [secrets], verbs: [get] }';
const unknownBetween = (before: string, after: string, more: Record<string, string> = {}) => {
  const change = changeOf({ ...more, "role.yaml": before }, { ...more, "role.yaml": after });
  expect(hasNoChange(change)).toBe(true);
  return unknownOf(change);
};

describe("a role that nothing binds", () => {
  it("is not known to concern nobody, if what it allows changes", () => {
    const said = (change: string, kind = "ClusterRole 'reader'") => [
      `after | who has ${kind}, which allows ${change} now: nothing in this repository binds it`,
    ];
    expect(unknownBetween(role(PODS), role(`${PODS}, ${SECRETS}`))).toEqual(said("more"));
    expect(unknownBetween(role(`${PODS}, ${SECRETS}`), role(PODS))).toEqual(said("less"));
    expect(unknownBetween(role(PODS), role(SECRETS))).toEqual(said("something else"));
    expect(unknownBetween(role(PODS, "Role"), role(SECRETS, "Role"))).toEqual(
      said("something else", "Role 'shop/reader'"),
    );
    const { unknown } = changeOf({ "role.yaml": role(PODS) }, { "role.yaml": role(SECRETS) });
    expect(unknown[0]?.place).toEqual({ file: "role.yaml", document: 0, path: ["metadata", "name"] });
  });

  it("counts in each overlay, though it may then be as in another one", () => {
    const files = (prod: string) => ({ "dev/role.yaml": role(PODS), "prod/role.yaml": role(prod) });
    expect(unknownOf(changeOf(files(`${PODS}, ${SECRETS}`), files(PODS)))).toEqual([
      "after | who has ClusterRole 'reader', which allows less now: nothing in this repository binds it",
    ]);
    expect(unknownOf(changeOf(files(SECRETS), { "dev/role.yaml": role(PODS) }))).toEqual([]);
  });

  it("says nothing if it is written in another way, is new, or is gone", () => {
    const split =
      '{ apiGroups: [""], resources: [pods], verbs: [list] }, { apiGroups: [""], resources: [pods], verbs: [get] }';
    expect(unknownBetween(role(PODS), role(split))).toEqual([]);
    expect(unknownOf(changeOf({ "role.yaml": role(PODS) }, {}))).toEqual([]);
    expect(unknownOf(changeOf({}, { "role.yaml": role(PODS) }))).toEqual([]);
    const moved = changeOf({ "role.yaml": role(PODS) }, { "base/role.yaml": role(PODS) });
    expect(unknownOf(moved)).toEqual([]);
  });

  it("is none that another one takes in, which is bound", () => {
    const bound = clusterBinding("view", group("all"));
    const part = (rules: string) =>
      role(rules).replace(
        "metadata:",
        'metadata:\n  labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }',
      );
    const files = (rules: string) => ({ "role.yaml": part(rules), "binding.yaml": bound });
    const change = changeOf(files(PODS), files(`${PODS}, ${SECRETS}`));
    expect(change.grants).toHaveLength(1);
    expect(unknownOf(change)).toEqual([]);
    const own = { "binding.yaml": clusterBinding("reader", account("a", "shop")) };
    expect(
      unknownOf(changeOf({ ...own, "r.yaml": role(PODS) }, { ...own, "r.yaml": role(SECRETS) })),
    ).toEqual([]);
  });
});
