import { type Binding, BINDING_KINDS, type BindingKind } from "../lib/kubernetes/objects.js";
import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { grantedWords, effectiveSubjects, refersToClusterRole } from "../lib/rule-kit/effective-subjects.js";
import { matchesGlob } from "../lib/util/glob.js";
import {
  broadMembers,
  ROLES_OF_ALL_OPENSHIFT_USERS,
  ROLES_OF_ALL_USERS,
} from "../lib/kubernetes/rbac/subjects.js";

interface Options {
  allowRoles: string[];
  namedReads: boolean;
}

export default defineRule({
  name: "no-broad-subject",
  meta: {
    docs: {
      description: "Disallow giving a role to all users or to all ServiceAccounts",
      topic: "Who is given a role",
      consequence: "danger",
      preset: "recommended",
      presetOptions: { namedReads: false },
      strictOptions: { namedReads: true },
      controls: ["CIS GKE 4.1.10", "OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      broad:
        "Group '{{name}}' is too wide: {{members}} can do what {{role}} allows in {{where}}. Name those who need it.",
    },
    schema: [
      {
        type: "object",
        properties: {
          allowRoles: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description: "Names of roles that everybody may have, with `*` for any text.",
          },
          namedReads: {
            type: "boolean",
            description: "Whether a role that only reads objects which it names is reported as well.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ allowRoles: [], namedReads: true } as Options],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(binding, context) {
    const { analysis, options, kind, report } = context;
    const isAllowed = (one: Binding) =>
      refersToClusterRole(one, ROLES_OF_ALL_USERS) ||
      (analysis.platform === "openshift" && refersToClusterRole(one, ROLES_OF_ALL_OPENSHIFT_USERS)) ||
      options.allowRoles.some((pattern) => matchesGlob(pattern, one.roleRef?.name ?? ""));
    for (const { at, uses } of effectiveSubjects(binding, context)) {
      const wrong = uses.filter(({ subject, binding: one, applied }) => {
        if (!broadMembers(subject) || isAllowed(one)) return false;
        return options.namedReads || !applied || !readsNamedOnly(analysis, applied);
      });
      const [first] = wrong;
      if (!first) continue;
      report({
        at: [...at, "name"],
        messageId: "broad",
        data: {
          name: first.subject.name ?? "",
          members: broadMembers(first.subject) ?? "",
          ...grantedWords(kind, wrong),
        },
      });
    }
  },
});

/** Whether a role only reads objects that it names: an object published in this way is meant for everybody. */
function readsNamedOnly(analysis: Analysis, binding: Applied<BindingKind>): boolean {
  const lookup = analysis.role(binding);
  const rules = lookup.state === "found" ? lookup.roles.flatMap((role) => analysis.grants.rulesOf(role)) : [];
  return (
    rules.length > 0 &&
    rules.every(({ verbs = [], resourceNames = [] }) => {
      return resourceNames.length > 0 && verbs.every((verb) => READ.has(verb));
    })
  );
}

/** The verbs that read. No request has the verb `describe`, but people write it along with `get`. */
const READ: ReadonlySet<string> = new Set(["get", "list", "watch", "describe"]);
