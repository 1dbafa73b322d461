import { lineDefects } from "../lib/kubernetes/abac/line-defects.js";
import { ABAC_VERSION } from "../lib/kubernetes/abac/policy.js";
import { judgedLine } from "../lib/rule-kit/abac-lines.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";

const REFUSED = "so the API server does not start.";
const ONE_LINE = "Write each policy as one JSON object on one line.";

export default defineRule({
  name: "valid-abac-policy",
  meta: {
    docs: {
      description:
        "Disallow lines of ABAC policy files that the API server refuses or reads as something else",
      topic: "How clusters are set up",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    messages: {
      tooLong: `This line has {{length}} bytes, and the API server reads at most 65,535 of one, ${REFUSED} Split the policy into several.`,
      notJson: `This line is not JSON{{where}}, ${REFUSED} ${ONE_LINE}`,
      endsEarly: `The JSON of this line has no end, ${REFUSED} ${ONE_LINE}`,
      severalValues: `Something follows the JSON object of this line{{where}}, ${REFUSED} ${ONE_LINE}`,
      notObject: `This line is {{found}}, not a policy, ${REFUSED} ${ONE_LINE}`,
      wrongType: `'{{name}}' must be {{wanted}} but is {{found}}, ${REFUSED}`,
      apiVersion: `There is no ABAC policy of apiVersion '{{value}}', ${REFUSED} Write '${ABAC_VERSION}'.`,
      kind: `There is no ABAC policy of kind '{{value}}', ${REFUSED} Write 'Policy'.`,
      noKind: `This line has the apiVersion '{{value}}' and no kind, ${REFUSED} Add '"kind": "Policy"'.`,
      unversioned: `This line lets everybody who is authenticated, every ServiceAccount included, {{what}} in the cluster: it {{form}}{{beside}}, and what it leaves empty means all. Write a policy with '"apiVersion": "${ABAC_VERSION}"' and '"kind": "Policy"', or delete the line.`,
      unknownProperty: "Property '{{name}}' has no effect{{hint}}.",
      wrongCase: "Property '{{name}}' has no effect, since its case is wrong. Write '{{instead}}'.",
      misplaced: "Property '{{name}}' has no effect here. Write it in '{{spec}}'.",
      repeated: "Property '{{name}}' is written twice, with different values. Only the last one counts.",
      nobody:
        "This policy allows nothing, since it names neither a user nor a group. Name one of them, or delete the line.",
      nothing:
        "This policy allows nothing, since it names neither a resource nor a non-resource path. Name one of them, or delete the line.",
      subresource:
        "Resource '{{value}}' matches nothing, since policies know no subresources. Write the resource alone, which allows them too.",
      noPattern:
        "'{{value}}' matches nothing, since only '*' alone stands for more than one name. Write a line for each name.",
      relativePath: "Path '{{value}}' matches nothing, since every path begins with '/'. Write '/{{value}}'.",
      duplicate: "Line {{line}} allows the same. Delete this one.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: ["AbacPolicy"],
  check(configuration, { analysis, report }) {
    const line = judgedLine(configuration, analysis);
    if (!line) return;
    for (const { id, ...finding } of lineDefects(line)) report({ ...finding, messageId: id });
  },
});
