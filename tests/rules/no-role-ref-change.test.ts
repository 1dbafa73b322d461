import { afterEach, describe, expect, it } from "vitest";
import { forget } from "../../lib/plugin/session.js";
import { main } from "../../lib/cli/main.js";
import { committed, stage } from "../repository/git.js";
import { type Found, lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding } from "./manifests.js";

afterEach(forget);

const RULE = "no-role-ref-change";
const REFUSED =
  "Kubernetes does not let a 'roleRef' change in place: it refuses the binding, which stops the sync. Give the binding another name, or first delete it in a change of its own.";
const readers = "RoleBinding 'readers' in namespace 'shop'";
const view = roleBinding("view", "shop", "ClusterRole");
const edit = roleBinding("edit", "shop", "ClusterRole");
const CHANGED = `${readers} referred to ClusterRole 'view' before this change and now refers to ClusterRole 'edit'. ${REFUSED}`;

/** The findings after a change, from the command, which alone knows what was before. */
async function change(
  before: Record<string, string>,
  after: Record<string, string | undefined>,
): Promise<Found[]> {
  const root = committed(before);
  stage(root, after);
  const lines: string[] = [];
  const output = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) };
  await main(["--preset", "none", "--rule", `${RULE}: error`, "--staged", "--format", "json", root], output);
  const results = JSON.parse(lines.join("")) as {
    filePath: string;
    messages: { line: number; column: number; endLine: number; endColumn: number; message: string }[];
  }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, endLine, endColumn, message }): Found => [
      `${filePath.slice(root.length + 1)}:${line}:${column}-${endLine}:${endColumn}`,
      message,
    ]),
  );
}

const kustomization = (rest: string) => `resources: [binding.yaml]\n${rest}`;
const patch = (name: string) =>
  `patches: [{ target: { kind: RoleBinding }, patch: '[{ op: replace, path: /roleRef/name, value: ${name} }]' }]\n`;

describe(RULE, () => {
  it("reports another role, at its name", async () => {
    expect(await change({ "a.yaml": view }, { "a.yaml": edit })).toEqual([["a.yaml:9:9-9:13", CHANGED]]);
  });

  it("reports another kind of role, at the kind", async () => {
    const changed = await change({ "a.yaml": view }, { "a.yaml": roleBinding("view") });
    expect(changed).toEqual([
      [
        "a.yaml:8:9-8:13",
        `${readers} referred to ClusterRole 'view' before this change and now refers to Role 'view'. ${REFUSED}`,
      ],
    ]);
  });

  it("reports a ClusterRoleBinding, and one that another file now holds", async () => {
    const changed = await change(
      { "a.yaml": clusterBinding("view") },
      { "a.yaml": undefined, "b.yaml": clusterBinding("edit") },
    );
    expect(changed).toEqual([
      [
        "b.yaml:8:9-8:13",
        `ClusterRoleBinding 'readers' referred to ClusterRole 'view' before this change and now refers to ClusterRole 'edit'. ${REFUSED}`,
      ],
    ]);
  });

  it("reports what a kustomization changes, in the binding's own file", async () => {
    const base = { "app/binding.yaml": view, "app/kustomization.yaml": kustomization("") };
    expect(await change(base, { "app/kustomization.yaml": kustomization(patch("edit")) })).toEqual([
      [
        "app/binding.yaml:9:9-9:13",
        `${readers} referred to ClusterRole 'view' before this change and now refers to ClusterRole 'edit' in what 'app' applies. ${REFUSED}`,
      ],
    ]);
  });

  it("judges the binding as it is applied", async () => {
    const base = { "app/binding.yaml": view, "app/kustomization.yaml": kustomization(patch("edit")) };
    // What is applied stays the same.
    const same = { "app/binding.yaml": edit, "app/kustomization.yaml": kustomization("") };
    expect(await change(base, same)).toEqual([]);
    const renamed = { ...same, "app/kustomization.yaml": kustomization("namePrefix: new-\n") };
    expect(await change({ ...base, "app/kustomization.yaml": kustomization("") }, renamed)).toEqual([]);
  });

  it("names the builds where not all have changed", async () => {
    const base = {
      "base/binding.yaml": view,
      "base/kustomization.yaml": kustomization(""),
      "staging/kustomization.yaml": "resources: [../base]\n",
      "prod/kustomization.yaml": "resources: [../base]\n",
    };
    const [found] = await change(base, {
      "prod/kustomization.yaml": `resources: [../base]\n${patch("edit")}`,
    });
    expect(found?.[1]).toContain("ClusterRole 'edit' in what 'prod' applies.");
  });

  it("follows a build that has moved, and takes a further one for another cluster's", async () => {
    const base = { "old/binding.yaml": view, "old/kustomization.yaml": kustomization("") };
    const added = { "new/binding.yaml": edit, "new/kustomization.yaml": kustomization("") };
    const gone = { "old/binding.yaml": undefined, "old/kustomization.yaml": undefined };
    expect(await change(base, added)).toEqual([]);
    expect(await change(base, { ...added, ...gone })).toEqual([["new/binding.yaml:9:9-9:13", CHANGED]]);
  });

  it("is silent on new bindings, new names, other subjects and what cannot be known", async () => {
    expect(await change({}, { "a.yaml": edit })).toEqual([]);
    expect(
      await change({ "a.yaml": view }, { "a.yaml": edit.replace("name: readers", "name: editors") }),
    ).toEqual([]);
    const withSubject = roleBinding("view", "shop", "ClusterRole", "  - { kind: User, name: ada }\n");
    expect(await change({ "a.yaml": view }, { "a.yaml": withSubject })).toEqual([]);
    expect(
      await change({ "a.yaml": view }, { "a.yaml": roleBinding("${ROLE}", "shop", "ClusterRole") }),
    ).toEqual([]);
    const withoutGroup = view.replace("  apiGroup: rbac.authorization.k8s.io\n", "");
    expect(await change({ "a.yaml": view }, { "a.yaml": withoutGroup })).toEqual([]);
    const other = roleBinding("edit", "other", "ClusterRole");
    expect(await change({ "a.yaml": view }, { "a.yaml": other })).toEqual([]);
  });

  it("is silent where Flux or Argo CD makes the binding anew", async () => {
    const flux = (rest: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: app, namespace: flux-system }\nspec: { path: ./app, sourceRef: { kind: GitRepository, name: flux-system }${rest} }\n`;
    const argo = (rest: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app, namespace: argocd }\nspec: { source: { path: app, repoURL: "https://example.com/x" }, destination: { namespace: shop }${rest} }\n`;
    const after = { "app/binding.yaml": edit };
    const with_ = (applier: string) => ({ "clusters/app.yaml": applier, "app/binding.yaml": view });
    const at = [["app/binding.yaml:9:9-9:13", CHANGED]];
    expect(await change(with_(flux("")), after)).toEqual(at);
    expect(await change(with_(flux(", force: true")), after)).toEqual([]);
    expect(await change(with_(argo("")), after)).toEqual([]);
    expect(await change(with_(argo(", syncPolicy: { syncOptions: [ServerSideApply=true] }")), after)).toEqual(
      at,
    );
  });

  it("has nothing to say where nobody knows what was before", async () => {
    expect(await lint(RULE, { "a.yaml": view, "b.yaml": manifest("Role", "x", "shop") })).toEqual([]);
  });
});
