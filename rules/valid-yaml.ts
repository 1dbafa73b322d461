import { defineRule } from "../lib/rule-kit/define-rule.js";
import type { BrokenDocument } from "../lib/manifests/broken-document.js";

export default defineRule({
  name: "valid-yaml",
  meta: {
    docs: {
      description: "Disallow manifests that cannot be parsed",
      topic: "Files and references",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    messages: {
      invalid: "This manifest cannot be parsed, so nothing in it was checked: {{problem}}.",
      notText:
        "This file is not valid {{encoding}} here, so kustomize, Flux and Argo CD refuse it. Save it as UTF-8.",
      nul: "This file has a NUL byte here, as UTF-16 without a byte order mark does, so nothing can read it. Save it as UTF-8.",
      unread: "This document cannot be parsed, so no rule checks it: {{problem}}.",
      refused: "Other plugins cannot parse this document, so their rules do not check it: {{problem}}.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "file",
  check({ manifests, broken, refused }, { report }) {
    const { malformed, isUtf16 } = manifests;
    if (malformed) {
      const { offset: start, isNul } = malformed;
      const encoding = isUtf16 ? "UTF-16" : "UTF-8";
      report({ start, end: start + 1, messageId: isNul ? "nul" : "notText", data: { encoding } });
    }
    const reportBroken = (messageId: "invalid" | "unread" | "refused", document: BrokenDocument): void => {
      const { message, start, end, template } = document;
      // What a template becomes once it is filled in is unknown. The command lists it as skipped.
      if (!template) report({ start, end, messageId, data: { problem: message } });
    };
    for (const document of broken) reportBroken("invalid", document);
    // Documents of other kinds matter only if rules of another plugin would check them.
    if (!refused || refused.length === 0) return;
    const reported = new Set(broken.map(({ document }) => document));
    const unparsed = new Map(manifests.unparsed.map((document) => [document.document, document]));
    for (const document of refused) {
      if (reported.has(document.document)) continue;
      const alsoHere = unparsed.get(document.document);
      reportBroken(alsoHere ? "unread" : "refused", alsoHere ?? document);
    }
  },
});
