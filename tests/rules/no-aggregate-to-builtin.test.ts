import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-aggregate-to-builtin";
const SECRETS = `{ apiGroups: [""], resources: [secrets], verbs: [get, list] }`;
const EVERYTHING = `{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }`;
const label = (builtIn: string) => `    rbac.authorization.k8s.io/aggregate-to-${builtIn}: "true"\n`;
const role = (builtIn: string, entry: string, name = "extra"): string =>
  manifest("ClusterRole", name, undefined, `  labels:\n${label(builtIn)}rules:\n  - ${entry}\n`);
const message = (builtIn: string, can: string) =>
  `This label adds the rules of ClusterRole 'extra' to ClusterRole ${builtIn}, so everybody who has ${builtIn.includes(" ") ? "one of these" : "it"}, wherever it is bound, can ${can}. Leave the label out, and bind 'extra' to those who need it.`;

describe("no-aggregate-to-builtin", () => {
  it("reports Secrets for view, at the label", async () => {
    expect(await lint(RULE, { "a.yaml": role("view", SECRETS) })).toEqual([
      [
        "a.yaml:6:50-6:56",
        message("'view', 'edit' and 'admin'", "read every Secret of the namespaces where they have it"),
      ],
    ]);
  });

  it("reports a label that a patch adds, in the patch", async () => {
    const files = {
      "kustomization.yaml": "resources: [role.yaml]\npatches: [{ path: patch.yaml }]\n",
      "role.yaml": manifest("ClusterRole", "extra", undefined, `rules:\n  - ${SECRETS}\n`),
      "patch.yaml": manifest("ClusterRole", "extra", undefined, `  labels:\n${label("view")}`),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["patch.yaml:6:50-6:56"]);
  });

  it("reports full access, unless another rule does", async () => {
    const files = { "a.yaml": role("admin", EVERYTHING) };
    expect(await lint(RULE, files)).toEqual([
      ["a.yaml:6:51-6:57", message("'admin'", "do everything there")],
    ]);
    expect(await lint(RULE, files, { options: { exceptFullAccess: true } })).toEqual([]);
  });

  it("reports a role once that has several labels", async () => {
    const text = role("edit", SECRETS).replace("rules:", `${label("view")}rules:`);
    expect((await lint(RULE, { "a.yaml": text })).map(([place]) => place)).toEqual(["a.yaml:7:50-7:56"]);
  });

  it("counts what the role itself takes in, and the labels that kustomize adds", async () => {
    const files = {
      "kustomization.yaml": `resources: [a.yaml]\nlabels: [{ pairs: { rbac.authorization.k8s.io/aggregate-to-view: "true" } }]\n`,
      "a.yaml": manifest("ClusterRole", "extra", undefined, `rules:\n  - ${SECRETS}\n`),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["a.yaml:3:1-3:9"]);
    const aggregating = manifest(
      "ClusterRole",
      "extra",
      undefined,
      `  labels:\n${label("view")}aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: b } }] }\n`,
    );
    const member = manifest(
      "ClusterRole",
      "member",
      undefined,
      `  labels: { a: b }\nrules:\n  - ${SECRETS}\n`,
    );
    expect(await lint(RULE, { "a.yaml": aggregating, "b.yaml": member })).toHaveLength(1);
  });

  it("reports what edit does not hold", async () => {
    // As an operator that impersonates its users asks for.
    const groups = `{ apiGroups: [""], resources: [serviceaccounts, groups], verbs: [impersonate] }`;
    expect(await lint(RULE, { "a.yaml": role("edit", groups) })).toEqual([
      [
        "a.yaml:6:50-6:56",
        message(
          "'edit' and 'admin'",
          "claim the rights of groups in the namespaces where they have it, together with a user or ServiceAccount that can be impersonated too",
        ),
      ],
    ]);
    const accounts = groups.replace(", groups", "");
    expect(await lint(RULE, { "a.yaml": role("edit", accounts) })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": role("view", accounts) })).toHaveLength(1);
  });

  it.each([
    ["what edit holds already", role("edit", SECRETS)],
    [
      "what edit holds of running pods",
      role("edit", `{ apiGroups: [""], resources: [pods/exec], verbs: [create, get] }`),
    ],
    ["what admin holds already", role("admin", `{ apiGroups: [""], resources: [secrets], verbs: ["*"] }`)],
    [
      // As most operators add what their users may do.
      "the kinds of an operator",
      role("edit", `{ apiGroups: [kafka.example.com], resources: ["*"], verbs: ["*"] }`),
    ],
    ["reading for view", role("view", `{ apiGroups: [""], resources: [pods], verbs: [get, list] }`)],
    ["a label that is off", role("view", SECRETS).replace(`"true"`, `"false"`)],
    ["no label", manifest("ClusterRole", "extra", undefined, `rules:\n  - ${SECRETS}\n`)],
    [
      "named Secrets",
      role("view", `{ apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [a] }`),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
