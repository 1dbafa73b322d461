import type { BuildSet } from "../../builds/build-set.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import { isSystemNamespace } from "../../kubernetes/rbac/builtin-roles.js";
import { isKnown } from "../../kubernetes/objects.js";
import { memoize, memoizePairs, memoizeParts } from "../../util/memoize.js";
import { nearest } from "../../util/nearest.js";
import { hiddenBeside } from "../hidden-beside.js";
import { shareWord } from "../lookup/name-affinity.js";
import { mentions, namesIn } from "../searched-texts.js";
import { customObjectNear } from "./custom-pods.js";
import type { Network } from "./network.js";
import { namespacesNamedIn } from "./unseen-policies.js";
import { servedPods } from "./served-pods.js";
import { unappliedPods } from "./unapplied-pods.js";
import { namesWanted, type WantedPods } from "./wanted-pods.js";

/**
 * Why pods may be in a namespace that no workload of the repository makes, as a clause; undefined if nothing could
 * plausibly make them. Ask it before pods are said to be missing.
 *
 * One hidden part that could make such pods is enough, and one that could not never counts: a chart makes pods that go
 * by its own names, in the namespace of its release; an operator those of its custom resources; a remote base whatever is
 * in the namespaces of its build. Where this repository runs nothing itself, or Kubernetes does, anything may be.
 * @param selector a label selector that the pods fulfil; any pods if it is left out
 */
export function hiddenPods(
  set: BuildSet,
  network: Network,
  namespace: string,
  selector: unknown = {},
): string | undefined {
  return answersIn(set, network)(JSON.stringify([namespace, selector]));
}

/** Several rules ask the same. */
const answersIn = memoizePairs((set: BuildSet, network: Network) =>
  memoizeParts((asked: string) => {
    const [namespace, selector] = JSON.parse(asked) as [string, unknown];
    return hiding(set, network, namespace, selector);
  }),
);

function hiding(set: BuildSet, network: Network, namespace: string, selector: unknown): string | undefined {
  if (isSystemNamespace(namespace) || PLATFORMS.test(namespace))
    return `the cluster itself runs pods in namespace '${namespace}'`;
  const own = network.workloadsIn(namespace);
  if (own.length === 0)
    return isKnown(namespace)
      ? `nothing in this repository runs in namespace '${namespace}'`
      : "their namespace is chosen when they are applied";
  const wanted: WantedPods = { namespace, selector, ...namesWanted(selector), own };
  return (
    unappliedPods(set, wanted) ??
    servedPods(network, wanted) ??
    partsIn(set, network).find(({ part, named }) => mayMake(set, network, part, wanted, named))?.part
      .reason ??
    customObjectNear(set, wanted)
  );
}

/** Namespaces that the makers of platforms fill. */
const PLATFORMS = /^(?:openshift|kube|gke|gmp|calico|tigera|cattle|fleet|rancher)(?:-|$)/;

/** A hidden part with the namespaces that its builds put anything into; any if they name none. */
interface PartInBuilds {
  part: HiddenPart;
  named: ReadonlySet<string> | "any" | "none";
}

/** More parts than this are not compared: as many mean that something is wrong. */
const MAX_PARTS = 3000;
const TOO_MUCH: PartInBuilds = {
  part: {
    kind: "program",
    reason: "more is hidden in this repository than is compared",
    file: "",
    names: [],
  },
  named: "any",
};

const partsIn = memoizePairs((set: BuildSet, network: Network): readonly PartInBuilds[] => {
  const found = new Map<string, PartInBuilds>();
  for (const build of network.builds) {
    const names = namespacesNamedIn(build);
    for (const part of build.hidden) {
      const named = names.size === 0 ? "any" : names;
      const { kind, names: called, namespace, texts, values } = part;
      // Many overlays apply the same.
      const key = JSON.stringify([kind, called, namespace, texts, values, [...names].sort()]);
      if (!found.has(key)) found.set(key, { part, named });
    }
  }
  const beside = hiddenBeside(set).map((part): PartInBuilds => ({ part, named: "none" }));
  const all = [...found.values(), ...beside];
  return all.length > MAX_PARTS ? [TOO_MUCH] : all;
});

/** Whether a hidden part may make the pods that are wanted. */
function mayMake(
  { repository }: BuildSet,
  network: Network,
  part: HiddenPart,
  wanted: WantedPods,
  named: PartInBuilds["named"],
): boolean {
  const { names, texts = [] } = part;
  const isBuildThere = named !== "none" && (named === "any" || named.has(wanted.namespace));
  switch (part.kind) {
    case "chart":
    case "operator": {
      if (isKnown(wanted.namespace) && part.namespace !== undefined && part.namespace !== wanted.namespace)
        return false;
      if (names.some((name) => sharesWord(name, wanted)) || isMentioned(repository, texts, wanted))
        return true;
      if (wanted.values.some((value) => namesInValues(part).has(value))) return true;
      const isThere =
        part.namespace === wanted.namespace || names.some((name) => shareWord(name, wanted.namespace));
      return (isThere || (isBuildThere && named !== "any")) && !isExplained(wanted);
    }
    case "remote":
      return names.some((name) => sharesWord(name, wanted)) || (isBuildThere && !isExplained(wanted));
    case "program":
      return isBuildThere;
    case "text":
      return isMentioned(repository, texts, wanted);
    case "file":
      return names.some((name) => !MAKES_NO_PODS.test(name) && (isBuildThere || sharesWord(name, wanted)));
    case "path":
      // What the directories hold is seen; only the namespace that it gets is not.
      return network.workloadsFor(wanted.selector).length > 0;
    case "secrets":
      // What is encrypted can be of any kind.
      return isBuildThere && !isExplained(wanted);
    case "ambiguous":
    case "impossible":
      return false;
  }
}

/** The names in the values of a chart. */
const namesInValues = memoize(({ values = "" }: HiddenPart) => namesIn(values));

/** Files that say what they hold, and that it makes no pods. */
const MAKES_NO_PODS =
  /(?:binding|certificate|claim|configmap|config-map|crd|customresourcedefinition|ingress|issuer|monitor|namespace|netpol|pdb|policy|policies|pvc|quota|rbac|roles?|route|secret|service|serviceaccount|storageclass)s?(?:\.\w+)*$/i;

/** Whether the labels that are wanted are, but for a slip, those of what this repository runs there itself. */
function isExplained({ values, own }: WantedPods): boolean {
  return values.length > 0 && values.every(isNameOf(own));
}

/** Nobody runs more in a namespace; a slip is not looked for among more names. */
const MAX_NAMES = 1000;

/** Whether a value is, but for a slip, a name or a label of some workloads: many parts ask the same. */
const isNameOf = memoize((own: WantedPods["own"]) => {
  const names = new Set(own.flatMap(({ name, labels }) => [name, ...Object.values(labels)]).filter(isKnown));
  return memoizeParts(
    (value: string) => names.has(value) || (names.size <= MAX_NAMES && nearest(value, names) !== undefined),
  );
});

/** Whether pods that go by a name may be those that are wanted; those without any label in particular may be anyone's. */
function sharesWord(name: string, { values, domains }: WantedPods): boolean {
  return [...values, ...domains].some((one) => shareWord(name, one));
}

/** Whether texts name one of the values of each label that is wanted, or, if any value will do, the labels. */
function isMentioned(
  repository: BuildSet["repository"],
  texts: readonly string[],
  { choices, keys }: WantedPods,
): boolean {
  if (choices.length === 0) return keys.some((key) => mentions(repository, texts, key));
  return choices.every((values) => values.some((value) => mentions(repository, texts, value)));
}
