import type { ConnectionRule, DirectedPolicy } from "../../kubernetes/connections/directed-policy.js";
import { isNoPort, portsWithout } from "../../kubernetes/connections/port-set.js";
import { isKnown, UNKNOWN } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import { isMap } from "../../util/plain-values.js";
import type { Step } from "../access/answers.js";
import { connectionsIn } from "../network/connections.js";
import { policyName, policyPlace, policyWords } from "../network/deciding.js";
import type { Network } from "../network/network.js";
import type { NetworkPolicyApplied } from "../network/policies.js";
import type { Workload } from "../network/workloads.js";
import type { AccessChange, Side } from "./access-change.js";
import type { NetworkPair } from "./network-pairs.js";

/** So often, pods and rules of policies are looked at. */
const MOST_LOOKS = 1_000_000;

/**
 * The policies of one side only of which it is not known what they change: they concern pods, or speak of ends of
 * connections, that are not in the repository or cannot be told apart.
 * @param told the policies of which something is said already
 */
export function unjudgedPolicies(pair: NetworkPair, told: ReadonlySet<string>): AccessChange["unknown"] {
  const [old, now] = [pair.before, pair.after].map(({ policies }) => groupBy(policies, contentOf));
  const gone = pair.before.policies.filter((policy) => !now?.has(contentOf(policy)));
  const fresh = pair.after.policies.filter((policy) => !old?.has(contentOf(policy)));
  const looks = { left: MOST_LOOKS };
  const names = new Set([...told, ...fresh.map(wordsOf)]);
  return [
    ...unjudged(fresh, { side: "after", others: gone, pair, told, looks }),
    ...unjudged(gone, { side: "before", others: fresh, pair, told: names, looks }),
  ];
}

/** The policies that steps name, as sentences call them. */
export function namedPolicies(steps: readonly Step[]): string[] {
  return steps.map(
    ({ kind, name, namespace }) => `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`,
  );
}

function wordsOf(policy: NetworkPolicyApplied): string {
  return policyWords(policyName(policy));
}

interface Looking {
  side: Side;
  /** The policies that only the other side has. */
  others: readonly NetworkPolicyApplied[];
  pair: NetworkPair;
  told: ReadonlySet<string>;
  looks: { left: number };
}

function unjudged(
  policies: readonly NetworkPolicyApplied[],
  { side, others, pair, told, looks }: Looking,
): AccessChange["unknown"] {
  const elsewhere = new Set(others.flatMap((policy) => rulesOf(policy).map(({ key }) => key)));
  const several = severalIn(pair);
  return policies.flatMap((policy) => {
    const words = wordsOf(policy);
    if (told.has(words)) return [];
    const rules = rulesOf(policy);
    const fresh = rules.filter(({ key }) => !elsewhere.has(key));
    if (rules.length > 0 && fresh.length === 0) return [];
    const network = pair[side];
    const why =
      whySelecting(policy, { network, several, looks }) ??
      fresh.map(({ rule }) => whyRule(rule, network, looks)).find((one) => one !== undefined);
    if (why === undefined) return [];
    return {
      what: `what ${words} changes`,
      why,
      place: policyPlace(policy),
      sides: [side],
      isOfChange: true,
    };
  });
}

/** Why it is not known whose connections a policy decides about; undefined if it is. */
function whySelecting(
  { directed, namespace }: NetworkPolicyApplied,
  { network, several, looks }: { network: Network; several: ReadonlySet<string>; looks: { left: number } },
): string | undefined {
  const [doubt] = directed.flatMap((one) => one.doubt ?? []);
  if (doubt !== undefined) return doubt;
  if (namespace !== undefined && !isKnown(namespace)) return "its namespace is chosen when it is applied";
  const workloads = namespace === undefined ? network.workloads : network.workloadsIn(namespace);
  looks.left -= workloads.length * directed.length;
  if (looks.left < 0) return TOO_MUCH;
  const isSelected = (pods: Workload) => directed.some((one: DirectedPolicy) => one.selects(pods) !== false);
  const selected = workloads.filter(isSelected);
  if (selected.length === 0) return "no workload of this repository has pods that it selects";
  return selected.some((workload) => several.has(nameOf(workload)))
    ? "there are several workloads of one name whose pods it selects"
    : undefined;
}

const TOO_MUCH = "there are more workloads and policies than are compared with each other";

/** Why it is not known what a rule lets through or denies; undefined if it is. */
function whyRule(rule: ConnectionRule, network: Network, looks: { left: number }): string | undefined {
  const { endpoints } = connectionsIn(network);
  looks.left -= endpoints.length;
  if (looks.left < 0) return TOO_MUCH;
  if (rule.doubt !== undefined) return rule.doubt;
  const { sure, possible } = rule.portsOf(undefined);
  const isClear = rule.action !== "unclear" && isNoPort(portsWithout(possible, sure));
  const answers = new Set(endpoints.map((one) => rule.matches(one)));
  if (answers.has(true)) return undefined;
  return isClear && !answers.has(undefined)
    ? "a rule of it speaks of pods or addresses of which this repository has none"
    : "a rule of it speaks of pods or addresses that are not known";
}

/** The names of workloads that there are several of on either side: they are not compared. */
function severalIn({ before, after }: NetworkPair): ReadonlySet<string> {
  return new Set(
    [before, after].flatMap(({ workloads }) => {
      return [...groupBy(workloads, nameOf)].flatMap(([name, all]) => (all.length > 1 ? name : []));
    }),
  );
}

function nameOf({ kind, name, namespace }: Workload): string {
  return `${kind} ${namespace.name}/${name}`;
}

/** The same for policies that differ in nothing but their names. */
function contentOf({ namespace, applied: { object } }: NetworkPolicyApplied): string {
  return JSON.stringify([object.kind, placed(namespace), object.object.spec]);
}

/** A namespace that is chosen later is told apart by where it is applied, which can move. */
function placed(namespace: string | undefined): string | undefined {
  return isKnown(namespace) ? namespace : namespace && UNKNOWN;
}

/** The rules of a policy, each with what is the same for one that says the same of the same pods. */
function rulesOf(policy: NetworkPolicyApplied): { rule: ConnectionRule; key: string }[] {
  const { directed, namespace, applied } = policy;
  const { kind, object } = applied.object;
  const spec: unknown = object.spec;
  const own = isMap(spec) ? Object.entries(spec).filter(([name]) => !/^(?:in|e)gress/.test(name)) : [];
  return directed.flatMap(({ rules }) => {
    return rules.map((rule) => {
      return {
        rule,
        key: JSON.stringify([kind, placed(namespace), own, rule.path[1], valueAt(object, rule.path)]),
      };
    });
  });
}

function valueAt(object: unknown, path: ConnectionRule["path"]): unknown {
  let value = object;
  for (const step of path)
    value = isMap(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined;
  return value;
}
