import type { DirectedPolicy } from "../../kubernetes/connections/directed-policy.js";
import { DNS_NAMESPACES, type DnsRule, dnsRule } from "../../kubernetes/connections/dns-rule.js";
import { hasPort } from "../../kubernetes/connections/port-set.js";
import { requirements } from "../../kubernetes/labels/label-selector.js";
import { isKnown, type NetworkPolicy, UNKNOWN } from "../../kubernetes/objects.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Network } from "./network.js";
import type { NetworkPolicyApplied, Selecting } from "./policies.js";
import type { PlacedPods } from "./workloads.js";
import type { Workload } from "./workloads.js";

/** That pods are let out to somewhere and cannot look up where it is. */
export interface NoDns {
  id: "noDns" | "onlyTcp" | "ownNamespace" | "noTcp";
  /** Where in the policy. */
  at: readonly (string | number)[];
  /** The workloads that it concerns; empty if none that the policy selects is seen. */
  workloads: readonly Workload[];
}

/**
 * What keeps pods from DNS, by the policy that is to be changed: of those that let the same pods out, the one that was
 * meant to allow DNS, or the first. Pods that nothing lets out, and those that others than seen ones may let out to DNS,
 * are left out.
 * @param ports the ports of DNS servers, separated by commas
 */
export const dnsEgressOf: (
  network: Network,
  ports: string,
) => ReadonlyMap<NetworkPolicyApplied, readonly NoDns[]> = memoizePairs(
  (network, ports) => new DnsEgress(network, ports.split(",").map(Number)).found,
);

interface DnsPolicy {
  /** The rules of a NetworkPolicy, and where they are; empty for other kinds. */
  rules: readonly { rule: DnsRule; index: number }[];
  UDP: boolean;
  TCP: boolean;
  needsNames: boolean;
}

class DnsEgress {
  readonly found = new Map<NetworkPolicyApplied, NoDns[]>();
  readonly #network: Network;
  readonly #ports: readonly number[];
  readonly #order: ReadonlyMap<NetworkPolicyApplied, number>;

