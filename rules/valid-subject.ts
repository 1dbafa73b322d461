import { defineRule } from "../lib/rule-kit/define-rule.js";
import { effectiveSubjects } from "../lib/rule-kit/effective-subjects.js";
import { isCurrentRbac } from "../lib/kubernetes/kinds.js";
import { meantKind } from "../lib/util/nearest.js";
import { BINDING_KINDS, isKnown, type Subject } from "../lib/kubernetes/objects.js";
import { isDnsSubdomain, RBAC_GROUP, splitUsername } from "../lib/kubernetes/rbac/subjects.js";
import { type Edit, replaceMap, replaceScalar } from "../lib/manifests/edit.js";

const REFUSED = "the API server refuses this binding";
const KINDS = ["ServiceAccount", "User", "Group"];

export default defineRule({
  name: "valid-subject",
  meta: {
    docs: {
      description: "Disallow subjects that the API server refuses",
      topic: "Files and references",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      kind: `There is no subject of kind '{{kind}}': ${REFUSED}. Write 'ServiceAccount', 'User' or 'Group'.`,
      noKind: `This subject has no kind, so ${REFUSED}. Add 'kind: ServiceAccount', 'kind: User' or 'kind: Group'.`,
      noName: `This subject has no name, so ${REFUSED}. Add it.`,
      name: `No ServiceAccount can be named '{{name}}': ${REFUSED}. Write its 'metadata.name': lower-case letters, digits, '-' and '.'.`,
      accountGroup: `A ServiceAccount is in the core API group, not in '{{group}}': ${REFUSED}. Leave 'apiGroup' out.`,
      apiGroup: `API group '{{group}}' is not that of a {{kind}}: ${REFUSED}. Write '${RBAC_GROUP}', without a version, or leave the line out.`,
      noNamespace: `{{subject}} has no namespace, and a ClusterRoleBinding provides none: ${REFUSED}. Add the namespace that it is in.`,
      ignoredNamespace:
        "A {{kind}} belongs to no namespace: 'namespace: {{namespace}}' has no effect, and {{subject}} has the role wherever it comes from. Leave 'namespace' out, or write 'kind: ServiceAccount' if one is meant.",
      write: "Write '{{value}}'.",
      leaveOut: "Leave '{{field}}' out.",
      addNamespace: "Add 'namespace: {{namespace}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  // Kubernetes: pkg/apis/rbac/validation/validation.go, ValidateRoleBindingSubject, after
  // pkg/apis/rbac/v1/defaults.go, SetDefaults_Subject.
  check(written, context) {
    if (!isCurrentRbac(written)) return;
    const { kind: bindingKind, applied, analysis, place, report } = context;
    for (const { at, uses } of effectiveSubjects(written, context)) {
      const { subject } = uses[0];
      const { kind, name, apiGroup, namespace } = subject;
      // In a patch, a subject with none of the fields is an instruction to kustomize, such as `$patch: replace`.
      if (Object.keys(subject).length === 0 && analysis.isPatch(place.file)) continue;
      const write = (field: string, value: string | undefined) =>
        value === undefined
          ? []
          : [{ messageId: "write" as const, data: { value }, edit: replaceScalar([...at, field], value) }];

      if (!kind) report({ at: [...at, "kind"], messageId: "noKind" });
      else if (!name) report({ at: [...at, "name"], messageId: "noName" });
      if (kind === "ServiceAccount") {
        if (isKnown(name) && !isDnsSubdomain(name)) {
          const account = splitUsername(name);
          report({
            at: [...at, "name"],
            messageId: "name",
            data: { name },
            suggest: account && account !== "invalid" ? write("name", account.name) : [],
          });
        }
        if (isKnown(apiGroup)) {
          report({
            at: [...at, "apiGroup"],
            messageId: "accountGroup",
            data: { group: apiGroup },
            suggest: without(at, subject, "apiGroup"),
          });
        }
        // A kustomization in another repository can complete a binding that nothing here applies.
        const isKustomized = applied.length === 0 || applied.some(({ build }) => build.isUnreached);
        const isMissing = bindingKind === "ClusterRoleBinding" && uses.every((use) => !use.subject.namespace);
        if (isMissing && !isKustomized && name) {
          const only = isKnown(name) ? analysis.onlyNamespaceOf("ServiceAccount", name) : undefined;
          report({
            at: [...at, "namespace"],
            messageId: "noNamespace",
            data: { subject: isKnown(name) ? `ServiceAccount '${name}'` : "This ServiceAccount" },
            suggest: only === undefined ? [] : withNamespace(at, subject, only),
          });
        }
      } else if (kind === "User" || kind === "Group") {
        if (isKnown(apiGroup) && apiGroup !== RBAC_GROUP) {
          report({
            at: [...at, "apiGroup"],
            messageId: "apiGroup",
            data: { group: apiGroup, kind },
            suggest: write("apiGroup", RBAC_GROUP),
          });
        }
        const writtenNamespace = at.length === 2 ? written.subjects?.[Number(at[1])]?.namespace : undefined;
        if (isKnown(writtenNamespace) && namespace) {
          report({
            at: [...at, "namespace"],
            messageId: "ignoredNamespace",
            data: { kind, subject: isKnown(name) ? `'${name}'` : "it", namespace: writtenNamespace },
            suggest: without(at, subject, "namespace"),
          });
        }
      } else if (isKnown(kind)) {
        report({
          at: [...at, "kind"],
          messageId: "kind",
          data: { kind },
          suggest: write("kind", meantKind(kind, KINDS)),
        });
      }
    }
  },
});

type Suggestions = { messageId: "leaveOut" | "addNamespace"; data: Record<string, string>; edit: Edit }[];
const FIELDS = ["kind", "name", "namespace", "apiGroup"] as const;

function without(
  at: readonly (string | number)[],
  subject: Subject,
  field: "apiGroup" | "namespace",
): Suggestions {
  const fields = fieldsOf({ ...subject, [field]: undefined });
  return fields ? [{ messageId: "leaveOut", data: { field }, edit: replaceMap(at, fields) }] : [];
}

function withNamespace(at: readonly (string | number)[], subject: Subject, namespace: string): Suggestions {
  const fields = fieldsOf({ ...subject, namespace });
  return fields ? [{ messageId: "addNamespace", data: { namespace }, edit: replaceMap(at, fields) }] : [];
}

/** Returns the fields of a subject in the usual order; undefined if one of them is unknown. */
function fieldsOf(subject: Subject): Record<string, string> | undefined {
  const fields = FIELDS.flatMap((field) => {
    const value = subject[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return fields.every(([, value]) => isKnown(value)) ? Object.fromEntries(fields) : undefined;
}
