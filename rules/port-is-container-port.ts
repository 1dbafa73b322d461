import { networksWith } from "../lib/analysis/network/network.js";
import { type ServicePortSlip, servicePortSlips } from "../lib/analysis/network/service-port-slips.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import { asApplied, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { quoteList, series } from "../lib/util/phrases.js";

export default defineRule({
  name: "port-is-container-port",
  meta: {
    docs: {
      description:
        "Disallow the port of a Service in a NetworkPolicy, which sees the port of the pods behind it",
      topic: "Network isolation",
      consequence: "breakage",
      preset: "strict",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      servicePort:
        "Port {{port}} is that of {{services}} on to {{targets}} of {{pods}}{{by}}. A NetworkPolicy sees the port of the pod, so this lets nobody through to the Service. Write {{entries}}.",
      write: "Write {{target}}, the port of the pods.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  // What a patch leaves out, such as the pods that are selected, decides.
  patches: false,
  check(written, { applied, analysis, report }) {
    if (![written.spec?.ingress, written.spec?.egress].some((rules) => (rules ?? []).length > 0)) return;
    const copies = applied.map((one) =>
      networksWith(analysis, one.build).flatMap((network) => {
        const policy = network.policyOf(one);
        return policy ? servicePortSlips(analysis, network, policy) : [];
      }),
    );
    for (const slip of copies[0] ?? []) {
      const same = copies.map((found) => found.find((one) => isSame(one, slip)));
      if (!same.every((one) => one !== undefined) || !isWritten(written, slip)) continue;
      const targets = [...new Set(same.flatMap((one) => one.targets))];
      const numbers = [...new Set(same.flatMap((one) => one.numbers))].sort((a, b) => a - b).map(String);
      const [target, ...others] = targets;
      const services = [...new Set(same.flatMap((one) => one.services))];
      report({
        at: slip.at,
        messageId: "servicePort",
        data: {
          port: String(slip.port),
          services: `Service${services.length > 1 ? "s" : ""} ${quoteList(services)}, which hand${services.length > 1 ? "" : "s"}`,
          targets: `port${others.length > 0 ? "s" : ""} ${series(targets.map(portWords))}`,
          entries: numbers.length > 1 ? `an entry for each of ${series(numbers)}` : series(numbers),
          pods: podsOf(same),
          by: applied.every(isUnreached) ? asApplied(applied) : "",
        },
        suggest:
          target !== undefined && others.length === 0
            ? [{ messageId: "write", data: { target: `'${target}'` }, edit: replaceScalar(slip.at, target) }]
            : [],
      });
    }
  },
});

function isSame(one: ServicePortSlip, other: ServicePortSlip): boolean {
  return one.port === other.port && one.at.join() === other.at.join();
}

/** Whether the port is written in the linted object, rather than by a patch. */
function isWritten(written: unknown, { at, port }: ServicePortSlip): boolean {
  let value: unknown = written;
  for (const step of at) value = (value as Record<string | number, unknown> | undefined)?.[step];
  return value === port;
}

function portWords(port: number | string): string {
  return typeof port === "string" ? `'${port}'` : String(port);
}

function podsOf(slips: readonly ServicePortSlip[]): string {
  const names = slips.flatMap(({ workloads }) =>
    workloads.map(({ kind, name }) => `${kind} ${isKnown(name) ? `'${name}'` : "without a name"}`),
  );
  const [first = "the pods", ...others] = new Set(names);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
