import { dnsEgressOf, type NoDns } from "../lib/analysis/network/dns-egress.js";
import { networksWith } from "../lib/analysis/network/network.js";
import type { Workload } from "../lib/analysis/network/workloads.js";
import { DNS_NAMESPACES } from "../lib/kubernetes/connections/dns-rule.js";
import { describeLabels } from "../lib/kubernetes/labels/label-selector.js";
import { isEmptySelector } from "../lib/kubernetes/network-policy/network-policy.js";
import { isKnown, type NetworkPolicy } from "../lib/kubernetes/objects.js";
import { asApplied, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { groupBy } from "../lib/util/group-by.js";
import { series } from "../lib/util/phrases.js";

interface Options {
  dnsPorts: number[];
  tcp: boolean;
}

export default defineRule({
  name: "allow-dns-egress",
  meta: {
    docs: {
      description: "Require that pods which a NetworkPolicy lets out to somewhere can reach DNS",
      topic: "Network isolation",
      consequence: "breakage",
      preset: "recommended",
      strictOptions: { tcp: true },
      controls: [],
    },
    messages: {
      noDns:
        "Policies let {{pods}} out{{by}}, but not to DNS, so they find nothing by its name. Add an egress rule to namespace '{{dns}}' for port {{port}}, UDP and TCP.",
      onlyTcp:
        "This opens port {{port}} for TCP alone{{by}}, but DNS asks over UDP, so {{pods}} find nothing by its name. Add the port with 'protocol: UDP' as well.",
      ownNamespace:
        "Without a 'namespaceSelector' this peer is in namespace '{{namespace}}'{{by}}, where the DNS pods are not, so {{pods}} find nothing by its name. Add a 'namespaceSelector' for '{{dns}}' to the same peer.",
      noTcp:
        "Policies let {{pods}} ask DNS over UDP alone{{by}}, but an answer that is too long for UDP comes over TCP, and never arrives. Add the port with 'protocol: TCP' as well.",
    },
    schema: [
      {
        type: "object",
        properties: {
          dnsPorts: {
            type: "array",
            items: { type: "integer", minimum: 1, maximum: 65_535 },
            minItems: 1,
            uniqueItems: true,
            description: "The ports of DNS pods, any of which is enough.",
          },
          tcp: {
            type: "boolean",
            description: "Whether pods that reach DNS over UDP alone are reported as well.",
          },
        },
        additionalProperties: false,
      },
    ],
    // OpenShift's DNS pods listen on 5353, and policies see the port of the pod.
    defaultOptions: [{ dnsPorts: [53, 5353], tcp: false } as Options],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  // What a patch leaves out may be in what it is laid over.
  patches: false,
  check(written, { applied, analysis, options, report }) {
    const copies = applied.map((one) => {
      const found = networksWith(analysis, one.build).flatMap((network) => {
        const policy = network.policyOf(one);
        return (policy && dnsEgressOf(network, options.dnsPorts.join()).get(policy)) ?? [];
      });
      return { applied: one, found: found.filter(({ id }) => id !== "noTcp" || options.tcp) };
    });
    const all = copies.flatMap(({ found }) => found);
    const isOpenShift = analysis.platform === "openshift";
    for (const same of groupBy(all, ({ id, at }) => JSON.stringify([id, at])).values()) {
      const [{ id, at }] = same as [NoDns];
      const isSame = (one: NoDns) => one.id === id && one.at.join() === at.join();
      // A build that adds what is missing proves that the others are not meant to be complete.
      if (!copies.every(({ found }) => found.some(isSame))) continue;
      const changed = copies.flatMap(({ applied: one }) =>
        isChanged(written, one.object.object) ? [one] : [],
      );
      const namespace = applied[0]?.object.object.metadata?.namespace ?? "";
      report({
        at,
        messageId: id,
        data: {
          pods: podsOf(
            written,
            same.flatMap(({ workloads }) => workloads),
          ),
          by: applied.every(isUnreached) ? asApplied(applied) : changed.length > 0 ? asApplied(changed) : "",
          namespace,
          dns: DNS_NAMESPACES[isOpenShift ? 1 : 0],
          port: String(isOpenShift && options.dnsPorts.includes(5353) ? 5353 : options.dnsPorts[0]),
        },
      });
    }
  },
});

function isChanged(written: NetworkPolicy, applied: NetworkPolicy): boolean {
  return JSON.stringify(written.spec?.egress) !== JSON.stringify(applied.spec?.egress);
}

/** The pods in words: those of the workloads, if any are seen. */
function podsOf({ spec }: NetworkPolicy, workloads: readonly Workload[]): string {
  const known = workloads.filter(({ name }) => isKnown(name));
  const names = [...new Set(known.map(({ kind, name }) => `${kind} '${name}'`))];
  if (names.length > 3)
    return `the pods of ${names.slice(0, 2).join(", ")} and ${names.length - 2} more workloads`;
  if (names.length > 0) return `the pods of ${series(names)}`;
  if (isEmptySelector(spec?.podSelector)) return "all pods of its namespace";
  const labels = describeLabels(spec?.podSelector);
  return labels === undefined ? "the pods that this policy selects" : `the pods with ${labels}`;
}
