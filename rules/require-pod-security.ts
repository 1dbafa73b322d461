import { podSecurityDefaults } from "../lib/analysis/pod-security/defaults.js";
import { unsafeNamespaces } from "../lib/analysis/pod-security/unsafe-namespaces.js";
import type { Namespace } from "../lib/kubernetes/objects.js";
import { ENFORCE_LABEL } from "../lib/kubernetes/pod-security/pod-security-labels.js";
import { type Edit, replaceMap, replaceScalar } from "../lib/manifests/edit.js";
import { asApplied, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { within } from "../lib/rule-kit/places-within.js";
import { matchesGlob } from "../lib/util/glob.js";

interface Options {
  level: "baseline" | "restricted";
  ignoreNamespaces: string[];
}

export default defineRule({
  name: "require-pod-security",
  meta: {
    docs: {
      description: "Require namespaces to enforce a level of the Pod Security Standards",
      topic: "Identities and namespaces",
      consequence: "danger",
      preset: "strict",
      controls: ["CIS 5.2.1"],
    },
    hasSuggestions: true,
    messages: {
      missing:
        "Namespace '{{name}}'{{as}} has no label 'pod-security.kubernetes.io/enforce', so {{effect}}. Label it with the level that its pods need, '{{level}}' or a stricter one.",
      weak: "Namespace '{{name}}'{{as}} enforces level '{{written}}', so {{effect}}. Enforce '{{level}}', unless what runs here needs more.",
      enforce: "Enforce '{{level}}'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          level: {
            type: "string",
            enum: ["baseline", "restricted"],
            description: "The weakest level that is enough.",
          },
          ignoreNamespaces: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description: "Namespaces that may enforce less, with `*` for any text.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ level: "baseline", ignoreNamespaces: [] } as Options],
  },
  on: "object",
  kinds: ["Namespace"],
  patches: true,
  check(written, { analysis, options, place, report }) {
    const { level, ignoreNamespaces } = options;
    for (const { one: found, at } of within(unsafeNamespaces(analysis, level), place)) {
      const { name, applied } = found;
      if (ignoreNamespaces.some((pattern) => matchesGlob(pattern, name))) continue;
      const isCompleted = name !== written.metadata?.name || isUnreached(applied);
      const weakest = found.level ?? podSecurityDefaults(analysis).levels[0] ?? "privileged";
      report({
        at,
        messageId: found.level === undefined ? "missing" : "weak",
        data: {
          name,
          as: isCompleted ? asApplied([applied]) : "",
          written: found.level ?? "",
          level,
          effect: EFFECTS[weakest === "baseline" ? "baseline" : "privileged"],
        },
        suggest: editsFor(written, found.level, level).map((edit) => {
          return { messageId: "enforce", data: { level }, edit };
        }),
      });
    }
  },
});

const EFFECTS = {
  privileged: "whoever may create a pod in it can mount the disk of a node and take it over",
  baseline: "its pods may run as root",
};

const LABELS = ["metadata", "labels"];
const PLAIN = /^[\w./-]*$/;

/** Sets the label where it is written, or adds it to the labels that are. */
function editsFor({ metadata }: Namespace, old: string | undefined, level: string): Edit[] {
  const labels = metadata?.labels ?? {};
  if (old !== undefined) {
    return labels[ENFORCE_LABEL] === old ? [replaceScalar([...LABELS, ENFORCE_LABEL], level)] : [];
  }
  const entries = Object.entries(labels);
  if (entries.length === 0 || !entries.flat().every((text) => PLAIN.test(text))) return [];
  return [replaceMap(LABELS, { ...labels, [ENFORCE_LABEL]: level })];
}
