import { describe, expect, it } from "vitest";
import { lint as findings } from "./lint.js";
import { clusterBinding, manifest, user } from "./manifests.js";

const entry = (resources: string, verbs: string) =>
  `rules:\n  - { apiGroups: [''], resources: [${resources}], verbs: [${verbs}] }\n`;
const wider = '[{ "op": "add", "path": "/rules/0/verbs/-", "value": "*" }]';
const base = {
  "base/kustomization.yaml": "resources: [role.yaml]\n",
  "base/role.yaml": manifest("Role", "reader", "shop", entry("pods", "get")),
};
const overlay = (patch: string, more = "") => `resources: [../base]\n${more}patches:\n  - ${patch}\n`;
const sentence = (by: string) =>
  `Verb '*' allows every action on 'pods' (as ${by} it), now and in future versions of Kubernetes. List the verbs that are needed.`;

describe("what an overlay writes into a role where no rule judges it", () => {
  it.each([
    [
      "a JSON patch in the kustomization",
      { "prod/kustomization.yaml": overlay(`{ target: { kind: Role }, patch: '${wider}' }`) },
    ],
    [
      "a JSON patch in a file",
      {
        "prod/kustomization.yaml": overlay("{ target: { kind: Role }, path: wider.json }"),
        "prod/wider.json": wider,
      },
    ],
    [
      "a merge patch in the kustomization",
      {
        "prod/kustomization.yaml": overlay(
          `patch: |\n      ${manifest("Role", "reader", "shop", entry("pods", "'*'")).replaceAll("\n", "\n      ")}`,
        ),
      },
    ],
    [
      "a component",
      {
        "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../wide]\n",
        "wide/kustomization.yaml": `kind: Component\npatches: [{ target: { kind: Role }, patch: '${wider}' }]\n`,
      },
    ],
  ])("is judged in the role: %s", async (_, files: Record<string, string>) => {
    expect(await findings("no-wildcard-verbs", { ...base, ...files })).toEqual([
      ["base/role.yaml:6:1-6:6", sentence("'prod' applies")],
    ]);
  });

  it.each([
    ["a verb", wider],
    [
      "an entry",
      '[{ "op": "add", "path": "/rules/-", "value": { "apiGroups": [""], "resources": ["pods"], "verbs": ["*"] } }]',
    ],
  ])("is judged in the role: a patch of %s in a Kustomization of Flux", async (_, patch) => {
    const flux = manifest(
      "Kustomization",
      "apps",
      "flux-system",
      `spec:\n  path: ./base\n  sourceRef: { kind: GitRepository, name: flux-system }\n  patches: [{ target: { kind: Role }, patch: '${patch}' }]\n`,
    ).replace(/apiVersion: .*/, "apiVersion: kustomize.toolkit.fluxcd.io/v1");
    const source = manifest(
      "GitRepository",
      "flux-system",
      "flux-system",
      "spec: { url: https://example.com/a }\n",
    ).replace(/apiVersion: .*/, "apiVersion: source.toolkit.fluxcd.io/v1");
    const files = { ...base, "clusters/apps.yaml": flux, "clusters/source.yaml": source };
    expect(await findings("no-wildcard-verbs", files)).toEqual([
      ["base/role.yaml:6:1-6:6", sentence("'base' applies")],
    ]);
  });

  it("is told once of all overlays that do the same", async () => {
    const files = {
      ...base,
      "prod/kustomization.yaml": overlay(`{ target: { kind: Role }, patch: '${wider}' }`),
      "test/kustomization.yaml": overlay(`{ target: { kind: Role }, patch: '${wider}' }`),
      "dev/kustomization.yaml": "resources: [../base]\n",
    };
    expect((await findings("no-wildcard-verbs", files)).map(([, message]) => message)).toEqual([
      sentence("'prod' and 'test' apply"),
    ]);
  });

  it("is left to the patch where that is judged, and to nobody where it changes nothing", async () => {
    const files = {
      ...base,
      "prod/kustomization.yaml": overlay("path: patch.yaml"),
      "prod/patch.yaml": manifest("Role", "reader", "shop", entry("pods", "'*'")),
      "dev/kustomization.yaml": overlay(
        `{ target: { kind: Role }, patch: '[{ "op": "add", "path": "/rules/0/verbs/-", "value": "list" }]' }`,
      ),
    };
    expect((await findings("no-wildcard-verbs", files)).map(([place]) => place.split(":")[0])).toEqual([
      "prod/patch.yaml",
    ]);
  });

  it.each([
    ["changes an entry", "get", wider, ["base/role.yaml"]],
    [
      "adds an entry",
      "get",
      '[{ "op": "add", "path": "/rules/-", "value": { "apiGroups": [""], "resources": ["pods"], "verbs": ["*"] } }]',
      ["base/role.yaml"],
    ],
    [
      "changes something else of an entry",
      "'*'",
      wider.replace("verbs", "resources"),
      ["base/role.yaml", "prod/patch.yaml"],
    ],
    [
      "leaves an entry as it is",
      "'*'",
      wider.replace("/rules/0/verbs/-", "/metadata/labels"),
      ["prod/patch.yaml"],
    ],
  ])("is judged where a JSON patch %s of a patch", async (_, verbs, patch, files) => {
    const found = await findings("no-wildcard-verbs", {
      ...base,
      "prod/kustomization.yaml": overlay(
        `path: patch.yaml\n  - { target: { kind: Role }, patch: '${patch}' }`,
      ),
      "prod/patch.yaml": manifest("Role", "reader", "shop", entry("pods", verbs)),
    });
    expect(found.map(([place]) => place.split(":")[0])).toEqual(files);
  });

  it("is not told where the role says as much already", async () => {
    const files = {
      ...base,
      "base/role.yaml": manifest("Role", "reader", "shop", entry("pods", "'*'")),
      "prod/kustomization.yaml": overlay(
        `{ target: { kind: Role }, patch: '[{ "op": "add", "path": "/rules/0/resources/-", "value": "services" }]' }`,
      ),
    };
    expect((await findings("no-wildcard-verbs", files)).map(([place]) => place)).toEqual([
      "base/role.yaml:7:51-7:54",
    ]);
  });

  it.each([
    ["no-wildcard-resources", "/rules/0/resources/-", "*"],
    ["no-wildcard-api-groups", "/rules/0/apiGroups/-", "*"],
    ["no-pod-exec", "/rules/-", { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }],
    ["no-full-access-role", "/rules/-", { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
    ["no-wildcard-non-resource-urls", "/rules/-", { nonResourceURLs: ["*"], verbs: ["get"] }],
  ])("is judged by %s", async (rule, path, value) => {
    const patch = JSON.stringify([{ op: "add", path, value }]);
    const files = {
      "base/kustomization.yaml": "resources: [role.yaml, binding.yaml]\n",
      "base/role.yaml": manifest("ClusterRole", "ci", undefined, entry("pods", "get")),
      "base/binding.yaml": clusterBinding("ci", user("ada")),
      "prod/kustomization.yaml": overlay(`{ target: { kind: ClusterRole }, patch: '${patch}' }`),
    };
    expect(await findings(rule, files)).toEqual([
      ["base/role.yaml:5:1-5:6", expect.stringContaining("(as 'prod' applies it)")],
    ]);
  });

  it("is told of dangerous permissions, too, with whom they are given to", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [role.yaml, binding.yaml]\n",
      "base/role.yaml": manifest("ClusterRole", "ci", undefined, entry("pods", "get")),
      "base/binding.yaml": clusterBinding("ci", user("ada")),
      "prod/kustomization.yaml": overlay(
        `{ target: { kind: ClusterRole }, patch: '[{ "op": "add", "path": "/rules/0/resources/-", "value": "secrets" }]' }`,
      ),
    };
    expect(await findings("no-secret-read", files)).toEqual([
      [
        "base/role.yaml:5:1-5:6",
        "User 'ada' can read every Secret of the cluster: ClusterRole 'ci' (as 'prod' applies it) allows 'get' on 'secrets' and ClusterRoleBinding 'readers' grants it everywhere. Name the Secrets in resourceNames with 'get' only, or bind the role in one namespace.",
      ],
    ]);
  });
});