  constructor(network: Network, ports: readonly number[]) {
    this.#network = network;
    this.#ports = ports;
    this.#order = new Map(network.policies.map((policy, index) => [policy, index]));
    const seen = new Set<NetworkPolicyApplied>();
    for (const workload of network.workloads) {
      const selecting = network.selecting(workload, "Egress");
      for (const { source, selects } of selecting) if (source && selects) seen.add(source);
      if (!workload.isOnHostNetwork) this.#judge(workload, selecting, [workload]);
    }
    for (const source of network.policies) {
      if (seen.has(source) || egressOf(source).length === 0 || !this.#isJudged(source)) continue;
      const pods = podsOf(source, network);
      const selecting = network.selecting(pods, "Egress");
      if (selecting.some((one) => one.source && one.source !== source && this.#covers(one, source, pods)))
        continue;
      this.#judge(pods, selecting, [], source);
    }
  }

  /** Whether another policy selects all that this one selects, so that what is said of it is enough. */
  #covers({ source: other, selects }: Selecting, source: NetworkPolicyApplied, pods: PlacedPods): boolean {
    if (!other || selects !== true || !this.#of(other).needsNames) return false;
    const others = podsOf(other, this.#network);
    const isMutual = egressOf(source).some((policy) => policy.selects(others) === true);
    return pods !== others && (!isMutual || this.#numberOf(other) < this.#numberOf(source));
  }

  #judge(
    pods: PlacedPods,
    selecting: readonly Selecting[],
    workloads: readonly Workload[],
    only?: NetworkPolicyApplied,
  ): void {
    if (selecting.some(({ source }) => source === undefined)) return;
    const all = selecting.flatMap(({ source }) => source ?? []);
    const sure = selecting
      .filter(({ source, selects }) => selects === true || source === only)
      .flatMap(({ source }) => (source && this.#isJudged(source) ? [source] : []));
    const slips = sure.flatMap((source) => slipOf(source, this.#of(source)) ?? []);
    const opening = sure.find((source) => this.#of(source).needsNames);
    if (!opening) return;
    if (!all.some((source) => this.#of(source).UDP) && !this.#mayComeFromElsewhere(pods, "UDP")) {
      const slip = slips.find(({ source }) => only === undefined || source === only);
      if (slip) return this.#add(slip.source, { id: slip.id, at: slip.at, workloads });
      return this.#add(only ?? opening, { id: "noDns", at: ["spec", "egress"], workloads });
    }
    const [overUdp] = sure.flatMap((source) => udpOf(source, this.#of(source)) ?? []);
    if (overUdp && !all.some((source) => this.#of(source).TCP) && !this.#mayComeFromElsewhere(pods, "TCP"))
      this.#add(overUdp.source, { id: "noTcp", at: overUdp.at, workloads });
  }

  #add(source: NetworkPolicyApplied, { id, at, workloads }: NoDns): void {
    const all = this.found.get(source) ?? [];
    this.found.set(source, all);
    const same = all.findIndex((one) => one.id === id && one.at.join() === at.join());
    if (same < 0) all.push({ id, at, workloads });
    else all[same] = { id, at, workloads: [...(all[same]?.workloads ?? []), ...workloads] };
  }

  #mayComeFromElsewhere(pods: PlacedPods, protocol: "UDP" | "TCP"): boolean {
    return this.#network.selectingElsewhere(pods, "Egress").some((source) => this.#of(source)[protocol]);
  }

  #isJudged({ applied }: NetworkPolicyApplied): boolean {
    return applied.object.kind === "NetworkPolicy";
  }

  #numberOf(source: NetworkPolicyApplied): number {
    return this.#order.get(source) ?? 0;
  }

  readonly #of = memoize((source: NetworkPolicyApplied): DnsPolicy => {
    if (this.#isJudged(source)) return this.#ofNetworkPolicy(source);
    const rules = egressOf(source).flatMap((policy) => policy.rules);
    const mayReach = (protocol: "UDP" | "TCP") =>
      rules.some(
        (rule) =>
          rule.action !== "deny" &&
          this.#ports.some((port) => hasPort(rule.portsOf(undefined).possible, protocol, port)),
      );
    return { rules: [], UDP: mayReach("UDP"), TCP: mayReach("TCP"), needsNames: false };
  });

  #ofNetworkPolicy({ applied, namespace }: NetworkPolicyApplied): DnsPolicy {
    const { spec } = applied.object.object as NetworkPolicy;
    const facts = {
      ports: this.#ports,
      namespace: isKnown(namespace) ? namespace : undefined,
      dnsNamespaces: DNS_NAMESPACES.map((name) => this.#network.namespace(name)),
    };
    const isSeen = (selector: unknown) => this.#network.workloadsFor(selector, namespace ?? "").length > 0;
    const rules = (spec?.egress ?? []).map((rule, index) => ({
      rule: dnsRule(rule, { ...facts, isSeen }),
      index,
    }));
    return {
      rules,
      UDP: rules.some(({ rule }) => rule.UDP),
      TCP: rules.some(({ rule }) => rule.TCP),
      needsNames: rules.some(({ rule }) => rule.needsNames || rule.slip !== undefined),
    };
  }
}

function egressOf({ directed }: NetworkPolicyApplied): readonly DirectedPolicy[] {
  return directed.filter(({ direction }) => direction === "Egress");
}

/** The pods that a NetworkPolicy selects, of which only the labels are known that it asks for. */
const podsOf = memoizePairs(
  ({ applied, namespace = UNKNOWN }: NetworkPolicyApplied, network: Network): PlacedPods => {
    const { spec } = applied.object.object as NetworkPolicy;
    const asked = (requirements(spec?.podSelector ?? {}) ?? []).flatMap(({ key, operator, values }) => {
      return operator === "In" ? [[key, values.length === 1 ? String(values[0]) : UNKNOWN] as const] : [];
    });
    return {
      is: "pods",
      namespace: network.namespace(namespace),
      // The key stands for all labels that the pods have besides.
      labels: Object.fromEntries([...asked, [UNKNOWN, UNKNOWN]]),
      ports: undefined,
      isOnHostNetwork: false,
      serviceAccount: undefined,
    };
  },
);

interface Placed {
  source: NetworkPolicyApplied;
  at: readonly (string | number)[];
}

function slipOf(
  source: NetworkPolicyApplied,
  { rules }: DnsPolicy,
): (Placed & Pick<NoDns, "id">) | undefined {
  for (const { rule, index } of rules) {
    if (rule.slip) return { source, id: rule.slip.id, at: ["spec", "egress", index, ...rule.slip.at] };
  }
  return undefined;
}

/** The rule that allows DNS over UDP, and surely not for other reasons: it names ports. */
function udpOf(source: NetworkPolicyApplied, { rules }: DnsPolicy): Placed | undefined {
  const found = rules.find(({ rule }) => rule.UDP);
  return found && { source, at: ["spec", "egress", found.index, "ports"] };
}
