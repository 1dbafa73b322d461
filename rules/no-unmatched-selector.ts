import { type Unmatched, unmatchedSelectors } from "../lib/analysis/network/unmatched-selectors.js";
import type { NetworkPolicy } from "../lib/kubernetes/objects.js";
import { renameKey, replaceScalar } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";
import { field, isMap, items } from "../lib/util/plain-values.js";
import { asApplied, inWhatApplies, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type InBuilds, inBuilds } from "../lib/rule-kit/in-builds.js";
import { inNamespaces, labelsAsked, slipSentence } from "../lib/rule-kit/unmatched-phrases.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";

interface Options {
  in: InBuilds;
}

export default defineRule({
  name: "no-unmatched-selector",
  meta: {
    docs: {
      description: "Disallow selectors of a NetworkPolicy that select nothing",
      topic: "Network isolation",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      policy:
        "No workload in {{namespaces}}{{as}} makes pods with {{labels}}{{where}}, so this policy neither isolates nor allows anything.{{more}}",
      peer: "No workload in {{namespaces}}{{as}} makes pods with {{labels}}{{where}}, so this peer allows nothing.{{more}}",
      ownNamespace:
        "No workload in {{namespaces}}{{as}} makes pods with {{labels}}{{where}}, so this peer allows nothing: without a namespaceSelector, it speaks of the policy's own namespace.{{more}} Add a namespaceSelector with 'kubernetes.io/metadata.name: {{other}}'.",
      name: "Namespace '{{namespace}}' has no label '{{key}}'{{where}}, so this peer allows nothing. Write '{{meant}}', which every namespace has.",
      namespace:
        "No namespace here is called '{{value}}'{{where}}, so this peer allows nothing. Write '{{namespace}}' if that is meant.",
      label:
        "No namespace here has the label '{{key}}={{value}}'{{where}}, so this peer allows nothing. Namespace '{{namespace}}' has '{{meant}}'.",
      useValue: "Write '{{value}}'.",
      useKey: "Ask for label '{{key}}'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          in: inBuilds("Whether it must select nothing in every build that applies the policy, or in any."),
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ in: "every" } as Options],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: true,
  check(written, context) {
    const { analysis, options, report } = context;
    const all = [...context.applied, ...context.patched];
    const paths = new Map(
      all.flatMap((one) =>
        unmatchedSelectors(analysis, one).map(({ path }) => [String(path), path] as const),
      ),
    );
    for (const path of paths.values()) {
      const uses = writtenHere(path, context);
      const found = uses.flatMap((applied) => {
        const unmatched = unmatchedSelectors(analysis, applied).find(
          (one) => String(one.path) === String(path),
        );
        return unmatched ? [{ applied, unmatched }] : [];
      });
      const [first] = found;
      if (!first || (found.length < uses.length && options.in === "every")) continue;
      const copies = found.map(({ applied }) => applied);
      const where = uses.length === 1 ? "" : inWhatApplies(copies);
      const as = isUnreached(first.applied) ? asApplied([first.applied]) : "";
      report({
        at: path,
        ...wordsFor(first.unmatched, { where, as }),
        suggest: suggestionsFor(first.unmatched, written),
      });
    }
  },
});

type MessageId = "policy" | "peer" | "ownNamespace" | "name" | "namespace" | "label";

function wordsFor(
  unmatched: Unmatched,
  build: { where: string; as: string },
): { messageId: MessageId; data: Record<string, string> } {
  if (unmatched.of === "namespaces") {
    const { type, requirement, value, meant, namespace } = unmatched.namespaces;
    const label = type === "name" ? meant.key : `${meant.key}=${meant.value}`;
    return {
      messageId: type === "name" ? "name" : type === "namespace" ? "namespace" : "label",
      data: { ...build, key: requirement.key, value, meant: label, namespace },
    };
  }
  const { pods, selector, of } = unmatched;
  const { slip, elsewhere, namespaces } = pods;
  const data = {
    ...build,
    namespaces: inNamespaces(namespaces),
    labels: labelsAsked(selector),
    more: slipSentence(pods),
  };
  if (of === "policy") return { messageId: "policy", data };
  if (slip || !elsewhere) return { messageId: "peer", data };
  return { messageId: "ownNamespace", data: { ...data, other: elsewhere.namespace } };
}

function suggestionsFor(unmatched: Unmatched, written: NetworkPolicy) {
  const { path } = unmatched;
  const near = nearOf(unmatched);
  const last = path.at(-2) === "matchLabels" ? "label" : path.at(-2) === "values" ? "value" : undefined;
  if (!near || last === undefined || valueIn(written, path) !== near.written) return [];
  const { key, value } = near;
  if (value !== near.written)
    return [{ messageId: "useValue" as const, data: { value }, edit: replaceScalar(path, value) }];
  const labels = valueIn(written, path.slice(0, -1));
  if (last === "value" || (isMap(labels) && Object.hasOwn(labels, key))) return [];
  return [{ messageId: "useKey" as const, data: { key }, edit: renameKey(path, key) }];
}

/** The only label that was probably meant, and the value that is written instead. */
function nearOf(unmatched: Unmatched): { key: string; value: string; written: string } | undefined {
  if (unmatched.of === "namespaces")
    return { ...unmatched.namespaces.meant, written: unmatched.namespaces.value };
  const { slip } = unmatched.pods;
  const [only, ...others] = slip?.requirement.values ?? [];
  if (!slip?.isOnly || typeof only !== "string" || others.length > 0) return undefined;
  return slip.type === "value" || slip.type === "key"
    ? { key: slip.key, value: slip.value, written: only }
    : undefined;
}

function valueIn(object: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof step === "number" ? items(value)[step] : field(value, step);
  }, object);
}
