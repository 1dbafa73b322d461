import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { kustomizationDefects } from "../../lib/analysis/kustomization-checks/checks.js";
import { Kustomize } from "../../lib/builds/kustomize/kustomize.js";
import * as json from "../../lib/builds/kustomize/transformers/json-patch.js";
import * as patches from "../../lib/builds/kustomize/transformers/merge-patch.js";
import * as names from "../../lib/util/nearest.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { repositoryOf } from "../builds/repository-of.js";
import { invalid, strict, valid } from "./kustomization-examples.js";
import { lint, repository, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-kustomization";
const STRICT = { options: { strict: true } };
const role = manifest("Role", "reader");
const patch = (kind: string, apiVersion: string, name = "other") =>
  `patches: [{ patch: '{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name} } }' }]\n`;

describe("valid-kustomization", () => {
  it.each(invalid)("reports $name", async ({ files, found }) => {
    expect(await lint(RULE, files)).toEqual(found);
  });

  it.each(valid)("accepts $name", async ({ files }) => {
    expect(await lint(RULE, files, STRICT)).toEqual([]);
  });

  it.each(strict)("reports $name when strict, and only then", async ({ files, found }) => {
    expect(await lint(RULE, files, STRICT)).toEqual(found);
    expect(await lint(RULE, files)).toEqual([]);
  });
});

describe("valid-kustomization cannot know, and is silent about", () => {
  const urls = [
    "github.com/owner/name//deploy?ref=v1",
    "https://example.com/install.yaml",
    "git@example.com:owner/name.git",
    "oci://example.com/name",
    "example.com/owner/name",
  ];
  const hidden = [
    "${CLUSTER}/role.yaml",
    "../outside.yaml",
    "/etc/role.yaml",
    "install.txt",
    "node_modules/x/role.yaml",
  ];
  it.each([...urls, ...hidden])("the path %s", async (path) => {
    expect(await lint(RULE, { "kustomization.yaml": `resources: ["${path}"]\n` })).toEqual([]);
  });

  it("files of generators that are no manifests, and those of secrets", async () => {
    const text = [
      "configMapGenerator: [{ name: a, files: [run.sh, a=b.txt], envs: [.env] }]",
      "secretGenerator: [{ name: b, files: [decrypted.yaml] }]",
    ];
    expect(await lint(RULE, { "kustomization.yaml": `${text.join("\n")}\n` })).toEqual([]);
  });

  it("what .gitignore names, at any depth", async () => {
    const files = {
      ".gitignore": "/generated/\n*.secret.yaml\n",
      "app/.gitignore": "local\n",
      "app/kustomization.yaml":
        "resources: [../generated/role.yaml, ../generated, db.secret.yaml, local, here.yaml]\n",
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["app/kustomization.yaml:1:74-1:83"]);
  });

  it("a kustomization that .gitignore names", async () => {
    const files = {
      ".gitignore": "generated/kustomization.yaml\n",
      "kustomization.yaml": "resources: [generated]\n",
      "generated/role.yaml": role,
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("what lies behind a link, or in a submodule that was not fetched", () => {
    const root = repository({
      "kustomization.yaml": "resources: [linked, linked/role.yaml, module, module/deploy, other]\n",
      "elsewhere/readme.md": "",
    });
    symlinkSync(join(root, "elsewhere"), join(root, "linked"));
    mkdirSync(join(root, "module"));
    const read = readRepository(root);
    const value = read.files.get("kustomization.yaml")?.kustomization as Record<string, unknown>;
    const defects = kustomizationDefects(read, { directory: "", value }, { strict: true });
    expect(defects.map(({ at, id }) => [id, ...at])).toEqual([
      ["bareDirectory", "resources", 0],
      ["missingPath", "resources", 1],
      ["missingPath", "resources", 4],
    ]);
  });

  it("what lies behind a link that leads out of the repository", () => {
    const outside = repository({ "there.yaml": role });
    const root = repository({ "kustomization.yaml": "resources: [out/there.yaml, out/nothing.yaml]\n" });
    symlinkSync(outside, join(root, "out"));
    const read = readRepository(root);
    const value = read.files.get("kustomization.yaml")?.kustomization as Record<string, unknown>;
    expect(kustomizationDefects(read, { directory: "", value }, { strict: true })).toEqual([]);
  });

  it.each([
    ["of a kind that is not read", patch("ConfigMap", "v1")],
    ["of a custom kind", patch("Role", "example.com/v1")],
    ["with a name that is filled in later", patch("Role", "rbac.authorization.k8s.io/v1", '"${NAME}"')],
  ])("a patch for an object %s", async (_, patches) => {
    const files = { "kustomization.yaml": `resources: [role.yaml]\n${patches}`, "role.yaml": role };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it.each([
    ["of a remote base", "https://example.com/install.yaml", {}],
    [
      "of a file that does not parse",
      "broken.yaml",
      { "broken.yaml": "apiVersion: v1\nkind: ServiceAccount\n bad: [\n" },
    ],
    ["of a template", "t.yaml", { "t.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {{ .x }}\n" }],
    ["that has no plain name", "t.yaml", { "t.yaml": manifest("Role", "${NAME}") }],
  ])("a patch for what may be an object %s", async (_, path, more) => {
    const text = `resources: [role.yaml, "${path}"]\n${patch("Role", "rbac.authorization.k8s.io/v1")}`;
    expect(await lint(RULE, { "kustomization.yaml": text, "role.yaml": role, ...more })).toEqual([]);
  });

  it("a patch for what a chart or a program brings", async () => {
    for (const bringing of ["helmCharts: [{ name: a }]", "generators: [generator.yaml]"]) {
      const files = {
        "kustomization.yaml": `${bringing}\nresources: []\n${patch("Role", "rbac.authorization.k8s.io/v1")}`,
        "generator.yaml": "apiVersion: example.com/v1\nkind: Program\nmetadata: { name: a }\n",
      };
      expect(await lint(RULE, files)).toEqual([]);
    }
  });

  it("an overlay of what is refused: the defect stands in its base alone", async () => {
    const files = {
      "app/kustomization.yaml": `resources: [../base]\n${patch("Role", "rbac.authorization.k8s.io/v1")}`,
      "base/kustomization.yaml": "resources: [gone.yaml]\n",
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["base/kustomization.yaml:1:13-1:22"]);
  });

  it("JSON patches on what is not read, and behind what is not known", async () => {
    const operations = [
      "- { op: replace, path: /spec/template/spec/containers/0/image, value: a }",
      "- { op: remove, path: /spec/replicas }",
      "- { op: test, path: /metadata/labels/a, value: b }",
      "- { op: copy, from: /metadata/labels, path: /metadata/annotations }",
      "- { op: replace, path: /data/a, value: b }\n- { op: add, path: /metadata/labels/a, value: b }",
    ];
    for (const text of operations) {
      const files = {
        "kustomization.yaml":
          "resources: [web.yaml]\npatches: [{ path: patch.yaml, target: { kind: Deployment } }]\n",
        "web.yaml": manifest("Deployment", "web", undefined, "spec: {}\n"),
        "patch.yaml": `${text}\n`,
      };
      expect(await lint(RULE, files)).toEqual([]);
    }
  });

  it.each([
    ["of a kind that is not read", "{ kind: ConfigMap }", role],
    ["without a kind", "{ name: x }", role],
    ["of any kind", "{ kind: 'Role|ConfigMap', name: x }", role],
    [
      "of a kind that somebody else has as well",
      "{ kind: Role, name: x }",
      role.replace("rbac.authorization.k8s.io", "example.com"),
    ],
    ["with an expression that is not understood", "{ kind: Role, name: '[a-z]{9}' }", role],
    ["in a component", "{ kind: Role, name: x }", role],
  ])("a target %s", async (name, target, text) => {
    const kind =
      name === "in a component" ? "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" : "";
    const files = {
      "kustomization.yaml": `${kind}resources: [role.yaml]\npatches: [{ path: patch.yaml, target: ${target} }]\n`,
      "role.yaml": text,
      "patch.yaml": role,
    };
    expect(await lint(RULE, files, STRICT)).toEqual([]);
  });

  it("a file that belongs to no repository", async () => {
    const files = { ".gitignore": "out/\n", "out/kustomization.yaml": "resources: [gone.yaml]\n" };
    expect(await lint(RULE, files)).toEqual([]);
  });
});

describe("valid-kustomization offers", () => {
  it.each([
    [
      "the path that was meant",
      "resources:\n  - ./roles.yaml\n",
      "resources:\n  - './role.yaml'\n",
      "./role.yaml",
    ],
    [
      "the directory of a kustomization",
      "resources: ['base/kustomization.yaml']\n",
      "resources: ['base']\n",
      "base",
    ],
    [
      "the kind",
      "kind: Kustomize\nresources: [role.yaml]\n",
      "kind: Kustomization\nresources: [role.yaml]\n",
      "Kustomization",
    ],
    [
      "the apiVersion",
      "kind: Component\napiVersion: kustomize.config.k8s.io/v1beta1\nnamePrefix: x\n",
      "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: x\n",
      "kustomize.config.k8s.io/v1alpha1",
    ],
  ])("%s", async (_, text, fixed, word) => {
    const more = {
      "role.yaml": role,
      "base/kustomization.yaml": "resources: [r.yaml]\n",
      "base/r.yaml": role,
    };
    expect(await suggestions(RULE, "kustomization.yaml", text, more)).toEqual([[`Write '${word}'.`, fixed]]);
  });
});

describe("valid-kustomization, given by strangers", () => {
  const judge = (texts: Record<string, string>) => {
    const made = repositoryOf(texts);
    return [...made.files].flatMap(([path, { kustomization }]) => {
      if (kustomization === undefined) return [];
      const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      const value = kustomization as Record<string, unknown>;
      return kustomizationDefects(made, { directory, value }, { strict: true }).map(({ id }) => id);
    });
  };

  it("takes values of every type everywhere", () => {
    const values = [
      "1",
      "true",
      "null",
      "''",
      "[]",
      "{}",
      "[[]]",
      "[{}]",
      "[null]",
      "[1]",
      "['']",
      "['\\0']",
      "{ a: b }",
    ];
    const fields = [
      ...["apiVersion", "kind", "metadata", "openapi", "namespace", "namePrefix", "labels", "commonLabels"],
      ...[
        "patches",
        "patchesJson6902",
        "patchesStrategicMerge",
        "resources",
        "bases",
        "components",
        "generators",
      ],
      ...[
        "transformers",
        "configMapGenerator",
        "replacements",
        "vars",
        "images",
        "helmCharts",
        "__proto__",
        "constructor",
      ],
    ];
    for (const field of fields) {
      for (const value of values) {
        const text = `${field}: ${value}\n`;
        expect(
          judge({ "kustomization.yaml": text, "a/kustomization.yaml": `${text}resources: [..]\n` }),
        ).toBeDefined();
      }
    }
    const targets = values.map(
      (value) => `  - { target: ${value}, patch: ${value}, path: ${value}, options: ${value} }\n`,
    );
    expect(judge({ "kustomization.yaml": `resources: []\npatches:\n${targets.join("")}` })).toContain(
      "noPatchText",
    );
  });

  it("goes through large cycles once", () => {
    const count = 1500;
    const all = Array.from({ length: count }, (_, index) => index);
    const ring = all.map((index) => [
      `d${index}/kustomization.yaml`,
      `resources: [../d${(index + 1) % count}]\n`,
    ]);
    const steps = vi.spyOn(Kustomize.prototype, "includes");
    expect(judge(Object.fromEntries(ring) as Record<string, string>)).toEqual(["cycle"]);
    // For each directory, and for each that it includes, a few times.
    expect(steps.mock.calls.length).toBeLessThanOrEqual(3 * (count + count));
    steps.mockClear();
    const near = (index: number) =>
      Array.from({ length: 60 }, (_, step) => `../d${(index + step + 1) % 300}`);
    const web = all
      .slice(0, 300)
      .map((index) => [`d${index}/kustomization.yaml`, `resources: [${near(index).join()}]\n`]);
    expect(judge(Object.fromEntries(web) as Record<string, string>)).toContain("cycle");
    expect(steps.mock.calls.length).toBeLessThanOrEqual(3 * (300 + 300 * 60));
  });

  it("takes long lists of what is not there", () => {
    const paths = Array.from({ length: 20_000 }, (_, index) => `role-${index}.yaml`);
    const files = Object.fromEntries(paths.slice(0, 5000).map((path) => [`other-${path}`, role]));
    const compare = vi.spyOn(names, "nearest");
    const found = judge({ ...files, "kustomization.yaml": `resources: [${paths.join()}]\n` });
    expect(found).toEqual(Array.from({ length: 2000 }, () => "missingPath"));
    // Among 5,000 names none is looked for.
    expect(compare).not.toHaveBeenCalled();
  });

  it("takes a patch of many documents, and targets of many keys", () => {
    const objects = Array.from({ length: 1500 }, (_, index) => manifest("Role", `r${index}`)).join("---\n");
    const keys = Array.from({ length: 1500 }, (_, index) => `k${index}: x`).join(", ");
    const text = [
      "resources: [roles.yaml]",
      `patches: [{ path: gone.yaml }, { path: roles.yaml, target: { kind: Role, name: x, ${keys} } }]`,
    ];
    const gone = objects.replaceAll("name: r", "name: s");
    const files = { "kustomization.yaml": `${text.join("\n")}\n`, "roles.yaml": objects, "gone.yaml": gone };
    const merged = vi.spyOn(patches, "mergePatches");
    const compare = vi.spyOn(names, "nearest");
    expect(judge(files)).toContain("noPatchedObject");
    // All at once, a hundred documents one by one, then all again; a name for each of them, and for each key.
    expect(merged.mock.calls.length).toBeLessThanOrEqual(102);
    expect(compare.mock.calls.length).toBeLessThanOrEqual(100 + 1500 + 1);
    for (const [, among] of compare.mock.calls) expect([...among].length).toBeLessThanOrEqual(1000);
  });

  it("takes many patches for many objects", () => {
    const objects = Array.from({ length: 2000 }, (_, index) => manifest("Role", `r${index}`)).join("---\n");
    const operations = '[{ "op": "add", "path": "/metadata/labels/a", "value": "b" }]';
    const entries = Array.from(
      { length: 500 },
      () => `  - { target: { kind: Role }, patch: '${operations}' }\n`,
    );
    const text = `resources: [roles.yaml]\npatches:\n${entries.join("")}`;
    const tried = vi.spyOn(json, "jsonPatch");
    expect(judge({ "kustomization.yaml": text, "roles.yaml": objects })).toContain("jsonPatchPath");
    // Once to apply it to each object, and to find what fails at most 200 times.
    expect(tried.mock.calls.length).toBeLessThanOrEqual(2000 + 200);
  });

  it("takes layers that double at every step", () => {
    const layers = Array.from({ length: 40 }, (_, index) => [
      `l${index}/kustomization.yaml`,
      index === 0 ? "resources: [role.yaml]\n" : `resources: [../l${index - 1}, ../l${index - 1}]\n`,
    ]);
    const gathered = vi.spyOn(Kustomize.prototype, "accumulate");
    expect(
      judge({ ...(Object.fromEntries(layers) as Record<string, string>), "l0/role.yaml": role }),
    ).toContain("listedTwice");
    expect(gathered.mock.calls.length).toBeLessThanOrEqual(5 * layers.length);
  });
});
