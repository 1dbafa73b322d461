import { counts, givenThrough, PERMISSION_SCHEMA } from "../lib/rule-kit/permission-rule.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type PolicyRule, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import type { Scope } from "../lib/kubernetes/rbac/permissions.js";
import { apiGroupMatches, resourceMatches, verbMatches } from "../lib/kubernetes/rbac/rbac.js";
import { quoteList } from "../lib/util/phrases.js";
import {
  groupsOf,
  verbsOf,
  WILDCARD_PRESET_OPTIONS,
  WILDCARD_SCHEMA,
  type WildcardOptions,
  wildcardsIn,
} from "../lib/rule-kit/wildcards.js";

/** Dangerous resources that people overlook when they write `*`, with the verbs that make them dangerous. */
const DANGERS = [
  { group: "", resource: "secrets", verbs: ["get", "list", "watch"] },
  { group: "", resource: "pods", subresource: "exec", verbs: ["get", "create"] },
  { group: "", resource: "nodes", subresource: "proxy", verbs: ["get", "create"], inCluster: true },
  { group: "", resource: "serviceaccounts", subresource: "token", verbs: ["create"] },
  { group: "rbac.authorization.k8s.io", resource: "roles", verbs: ["escalate", "bind"] },
];

interface Options extends WildcardOptions {
  scope: Scope;
}

export default defineRule({
  name: "no-wildcard-resources",
  meta: {
    docs: {
      description: "Disallow `*` as a resource in a Role or ClusterRole",
      topic: "What a role permits",
      consequence: "danger",
      preset: "recommended",
      presetOptions: WILDCARD_PRESET_OPTIONS,
      controls: [
        "CIS 5.1.3",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Least privilege",
        "NSA: Authentication and authorization",
      ],
    },
    messages: {
      everyGroup:
        "{{who}} can act on every {{what}} of every API group in {{where}}{{dangers}}, and on what is installed later: {{role}} allows {{verbs}} on '{{value}}'{{through}}. List the resources that are needed.",
      someGroups:
        "{{who}} can act on every {{what}} of {{groups}}, but no other, in {{where}}{{dangers}}, and on what a later version adds: {{role}} allows {{verbs}} on '{{value}}'{{through}}. List the resources that are needed.",
    },
    schema: [
      {
        type: "object",
        properties: { scope: PERMISSION_SCHEMA.scope, ...WILDCARD_SCHEMA },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ scope: "any", exceptFullAccess: false, exceptWildcardVerbs: false } as Options],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { kind, options, report } = context;
    for (const { rule, value, at, by } of wildcardsIn(role, "resources", [isEvery, isEverySub], context)) {
      const { reach, words } = givenThrough(role, context);
      if (options.scope === "cluster" && !counts("cluster", kind, reach)) return;
      const dangers = dangersOf(rule, kind === "ClusterRole" && reach !== "namespaces");
      report({
        at,
        messageId: rule.apiGroups?.includes("*") ? "everyGroup" : "someGroups",
        data: {
          ...words,
          role: words.role + by,
          what: describe(value, rule),
          groups: groupsOf(rule),
          dangers: dangers.length > 0 ? `, including ${quoteList(dangers)}` : "",
          verbs: verbsOf(rule),
          value,
        },
      });
    }
  },
});

function isEvery(resource: string): boolean {
  return resource === "*";
}

/** Kubernetes has no other pattern: it takes `pods/*` and `*` + `/*` literally, and no resource has such a name. */
function isEverySub(resource: string): boolean {
  return resource.startsWith("*/") && resource !== "*/*" && resource !== "*/";
}

/** Describes what the wildcard covers: resources or a subresource, and only those of some names if names are given. */
function describe(value: string, { resourceNames = [] }: PolicyRule): string {
  const what = value === "*" ? "resource" : `subresource '${value.slice(2)}'`;
  return resourceNames.length > 0 ? `${what} named ${quoteList(resourceNames)}` : what;
}

function dangersOf(rule: PolicyRule, inCluster: boolean): string[] {
  return DANGERS.filter((danger) => {
    return (
      (inCluster || danger.inCluster !== true) &&
      apiGroupMatches(rule, danger.group) &&
      resourceMatches(rule, danger.resource, danger.subresource) &&
      danger.verbs.some((verb) => verbMatches(rule, verb))
    );
  }).map(({ resource, subresource }) =>
    subresource === undefined ? resource : `${resource}/${subresource}`,
  );
}
