import { defineRule } from "../lib/define-rule.js";

export default defineRule({
  name: "valid-yaml",
  meta: {
    docs: {
      description: "Disallow manifests that cannot be parsed",
      topic: "Files and references",
      preset: "recommended",
      controls: [],
    },
    messages: {
      invalid: "This manifest cannot be parsed, so nothing in it was checked: {{problem}}.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "file",
  check({ manifests }, { report }) {
    for (const { message, start, end, template } of manifests.broken) {
      // What a template will be once it is filled in cannot be known; the command says that it was skipped.
      if (!template) report({ start, end, messageId: "invalid", data: { problem: message } });
    }
  },
});
