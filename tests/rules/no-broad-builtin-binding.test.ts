import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { account, clusterBinding, roleBinding, user } from "./manifests.js";

const RULE = "no-broad-builtin-binding";
const INSTEAD =
  "in every namespace, including those of the cluster itself, which is as good as cluster-admin. Bind it with a RoleBinding in each namespace where it is needed.";

describe("no-broad-builtin-binding", () => {
  it.each([
    [
      "edit",
      clusterBinding("edit", account("operator", "tools") + user("ada")),
      `ClusterRole 'edit' is meant for one namespace. Here ServiceAccount 'tools/operator' and 1 other can read every Secret, run commands in every pod, and act as every ServiceAccount ${INSTEAD}`,
    ],
    [
      "admin, without subjects",
      clusterBinding("admin"),
      `ClusterRole 'admin' is meant for one namespace. Here any future subject can read every Secret, run commands in every pod, act as every ServiceAccount, and give these rights to others, ${INSTEAD}`,
    ],
  ])("reports %s", async (role, text, message) => {
    const end = 9 + role.split(",")[0]!.length;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:8:9-8:${end}`, message]]);
  });

  it.each([
    ["one namespace", roleBinding("edit", "shop", "ClusterRole", user("ada"))],
    ["view, which reads no Secrets", clusterBinding("view", user("ada"))],
    ["a role of its own", clusterBinding("editor", user("ada"))],
    ["a property that every object has", clusterBinding("constructor", user("ada"))],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
