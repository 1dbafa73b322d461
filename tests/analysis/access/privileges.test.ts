import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { worstPrivilege } from "../../../lib/analysis/access/privileges.js";
import { userOf } from "../../../lib/kubernetes/rbac/authorizer.js";
import type { Subject } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { account, clusterBinding, group, manifest, roleBinding, user } from "../../rules/manifests.js";

const CI = { kind: "ServiceAccount", name: "ci", namespace: "shop" };
const SUBJECT = account("ci", "shop");
const role = (name: string, rules: string) => manifest("ClusterRole", name, undefined, `rules: [${rules}]\n`);
const SECRETS = `{ apiGroups: [""], resources: [secrets], verbs: [get, list] }`;
const OTHERS = `{ apiGroups: [""], resources: [users], verbs: [impersonate] }`;
const BIND = `{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }`;
const EVERYTHING = `{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }`;
const PODS = `{ apiGroups: [""], resources: [pods], verbs: [get] }`;
const named = (name: string, binding: string) => binding.replace("name: readers", `name: ${name}`);

/** The worst that somebody can do: what, by which binding and which rule. */
function worst(documents: readonly string[], subject: Subject = CI) {
  const analysis = new Analysis(repositoryOf({ "a.yaml": documents.join("---\n") }), {});
  const [build] = analysis.all;
  const found = build && worstPrivilege(analysis, userOf(subject), build);
  return found && [found.can, found.binding.applied.object.object.metadata?.name, found.rule?.index];
}

describe("the worst privilege of somebody", () => {
  it.each<[string, string[], unknown[] | undefined]>([
    ["nothing", [role("r", PODS), clusterBinding("r", SUBJECT)], undefined],
    ["no binding", [role("r", EVERYTHING)], undefined],
    [
      "everything",
      [role("r", `${PODS}, ${EVERYTHING}`), clusterBinding("r", SUBJECT)],
      ["do everything in the cluster", "readers", 1],
    ],
    [
      "everything in a namespace",
      [role("r", EVERYTHING), roleBinding("r", "pay", "ClusterRole", SUBJECT)],
      ["do everything in namespace 'pay'", "readers", 0],
    ],
    [
      "Secrets of the cluster rather than everything in a namespace",
      [
        role("e", EVERYTHING),
        role("s", SECRETS),
        roleBinding("e", "pay", "ClusterRole", SUBJECT),
        named("all", clusterBinding("s", SUBJECT)),
      ],
      ["read every Secret of the cluster", "all", 0],
    ],
    [
      "roles rather than others rather than Secrets",
      [
        role("s", SECRETS),
        role("o", OTHERS),
        role("b", BIND),
        named("x", clusterBinding("s", SUBJECT)),
        named("y1", clusterBinding("o", SUBJECT)),
        named("z", clusterBinding("b", SUBJECT)),
      ],
      ["give itself any right in the cluster", "z", 0],
    ],
    [
      "others rather than Secrets",
      [
        role("s", SECRETS),
        role("o", OTHERS),
        named("x", clusterBinding("s", SUBJECT)),
        named("y1", clusterBinding("o", SUBJECT)),
      ],
      ["act as others in the cluster", "y1", 0],
    ],
    [
      "others in a namespace, where there are only ServiceAccounts",
      [
        role("o", `{ apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate] }`),
        roleBinding("o", "pay", "ClusterRole", SUBJECT),
      ],
      ["act as others in namespace 'pay'", "readers", 0],
    ],
    [
      "Secrets of a namespace",
      [role("s", SECRETS), roleBinding("s", "pay", "ClusterRole", SUBJECT)],
      undefined,
    ],
    [
      "everything in a namespace that is chosen later",
      [
        role("r", EVERYTHING),
        roleBinding("r", "shop", "ClusterRole", SUBJECT).replace("  namespace: shop\n", ""),
      ],
      ["do everything in its namespace", "readers", 0],
    ],
    [
      "what another subject of the same binding can do",
      [role("r", EVERYTHING), clusterBinding("r", user("ada") + SUBJECT)],
      ["do everything in the cluster", "readers", 0],
    ],
    ["what others can do", [role("r", EVERYTHING), clusterBinding("r", user("ada"))], undefined],
    [
      "what its groups can do, which is a defect of its own",
      [role("r", EVERYTHING), clusterBinding("r", group("system:serviceaccounts"))],
      undefined,
    ],
    [
      "what the account of that name elsewhere can do",
      [role("r", EVERYTHING), clusterBinding("r", account("ci", "pay"))],
      undefined,
    ],
    [
      "the account of the binding's namespace",
      [role("r", EVERYTHING), roleBinding("r", "shop", "ClusterRole", account("ci"))],
      ["do everything in namespace 'shop'", "readers", 0],
    ],
    [
      "by the name of the user that it is",
      [role("r", EVERYTHING), clusterBinding("r", user("system:serviceaccount:shop:ci"))],
      ["do everything in the cluster", "readers", 0],
    ],
    [
      "an account without a namespace, which is none",
      [role("r", EVERYTHING), clusterBinding("r", account("ci"))],
      undefined,
    ],
  ])("is %s", (_, documents, expected) => {
    expect(worst(documents)).toEqual(expected);
  });

  it("is that of a user by a name", () => {
    const documents = [role("r", EVERYTHING), clusterBinding("r", user("ada"))];
    expect(worst(documents, { kind: "User", name: "ada" })).toEqual([
      "do everything in the cluster",
      "readers",
      0,
    ]);
    expect(worst(documents, { kind: "User", name: "bob" })).toBeUndefined();
  });
});
