import { fulfils, requirements } from "../../kubernetes/labels/label-selector.js";
import type { Network } from "./network.js";
import { servicesIn } from "./services.js";
import type { WantedPods } from "./wanted-pods.js";

/**
 * The Service that sends to pods that nothing here makes, and that may be those that are wanted, as a clause: whoever
 * writes such a Service knows of pods that come from elsewhere.
 */
export function servedPods(network: Network, { namespace, selector }: WantedPods): string | undefined {
  const needed = requirements(selector) ?? [];
  const found = (servicesIn(network).get(namespace) ?? []).find(({ object }) => {
    const labels = object.object.spec?.selector ?? {};
    const isMeant = needed.some((one) => {
      return Object.hasOwn(labels, one.key) && fulfils(labels[one.key], one) === true;
    });
    if (!isMeant) return false;
    return network.workloadsFor({ matchLabels: labels }, namespace).length === 0;
  });
  return (
    found && `Service '${found.object.object.metadata?.name ?? ""}' sends to pods that nothing here makes`
  );
}
