import { memoize } from "../util/memoize.js";
import { isBuiltInServiceAccount } from "../kubernetes/rbac/builtin-roles.js";
import { WORKLOADS } from "../kubernetes/kinds.js";
import { type BindingKind, isKnown, type KindName, type Subject } from "../kubernetes/objects.js";
import { platformServiceAccounts } from "../kubernetes/rbac/platform-service-accounts.js";
import type { Build } from "../builds/build.js";
import type { Applied } from "../builds/applied.js";
import type { BuildSet } from "../builds/build-set.js";
import { type Lookup, lookUp, type Reference, type Sought } from "./lookup.js";

/** Looks up the ServiceAccount that is a subject of an applied binding. */
export function lookUpServiceAccount(
  builds: BuildSet,
  binding: Applied<BindingKind>,
  { name, namespace }: Subject,
): Lookup {
  const { metadata } = binding.object.object;
  const isInCluster = binding.object.kind === "ClusterRoleBinding";
  // Kubernetes: pkg/registry/rbac/validation/rule.go, appliesToUser.
  const where = namespace || (isInCluster ? undefined : metadata?.namespace);
  if (!isKnown(name)) return { state: "unknown", why: "the name is not a plain one" };
  if (where === undefined || !isKnown(where)) {
    return { state: "unknown", why: "its namespace is chosen when it is applied" };
  }
  return lookUp(builds, binding, { kind: "ServiceAccount", name, namespace: where }, SERVICE_ACCOUNT);
}

const SERVICE_ACCOUNT: Sought = {
  isInEveryCluster({ name, namespace = "" }) {
    return isBuiltInServiceAccount(namespace, name);
  },
  known({ settings, platform }) {
    return [...(settings.knownServiceAccounts ?? []), ...platformServiceAccounts(platform)];
  },
  doubt(builds, build, reference) {
    return isShown(builds, build, reference)
      ? undefined
      : `nothing here shows what is in namespace '${reference.namespace}'`;
  },
};

/**
 * Whether the binding comes with what is in a namespace: one that it only refers to belongs to someone else,
 * who creates its ServiceAccounts, too. Plain manifests are assumed to be applied all together.
 */
function isShown(builds: BuildSet, build: Build, { namespace = "" }: Reference): boolean {
  if (filledBy(build).has(namespace)) return true;
  return build.type === "plain" && filledByPlain(builds).has(namespace);
}

const FILLING: ReadonlySet<KindName> = new Set([...WORKLOADS, "ServiceAccount"]);

/** The namespaces that a build runs something in, or has service accounts in. */
const filledBy = memoize((build: Build): ReadonlySet<string> => {
  const filling = build.objects.filter(({ kind }) => FILLING.has(kind));
  return new Set(filling.map(({ object }) => object.metadata?.namespace).filter(isKnown));
});

const filledByPlain = memoize((builds: BuildSet) => {
  const plain = builds.all.filter(({ type }) => type === "plain");
  return new Set(plain.flatMap((build) => [...filledBy(build)]));
});
