import { field, isMap, items, saysNothing } from "../../util/plain-values.js";
import { type CalicoSelector, calicoSelector } from "../labels/calico-selector.js";
import {
  all,
  type Certainty,
  type LabelValue,
  namespaceLabel,
  type NamespaceFacts,
  namespaceName,
} from "../labels/label-selector.js";
import { isPlain } from "../objects.js";
import {
  type AddressSet,
  blockOrAddress,
  EVERY_ADDRESS,
  mayHoldPods,
  withoutAddresses,
  writtenBlock,
} from "./address-set.js";
import { atMostMaybe } from "./doubts.js";
import type { Endpoint, PodSet } from "./endpoint.js";
import { isInBlock } from "./network-policy-rules.js";
import { anyone, type PeerMatcher } from "./peer-matcher.js";
import { type NeededLabel, neededAmong } from "./label-index.js";
import { isInNamespace, podLabel } from "./pod-labels.js";

/** What a selector asks about pods. */
export type AsksPods = (pods: PodSet) => Certainty;

/** The fields of an entity that this file reads, beside its ports. */
const READ: ReadonlySet<string> = new Set(
  "selector notSelector namespaceSelector nets notNets serviceAccounts ports notPorts".split(" "),
);

/** A selector for the labels of pods, to which Calico adds some: libcalico-go/lib/backend/k8s/conversion. */
export function podSelector(text: unknown): AsksPods {
  return asking(text, (pods, key) => {
    if (key === "projectcalico.org/namespace") return namespaceName(pods.namespace);
    if (key === "projectcalico.org/serviceaccount") return plain(pods.serviceAccount);
    if (key === "projectcalico.org/orchestrator") return "k8s";
    if (key.startsWith("pcns.")) return calicoNamespaceLabel(pods.namespace, key.slice("pcns.".length));
    return key.startsWith("pcsa.") ? undefined : podLabel(pods, key);
  });
}

/** Labels that pods have by what Calico adds. */
const ADDED_BY_CALICO = /^(?:projectcalico\.org\/|pcns\.|pcsa\.)/;
const FIRST_OF_ALL = /^[ \t]*([\w./-]+)[ \t]*==[ \t]*(?:"([^"]*)"|'([^']*)')[ \t]*(?:&&|$)/;

/** A label without which a selector surely does not select pods, where that is easily seen. */
export function podNeeds(text: unknown): NeededLabel | undefined {
  // What is not a selector after all may select anything.
  if (typeof text !== "string" || !isPlain(text) || text.includes("||")) return undefined;
  if (calicoSelector(text) === undefined) return undefined;
  const [, key = "", value = "", other = value] = FIRST_OF_ALL.exec(text) ?? [];
  if (key === "" || ADDED_BY_CALICO.test(key)) return undefined;
  return neededAmong([{ key, operator: "In", values: [other] }]);
}

/** A selector for the labels of pods' namespaces. */
export function namespaceSelector(text: unknown): AsksPods {
  return asking(text, (pods, key) => calicoNamespaceLabel(pods.namespace, key));
}

/** A selector for the labels of pods' ServiceAccounts, of which only the name is known. */
export function accountSelector(text: unknown): AsksPods {
  return asking(text, (pods, key) =>
    key === "projectcalico.org/name" ? plain(pods.serviceAccount) : undefined,
  );
}

function calicoNamespaceLabel(namespace: NamespaceFacts | undefined, key: string): LabelValue {
  return key === "projectcalico.org/name" ? namespaceName(namespace) : namespaceLabel(namespace, key);
}

function plain(value: string | undefined): string | undefined {
  return isPlain(value) ? value : undefined;
}

/** A missing selector, or an empty one, selects everything. */
function asking(text: unknown, label: (pods: PodSet, key: string) => LabelValue): AsksPods {
  if (saysNothing(text)) return () => true;
  const ask: CalicoSelector | undefined =
    typeof text === "string" && isPlain(text) ? calicoSelector(text) : undefined;
  return (pods) => ask?.((key) => label(pods, key));
}

