import { AUTHENTICATED_GROUP, MASTERS_GROUP, RBAC_GROUP } from "../rbac/subjects.js";
import { ANY, type AuditedRequest, decidingRule, effectiveLevel, NAMELESS_VERBS } from "./audit-decision.js";
import { type AuditRule, isSet } from "./audit-rules.js";

/** What has to be in an audit log, or nobody can tell who read a Secret and who gave whom which rights. */
export type Concern = "Secret reads" | "Secret writes" | "RBAC writes";

/** Whose requests, or where: everybody's anywhere, those of administrators, those in the namespace of the cluster. */
export type Scope = "everybody" | "masters" | "kube-system";

/** What an audit policy keeps out of the log. */
export interface AuditGap {
  /** The rule that does; undefined if no rule is about it. */
  rule: AuditRule | undefined;
  scope: Scope;
  /** The verbs that are not logged, by concern. */
  verbs: ReadonlyMap<Concern, ReadonlySet<string>>;
  /** Whether the rule is about every request that reaches it. */
  isAboutEverything: boolean;
}

const READS = ["get", "list", "watch"];
const WRITES = ["create", "update", "patch", "delete", "deletecollection"];

const SCOPES: Readonly<Record<Scope, { groups: readonly string[]; namespace: string }>> = {
  everybody: { groups: [AUTHENTICATED_GROUP], namespace: ANY },
  masters: { groups: [MASTERS_GROUP, AUTHENTICATED_GROUP], namespace: ANY },
  "kube-system": { groups: [AUTHENTICATED_GROUP], namespace: "kube-system" },
};

const REQUESTS: readonly { concern: Concern; request: AuditedRequest }[] = [
  ...requests("Secret reads", "", "secrets", true, READS),
  ...requests("Secret writes", "", "secrets", true, WRITES),
  ...requests("RBAC writes", RBAC_GROUP, "roles", true, WRITES),
  ...requests("RBAC writes", RBAC_GROUP, "rolebindings", true, WRITES),
  ...requests("RBAC writes", RBAC_GROUP, "clusterroles", false, WRITES),
  ...requests("RBAC writes", RBAC_GROUP, "clusterrolebindings", false, WRITES),
];

function requests(
  concern: Concern,
  apiGroup: string,
  resource: string,
  namespaced: boolean,
  verbs: readonly string[],
): { concern: Concern; request: AuditedRequest }[] {
  return verbs.map((verb) => {
    const name = NAMELESS_VERBS.has(verb) ? "" : ANY;
    const namespace = namespaced ? ANY : "";
    return {
      concern,
      request: { user: ANY, groups: [], verb, apiGroup, resource, subresource: "", namespace, name },
    };
  });
}

/**
 * What an audit policy keeps out of the log of what must be in it, one gap for each rule that does. A rule for some
 * users is none, unless it is for administrators; what cannot be told is none either.
 */
export function auditGaps(rules: readonly AuditRule[]): AuditGap[] {
  const gaps = new Map<AuditRule | undefined, { scope: Scope; verbs: Map<Concern, Set<string>> }>();
  for (const scope of ["everybody", "masters", "kube-system"] as const) {
    for (const { concern, request } of REQUESTS) {
      const rule = decidingRule(rules, inScope(request, scope));
      if (rule === "unknown") continue;
      if (rule !== undefined && effectiveLevel(rule) !== "None") continue;
      let gap = gaps.get(rule);
      if (!gap) gaps.set(rule, (gap = { scope, verbs: new Map() }));
      if (gap.scope !== scope) continue;
      const verbs = gap.verbs.get(concern) ?? new Set();
      gap.verbs.set(concern, verbs.add(request.verb));
    }
  }
  return [...gaps].map(([rule, gap]) => ({
    rule,
    ...gap,
    isAboutEverything: rule !== undefined && isUnconditional(rule),
  }));
}

function inScope(request: AuditedRequest, scope: Scope): AuditedRequest {
  const { groups, namespace } = SCOPES[scope];
  return { ...request, groups, namespace: request.namespace === "" ? "" : namespace };
}

function isUnconditional({ users, groups, verbs, namespaces, urls, resources }: AuditRule): boolean {
  return resources?.length === 0 && ![users, groups, verbs, namespaces, urls].some(isSet);
}
