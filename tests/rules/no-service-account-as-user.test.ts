import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { clusterBinding, group, manifest, user } from "./manifests.js";

const RULE = "no-service-account-as-user";
const USE = "Write ServiceAccount 'runner' of namespace 'ci' as the subject.";
const NAME = "system:serviceaccount:ci:runner";

describe("no-service-account-as-user", () => {
  it("reports a ServiceAccount that is written as a User", async () => {
    expect(await lint(RULE, { "a.yaml": clusterBinding("view", user(NAME)) })).toEqual([
      [
        "a.yaml:10:25-10:58",
        "User 'system:serviceaccount:ci:runner' is ServiceAccount 'runner' of namespace 'ci', but neither kustomize nor a reviewer will see it as one. Write it with 'kind: ServiceAccount', 'name: runner' and 'namespace: ci'.",
      ],
    ]);
  });

  it.each([
    "system:serviceaccount:ci",
    "system:serviceaccount:ci:*",
    "system:serviceaccount:CI:runner",
    "system:serviceaccount:a:b:c",
  ])("reports '%s', which nobody is", async (name) => {
    expect(await lint(RULE, { "a.yaml": clusterBinding("view", user(name)) })).toEqual([
      [
        `a.yaml:10:25-10:${27 + name.length}`,
        `User '${name}' is not the name of a ServiceAccount, so nobody gets this role: such a name is 'system:serviceaccount:NAMESPACE:NAME', without wildcards. Write the subject with 'kind: ServiceAccount'.`,
      ],
    ]);
  });

  it("suggests the ServiceAccount, in the style of the subject", async () => {
    const block = (subject: string) =>
      manifest(
        "ClusterRoleBinding",
        "x",
        undefined,
        `subjects:\n${subject}roleRef: { kind: ClusterRole, name: view }\n`,
      );
    const cases = [
      [user(NAME), "  - { kind: ServiceAccount, name: runner, namespace: ci }\n"],
      [
        `- apiGroup: rbac.authorization.k8s.io\n  kind: User\n  name: ${NAME}\n`,
        "- kind: ServiceAccount\n  name: runner\n  namespace: ci\n",
      ],
      [
        `  -   name: ${NAME}\n      kind: User\n  - kind: Group\n    name: a\n`,
        "  -   kind: ServiceAccount\n      name: runner\n      namespace: ci\n  - kind: Group\n    name: a\n",
      ],
    ] as const;
    for (const [before, after] of cases) {
      expect(await suggestions(RULE, "a.yaml", block(before))).toEqual([[USE, block(after)]]);
    }
  });

  it("suggests nothing where a comment would be lost", async () => {
    const text = manifest(
      "ClusterRoleBinding",
      "x",
      undefined,
      `subjects:\n- kind: User # ours\n  name: ${NAME}\n`,
    );
    expect(await lint(RULE, { "a.yaml": text })).toHaveLength(1);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([]);
  });

  it.each([
    ["a User", clusterBinding("view", user("ada"))],
    ["a Group of such a name, in which nobody is", clusterBinding("view", group(NAME))],
    ["a name that is filled in later", clusterBinding("view", user("system:serviceaccount:${NS}:runner"))],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
