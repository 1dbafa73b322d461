import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { analysisAt, forget, freeze } from "../../lib/plugin/session.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { repository } from "../rules/lint.js";
import { manifest } from "../rules/manifests.js";

const settings = {};
const LONG_ENOUGH = 1000;

/** The names of all roles that are applied, as the linted file `a.yaml` sees it. */
function roles(root: string, text: string): string[] {
  const builds = analysisAt(root, settings, "a.yaml", new ManifestFile(text));
  return builds.all.flatMap(({ objects }) => objects.map(({ object }) => object.metadata?.name ?? "")).sort();
}

describe("what an editor sees of the repository", () => {
  const a = manifest("Role", "a");
  let root: string;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
    root = repository({ "a.yaml": a, "b.yaml": manifest("Role", "b") });
  });

  afterEach(() => {
    vi.useRealTimers();
    forget();
  });

  it.each([
    ["changed", () => writeFileSync(join(root, "b.yaml"), manifest("Role", "bee")), ["a", "bee"]],
    ["deleted", () => rmSync(join(root, "b.yaml")), ["a"]],
    ["new", () => writeFileSync(join(root, "c.yaml"), manifest("Role", "c")), ["a", "b", "c"]],
    [
      "left out by a new kustomization",
      () => writeFileSync(join(root, "kustomization.yaml"), "resources: [a.yaml]\n"),
      ["a"],
    ],
  ])("sees a file that is %s, as soon as it looks again", (_, change, expected) => {
    expect(roles(root, a)).toEqual(["a", "b"]);
    change();
    expect(roles(root, a)).toEqual(["a", "b"]);
    vi.advanceTimersByTime(LONG_ENOUGH);
    expect(roles(root, a)).toEqual(expected);
  });

  it("takes the text in the editor for the file's", () => {
    expect(roles(root, manifest("Role", "unsaved"))).toEqual(["b", "unsaved"]);
    expect(roles(root, a)).toEqual(["a", "b"]);
  });

  it.each(["chart/templates/a.yaml", "chart/templates/_x.tpl", "chart/values.yaml", "chart/files/a.txt"])(
    "takes the text in the editor for that of a file that only a chart reads: %s",
    (path) => {
      for (const directory of ["chart/templates", "chart/files"])
        mkdirSync(join(root, directory), { recursive: true });
      writeFileSync(join(root, "chart/Chart.yaml"), "name: x\n");
      writeFileSync(join(root, path), "a: 1\n");
      const textIn = (text: string) =>
        analysisAt(root, settings, path, new ManifestFile(text)).repository.bytes(path).toString();
      const saved = analysisAt(root, settings, path, new ManifestFile("a: 1\n"));
      expect(saved.repository.chartFiles.has(path)).toBe(true);
      expect([textIn("a: 2\n"), textIn("a: 1\n"), textIn("a: 3\n")]).toEqual(["a: 2\n", "a: 1\n", "a: 3\n"]);
      expect(analysisAt(root, settings, path, new ManifestFile("a: 1\n"))).toBe(saved);
      writeFileSync(join(root, path), "a: 44\n");
      vi.advanceTimersByTime(LONG_ENOUGH);
      const changed = analysisAt(root, settings, path, new ManifestFile("a: 44\n"));
      expect(changed).not.toBe(saved);
      expect(changed.repository.bytes(path).toString()).toBe("a: 44\n");
    },
  );

  it("resolves nothing again while nothing changes", () => {
    const first = analysisAt(root, settings, "a.yaml", new ManifestFile(a));
    vi.advanceTimersByTime(LONG_ENOUGH);
    expect(analysisAt(root, settings, "a.yaml", new ManifestFile(a))).toBe(first);
  });

  it("resolves nothing again after a comment in what a kustomization lists", () => {
    writeFileSync(join(root, "kustomization.yaml"), "resources: [a.yaml, b.yaml]\n");
    const first = analysisAt(root, settings, "a.yaml", new ManifestFile(a));
    expect(first.all.map(({ objects }) => objects.length)).toEqual([2]);
    writeFileSync(join(root, "b.yaml"), `${manifest("Role", "b")}# more\n`);
    vi.advanceTimersByTime(LONG_ENOUGH);
    expect(analysisAt(root, settings, "a.yaml", new ManifestFile(a))).toBe(first);
  });

  it("reads a patch again of which the facts are the same, whatever has changed before", () => {
    const patch = (name: string) => `[{ op: replace, path: /metadata/name, value: ${name} }]\n`;
    mkdirSync(join(root, "k"));
    writeFileSync(join(root, "k/role.yaml"), manifest("Role", "c"));
    writeFileSync(join(root, "k/patch.yaml"), patch("one"));
    writeFileSync(
      join(root, "k/kustomization.yaml"),
      "resources: [role.yaml]\npatches: [{ path: patch.yaml, target: { kind: Role } }]\n",
    );
    expect(roles(root, a)).toEqual(["a", "b", "one"]);
    writeFileSync(join(root, "b.yaml"), manifest("Role", "bee"));
    vi.advanceTimersByTime(LONG_ENOUGH);
    expect(roles(root, a)).toEqual(["a", "bee", "one"]);
    writeFileSync(join(root, "k/patch.yaml"), patch("other"));
    vi.advanceTimersByTime(LONG_ENOUGH);
    expect(roles(root, a)).toEqual(["a", "bee", "other"]);
  });

  it("sees which variable is filled in, saved or not, though the facts are the same", () => {
    const filled = (name: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: c }\nrules: \${${name}}\n`;
    const entry = (verb: string) => `'[{ apiGroups: [""], resources: [pods], verbs: [${verb}] }]'`;
    mkdirSync(join(root, "apps"));
    writeFileSync(join(root, "apps/role.yaml"), filled("A"));
    writeFileSync(
      join(root, "b.yaml"),
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: flux-system, namespace: flux-system }\nspec:\n  path: ./apps\n  sourceRef: { kind: GitRepository, name: flux-system }\n  postBuild: { substitute: { A: ${entry("get")}, B: ${entry("list")}, C: ${entry("watch")} } }\n`,
    );
    const verbs = (path: string, text: string) =>
      analysisAt(root, settings, path, new ManifestFile(text))
        .ofKind("ClusterRole")
        .filter(({ build }) => build.type === "flux")
        .flatMap(({ object }) => object.object.rules?.flatMap((rule) => rule.verbs));
    expect(verbs("a.yaml", a)).toEqual(["get"]);
    expect(verbs("apps/role.yaml", filled("B"))).toEqual(["list"]);
    expect(verbs("apps/role.yaml", filled("C"))).toEqual(["watch"]);
    expect(verbs("apps/role.yaml", filled("A"))).toEqual(["get"]);
    writeFileSync(join(root, "apps/role.yaml"), filled("B"));
    vi.advanceTimersByTime(LONG_ENOUGH);
    expect(verbs("a.yaml", a)).toEqual(["list"]);
  });

  it("knows nothing of a file that the repository ignores", () => {
    const builds = analysisAt(root, settings, "ignored/c.yaml", new ManifestFile(a));
    expect(builds.all).toEqual([]);
  });

  it("keeps to one moment in a run of the command", () => {
    const frozen = readRepository(root);
    freeze(frozen, settings, { analysis: new Analysis(frozen, settings) });
    rmSync(join(root, "b.yaml"));
    vi.advanceTimersByTime(LONG_ENOUGH);
    expect(roles(root, a)).toEqual(["a", "b"]);
    expect(roles(root, manifest("Role", "fixed"))).toEqual(["b", "fixed"]);
  });
});
