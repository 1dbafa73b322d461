import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { mayGoInto, mayHoldPolicies } from "../../lib/analysis/hidden-policies.js";
import {
  hasOtherPodSecurity,
  mayBeLabelledBeside,
  namespacesLabelledByArgo,
} from "../../lib/analysis/pod-security/other-means.js";
import type { HiddenKind, HiddenPart } from "../../lib/builds/hidden-part.js";
import { application } from "../builds/controllers/controlled.js";
import { repositoryOf } from "../builds/repository-of.js";
import { manifest } from "../rules/manifests.js";

const NOTHING: HiddenPart = { kind: "chart", reason: "", file: "a.yaml", names: [] };
type Files = Record<string, string>;
const analysisOf = (files: Files, settings = {}) => new Analysis(repositoryOf(files), settings);
const custom = (apiVersion: string, kind: string, rest = "", name = "x") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;

describe("a hidden part that may hold policies for a namespace", () => {
  it.each<[HiddenKind, readonly string[], boolean]>([
    ["program", [], true],
    ["chart", ["network-policies"], false],
    ["operator", ["network-policies"], false],
    ["secrets", ["network-policies"], false],
    ["ambiguous", ["network-policies"], false],
    ["impossible", ["network-policies"], false],
    ["text", ["network-policies"], false],
    ["remote", ["https://example.org/x/y1"], false],
    ...[..."baseline deny isolate isolation namespace namespaces netpol netpols network".split(" ")].map(
      (word): [HiddenKind, readonly string[], boolean] => [
        "remote",
        ["x", `https://example.org/my-${word}?ref=v1`],
        true,
      ],
    ),
    ...[..."networkpolicies networkpolicy networks policies policy tenant Tenants".split(" ")].map(
      (word): [HiddenKind, readonly string[], boolean] => ["file", [`${word}.yaml`], true],
    ),
    ["file", ["policyholder.yaml"], false],
  ])("is of kind %s with the names %j: %s", (kind, names, expected) => {
    expect(mayHoldPolicies(analysisOf({}), { ...NOTHING, kind, names })).toBe(expected);
  });

  it("is a chart that is told to bring some", () => {
    expect(mayHoldPolicies(analysisOf({}), { ...NOTHING, bringsPolicies: true })).toBe(true);
    expect(mayHoldPolicies(analysisOf({}), { ...NOTHING, kind: "operator", bringsPolicies: true })).toBe(
      false,
    );
  });

  it("is a path below which there are some", () => {
    const files = { "p/a/x.yaml": manifest("NetworkPolicy", "x"), "q/a/x.yaml": manifest("Role", "x") };
    const of = (...texts: string[]) =>
      mayHoldPolicies(analysisOf(files), { ...NOTHING, kind: "path", texts });
    expect([of("p"), of("q"), of("p/b"), of("q", "p/a"), of()]).toEqual([true, false, false, true, false]);
  });

  it.each<[string, boolean, boolean]>([
    ["kind: NetworkPolicy\nspec: { podSelector: {} }\n{{ x }}\n", true, true],
    ["kind: CiliumNetworkPolicy\nspec:\n  podSelector:\n{{ x }}\n", true, true],
    ["kind: NetworkPolicy\nspec: { podSelector: { matchLabels: { a: b } } }\n{{ x }}\n", false, true],
    ["kind: Role\nspec: { podSelector: {} }\n{{ x }}\n", false, false],
  ])("is a chart or a text that says %j", (text, asChart, asText) => {
    const files = { "c/Chart.yaml": "name: c\nversion: 1.0.0\n", "c/templates/a.yaml": text };
    const of = (kind: HiddenKind) =>
      mayHoldPolicies(analysisOf(files), { ...NOTHING, kind, texts: ["c/templates/"] });
    expect([of("chart"), of("text")]).toEqual([asChart, asText]);
  });

  it.each<[HiddenKind, string | undefined, boolean, boolean, boolean]>([
    ["program", undefined, true, false, true],
    ["program", undefined, false, true, false],
    ["chart", "shop", false, false, true],
    ["chart", "pay", true, true, false],
    ["chart", undefined, true, false, true],
    ["chart", undefined, false, true, false],
    ["remote", undefined, false, true, true],
    ["remote", undefined, false, false, false],
    ["path", undefined, false, false, true],
    ["file", undefined, false, true, false],
  ])("of kind %s for '%s' goes there, own %s, any %s: %s", (kind, namespace, isOwn, isAnywhere, expected) => {
    const part = { ...NOTHING, kind, ...(namespace !== undefined && { namespace }) };
    expect(mayGoInto(part, "shop", { isOwn, isAnywhere })).toBe(expected);
  });
});

