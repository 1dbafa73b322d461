import type { BuildSet } from "../../builds/build-set.js";
import { podTemplateOf, WORKLOADS } from "../../kubernetes/kinds.js";
import { isKnown } from "../../kubernetes/objects.js";
import { podLabel } from "../../kubernetes/connections/pod-labels.js";
import { memoize } from "../../util/memoize.js";
import { fulfils, requirements } from "../../kubernetes/labels/label-selector.js";
import type { WantedPods } from "./wanted-pods.js";
import type { Workload } from "./workloads.js";

/**
 * The workload that no build applies and that makes the pods that are wanted, as a clause: it may be applied by other
 * means. A patch that found nothing to change counts, too.
 */
export function unappliedPods(set: BuildSet, { namespace, selector }: WantedPods): string | undefined {
  const found = unappliedIn(set).find(
    (one) =>
      (one.namespace === undefined || !isKnown(one.namespace) || one.namespace === namespace) &&
      mayBecome(selector, one),
  );
  return found && `${found.file} makes such pods, but nothing here applies it`;
}

const unappliedIn = memoize((set: BuildSet) =>
  [...set.repository.files].flatMap(([file, { objects }]) =>
    objects.flatMap((written) => {
      if (!WORKLOADS.has(written.kind)) return [];
      if (set.applied(file, written.document, written.at).length > 0) return [];
      const { metadata = {} } = podTemplateOf(written) ?? {};
      return [{ file, namespace: written.object.metadata?.namespace, labels: metadata.labels ?? {} }];
    }),
  ),
);

/** Whether pods are those that are wanted, or would be if what applies them gave them more labels. */
function mayBecome(selector: unknown, pods: Pick<Workload, "labels">): boolean {
  const needed = requirements(selector) ?? [];
  const answers = needed.map((one) => fulfils(podLabel(pods, one.key), one));
  const isOther = needed.some(
    (one, index) => answers[index] === false && Object.hasOwn(pods.labels, one.key),
  );
  return !isOther && (needed.length === 0 || answers.some((answer) => answer !== false));
}
