import { describe, expect, it } from "vitest";
import { entryRole } from "./entries.js";
import { lint, suggestions } from "./lint.js";

const RULE = "valid-api-group";
const version = (written: string, instead: string) =>
  `There is no API group '${written}': groups are written without a version here, so this allows nothing. ${instead}.`;
const abbreviation = (written: string, instead: string) =>
  `There is no API group '${written}', so this allows nothing. ${instead}.`;
const unknown = (written: string, instead: string) =>
  `Kubernetes has no API group '${written}', and that of a CustomResourceDefinition has a dot, so this allows nothing. ${instead}.`;
const CORE = "the core group ('')";

describe("valid-api-group", () => {
  it.each([
    ["a version of the core group", "v1", "pods", version("v1", `Write ${CORE}`), '"": pods'],
    [
      "a version that has no group of its own",
      "v1beta1",
      "cronjobs",
      version("v1beta1", "Write API group 'batch'"),
      "batch: cronjobs",
    ],
    [
      "a group with a version",
      "apps/v1",
      "deployments",
      version("apps/v1", "Write API group 'apps'"),
      "apps: deployments",
    ],
    [
      "any group with a version",
      "example.com/v1alpha1",
      "widgets",
      version("example.com/v1alpha1", "Write API group 'example.com'"),
      "example.com: widgets",
    ],
    ["the core group by its name", "core", "pods", abbreviation("core", `Write ${CORE}`), '"": pods'],
    [
      "the core group by its name and version",
      "core/v1",
      "pods",
      version("core/v1", `Write ${CORE}`),
      '"": pods',
    ],
    [
      "an abbreviation",
      "networking",
      "ingresses",
      abbreviation("networking", "Write API group 'networking.k8s.io'"),
      "networking.k8s.io: ingresses",
    ],
    [
      "a longer abbreviation",
      "rbac",
      "roles",
      abbreviation("rbac", "Write API group 'rbac.authorization.k8s.io'"),
      "rbac.authorization.k8s.io: roles",
    ],
    [
      "another case",
      "Apps",
      "deployments",
      abbreviation("Apps", "Write API group 'apps'"),
      "apps: deployments",
    ],
    ["a singular", "app", "'*'", abbreviation("app", "Write API group 'apps'"), "apps: '*'"],
    [
      "a typo, by what has the resource",
      "ntworking",
      "ingresses",
      unknown("ntworking", "Write API group 'networking.k8s.io'"),
      "networking.k8s.io: ingresses",
    ],
    ["a typo, by the name", "bach", "'*'", unknown("bach", "Write API group 'batch'"), "batch: '*'"],
    [
      "a typo in the first part",
      "storag",
      "widgets",
      unknown("storag", "Write API group 'storage.k8s.io'"),
      "storage.k8s.io: widgets",
    ],
    ["a resource", "pods", "pods", unknown("pods", `Write ${CORE}`), '"": pods'],
    [
      "a typo of the group that is empty",
      "extension",
      "ingresses",
      unknown("extension", "Write API group 'networking.k8s.io'"),
      "networking.k8s.io: ingresses",
    ],
  ])("finds %s", async (_, group, resource, message, after) => {
    const text = entryRole(group, resource, "get");
    const end = 18 + group.length;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:6:18-6:${end}`, message]]);
    const [[, changed] = []] = (await suggestions(RULE, "a.yaml", text)) as [string, string][];
    const [newGroup = ""] = after.split(": ");
    expect(changed).toBe(entryRole(newGroup === '""' ? "''" : newGroup, resource, "get"));
  });

  it("suggests to remove what is there already", async () => {
    const text = entryRole('"", v1', "pods", "get");
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Remove it: the core group ('') is there already.", entryRole('""', "pods", "get")],
    ]);
  });

  it("looks for what the other groups of the entry lack", async () => {
    const text = entryRole('"", netwoking', "pods, ingresses", "get");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:6:22-6:31", unknown("netwoking", "Write API group 'networking.k8s.io'")],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Write API group 'networking.k8s.io'.", entryRole('"", networking.k8s.io', "pods, ingresses", "get")],
    ]);
  });

  it("suggests to remove what means nothing beside others", async () => {
    const text = entryRole('"", tenancy', "pods", "get");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:6:22-6:29", unknown("tenancy", "Correct or remove it")],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Remove 'tenancy'.", entryRole('""', "pods", "get")],
    ]);
    const alone = entryRole("tenancy", "widgets", "get");
    expect(await lint(RULE, { "a.yaml": alone })).toHaveLength(1);
    expect(await suggestions(RULE, "a.yaml", alone)).toEqual([]);
  });

  it("says of a version of Kubernetes that is not known only what is certain", async () => {
    const files = { "a.yaml": entryRole("batchs, v1", "jobs", "get") };
    expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.40" } })).toHaveLength(1);
    expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.37" } })).toHaveLength(2);
  });

  it("finds them in a List and in a JSON file", async () => {
    const rules = [{ apiGroups: ["autoscalling"], resources: ["horizontalpodautoscalers"], verbs: ["get"] }];
    const role = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "x", namespace: "shop" },
      rules,
    };
    const list = { apiVersion: "v1", kind: "List", items: [role] };
    const message = unknown("autoscalling", "Write API group 'autoscaling'");
    expect(await lint(RULE, { "a.json": JSON.stringify(role), "b.json": JSON.stringify(list) })).toEqual([
      ["a.json:1:126-1:140", message],
      ["b.json:1:168-1:182", message],
    ]);
  });

  it("names no group where several have the resource, or none", async () => {
    const text = entryRole("v1", "widgets", "get");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:6:18-6:20", version("v1", "Write the group alone")],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([]);
  });

  it.each([
    ["groups of Kubernetes", '"", apps, batch, rbac.authorization.k8s.io'],
    ["a group that only its owner knows", "example.com"],
    ["a group that has been emptied", "extensions"],
    ["every group", '"*"'],
    ["what is filled in later", '"${GROUP}/v1", "{{ .group }}", 7, null'],
  ])("is quiet about %s", async (_, groups) => {
    expect(await lint(RULE, { "a.yaml": entryRole(groups, "pods", "get") })).toEqual([]);
  });

  it("is quiet about rules that Kubernetes overwrites", async () => {
    const text = `${entryRole("v1", "pods", "get")}aggregationRule: { clusterRoleSelectors: [{}] }\n`;
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("judges what a patch writes", async () => {
    const files = {
      "kustomization.yaml": "resources: [a.yaml]\npatches:\n  - path: p.yaml\n",
      "a.yaml": entryRole('""', "pods", "get"),
      "p.yaml": entryRole("v1", "pods", "get"),
    };
    expect(await lint(RULE, files)).toEqual([["p.yaml:6:18-6:20", version("v1", `Write ${CORE}`)]]);
  });
});
