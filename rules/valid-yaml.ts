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
      notText:
        "This file is not {{encoding}} text here, so kustomize, Flux and Argo CD refuse it. Save it as UTF-8.",
      nul: "This file has a NUL here, as UTF-16 without a byte order mark does, so nothing reads it. Save it as UTF-8.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "file",
  check({ manifests }, { report }) {
    const { malformed, isUtf16 } = manifests;
    if (malformed) {
      const { offset: start, isNul } = malformed;
      const encoding = isUtf16 ? "UTF-16" : "UTF-8";
      report({ start, end: start + 1, messageId: isNul ? "nul" : "notText", data: { encoding } });
    }
    for (const { message, start, end, template } of manifests.broken) {
      // What a template will be once it is filled in cannot be known; the command says that it was skipped.
      if (!template) report({ start, end, messageId: "invalid", data: { problem: message } });
    }
  },
});
