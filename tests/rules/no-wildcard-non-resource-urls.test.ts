import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-wildcard-non-resource-urls";
const LIST = "List the paths that are needed.";
const EVERY =
  "every path of the API server that is not a resource, including '/metrics', '/logs' and '/debug/pprof'";

const clusterRole = (...rules: string[]) =>
  manifest("ClusterRole", "probe", undefined, `rules:\n${rules.map((rule) => `  - ${rule}\n`).join("")}`);

describe("no-wildcard-non-resource-urls", () => {
  it.each([
    ["*", "a.yaml:6:25-6:28"],
    ["/*", "a.yaml:6:25-6:29"],
    // evaluation_helpers.go, NonResourceURLMatches, drops every star at the end.
    ["/**", "a.yaml:6:25-6:30"],
  ])("reports '%s'", async (url, place) => {
    const text = clusterRole(`{ nonResourceURLs: ["${url}"], verbs: [get, post] }`);
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        place,
        `Anyone bound to ClusterRole 'probe' can call ${EVERY}: it allows 'get' and 'post' on '${url}', though nothing here binds it. ${LIST}`,
      ],
    ]);
  });

  it("names who has it", async () => {
    const files = {
      "a.yaml": clusterRole(`{ nonResourceURLs: [/healthz, "*"], verbs: ["*"] }`),
      "b.yaml": clusterBinding("probe", user("jane")),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "a.yaml:6:35-6:38",
        `User 'jane' can call ${EVERY}: ClusterRole 'probe' allows '*' on '*' and ClusterRoleBinding 'readers' grants it everywhere. ${LIST}`,
      ],
    ]);
  });

  it.each([
    ["paths", clusterRole("{ nonResourceURLs: [/metrics, '/healthz/*'], verbs: [get] }")],
    ["a star in the middle, which is no pattern", clusterRole("{ nonResourceURLs: ['/*/x'], verbs: [get] }")],
    ["an entry without verbs", clusterRole("{ nonResourceURLs: ['*'] }")],
    [
      "a Role, which cannot hold paths",
      manifest("Role", "x", "shop", "rules:\n  - { nonResourceURLs: ['*'], verbs: [get] }\n"),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("is silent where only RoleBindings refer to the role, which give no paths", async () => {
    const text = clusterRole("{ nonResourceURLs: ['*'], verbs: [get] }");
    expect(
      await lint(RULE, { "a.yaml": text, "b.yaml": roleBinding("probe", "shop", "ClusterRole") }),
    ).toEqual([]);
  });

  // Real: the role that operators copy, both entries of cluster-admin one below the other.
  it("leaves the second entry of a copy of cluster-admin to no-full-access-role, where it is told to", async () => {
    const everything = `{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }`;
    const paths = `{ nonResourceURLs: ["*"], verbs: ["*"] }`;
    const options = { exceptFullAccess: true };
    expect(await lint(RULE, { "a.yaml": clusterRole(everything, paths) }, { options })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": clusterRole(everything, paths) })).toHaveLength(1);
    expect(await lint(RULE, { "a.yaml": clusterRole(paths) }, { options })).toHaveLength(1);
  });
});
