import { describe, expect, it } from "vitest";
import { directoriesOf } from "../../lib/builds/directories.js";
import { isAtHand } from "../../lib/builds/kustomize/related-layers.js";
import { resolveBuilds } from "../../lib/builds/resolve.js";
import { flux, role } from "./controllers/controlled.js";
import { repositoryOf } from "./repository-of.js";

const ROLE = role("a");
const COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";

function classes(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(resolveBuilds(repositoryOf(texts)).classes);
}

describe("what a file is", () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    [
      "plain, without a kustomization",
      { "a/x.yaml": ROLE, "y.yaml": ROLE },
      { "a/x.yaml": "plain", "y.yaml": "plain" },
    ],
    ["nothing, if it holds nothing", { "x.yaml": "a: 1\n" }, {}],
    [
      "plain, if it does not parse",
      { "x.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {\n" },
      { "x.yaml": "plain" },
    ],
    [
      "unlisted, next to a kustomization",
      { "a/kustomization.yaml": "resources: []\n", "a/x.yaml": ROLE, "a/b/x.yaml": ROLE, "x.yaml": ROLE },
      {
        "a/kustomization.yaml": "kustomization",
        "a/x.yaml": "unlisted",
        "a/b/x.yaml": "plain",
        "x.yaml": "plain",
      },
    ],
    [
      "unlisted, below one and beside a file that is listed",
      {
        "a/kustomization.yaml": "resources: [b/c/x.yaml]\n",
        "a/b/c/x.yaml": ROLE,
        "a/b/c/y.yaml": ROLE,
        "a/b/y.yaml": ROLE,
      },
      {
        "a/kustomization.yaml": "kustomization",
        "a/b/c/x.yaml": "resource",
        "a/b/c/y.yaml": "unlisted",
        "a/b/y.yaml": "plain",
      },
    ],
    [
      "plain, beside a file that is listed from elsewhere",
      { "a/kustomization.yaml": "resources: [../b/x.yaml]\n", "b/x.yaml": ROLE, "b/y.yaml": ROLE },
      { "a/kustomization.yaml": "kustomization", "b/x.yaml": "resource", "b/y.yaml": "plain" },
    ],
    [
      "unlisted, where the kustomization is at the root",
      { "kustomization.yaml": "resources: [b/x.yaml]\n", "b/x.yaml": ROLE, "b/y.yaml": ROLE, "y.yaml": ROLE },
      {
        "kustomization.yaml": "kustomization",
        "b/x.yaml": "resource",
        "b/y.yaml": "unlisted",
        "y.yaml": "unlisted",
      },
    ],
    ...["resources", "bases", "components"].map(
      (key): [string, Record<string, string>, Record<string, string>] => [
        `unlisted, in a directory of ${key} whose kustomization is made later`,
        { "a/kustomization.yaml": `${key}: [../b, 1]\n`, "b/x.yaml": ROLE, "b/c/x.yaml": ROLE },
        { "a/kustomization.yaml": "kustomization", "b/x.yaml": "unlisted", "b/c/x.yaml": "plain" },
      ],
    ),
    [
      "an object, if it is a patch or a configuration as well",
      {
        "kustomization.yaml":
          "resources: [x.yaml]\npatches: [{path: x.yaml}, {path: y.yaml}]\nconfigurations: [x.yaml]\ntransformers: [y.yaml, z.yaml]\n",
        "x.yaml": ROLE,
        "y.yaml": ROLE,
        "z.yaml": ROLE,
      },
      {
        "kustomization.yaml": "kustomization",
        "x.yaml": "resource",
        "y.yaml": "patch",
        "z.yaml": "configuration",
      },
    ],
    [
      "what several kustomizations make of it",
      {
        "a/kustomization.yaml": "patches: [{path: ../x.yaml}]\n",
        "b/kustomization.yaml": "resources: [../x.yaml]\n",
        "c/kustomization.yaml": "configurations: [../x.yaml]\n",
        "x.yaml": ROLE,
      },
      {
        "a/kustomization.yaml": "kustomization",
        "b/kustomization.yaml": "kustomization",
        "c/kustomization.yaml": "kustomization",
        "x.yaml": "resource",
      },
    ],
    [
      "used by a component that nobody includes",
      { "a/kustomization.yaml": `${COMPONENT}resources: [x.yaml]\n`, "a/x.yaml": ROLE, "a/y.yaml": ROLE },
      { "a/kustomization.yaml": "kustomization", "a/x.yaml": "resource", "a/y.yaml": "unlisted" },
    ],
    [
      "what a controller uses",
      { "sync.yaml": flux("apps", "path: ./apps"), "apps/x.yaml": ROLE, "apps/deep/y.yaml": ROLE },
      { "sync.yaml": "plain", "apps/x.yaml": "resource", "apps/deep/y.yaml": "resource" },
    ],
  ])("is %s", (_, texts, expected) => {
    expect(classes(texts)).toEqual(expected);
  });
});

