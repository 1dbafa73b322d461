import type { ChartRefusal } from "../lib/analysis/chart-refusals.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { listing } from "../lib/util/phrases.js";

export default defineRule({
  name: "valid-chart",
  meta: {
    docs: {
      description: "Disallow charts and releases that Helm refuses",
      topic: "Files and references",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    messages: {
      chart: "Helm cannot load this chart because of this: {{problem}}.",
      template: "Helm refuses this template whatever the values are: {{problem}}.{{hint}}",
      release: "Helm refuses {{releases}} because of this: {{problem}}.",
      inOther: "Helm refuses {{releases}} because of {{source}}: {{problem}}.",
      ownWords:
        "The chart refuses the values of {{releases}}, in {{source}}, and says: '{{words}}'. Give it other values.",
      values: "{{problem}}, so nothing of it is installed.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "chart",
  check(refusal, { report }) {
    report({ at: [], ...findingOf(refusal) });
  },
});

function findingOf({ what, message, releases, hint = "", source }: ChartRefusal) {
  const data = { problem: message, words: message.trim(), hint, releases: listing(releases) };
  if (what === "release" && source !== undefined)
    return { messageId: "inOther" as const, data: { ...data, source } };
  return { messageId: what, data: { ...data, ...(source !== undefined && { source }) } };
}
