import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { expand } from "../../../lib/builds/flux/post-build.js";
import { directoryGlob } from "../../../lib/builds/argocd/globs.js";
import { FLEET, role } from "./controlled.js";
import { repositoryOf } from "../repository-of.js";

/** The words of the three kinds, so that what is made up is read as far as possible. */
const KEYS =
  "sourceRef kind name namespace path targetNamespace namePrefix nameSuffix patches components postBuild substitute substituteFrom kubeConfig secretRef commonMetadata labels patch target source sources repoURL targetRevision chart ref directory recurse include exclude jsonnet kustomize commonLabels destination server syncPolicy syncOptions sourceHydrator drySource generators git directories matrix template spec ignoreMissingComponents";
const TEXTS = [
  "GitRepository",
  "flux-system",
  "./apps",
  "apps",
  "../..",
  "",
  "/",
  "{{path}}",
  "apps/{{x}}",
  "${A:=${B}}",
  "$${A",
  "{a,b}*",
  "[x",
  "https://github.com/acme/fleet",
  "CreateNamespace=true",
  "__proto__",
  "\u0000",
];

const spec = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(...TEXTS, 5, true, null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS.split(" ")), tie("value"), { maxKeys: 6 }),
  ),
})).value;

const object = fc.record({
  apiVersion: fc.constantFrom(
    "kustomize.toolkit.fluxcd.io/v1",
    "argoproj.io/v1alpha1",
    "source.toolkit.fluxcd.io/v1",
  ),
  kind: fc.constantFrom("Kustomization", "Application", "ApplicationSet", "GitRepository"),
  metadata: fc.oneof(spec, fc.constant({ name: "flux-system", namespace: "flux-system" })),
  spec,
});

describe("whatever Flux and Argo CD are told", () => {
  it("ends without an exception", () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), fc.array(object, { maxLength: 2 }), (top, inside) => {
        const text = (objects: unknown[]) => objects.map((one) => `${JSON.stringify(one)}\n`).join("---\n");
        const repository = repositoryOf(
          {
            "sync.yaml": text(top),
            "apps/sync.yaml": text(inside),
            "apps/a.yaml": role("a"),
            "apps/unit/kustomization.yaml": "resources: [a.yaml]\n",
            "apps/unit/a.yaml": role("b"),
          },
          FLEET,
        );
        const builds = new Analysis(repository, {});
        expect(builds.all.length).toBeGreaterThan(0);
        expect(builds.namespaceFiles).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["many openings", "${".repeat(100_000)],
    ["defaults in defaults", "${a:=".repeat(50_000)],
    ["defaults that end", `${"${a:=".repeat(20_000)}${"}".repeat(20_000)}`],
    ["variables without an end", "${a ".repeat(50_000)],
    ["dollar signs", "$".repeat(200_000)],
  ])("substitutes nothing, and asks for few variables: %s", (_, text) => {
    const variables = vi.fn((name: string) => (name === "b" ? "x" : ""));
    expect(expand(text, variables)).toBe(text);
    expect(variables.mock.calls.length).toBeLessThan(20);
  });

  it("ends with patterns that would take a backtracking engine ages", () => {
    expect(directoryGlob("*a".repeat(500))?.("a".repeat(5000))).toBe(true);
    expect(directoryGlob("{a,b}".repeat(50))).toBeUndefined();
    expect(directoryGlob("{a,{b,c}}")).toBeUndefined();
    expect(directoryGlob("a}")).toBeUndefined();
  });
});
