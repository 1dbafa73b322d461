import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { admissionPolicyOf } from "../../../lib/analysis/lookup/admission-policy-lookup.js";
import { repositoryOf } from "../../builds/repository-of.js";

const V1 = "admissionregistration.k8s.io/v1";

const object = (kind: string, name: string, spec: object = {}, apiVersion = V1) =>
  `${JSON.stringify({ apiVersion, kind, metadata: { name }, spec })}\n`;

/** What is known of the policy of the only binding. */
function policyOf(files: Record<string, string>) {
  const builds = new Analysis(repositoryOf(files), {});
  const [binding] = [
    ...builds.ofKind("ValidatingAdmissionPolicyBinding"),
    ...builds.ofKind("MutatingAdmissionPolicyBinding"),
  ];
  const lookup = binding && admissionPolicyOf(builds, binding);
  return lookup?.state === "found" ? lookup.objects.map(({ file }) => file) : lookup;
}

describe("admissionPolicyOf", () => {
  const bound = (policyName?: unknown) => object("ValidatingAdmissionPolicyBinding", "b", { policyName });

  it.each<[string, Record<string, string>, unknown]>([
    [
      "that is there",
      { "a.yaml": bound("labels"), "b.yaml": object("ValidatingAdmissionPolicy", "labels") },
      ["b.yaml"],
    ],
    [
      "with another name",
      { "a.yaml": bound("labels"), "b.yaml": object("ValidatingAdmissionPolicy", "names") },
      { state: "missing", hint: undefined },
    ],
    [
      "that is filled in later",
      { "a.yaml": bound("${POLICY}") },
      { state: "unknown", why: "the reference is not a plain name" },
    ],
    [
      "that is not said",
      { "a.yaml": bound() },
      { state: "unknown", why: "the reference is not a plain name" },
    ],
    [
      "that Gatekeeper makes",
      { "a.yaml": bound("gatekeeper-k8srequiredlabels") },
      { state: "unknown", why: "Gatekeeper and Kyverno make policies with such names" },
    ],
    [
      "that Kyverno makes",
      { "a.yaml": bound("cpol-labels") },
      { state: "unknown", why: "Gatekeeper and Kyverno make policies with such names" },
    ],
    [
      "that begins otherwise",
      { "a.yaml": bound("my-gatekeeper-labels") },
      { state: "missing", hint: undefined },
    ],
    [
      "of Kyverno's own policy",
      { "a.yaml": bound("labels"), "b.yaml": object("ClusterPolicy", "labels", {}, "kyverno.io/v1") },
      { state: "unknown", why: "Kyverno may make one from its own policy of that name" },
    ],
    [
      "of the other kind",
      { "a.yaml": bound("labels"), "b.yaml": object("MutatingAdmissionPolicy", "labels", {}, `${V1}beta1`) },
      { state: "missing", hint: { type: "otherKind", kind: "MutatingAdmissionPolicy" } },
    ],
    [
      "that a kustomization renames",
      {
        "kustomization.yaml": "namePrefix: my-\nresources: [a.yaml, b.yaml]\n",
        "a.yaml": object("MutatingAdmissionPolicyBinding", "b", { policyName: "labels" }, `${V1}beta1`),
        "b.yaml": object("MutatingAdmissionPolicy", "labels", {}, `${V1}beta1`),
      },
      { state: "missing", hint: { type: "renamed", name: "my-labels", namespace: undefined } },
    ],
  ])("finds one %s", (_, files, expected) => {
    expect(policyOf(files)).toEqual(expected);
  });
});
