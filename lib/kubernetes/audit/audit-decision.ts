import { UNKNOWN } from "../objects.js";
import { type AuditLevel, type AuditRule, isSet, type RuleList, type RuleResources } from "./audit-rules.js";

/** A name that no rule can list. */
export const ANY = UNKNOWN;

/** The verbs whose requests name no object: apiserver/pkg/endpoints/request/requestinfo.go, NewRequestInfo. */
export const NAMELESS_VERBS: ReadonlySet<string> = new Set(["create", "list", "watch", "deletecollection"]);

/** A request, as audit rules see it. */
export interface AuditedRequest {
  user: string;
  groups: readonly string[];
  verb: string;
  apiGroup: string;
  resource: string;
  subresource: string;
  /** Empty for what has no namespace. */
  namespace: string;
  /** Empty where a request names no object. */
  name: string;
}

/** Whether something holds: yes, no, or nobody can tell. */
export type Answer = "yes" | "no" | "unknown";

/**
 * Whether a rule is about a request for a resource.
 * Kubernetes: apiserver/pkg/audit/policy/checker.go, ruleMatches and ruleMatchesResource.
 */
export function matchesRequest(rule: AuditRule, request: AuditedRequest): Answer {
  const { resources, urls } = rule;
  const isAboutUrls = isSet(urls) && !isSet(rule.namespaces) && resources?.length === 0;
  return all([
    isIn(rule.users, request.user),
    any([isSet(rule.groups) ? "no" : "yes", ...request.groups.map((group) => isIn(rule.groups, group))]),
    isIn(rule.verbs, request.verb),
    isAboutUrls ? (urls.values.size > 0 ? "no" : "unknown") : "yes",
    isIn(rule.namespaces, request.namespace),
    resources === undefined
      ? "unknown"
      : resources.length === 0
        ? "yes"
        : matchesResources(resources, request),
  ]);
}

function matchesResources(resources: readonly RuleResources[], request: AuditedRequest): Answer {
  return any(
    resources.map(({ group, resources: listed, names }) =>
      all([
        group === undefined ? "unknown" : group === request.apiGroup ? "yes" : "no",
        isSet(listed) ? all([matchesNames(listed, request), isIn(names, request.name)]) : "yes",
      ]),
    ),
  );
}

function matchesNames(listed: RuleList, { resource, subresource }: AuditedRequest): Answer {
  const combined = subresource === "" ? resource : `${resource}/${subresource}`;
  const spellings = ["*", combined, `${resource}/*`, ...(subresource === "" ? [] : [`*/${subresource}`])];
  if (spellings.some((one) => listed.values.has(one))) return "yes";
  return listed.hasUnknown ? "unknown" : "no";
}

function isIn(list: RuleList, value: string): Answer {
  if (!isSet(list) || list.values.has(value)) return "yes";
  return list.hasUnknown ? "unknown" : "no";
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

function any(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

/** The rule that decides on a request, `undefined` if none is about it, or `unknown`. */
export type Decision = AuditRule | "unknown" | undefined;

/**
 * The rule that decides on a request: the first that is about it. Without one, nothing is logged.
 * Kubernetes: apiserver/pkg/audit/policy/checker.go, EvaluatePolicyRule.
 */
export function decidingRule(rules: readonly AuditRule[], request: AuditedRequest): Decision {
  for (const rule of rules) {
    const answer = matchesRequest(rule, request);
    if (answer === "unknown") return "unknown";
    if (answer === "yes") return rule;
  }
  return undefined;
}

/**
 * What a rule logs in effect: a level alone logs nothing if both stages of an ordinary request are left out, and no
 * bodies without the last one. Undefined if that cannot be told.
 * Kubernetes: apiserver/pkg/endpoints/filters/audit.go, and apiserver/pkg/audit/request.go.
 */
export function effectiveLevel({ level, omitted }: AuditRule): AuditLevel | undefined {
  if (level === undefined || level === "None") return level;
  if (omitted.hasUnknown) return undefined;
  if (!omitted.values.has("ResponseComplete")) return level;
  return omitted.values.has("RequestReceived") ? "None" : "Metadata";
}
