import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, group, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-broad-subject";
const ALL = "everybody who can log in, including every ServiceAccount of the cluster,";
const NAME = "Name those who need it.";

describe("no-broad-subject", () => {
  it.each([
    [
      "all users",
      clusterBinding("reader", group("system:authenticated")),
      "a.yaml:10:26-10:48",
      `Group 'system:authenticated' is too wide: ${ALL} can do what ClusterRole 'reader' allows in the whole cluster. ${NAME}`,
    ],
    [
      "all users of OpenShift",
      roleBinding("view", "shop", "ClusterRole", group("system:authenticated:oauth")),
      "a.yaml:11:26-11:54",
      `Group 'system:authenticated:oauth' is too wide: everybody who can log in to OpenShift can do what ClusterRole 'view' allows in namespace 'shop'. ${NAME}`,
    ],
    [
      "all service accounts",
      roleBinding("reader", "shop", "Role", group("system:serviceaccounts")),
      "a.yaml:11:26-11:50",
      `Group 'system:serviceaccounts' is too wide: every ServiceAccount of the cluster can do what Role 'reader' allows in namespace 'shop'. ${NAME}`,
    ],
    [
      "all service accounts of a namespace",
      roleBinding("system:image-puller", "shop", "ClusterRole", group("system:serviceaccounts:ci")),
      "a.yaml:11:26-11:53",
      `Group 'system:serviceaccounts:ci' is too wide: every ServiceAccount of namespace 'ci', including future ones, can do what ClusterRole 'system:image-puller' allows in namespace 'shop'. ${NAME}`,
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it.each([
    ["a role that every user has", clusterBinding("system:basic-user", group("system:authenticated"))],
    [
      "a role that every ServiceAccount has",
      clusterBinding("system:service-account-issuer-discovery", group("system:serviceaccounts")),
    ],
    ["a group of people", clusterBinding("view", group("developers"))],
    ["a User of that name", clusterBinding("view", user("system:authenticated"))],
    [
      "a group without a namespace behind the colon",
      clusterBinding("view", group("system:serviceaccounts:")),
    ],
    ["a name that is filled in later", clusterBinding("view", group("${GROUP}"))],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("knows what OpenShift gives to every user", async () => {
    const files = { "a.yaml": clusterBinding("basic-user", group("system:authenticated")) };
    expect(await lint(RULE, files, { settings: { platform: "openshift" } })).toEqual([]);
    expect(await lint(RULE, files)).toHaveLength(1);
  });

  it("allows the roles that options name", async () => {
    const files = { "a.yaml": clusterBinding("acme-motd", group("system:authenticated")) };
    expect(await lint(RULE, files, { options: { allowRoles: ["acme-*"] } })).toEqual([]);
    expect(await lint(RULE, files, { options: { allowRoles: ["motd"] } })).toHaveLength(1);
  });

  it("can leave out what is published by name, as Tekton's version is", async () => {
    const role = (entry: string) => manifest("Role", "info", "shop", `rules:\n  - ${entry}\n`);
    const binding = roleBinding("info", "shop", "Role", group("system:authenticated"));
    const lintWith = (entry: string, namedReads: boolean) =>
      lint(RULE, { "role.yaml": role(entry), "b.yaml": binding }, { options: { namedReads } });
    const named = `{ apiGroups: [""], resources: [configmaps], resourceNames: [info], verbs: [get, describe] }`;
    expect(await lintWith(named, true)).toHaveLength(1);
    expect(await lintWith(named, false)).toEqual([]);
    expect(await lintWith(named.replace("get, describe", "get, update"), false)).toHaveLength(1);
    expect(await lintWith(named.replace(" resourceNames: [info],", ""), false)).toHaveLength(1);
  });
});
