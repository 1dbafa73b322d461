import type { Analysis, Applied } from "../lib/analysis/analysis.js";
import { blockingPolicies } from "../lib/analysis/network/blocked-backends.js";
import { type Exposure, exposuresIn } from "../lib/analysis/network/exposure.js";
import { networksWith } from "../lib/analysis/network/network.js";
import type { NetworkPolicyApplied } from "../lib/analysis/network/policies.js";
import { portWords } from "../lib/kubernetes/connections/port-set.js";
import { nameWords } from "../lib/kubernetes/name-words.js";
import { ROUTE_KINDS } from "../lib/kubernetes/services/backends.js";
import { isFromLoadBalancer } from "../lib/kubernetes/services/load-balancers.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { groupBy } from "../lib/util/group-by.js";
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
  const exposures = networksWith(analysis, route.build).flatMap((network) =>
    exposuresIn(analysis, network)
      .filter((one) => one.route?.applied.object === route.object)
      .map((exposure) => ({ exposure, by: blockingPolicies(network, route, exposure) })),
  );
  const byBackend = groupBy(exposures, ({ exposure }) => JSON.stringify(exposure.route?.backend.at));
  const blocked = [...byBackend].flatMap(([key, all]): [string, Blocked][] => {
    const [first] = all;
    const policies = all.flatMap(({ by }) => by ?? []);
    if (!first?.exposure.route || all.some(({ by }) => by === undefined)) return [];
    const ports = portWords(first.exposure.ports);
    return [
      [
        key,
        {
          at: first.exposure.route.backend.at,
          workloads: series([...new Set(all.map(({ exposure }) => nameOf(exposure)))], "and"),
          service: first.exposure.route.backend.service,
          ports,
          policies: policyWords(policies),
          s: new Set(policies).size > 1 ? "" : "s",
          these: ports,
        },
      ],
    ];
  });
  return new Map(blocked);
}

function nameOf({ workload: { kind, name } }: Exposure): string {
  return nameWords(kind, name);
}

function policyWords(policies: readonly NetworkPolicyApplied[]): string {
  const words = [...new Set(policies)].map(({ applied: { object } }) => {
    const { name } = object.object.metadata ?? {};
    return `${nameWords("NetworkPolicy", name)} (${object.file})`;
  });
  return series(words, "and");
}
