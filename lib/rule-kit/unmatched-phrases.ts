import type { UnmatchedPods } from "../analysis/network/unmatched-pods.js";
import { namespaceWords, type Workload } from "../analysis/network/workloads.js";
import { describeLabels } from "../kubernetes/labels/label-selector.js";
import { quoteList } from "../util/phrases.js";

/** A workload in a sentence: `Deployment 'web'`. */
export function workloadWords({ kind, name }: Workload): string {
  return `${kind} '${name}'`;
}

/** Namespaces in a sentence: `namespace 'shop'`. */
export function inNamespaces(names: readonly string[]): string {
  return `namespace${names.length === 1 ? "" : "s"} ${quoteList(names.map(namespaceWords))}`;
}

/** What a selector asks for, in a sentence: `'app=web'`. */
export function labelsAsked(selector: unknown): string {
  return describeLabels(selector) ?? "the labels that it asks for";
}

/** What pods there are in place of those that a selector asks for, as a sentence; empty if none are close. */
export function slipSentence({ slip, elsewhere }: UnmatchedPods): string {
  if (slip) {
    const who = workloadWords(slip.workload);
    switch (slip.type) {
      case "value":
      case "key":
      case "related":
        return ` The pods of ${who} have '${slip.key}=${slip.value}'.`;
      case "object":
        return ` ${who} has the label itself, but not its pods: write it under the labels of its pod template as well.`;
    }
  }
  return elsewhere ? ` ${elsewhere.words} makes such pods in namespace '${elsewhere.namespace}'.` : "";
}
