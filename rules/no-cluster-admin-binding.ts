import { roleRefWords } from "../lib/kubernetes/name-words.js";
import { givesEverything } from "../lib/analysis/access/bound-rules.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { byBuilds, effectiveRoleRef } from "../lib/rule-kit/effective-role-ref.js";
import { matchesGlob } from "../lib/util/glob.js";
import {
  BINDING_KINDS,
  type ClusterRoleBinding,
  isKnown,
  type RoleBinding,
  type Subject,
} from "../lib/kubernetes/objects.js";
import { subjectName } from "../lib/kubernetes/rbac/rbac.js";
import { MASTERS_GROUP } from "../lib/kubernetes/rbac/subjects.js";
import { quoteList } from "../lib/util/phrases.js";

type Binding = RoleBinding | ClusterRoleBinding;

interface Options {
  equivalents: boolean;
  allow: string[];
}

export default defineRule({
  name: "no-cluster-admin-binding",
  meta: {
    docs: {
      description: "Disallow bindings to `cluster-admin` and to roles that grant as much",
      topic: "The four to start with",
      consequence: "danger",
      preset: "recommended",
      controls: [
        "CIS 5.1.1",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Least privilege",
        "NSA: Authentication and authorization",
      ],
    },
    messages: {
      wholeCluster:
        "{{role}} lets {{subjects}} do everything in the whole cluster. Bind a role that allows only what is needed.",
      wholeNamespace:
        "{{role}} lets {{subjects}} do everything in {{namespace}}. Bind a role that allows only what is needed.",
      equivalentInCluster:
        "{{role}} gives full access to every resource, as cluster-admin does, and lets {{subjects}} do everything in the whole cluster. Bind a role that allows only what is needed.",
      equivalentInNamespace:
        "{{role}} gives full access to every resource, as cluster-admin does, and lets {{subjects}} do everything in {{namespace}}. Bind a role that allows only what is needed.",
    },
    schema: [
      {
        type: "object",
        properties: {
          equivalents: {
            type: "boolean",
            description:
              "Whether a role that grants all verbs on all resources, itself or by aggregation, counts as cluster-admin.",
          },
          allow: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description:
              "Subjects that may have it, as `Kind:name` or `ServiceAccount:namespace/name`, with `*` for any text.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ equivalents: true, allow: [] } as Options],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(written, context) {
    const { kind, analysis, options, report } = context;
    // Builds can apply the same binding with different names and subjects.
    const { at, uses } = effectiveRoleRef(written, context);
    const direct = uses.filter(({ binding }) => refersToClusterAdmin(binding));
    const equivalent = options.equivalents
      ? uses.find(({ binding, applied }) => {
          return applied && !refersToClusterAdmin(binding) && givesEverything(analysis, applied);
        })
      : undefined;
    const isClusterAdmin = direct.length > 0;
    const wrong = isClusterAdmin ? direct : equivalent ? [equivalent] : [];
    const [first] = wrong;
    if (!first) return;

    const bindings = uses.map(({ binding }) => binding);
    const subjects = bindings.flatMap(subjectsOf);
    const notAllowed = subjects.filter(({ name }) => {
      return !options.allow.some((pattern) => matchesGlob(pattern, name));
    });
    const isToMasters = bindings.some(({ subjects: all = [] }) => all.some(isMasters));
    if ((subjects.length > 0 || isToMasters) && notAllowed.length === 0) return;

    const { roleRef } = first.binding;
    const inCluster = kind === "ClusterRoleBinding";
    const namespaces = [...new Set(bindings.map(({ metadata }) => metadata?.namespace).filter(isKnown))];
    report({
      at,
      messageId: isClusterAdmin
        ? inCluster
          ? "wholeCluster"
          : "wholeNamespace"
        : inCluster
          ? "equivalentInCluster"
          : "equivalentInNamespace",
      data: {
        role: roleRefWords(roleRef) + byBuilds(written, wrong),
        subjects: subjectsInWords(notAllowed),
        namespace:
          namespaces.length > 0 ? `namespace ${quoteList(namespaces)}` : "the namespace it is applied in",
      },
    });
  },
});

function refersToClusterAdmin({ roleRef }: Binding): boolean {
  return roleRef?.kind === "ClusterRole" && roleRef.name === "cluster-admin";
}

interface NamedSubject {
  /** As the option `allow` has it. */
  name: string;
  /** The same for a message; undefined if its name is filled in later. */
  shown: string | undefined;
}

/** Returns all subjects but `system:masters`: a binding gives it nothing, which `no-masters-subject` reports. */
function subjectsOf({ metadata, subjects = [] }: Binding): NamedSubject[] {
  return subjects
    .filter((subject) => !isMasters(subject))
    .map((subject) => {
      const name = subjectName(subject, metadata?.namespace);
      return { name, shown: shownSubject(subject, name, metadata?.namespace) };
    });
}

function shownSubject(subject: Subject, name: string, bindingNamespace?: string): string | undefined {
  if (!isKnown(subject.kind) || !isKnown(subject.name)) return undefined;
  const isPlaced = subject.kind !== "ServiceAccount" || isKnown(subject.namespace || bindingNamespace);
  return isPlaced ? name : `ServiceAccount:${subject.name}`;
}

function subjectsInWords(subjects: readonly NamedSubject[]): string {
  const shown = new Set(subjects.flatMap((subject) => subject.shown ?? []));
  return quoteList([...shown], subjects.length > 0 ? "its subjects" : "any future subject");
}

function isMasters({ kind, name }: Subject): boolean {
  return kind === "Group" && name === MASTERS_GROUP;
}