/**
 * Whether an entity of a rule, its source or its destination, is at the other end. All of its fields must match. In a
 * policy of a namespace, any selector means that namespace unless it selects others.
 * Calico: libcalico-go/lib/backend/syncersv1/updateprocessors/rules.go, GetEntityRuleSelector; felix/rules/policy.go.
 * @param namespace the one of the policy; undefined for one of the whole cluster
 */
export function calicoPeer(entity: unknown, namespace: string | undefined): PeerMatcher {
  if (saysNothing(entity)) return { matches: () => true };
  if (!isMap(entity)) return anyone("peers");
  const beyond = Object.keys(entity).filter((key) => !READ.has(key) && !saysNothing(entity[key]));
  const selects = labelsOf(entity, namespace);
  const block = blockOf(entity);
  const narrowed = beyond.map((key) => (key === "services" ? "Services" : `its field '${key}'`));
  return {
    matches: (endpoint) => {
      const answer = all([
        selects ? selects(endpoint) : true,
        block === "any" || isInBlock(endpoint, block, mayHoldPods),
      ]);
      return beyond.length > 0 ? atMostMaybe(answer) : answer;
    },
    ...(block !== "any" && block && { block }),
    doubts: [...narrowed, ...(selects ? ["network sets"] : []), ...(block === undefined ? ["nets"] : [])],
  };
}

/** Whether the selectors of an entity select an endpoint; undefined if it has none. */
function labelsOf(
  entity: Record<string, unknown>,
  namespace: string | undefined,
): ((endpoint: Endpoint) => Certainty) | undefined {
  const accounts = entity["serviceAccounts"];
  const named = ["selector", "notSelector", "namespaceSelector", "serviceAccounts"];
  if (named.every((key) => saysNothing(entity[key]))) return undefined;
  const [selector, excluded] = [podSelector(entity["selector"]), podSelector(entity["notSelector"])];
  const inNamespaces = namespaceSelector(entity["namespaceSelector"]);
  const isThere: AsksPods =
    saysNothing(entity["namespaceSelector"]) && namespace !== undefined
      ? (pods) => isInNamespace(namespace, pods)
      : inNamespaces;
  return (endpoint) => {
    // A selector can select network sets as well, which give labels to addresses, but no ServiceAccount.
    if (endpoint.is === "addresses") return saysNothing(accounts) ? undefined : false;
    const isExcluded = !saysNothing(entity["notSelector"]) && excluded(endpoint);
    const answer = all([
      isThere(endpoint),
      selector(endpoint),
      isExcluded === undefined ? undefined : !isExcluded,
      runsAs(accounts, endpoint),
    ]);
    return endpoint.isOnHostNetwork === false ? answer : atMostMaybe(answer);
  };
}

function runsAs(accounts: unknown, pods: PodSet): Certainty {
  if (saysNothing(accounts)) return true;
  const names = items(field(accounts, "names"));
  const own = plain(pods.serviceAccount);
  const isNamed =
    names.length === 0 ||
    (own === undefined
      ? undefined
      : names.includes(own) ||
        (names.every((name) => typeof name === "string" && isPlain(name)) ? false : undefined));
  return all([isNamed, accountSelector(field(accounts, "selector"))(pods)]);
}

/** The addresses of an entity: `any` if it names none, undefined if they are not known. */
function blockOf(entity: Record<string, unknown>): AddressSet | "any" | undefined {
  const [nets, notNets] = [entity["nets"], entity["notNets"]];
  if (saysNothing(nets) && saysNothing(notNets)) return "any";
  const within = saysNothing(nets) ? EVERY_ADDRESS : netsOf(nets);
  const without = saysNothing(notNets) ? [] : netsOf(notNets);
  return within && without && withoutAddresses(within, without);
}

/** Blocks, or single addresses: libcalico-go/lib/net, ParseCIDROrIP. */
function netsOf(nets: unknown): AddressSet | undefined {
  return Array.isArray(nets) ? writtenBlock(nets as unknown[], blockOrAddress) : undefined;
}
