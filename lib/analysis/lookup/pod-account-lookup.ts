import type { Applied } from "../../builds/applied.js";
import { type AppliedObject, type Build, ofKinds } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { areApart } from "../../builds/controllers/clusters.js";
import { podIdentityOf } from "../../kubernetes/identities/pod-identity.js";
import { isKnown } from "../../kubernetes/objects.js";
import { isAtOrBelow } from "../../repository/paths.js";
import { push } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { speaksOfAccount } from "../hidden-beside.js";
import { accountMakers } from "./account-makers.js";
import { inBuild, type Lookup, lookUp, type Reference, type Sought } from "./lookup.js";
import { holdersOf } from "./lookup-index.js";
import { ACCOUNTS, isNoNamespace, movedAccounts } from "./service-account-lookup.js";

/**
 * Looks up the ServiceAccount as which the pods of an applied workload run. Without it the API server refuses the pods
 * (plugin/pkg/admission/serviceaccount/admission.go, Admit).
 */
export const podAccountOf: (builds: BuildSet, workload: Applied) => Lookup = memoizePairs(lookUpPodAccount);

function lookUpPodAccount(builds: BuildSet, workload: Applied): Lookup {
  const name = podIdentityOf(workload.object)?.name;
  const namespace = workload.object.object.metadata?.namespace;
  if (!isKnown(name)) return { state: "unknown", why: "the name is not a plain one" };
  if (namespace !== undefined && (!isKnown(namespace) || isNoNamespace(namespace))) {
    return { state: "unknown", why: "its namespace is chosen when it is applied" };
  }
  const result = lookUp(builds, workload, { kind: "ServiceAccount", name, namespace }, POD_ACCOUNT);
  const renamed = movedAccounts(builds, workload.build)
    .get(name)
    ?.find(({ now }) => now.name !== name && now.namespace === namespace);
  if (result.state === "missing" && renamed)
    return { state: "missing", hint: { type: "renamed", ...renamed.now } };
  if (result.state !== "missing" || result.hint?.type === "unlisted") return result;
  // Nobody can say what else is in a namespace that is chosen later, except that the build has its own accounts there.
  if (namespace === undefined)
    return hasOwnAccounts(workload.build)
      ? result
      : { state: "unknown", why: "its namespace is chosen when it is applied" };
  const isSure = result.hint !== undefined || isWhole(builds, workload.build, namespace);
  return isSure
    ? result
    : { state: "unknown", why: `nothing here makes namespace '${namespace}' or accounts in it` };
}

/**
 * Whether what is applied to a namespace is likely to bring its accounts: a kustomization, Flux or Argo CD apply an
 * application as a whole, and plain files do if they, or others in a directory above, make the namespace or accounts in it.
 * Plain files that are added to a namespace of somebody else find accounts there that nothing here shows.
 */
function isWhole(builds: BuildSet, build: Build, namespace: string): boolean {
  const makers = makersOfNamespaces(builds).get(namespace) ?? [];
  return build.type !== "plain" || makers.some((directory) => isAtOrBelow(build.directory, directory));
}

/** The directories that make each namespace or accounts in it. */
const makersOfNamespaces = memoize((builds: BuildSet): ReadonlyMap<string, readonly string[]> => {
  const makers = new Map<string, string[]>();
  for (const { build, object } of builds.ofKind("Namespace", "ServiceAccount")) {
    const { name, namespace } = object.object.metadata ?? {};
    const made = object.kind === "Namespace" ? name : namespace;
    if (isKnown(made)) push(makers, made, build.directory);
  }
  return makers;
});

const hasOwnAccounts = memoize((build: Build) => {
  return ofKinds(build.objects, ["ServiceAccount"]).some(
    ({ object }) => object.metadata?.namespace === undefined,
  );
});

/**
 * The objects of the repository that are the ServiceAccount of a workload's pods, in its own build or else in others;
 * none for one that is not of the repository.
 */
export function podAccountObjects(
  builds: BuildSet,
  workload: Applied,
): readonly AppliedObject<"ServiceAccount">[] {
  const { build, object } = workload;
  const name = podIdentityOf(object)?.name;
  const namespace = object.object.metadata?.namespace;
  if (!isKnown(name)) return [];
  const reference: Reference = { kind: "ServiceAccount", name, namespace };
  const own = inBuild(build, reference);
  if (own.state === "found") return own.objects as readonly AppliedObject<"ServiceAccount">[];
  for (const other of holdersOf(builds, "ServiceAccount", name)) {
    if (other === build || areApart(other, build)) continue;
    const result = inBuild(other, reference);
    if (result.state === "found")
      return result.objects as unknown as readonly AppliedObject<"ServiceAccount">[];
  }
  return [];
}

const POD_ACCOUNT: Sought = {
  ...ACCOUNTS,
  doubt(builds, _, { name, namespace }) {
    const maker = accountMakers(builds).find(name);
    return maker ? `${maker} may make it` : speaksOfAccount(builds, { name, namespace })?.reason;
  },
};
