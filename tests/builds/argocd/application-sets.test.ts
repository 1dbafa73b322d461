import { describe, expect, it } from "vitest";
import { buildsOf, FLEET, role, roles, shown } from "../controllers/controlled.js";

describe("an ApplicationSet", () => {
  const set = (generators: string, spec: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: set }\nspec:\n  generators: [${generators}]\n  template: { spec: { ${spec} } }\n`;
  const git = (directories: string) =>
    `{ git: { repoURL: "https://github.com/acme/fleet", directories: [${directories}] } }`;
  const source = (path: string) => `source: { repoURL: "https://github.com/acme/fleet", path: ${path} }`;
  const TEAMS = {
    "teams/a/x.yaml": role("x"),
    "teams/b/kustomization.yaml": "resources: [../base]\nnamePrefix: b-\n",
    "teams/base/kustomization.yaml": "resources: [x.yaml]\n",
    "teams/base/x.yaml": role("x"),
    "teams/readme.yaml": "text: none\n",
    "teams/a/deep/x.yaml": role("y"),
  };
  const of = (generators: string, spec: string) =>
    Object.entries(shown({ ...TEAMS, "set.yaml": set(generators, spec) }, FLEET)).filter(
      ([build]) => build.startsWith("argocd") || build.startsWith("kustomize"),
    );

  it("makes an Application of each directory that its git generator finds", () => {
    const path = "'{{path}}'";
    const expected = [
      ["argocd teams/a", ["team-a/x"]],
      ["argocd teams/b", ["team-b/b-x"]],
    ];
    const destination = "destination: { namespace: 'team-{{path.basename}}' }";
    const generator = git("{ path: teams/* }, { path: teams/base, exclude: true }");
    expect(of(generator, `${source(path)}, ${destination}`)).toEqual(expected);
    expect(
      of(`{ matrix: { generators: [{ list: {} }, ${generator}] } }`, `${source(path)}, ${destination}`),
    ).toEqual(expected);
    const go = "destination: { namespace: 'team-{{ .path.basename }}' }";
    expect(of(generator, `${source("'{{ .path.path }}'")}, ${go}`)).toEqual(expected);
    const index = "destination: { namespace: 'team-{{ index .path.segments 1 }}' }";
    expect(of(generator, `${source("'teams/{{path[1]}}'")}, ${index}`)).toEqual(expected);
  });

  it("takes what is templated in a path for any text, and leaves bases out", () => {
    expect(of("{ clusters: {} }", source("'teams/{{name}}'"))).toEqual([
      ["argocd teams/a", ["x"]],
      ["argocd teams/b", ["b-x"]],
    ]);
  });

  it("leaves the rest unknown", () => {
    expect(of("{ clusters: {} }", `${source("teams/a")}, destination: { namespace: '{{ns}}' }`)).toEqual([
      ["kustomize teams/b", ["b-x", "unreached"]],
      ["argocd teams/a", ["{{ns}}/x"]],
    ]);
  });

  it.each([
    ["a path that can be any", source("'{{a}}/{{b}}'")],
    ["a path that leads nowhere", source("'nowhere/{{a}}'")],
    ["no template", "a: 1"],
    ["another repository", `source: { repoURL: "https://github.com/acme/other", path: 'teams/{{a}}' }`],
  ])("hides what it applies for %s", (_, spec) => {
    const builds = buildsOf({ ...TEAMS, "set.yaml": set("5, { git: 5 }", spec) }, FLEET);
    const [found, ...others] = builds.filter(({ type }) => type === "argocd");
    expect(found?.hidden[0]).toBeDefined();
    expect([...(found?.objects ?? []), ...others.flatMap(({ objects }) => roles(objects))]).toEqual([]);
  });
});
