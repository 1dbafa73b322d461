import { describe, expect, it } from "vitest";
import { buildEnvironment, expandEnvironment } from "../../../lib/builds/argocd/build-environment.js";
import {
  filesMatching,
  isPattern,
  namedFile,
  referencesAmong,
} from "../../../lib/builds/argocd/value-files.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";
import { FLEET } from "../controllers/controlled.js";
import { repositoryOf } from "../repository-of.js";

const URL = "https://github.com/acme/fleet";
const environment = buildEnvironment(
  "app",
  { project: "web", destination: { namespace: "ns" } },
  { repoURL: URL, path: "charts/app" },
);

describe("the environment of a source", () => {
  it.each([
    ["$ARGOCD_APP_NAME-${ARGOCD_APP_NAMESPACE}", "app-ns"],
    ["$ARGOCD_APP_PROJECT_NAME/$ARGOCD_APP_SOURCE_PATH", "web/charts/app"],
    ["$ARGOCD_APP_REVISION", UNKNOWN],
    ["$OTHER.yaml", ".yaml"],
    ["$$x", "$x"],
    ["a$", "a$"],
    ["$1x", "x"],
  ])("fills in %s", (text, filled) => {
    expect(expandEnvironment(text, environment)).toBe(filled);
  });
});

describe("a file that a source names", () => {
  const references = referencesAmong([
    { repoURL: URL, ref: "here" },
    { repoURL: "https://github.com/acme/other", ref: "other" },
    { repoURL: URL, path: "charts/app" },
  ]);
  const places = { directory: "charts/app", root: "", environment, references };

  it.each([
    ["values.yaml", { path: "charts/app/values.yaml" }],
    ["./a/../b.yaml", { path: "charts/app/b.yaml" }],
    ["/a.yaml", { path: "a.yaml" }],
    ["$here/envs/a.yaml", { path: "envs/a.yaml" }],
    ["$here/$ARGOCD_APP_NAME.yaml", { path: "app.yaml" }],
    ["$other/a.yaml", { unknown: "'$other/a.yaml' is of another repository" }],
    ["https://x.org/a.yaml", { unknown: "'https://x.org/a.yaml' is not in this repository" }],
    ["{{ env }}.yaml", { unknown: "'{{ env }}.yaml' is filled in later" }],
    [`values-${UNKNOWN}.yaml`, { unknown: "'values-….yaml' is filled in later" }],
    [
      "../../../a.yaml",
      { refused: "takes values from '../../../a.yaml', which is outside of this repository" },
    ],
    [5, { unknown: "it is not known which file is meant" }],
  ])("is found: %s", (text, found) => {
    expect(namedFile(repositoryOf({}, FLEET), text, places)).toEqual(found);
  });
});

describe("a pattern", () => {
  const repository = repositoryOf({ "a.yaml": "", "b/a.yaml": "", "b/c/a.yaml": "", "b/c/b.yaml": "" });

  it.each([
    ["*.yaml", ["a.yaml"]],
    ["b/*", ["b/a.yaml"]],
    ["**/a.yaml", ["a.yaml", "b/a.yaml", "b/c/a.yaml"]],
    ["b/**", ["b/a.yaml", "b/c/a.yaml", "b/c/b.yaml"]],
    ["**/c/?.yaml", ["b/c/a.yaml", "b/c/b.yaml"]],
    ["x/*", []],
    ["[ab].yaml", undefined],
    ["{a,b}.yaml", undefined],
  ])("%s matches files in their order", (pattern, files) => {
    expect(filesMatching(repository, pattern)).toEqual(files);
  });

  it("is not every path", () => {
    expect(["a.yaml", "a*.yaml", "a?", "[a]"].map(isPattern)).toEqual([false, true, true, true]);
  });
});
