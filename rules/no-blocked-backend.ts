import type { Analysis, Applied } from "../lib/analysis/analysis.js";
import { blockingPolicies } from "../lib/analysis/network/blocked-backends.js";
import { type Target, type Way, waysBy } from "../lib/analysis/network/exposure.js";
import { type Network, networksWith } from "../lib/analysis/network/network.js";
import type { NetworkPolicyApplied } from "../lib/analysis/network/policies.js";
import { portWords } from "../lib/kubernetes/connections/port-set.js";
import { nameWords } from "../lib/kubernetes/name-words.js";
import { ROUTE_KINDS } from "../lib/kubernetes/services/backends.js";
import { isFromLoadBalancer } from "../lib/kubernetes/services/load-balancers.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { groupBy } from "../lib/util/group-by.js";
import { memoize } from "../lib/util/memoize.js";
import { series } from "../lib/util/phrases.js";

export default defineRule({
  name: "no-blocked-backend",
  meta: {
    docs: {
      description: "Disallow routes to pods that policies keep every ingress controller away from",
      topic: "Network isolation",
      consequence: "breakage",
      preset: "strict",
      controls: [],
    },
    messages: {
      blocked:
        "What comes in here does not reach {{workloads}}: Service '{{service}}' sends it to {{ports}}, and {{policies}} let{{s}} in no pod that can be an ingress controller. Add an ingress rule for the namespace of the controller with {{these}}.",
      blockedAddresses:
        "What comes in here does not reach {{workloads}}: Service '{{service}}' sends it to {{ports}}, and {{policies}} let{{s}} in no addresses that the load balancer can have. Add an ingress rule with an 'ipBlock' of its subnets and {{these}}.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROUTE_KINDS,
  patches: false,
  check(route, { applied, analysis, report }) {
    const backends = applied.map((one) => blockedIn(analysis, one as Applied));
    const [first] = backends;
    // What one of the builds lets in is meant to be let in.
    for (const [key, blocked] of first ?? []) {
      if (!backends.every((one) => one.has(key))) continue;
      const { at, ...data } = blocked;
      report({ at, messageId: isFromLoadBalancer(route) ? "blockedAddresses" : "blocked", data });
    }
  },
});

interface Blocked {
  at: readonly (string | number)[];
  workloads: string;
  service: string;
  ports: string;
  policies: string;
  s: string;
  these: string;
}

/** The backends of a route of which policies block every workload, by where they are written. */
function blockedIn(analysis: Analysis, route: Applied): Map<string, Blocked> {
  const ways = networksWith(analysis, route.build).flatMap((network) =>
    waysBy(analysis, network, route.object).map((way) => ({
      way,
      by: blockedAt(network, route, way.targets),
    })),
  );
  const byBackend = groupBy(ways, ({ way }) => JSON.stringify(way.route?.backend.at));
  const blocked = [...byBackend].flatMap(([key, all]): [string, Blocked][] => {
    const [first] = all;
    const by = all.flatMap((one) => one.by ?? []);
    if (!first?.way.route || by.length < all.length) return [];
    const ports = portWords((first.way.targets[0] as Target).ports);
    const policies = new Set(by.flatMap((one) => one.policies));
    return [
      [
        key,
        {
          at: first.way.route.backend.at,
          workloads: seriesOf(new Set(by.flatMap((one) => one.names))),
          service: first.way.route.backend.service,
          ports,
          policies: seriesOf(new Set([...policies].map(policyWords))),
          s: policies.size > 1 ? "" : "s",
          these: ports,
        },
      ],
    ];
  });
  return new Map(blocked);
}

interface BlockedTargets {
  /** The workloads that a Service sends to. */
  names: readonly string[];
  /** What keeps controllers away from any of them. */
  policies: readonly NetworkPolicyApplied[];
}

/** What blocks every target of a Service from what a route lets in; undefined if one of them is not blocked. */
function blockedAt(network: Network, route: Applied, targets: Way["targets"]): BlockedTargets | undefined {
  const source = isFromLoadBalancer(route.object.object) ? "load balancer" : "controller";
  return blockedFrom[source](network)(route.build)(targets);
}

/** Thousands of routes can lead to the same Service. */
const blockedFrom = {
  controller: blockedTargets("controller"),
  "load balancer": blockedTargets("load balancer"),
};

function blockedTargets(source: "controller" | "load balancer") {
  return memoize((network: Network) =>
    memoize((build: Applied["build"]) =>
      memoize((targets: Way["targets"]): BlockedTargets | undefined => {
        const policies = new Set<NetworkPolicyApplied>();
        for (const target of targets) {
          const by = blockingPolicies(network, { build, source }, target);
          if (!by) return undefined;
          for (const policy of by) policies.add(policy);
        }
        const names = new Set(targets.map(({ workload }) => nameWords(workload.kind, workload.name)));
        return { names: [...names], policies: [...policies] };
      }),
    ),
  );
}

function policyWords({ applied: { object } }: NetworkPolicyApplied): string {
  return `${nameWords("NetworkPolicy", object.object.metadata?.name)} (${object.file})`;
}

/** The most that a message names of a kind. */
const NAMED = 10;

function seriesOf(words: ReadonlySet<string>): string {
  const named = [...words].slice(0, NAMED);
  const more = words.size - named.length;
  return series(more > 0 ? [...named, `${more} more`] : named, "and");
}
