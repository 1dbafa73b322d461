import { describe, expect, it } from "vitest";
import { hasNoChange, hasUnknownChange } from "../../../lib/analysis/change/access-change.js";
import { clusterBinding, manifest, user } from "../../rules/manifests.js";
import { changeOf, unknownChangesOf } from "./told.js";

const REMOTE = "https://github.com/argoproj/argo-workflows/releases/download/v3.6.5/install.yaml";
const UNSEEN = `app/kustomization.yaml uses '${REMOTE}', which is not in this repository`;
const patch = (resource: string) => `- op: add\n  path: /rules/0/resources/0\n  value: ${resource}\n`;
const patched = (text: string, target = "kind: Role, name: server") => ({
  "app/kustomization.yaml": `resources: ["${REMOTE}", own.yaml]\npatches:\n  - path: role.yaml\n    target: { ${target} }\n`,
  "app/own.yaml": manifest("Role", "own", "shop", "rules: []\n"),
  "app/role.yaml": text,
});

describe("a patch of what is hidden", () => {
  it("may change access", () => {
    const change = changeOf(patched(patch("pods")), patched(patch("secrets")));
    expect([hasNoChange(change), hasUnknownChange(change)]).toEqual([true, true]);
    expect(unknownChangesOf(change)).toEqual([
      `before+after | what else 'app' may apply: ${UNSEEN}`,
      `after of change | what the patch 'app/role.yaml' changes: it is for Role 'server', which may be in what cannot be seen: ${UNSEEN}`,
    ]);
  });

  it("may do so where it is written in the kustomization, by its own name, or is gone", () => {
    const own = (verb: string) =>
      `{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: server }, rules: [{ verbs: [${verb}] }] }`;
    const inline = (verb: string) => ({
      "app/kustomization.yaml": `resources: ["${REMOTE}"]\npatches:\n  - patch: "${own(verb)}"\n`,
    });
    const told = `what a patch in 'app/kustomization.yaml' changes: it is for ClusterRole 'server', which may be in what cannot be seen: ${UNSEEN}`;
    expect(unknownChangesOf(changeOf(inline("get"), inline("list")))).toContain(`after of change | ${told}`);
    const merged = {
      "app/kustomization.yaml": `resources: ["${REMOTE}"]\npatchesStrategicMerge: [server.yaml]\n`,
      "app/server.yaml": own("get"),
    };
    const none = { "app/kustomization.yaml": `resources: ["${REMOTE}"]\n` };
    expect(unknownChangesOf(changeOf(merged, none))).toContain(
      `before of change | what the patch 'app/server.yaml' changes: it is for ClusterRole 'server', which may be in what cannot be seen: ${UNSEEN}`,
    );
  });

  it("changes nothing that matters, or what is seen", () => {
    const isKnown = (before: Record<string, string>, after: Record<string, string>) =>
      !hasUnknownChange(changeOf(before, after));
    const own = "kind: Role, name: own";
    expect(isKnown(patched(patch("pods"), own), patched(patch("secrets"), own))).toBe(true);
    const workload = "kind: Deployment, name: server";
    expect(isKnown(patched(patch("pods"), workload), patched(patch("secrets"), workload))).toBe(true);
    const note = (text: string) => patched(`- op: add\n  path: /metadata/annotations/a\n  value: ${text}\n`);
    expect(isKnown(note("a"), note("b"))).toBe(true);
    const { "app/own.yaml": file = "", ...rest } = patched(patch("pods"));
    const moved = Object.entries({ ...rest, "app/own.yaml": file }).map(([name, text]) => [
      `live/${name}`,
      text,
    ]);
    const before = patched(patch("pods"));
    expect(isKnown(before, Object.fromEntries(moved) as Record<string, string>)).toBe(true);
  });
});

const release = (values = "{}") =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: db, namespace: shop }\nspec: { values: ${values}, chart: { spec: { chart: db, sourceRef: { kind: HelmRepository, name: charts } } } }\n`;
const INSTALLS = "HelmRelease 'db' installs objects that are not in this repository";

describe("what is hidden or unread", () => {
  it("is the same where it moves", () => {
    expect(unknownChangesOf(changeOf({ "a/db.yaml": release() }, { "b/db.yaml": release() }))).toEqual([
      `before+after | what else 'b' may apply: ${INSTALLS}`,
    ]);
    const broken = `${clusterBinding("reader", user("jane"))} x: [`;
    expect(unknownChangesOf(changeOf({ "a/x.yaml": broken }, { "b/y.yaml": broken }))).toEqual([
      "before+after | what 'b/y.yaml' says: 1 document in it cannot be parsed",
    ]);
  });

  it("is told once for all builds that may apply it", () => {
    const overlay = { "base/kustomization.yaml": "resources: [db.yaml]\n", "base/db.yaml": release() };
    const all = ["a", "b", "c", "d"].map((name) => [`${name}/kustomization.yaml`, "resources: [../base]\n"]);
    const files = { ...overlay, ...(Object.fromEntries(all) as Record<string, string>) };
    expect(unknownChangesOf(changeOf(files, files))).toEqual([
      `before+after | what else 'a', 'b', 'c' and 1 more may apply: ${INSTALLS}`,
    ]);
  });

  it("may have changed where it says something else", () => {
    const change = changeOf({ "db.yaml": release() }, { "db.yaml": release("{ rbac: { create: true } }") });
    expect([hasNoChange(change), hasUnknownChange(change)]).toEqual([true, true]);
    expect(unknownChangesOf(change)).toEqual([
      `before+after of change | what else '.' may apply: ${INSTALLS}, and what is said of it has changed`,
    ]);
    const filled = (name: string) => ({
      "x.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: {{ .${name} }} }\n`,
    });
    expect(unknownChangesOf(changeOf(filled("a"), filled("b")))).toEqual([
      "before+after of change | what 'x.yaml' says: 1 document in it must be rendered to be read, and it is another text now",
    ]);
    const chart = (name: string) => ({
      "chart/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\n",
      "chart/templates/role.yaml": `kind: Role\nmetadata: { name: {{ .${name} }} }\n`,
    });
    expect(unknownChangesOf(changeOf(chart("a"), chart("b"))).at(-1)).toBe(
      "before+after of change | what Helm charts install: 1 template that nothing here is seen to install is new, gone or changed, such as 'chart/templates/role.yaml'",
    );
    expect(hasUnknownChange(changeOf(chart("a"), chart("a")))).toBe(false);
  });

  it("is new or gone", () => {
    const [none, some] = [
      { "x.yaml": manifest("Namespace", "x") },
      { "x.yaml": manifest("Namespace", "x"), "db.yaml": release() },
    ];
    expect(unknownChangesOf(changeOf(none, some))).toEqual([`after | what else '.' may apply: ${INSTALLS}`]);
    expect(unknownChangesOf(changeOf(some, none))).toEqual([`before | what else '.' may apply: ${INSTALLS}`]);
  });
});
