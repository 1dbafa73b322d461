import { field, isMap, items } from "../../util/plain-values.js";
import { isPlain, UNKNOWN } from "../objects.js";

type Path = readonly (string | number)[];

/** How much of a request is logged, from nothing to everything. */
export const AUDIT_LEVELS = ["None", "Metadata", "Request", "RequestResponse"] as const;
export type AuditLevel = (typeof AUDIT_LEVELS)[number];

/** The stages of a request at which it can be logged. */
export const AUDIT_STAGES: readonly string[] = [
  "RequestReceived",
  "ResponseStarted",
  "ResponseComplete",
  "Panic",
];

/** A list in a rule; an empty one says nothing, so the rule is about everything. */
export interface RuleList {
  values: ReadonlySet<string>;
  /** Whether the list may hold more than can be read. */
  hasUnknown: boolean;
}

/** Resources that a rule is about. */
export interface RuleResources {
  group: string | undefined;
  resources: RuleList;
  names: RuleList;
}

/** A rule of an audit policy, as the API server applies it. */
export interface AuditRule {
  at: Path;
  /** Undefined if it cannot be read, or does not exist. */
  level: AuditLevel | undefined;
  /** The stages that are left out, those of the policy included. */
  omitted: RuleList;
  users: RuleList;
  groups: RuleList;
  verbs: RuleList;
  namespaces: RuleList;
  urls: RuleList;
  /** Undefined if they cannot be read. */
  resources: readonly RuleResources[] | undefined;
}

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

/**
 * The rules of an audit policy in their order, or undefined if they cannot be read.
 * Kubernetes: apiserver/pkg/audit/policy/checker.go, NewPolicyRuleEvaluator.
 */
export function auditRules(value: Readonly<Record<string, unknown>>): AuditRule[] | undefined {
  const rules = field(value, "rules");
  if (!Array.isArray(rules)) return undefined;
  const everywhere = listOf(field(value, "omitStages"));
  return rules.map((rule, index) => ruleOf(rule, ["rules", index], everywhere));
}

function ruleOf(rule: unknown, at: Path, everywhere: RuleList): AuditRule {
  const level = AUDIT_LEVELS.find((one) => one === field(rule, "level"));
  const omitted = listOf(field(rule, "omitStages"));
  const resources = field(rule, "resources");
  return {
    at,
    level: isMap(rule) ? level : undefined,
    omitted: {
      values: new Set([...everywhere.values, ...omitted.values]),
      hasUnknown: everywhere.hasUnknown || omitted.hasUnknown,
    },
    users: listOf(field(rule, "users")),
    groups: listOf(field(rule, "userGroups")),
    verbs: listOf(field(rule, "verbs")),
    namespaces: listOf(field(rule, "namespaces")),
    urls: listOf(field(rule, "nonResourceURLs")),
    resources: isNothing(resources) ? [] : resourcesOf(resources),
  };
}

function resourcesOf(written: unknown): RuleResources[] | undefined {
  if (!Array.isArray(written) || !written.every(isMap)) return undefined;
  return written.map((one) => {
    const group = field(one, "group");
    return {
      // The core group may be left out.
      group: isNothing(group) ? "" : typeof group === "string" && isPlain(group) ? group : undefined,
      resources: listOf(field(one, "resources")),
      names: listOf(field(one, "resourceNames")),
    };
  });
}

function listOf(written: unknown): RuleList {
  const list = items(written);
  const values = list.filter((one): one is string => typeof one === "string" && isPlain(one));
  const isList = isNothing(written) || Array.isArray(written);
  return { values: new Set(values), hasUnknown: !isList || values.length < list.length };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
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

/** Whether a list says anything, so that a rule is not about everything. */
export function isSet({ values, hasUnknown }: RuleList): boolean {
  return hasUnknown || values.size > 0;
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
