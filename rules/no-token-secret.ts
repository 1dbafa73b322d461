import { isKnown } from "../lib/kubernetes/objects.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";

const TYPE = "kubernetes.io/service-account-token";
/** The annotation that names the account: core/v1, ServiceAccountNameKey. */
const ACCOUNT = "kubernetes.io/service-account.name";

export default defineRule({
  name: "no-token-secret",
  meta: {
    docs: {
      description: "Disallow Secrets that hold a token of a ServiceAccount",
      topic: "Identities and namespaces",
      consequence: "danger",
      preset: "recommended",
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2025 K03", "OWASP K8s 2022 K03"],
    },
    messages: {
      token:
        "Kubernetes puts a token of {{account}} into this Secret that never expires: whoever reads it can act as that account, from anywhere. Delete the Secret. Pods get a token that is renewed, by themselves or in a projected volume; all else can ask for a short-lived one, as with '{{command}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["Secret"],
  patches: true,
  check(written, context) {
    const uses = writtenHere(["type"], context).map(({ object }) => object.object);
    const isApplied = context.applied.length + context.patched.length > 0;
    const token = (isApplied ? uses : [written]).find(({ type }) => type === TYPE);
    if (!token) return;
    const { annotations = {}, namespace } = token.metadata ?? {};
    const name = annotations[ACCOUNT];
    const where = isKnown(namespace) ? ` -n ${namespace}` : "";
    context.report({
      at: ["type"],
      messageId: "token",
      data: {
        account: isKnown(name) ? `ServiceAccount '${name}'` : "a ServiceAccount",
        command: `kubectl create token ${isKnown(name) ? name : "NAME"}${where}`,
      },
    });
  },
});
