import { COMPONENT_FORMATS, componentsOf } from "../lib/kubernetes/components/components-of.js";
import { lastFlag } from "../lib/kubernetes/components/flags.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { versionOf } from "../lib/rule-kit/components.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";

/** The last minor version of Kubernetes whose API server knows passwords. */
const LAST_WITH_PASSWORDS = 18;
const INSTEAD =
  "Use OpenID Connect, by '--authentication-config', for people, and ServiceAccounts for programs";

export default defineRule({
  name: "no-static-authentication",
  meta: {
    docs: {
      description: "Disallow API servers that take tokens or passwords from a file",
      topic: "How clusters are set up",
      consequence: "danger",
      preset: "recommended",
      controls: ["CIS 1.2.2"],
    },
    messages: {
      tokens: `The tokens in the file that '{{written}}' names stand there in plain text, never expire, and are taken until the API server restarts without them. ${INSTEAD}.`,
      passwords: `The passwords in the file that '{{written}}' names stand there in plain text, and Kubernetes 1.19 takes none. ${INSTEAD}.`,
      removed:
        "There are no passwords in Kubernetes since 1.19, so the API server does not start with '{{written}}'. Delete it.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "configuration",
  formats: COMPONENT_FORMATS,
  check(configuration, { analysis, report }) {
    for (const component of componentsOf(configuration)) {
      if (component.name !== "kube-apiserver") continue;
      const tokens = lastFlag(component, "token-auth-file");
      if (tokens && isKnown(tokens.value)) {
        report({ at: tokens.at, messageId: "tokens", data: { written: tokens.written } });
      }
      const passwords = lastFlag(component, "basic-auth-file");
      // k3s has a flag of that name, which the API server does not get.
      if (!passwords || !isKnown(passwords.value) || component.format === "K3sConfig") continue;
      const { minor } = versionOf(component, analysis) ?? {};
      const messageId = minor !== undefined && minor <= LAST_WITH_PASSWORDS ? "passwords" : "removed";
      report({ at: passwords.at, messageId, data: { written: passwords.written } });
    }
  },
});