describe("the builds of plain files", () => {
  it("are one for each directory, and hide what does not parse", () => {
    const { builds } = resolveBuilds(
      repositoryOf({
        "a/x.yaml": ROLE,
        "a/y.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {\n",
        "a/b/x.yaml": ROLE,
        "z.yaml": ROLE,
      }),
    );
    expect(
      builds.map(({ type, directory, objects, hidden, files }) => [
        type,
        directory,
        objects.length,
        hidden,
        Object.fromEntries(files),
      ]),
    ).toEqual([
      ["plain", "a/b", 1, [], { "a/b/x.yaml": "resource" }],
      [
        "plain",
        "a",
        1,
        [
          {
            kind: "text",
            reason: "a/y.yaml does not parse",
            file: "a/y.yaml",
            names: [],
            texts: ["a/y.yaml"],
          },
        ],
        { "a/x.yaml": "resource", "a/y.yaml": "resource" },
      ],
      ["plain", "", 1, [], { "z.yaml": "resource" }],
    ]);
  });

  it.each([
    ["${KIND}", ["a.yaml must be rendered to be read"]],
    ["'{{ .kind }}'", ["a.yaml must be rendered to be read"]],
    ["Widget", []],
    ["5", []],
  ])("hide an object whose kind is %s", (kind, expected) => {
    const text = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: a }\n`;
    const { builds } = resolveBuilds(repositoryOf({ "a.yaml": `${ROLE}---\n${text}` }));
    expect(builds.flatMap(({ hidden }) => hidden.map(({ reason }) => reason))).toEqual(expected);
    const listed = resolveBuilds(
      repositoryOf({ "k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": text }),
    ).builds;
    expect(listed.flatMap(({ hidden }) => hidden.map(({ reason }) => reason))).toEqual(
      expected.map(() => "k/kustomization.yaml includes 'a.yaml', which must be rendered to be read"),
    );
  });

  it("come first from kustomizations, and components are none", () => {
    const { builds } = resolveBuilds(
      repositoryOf({
        "z/kustomization.yaml": "resources: [../base]\ncomponents: [../part]\n",
        "base/kustomization.yaml": "resources: [x.yaml]\n",
        "base/x.yaml": ROLE,
        "part/kustomization.yaml": COMPONENT,
        "alone/kustomization.yaml": COMPONENT,
        "a.yaml": ROLE,
      }),
    );
    expect(builds.map(({ type, directory }) => `${type} ${directory}`)).toEqual(["kustomize z", "plain "]);
  });

  it("hide what their objects install, too", () => {
    const subscription =
      "apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: s }\nspec: { name: some-operator }\n";
    const { builds } = resolveBuilds(
      repositoryOf({ "a.yaml": `${ROLE}---\n${subscription}`, "b/b.yaml": ROLE }),
    );
    expect(builds.map(({ hidden }) => hidden.map(({ kind, reason }) => `${kind}: ${reason}`))).toEqual([
      ["operator: Subscription 's' installs objects that are not in this repository"],
      [],
    ]);
  });
});

describe("what is at hand for a file", () => {
  const texts = {
    "top/kustomization.yaml": "resources: [../one, ../two]\n",
    "one/kustomization.yaml": "resources: [a.yaml, ../base, 1]\n",
    "one/a.yaml": ROLE,
    "two/kustomization.yaml": "bases: [b.yaml]\n",
    "two/b.yaml": ROLE,
    "base/kustomization.yaml": "resources: [c.yaml]\n",
    "base/c.yaml": ROLE,
    "free.yaml": ROLE,
  };
  it.each<[string, string, boolean]>([
    ["one/kustomization.yaml", "one/a.yaml", true],
    ["top/kustomization.yaml", "one/a.yaml", true],
    ["top/kustomization.yaml", "base/c.yaml", true],
    ["base/kustomization.yaml", "one/a.yaml", true],
    ["one/kustomization.yaml", "base/c.yaml", true],
    ["two/kustomization.yaml", "one/a.yaml", false],
    ["one/kustomization.yaml", "two/b.yaml", false],
    ["two/kustomization.yaml", "base/c.yaml", false],
    ["two/kustomization.yaml", "free.yaml", true],
    ["gone/kustomization.yaml", "one/a.yaml", true],
  ])("%s for %s: %s", (kustomization, file, expected) => {
    expect(isAtHand(repositoryOf(texts), kustomization, file)).toBe(expected);
  });
});

describe("directories", () => {
  const directories = directoriesOf(
    repositoryOf({
      "a/x.yaml": ROLE,
      "a/b/c/y.yml": ROLE,
      "a/b/c/z.json": "{}",
      "a/k/kustomization.yaml": "resources: []\n",
      "a/k/l/x.yaml": ROLE,
      "n/none.yaml": "a: 1\n",
      "top.yaml": ROLE,
    }),
  );

  it("are all in which a file is, and those above", () => {
    expect([...directories.all].sort()).toEqual(["", "a", "a/b", "a/b/c", "a/k", "a/k/l", "n"]);
    expect(directories.all.filter((one) => directories.holdsManifests(one)).sort()).toEqual([
      "",
      "a",
      "a/b",
      "a/b/c",
      "a/k",
      "a/k/l",
    ]);
    expect(directories.all.filter((one) => directories.holdsManifestsItself(one)).sort()).toEqual([
      "",
      "a",
      "a/b/c",
      "a/k",
      "a/k/l",
    ]);
    expect(directories.holdsManifests("gone")).toBe(false);
    expect(directories.filesIn("gone")).toEqual([]);
  });

  it("have files in them, and below", () => {
    expect(directories.filesIn("a")).toEqual(["a/x.yaml"]);
    expect(directories.filesBelow("a")).toEqual([
      "a/x.yaml",
      "a/b/c/y.yml",
      "a/b/c/z.json",
      "a/k/kustomization.yaml",
      "a/k/l/x.yaml",
    ]);
    expect(directories.filesBelow("")[0]).toBe("top.yaml");
  });

  it("have units that are applied", () => {
    const none = () => false;
    expect(directories.units("a", none)).toEqual(["x.yaml", "b/c/y.yml", "k"]);
    expect(directories.units("", none)).toEqual([
      "top.yaml",
      "a/x.yaml",
      "a/b/c/y.yml",
      "a/k",
      "n/none.yaml",
    ]);
    expect(directories.units("a", (path) => path.startsWith("a/k/"))).toEqual(["x.yaml", "b/c/y.yml"]);
    expect(directories.units("a", (path) => path === "a/x.yaml")).toEqual(["b/c/y.yml", "k"]);
    expect(directories.units("a/k", none)).toEqual(["kustomization.yaml", "l/x.yaml"]);
  });
});
