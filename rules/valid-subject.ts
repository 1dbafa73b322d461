import { defineRule } from "../lib/rule-kit/define-rule.js";
import { effectiveSubjects } from "../lib/rule-kit/effective-subjects.js";
import { isCurrentRbac } from "../lib/kubernetes/kinds.js";
import { meantKind } from "../lib/util/nearest.js";
import { BINDING_KINDS, isKnown, type Subject } from "../lib/kubernetes/objects.js";
import { type SubjectDefect, subjectDefects } from "../lib/kubernetes/rbac/binding-defects.js";
import { RBAC_GROUP, splitUsername } from "../lib/kubernetes/rbac/subjects.js";
import { hasUnknownField } from "../lib/rule-kit/schema-phrases.js";
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
  check(written, context) {
    if (!isCurrentRbac(written)) return;
    const { kind: bindingKind, applied, analysis, defects, place, report } = context;
    for (const { at, uses } of effectiveSubjects(written, context)) {
      const { subject } = uses[0];
      const { kind, name, namespace } = subject;
      // In a patch, a subject with none of the fields is an instruction to kustomize, such as `$patch: replace`.
      if (Object.keys(subject).length === 0 && analysis.isPatch(place.file)) continue;
      const write = (field: string, value: string | undefined) =>
        value === undefined
          ? []
          : [{ messageId: "write" as const, data: { value }, edit: replaceScalar([...at, field], value) }];

      const isMisspelt = at.length === 2 && hasUnknownField(defects, at);
      for (const { id, field, value } of subjectDefects(subject)) {
        if (isMisspelt && (id === "noKind" || id === "noName")) continue;
        report({
          at: [...at, field],
          messageId: id,
          data: { kind: kind ?? "", name: value, group: value },
          suggest: id === "accountGroup" ? without(at, subject, field) : write(field, instead(id, value)),
        });
      }
      if (kind === "ServiceAccount") {
        // A kustomization in another repository can complete a binding that nothing here applies.
        const isKustomized = applied.length === 0 || applied.some(({ build }) => build.isUnreached);
        const isMissing = bindingKind === "ClusterRoleBinding" && uses.every((use) => !use.subject.namespace);
        if (isMissing && !isKustomized && name && !isMisspelt) {
          const only = isKnown(name) ? analysis.onlyNamespaceOf("ServiceAccount", name) : undefined;
          report({
            at: [...at, "namespace"],
            messageId: "noNamespace",
            data: { subject: isKnown(name) ? `ServiceAccount '${name}'` : "This ServiceAccount" },
            suggest: only === undefined ? [] : withNamespace(at, subject, only),
          });
        }
      } else if (kind === "User" || kind === "Group") {
        const writtenNamespace = at.length === 2 ? written.subjects?.[Number(at[1])]?.namespace : undefined;
        if (isKnown(writtenNamespace) && namespace) {
          report({
            at: [...at, "namespace"],
            messageId: "ignoredNamespace",
            data: { kind, subject: isKnown(name) ? `'${name}'` : "it", namespace: writtenNamespace },
            suggest: without(at, subject, "namespace"),
          });
        }
      }
    }
  },
});

/** Returns what to write instead of a value that is refused, if that is certain. */
function instead(id: SubjectDefect["id"], value: string): string | undefined {
  if (id === "apiGroup") return RBAC_GROUP;
  if (id === "kind") return meantKind(value, KINDS);
  const account = id === "name" ? splitUsername(value) : undefined;
  return account && account !== "invalid" ? account.name : undefined;
}

type Suggestions = { messageId: "leaveOut" | "addNamespace"; data: Record<string, string>; edit: Edit }[];
const FIELDS = ["kind", "name", "namespace", "apiGroup"] as const;

function without(
  at: readonly (string | number)[],
  subject: Subject,
  field: SubjectDefect["field"] | "namespace",
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
