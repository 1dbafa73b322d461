import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { committed, git, stage } from "../../repository/git.js";
import { put } from "../../repository/temporary.js";
import { repository } from "../../rules/lint.js";
import { run } from "../run.js";

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: {{ toJson .Values.verbs }}
`;
const CHART = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/values.yaml": "verbs: [get]\n",
  "web/templates/role.yaml": ROLE,
  "web/templates/_rules.tpl": '{{ define "rules" }}\nverbs: ["*"]\n{{ end }}\n',
};
const ALL = 'verbs: ["*"]\n';
const ONLY = ["--preset", "none", "--rule", "no-wildcard-verbs:error"];

/** Where the command finds something, by `file:line:column`. */
async function places(root: string, ...args: string[]): Promise<string[]> {
  const { out } = await run(root, "--root", root, ...ONLY, "--format", "json", ...args, root);
  const results = JSON.parse(out) as { filePath: string; messages: { line: number; column: number }[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column }) => `${filePath.replace("ROOT/", "")}:${line}:${column}`),
  );
}

describe("what a chart renders", () => {
  it("is judged by the command, in its template", async () => {
    const root = repository({ ...CHART, "web/values.yaml": ALL });
    expect(await places(root)).toEqual(["web/templates/role.yaml:9:12"]);
    expect(await places(repository(CHART))).toEqual([]);
    const { out } = await run(root, "--root", root, ...ONLY, root);
    expect(out).toContain("1 finding in 1 object of 3 files");
    expect(out).not.toContain("Not read");
  });

  it("is judged anew with a cache when a file of the chart has changed", async () => {
    const root = repository(CHART);
    const cached = () => places(root, "--cache", "--cache-location", join(root, ".cache"));
    expect(await cached()).toEqual([]);
    expect(await cached()).toEqual([]);
    put(root, "web/values.yaml", ALL);
    expect(await cached()).toEqual(["web/templates/role.yaml:9:12"]);
    expect(await cached()).toEqual(["web/templates/role.yaml:9:12"]);
    put(root, "web/templates/role.yaml", `# A comment.\n${ROLE}`);
    expect(await cached()).toEqual(["web/templates/role.yaml:10:12"]);
    put(
      root,
      "web/templates/role.yaml",
      ROLE.replace("{{ toJson .Values.verbs }}", '{{ include "rules" . }}'),
    );
    rmSync(join(root, "web/values.yaml"));
    expect(await cached()).toEqual([]);
  });

  it("is judged as ESLint does it where comments count or files are fixed", async () => {
    const role = ROLE.replace(
      "    verbs",
      "    # eslint-disable-next-line gitops/no-wildcard-verbs\n    verbs",
    );
    const root = repository({ ...CHART, "web/values.yaml": ALL, "web/templates/role.yaml": role });
    expect(await places(root)).toEqual([]);
    expect(await places(root, "--no-inline-config")).toEqual(["web/templates/role.yaml:10:12"]);
    put(root, "web/templates/role.yaml", ROLE);
    expect(await places(root, "--fix")).toEqual(["web/templates/role.yaml:9:12"]);
    expect(readFileSync(join(root, "web/templates/role.yaml"), "utf8")).toBe(ROLE);
  });

  it("has no comments of strangers that count, which the summary says", async () => {
    const root = committed({ ...CHART, "web/values.yaml": ALL });
    put(root, "web/templates/role.yaml", `# eslint-disable gitops/no-wildcard-verbs\n${ROLE}`);
    const { out } = await run(root, "--root", root, ...ONLY, "--changed-since", "HEAD", "--untrusted", root);
    expect(out).toContain("10:12  error  Verb '*'");
    expect(out).toContain("1 file with comments for ESLint that did not count: web/templates/role.yaml.\n");
  });

  it("is a finding of a change to any file of the chart", async () => {
    const root = committed({ ...CHART, "other/Chart.yaml": "name: other\nversion: 1.0.0\n" });
    const since = () => places(root, "--changed-since", "HEAD");
    expect(await since()).toEqual([]);
    put(root, "web/values.yaml", ALL);
    expect(await since()).toEqual(["web/templates/role.yaml:9:12"]);
    expect(await places(root, "--changed-since", "HEAD", "--untrusted")).toEqual([
      "web/templates/role.yaml:9:12",
    ]);
    stage(root, { "web/values.yaml": ALL });
    put(root, "web/values.yaml", "verbs: [get]\n");
    expect(await places(root, "--staged")).toEqual(["web/templates/role.yaml:9:12"]);
    git(root, "commit", "--quiet", "--message=all");
    expect(await places(root, "--changed-since", "HEAD")).toEqual([]);
  });

  it("is as it was where only something else in the chart has changed", async () => {
    const root = committed({ ...CHART, "web/values.yaml": ALL });
    put(root, "web/README.md", "More.\n");
    expect(await places(root, "--changed-since", "HEAD")).toEqual([]);
  });

  it("is one finding of a vendored chart", async () => {
    const two = `${ROLE}---\n${ROLE.replace("name: web", "name: other")}`;
    const root = repository({
      "app/Chart.yaml":
        "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{ name: web, version: 1.0.0, repository: 'https://charts.example.com' }]\n",
      "app/charts/web/Chart.yaml": CHART["web/Chart.yaml"],
      "app/charts/web/values.yaml": ALL,
      "app/charts/web/templates/role.yaml": two,
    });
    expect(await places(root)).toEqual(["app/charts/web/templates/role.yaml:9:12"]);
    expect(await places(root, "--vendored", "all")).toEqual([
      "app/charts/web/templates/role.yaml:9:12",
      "app/charts/web/templates/role.yaml:19:12",
    ]);
  });

  it("says which templates cannot be rendered", async () => {
    const root = repository({ ...CHART, "web/templates/bad.yaml": "a: {{ nothing }}\n" });
    const { out } = await run(root, "--root", root, ...ONLY, root);
    expect(out).toContain("Not read: 2 Helm templates.");
    const { out: why } = await run(
      root,
      "explain-silence",
      "--root",
      root,
      join(root, "web/templates/role.yaml"),
    );
    expect(why).toBe(
      "web/templates/role.yaml is a template of a chart that cannot be rendered here, so that nothing is known of what it says.",
    );
  });
});
