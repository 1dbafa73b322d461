import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-role-rules";
const REFUSED = "the API server refuses this role";
const role = (entry: string, kind = "ClusterRole") =>
  manifest(kind, "x", kind === "Role" ? "shop" : undefined, `rules:\n  - ${entry}\n`);

describe("valid-role-rules", () => {
  it.each([
    [
      "no verbs",
      role(`{ apiGroups: [""], resources: [pods] }`),
      "a.yaml:6:7-6:16",
      `This entry has no 'verbs': ${REFUSED}. Add 'verbs'.`,
    ],
    [
      "an empty list of verbs",
      role(`{ apiGroups: [""], resources: [pods], verbs: [] }`),
      "a.yaml:6:43-6:48",
      `This entry has no 'verbs': ${REFUSED}. Add 'verbs'.`,
    ],
    [
      "no API groups",
      role("{ resources: [pods], verbs: [get] }", "Role"),
      "a.yaml:7:7-7:16",
      `This entry has no 'apiGroups': ${REFUSED}. Add 'apiGroups', where "" is the core group.`,
    ],
    [
      "no resources and no API groups",
      role("{ verbs: [get] }"),
      "a.yaml:6:7-6:12",
      `This entry has no 'apiGroups' and 'resources': ${REFUSED}. Add 'apiGroups' and 'resources', where "" is the core group.`,
    ],
    [
      "URLs in a Role",
      role("{ nonResourceURLs: [/metrics], verbs: [get] }", "Role"),
      "a.yaml:7:7-7:22",
      `A Role applies to one namespace, and '/metrics' belongs to none: ${REFUSED}. Remove this entry, or write it in a ClusterRole of its own that a ClusterRoleBinding refers to.`,
    ],
    [
      "URLs together with resources",
      role(`{ apiGroups: [""], resources: [pods], nonResourceURLs: [/metrics, /healthz], verbs: [get] }`),
      "a.yaml:6:43-6:58",
      `This entry mixes '/metrics' and '/healthz' with 'apiGroups': ${REFUSED}. Write one entry for the URLs and another for the resources.`,
    ],
    [
      "an aggregation without selectors",
      manifest("ClusterRole", "x", undefined, "aggregationRule: {}\n"),
      "a.yaml:5:1-5:16",
      `An 'aggregationRule' without 'clusterRoleSelectors' selects nothing, and ${REFUSED}. Add the labels of the ClusterRoles whose rules this one is to have.`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it.each([
    ["resources", role(`{ apiGroups: [""], resources: [pods], verbs: [get] }`, "Role")],
    ["URLs", role("{ nonResourceURLs: [/metrics], verbs: [get] }")],
    [
      "empty lists beside URLs",
      role("{ apiGroups: [], resources: [], nonResourceURLs: ['*'], verbs: [get] }"),
    ],
    // Early versions refused it.
    [
      "names of several resources",
      role(`{ apiGroups: [""], resources: [a, b], resourceNames: [c], verbs: [get] }`),
    ],
    ["no rules", manifest("Role", "x", "shop", "rules: []\n")],
    ["no rules at all", manifest("ClusterRole", "x")],
    [
      "an aggregation",
      manifest("ClusterRole", "x", undefined, "aggregationRule: { clusterRoleSelectors: [{}] }\n"),
    ],
    [
      "lists that are filled in later",
      role('{ apiGroups: "{{ g }}", resources: "{{ r }}", verbs: "{{ v }}" }'),
    ],
    ["an entry that is filled in later", role('"{{ rule }}"')],
    ["a template beside URLs", role('{ nonResourceURLs: "{{ u }}", apiGroups: "{{ g }}", verbs: [get] }')],
    [
      "OpenShift's own API",
      role("{ verbs: [get] }").replace("rbac.authorization.k8s.io", "authorization.openshift.io"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("judges an entry where it is written", async () => {
    const files = {
      "kustomization.yaml": "resources: [b.yaml]\npatches: [{ path: patch.yaml }]\n",
      "b.yaml": role("{ verbs: [get] }"),
      "patch.yaml": manifest(
        "ClusterRole",
        "x",
        undefined,
        `rules:\n  - $patch: replace\n  - { verbs: [list] }\n`,
      ),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["patch.yaml:7:7-7:12"]);
  });
});
