import { dangerousRoles } from "../lib/analysis/dangerous-roles.js";
import { asApplied, inWhatApplies, isUnreached } from "../lib/rule-kit/build-phrases.js";
import type { Analysis, Applied } from "../lib/analysis/analysis.js";
import type { RoleLookup } from "../lib/analysis/lookup/role-lookup.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type InBuilds, inBuilds } from "../lib/rule-kit/in-builds.js";
import { effectiveRoleRef } from "../lib/rule-kit/effective-role-ref.js";
import {
  BINDING_KINDS,
  type BindingKind,
  type ClusterRoleBinding,
  isKnown,
  type RoleBinding,
} from "../lib/kubernetes/objects.js";
import { replaceScalar } from "../lib/manifests/edit.js";

interface Options {
  in: InBuilds;
  strict: boolean;
}

export default defineRule({
  name: "no-missing-role",
  meta: {
    docs: {
      description: "Disallow bindings to a role that does not exist",
      topic: "The four to start with",
      consequence: "no effect",
      preset: "recommended",
      strictOptions: { strict: true },
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      missing:
        "{{role}} does not exist{{where}}, so this binding grants nothing until somebody creates a role of that name.{{more}}",
      unknown: "{{role}} cannot be resolved{{where}}: {{why}}.",
      useName: "Refer to '{{name}}'.",
      useKind: "Refer to the {{kind}} of that name.",
    },
    schema: [
      {
        type: "object",
        properties: {
          in: inBuilds("Whether a role must be missing in every build that applies the binding, or in any."),
          strict: {
            type: "boolean",
            description:
              "Whether references that cannot be resolved are reported as well, with a message of their own.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ in: "every", strict: false } as Options],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(written, context) {
    const { analysis, options, report } = context;
    const { at, uses } = effectiveRoleRef(written, context);
    const lookups = uses.flatMap(({ applied }) => {
      return applied ? [{ binding: applied, result: analysis.role(applied) }] : [];
    });
    const missing = lookups.filter(({ result }) => result.state === "missing");
    const [first] = missing;
    if (first && (missing.length === lookups.length || options.in === "any")) {
      const hint = first.result.state === "missing" ? first.result.hint : undefined;
      report({
        at,
        messageId: "missing",
        data: {
          role: nameOf(first.binding, written),
          where: whereIn(missing, lookups),
          more: sentenceFor(hint, first.binding),
        },
        suggest: suggestionsFor(hint, first.binding, analysis),
      });
      return;
    }
    const unknown = options.strict ? lookups.find(isUnresolved) : undefined;
    if (unknown?.result.state === "unknown") {
      report({
        at,
        messageId: "unknown",
        data: {
          role: nameOf(unknown.binding, written),
          where: whereIn([unknown], lookups),
          why: unknown.result.why,
        },
      });
    }
  },
});

/** Whether a role is not known to be there where the repository says what is applied. A chart for others says no such thing. */
function isUnresolved({ binding, result }: { binding: Applied; result: RoleLookup }): boolean {
  return result.state === "unknown" && binding.build.isDefault !== true;
}

type Hint = Extract<RoleLookup, { state: "missing" }>["hint"];

/** Names the role that is looked up, and the build if a kustomization completes the reference. */
function nameOf(applied: Applied<BindingKind>, written: RoleBinding | ClusterRoleBinding): string {
  const { roleRef, metadata } = applied.object.object;
  if (!isKnown(roleRef?.name)) return "The role of this binding";
  const namespace = roleRef.kind === "Role" ? metadata?.namespace : undefined;
  const isCompleted =
    roleRef.name !== written.roleRef?.name ||
    (namespace !== undefined && namespace !== written.metadata?.namespace);
  const where = !isKnown(namespace) ? "" : ` in namespace '${namespace}'`;
  const by = isCompleted || isUnreached(applied) ? asApplied([applied]) : "";
  return `${isKnown(roleRef.kind) ? roleRef.kind : "Role"} '${roleRef.name}'${where}${by}`;
}

/** Names the builds if several apply the binding. */
function whereIn(missing: readonly { binding: Applied }[], all: readonly unknown[]): string {
  if (all.length === 1) return "";
  return inWhatApplies(missing.map(({ binding }) => binding));
}

function sentenceFor(hint: Hint, { object }: Applied): string {
  switch (hint?.type) {
    case "otherNamespace":
      return ` There is one in namespace '${hint.namespace}', but a ${object.kind} refers to Roles of its own namespace only.`;
    case "otherKind":
      return ` There is a ${hint.kind} of that name.`;
    case "unlisted":
      return ` It is in ${hint.file}, but no kustomization lists that file.`;
    case "nearest":
      return ` Did you mean '${hint.name}'?`;
    default:
      return " Create it, correct the name, or list it under 'knownRoles' in .gitops-lint.yaml.";
  }
}

/** An edit is left to people where it would give somebody access to the rights or the Secrets of others. */
function suggestionsFor(hint: Hint, { object }: Applied<BindingKind>, analysis: Analysis) {
  const { kind = "Role", name = "" } = object.object.roleRef ?? {};
  const meant = {
    kind: hint?.type === "otherKind" ? hint.kind : kind,
    name: hint?.type === "nearest" ? hint.name : name,
  };
  if (dangerousRoles(analysis)(meant.kind === "ClusterRole" ? "ClusterRole" : "Role", meant.name)) return [];
  if (hint?.type === "nearest") {
    const edit = replaceScalar(["roleRef", "name"], hint.name);
    return [{ messageId: "useName" as const, data: { name: hint.name }, edit }];
  }
  if (hint?.type === "otherKind") {
    const edit = replaceScalar(["roleRef", "kind"], hint.kind);
    return [{ messageId: "useKind" as const, data: { kind: hint.kind }, edit }];
  }
  return [];
}
