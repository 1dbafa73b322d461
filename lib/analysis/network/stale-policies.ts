import type { Build } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { isNetworkPolicy } from "../../kubernetes/connections/policy-kinds.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import { requirements } from "../../kubernetes/labels/label-selector.js";
import { isBuiltInNamespace } from "../../kubernetes/rbac/builtin-roles.js";
import { isKnown } from "../../kubernetes/objects.js";
import { memoize } from "../../util/memoize.js";
import { field } from "../../util/plain-values.js";
import { namesIn, textOf } from "../searched-texts.js";
import type { Network } from "./network.js";
import type { UnmatchedPods } from "./unmatched-pods.js";
import { namesWanted } from "./wanted-pods.js";
import { namespaceKey } from "./workloads.js";

/**
 * Whether a policy is for pods that are no more, or never were: it comes with what runs in its namespace, and either names
 * only a part of what these are called, or nothing but policies speaks of such pods.
 */
export function isStale(
  set: BuildSet,
  network: Network,
  {
    build,
    namespace,
    selector,
    pods,
  }: { build: Build; namespace: string; selector: unknown; pods: UnmatchedPods },
): boolean {
  if (
    !isKnown(namespace) ||
    isBuiltInNamespace(namespace) ||
    isSwitch(selector) ||
    !isAtHome(network, build, namespace)
  )
    return false;
  return pods.slip?.isOnly === true || !isNamed(set, namesWanted(selector).values);
}

/** Whether a file that does not only hold policies names any of these: a host, a Service, an image. */
function isNamed(set: BuildSet, names: readonly string[]): boolean {
  return names.some((name) => wordsOf(set).has(name));
}

/** What is named in the manifests of a repository, hosts without their domain or port. */
const wordsOf = memoize(({ repository }: BuildSet): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const [file, { objects }] of repository.files) {
    if (objects.length > 0 && objects.every(({ kind }) => isNetworkPolicy(kind) || kind === "Namespace"))
      continue;
    for (const name of namesIn(textOf(repository, file))) {
      words.add(name);
      words.add(name.slice(0, Math.max(0, name.search(/[.:]/))));
    }
  }
  return words;
});

/**
 * Whether a policy comes with what runs in its namespace: its own build puts a workload there, or another policy there
 * selects pods by their labels. Elsewhere others may run what it is for.
 */
function isAtHome(network: Network, build: Build, namespace: string): boolean {
  const isFilled = build.objects.some(({ kind, object }) => {
    return WORKLOADS.has(kind) && namespaceKey(object, build) === namespace;
  });
  return isFilled || selectedByLabels(network).has(namespace);
}

/** The namespaces in which some NetworkPolicy selects pods by their labels. */
const selectedByLabels = memoize((network: Network): ReadonlySet<string> => {
  const names = network.policies.flatMap(({ applied: { object }, namespace }) => {
    if (object.kind !== "NetworkPolicy" || namespace === undefined) return [];
    const selector = field(object.object, "spec", "podSelector");
    if ((requirements(selector) ?? []).length === 0) return [];
    return network.workloadsFor(selector, namespace).some((pods) => selectsPods(selector, pods) === true)
      ? [namespace]
      : [];
  });
  return new Set(names);
});

/** Whether a selector asks only for labels that switch something on, which pods get when they need it. */
function isSwitch(selector: unknown): boolean {
  return (requirements(selector) ?? []).every(({ operator, values }) => {
    return operator !== "In" || values.every((value) => SWITCHES.has(String(value).toLowerCase()));
  });
}

const SWITCHES = new Set([
  "",
  "true",
  "false",
  "yes",
  "no",
  "enabled",
  "enable",
  "disabled",
  "allow",
  "allowed",
  "deny",
  "1",
  "0",
]);
