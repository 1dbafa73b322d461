import { selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { fulfils, requirements } from "../../kubernetes/labels/label-selector.js";
import { memoize } from "../../util/memoize.js";
import { groupBy } from "../../util/group-by.js";
import { field } from "../../util/plain-values.js";
import { appliedIn } from "../../builds/applied.js";
import type { Network } from "./network.js";
import type { WantedPods } from "./wanted-pods.js";
import { namespaceKey } from "./workloads.js";

/**
 * The Service that sends to pods that nothing here makes, and that may be those that are wanted, as a clause: whoever
 * writes such a Service knows of pods that come from elsewhere.
 */
export function servedPods(network: Network, { namespace, selector }: WantedPods): string | undefined {
  const needed = requirements(selector) ?? [];
  const found = (servicesIn(network).get(namespace) ?? []).find(({ labels }) => {
    const isMeant = needed.some((one) => {
      return Object.hasOwn(labels, one.key) && fulfils(labels[one.key], one) === true;
    });
    if (!isMeant) return false;
    return !network
      .workloadsIn(namespace)
      .some((pods) => selectsPods({ matchLabels: labels }, pods) !== false);
  });
  return found && `Service '${found.name}' sends to pods that nothing here makes`;
}

const servicesIn = memoize((network: Network) => {
  const services = network.builds.flatMap((build) =>
    appliedIn(build).all.flatMap(({ object: { kind, object } }) => {
      if (kind !== "Service") return [];
      const labels = (field(object, "spec", "selector") ?? {}) as Record<string, string>;
      return [{ name: object.metadata?.name ?? "", namespace: namespaceKey(object, build), labels }];
    }),
  );
  return groupBy(services, ({ namespace }) => namespace);
});
