import { hasResources, isEveryPath } from "../lib/kubernetes/abac/authorizes.js";
import { namesNothing } from "../lib/kubernetes/abac/line-defects.js";
import type { PolicySpec } from "../lib/kubernetes/abac/policy.js";
import { policyOn } from "../lib/rule-kit/abac-lines.js";
import { policyRights, policySubject, READONLY } from "../lib/rule-kit/abac-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";

const INSTEAD = "Write a line for each resource that is needed.";

export default defineRule({
  name: "no-abac-wildcard",
  meta: {
    docs: {
      description: "Disallow `*` as a resource or a non-resource path in an ABAC policy",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      everything: `{{who}} may {{rights}}, which is as good as cluster-admin. ${INSTEAD}`,
      readEverything: `{{who}} may {{rights}}: 'resource' is '*', which includes every Secret of the cluster. ${INSTEAD}`,
      write: `{{who}} may {{rights}}: 'resource' is '*'{{secrets}}, and 'readonly' is not true. ${INSTEAD}`,
      read: `{{who}} may {{rights}}: 'resource' is '*'{{secrets}}. ${INSTEAD}`,
      missing: `{{who}} may {{rights}}: in the old form v0, no 'resource' means '*'{{secrets}}. ${INSTEAD}`,
      everyPath: `{{who}} may {{rights}}: 'nonResourcePath' is '{{value}}', and 'readonly' is not true. Write the paths that are needed, or add ${READONLY}.`,
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["AbacPolicy"],
  check(configuration, { analysis, report }) {
    const policy = policyOn(configuration, analysis);
    // What names nothing at all is reported by valid-abac-policy.
    if (!policy || namesNothing(policy)) return;
    const { spec, places, written } = policy;
    if (spec.user === "" && spec.group === "") return;
    const data = { who: policySubject(spec), rights: policyRights(spec) };
    if (spec.resource === "*" && hasResources(spec)) {
      const isMissing = written.resource === "";
      const field = isMissing ? (places.get("user") ?? places.get("group") ?? []) : places.get("resource");
      const holdsSecrets = spec.apiGroup === "*" || spec.apiGroup === "";
      report({
        at: field ?? [],
        messageId: isMissing ? "missing" : messageOf(spec),
        data: { ...data, secrets: holdsSecrets ? ", which includes Secrets" : "" },
      });
    } else if (isEveryPath(spec.nonResourcePath) && !spec.readonly) {
      const at = places.get("nonResourcePath") ?? [];
      report({ at, messageId: "everyPath", data: { ...data, value: spec.nonResourcePath } });
    }
  },
});

function messageOf({ namespace, apiGroup, readonly }: PolicySpec) {
  if (namespace === "*" && apiGroup === "*") return readonly ? "readEverything" : "everything";
  return readonly ? "read" : "write";
}
