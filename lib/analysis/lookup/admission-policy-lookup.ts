import { type Build, ofKinds } from "../../builds/build.js";
import type { Applied } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import { ADMISSION_POLICY_KINDS, type AdmissionBindingKind, isKnown } from "../../kubernetes/objects.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { writtenMetadata } from "../as-written.js";
import { inBuild, type Lookup, lookUp, type Sought } from "./lookup.js";

/** The kind of the policies that a kind of bindings refers to. */
const POLICY_OF = {
  ValidatingAdmissionPolicyBinding: "ValidatingAdmissionPolicy",
  MutatingAdmissionPolicyBinding: "MutatingAdmissionPolicy",
} as const;

/** The admission policy that an applied binding refers to: found, missing or unknown. */
export const admissionPolicyOf: (builds: BuildSet, binding: Applied<AdmissionBindingKind>) => Lookup =
  memoizePairs(lookUpPolicy);

function lookUpPolicy(builds: BuildSet, applied: Applied<AdmissionBindingKind>): Lookup {
  const kind = POLICY_OF[applied.object.kind];
  const name = applied.object.object.spec?.policyName;
  if (!isKnown(name)) return { state: "unknown", why: "the reference is not a plain name" };
  const result = lookUp(builds, applied, { kind, name, namespace: undefined }, POLICY);
  if (result.state !== "missing") return result;
  const renamed = renamedIn(builds, applied.build).get(`${kind} ${name}`);
  if (renamed === undefined) return result;
  return { state: "missing", hint: { type: "renamed", name: renamed, namespace: undefined } };
}

/**
 * How Gatekeeper names what it makes of a ConstraintTemplate, and Kyverno what it makes of its policies: gatekeeper,
 * pkg/drivers/k8scel/transform/make_vap_objects.go; kyverno, pkg/controllers/admissionpolicy-generator.
 */
const MADE = /^(?:gatekeeper|[cmv]pol)-/;

const POLICY: Sought = {
  isInEveryCluster() {
    return false;
  },
  known() {
    return [];
  },
  doubt(builds, _, { name }) {
    if (MADE.test(name)) return "Gatekeeper and Kyverno make policies with such names";
    // Older versions of Kyverno give what they make the policy's own name.
    return kyvernoNames(builds).has(name)
      ? "Kyverno may make one from its own policy of that name"
      : undefined;
  },
  otherKind(build, { kind, name }) {
    const other =
      kind === "MutatingAdmissionPolicy" ? "ValidatingAdmissionPolicy" : "MutatingAdmissionPolicy";
    return inBuild(build, { kind: other, name, namespace: undefined }).state === "found" ? other : undefined;
  },
};

const kyvernoNames = memoize((builds: BuildSet) => {
  return new Set(builds.ofKind("KyvernoPolicy").map(({ object }) => object.object.metadata?.name));
});

/** The names that a build gives to policies, by kind and the name that they are written under, if that is another. */
const renamedIn = memoizePairs((builds: BuildSet, build: Build) => {
  const found = new Map<string, string>();
  for (const applied of ofKinds(build.objects, ADMISSION_POLICY_KINDS)) {
    const name = applied.object.metadata?.name;
    const written = writtenMetadata(builds, applied)?.name;
    if (isKnown(name) && isKnown(written) && name !== written) found.set(`${applied.kind} ${written}`, name);
  }
  return found;
});
