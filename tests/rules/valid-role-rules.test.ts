import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-role-rules";
const REFUSED = "the API server refuses this role";
const aggregation = (selector: string) =>
  manifest("ClusterRole", "x", undefined, `aggregationRule:\n  clusterRoleSelectors:\n    - ${selector}\n`);
const role = (entry: string, kind = "ClusterRole") =>
  manifest(kind, "x", kind === "Role" ? "shop" : undefined, `rules:\n  - ${entry}\n`);

describe("valid-role-rules", () => {
  it("suggests the operator that is meant", async () => {
    const text = aggregation("{ matchExpressions: [{ key: a, operator: exists }] }");
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Write 'Exists'.", text.replace("exists", "Exists")],
    ]);
  });

  it("judges the selectors as they are applied", async () => {
    const kustomization = (patch: string) =>
      `resources: [a.yaml]\npatches: [{ target: { kind: ClusterRole }, patch: '[${patch}]' }]\n`;
    const path = "/aggregationRule/clusterRoleSelectors/0/matchLabels";
    const wrong = aggregation("{ matchLabels: { a: b c } }");
    const mend = kustomization(`{ op: replace, path: ${path}, value: { a: b } }`);
    expect(await lint(RULE, { "a.yaml": wrong, "kustomization.yaml": mend })).toEqual([]);
    const right = aggregation("{ matchLabels: { a: b } }");
    const spoil = kustomization(`{ op: replace, path: ${path}, value: { a: b c } }`);
    expect(await lint(RULE, { "a.yaml": right, "kustomization.yaml": spoil })).toEqual([
      [
        "a.yaml:7:27-7:28",
        `Value 'b c' cannot be the value of a label, so ${REFUSED} (as the root applies it). Write up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.`,
      ],
    ]);
  });

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
    [
      "an empty URL in a Role",
      role("{ nonResourceURLs: [''], verbs: [get] }", "Role"),
      "a.yaml:7:7-7:22",
      `A Role applies to one namespace, and an empty URL belongs to none: ${REFUSED}. Remove this entry, or write it in a ClusterRole of its own that a ClusterRoleBinding refers to.`,
    ],
    [
      "an operator that does not exist",
      aggregation("{ matchExpressions: [{ key: a, operator: exists }] }"),
      "a.yaml:7:48-7:54",
      `There is no operator 'exists', so ${REFUSED}. Write 'In', 'NotIn', 'Exists' or 'DoesNotExist'.`,
    ],
    [
      "an operator without values",
      aggregation("{ matchExpressions: [{ key: a, operator: In, values: [] }] }"),
      "a.yaml:7:48-7:50",
      `Operator 'In' needs 'values', so ${REFUSED}. Add them, or write 'Exists'.`,
    ],
    [
      "an operator with values too many",
      aggregation("{ matchExpressions: [{ key: a, operator: DoesNotExist, values: [b] }] }"),
      "a.yaml:7:62-7:68",
      `Operator 'DoesNotExist' takes no 'values', so ${REFUSED}. Leave them out, or write 'NotIn'.`,
    ],
    [
      "an expression without an operator",
      aggregation("{ matchExpressions: [{ key: a, values: [b] }] }"),
      "a.yaml:7:30-7:33",
      `This expression has no 'operator', so ${REFUSED}. Add 'operator: In', or another one.`,
    ],
    [
      "an expression about nothing",
      aggregation("{ matchExpressions: [{}] }"),
      "a.yaml:7:28-7:30",
      `This expression has no 'key', so ${REFUSED}. Add the label that it is about.`,
    ],
    [
      "a key that no label has",
      aggregation("{ matchLabels: { a b: c } }"),
      "a.yaml:7:24-7:27",
      `Value 'a b' cannot be the key of a label, so ${REFUSED}. Write letters, digits, '-', '_' and '.', optionally after a domain and a slash.`,
    ],
    [
      "a value that no label has",
      aggregation("{ matchLabels: { a: b c } }"),
      "a.yaml:7:27-7:30",
      `Value 'b c' cannot be the value of a label, so ${REFUSED}. Write up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.`,
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
