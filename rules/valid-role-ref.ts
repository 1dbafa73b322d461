import { dangerousRoles } from "../lib/analysis/dangerous-roles.js";
import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isBuiltInClusterRole } from "../lib/kubernetes/rbac/builtin-roles.js";
import { isCurrentRbac } from "../lib/kubernetes/kinds.js";
import { meantKind } from "../lib/util/nearest.js";
import {
  type Binding,
  BINDING_KINDS,
  type BindingKind,
  isKnown,
  UNKNOWN,
} from "../lib/kubernetes/objects.js";
import { type RoleRefDefect, roleRefDefects } from "../lib/kubernetes/rbac/binding-defects.js";
import { RBAC_GROUP } from "../lib/kubernetes/rbac/subjects.js";
import { hasUnknownField } from "../lib/rule-kit/schema-phrases.js";
import { replaceScalar } from "../lib/manifests/edit.js";

const REFUSED = "the API server refuses this binding";

export default defineRule({
  name: "valid-role-ref",
  meta: {
    docs: {
      description: "Disallow a `roleRef` that the API server refuses",
      topic: "Files and references",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      roleInCluster: `A ClusterRoleBinding cannot refer to {{role}}: ${REFUSED}. Make this a RoleBinding in the namespace of the Role, or refer to a ClusterRole.`,
      kind: `There is no role of kind '{{kind}}': ${REFUSED}. Write {{kinds}}.`,
      noKind: `This 'roleRef' has no kind, so ${REFUSED}. Add 'kind: Role' or 'kind: ClusterRole'.`,
      noKindInCluster: `This 'roleRef' has no kind, so ${REFUSED}. Add 'kind: ClusterRole'.`,
      apiGroup: `API group '{{group}}' is not that of roles: ${REFUSED}. Write '${RBAC_GROUP}', without a version, or leave the line out.`,
      noRoleRef: `This binding has no 'roleRef', so the API server refuses it. Add one, with the kind and the name of a role.`,
      noKindNorName: `This 'roleRef' has no kind and no name, so ${REFUSED}. Add both.`,
      noName: `This 'roleRef' names no role, so ${REFUSED}. Add its name.`,
      name: `No role can be named '{{name}}': ${REFUSED}. A name contains no '/' or '%', and is not '.' or '..'.`,
      write: "Write '{{value}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(written, { kind: bindingKind, applied, analysis, defects, place, report }) {
    if (!isCurrentRbac(written)) return;
    const isPatch = analysis.isPatch(place.file);
    const inCluster = bindingKind === "ClusterRoleBinding";
    const found = new Set<string>();
    const reportOnce: typeof report = (finding) => {
      const field = String(finding.at[1]);
      if (!found.has(field)) report(finding);
      found.add(field);
    };
    const replaced = (field: string, value: string | undefined) =>
      value === undefined
        ? []
        : [{ messageId: "write" as const, data: { value }, edit: replaceScalar(["roleRef", field], value) }];

    const kinds = inCluster ? ["ClusterRole"] : ["ClusterRole", "Role"];
    const instead = (
      id: RoleRefDefect["id"],
      { kind = "", name }: NonNullable<Binding["roleRef"]>,
    ): string | undefined => {
      if (id === "apiGroup") return RBAC_GROUP;
      if (id === "kind") return meantKind(kind, kinds);
      return id === "roleInCluster" && isOnlyClusterRole(analysis, name) ? "ClusterRole" : undefined;
    };
    const isMisspelt = hasUnknownField(defects, written.roleRef ? ["roleRef"] : []);

    // A patch leaves out the fields that it does not change.
    const references =
      isPatch || applied.length === 0
        ? [written.roleRef ?? {}]
        : applied.map((one) => referenceOf(one, analysis));
    for (const reference of references) {
      const isEmpty = !reference.kind && !reference.name && !isPatch;
      if (isEmpty && !isMisspelt)
        reportOnce({ at: ["roleRef"], messageId: written.roleRef ? "noKindNorName" : "noRoleRef" });
      for (const { id, field, value } of roleRefDefects(bindingKind, reference)) {
        const isMissing = id === "noKind" || id === "noName";
        if (isMissing && (isPatch || isMisspelt || isEmpty)) continue;
        reportOnce({
          at: ["roleRef", field],
          messageId: id === "noKind" && inCluster ? "noKindInCluster" : id,
          data: {
            group: value,
            kind: value,
            name: value,
            role: isKnown(reference.name) ? `Role '${reference.name}'` : "a Role",
            kinds: kinds.map((one) => `'${one}'`).join(" or "),
          },
          suggest: replaced(field, instead(id, reference)),
        });
      }
    }
  },
});

/** Returns the reference as a build applies it. A field from a linted patch is unknown here and reported there. */
function referenceOf(binding: Applied<BindingKind>, analysis: Analysis): NonNullable<Binding["roleRef"]> {
  const { roleRef = {} } = binding.object.object;
  const judged = (field: "apiGroup" | "kind" | "name") =>
    analysis.isFromPatch(binding, ["roleRef", field]) ? UNKNOWN : roleRef[field];
  return { apiGroup: judged("apiGroup"), kind: judged("kind"), name: judged("name") };
}

/** Whether a name is surely that of a ClusterRole, and of one that gives no access to the rights of others. */
function isOnlyClusterRole(analysis: Analysis, name: string | undefined): boolean {
  return (
    name !== undefined &&
    (isBuiltInClusterRole(name) || analysis.holds("ClusterRole", name)) &&
    !analysis.holds("Role", name) &&
    !dangerousRoles(analysis)("ClusterRole", name)
  );
}