describe("other means for the security of pods", () => {
  const kyverno = (spec: string) => custom("kyverno.io/v1", "ClusterPolicy", `spec: ${spec}\n`);
  const release = (name: string, values: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: a }\nspec: { chart: { spec: { chart: ${name} } }, values: { ${values} } }\n`;
  const remote = (url: string) => ({ "kustomization.yaml": `resources: ['https://example.org/${url}']\n` });

  it.each<[string, Files, boolean]>([
    ["nothing", {}, false],
    [
      "a policy of Kyverno on the level",
      { "a.yaml": kyverno("{ rules: [{ validate: { podSecurity: { level: baseline } } }] }") },
      true,
    ],
    [
      "a policy of Kyverno on a field",
      { "a.yaml": kyverno("{ rules: [{ validate: { pattern: { spec: { =(privileged): false } } } }] }") },
      true,
    ],
    [
      "a policy of Kyverno that labels",
      { "a.yaml": kyverno("{ x: pod-security.kubernetes.io/enforce }") },
      true,
    ],
    [
      "a policy of Kyverno on something else",
      { "a.yaml": kyverno("{ rules: [{ validate: { pattern: { spec: { replicas: 1 } } } }] }") },
      false,
    ],
    [
      "a policy of the API server",
      {
        "a.yaml": custom("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "", "no-host-path"),
      },
      true,
    ],
    [
      "another policy of the API server",
      { "a.yaml": custom("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "", "no-latest") },
      false,
    ],
    [
      "a constraint of Gatekeeper",
      { "a.yaml": custom("constraints.gatekeeper.sh/v1beta1", "K8sPSPPrivileged") },
      true,
    ],
    [
      "another constraint",
      { "a.yaml": custom("constraints.gatekeeper.sh/v1beta1", "K8sRequiredLabels") },
      false,
    ],
    [
      "a policy of Kubewarden",
      { "a.yaml": custom("policies.kubewarden.io/v1", "ClusterAdmissionPolicy") },
      true,
    ],
    [
      "a mutation that labels",
      {
        "a.yaml": custom(
          "mutations.gatekeeper.sh/v1",
          "AssignMetadata",
          "spec: { location: 'metadata.labels.\"pod-security.kubernetes.io/enforce\"' }\n",
        ),
      },
      true,
    ],
    [
      "another mutation",
      { "a.yaml": custom("mutations.gatekeeper.sh/v1", "AssignMetadata", "spec: {}\n") },
      false,
    ],
    ["a remote base that says so", remote("pod-security.yaml"), true],
    ["policies of Kyverno from elsewhere", remote("kyverno/policies"), true],
    ["another remote base", remote("kyverno/install"), false],
    [
      "a chart that is told to enforce",
      { "a.yaml": release("kyverno-policies", "validationFailureAction: Enforce") },
      true,
    ],
    ["a chart that is told nothing", { "a.yaml": release("kyverno-policies", "a: b") }, false],
    ["another chart", { "a.yaml": release("web", "validationFailureAction: Enforce") }, false],
  ])("are %s", (_, files, expected) => {
    expect(hasOtherPodSecurity(analysisOf(files))).toBe(expected);
  });

  it("are those of OpenShift", () => {
    expect(hasOtherPodSecurity(analysisOf({}, { platform: "openshift" }))).toBe(true);
    expect(hasOtherPodSecurity(analysisOf({}, { platform: "gke" }))).toBe(false);
  });

  it.each<[string, boolean]>([
    ['x = "shop"\nlabels = { "pod-security.kubernetes.io/enforce" = "baseline" }\n', true],
    ['x = "shop"\n', false],
    ['labels = { "pod-security.kubernetes.io/enforce" = "baseline" }\n', false],
  ])("are labels that Terraform sets: %j", (text, expected) => {
    expect(mayBeLabelledBeside(analysisOf({ "m.tf": text }), "shop")).toBe(expected);
  });

  it.each<[string, Files, readonly string[] | "any"]>([
    [
      "none",
      {
        "a.yaml": application("x", "path: p", "destination: { namespace: shop }"),
        "p/a.yaml": manifest("Role", "r"),
      },
      [],
    ],
    [
      "one",
      {
        "a.yaml": application(
          "x",
          "path: p",
          "destination: { namespace: shop }, syncPolicy: { managedNamespaceMetadata: { labels: { pod-security.kubernetes.io/enforce: baseline } } }",
        ),
        "p/a.yaml": manifest("Role", "r"),
      },
      ["shop"],
    ],
    [
      "any, where it is not seen what is applied",
      {
        "a.yaml": application(
          "x",
          "path: none",
          "syncPolicy: { managedNamespaceMetadata: { labels: { pod-security.kubernetes.io/enforce: baseline } } }",
        ),
      },
      "any",
    ],
  ])("are labels that Argo CD sets on %s", (_, files, expected) => {
    const checkout = { remotes: ["git@github.com:acme/fleet.git"], branches: [] };
    const found = namespacesLabelledByArgo(new Analysis(repositoryOf(files, checkout), {}));
    expect(typeof found === "string" ? found : [...found]).toEqual(expected);
  });
});
