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

describe("the directories of an ApplicationSet", () => {
  const TREE = {
    "teams/a/x.yaml": role("x"),
    "teams/b/x.yaml": role("x"),
    "teams/B_1/x.yaml": role("x"),
    "teams/.hidden/x.yaml": role("x"),
    "teams/empty/readme.yaml": "text: none\n",
    "teams/a/deep/x.yaml": role("y"),
    "other/a/x.yaml": role("z"),
    "base/kustomization.yaml":
      "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources: [x.yaml]\n",
    "base/x.yaml": role("x"),
  };
  const names = (generators: string, namespace: string, path = "'{{path}}'") => {
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: set }\nspec:\n  generators: [${generators}]\n  template: { spec: { source: { repoURL: "https://github.com/acme/fleet", path: ${path} }, destination: { namespace: "${namespace}" } } }\n`;
    return buildsOf({ ...TREE, "set.yaml": text }, FLEET)
      .filter(({ type }) => type === "argocd")
      .map(({ directory, namespaces }) =>
        `${directory} ${namespaces?.map(({ name }) => name).join() ?? ""}`.trim(),
      );
  };
  const git = (directories: string, repo = "fleet", more = "") =>
    `{ git: { repoURL: "https://github.com/acme/${repo}", directories: [${directories}]${more} } }`;

  it.each<[string, string, string[]]>([
    [git("{ path: teams/* }"), "{{path.basename}}", ["teams/B_1 B_1", "teams/a a", "teams/b b"]],
    [git("{ path: teams/* }"), "{{path.basenameNormalized}}", ["teams/B_1", "teams/a a", "teams/b b"]],
    [
      git("{ path: teams/* }"),
      "t-{{ path.basename }}-{{path[0]}}-{{gone}}",
      ["teams/B_1", "teams/a", "teams/b"],
    ],
    [git("{ path: '*/a' }"), "{{path[0]}}", ["other/a other", "teams/a teams"]],
    [
      git("{ path: '*/a' }"),
      "{{index .path.segments 0}}-{{ .path.basename }}",
      ["other/a other-a", "teams/a teams-a"],
    ],
    [git("{ path: '*/a' }"), "{{path[9]}}", ["other/a", "teams/a"]],
    [git("{ path: '*/a' }"), "x{{path[0]", ["other/a", "teams/a"]],
    [
      git(
        "{ path: '*/*' }, { path: '*/b', exclude: true }, { path: other/*, exclude: true }, { path: 1, exclude: true }",
      ),
      "n",
      ["teams/B_1 n", "teams/a n"],
    ],
    [
      git("{ path: '*/a' }, { path: '*/a', exclude: false }, { path: other/a, exclude: 'true' }"),
      "n",
      ["other/a n", "teams/a n"],
    ],
    [`${git("{ path: teams/a }")}, ${git("{ path: teams/b }")}`, "n", ["teams/a n", "teams/b n"]],
    [`${git("{ path: teams/a }")}, ${git("{ path: teams/b }", "elsewhere")}`, "n", ["teams/a n"]],
    [`{ merge: { generators: [${git("{ path: teams/a }")}] } }`, "n", ["teams/a n"]],
    [
      `{ merge: { generators: [{ matrix: { generators: [${git("{ path: teams/a }")}] } }] } }`,
      "n",
      ["teams/a n"],
    ],
    [git("{ path: teams }"), "n", ["teams n"]],
  ])("of %s with the namespace %s", (generators, namespace, expected) => {
    expect(names(generators, namespace)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    ["'teams/{{name}}'", ["teams/B_1", "teams/a", "teams/b", "teams/.hidden"].sort()],
    ["'{{team}}/a'", ["other/a", "teams/a"]],
    ["'teams/{{a}}-{{b}}'", [""]],
    ["'teams/a{{name}}'", ["teams/a"]],
    ["'./teams/a/{{name}}/'", ["teams/a/deep"]],
    ["'{{name}}'", [""]],
    ["'{{a}}/{{b}}'", [""]],
    // A component is nobody's root.
    ["'base{{name}}'", [""]],
    ["'teams/{{name'", [""]],
  ])("that the path %s can mean", (path, expected) => {
    expect(names("{ clusters: {} }", "{{ns}}", path).sort()).toEqual(expected);
  });
});
