import { describe, expect, it } from "vitest";
import type { AccessChange } from "../../../lib/analysis/change/access-change.js";
import { account, clusterBinding, manifest, roleBinding } from "../../rules/manifests.js";
import { changeOf, stepText } from "./told.js";

const texts = ({ bindings }: AccessChange) =>
  bindings.map(({ change, what, name, binding }) => `${change} ${what} ${name} | ${stepText(binding)}`);

const ROLE = manifest("ClusterRole", "reader", undefined, "rules: []\n");
const BINDING = clusterBinding("reader", account("ci", "shop"));
const ACCOUNTS = manifest("ServiceAccount", "other", "shop");

describe("accessChange on what bindings name", () => {
  it("finds a role that goes or comes", () => {
    const [without, whole] = [{ "b.yaml": BINDING }, { "a.yaml": ROLE, "b.yaml": BINDING }];
    expect(texts(changeOf(whole, without))).toEqual([
      "lost role ClusterRole 'reader' | ClusterRoleBinding readers b.yaml:roleRef.name",
    ]);
    expect(texts(changeOf(without, whole))).toEqual([
      "gained role ClusterRole 'reader' | ClusterRoleBinding readers b.yaml:roleRef.name",
    ]);
    const renamed = { "a.yaml": ROLE, "b.yaml": BINDING.replace("name: reader\n", "name: raeder\n") };
    expect(texts(changeOf(whole, renamed))).toEqual([
      "lost role ClusterRole 'reader' | ClusterRoleBinding readers b.yaml:roleRef.name",
    ]);
  });

  it("says nothing of a binding that comes or goes itself, or whose role is not known", () => {
    expect(texts(changeOf({}, { "b.yaml": BINDING }))).toEqual([]);
    expect(texts(changeOf({ "a.yaml": ROLE, "b.yaml": BINDING }, { "a.yaml": ROLE }))).toEqual([]);
    const filled = BINDING.replace("name: reader\n", 'name: "${ROLE}"\n');
    expect(
      texts(changeOf({ "a.yaml": ROLE, "b.yaml": BINDING }, { "a.yaml": ROLE, "b.yaml": filled })),
    ).toEqual([]);
  });

  it("finds a ServiceAccount that goes or comes", () => {
    const own = manifest("ServiceAccount", "ci", "shop");
    const bound = roleBinding("reader", "shop", "ClusterRole", account("ci"));
    const without = { "a.yaml": ROLE, "b.yaml": bound, "c.yaml": ACCOUNTS };
    const whole = { ...without, "c.yaml": `${ACCOUNTS}---\n${own}` };
    expect(texts(changeOf(whole, without))).toEqual([
      "lost subject ServiceAccount:shop/ci | RoleBinding shop/readers b.yaml:subjects.0.name",
    ]);
    expect(texts(changeOf(without, whole))).toEqual([
      "gained subject ServiceAccount:shop/ci | RoleBinding shop/readers b.yaml:subjects.0.name",
    ]);
  });
});
