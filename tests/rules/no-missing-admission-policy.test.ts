import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";

const RULE = "no-missing-admission-policy";
const CHECKS = "so the API server passes over this binding and checks nothing.";
const CHANGES = "so the API server passes over this binding and changes nothing.";
const CREATE = "Create it, correct the name, or list it under the option 'known' of this rule.";

type Type = "Validating" | "Mutating";

const policy = (name: string, type: Type = "Validating", version = "v1") =>
  `apiVersion: admissionregistration.k8s.io/${version}\nkind: ${type}AdmissionPolicy\nmetadata:\n  name: ${name}\n`;

/** A binding; the name of the policy stands in line 6, column 15. */
const binding = (name: string, type: Type = "Validating", own = "binding") =>
  `apiVersion: admissionregistration.k8s.io/v1\nkind: ${type}AdmissionPolicyBinding\nmetadata:\n  name: ${own}\nspec:\n  policyName: ${name}\n`;

const resources = (...paths: string[]) => `resources: [${paths.join(", ")}]\n`;

describe("no-missing-admission-policy", () => {
  it.each([
    [
      "a policy that is nowhere",
      { "a.yaml": binding("guard") },
      "a.yaml:6:15-6:20",
      `ValidatingAdmissionPolicy 'guard' does not exist, ${CHECKS} ${CREATE}`,
    ],
    [
      "a mutating one",
      { "a.yaml": binding("guard", "Mutating") },
      "a.yaml:6:15-6:20",
      `MutatingAdmissionPolicy 'guard' does not exist, ${CHANGES} ${CREATE}`,
    ],
    [
      "a name with a slip",
      { "a.yaml": binding("no-host-networks"), "b.yaml": policy("no-host-network") },
      "a.yaml:6:15-6:31",
      `ValidatingAdmissionPolicy 'no-host-networks' does not exist, ${CHECKS} Did you mean 'no-host-network'?`,
    ],
    [
      "a policy of the other kind",
      { "a.yaml": binding("guard"), "b.yaml": policy("guard", "Mutating") },
      "a.yaml:6:15-6:20",
      `ValidatingAdmissionPolicy 'guard' does not exist, ${CHECKS} There is a MutatingAdmissionPolicy of that name, which needs a MutatingAdmissionPolicyBinding.`,
    ],
    [
      "a policy in a file that no kustomization lists",
      {
        "kustomization.yaml": resources("a.yaml"),
        "a.yaml": binding("guard"),
        "b.yaml": policy("guard"),
      },
      "a.yaml:6:15-6:20",
      `ValidatingAdmissionPolicy 'guard' does not exist, ${CHECKS} It is in b.yaml, but no kustomization lists that file.`,
    ],
    [
      "a mutating policy that kustomize renames",
      {
        "kustomization.yaml": `namePrefix: shop-\n${resources("a.yaml")}`,
        "a.yaml": `${binding("guard", "Mutating")}---\n${policy("guard", "Mutating")}`,
      },
      "a.yaml:6:15-6:20",
      `MutatingAdmissionPolicy 'guard' does not exist, ${CHANGES} Kustomize calls it 'shop-guard' here, and leaves the name in the binding as it is: write 'shop-guard', or tell kustomize in 'configurations' that 'spec/policyName' refers to it.`,
    ],
    [
      "what a patch writes",
      {
        "kustomization.yaml": `${resources("a.yaml")}patches: [{ path: patch.yaml }]\n`,
        "a.yaml": `${binding("guard")}---\n${policy("guard")}`,
        "patch.yaml": binding("sentry"),
      },
      "patch.yaml:6:15-6:21",
      `ValidatingAdmissionPolicy 'sentry' does not exist, ${CHECKS} ${CREATE}`,
    ],
    [
      "what a JSON patch writes, in the object",
      {
        "kustomization.yaml": `${resources("a.yaml")}patches:\n  - target: { kind: ValidatingAdmissionPolicyBinding }\n    patch: '[{op: replace, path: /spec/policyName, value: sentry}]'\n`,
        "a.yaml": `${binding("guard")}---\n${policy("guard")}`,
      },
      "a.yaml:6:15-6:20",
      `ValidatingAdmissionPolicy 'sentry' (as the root applies it) does not exist, ${CHECKS} ${CREATE}`,
    ],
    [
      "a policy that a missing file of another name does not hold",
      { "kustomization.yaml": resources("a.yaml", "deployment.yaml"), "a.yaml": binding("guard") },
      "a.yaml:6:15-6:20",
      `ValidatingAdmissionPolicy 'guard' does not exist, ${CHECKS} ${CREATE}`,
    ],
  ])("reports %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it.each([
    ["the same file", { "a.yaml": `${binding("guard")}---\n${policy("guard")}` }],
    ["another directory", { "a/a.yaml": binding("guard"), "b/b.yaml": policy("guard") }],
    ["another version", { "a.yaml": binding("guard"), "b.yaml": policy("guard", "Validating", "v1beta1") }],
    [
      "a policy that follows a prefix",
      {
        "kustomization.yaml": `namePrefix: shop-\nnamespace: shop\n${resources("a.yaml", "b.yaml")}`,
        "a.yaml": binding("guard"),
        "b.yaml": policy("guard"),
      },
    ],
    [
      "a mutating one that is told to",
      {
        "kustomization.yaml": `nameSuffix: -shop\n${resources("a.yaml", "b.yaml")}configurations: [names.yaml]\n`,
        "names.yaml":
          "nameReference:\n  - kind: MutatingAdmissionPolicy\n    fieldSpecs:\n      - { kind: MutatingAdmissionPolicyBinding, path: spec/policyName }\n",
        "a.yaml": binding("guard", "Mutating"),
        "b.yaml": policy("guard", "Mutating"),
      },
    ],
    ["a template", { "a.yaml": binding("'${POLICY}'") }],
    ["a number", { "a.yaml": binding("1") }],
    ["no name", { "a.yaml": binding("") }],
    ["what Gatekeeper makes", { "a.yaml": binding("gatekeeper-k8spsphostfilesystem") }],
    ["what Kyverno makes", { "a.yaml": binding("cpol-host-path") }],
    [
      "what an older Kyverno makes",
      {
        "a.yaml": binding("host-path"),
        "b.yaml": "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: host-path }\nspec: {}\n",
      },
    ],
    [
      "a remote base",
      {
        "kustomization.yaml": resources("a.yaml", "https://github.com/example/policies//base?ref=v1"),
        "a.yaml": binding("guard"),
      },
    ],
    [
      "a chart of that name",
      {
        "a.yaml": binding("guard-pods"),
        "b.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: guard, namespace: guard }\nspec: { chart: { spec: { chart: guard, sourceRef: { kind: HelmRepository, name: x } } } }\n",
      },
    ],
    [
      "a file that is listed and not there",
      { "kustomization.yaml": resources("a.yaml", "policies.yaml"), "a.yaml": binding("guard") },
    ],
    [
      "a policy whose name is filled in later",
      { "a.yaml": binding("guard"), "b.yaml": policy('"${PREFIX}guard"') },
    ],
    [
      "what replaces a wrong name",
      {
        "kustomization.yaml": `${resources("a.yaml")}patches: [{ path: patch.yaml }]\n`,
        "a.yaml": `${binding("guard")}---\n${policy("sentry")}`,
        "patch.yaml": binding("sentry"),
      },
    ],
    ["another API", { "a.yaml": binding("guard").replace("admissionregistration.k8s.io", "example.com") }],
  ])("finds, or does not know of, %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  describe("in several builds", () => {
    const files = {
      "base/kustomization.yaml": resources("a.yaml"),
      "base/a.yaml": binding("guard"),
      "dev/kustomization.yaml": resources("../base"),
      "prod/kustomization.yaml": resources("../base", "b.yaml"),
      "prod/b.yaml": policy("guard"),
    };

    it("is silent where one has the policy", async () => {
      expect(await lint(RULE, files)).toEqual([]);
    });

    it("names the build that lacks it, if asked to", async () => {
      expect(await lint(RULE, files, { options: { in: "any" } })).toEqual([
        [
          "base/a.yaml:6:15-6:20",
          `ValidatingAdmissionPolicy 'guard' does not exist in what 'dev' applies, ${CHECKS} ${CREATE}`,
        ],
      ]);
    });
  });

  it("takes policies for known that the options name", async () => {
    const files = { "a.yaml": `${binding("platform-guard")}---\n${binding("guard", "Validating", "b")}` };
    const found = await lint(RULE, files, { options: { known: ["platform-*"] } });
    expect(found.map(([place]) => place)).toEqual(["a.yaml:13:15-13:20"]);
  });

  it("offers the nearest name, but not where a patch writes another", async () => {
    const text = binding("guards");
    expect(await suggestions(RULE, "a.yaml", text, { "b.yaml": policy("guard") })).toEqual([
      ["Name 'guard'.", text.replace("guards", "guard")],
    ]);
    expect(
      await suggestions(RULE, "a.yaml", binding("x"), {
        "kustomization.yaml": `${resources("a.yaml", "b.yaml")}patches:\n  - target: { kind: ValidatingAdmissionPolicyBinding }\n    patch: '[{op: replace, path: /spec/policyName, value: guards}]'\n`,
        "b.yaml": policy("guard"),
      }),
    ).toEqual([]);
  });
});
