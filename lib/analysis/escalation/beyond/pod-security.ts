import { isPlain } from "../../../kubernetes/objects.js";
import { LEVELS } from "../../../kubernetes/pod-security/pod-security-configuration.js";
import { ENFORCE_LABEL } from "../../../kubernetes/pod-security/pod-security-labels.js";
import { isSystemNamespace } from "../../../kubernetes/rbac/builtin-roles.js";
import { memoize, memoizePairs } from "../../../util/memoize.js";
import { groupBy } from "../../../util/group-by.js";
import { podSecurityDefaults } from "../../pod-security/defaults.js";
import { hasOtherPodSecurity } from "../../pod-security/other-means.js";
import { unsafeNamespaces } from "../../pod-security/unsafe-namespaces.js";
import type { World } from "../world.js";

/** What Pod Security checks the pods of a namespace for: a level, or it is not known. */
export type EnforcedLevel = "privileged" | "baseline" | "restricted" | "unknown";

/**
 * What checks the new pods of a namespace. A label decides; without one it is `privileged` where nothing else can be at
 * work: no other policy engine, no default of the API server, nothing hidden that may label it.
 * Kubernetes: pod-security-admission/admission/admission.go, ValidatePod.
 */
export const enforcedLevel: (world: World, namespace: string) => EnforcedLevel = memoizePairs(
  (world: World, namespace: string): EnforcedLevel => {
    const { analysis } = world;
    if (hasOtherPodSecurity(analysis)) return labelled(world, namespace) ?? "unknown";
    const { levels, exempt } = podSecurityDefaults(analysis);
    if (exempt.has(namespace)) return "privileged";
    const level = labelled(world, namespace);
    if (level !== undefined) return level;
    if (unlabelled(world).has(namespace)) return "privileged";
    // Nobody declares the namespaces of Kubernetes itself, and only defaults check them.
    const isByDefault = levels.some((one) => one !== "privileged");
    return isSystemNamespace(namespace) && !isByDefault ? "privileged" : "unknown";
  },
);

/** The level of the label, the least strict of several that may count; undefined without a label. */
function labelled(world: World, namespace: string): EnforcedLevel | undefined {
  const values = (namespacesIn(world).get(namespace) ?? []).flatMap(({ object }) => {
    const labels = object.object.metadata?.labels ?? {};
    return Object.hasOwn(labels, ENFORCE_LABEL) ? [labels[ENFORCE_LABEL] ?? ""] : [];
  });
  const [first, ...others] = new Set(values);
  if (first === undefined) return undefined;
  const isLevel = others.length === 0 && isPlain(first) && LEVELS.includes(first);
  return isLevel ? (first as EnforcedLevel) : "unknown";
}

const namespacesIn = memoize((world: World) => {
  const all = world.analysis.ofKind("Namespace").filter(({ build }) => world.isIn(build));
  return groupBy(all, ({ object }) => object.object.metadata?.name ?? "");
});

/** The namespaces with an object that has no label, and which nothing else can label. */
const unlabelled = memoize((world: World): ReadonlySet<string> => {
  const found = unsafeNamespaces(world.analysis, "baseline").filter(({ level, everywhere }) => {
    return level === undefined && everywhere.some(({ build }) => world.isIn(build));
  });
  return new Set(found.map(({ name }) => name));
});
